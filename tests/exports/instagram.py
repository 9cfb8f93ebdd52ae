# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The demo's builder of Instagram exports, for tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "demo"))

from exports.instagram import (
    LAYOUTS,
    LOCALES,
    InstagramComment,
    InstagramMedia,
    InstagramPost,
    InstagramWorld,
    build_instagram_export,
)

__all__ = [
    "LAYOUTS",
    "LOCALES",
    "InstagramComment",
    "InstagramMedia",
    "InstagramPost",
    "InstagramWorld",
    "build_instagram_export",
]
