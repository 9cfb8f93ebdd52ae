# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The independent verifier: it proves what a removal (gallring) left behind.

It shares no code with what removes: it opens every file of a package by its own means,
down to the plain text, and searches for what must not be there.
"""

from proof.members import compare_members
from proof.prove import prove
from proof.results import (
    ClearedBox,
    Expectation,
    Hit,
    MappedPlace,
    MemberComparison,
    PlannedExport,
    PlannedMember,
    Search,
)
from proof.search import search
from proof.zip_pieces import BESIDE

__all__ = [
    "BESIDE",
    "ClearedBox",
    "Expectation",
    "Hit",
    "MappedPlace",
    "MemberComparison",
    "PlannedExport",
    "PlannedMember",
    "Search",
    "compare_members",
    "prove",
    "search",
]
