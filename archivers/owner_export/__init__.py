# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The export that a platform gives an account's owner: opened safely, kept, read."""

from archivers.owner_export.opened import (
    ExportMemberInfo,
    OwnerExport,
    media_address,
)
from archivers.owner_export.platform import ExportPlatform, ExportReading

__all__ = [
    "ExportMemberInfo",
    "ExportPlatform",
    "ExportReading",
    "OwnerExport",
    "media_address",
]
