# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Removes items from a capture, so that all the rest stays byte for byte."""

from archivers.gallring.notes import write_notes
from archivers.gallring.plan import plan_rewrite
from archivers.gallring.removal import (
    PlannedMember,
    Removal,
    RewritePlan,
    Rewritten,
)
from archivers.gallring.rewrite import rewrite_warc
from archivers.gallring.shown import Shown, pictures_within

__all__ = [
    "PlannedMember",
    "Removal",
    "RewritePlan",
    "Rewritten",
    "Shown",
    "pictures_within",
    "plan_rewrite",
    "rewrite_warc",
    "write_notes",
]
