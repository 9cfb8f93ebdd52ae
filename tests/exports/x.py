# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The demo's builder of X's archives, for tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "demo"))

from exports.x import LAYOUTS, XMedia, XPost, XWorld, build_x_export

__all__ = ["LAYOUTS", "XMedia", "XPost", "XWorld", "build_x_export"]
