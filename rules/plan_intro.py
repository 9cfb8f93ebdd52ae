# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a plan file says of its own adoption, above the table.

It is held against what the importer states, and never taken in by itself: a heading may
be left from the year before.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from rules.wording import fold
from rules.written_days import find_days
from schemas.record import Record

_NEAR = 40
"""Characters: "gäller från och med den 1 september 2026"."""

_SECTION = re.compile(r"§+\s*\d+")
_DIARY_NUMBER = re.compile(r"\b[A-ZÅÄÖ]{1,6}[ -]?(?:19|20)\d\d[/:.-]\d{1,6}\b(?![\d-])")
_ADOPTED = re.compile(r"\b(?:antag\w+|beslut\w*|fastställ\w+)\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:gäller|giltig\w*) (?:från|fr\.? ?o\.? ?m\.?)", re.IGNORECASE)
_TO = re.compile(r"\b(?:till och med|t\.? ?o\.? ?m\.?)(?!\w)", re.IGNORECASE)


class PlanIntroduction(Record):
    """What stands above a plan's table: the line on its adoption, and its days."""

    decision: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


def read_introduction(rows: Iterable[Sequence[str]]) -> PlanIntroduction:
    """Read the rows above a table: "Antagen av KS 2026-03-10 § 41, dnr KS 2026/118"."""
    lines = [" ".join(filter(None, row)) for row in rows]
    adopted = (line for line in lines if _ADOPTED.search(line) and is_cited(line))
    return PlanIntroduction(
        decision=" ".join(next(adopted, "").split()),
        valid_from=_day_after(lines, _FROM),
        valid_to=_day_after(lines, _TO),
    )


def is_cited(decision: str) -> bool:
    """Tell whether a text names the section or the diary number of a decision."""
    return bool(_SECTION.search(decision) or _DIARY_NUMBER.search(decision))


def decision_lacks(decision: str) -> tuple[str, ...]:
    """Name what a decision must be found by, and this one does not say.

    The decision is the authority for every disposal under the plan and is cited in each
    record of it: board, section, date and diary number.
    """
    said = {
        "paragraf (§)": _SECTION.search(decision),
        "datum": find_days(decision),
        "diarienummer": _DIARY_NUMBER.search(decision),
    }
    return tuple(what for what, found in said.items() if not found)


def differences(
    said: PlanIntroduction, decision: str, valid_from: date, valid_to: date | None
) -> tuple[str, ...]:
    """Say where the file speaks of another decision or time than the importer does."""
    told = []
    if said.valid_from not in {None, valid_from}:
        told.append(
            f"Filen säger att planen gäller från {said.valid_from}, men {valid_from} "
            "är angivet."
        )
    if said.valid_to not in {None, valid_to}:
        told.append(
            f"Filen säger att planen gäller till {said.valid_to}, men "
            f"{valid_to or 'inget slut'} är angivet."
        )
    mine, its = set(_marks(decision)), set(_marks(said.decision))
    if mine and its and not mine & its:
        told.append(f"Filen nämner ett annat beslut: {said.decision}")
    return tuple(told)


def _day_after(lines: Iterable[str], words: re.Pattern[str]) -> date | None:
    """Give the first day that stands after some words, close enough to be theirs."""
    for line in lines:
        for match in words.finditer(line):
            days = find_days(line[match.end() : match.end() + _NEAR])
            if days:
                return days[0]
    return None


def _marks(decision: str) -> tuple[str, ...]:
    """Give the sections, days and diary numbers of a decision, to tell it by."""
    numbers = (fold(x) for x in _DIARY_NUMBER.findall(decision))
    sections = (x.replace(" ", "") for x in _SECTION.findall(decision))
    return (*sections, *map(str, find_days(decision)), *numbers)
