# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""All rules over one text, and what remains when two of them find the same place."""

from collections.abc import Iterable, Iterator

from rules.personal_data.addresses import addresses_in
from rules.personal_data.mail import handles_in, mail_in
from rules.personal_data.names import names_in
from rules.personal_data.network import ip_addresses_in
from rules.personal_data.numbers import numbers_in
from rules.personal_data.passage import Passage
from rules.personal_data.payments import giros_in, ibans_in
from rules.personal_data.people import ThreadNames
from rules.personal_data.phones import phones_in
from rules.personal_data.vehicles import plates_in
from schemas.item import Item
from schemas.personal_data import Certainty, Finding

_SHORTEST = 5
"""The digits of the shortest number that tells of a person: not "2 st", not a year."""
_RANK = {Certainty.CERTAIN: 2, Certainty.LIKELY: 1, Certainty.POSSIBLE: 0}


def find(text: str, gazetteer: ThreadNames | None = None) -> list[Finding]:
    """Propose the places of a text that hold personal data, in reading order.

    Proposals only: a person decides (`decisions`). What no rule finds may still be
    personal data.
    """
    passage = Passage.of(text)
    places = [*_places(passage)]
    if gazetteer is not None:
        places += gazetteer.names_in(passage)
    return [passage.in_the_original(finding) for finding in settled(places)]


def find_in_item(item: Item, names: ThreadNames) -> list[Finding]:
    """Propose the places of an item's text, the thread's own names among them.

    The account's own names, and those of its official senders, are left out.
    """
    return [
        finding
        for finding in find(item.body, names)
        if not names.is_own(item.body[finding.start : finding.end])
    ]


def _places(passage: Passage) -> Iterator[Finding]:
    if any(char in passage.text for char in "0123456789"):
        yield from _numbered(passage)
    yield from mail_in(passage)
    yield from handles_in(passage)
    yield from names_in(passage)


def _numbered(passage: Passage) -> Iterator[Finding]:
    for groups in passage.runs():
        if sum(len(group.digits) for group in groups) >= _SHORTEST:
            yield from numbers_in(passage, groups)
            yield from phones_in(passage, groups)
            yield from giros_in(passage, groups)
    yield from ibans_in(passage)
    yield from ip_addresses_in(passage)
    yield from plates_in(passage)
    yield from addresses_in(passage)


def settled(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out what another finding covers and is at least as sure of.

    Ten digits may be a personal number and a telephone number: then both are proposed.
    """
    kept: list[Finding] = []
    widest: Finding | None = None
    for finding in sorted(findings, key=_order):
        rivals = [other for other in (widest, *kept[-1:]) if other is not None]
        if any(_is_covered(finding, other) for other in rivals):
            continue
        kept.append(finding)
        if widest is None or finding.end > widest.end:
            widest = finding
    return kept


def _order(finding: Finding) -> tuple[int, int, int]:
    return finding.start, -finding.end, -_RANK[finding.certainty]


def _is_covered(finding: Finding, other: Finding) -> bool:
    if finding.end > other.end:
        return False
    if (finding.start, finding.end) == (other.start, other.end):
        return finding.kind is other.kind
    return _RANK[finding.certainty] <= _RANK[other.certainty]
