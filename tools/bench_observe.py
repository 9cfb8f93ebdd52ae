# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many accounts of API type the watch looks at in a second.

Half of the accounts are on Bluesky and half on a Mastodon server, both played by one
local server in a process of its own (`bench_network`); database, transactions and
connections are the product's. A round is `pipeline.watch.watch` over all accounts, in
batches as the DAG divides them: what counts is a look that was asked for, compared and
written. The batches run one after the other in one process; the server shares the
machine's cores with it.

`observations_s` is of rounds where nothing has changed. Beside it stand the first
round, where everything is new and every picture is fetched, and one where an account in
a hundred has another name. Only the pace is lifted: towards the platforms themselves it
is the limit, and `pace_limits` says how many accounts an hour it lets through.
"""

import cProfile
import pstats
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archivers import PLATFORMS
from archivers.api.platform import ApiPlatform
from pipeline.context import Archive, utc_now
from pipeline.watch.due import by_host
from pipeline.watch.look import watch
from pipeline.watch.outcome import WatchOutcome
from schemas.account import Account
from schemas.plan import PlanVersion
from schemas.profile import PageState
from tools.bench_archive import (
    BOARD,
    add_accounts,
    adopted_plan,
    archive_as_seen,
    new_archive,
)
from tools.bench_figure import Figure, seconds
from tools.bench_network import Served, serving

ACCOUNTS = 1000
BATCH = 50
"""As in `dags.steps`, which only Airflow may import."""

CHANGED_OF = 100
FREE = 1e9
HOUR = 3600.0

PARTS = {
    "asking": ("sighting.py", "look_at"),
    "reading what is known": ("batch.py", "read_batch"),
    "comparing": ("spans.py", "keep_sight"),
    "writing sights": ("spans.py", "write_sights"),
    "writing watch states": ("watch.py", "put"),
    "outages": ("outages.py", "note_outages"),
}
"""Where the time of a round goes, by the functions that stand for it."""


def observe_figures(folder: Path, runs: int) -> list[Figure]:
    """Measure `observations_s` with 1 000 accounts."""
    return measured(folder, runs, ACCOUNTS)


def measured(folder: Path, runs: int, accounts: int) -> list[Figure]:
    """Measure with some number of accounts."""
    limits = pace_limits()
    told = ", ".join(f"{name} {limit:.0f}" for name, limit in limits.items())
    print(
        f"   unchanged accounts an hour and host that one process's pace allows: {told}"
    )
    with serving(accounts) as network, free_pace():
        settings = {
            "allowed_private_hosts": network.host,
            "bluesky_appview": network.origin,
            "bluesky_plc": network.origin,
        }
        with new_archive(folder / "home", utc_now, **settings) as archive:
            add_accounts(archive, list(_accounts(network.origin, accounts)))
            plan = adopted_plan(archive)
            return _Rounds(archive, network, plan, accounts).measured(runs)


@dataclass(frozen=True)
class _Rounds:
    """Rounds of looks at all the accounts."""

    archive: Archive
    network: Served
    plan: PlanVersion
    accounts: int

    def measured(self, runs: int) -> list[Figure]:
        """Measure the first look, unchanged rounds, and one with changes."""
        first = self._timed(changed=0)
        asked = {"first": self.network.asked()}
        self._archived()
        self._round(changed=0)  # connections, caches and the first good look are there
        self.network.asked()
        unchanged = [self._timed(changed=0) for _ in range(max(3, runs))]
        asked["unchanged"] = _each(self.network.asked(), len(unchanged))
        changes = [self._after_change() for _ in range(runs)]
        shares = self._profiled()
        _tell(asked, shares)
        return self._figures(first, unchanged, changes)

    def _figures(
        self, first: float, unchanged: Sequence[float], changes: Sequence[float]
    ) -> list[Figure]:
        peer = f"one process, {self.accounts} accounts, a local server"
        answers = f"the server alone, {len(CEILINGS)} kinds of questions in turn"
        ceiling = min(self.network.ceiling(path) for path in CEILINGS)
        return [
            Figure("observations_s", "1/s", ">= 50", peer, unchanged),
            Figure("observations_first_s", "1/s", "", f"{peer}; all new", [first]),
            Figure("observations_changed_s", "1/s", "", f"{peer}; 1 %", changes),
            Figure("observe_server_s", "1/s", "", answers, [ceiling]),
        ]

    def _timed(self, changed: int) -> float:
        """Look at all of them, and give how many a second it was."""
        return self.accounts / seconds(lambda: self._round(changed))

    def _after_change(self) -> float:
        step = max(1, self.accounts // CHANGED_OF)
        numbers = list(range(step, self.accounts + 1, self.accounts // step))[:step]
        self.network.change(numbers)
        taken = self._timed(changed=len(numbers))
        self._confirmed(len(numbers))
        return taken

    def _confirmed(self, changed: int) -> None:
        """See the changes again, so that they are ordered; and archive them."""
        outcomes = self._round(changed)
        ordered = [one.account_id for one in outcomes if one.is_new_order]
        if len(ordered) != changed:
            msg = f"{len(ordered)} archivings were ordered, not {changed}"
            raise RuntimeError(msg)
        self._archived(ordered)

    def _round(self, changed: int) -> list[WatchOutcome]:
        """Look at all accounts once, and demand that each was seen as it is."""
        outcomes: list[WatchOutcome] = []
        for batch in by_host(self.archive, self._names(), BATCH):
            outcomes += watch(self.archive, batch)
        seen = sum(one.state is PageState.OK for one in outcomes)
        found = sum(bool(one.fields) for one in outcomes)
        if (seen, found) != (self.accounts, changed):
            msg = f"{seen} accounts were seen and {found} changed, not {changed}"
            raise RuntimeError(msg)
        return outcomes

    def _archived(self, chosen: Sequence[str] = ()) -> None:
        """Archive accounts as they were seen last; every one shows a picture."""
        names = chosen or self._names()
        heads = self.archive.database.observations.heads(names)
        sights = {name: heads[name][0] for name in names}
        if any(
            one.profile.avatar is None or not one.evidence for one in sights.values()
        ):
            msg = "a profile picture was not kept"
            raise RuntimeError(msg)
        archive_as_seen(self.archive, self.plan, sights)

    def _names(self) -> list[str]:
        return [one.account_id for one in self.archive.database.accounts.list()]

    def _profiled(self) -> dict[str, float]:
        """Give the share of a round that each part takes; that round is not counted."""
        profile = cProfile.Profile()
        profile.runcall(self._round, 0)
        stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
        total = max(entry[3] for entry in stats.values())
        return {
            part: sum(
                entry[3]
                for (file, _, function), entry in stats.items()
                if (Path(file).name, function) == name
            )
            / total
            for part, name in PARTS.items()
        }


CEILINGS = (
    "/api/v1/accounts/lookup?acct=kommun1",
    "/xrpc/app.bsky.actor.getProfile?actor=did:plc:k1",
    "/xrpc/com.atproto.sync.getRepoStatus?did=did:plc:k1",
)


def _accounts(origin: str, number: int) -> Iterator[Account]:
    for n in range(1, number + 1):
        is_first_half = 2 * n <= number
        bluesky = f"https://bsky.app/profile/kommun{n}.se"
        yield Account.model_validate(
            {
                "account_id": f"konto-{n:04}",
                "board_id": BOARD,
                "platform": "bluesky" if is_first_half else "mastodon",
                "url": bluesky if is_first_half else f"{origin}/@kommun{n}",
                "name": f"Kommun {n}",
            }
        )


@contextmanager
def free_pace() -> Iterator[None]:
    """Let the local server be asked as fast as it answers, for as long as it lasts."""
    paces = [one.pace() for one in PLATFORMS.values() if isinstance(one, ApiPlatform)]
    before = [(pace.per_second, pace.burst) for pace in paces]
    for pace in paces:
        pace.per_second, pace.burst = FREE, int(FREE)
    try:
        yield
    finally:
        for pace, (per_second, burst) in zip(paces, before, strict=True):
            pace.per_second, pace.burst = per_second, burst


def pace_limits() -> dict[str, float]:
    """Give how many unchanged accounts an hour the pace towards a host lets through.

    A platform that is asked about many at once is asked once for each batch; the daily
    look with care, of one more question to the same host, is left out. The pace is one
    process's own: tasks that run side by side do not share it.
    """
    return {
        one.name: one.pace().per_second * HOUR * getattr(one, "batch_size", 1)
        for one in PLATFORMS.values()
        if isinstance(one, ApiPlatform)
    }


def _each(asked: Counter[str], rounds: int) -> Counter[str]:
    return Counter({name: count // rounds for name, count in asked.items()})


def _tell(asked: dict[str, Counter[str]], shares: dict[str, float]) -> None:
    """Say what the figures rest on: the questions, and where the time went."""
    for name, counts in asked.items():
        print(f"   questions, {name}: {dict(sorted(counts.items()))}")
    parts = ", ".join(f"{name} {share:.0%}" for name, share in shares.items())
    print(f"   shares of an unchanged round (profiled): {parts}")
