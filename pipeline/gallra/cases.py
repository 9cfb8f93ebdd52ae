# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Gather what the gates need to know of an account's items, and try the gates.

An item counts from its first capture, and every package that holds it is named: what
is disposed of in one and left in another is not disposed of.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from pipeline.context import Archive
from pipeline.index import index_missing
from rules.dates import swedish_day
from rules.gates import Case, holds_on, judge
from schemas.account import Account
from schemas.classification import Classification, ItemEntry
from schemas.diary import Registration
from schemas.errors import NotInPlan, UnknownName
from schemas.gallring import Hold, KeptIn, Verdict
from schemas.item import ItemKind
from schemas.package import PackageVersion
from schemas.plan import PlanReference, PlanVersion


@dataclass(frozen=True)
class Judged:
    """What the gates say of an item, and where it is kept."""

    verdict: Verdict
    kept_in: tuple[KeptIn, ...]
    dated: date


def judge_account(
    archive: Archive, account_id: str, item_ids: Iterable[str] | None = None
) -> tuple[Judged, ...]:
    """Try the gates on an account's items, or on some of them.

    Raises:
        UnknownName: the account, or one of the items, is not there.
    """
    index_missing(archive)
    gathering = _Gathering(archive, archive.database.accounts.get(account_id))
    chosen = tuple(gathering.entries) if item_ids is None else tuple(item_ids)
    return tuple(map(gathering.judged, chosen))


def judge_packages(
    archive: Archive, account_id: str, packages: Iterable[PackageVersion]
) -> tuple[Judged, ...]:
    """Try the gates on whole packages, each a record of its own under its id.

    Raises:
        UnknownName: the account is not there.
    """
    gathering = _Gathering(archive, archive.database.accounts.get(account_id))
    return tuple(map(gathering.judged_package, packages))


def judge_entries(
    archive: Archive, account_id: str, entries: Iterable[ItemEntry]
) -> tuple[Verdict, ...]:
    """Try the gates on items as one package version holds them.

    So they can be tried once more when the next version, without them, is stored and
    the old one is to be destroyed.
    """
    gathering = _Gathering(archive, archive.database.accounts.get(account_id))
    return tuple(map(gathering.verdict, entries))


@dataclass(frozen=True)
class _Gathering:
    """Everything that is known of an account's items, read once."""

    archive: Archive
    account: Account

    def judged(self, item_id: str) -> Judged:
        entries = self.entries.get(item_id)
        if not entries:
            message = f"”{item_id}” finns inte bland kontots handlingar."
            raise UnknownName(message)
        kept = [
            KeptIn(package_id=e.package_id, version=e.version)
            for e in sorted(entries, key=lambda e: e.package_id)
        ]
        return Judged(self.verdict(entries[0]), tuple(kept), _dated(entries[0]))

    def judged_package(self, package: PackageVersion) -> Judged:
        entry = ItemEntry(
            package_id=package.package_id,
            version=package.version,
            account_id=package.account_id,
            board_id=package.board_id,
            item_id=package.package_id,
            thread_id=package.package_id,
            kind=ItemKind.POST,
            is_by_account=True,
            captured_at=package.created_at,
        )
        kept = KeptIn(package_id=package.package_id, version=package.version)
        return Judged(self.verdict(entry), (kept,), _dated(entry))

    def verdict(self, entry: ItemEntry) -> Verdict:
        return judge(
            self._case(entry),
            self.archive.today(),
            year_end=self.archive.settings.gallring_year_end,
        )

    @cached_property
    def _known(self) -> tuple[ItemEntry, ...]:
        """Every entry of the account, tombstones included, oldest capture first."""
        found = self.archive.database.items.of_account(self.account.account_id)
        return tuple(sorted(found, key=lambda entry: entry.captured_at))

    @cached_property
    def entries(self) -> Mapping[str, list[ItemEntry]]:
        """Every place where an item is kept, by the item, oldest capture first."""
        found: dict[str, list[ItemEntry]] = defaultdict(list)
        for entry in self._known:
            if not entry.is_gallrad:
                found[entry.item_id].append(entry)
        return found

    @cached_property
    def _first_captured(self) -> Mapping[str, datetime]:
        """When each item was first captured, also if it is gone from that package."""
        return {e.item_id: e.captured_at for e in reversed(self._known)}

    @cached_property
    def _classifications(self) -> Mapping[str, Classification]:
        known = self.archive.database.classifications
        return known.of_account(self.account.account_id)

    @cached_property
    def _holds(self) -> tuple[Hold, ...]:
        return self.archive.database.holds.active(
            account_id=self.account.account_id, board_id=self.account.board_id
        )

    @cached_property
    def _in_force(self) -> PlanVersion | None:
        try:
            return self.archive.database.plans.current(
                self.account.board_id, self.archive.today()
            )
        except NotInPlan:
            return None

    @cached_property
    def _plans(self) -> dict[tuple[str, int], PlanVersion]:
        return {}

    def _plan(self, cited: PlanReference | None) -> PlanVersion | None:
        if cited is None:
            return None
        key = (cited.plan_id, cited.plan_version)
        if key not in self._plans:
            self._plans[key] = self.archive.database.plans.get(*key)
        return self._plans[key]

    @cached_property
    def _registrations(self) -> tuple[dict[str, Registration], dict[str, Registration]]:
        """The newest decision on each item, and on each whole thread, read at once."""
        known = self.archive.database.registrations
        made = known.of_account(self.account.account_id)
        threads = {one.item_id: one for one in made if one.covers_thread}
        return {one.item_id: one for one in made}, threads

    def _registration(self, entry: ItemEntry) -> Registration | None:
        """Give the decision that counts: the item's own, else its thread's."""
        own, threads = self._registrations
        return own.get(entry.item_id) or threads.get(entry.thread_id)

    def _case(self, first: ItemEntry) -> Case:
        found = self._classifications.get(first.item_id)
        registration = self._registration(first)
        return Case(
            entry=first,
            classification=found,
            plan=self._plan(found.plan if found else None),
            in_force=self._in_force,
            registration=registration,
            holds=holds_on(first, registration, self._holds),
            captured_on=swedish_day(
                self._first_captured.get(first.item_id, first.captured_at)
            ),
            published_on=swedish_day(first.published) if first.published else None,
            registered_on=registration.registered_on if registration else None,
            case_closed_on=registration.case_closed_on if registration else None,
            account_closed_on=self.account.closed_on,
        )


def _dated(entry: ItemEntry) -> date:
    return swedish_day(entry.published or entry.captured_at)
