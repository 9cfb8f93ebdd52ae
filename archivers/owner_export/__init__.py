# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The export that a platform gives an account's owner: opened safely, kept, read."""

from archivers.owner_export.javascript import Assignment, assignment_in, read_assignment
from archivers.owner_export.json_entries import (
    Entry,
    pointer_of,
    read_entries,
    read_whole,
)
from archivers.owner_export.mojibake import mended_text
from archivers.owner_export.opened import (
    ExportMemberInfo,
    OwnerExport,
    check_parts,
    media_address,
)
from archivers.owner_export.platform import ExportPlatform, ExportReading

__all__ = [
    "Assignment",
    "Entry",
    "ExportMemberInfo",
    "ExportPlatform",
    "ExportReading",
    "OwnerExport",
    "assignment_in",
    "check_parts",
    "media_address",
    "mended_text",
    "pointer_of",
    "read_assignment",
    "read_entries",
    "read_whole",
]
