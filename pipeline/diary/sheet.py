# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Gather what the registrar is handed of a decision, from the packages themselves.

Names and words are read when they are handed over and kept nowhere else, so that what
is disposed of later is gone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.contents import Contents, contents_of, items_of_account
from pipeline.context import Archive
from pipeline.diary.matter import Matter, find_matter
from rules.diary import direction_of, party_of
from schemas.diary import Direction, Registration, RegistrationSheet
from schemas.item import Item
from schemas.plan import PlanReference


@dataclass(frozen=True)
class Gathered:
    """A sheet, and the package that its words stand in."""

    sheet: RegistrationSheet
    contents: Contents


@dataclass
class Gatherer:
    """Makes sheets, opening the packages of each account once."""

    archive: Archive
    _words: dict[str, dict[str, Item]] = field(default_factory=dict)

    def gather(self, registration: Registration) -> Gathered:
        """Make the sheet of a decision.

        Raises:
            UnknownName: what was judged is no longer in the archive.
            InvalidPackage: its package cannot be read.
        """
        archive = self.archive
        matter = find_matter(
            archive,
            registration.account_id,
            registration.item_id,
            covers_thread=registration.covers_thread,
        )
        contents = contents_of(archive, self._package(matter))
        words = self._items(registration.account_id)
        items = tuple(words[each] for each in matter.covered if each in words)
        sender, recipient = _parties(registration, matter, items, words)
        sheet = RegistrationSheet(
            reference=self._reference(registration),
            registration=registration,
            board=archive.database.boards.get(matter.account.board_id),
            account=matter.account,
            package_id=contents.package_id,
            captured_at=contents.report.ended_at,
            made_at=archive.clock(),
            sender=sender,
            recipient=recipient,
            plan=self._plan(registration),
            items=_in_order(items),
            context=() if matter.covers_thread else _answered(items, words),
        )
        return Gathered(sheet, contents)

    def _items(self, account_id: str) -> dict[str, Item]:
        if account_id not in self._words:
            self._words[account_id] = items_of_account(self.archive, account_id)
        return self._words[account_id]

    def _package(self, matter: Matter) -> str:
        """Give the newest package that holds the item: the one its words stand in."""
        known = self.archive.database.items.get(
            matter.account.account_id, matter.item_id
        )
        if not known:
            return matter.package_id
        return max(known, key=lambda entry: entry.captured_at).package_id

    def _plan(self, registration: Registration) -> PlanReference | None:
        known = self.archive.database.classifications
        found = known.of(registration.account_id, registration.item_id)
        return found.plan if found else None

    def _reference(self, registration: Registration) -> str:
        """Give the id that the decision was made under, before it was handed over.

        Each hand-over is kept as a new decision with the same content, so the newest
        that was not handed over is where it began.
        """
        about = (registration.item_id, registration.covers_thread)
        decisions = self.archive.database.registrations.of_account(
            registration.account_id
        )
        made = (
            found.registration_id
            for found in reversed(decisions)
            if (found.item_id, found.covers_thread) == about
            if found.handed_over_at is None
        )
        return next(made, registration.registration_id)


def _parties(
    registration: Registration,
    matter: Matter,
    items: tuple[Item, ...],
    words: Mapping[str, Item],
) -> tuple[str, str]:
    """Give sender and recipient: as a person said, else whoever wrote or was answered.

    A thread has many writers; they stand in its words.
    """
    direction = registration.direction or direction_of(matter.document)
    if registration.party:
        return party_of(direction, registration.party, registration.party)
    if matter.covers_thread or not items:
        return "", ""
    parent = words.get(items[0].parent_id or "")
    answered = parent.author if parent and not parent.is_by_account else ""
    author = "" if items[0].is_by_account else items[0].author
    if direction is Direction.INCOMING and not author:
        return "", ""
    return party_of(direction, author, answered)


def _in_order(items: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: (item.parent_id or "", item.position)))


def _answered(items: tuple[Item, ...], words: Mapping[str, Item]) -> tuple[Item, ...]:
    """Give what an item answers, up to the post; never what stands beside it."""
    chain: dict[str, Item] = {}
    above = items[0].parent_id if items else None
    while above is not None and above in words and above not in chain:
        chain[above] = words[above]
        above = words[above].parent_id
    return tuple(reversed(chain.values()))
