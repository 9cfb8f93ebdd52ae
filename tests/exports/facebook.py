# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The demo's builder of Facebook exports, for tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "demo"))

from exports.facebook import (
    FORMS,
    LAYOUTS,
    FacebookAlbum,
    FacebookComment,
    FacebookMedia,
    FacebookPost,
    FacebookWorld,
    build_facebook_export,
)

__all__ = [
    "FORMS",
    "LAYOUTS",
    "FacebookAlbum",
    "FacebookComment",
    "FacebookMedia",
    "FacebookPost",
    "FacebookWorld",
    "build_facebook_export",
]
