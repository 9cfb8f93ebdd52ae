# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looks at accounts' profiles: cheap first, many at a time, and never with a guess."""

from archivers.watch.batch import look_at
from archivers.watch.errand import Look, LookErrand
from archivers.watch.looks import Looks, looks_of
from archivers.watch.second import look_another_way, look_at_control

__all__ = [
    "Look",
    "LookErrand",
    "Looks",
    "look_another_way",
    "look_at",
    "look_at_control",
    "looks_of",
]
