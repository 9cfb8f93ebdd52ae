# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Removes items from a capture, so that all the rest stays byte for byte."""

from archivers.gallring.export_media import files_within
from archivers.gallring.export_plan import plan_export
from archivers.gallring.export_rewrite import rewrite_export
from archivers.gallring.needles import Needles
from archivers.gallring.notes import write_notes
from archivers.gallring.plan import plan_rewrite
from archivers.gallring.removal import (
    ExportPlan,
    PlannedFile,
    PlannedMember,
    Removal,
    RewritePlan,
    Rewritten,
    RewrittenExport,
)
from archivers.gallring.rewrite import rewrite_warc
from archivers.gallring.shown import Shown, pictures_within
from archivers.gallring.sweep import Sweep

__all__ = [
    "ExportPlan",
    "Needles",
    "PlannedFile",
    "PlannedMember",
    "Removal",
    "RewritePlan",
    "Rewritten",
    "RewrittenExport",
    "Shown",
    "Sweep",
    "files_within",
    "pictures_within",
    "plan_export",
    "plan_rewrite",
    "rewrite_export",
    "rewrite_warc",
    "write_notes",
]
