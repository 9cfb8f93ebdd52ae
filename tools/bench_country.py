# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The accounts of a whole country, and how long it takes to look at them.

Played for `bench_national`, which says what is assumed of them.
"""

import heapq
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from archivers.api.pace import Pace
from archivers.limits import Limits
from archivers.platforms import bluesky, mastodon
from archivers.platforms.bluesky.sight import MOST_ACTORS
from archivers.tools import CaptureTools
from archivers.watch import Look, LookErrand
from archivers.watch.batch import NOT_ASKED
from archivers.watch.hosts import HostHealth
from pipeline.context import Archive
from schemas.account import Account
from schemas.profile import Observation, ObservedAs, PageState, Profile

MUNICIPALITIES = 290
START = datetime(2026, 11, 2, tzinfo=UTC)
SERVERS = 12
MIXTURE = (
    *("facebook",) * 8,
    *("instagram",) * 5,
    *("bluesky", "mastodon"),
    *("webpage",) * 5,
)
WALLED_OF, CHANGED_OF, FLAPPING_OF = 503, 101, 397
"""One account in so many; primes, so that no platform is left out."""

SECONDS = {"webpage": 0.5}
USUAL_SECONDS = 0.3
PATIENCE = 21.0
"""Two tries to connect, and the pause between them."""

LIMITS = Limits()
PACES = {
    "bluesky": (bluesky.PER_SECOND, bluesky.BURST),
    "mastodon": (mastodon.PER_SECOND, mastodon.BURST),
    "webpage": (LIMITS.visits_per_second, LIMITS.visit_burst),
}
META = (5.0, 50)
DOWN, DOWN_HOURS = "facebook", (6, 9)
WALLED_HOURS = (3, 15)
LAST_CHANGE = 18
FLAP = timedelta(minutes=30)


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
        self.walled = {i for i in numbers[11::WALLED_OF] if not self._is_down(i)}
        changing = set(numbers[31::CHANGED_OF]) - self.walled
        flapping = set(numbers[53::FLAPPING_OF]) - self.walled - changing
        self._changes = {i: _moment_of_day(61 * i) for i in changing}
        self.flaps = {i: _moment_of_day(67 * i) for i in flapping}

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
        flap = self.flaps.get(number)
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


def eyes_on(account: Account) -> ObservedAs:
    """Say how an account is looked at: the municipality's own pages as any guest."""
    return ObservedAs.GUEST if account.platform == "webpage" else ObservedAs.API


def sight_of(
    archive: Archive, country: Country, account: Account, at: datetime
) -> Observation:
    """Give a sight of an account at a moment."""
    state = country.state(account, at)
    is_ok = state is PageState.OK
    return Observation(
        observation_id=archive.new_id(),
        account_id=account.account_id,
        seen_at=at,
        page_state=state,
        observed_as=eyes_on(account),
        extractor=f"{account.platform}-api/1",
        profile=country.profile(account, at) if is_ok else Profile(),
    )


@dataclass
class Task:
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
        self._unasked: set[str] = set()

    def look(
        self, errands: Sequence[LookErrand], tools: CaptureTools
    ) -> Iterator[Look]:
        """Look at accounts; the clock is where the last look left it."""
        self._health.resting = tools.resting
        began = time.perf_counter()
        lanes = [self.clock.seconds()] * LIMITS.watchers
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
            self._unasked.add(account.account_id)
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
        seen = sight_of(self.archive, self.country, account, at)
        if account.account_id in self._unasked:
            seen = seen.model_copy(update={"code": NOT_ASKED})
        return Look(account.account_id, seen)


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
