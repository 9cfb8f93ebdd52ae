# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: D102, FBT001, FBT003 - rules are named by what happens, and drawn
"""People at work in an archive: they judge, stop, decide, wait, and tamper."""

import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)

from pipeline.classify import classify_account, confirm
from pipeline.gallra.propose import Wish, approve, propose
from pipeline.hold import HoldRequest, place_hold, release_hold
from schemas.diary import Registration, RegistrationState
from schemas.errors import ArchiveError
from schemas.gallring import HoldLevel, HoldReason
from tests.fakes import ids
from tests.unit.pipeline.gallra import small_archive as small
from tests.unit.pipeline.gallra.memory_store import Place, Watch
from tests.unit.pipeline.gallra.oracle import (
    ACCOUNT,
    BOARD,
    ITEMS,
    PROPOSED_ROW,
    THREAD,
    Book,
    Judgement,
    Listed,
    Row,
)
from tests.unit.pipeline.gallra.small_archive import SmallArchive

STATES = {
    "not": RegistrationState.NOT_TO_BE_REGISTERED,
    "to_register": RegistrationState.TO_REGISTER,
    "registered": RegistrationState.REGISTERED,
}
NUMBER = "KS 2026/118"
PEOPLE = st.sampled_from(("Ulla", "Gun", " ulla "))
SOME = st.sampled_from((("c1",), ("c2",), ("c1", "c2"), ("c2", "r1"), ()))
WHICH = st.integers(0, 3)
FATE = st.sampled_from(("", "", "", "dies", "dies", "visit", "visit", "proof", "rot"))
BEAT = st.integers(1, 40)
DUE = datetime(2031, 1, 2, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Start:
    """Where a sequence begins: a database, a store, what was done, and the time."""

    database: bytes
    place: Place
    book: Book
    now: datetime


class People(RuleBasedStateMachine, Watch):
    """People, time and accidents at work in an archive."""

    world: ClassVar[SmallArchive]
    starts: ClassVar[dict[str, Start]]

    def __init__(self) -> None:
        super().__init__()
        self.small = self.world
        self.archive = replace(self.small.archive, new_id=ids("n"))
        self.book = Book()
        self.settled: dict[str, frozenset[str]] = {}
        self.history: dict[tuple[str, int], frozenset[str]] = {}
        self.lost_before: dict[str, frozenset[str]] = {}
        self.running = ""
        self.is_replaying = False
        self.backup: Start | None = None
        self.seen = (-1, -1)

    @initialize(start=st.sampled_from(("due", "due", "whole", "due", "fresh")))
    def begin(self, start: str) -> None:
        self.small.revive()
        self.small.store.watch = self
        self.restore(self.starts[start])
        self.small.clock.now = self.starts[start].now

    def restore(self, start: Start) -> None:
        self.small.memory.deserialize(start.database)
        self.small.store.place = {k: kept.copy() for k, kept in start.place.items()}
        self.book, self.seen = start.book.copy(), (-1, -1)

    def saved(self) -> Start:
        return Start(
            self.small.memory.serialize(),
            self.small.store.copy(),
            self.book.copy(),
            self.small.clock.now,
        )

    @property
    def now(self) -> datetime:
        return self.small.clock.now

    @property
    def today(self) -> date:
        return self.archive.today()

    # --- what people do -----------------------------------------------------------

    @rule(name=st.sampled_from(ITEMS), state=st.sampled_from(tuple(STATES)),
          covers=st.booleans(), days=st.sampled_from((0, 400)))  # fmt: skip
    def judge(self, name: str, state: str, covers: bool, days: int) -> None:
        is_registered = state == "registered"
        made = Judgement(
            item=name,
            state=state,
            covers=covers and name == THREAD,
            number=NUMBER if is_registered else "",
            day=self.today - timedelta(days=days) if is_registered else None,
        )
        judge(self.archive, made)
        self.book.judgements.append(made)

    @rule()
    def classify(self) -> None:
        _, version, variant = self.plan_in_force()
        for made in classify_account(self.archive, ACCOUNT):
            code = PROPOSED_ROW[made.item_id]
            self.book.rows[made.item_id] = Row(code, variant, version, False)

    @rule(name=st.sampled_from(ITEMS),
          code=st.sampled_from((None, "1.1", "1.2", "1.2", "1.3", "1.4")))  # fmt: skip
    def confirm(self, name: str, code: str | None) -> None:
        try:
            confirm(self.archive, ACCOUNT, (name,), code, "Bedömt")
        except ArchiveError:
            return
        _, version, variant = self.plan_in_force()
        chosen = Row(code, variant, version, True) if code else self.book.rows[name]
        self.book.rows[name] = replace(chosen, is_confirmed=True)

    def plan_in_force(self) -> tuple[date, int, int]:
        return max(plan for plan in self.book.plans if plan[0] <= self.today)

    @rule(level=st.sampled_from(tuple(HoldLevel)), name=st.sampled_from(ITEMS))
    def hold(self, level: HoldLevel, name: str) -> None:
        subject = {
            HoldLevel.ITEM: name,
            HoldLevel.THREAD: THREAD,
            HoldLevel.ACCOUNT: ACCOUNT,
            HoldLevel.CASE: NUMBER,
            HoldLevel.BOARD: BOARD,
        }[level]
        of = ACCOUNT if level in {HoldLevel.ITEM, HoldLevel.THREAD} else None
        asked = HoldRequest(level, subject, HoldReason.AUDIT, of)
        try:
            placed = place_hold(self.archive, asked)
        except ArchiveError:
            assert of
            return
        self.book.holds[placed.hold_id] = (level.value, subject)

    @precondition(lambda self: self.book.holds)
    @rule()
    def release(self) -> None:
        hold_id = min(self.book.holds)
        release_hold(self.archive, hold_id, "Klart")
        del self.book.holds[hold_id]

    @precondition(lambda self: len(self.book.plans) < 4)
    @rule(variant=st.sampled_from((0, 1, 2)), days=st.sampled_from((0, 0, 390)))
    def adopt(self, variant: int, days: int) -> None:
        day = self.today + timedelta(days=days)
        text = f"KS {day} § {len(self.book.plans)}, dnr KS 2026/118"
        version = self.small.adopt(variant, day, text)
        self.book.plans.append((day, version, variant))

    @rule(time=st.sampled_from(({"minutes": 31}, {"days": 400}, {"days": 800})))
    def wait(self, time: dict[str, int]) -> None:
        self.small.clock.pass_time(**time)

    @precondition(lambda self: len(self.book.captured) < 3)
    @rule()
    def capture(self) -> None:
        package_id = small.capture_again(self.archive, self.small.folder)
        self.book.captured[package_id] = self.now

    # --- what is decided ----------------------------------------------------------

    @rule(names=SOME, who=PEOPLE, other=PEOPLE)
    def decide(self, names: tuple[str, ...], who: str, other: str) -> None:
        list_id = self.list_of(Wish(ACCOUNT, names), who)
        if list_id:
            self.approved(list_id, other)

    def list_of(self, wish: Wish, who: str) -> str | None:
        try:
            frozen = propose(replace(self.archive, agent=who), wish).frozen
        except ArchiveError:
            return None
        if frozen is None:
            return None
        items = {
            entry.verdict.item_id: {k.package_id: k.version for k in entry.kept_in}
            for entry in frozen.entries
        }
        for name in items:
            assert not self.book.closed(name, self.now), "proposed what must stay"
        self.book.lists[frozen.list_id] = Listed(
            proposer=who,
            items=items,
            whole=frozenset(kept.package_id for kept in frozen.whole_packages),
            rows={name: self.book.rows[name] for name in items},
            captures=len(self.book.captured),
            begun_before=frozenset(self.book.begun),
            is_first=all(self.book.decided(one).is_done for one in self.book.begun),
        )
        return frozen.list_id

    @precondition(lambda self: self.book.lists)
    @rule(which=WHICH, who=PEOPLE)
    def approve(self, which: int, who: str) -> None:
        self.approved(pick(self.book.lists, which), who)

    def approved(self, list_id: str, who: str) -> None:
        listed = self.book.lists[list_id]
        same = who.strip().lower() == listed.proposer.strip().lower()
        try:
            made = approve(replace(self.archive, agent=who), list_id, "KS 4.2")
        except ArchiveError:
            assert same or not listed.is_sound or listed.approver
            return
        assert listed.is_sound, "approved a list that was tampered with"
        assert not same, "approved by its proposer"
        assert not listed.approver, "approved twice"
        listed.approver = who
        self.book.decisions[made.decision_id] = list_id

    @precondition(lambda self: self.book.lists)
    @rule(which=WHICH, how=st.sampled_from(("add", "digest", "approver")))
    def tamper(self, which: int, how: str) -> None:
        list_id = pick(self.book.lists, which)
        if tampered(self.small.memory, list_id, how):
            self.book.lists[list_id].is_sound = False


def pick(names: dict[str, object], which: int) -> str:
    """Choose one of some ids, counted from the newest."""
    return sorted(names)[-1 - which % len(names)]


def judge(archive, made: Judgement) -> None:
    """Write a judgement on registration, whatever the diary would say of it."""
    archive.database.registrations.add(
        Registration(
            registration_id=archive.new_id(),
            account_id=ACCOUNT,
            item_id=made.item,
            covers_thread=made.covers,
            state=STATES[made.state],
            decided_by="Ulla",
            decided_at=archive.clock(),
            reason="Av ringa betydelse",
            diary_number=made.number,
            registered_on=made.day,
        )
    )


def tampered(memory: sqlite3.Connection, list_id: str, how: str) -> bool:
    """Go around the database's guards, and say if there was anything to change."""
    for table in ("gallring_lists", "gallring_decisions"):
        memory.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
    statement = {
        "add": "UPDATE gallring_lists SET entries = "
        "replace(entries, '\"c1\"', '\"c2\"') WHERE list_id = ? "
        "AND entries LIKE '%\"c1\"%'",
        "digest": "UPDATE gallring_decisions SET list_digest = "
        "substr(list_digest, 2) || '0' WHERE list_id = ?",
        "approver": "UPDATE gallring_decisions SET approved_by = (SELECT proposed_by "
        "FROM gallring_lists WHERE gallring_lists.list_id = "
        "gallring_decisions.list_id) WHERE list_id = ?",
    }[how]
    return memory.execute(statement, (list_id,)).rowcount > 0
