# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A day of the watch if every municipality in the country were watched by one Avbild.

290 municipalities with 100 accounts each, looked at every hour for 24 hours of
simulated time. Which accounts are due, how they are divided, what is kept, judged,
ordered and told is the product's own, in a real SQLite database with its safe settings;
only the looks are played, and the clock is ours.

Played is this. Of twenty accounts eight are on Facebook, five on Instagram, one on
Bluesky, one on one of twelve Mastodon servers and five on their municipality's own
pages. A look takes `SECONDS` and its turn in the real `Pace`, eight at once as the
product's crew does; a host that does not answer costs `PATIENCE` until `HostHealth`
leaves it alone. Meta's pace is an assumption, the others are the product's. The DAG
runs each quarter, when the last run is over, with `WORKERS` tasks side by side; each
task is a process of its own, so that it has a pace of its own, and takes `START_UP` to
begin. A batch is worked through at once, so that two that overlap in time do not see
what the other has seen meanwhile.

From 06 to 09 Facebook answers nobody. One account in 500 is walled from 03 to 15, one
in 100 changes its name for good and one in 400 for half an hour. `measured` demands
that nothing of this is told twice, ordered twice, or taken for something else.
"""

import heapq
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archivers.api.pace import Pace
from archivers.limits import Limits
from archivers.platforms import bluesky, mastodon
from archivers.platforms.bluesky.sight import MOST_ACTORS
from archivers.tools import CaptureTools
from archivers.watch import Look, LookErrand
from archivers.watch.hosts import HostHealth
from pipeline.context import Archive
from pipeline.crafts import Crafts
from pipeline.watch.due import by_host, due_accounts
from pipeline.watch.look import watch
from rules.watch import state_after
from schemas.account import Account, Board
from schemas.order import OrderReason, OrderState
from schemas.plan import PlanVersion
from schemas.policy import ChangePolicy
from schemas.profile import Observation, ObservedAs, PageState, Profile
from schemas.watch import NoticeKind, OutageScope, WatchState
from tools.bench_archive import (
    TOGETHER,
    add_accounts,
    adopted_plan,
    archive_as_seen,
    new_archive,
)
from tools.bench_figure import Figure

MUNICIPALITIES = 290
EACH = 100
START = datetime(2026, 11, 2, tzinfo=UTC)
DAY = 24
PERIOD = timedelta(minutes=15)
INTERVAL = timedelta(minutes=ChangePolicy().interval_minutes)
BATCH = 50
WORKERS = 2
START_UP = 3.0
"""As `dags.steps` and `dags.watch_accounts` have it; a task of Airflow's begins
slowly."""

SERVERS = 12
MIXTURE = (
    *("facebook",) * 8,
    *("instagram",) * 5,
    *("bluesky", "mastodon"),
    *("webpage",) * 5,
)
WALLED_OF, CHANGED_OF, FLAPPING_OF = 499, 101, 397
"""One account in so many; primes, so that no platform is left out."""

SECONDS = {"webpage": 0.5}
USUAL_SECONDS = 0.3
PATIENCE = 21.0
"""Two tries to connect, and the pause between them."""

_LIMITS = Limits()
PACES = {
    "bluesky": (bluesky.PER_SECOND, bluesky.BURST),
    "mastodon": (mastodon.PER_SECOND, mastodon.BURST),
    "webpage": (_LIMITS.visits_per_second, _LIMITS.visit_burst),
}
META = (5.0, 50)
STATED = {"bluesky": 3000, "mastodon": 300}
"""Questions that the platforms let one address ask in five minutes."""

WINDOW = 300.0
DOWN = "facebook"
DOWN_HOURS = (6, 9)
WALLED_HOURS = (3, 15)
LAST_CHANGE = 18
FLAP = timedelta(minutes=30)


def national_figures(folder: Path, runs: int) -> list[Figure]:  # noqa: ARG001
    """Measure `national_looks_s` over one day; a day is long enough to be one run."""
    day = measured(folder, EACH)
    looked = f"{day.looks} looks, one process, one core, SQLite"
    late = "an hour and a period of the DAG after a good look"
    return [
        Figure("national_looks_s", "1/s", ">= 50", looked, [day.rate]),
        Figure("national_late", "looks", "<= 0", late, [day.late]),
        Figure("national_worst_gap", "min", "<= 75", late, [day.worst_gap]),
        Figure("national_notices", "", "", "; ".join(day.told()), [day.notices]),
    ]


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
        for platform, peak in self.peaks.items():
            yield f"{platform} at most {peak} questions in 5 min of one host"


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


# --- what there is --------------------------------------------------------------------


@dataclass
class Clock:
    """The simulated time."""

    now: datetime

    def __call__(self) -> datetime:
        """Give the time."""
        return self.now

    def seconds(self) -> float:
        """Give the time as the pace counts it."""
        return self.now.timestamp()


class Country:
    """The accounts, and what each shows at a moment."""

    def __init__(self, each: int) -> None:
        pairs = ((m, n) for m in range(MUNICIPALITIES) for n in range(each))
        self.accounts = [_account(i, m) for i, (m, _) in enumerate(pairs)]
        numbers = range(len(self.accounts))
        self._number = {one.account_id: i for i, one in enumerate(self.accounts)}
        self._profiles = [
            Profile(name=one.name, about="Välkommen.") for one in self.accounts
        ]
        self.walled = {i for i in numbers[7::WALLED_OF] if not self._is_down(i)}
        changing = set(numbers[31::CHANGED_OF]) - self.walled
        flapping = set(numbers[53::FLAPPING_OF]) - self.walled - changing
        self._changes = {i: _moment_of_day(61 * i) for i in changing}
        self._flaps = {i: _moment_of_day(67 * i) for i in flapping}

    @property
    def changed(self) -> frozenset[str]:
        """The accounts that change for good in the day."""
        return frozenset(self.accounts[i].account_id for i in self._changes)

    def _is_down(self, number: int) -> bool:
        return self.accounts[number].platform == DOWN

    def state(self, account: Account, at: datetime) -> PageState:
        """Say what answers at an account's address."""
        if account.platform == DOWN and _is_within(at, DOWN_HOURS):
            return PageState.UNAVAILABLE
        is_walled = self._number[account.account_id] in self.walled
        if is_walled and _is_within(at, WALLED_HOURS):
            return PageState.LOGIN_WALL
        return PageState.OK

    def profile(self, account: Account, at: datetime) -> Profile:
        """Give what an account shows."""
        number = self._number[account.account_id]
        flap = self._flaps.get(number)
        is_other = at >= self._changes.get(number, at + FLAP)
        if is_other or (flap is not None and flap <= at < flap + FLAP):
            return self._profiles[number].model_copy(update={"name": "Nytt namn"})
        return self._profiles[number]


def _moment_of_day(minutes: int) -> datetime:
    """Give a moment that leaves time to see a change twice before the day is over."""
    return START + timedelta(hours=1, minutes=minutes % ((LAST_CHANGE - 1) * 60))


def _is_within(at: datetime, hours: tuple[int, int]) -> bool:
    first, last = hours
    return timedelta(hours=first) <= at - START < timedelta(hours=last)


def _account(number: int, municipality: int) -> Account:
    platform = MIXTURE[number % len(MIXTURE)]
    hosts = {
        "facebook": "www.facebook.com",
        "instagram": "www.instagram.com",
        "bluesky": "bsky.app",
        "mastodon": f"social{number % SERVERS}.example",
        "webpage": f"kommun{municipality:03}.example",
    }
    return Account.model_validate(
        {
            "account_id": f"konto-{number:05}",
            "board_id": f"kommun-{municipality:03}",
            "platform": platform,
            "url": f"https://{hosts[platform]}/{number}",
            "name": f"Konto {number}",
        }
    )


def _enrol(archive: Archive, plan: PlanVersion, country: Country) -> None:
    """Put the accounts in the register, archived and looked at once."""
    database = archive.database
    with database.transaction():
        for name in sorted({one.board_id for one in country.accounts}):
            board = Board(board_id=name, name="Styrelsen", municipality=name)
            database.boards.add(board)
    add_accounts(archive, country.accounts)
    sights = {
        one.account_id: _sight(archive, country, one, archive.clock())
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


def _sight(
    archive: Archive, country: Country, account: Account, at: datetime
) -> Observation:
    state = country.state(account, at)
    is_ok = state is PageState.OK
    return Observation(
        observation_id=archive.new_id(),
        account_id=account.account_id,
        seen_at=at,
        page_state=state,
        observed_as=ObservedAs.API,
        extractor=f"{account.platform}-api/1",
        profile=country.profile(account, at) if is_ok else Profile(),
    )


# --- how it is looked at --------------------------------------------------------------


@dataclass
class _Task:
    """A task of the DAG: eight looks at once, at a pace of its own."""

    archive: Archive
    country: Country
    clock: Clock
    asked: dict[tuple[str, str], list[float]]
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self._paces = {
            platform: Pace(*PACES.get(platform, META), self.clock.seconds)
            for platform in set(MIXTURE)
        }
        self._health = HostHealth()
        self._found: list[tuple[float, str, PageState]] = []

    def look(
        self, errands: Sequence[LookErrand], _tools: CaptureTools
    ) -> Iterator[Look]:
        """Look at accounts; the clock is where the last look left it."""
        began = time.perf_counter()
        lanes = [self.clock.seconds()] * _LIMITS.watchers
        looks = []
        for group in _questions(errands):
            at = heapq.heappop(lanes)
            done = at + self._taken(group[0].account, at)
            heapq.heappush(lanes, done)
            looks += [self._look(one.account, _moment(done)) for one in group]
        self.clock.now = _moment(max(lanes))
        self.seconds += time.perf_counter() - began
        return iter(looks)

    def _taken(self, account: Account, at: float) -> float:
        """Give how long a look takes that begins at a moment."""
        self.clock.now = _moment(at)
        host = str(account.url.host)
        self._hear(at)
        if self._health.refusal(host) is not None:
            return 0.0
        wait = self._paces[account.platform].take(host)
        self.asked[account.platform, host].append(at + wait)
        state = self.country.state(account, _moment(at + wait))
        seconds = SECONDS.get(account.platform, USUAL_SECONDS)
        taken = wait + (PATIENCE if state is PageState.UNAVAILABLE else seconds)
        heapq.heappush(self._found, (at + taken, host, state))
        return taken

    def _hear(self, at: float) -> None:
        """Know by now what the looks that are done have met."""
        while self._found and self._found[0][0] <= at:
            _, host, state = heapq.heappop(self._found)
            self._health.note(host, state)

    def _look(self, account: Account, at: datetime) -> Look:
        return Look(account.account_id, _sight(self.archive, self.country, account, at))


def _questions(errands: Sequence[LookErrand]) -> Iterator[Sequence[LookErrand]]:
    """Ask Bluesky about many at once, and the others one by one."""
    many = [one for one in errands if one.account.platform == "bluesky"]
    for start in range(0, len(many), MOST_ACTORS):
        yield many[start : start + MOST_ACTORS]
    for one in errands:
        if one.account.platform != "bluesky":
            yield (one,)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


# --- the day --------------------------------------------------------------------------


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
        task = _Task(self.archive, self.country, self.clock, self.asked)
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
        _same("orders", dict(ordered), dict.fromkeys(self.country.changed, 1))
        notices = database.notices.list()
        outages = database.watch.outages()
        of_hosts = [one.subject for one in outages if one.scope is OutageScope.HOST]
        _same("outages of hosts", of_hosts, ["facebook.com"])
        _same("open outages", database.watch.open_outages(), ())
        walled = len(self.country.walled)
        expected = {
            NoticeKind.OUTAGE: walled + 1,
            NoticeKind.RECOVERED: walled + 1,
            NoticeKind.CHANGE_CONFIRMED: len(self.country.changed),
        }
        _same("notices", dict(Counter(one.kind for one in notices)), expected)
        waiting = database.watch.due(self.clock.now - PERIOD)
        _same("accounts left behind", waiting, ())
        self.day.notices, self.day.orders = len(notices), len(changed)
        self.day.accounts = len(self.country.accounts)
        self.day.peaks = {name: self._peak(name) for name in sorted(set(MIXTURE))}

    def _peak(self, platform: str) -> int:
        """Give the most questions that a host of a platform had in five minutes."""
        hosts = [at for (name, _), at in self.asked.items() if name == platform]
        return max((_most_within(sorted(at)) for at in hosts), default=0)


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


def _most_within(moments: Sequence[float]) -> int:
    most = first = 0
    for last, at in enumerate(moments):
        while at - moments[first] > WINDOW:
            first += 1
        most = max(most, last - first + 1)
    return most


def _same(what: str, found: object, expected: object) -> None:
    if found != expected:
        msg = f"{what}: {found} instead of {expected}"
        raise RuntimeError(msg)
