# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is to be judged or registered, what is overdue, and what is done.

An item that nobody has judged stands in the list like everything else. It is overdue
when a working day has passed since its first capture: "without delay" (OSL 5 kap. 1 §)
is understood as the next working day after it can have been known.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.context import Archive
from pipeline.index import index_missing
from rules.dates import next_working_day, swedish_day
from schemas.classification import ItemEntry
from schemas.diary import Registration, RegistrationState
from schemas.record import Labelled


class WorkState(Labelled):
    """How far registration of something has come, also when nobody has judged it."""

    NOT_JUDGED = "not_judged", "Inte bedömd"
    TO_REGISTER = "to_register", "Ska diarieföras"
    REGISTERED = "registered", "Diarieförd"
    NOT_TO_BE_REGISTERED = "not_to_be_registered", "Ska inte diarieföras"


_STATE = {
    RegistrationState.TO_REGISTER: WorkState.TO_REGISTER,
    RegistrationState.REGISTERED: WorkState.REGISTERED,
    RegistrationState.NOT_TO_BE_REGISTERED: WorkState.NOT_TO_BE_REGISTERED,
}
OPEN = frozenset({WorkState.NOT_JUDGED, WorkState.TO_REGISTER})
"""What somebody still has to do something about."""


@dataclass(frozen=True)
class Work:
    """A line of the list: an item, a thread judged as a whole, or a package.

    `entry` is None for a package. `items` counts what a decision on a thread covers.
    """

    account_id: str
    item_id: str
    entry: ItemEntry | None
    registration: Registration | None
    due: date | None
    is_overdue: bool
    items: int = 1

    @property
    def state(self) -> WorkState:
        """How far it has come."""
        found = self.registration
        return _STATE[found.state] if found else WorkState.NOT_JUDGED

    @property
    def covers_thread(self) -> bool:
        """Whether it is a thread that was judged as a whole."""
        return self.registration is not None and self.registration.covers_thread


def worklist(
    archive: Archive, account_id: str | None = None, board_id: str | None = None
) -> tuple[Work, ...]:
    """Give everything in an account, in a board's accounts, or in all of them.

    What is overdue comes first, then what is to be done, by the day it is due.

    Raises:
        UnknownName: the account or the board is not in the register.
    """
    index_missing(archive)
    accounts = (
        [archive.database.accounts.get(account_id)]
        if account_id
        else archive.database.accounts.list(board_id)
    )
    found = [work for a in accounts for work in _of_account(archive, a.account_id)]
    return tuple(sorted(found, key=_first_what_is_late))


def _of_account(archive: Archive, account_id: str) -> Iterator[Work]:
    decisions = archive.database.registrations.of_account(account_id)
    entries = _first_captures(archive.database.items.of_account(account_id))
    packages = archive.database.packages.list(account_id)
    listing = _Listing(account_id, archive.today(), decisions)
    yield from listing.items(entries)
    yield from listing.threads(entries)
    yield from listing.packages({package.package_id for package in packages})


class _Listing:
    """The decisions on an account's items, as they count."""

    def __init__(
        self, account_id: str, today: date, decisions: Iterable[Registration]
    ) -> None:
        self._account_id = account_id
        self._today = today
        self._newest: dict[str, Registration] = {}
        self._covering: dict[str, Registration] = {}
        for found in decisions:
            self._newest[found.item_id] = found
            if found.covers_thread:
                self._covering[found.item_id] = found

    def items(self, entries: Mapping[str, ItemEntry]) -> Iterator[Work]:
        """List what was judged by itself, or not at all."""
        for item_id, entry in entries.items():
            own = self._own(item_id)
            if own or entry.thread_id not in self._covering:
                yield self._work(item_id, own, entry)

    def threads(self, entries: Mapping[str, ItemEntry]) -> Iterator[Work]:
        """List the threads that were judged as a whole, also if the post has left."""
        counts = Counter(entry.thread_id for entry in entries.values())
        alone = Counter(
            entry.thread_id for entry in entries.values() if self._own(entry.item_id)
        )
        for thread_id, covering in self._covering.items():
            if counts[thread_id]:
                rest = counts[thread_id] - alone[thread_id]
                post = entries.get(thread_id)
                yield self._work(thread_id, covering, post, rest)

    def packages(self, package_ids: Iterable[str]) -> Iterator[Work]:
        """List the packages that were judged as a whole."""
        for package_id in sorted(package_ids):
            if package_id in self._newest:
                yield self._work(package_id, self._newest[package_id], None)

    def _own(self, item_id: str) -> Registration | None:
        """Give the newest decision on an item unless it is one on its whole thread."""
        found = self._newest.get(item_id)
        return None if found is None or found.covers_thread else found

    def _work(
        self,
        item_id: str,
        decision: Registration | None,
        entry: ItemEntry | None,
        items: int = 1,
    ) -> Work:
        due = _due(decision, entry)
        return Work(
            account_id=self._account_id,
            item_id=item_id,
            entry=entry,
            registration=decision,
            due=due,
            is_overdue=due is not None and due < self._today,
            items=items,
        )


def _due(decision: Registration | None, entry: ItemEntry | None) -> date | None:
    """Give the day by which something is still to be done; None when nothing is."""
    if decision is None:
        return next_working_day(swedish_day(entry.captured_at)) if entry else None
    return decision.due if decision.state is RegistrationState.TO_REGISTER else None


def _first_captures(entries: Iterable[ItemEntry]) -> dict[str, ItemEntry]:
    """Give each item that is not disposed of, as it was first captured."""
    kept = (entry for entry in entries if not entry.is_gallrad)
    by_capture = sorted(kept, key=lambda entry: entry.captured_at, reverse=True)
    return {entry.item_id: entry for entry in by_capture}


def _first_what_is_late(work: Work) -> tuple[bool, bool, date, str, str]:
    is_done = work.state not in OPEN
    due = work.due or date.max
    return not work.is_overdue, is_done, due, work.account_id, work.item_id
