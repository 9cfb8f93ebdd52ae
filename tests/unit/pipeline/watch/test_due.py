# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who is looked at when, in which batches, and how much is asked for it."""

import pytest
from sqlalchemy import event

from pipeline.watch.due import by_host, due_accounts
from schemas.errors import PlatformDown
from schemas.profile import PageState
from schemas.watch import Outage, OutageScope


def put(world, counts):
    for host, number in counts.items():
        for n in range(number):
            world.new_account(f"{host[0]}-{n:03}", host=host)


def test_batches_stay_on_one_host_where_they_can_be_filled(world):
    put(world, {"a.example": 12, "b.example": 7, "c.example": 3, "d.example": 1})
    batches = by_host(world.archive, due_accounts(world.archive), 5)
    hosts = [{name[0] for name in batch} for batch in batches]
    assert [len(batch) for batch in batches if len(batch) > 5] == []
    assert sum(map(len, batches)) == 23
    assert hosts[-3:] == [{"a"}, {"a"}, {"b"}]
    together = [host for found in hosts[:-3] for host in found]
    assert sorted(together) == ["a", "b", "c", "d"]


def test_an_account_is_due_once_an_hour_at_its_own_minute(world):
    put(world, {"a.example": 20})
    assert world.run() == 20
    looked = 0
    for _ in range(8):
        world.clock.pass_time(minutes=15)
        looked += world.run()
    assert 20 <= looked <= 60
    assert max(world.looks.values()) - min(world.looks.values()) <= 1


def test_an_account_that_was_not_looked_at_in_time_is_told_of_once_a_day(world):
    put(world, {"a.example": 5})
    world.run()
    world.clock.pass_time(hours=1.5)
    assert world.run() == 5
    assert world.notices() == []
    world.clock.pass_time(hours=4)
    for _ in range(2):
        due_accounts(world.archive)
    [notice] = world.archive.database.notices.list()
    assert notice.title == "Bevakningen hinner inte med"
    assert notice.text.startswith("5 konton är mer än en timme försenade.")


def test_a_new_account_is_not_late(world):
    put(world, {"a.example": 5})
    world.clock.pass_time(hours=9)
    assert len(due_accounts(world.archive)) == 5
    assert world.notices() == []


def test_a_batch_asks_no_more_than_one_account_does(world):
    """Unchanged accounts, whatever their number: as many questions and writes."""
    for n in range(30):
        world.account(f"konto-{n:02}")
    names = [f"konto-{n:02}" for n in range(30)]
    world.look(*names)
    asked: list[str] = []
    engine = world.archive.database._engine  # noqa: SLF001 - counts what is asked
    event.listen(engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    counts = []
    for some in (names[:1], names):
        asked.clear()
        world.clock.pass_time(hours=1)
        world.look(*some)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] < 40


def test_nothing_is_held_while_we_look(world):
    """Another writer gets in between: a look may take minutes."""
    name = world.account("ett")

    def write():
        world.archive.database.evidence.put([])
        current = world.archive.database._connections._current()  # noqa: SLF001
        assert current is None

    world.during = write
    assert world.look(name).state is PageState.OK
    world.states[name] = PageState.GONE
    assert world.look(name).state is PageState.GONE


def test_a_look_that_another_overtook_is_not_written(world):
    """The command line and the DAG at once: the first that is done counts."""
    name = world.account("ett")
    world.look(name)

    def other():
        world.during = lambda: None
        world.look(name)

    world.during = other
    assert world.look(name).state is PageState.OK
    [row] = world.archive.database.observations.list(name)
    assert row.sights == 3
    assert world.looks[name] == 3


def test_what_was_seen_is_kept_when_something_unforeseen_stops_the_rest(world):
    put(world, {"a.example": 3})
    calls = iter(range(3))

    def stop():
        if next(calls) == 2:
            raise MemoryError

    world.during = stop
    with pytest.raises(MemoryError):
        world.look("a-000", "a-001", "a-002")
    seen = world.archive.database.watch.states(["a-000", "a-001", "a-002"])
    assert set(seen) == {"a-000", "a-001"}


def test_an_account_that_could_not_be_looked_at_is_looked_at_again(world):
    put(world, {"a.example": 2})
    world.faults["a-000"] = PlatformDown("Plattformen svarar inte.")
    assert world.look("a-000", "a-001").failure == "Plattformen svarar inte."
    state = world.archive.database.watch.states(["a-000"])["a-000"]
    assert (state.failures, state.last_good_at) == (1, None)
    assert state.due_at > world.clock()


def test_a_host_that_is_out_comes_last_and_in_few_batches(world):
    """Each batch waits for it anew; the other hosts' accounts are not to wait too."""
    out = [world.new_account(f"a-{n:03}", "a.example") for n in range(120)]
    there = [world.new_account(f"b-{n:03}", "b.example") for n in range(60)]
    outage = Outage(
        outage_id="o-1",
        scope=OutageScope.HOST,
        subject="a.example",
        state=PageState.UNAVAILABLE,
        began_at=world.clock(),
    )
    assert out[:50] in by_host(world.archive, [*out, *there], 50)
    world.archive.database.watch.begin(outage)
    batches = by_host(world.archive, [*out, *there], 50)
    assert batches == [there[50:], there[:50], out]
