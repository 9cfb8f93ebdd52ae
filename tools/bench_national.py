# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A day of the watch if every municipality in the country were watched by one Avbild.

290 municipalities with 100 accounts each, looked at every hour for 24 hours of
simulated time. Which accounts are due, how they are divided, what is kept, judged,
ordered and told is the product's own, in a real SQLite database with its safe settings;
only the looks are played, and the clock is ours.

Played is this. Of twenty accounts eight are on Facebook, five on Instagram, one on
Bluesky, one on one of twelve Mastodon servers and five on their municipality's own
pages. A look takes a third of a second, on a web page half a second, and its turn in
the real `Pace`, eight at once as the product's crew does; a host that does not answer
costs patience until the real `HostHealth` leaves it alone. Meta's pace is an
assumption, the others are the product's. The DAG runs each quarter, when the last run
is over, with `WORKERS` tasks side by side; each task is a process of its own, so that
it has a pace of its own, and takes `START_UP` to begin. A batch is worked through at
once, so that two that overlap in time do not see what the other has seen meanwhile.

From 06 to 09 Facebook answers nobody. One account in 500 is walled from 03 to 15, one
in 100 changes its name for good and one in 400 for half an hour. `measured` demands
that nothing of this is told twice, ordered twice, or taken for something else.
`python -m tools.bench_national 10` plays it with ten accounts to a municipality.
"""

import heapq
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.context import Archive
from pipeline.crafts import Crafts
from pipeline.watch.due import by_host, due_accounts
from pipeline.watch.look import watch
from rules.watch import state_after
from schemas.account import Board
from schemas.order import OrderReason, OrderState
from schemas.plan import PlanVersion
from schemas.policy import ChangePolicy
from schemas.profile import Observation, ObservedAs
from schemas.watch import NoticeKind, OutageScope, WatchState
from tools.bench_archive import (
    TOGETHER,
    add_accounts,
    adopted_plan,
    archive_as_seen,
    new_archive,
)
from tools.bench_country import (
    MIXTURE,
    START,
    Clock,
    Country,
    Task,
    eyes_on,
    sight_of,
)
from tools.bench_figure import Figure

EACH = 100
DAY = 24
PERIOD = timedelta(minutes=15)
INTERVAL = timedelta(minutes=ChangePolicy().interval_minutes)
BATCH = 50
WORKERS = 2
START_UP = 3.0
"""As `dags.steps` and `dags.watch_accounts` have it; Airflow's tasks begin slowly."""

STATED = {"bluesky": 3000, "mastodon": 300}
"""Questions that the platforms let one address ask in five minutes."""

WINDOW = 300.0


@dataclass
class Day:
    """What a day came to."""

    looks: int = 0
    seconds: float = 0.0
    late: int = 0
    worst_gap: float = 0.0
    worst_wait: float = 0.0
    longest_run: float = 0.0
    notices: int = 0
    orders: int = 0
    peaks: dict[str, int] = field(default_factory=dict)
    accounts: int = 0

    @property
    def rate(self) -> float:
        """Looks in a second of our own code."""
        return self.looks / self.seconds

    def told(self) -> Iterator[str]:
        """Say what is worth knowing beside the figures."""
        yield f"{self.accounts} accounts, {self.orders} changes ordered"
        yield f"longest run {self.longest_run:.1f} min"
        yield f"longest wait after due {self.worst_wait:.1f} min"
        for platform, stated in STATED.items():
            peak = self.peaks[platform]
            yield f"{platform}: {peak} of {stated} questions in 5 min to one host"


def national_figures(folder: Path, runs: int) -> list[Figure]:  # noqa: ARG001
    """Measure `national_looks_s` over one day; a day is long enough to be one run."""
    return figures_of(measured(folder, EACH))


def figures_of(day: Day) -> list[Figure]:
    """Give the figures of a day."""
    looked = f"8 a second are needed; {day.looks} looks, one process, SQLite"
    late = "an hour and a period of the DAG, after a good look"
    return [
        Figure("national_looks_s", "1/s", ">= 50", looked, [day.rate]),
        Figure("national_late", "looks", "<= 0", late, [day.late]),
        Figure("national_worst_gap", "min", "<= 75", late, [day.worst_gap]),
        Figure("national_notices", "", "", "; ".join(day.told()), [day.notices]),
    ]


def measured(folder: Path, each: int) -> Day:
    """Play a day with some number of accounts to a municipality, and demand its truth.

    Raises:
        RuntimeError: something was told or ordered that was not so, or not told.
    """
    clock = Clock(START - timedelta(hours=1))
    with new_archive(folder / "home", clock) as archive:
        plan = adopted_plan(archive)
        country = Country(each)
        _enrol(archive, plan, country)
        run = _Run(archive, plan, country, clock)
        run.play()
        run.demand()
        return run.day


def _enrol(archive: Archive, plan: PlanVersion, country: Country) -> None:
    """Put the accounts in the register, archived and looked at once."""
    database = archive.database
    with database.transaction():
        for name in sorted({one.board_id for one in country.accounts}):
            board = Board(board_id=name, name="Styrelsen", municipality=name)
            database.boards.add(board)
    add_accounts(archive, country.accounts)
    sights = {
        one.account_id: sight_of(archive, country, one, archive.clock())
        for one in country.accounts
    }
    archive_as_seen(archive, plan, sights)
    looked = START - INTERVAL / 2
    states = [_looked_at(sight, looked) for sight in sights.values()]
    for start in range(0, len(states), TOGETHER):
        database.watch.put(states[start : start + TOGETHER])


def _looked_at(sight: Observation, at: datetime) -> WatchState:
    """Say that an account was looked at in its own minute of the hour before."""
    new = WatchState(account_id=sight.account_id, due_at=at)
    state = state_after(new, sight, ChangePolicy(), at)
    return state.model_copy(update={"last_looked_at": state.due_at - INTERVAL})


@dataclass
class _Run:
    """The runs of the DAG through a day."""

    archive: Archive
    plan: PlanVersion
    country: Country
    clock: Clock
    day: Day = field(default_factory=Day)
    asked: dict[tuple[str, str], list[float]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def play(self) -> None:
        """Run the DAG each quarter of the day, but never two at once."""
        over = START
        for number in range(DAY * 4 + 1):
            self.clock.now = begins = max(over, START + number * PERIOD)
            with self._timed():
                due = due_accounts(self.archive)
                batches = by_host(self.archive, due, BATCH)
            over = self._run(begins, batches)
            self.day.longest_run = max(self.day.longest_run, _minutes(over - begins))
            self.clock.now = over
            self._carry_out()
        self.clock.now = over

    def _run(self, begins: datetime, batches: Sequence[Sequence[str]]) -> datetime:
        """Let the workers take the batches in turn; give when the last is done."""
        workers = [begins] * WORKERS
        for batch in batches:
            self.clock.now = heapq.heappop(workers) + timedelta(seconds=START_UP)
            self._watch(batch)
            heapq.heappush(workers, self.clock.now)
        return max(workers)

    def _watch(self, batch: Sequence[str]) -> None:
        before = self.archive.database.watch.states(batch)
        task = Task(self.archive, self.country, self.clock, self.asked)
        with self._timed():
            watch(self.archive, batch, Crafts(look=task.look))
        self.day.seconds -= task.seconds
        self.day.looks += len(batch)
        for state in before.values():
            self._note_gap(state)

    def _note_gap(self, state: WatchState) -> None:
        """Note how long it was since due, and since the last look if that was good."""
        now, last = self.clock.now, state.last_looked_at
        self.day.worst_wait = max(self.day.worst_wait, _minutes(now - state.due_at))
        if last is not None and last >= START and not state.failures:
            self.day.worst_gap = max(self.day.worst_gap, _minutes(now - last))
            self.day.late += now - last > INTERVAL + PERIOD

    def _timed(self) -> "_Timed":
        return _Timed(self.day)

    def _carry_out(self) -> None:
        """Archive what is ordered, as another DAG does meanwhile."""
        database = self.archive.database
        names = [one.account_id for one in database.orders.list(OrderState.QUEUED)]
        heads = database.observations.heads(names)
        archive_as_seen(self.archive, self.plan, {n: heads[n][0] for n in names})

    # --- what must be so --------------------------------------------------------------

    def demand(self) -> None:
        """Demand that everything real was told and ordered once, and nothing else.

        Raises:
            RuntimeError: it was not.
        """
        database = self.archive.database
        orders = database.orders.list()
        changed = [one for one in orders if one.reason is OrderReason.PROFILE_CHANGE]
        ordered = Counter(one.account_id for one in changed)
        demand_same("orders", dict(ordered), dict.fromkeys(self.country.changed, 1))
        notices = database.notices.list()
        outages = database.watch.outages()
        of_hosts = [one.subject for one in outages if one.scope is OutageScope.HOST]
        demand_same("outages of hosts", of_hosts, ["facebook.com"])
        demand_same("open outages", database.watch.open_outages(), ())
        demand_same("notices", Counter(one.kind for one in notices), self._expected())
        waiting = database.watch.due(self.clock.now - PERIOD)
        demand_same("accounts left behind", waiting, ())
        self.day.notices, self.day.orders = len(notices), len(changed)
        self.day.accounts = len(self.country.accounts)
        self.day.peaks = {name: self._peak(name) for name in sorted(set(MIXTURE))}

    def _expected(self) -> Counter[NoticeKind]:
        """Give what is to be told: a wall that an API meets is a key to be renewed."""
        walled = [self.country.accounts[number] for number in self.country.walled]
        walls = Counter(
            NoticeKind.OUTAGE
            if eyes_on(account) is ObservedAs.GUEST
            else NoticeKind.ACCESS
            for account in walled
        )
        return walls + Counter(
            {
                NoticeKind.OUTAGE: 1,
                NoticeKind.RECOVERED: len(walled) + 1,
                NoticeKind.CHANGE_CONFIRMED: len(self.country.changed),
            }
        )

    def _peak(self, platform: str) -> int:
        """Give the most questions that a host of a platform had in five minutes."""
        hosts = [at for (name, _), at in self.asked.items() if name == platform]
        return max((most_within(sorted(at)) for at in hosts), default=0)


class _Timed:
    """Adds the time of a block to the day."""

    def __init__(self, day: Day) -> None:
        self._day = day

    def __enter__(self) -> None:
        self._began = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self._day.seconds += time.perf_counter() - self._began


def _minutes(time: timedelta) -> float:
    return time.total_seconds() / 60


def most_within(moments: Sequence[float]) -> int:
    """Give the most of some moments, in order, that lie within a window."""
    most = first = 0
    for last, at in enumerate(moments):
        while at - moments[first] > WINDOW:
            first += 1
        most = max(most, last - first + 1)
    return most


def demand_same(what: str, found: object, expected: object) -> None:
    """Demand that something is as it must be.

    Raises:
        RuntimeError: it is not.
    """
    if found != expected:
        msg = f"{what}: {found} instead of {expected}"
        raise RuntimeError(msg)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="avbild-bench.") as chosen:
        each_has = int(sys.argv[1]) if len(sys.argv) > 1 else EACH
        for figure in figures_of(measured(Path(chosen), each_has)):
            print(figure.line(), flush=True)
