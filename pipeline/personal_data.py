# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Personal data in an account's items: what rules find, and a person's word on it.

Findings are made anew from the packages each time and are stored nowhere; what is kept
is where a person agreed or did not, by position alone.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.classify import Classified, classified
from pipeline.context import Archive
from rules.personal_data import (
    ThreadNames,
    apply_decisions,
    find_in_item,
    pictures_of,
)
from schemas.errors import BadInput, UnknownName
from schemas.item import Item
from schemas.order import EventKind
from schemas.personal_data import DataKind, Finding, PersonalDataDecision


@dataclass(frozen=True)
class FoundIn:
    """An item, what stands in its text, and its pictures of private persons."""

    item: Item
    findings: tuple[Finding, ...]

    def words(self, finding: Finding) -> str:
        """Give what a finding points at, as a person needs to see it."""
        if finding.kind is DataKind.PICTURE:
            medium = self.item.media[finding.start : finding.end]
            return medium[0].alternative_text if medium else ""
        return self.item.body[finding.start : finding.end]


@dataclass(frozen=True)
class Place:
    """Where a person says that personal data stands, or does not."""

    kind: DataKind
    start: int
    end: int


def find_in_account(archive: Archive, account_id: str) -> tuple[FoundIn, ...]:
    """Find personal data in every item of an account, persons' decisions applied.

    The names of a thread are looked for in all of that thread's texts.

    Raises:
        UnknownName: the account is not in the register.
    """
    account = archive.database.accounts.get(account_id)
    known = classified(archive, account_id)
    threads: dict[str, list[Item]] = defaultdict(list)
    for one in known:
        threads[one.entry.thread_id].append(one.item)
    names = {
        thread: ThreadNames.of(items, (account.name,))
        for thread, items in threads.items()
    }
    return tuple(_found(archive, one, names[one.entry.thread_id]) for one in known)


def _found(archive: Archive, one: Classified, names: ThreadNames) -> FoundIn:
    found = [*find_in_item(one.item, names), *pictures_of(one.item)]
    decisions = archive.database.personal_data.of(
        one.entry.account_id, one.entry.item_id
    )
    return FoundIn(one.item, tuple(apply_decisions(found, decisions)))


def judge_place(
    archive: Archive,
    item: tuple[str, str],
    place: Place,
    *,
    is_personal_data: bool,
    reason: str = "",
) -> PersonalDataDecision:
    """Take a person's word on a place in an item; it wins over every rule.

    `item` is the ids of the account and of its item.

    Raises:
        UnknownName: the item is not among the account's.
        BadInput: the item has no such place.
    """
    account_id, item_id = item
    _must_exist(classified(archive, account_id), item_id, place)
    decision = PersonalDataDecision(
        account_id=account_id,
        item_id=item_id,
        kind=place.kind,
        start=place.start,
        end=place.end,
        is_personal_data=is_personal_data,
        decided_by=archive.agent,
        decided_at=archive.clock(),
        reason=reason,
    )
    with archive.database.transaction():
        archive.database.personal_data.add(decision)
        detail = {
            "item": item_id,
            "kind": place.kind.value,
            "is_personal_data": "yes" if is_personal_data else "no",
        }
        archive.note(EventKind.PERSONAL_DATA_JUDGED, account_id, detail)
    return decision


def _must_exist(known: Sequence[Classified], item_id: str, place: Place) -> None:
    found = next((one.item for one in known if one.entry.item_id == item_id), None)
    if found is None:
        message = f"”{item_id}” finns inte bland kontots handlingar."
        raise UnknownName(message)
    is_picture = place.kind is DataKind.PICTURE
    length = len(found.media) if is_picture else len(found.body)
    if not 0 <= place.start < place.end <= length:
        message = f"Platsen {place.start}-{place.end} finns inte i handlingen."
        raise BadInput(message)
