# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How exact, how complete and how fast a capture is, on Torget in its heavy form.

Recorded and unrecorded tours take turns: the same browser, the same behaviours, the
same pictures taken, the same politeness towards the site; the only difference is the
recorder. The whole command is set against that unrecorded tour too: all it does besides
(look at the profile, photograph the account's own page, replay, look up, pack, check,
store) is in its time, but for the PDF files. Memory is looked at in all tours alike.
What was recorded is scored against the site's own log of what it sent.
"""

import hashlib
import itertools
import os
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pydantic import HttpUrl

from archivers.address import AddressGuard
from archivers.api.pace import Pace
from archivers.base import Recorder, Recording
from archivers.browser import Session
from archivers.chromium import find_chromium, launch
from archivers.decoding import dechunk
from archivers.platforms.webpage import Webpage
from archivers.recorders import MakeRecorder, by_netlog, by_warcprox
from archivers.snapshot import capture_account
from archivers.tools import CaptureTools
from archivers.tour import Tour
from archivers.warc import WarcHeader, WarcRecord, read_records
from schemas.account import Account
from schemas.capture import Capture, FileRole, RecorderReport
from schemas.item import ItemKind
from schemas.order import Order, OrderReason
from tests.e2e.sites import Torget, run_torget
from tools.bench_figure import Figure, seconds
from tools.bench_memory import PeakMemory
from tools.bench_total import WholeCommand

SERVER = "torget\0serve"
"""What the site's own process has in its command line; its memory is not ours."""

STARTED = datetime(2026, 11, 2, tzinfo=UTC)
ORDER = Order(
    order_id="bench",
    account_id="torget",
    reason=OrderReason.BASELINE,
    ordered_by="bench",
    ordered_at=STARTED,
)


class NoRecorder:
    """Records nothing: the floor that the recorders are measured against."""

    name = "none"
    is_proxy = False

    def start(self) -> Sequence[str]:
        """Ask nothing of the browser."""
        return []

    def finish(self, urls_seen: Collection[str]) -> RecorderReport:
        """Report nothing."""
        return RecorderReport(recorder=self.name, browser="", exchanges=len(urls_seen))

    def abort(self) -> None:
        """Have nothing to stop."""


def _full_pace(tools: CaptureTools) -> Pace:
    """Give the pace of a command that has just started, whatever ran before it."""
    return Pace(tools.limits.visits_per_second, tools.limits.visit_burst)


def _floor(recording: Recording) -> Recorder:
    del recording
    return NoRecorder()


FLOOR = "floor"
RECORDERS: dict[str, MakeRecorder] = {
    FLOOR: _floor,
    "netlog": by_netlog,
    "warcprox": by_warcprox,
}


@dataclass(frozen=True)
class Cost:
    """What a tour took."""

    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Bench:
    """The site, and where runs are kept."""

    site: Torget
    folder: Path

    @property
    def account(self) -> Account:
        """The account that is captured."""
        return Account(
            account_id="torget",
            board_id="ks",
            platform="webpage",
            url=HttpUrl(self.site.url),
            name="Älmhults kommun",
        )

    def tools(self, folder: Path) -> CaptureTools:
        """Give what a capture needs."""
        workspace = folder / "workspace"
        workspace.mkdir(parents=True)
        number = itertools.count(1)
        return CaptureTools(
            clock=lambda: STARTED,
            new_id=lambda: f"id-{next(number)}",
            chromium=None,
            workspace=workspace,
            allowed_private_hosts=self.site.hosts,
        )

    def tour(self, folder: Path, make: MakeRecorder) -> None:
        """Go through the account once."""
        tools = self.tools(folder)
        for part in ("warc", "screenshots"):
            (folder / part).mkdir()
        recorder = make(self._recording(folder, tools))
        guard = AddressGuard(tools.allowed_private_hosts)
        arguments = [*guard.browser_arguments(), *recorder.start()]
        with launch(find_chromium(None), arguments, tools.workspace) as browser:
            session = Session(
                browser,
                guard,
                tools.limits,
                tools.clock,
                is_proxied=recorder.is_proxy,
                pace=_full_pace(tools),
            )
            with session:
                Tour(session, Webpage(), self.account, folder, tools.progress).go()
        recorder.finish(session.traffic.answered)

    def _recording(self, folder: Path, tools: CaptureTools) -> Recording:
        header = WarcHeader(
            software="bench",
            capture_id=folder.name,
            account_id="torget",
            order_id="bench",
            url=self.site.url,
            started_at=STARTED,
        )
        return Recording(
            warc=folder / "warc" / "bench.warc.gz",
            header=header,
            workspace=tools.workspace,
            chromium=find_chromium(None),
            allowed=tools.allowed_private_hosts,
        )

    def costs(self, number: int) -> dict[str, Cost]:
        """Tour the account with each recorder and with none, each first in turn."""
        names = list(RECORDERS)
        turn = number % len(names)
        return {
            name: self._cost(self.folder / f"{name}{number}", RECORDERS[name])
            for name in names[turn:] + names[:turn]
        }

    def _cost(self, folder: Path, make: MakeRecorder) -> Cost:
        with PeakMemory(os.getpid(), without=SERVER) as memory:
            taken = seconds(lambda: self.tour(folder, make))
        return Cost(taken, memory.megabytes)

    def capture(self, name: str) -> tuple[Capture, Path]:
        """Capture the account as an order does."""
        folder = self.folder / name
        tools = replace(self.tools(folder), threshold=1.0)
        return capture_account(self.account, ORDER, folder / "capture", tools), folder


def capture_figures(folder: Path, runs: int) -> list[Figure]:
    """Measure speed, memory, exactness and completeness of captures."""
    rounds: list[dict[str, Cost]] = []
    totals, exact, posts = [], [], []
    with run_torget(folder / "state", "--bench") as site:
        bench = Bench(site, folder)
        command = WholeCommand(site.url, site.hosts)
        bench.tour(folder / "warm-up", RECORDERS[FLOOR])  # fills the disk's cache
        for number in range(runs):
            rounds.append(bench.costs(number))
            floor = rounds[-1][FLOOR].seconds
            totals.append(command.seconds(folder / f"home{number}") / floor)
            site.reset()
            capture, place = bench.capture(f"capture{number}")
            exact.append(_share_exact(capture, place / "capture", site))
            posts.append(_share_of_posts(capture, site))
    return [
        *_cost_figures(rounds),
        Figure("capture_total_ratio", "x", "<= 2", "a tour unrecorded", totals),
        Figure("capture_wire_exact", "share", ">= 1", "the site's own log", exact),
        Figure("capture_posts", "share", ">= 1", "the site's own content", posts),
    ]


def _cost_figures(rounds: Sequence[dict[str, Cost]]) -> list[Figure]:
    def slower(name: str) -> list[float]:
        return [costs[name].seconds / costs[FLOOR].seconds for costs in rounds]

    more = [costs["netlog"].megabytes - costs[FLOOR].megabytes for costs in rounds]
    unrecorded = "the same tour unrecorded"
    return [
        Figure("capture_ratio", "x", "<= 1.2", unrecorded, slower("netlog")),
        Figure("capture_ratio_warcprox", "x", "", unrecorded, slower("warcprox")),
        Figure("capture_extra_memory_mb", "MB", "<= 150", unrecorded, more),
    ]


def _share_exact(capture: Capture, folder: Path, site: Torget) -> float:
    """Give the share of completed responses whose body is in the WARC as sent.

    A server takes an answer for finished when its last byte is in the machine's own
    buffer; a browser that has seen enough of a film may hang up before it reads that
    far. Such an answer was not completed: the WARC says that it was cut
    (WARC-Truncated), and the health report names it. It is left out of the count.
    """
    answers = [entry for entry in site.log() if entry["kind"] == "response"]
    sent = Counter(
        (entry["url"], entry["status"], entry["wire_sha256"])
        for entry in answers
        if entry["outcome"] == "finished"
    )
    (warc,) = (f for f in capture.files if f.role is FileRole.WARC)
    kept: Counter[tuple[str, int | None, str]] = Counter()
    cut: Counter[str] = Counter()
    for record in read_records(folder / warc.path):
        if record.type == "response":
            kept[record.target_uri, record.status, _wire_digest(record)] += 1
            cut[record.target_uri] += "WARC-Truncated" in record.fields
    hung_up = cut - Counter(e["url"] for e in answers if e["outcome"] == "aborted")
    missing: Counter[str] = Counter()
    for (url, _, _), count in (sent - kept).items():
        missing[url] += count
    completed = sent.total() - (missing & hung_up).total()
    return (sent & kept).total() / completed


def _wire_digest(record: WarcRecord) -> str:
    body = record.raw()
    if record.head is not None and record.head.is_chunked:
        body = b"".join(dechunk([body]))
    return hashlib.sha256(body).hexdigest()


def _share_of_posts(capture: Capture, site: Torget) -> float:
    found = sum(item.kind is ItemKind.POST for item in capture.items)
    return found / len(site.content())
