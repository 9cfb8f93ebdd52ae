# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: D102, FBT001, FBT003 - rules are named by what happens, and drawn
"""Whatever people do, in whatever order, and whenever it dies: what holds for disposal.

Nothing is destroyed without a confirmed row of the plan in force, a judged
registration, a period that is out, a frozen list that another person approved, and no
hold. What is kept never changes by a byte. A kill at any write is recovered from.
"""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from eark.items_read import ITEMS_PATH
from eark.record_package import record_package_id
from pipeline.gallra.execute import execute
from pipeline.gallra.propose import Wish
from pipeline.gallra.reapply import export_replay_list, reapply
from rules.orders import LEASE
from schemas.errors import ArchiveError
from schemas.gallring import Execution, ExecutionState, HoldLevel
from tests.fakes import ids
from tests.unit.pipeline.gallra import small_archive as small
from tests.unit.pipeline.gallra import small_packages as parts
from tests.unit.pipeline.gallra.memory_store import Killed
from tests.unit.pipeline.gallra.oracle import (
    ACCOUNT,
    ITEMS,
    THREAD,
)
from tests.unit.pipeline.gallra.people import (
    BEAT,
    DUE,
    FATE,
    SOME,
    WHICH,
    People,
    Start,
    pick,
)
from tests.unit.pipeline.gallra.quick_parts import CRAFTS, FAULTS

SEQUENCES, STEPS = 2000, 6


class GallringMachine(People):
    """People, time and accidents at work in an archive."""

    @rule(names=SOME, fate=FATE, at=BEAT)
    def dispose(self, names: tuple[str, ...], fate: str, at: int) -> None:
        self.all_the_way(Wish(ACCOUNT, names), fate, at)

    @rule(names=SOME, at=BEAT)
    def dispose_dying(self, names: tuple[str, ...], at: int) -> None:
        self.all_the_way(Wish(ACCOUNT, names), "dies", at)

    @rule(which=WHICH, is_account=st.booleans(), fate=FATE, at=BEAT)
    def dispose_of_all(self, which: int, is_account: bool, fate: str, at: int) -> None:
        names = sorted(self.book.captured)
        packages = () if is_account else (names[which % len(names)],)
        self.all_the_way(Wish(ACCOUNT, (), packages, is_account), fate, at)

    def all_the_way(self, wish: Wish, fate: str, at: int) -> None:
        list_id = self.list_of(wish, "Ulla")
        if list_id:
            self.approved(list_id, "Gun")
            self.carried_out(pick(self.book.decisions, 0), fate, at)

    # --- what is carried out ------------------------------------------------------

    @precondition(lambda self: self.book.decisions)
    @rule(which=WHICH, fate=FATE, at=BEAT)
    def execute(self, which: int, fate: str, at: int) -> None:
        self.carried_out(pick(self.book.decisions, which), fate, at)

    def carried_out(self, decision_id: str, fate: str, at: int) -> None:
        listed, self.running = self.book.decided(decision_id), decision_id
        must = not fate and self.must_succeed(decision_id)
        self.prepare(fate, at)
        try:
            execute(self.archive, decision_id, CRAFTS)
        except Killed:
            listed.held_until = self.now + LEASE
        except ArchiveError as error:
            if must:
                message = f"refused what should be carried out: {error}"
                raise AssertionError(message) from error
        else:
            assert listed.is_sound, "carried out a list that was tampered with"
            self.settle(decision_id)
        finally:
            self.recover()
        if self.archive.database.gallring.executions(decision_id):
            self.book.begun.add(decision_id)

    def must_succeed(self, decision_id: str) -> bool:
        listed = self.book.decided(decision_id)
        is_free = listed.held_until is None or listed.held_until <= self.now
        return is_free and (
            (listed.is_done and listed.is_sound)
            or (
                not self.book.closes(listed, self.now)
                and self.book.is_undisturbed(decision_id)
            )
        )

    def prepare(self, fate: str, at: int) -> None:
        pulse = self.small.pulse
        pulse.dies_at = at if fate == "dies" else None
        pulse.visited_at = at if fate == "visit" else None
        pulse.visitor = self.someone_comes
        FAULTS.proof_fails = fate == "proof"
        FAULTS.new_version_rots = fate == "rot"

    def someone_comes(self) -> None:
        """Somebody asks for a copy of it all, while it is being carried out."""
        self.hold(HoldLevel.ACCOUNT, THREAD)

    def recover(self) -> None:
        """Start the process anew on a disk that was mended."""
        self.small.revive()
        self.prepare("", 0)
        for kept in self.small.store.place.values():
            data = kept.content.get(parts.WARC_PATH, b"")
            if data.endswith(b"!"):
                kept.content[parts.WARC_PATH] = data.removesuffix(b"!")
        self.running = ""

    def settle(self, decision_id: str) -> None:
        listed = self.book.decided(decision_id)
        listed.is_done = True
        for package in listed.packages:
            names = listed.of(package) | ({package} & listed.whole)
            self.settled[package] = self.settled.get(package, frozenset()) | names
        assert self.small.store.versions(record_package_id(decision_id)) == (1,)

    @rule()
    def sweep(self) -> None:
        self.small.store.sweep()

    # --- backups ------------------------------------------------------------------

    @rule()
    def back_up(self) -> None:
        self.backup = self.saved()

    @rule(names=SOME, is_decided=st.booleans(), at=st.integers(0, 40))
    def dispose_and_lose(
        self, names: tuple[str, ...], is_decided: bool, at: int
    ) -> None:
        """The backup is older than the disposal; perhaps than the decision too."""
        self.back_up()
        list_id = self.list_of(Wish(ACCOUNT, names), "Ulla")
        if list_id:
            self.approved(list_id, "Gun")
            if is_decided:
                self.back_up()
            self.carried_out(pick(self.book.decisions, 0), "", 0)
        self.come_back_from_backup(at)

    @precondition(lambda self: self.backup)
    @rule(at=st.integers(0, 40))
    def come_back_from_backup(self, at: int) -> None:
        if not all(listed.is_sound for listed in self.book.lists.values()):
            return  # what was tampered with is refused, and a person must look
        kept_apart = self.small.folder / "genomforda.json"
        kept_apart.unlink(missing_ok=True)
        export_replay_list(self.archive, kept_apart)
        lost, now = self.book, self.now
        self.restore(self.backup)
        self.small.clock.now = now
        kept = json.loads(kept_apart.read_text(encoding="utf-8"))
        for entry in kept["record"]["entries"]:
            decision = entry["decision"]
            decision_id, list_id = decision["decision_id"], decision["list_id"]
            self.book.lists[list_id] = lost.lists[list_id]
            self.book.decisions[decision_id] = list_id
            self.book.begun.add(decision_id)
        self.is_replaying = True
        try:
            self.prepare("dies" if at else "", at)
            reapply(self.archive, kept_apart, CRAFTS)
        except Killed:
            self.recover()
            self.small.clock.pass_time(minutes=31)
            reapply(self.archive, kept_apart, CRAFTS)
        finally:
            self.recover()
            self.is_replaying = False

    # --- what the store tells of --------------------------------------------------

    def stored(self, package_id: str, version: int) -> None:
        if package_id.startswith("gallring-"):
            return
        assert not FAULTS.proof_fails, "stored what was not proven"
        key = (package_id, version)
        if version == 1:
            self.book.gone[key] = frozenset()
        elif self.is_replaying:
            self.book.gone[key] = self.history[key]
        else:
            goes = self.book.decided(self.running).of(package_id)
            before = self.book.gone[package_id, version - 1]
            self.book.gone[key] = before | goes
            self.history[key] = self.book.gone[key]

    def destroyed(self, package_id: str, version: int, decision_id: str) -> None:
        """Hold what is destroyed against what may be, at this very moment."""
        assert (package_id, version) in self.book.gone, "destroyed a certificate"
        left = set(self.small.store.versions(package_id)) - {version}
        lost = self.book.present(package_id, version)
        for other in left:
            assert parts.is_whole(self.small.store.open(package_id, other))
            lost -= self.book.present(package_id, other)
        if self.is_replaying:
            assert lost <= self.lost_before.get(package_id, frozenset())
            return
        assert decision_id == self.running, "destroyed under another decision"
        listed = self.book.decided(decision_id)
        assert not self.book.closes(listed, self.now), "destroyed what must stay"
        assert lost <= listed.of(package_id), "destroyed more than the list says"
        assert left or package_id in listed.whole, "destroyed the last version"
        before = self.lost_before.get(package_id, frozenset())
        self.lost_before[package_id] = before | lost

    # --- what holds after every step ----------------------------------------------

    @invariant()
    def every_byte_is_where_it_should_be(self) -> None:
        versions = [k for k in self.committed() if not k[0].startswith("gallring-")]
        for package_id, version in versions:
            files = self.small.store.open(package_id, version)
            assert parts.is_whole(files), "a mix of two versions"
            assert self.small.store.place[package_id, version].content[
                parts.WARC_PATH
            ] == self.web_archive(package_id, version)
            with files.open(ITEMS_PATH) as stream:
                words = stream.read().decode()
            for name in ITEMS:
                is_there = name in self.book.present(package_id, version)
                assert (f"Ord i {name}." in words) == is_there
        for package_id, gone in self.settled.items():
            for held in (v for p, v in versions if p == package_id):
                assert not self.book.present(package_id, held) & gone, "came back"
            assert package_id not in gone or not self.small.store.versions(package_id)

    def committed(self) -> list[tuple[str, int]]:
        place = self.small.store.place
        return [key for key, kept in place.items() if kept.is_committed]

    def web_archive(self, package_id: str, version: int) -> bytes:
        here = self.book.present(package_id, version)
        members = (
            parts.member(package_id, name) if name in here else parts.empty_member(name)
            for name in ITEMS
        )
        return b"".join((parts.head(package_id), *members))

    @invariant()
    def the_database_tells_the_truth(self) -> None:
        state = (self.small.memory.total_changes, len(self.committed()))
        if state == self.seen:
            return
        self.seen = state
        database = self.archive.database
        assert database.events.verify().is_intact
        for decision_id in self.book.decisions:
            for one in database.gallring.executions(decision_id):
                self.must_agree(one)
        for certificate in database.gallring.certificates():
            decision_id = certificate.decision.decision_id
            listed = self.book.decided(decision_id)
            assert set(certificate.item_ids) == set(listed.items)
            assert certificate.is_carried_out
            done = {one.package_id for one in certificate.executions}
            assert done == set(listed.packages)
        self.newest_are_readable()

    def must_agree(self, one: Execution) -> None:
        """An execution says of the store what the store shows."""
        versions = self.small.store.versions(one.package_id)
        if one.state in {ExecutionState.DONE, ExecutionState.PURGED}:
            assert one.from_version not in versions
        elif one.state is ExecutionState.INCOMPLETE and self.book.begun <= {
            one.decision_id
        }:
            assert one.from_version in versions
        if one.state is ExecutionState.STORED and one.to_version:
            assert max(versions) >= one.to_version

    def newest_are_readable(self) -> None:
        """Each package is there in one newest version, unless it is being destroyed."""
        entered = self.archive.database.packages.list(ACCOUNT)
        newest = {p.package_id: p.version for p in reversed(entered)}
        unfinished = {
            package
            for one in self.book.begun
            if not self.book.decided(one).is_done
            for package in self.book.decided(one).whole
        }
        for package_id, version in newest.items():
            if package_id not in unfinished:
                assert version in self.small.store.versions(package_id)

    def teardown(self) -> None:
        """Whatever died is carried out in the end, or refused by a gate."""
        if not self.book.plans:
            return
        self.small.clock.pass_time(minutes=31)
        for decision_id in sorted(self.book.begun):
            if not self.book.decided(decision_id).is_done:
                self.carried_out(decision_id, "", 0)
                self.every_byte_is_where_it_should_be()
                self.the_database_tells_the_truth()


# --- where the sequences begin --------------------------------------------------------


def live_through(machine: GallringMachine) -> dict[str, Start]:
    """Live through what leads to each start, once."""
    machine.archive = replace(machine.archive, new_id=ids("a"))
    machine.small.store.watch = machine
    machine.adopt(0, 0)
    machine.capture()
    starts = {"fresh": machine.saved()}
    machine.classify()
    for name in ("c1", "c2", "r1"):  # the row of c3 is only proposed
        machine.confirm(name, None)
    for name in ("c1", "c2", "c3"):
        machine.judge(name, "not", False, 0)
    machine.judge("r1", "registered", False, 0)
    machine.small.clock.now = DUE
    starts["due"] = machine.saved()
    for name in (*ITEMS, *machine.book.captured):
        machine.confirm(name, "1.5" if name not in ITEMS else "1.2")
        machine.judge(name, "not", False, 0)
    starts["whole"] = machine.saved()
    return starts


@pytest.fixture(scope="module")
def machine(empty_home, tmp_path_factory) -> Iterator[type[GallringMachine]]:
    """The machine, over an archive in memory."""
    folder = tmp_path_factory.mktemp("minne")
    with small.small_archive(folder, empty_home / "avbild.db") as world:
        GallringMachine.world = world
        GallringMachine.starts = live_through(GallringMachine())
        yield GallringMachine


@pytest.mark.timeout(900)
def test_whatever_happens_nothing_is_destroyed_that_must_stay(machine):
    """Thousands of lives of an archive; a failure prints the one that broke it.

    They are the same lives every time. Add `Phase.shrink` to have one made shorter.
    """
    chosen = settings(
        max_examples=SEQUENCES,
        stateful_step_count=STEPS,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    run_state_machine_as_test(machine, settings=chosen)
