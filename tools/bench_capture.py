# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How exact, how complete and how fast a capture is, on Torget in its heavy form.

Recorded and unrecorded tours take turns: the same browser, the same behaviours, the
same pictures taken; the only difference is the recorder. What was recorded is scored
against the site's own log of what it sent.
"""

import hashlib
import itertools
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import HttpUrl

from archivers import for_account
from archivers.address import AddressGuard
from archivers.browser import Session
from archivers.chromium import find_chromium, launch
from archivers.decoding import dechunk
from archivers.netlog import NetLogRecorder
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

if TYPE_CHECKING:
    from archivers.base import Recorder

STARTED = datetime(2026, 11, 2, tzinfo=UTC)
ORDER = Order(
    order_id="bench",
    account_id="torget",
    reason=OrderReason.BASELINE,
    ordered_by="bench",
    ordered_at=STARTED,
)


class NoRecorder:
    """Records nothing: the floor that the recorder is measured against."""

    name = "none"

    def start(self) -> Sequence[str]:
        """Ask nothing of the browser."""
        return []

    def finish(self, urls_seen: Collection[str]) -> RecorderReport:
        """Report nothing."""
        return RecorderReport(recorder=self.name, browser="", exchanges=len(urls_seen))

    def abort(self) -> None:
        """Have nothing to stop."""


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

    def tour(self, name: str, *, is_recorded: bool) -> None:
        """Go through the account once."""
        folder = self.folder / name
        tools = self.tools(folder)
        for part in ("warc", "screenshots"):
            (folder / part).mkdir()
        header = WarcHeader(
            software="bench",
            capture_id=name,
            account_id="torget",
            order_id="bench",
            url=self.site.url,
            started_at=STARTED,
        )
        recorder: Recorder = NoRecorder()
        if is_recorded:
            warc = folder / "warc" / "bench.warc.gz"
            recorder = NetLogRecorder(warc, header, tools.workspace)
        guard = AddressGuard(tools.allowed_private_hosts)
        arguments = [*recorder.start(), *guard.browser_arguments()]
        with launch(find_chromium(None), arguments, tools.workspace) as browser:
            session = Session(browser, guard, tools.limits, tools.clock)
            with session:
                platform = for_account(self.account)
                Tour(session, platform, self.account, folder, tools.progress).go()
        recorder.finish(session.traffic.answered)

    def ratio(self, number: int) -> float:
        """Tour the account with and without the recorder."""
        floor = seconds(lambda: self.tour(f"floor{number}", is_recorded=False))
        return seconds(lambda: self.tour(f"tour{number}", is_recorded=True)) / floor

    def capture(self, name: str) -> tuple[Capture, Path]:
        """Capture the account as an order does."""
        folder = self.folder / name
        tools = replace(self.tools(folder), threshold=1.0)
        return capture_account(self.account, ORDER, folder / "capture", tools), folder


def capture_figures(folder: Path, runs: int) -> list[Figure]:
    """Measure `capture_ratio`, `capture_wire_exact` and `capture_posts`."""
    ratios, exact, posts = [], [], []
    with run_torget(folder / "state", "--bench") as site:
        bench = Bench(site, folder)
        for number in range(runs):
            ratios.append(bench.ratio(number))
            site.reset()
            capture, place = bench.capture(f"capture{number}")
            exact.append(_share_exact(capture, place / "capture", site))
            posts.append(_share_of_posts(capture, site))
    return [
        Figure("capture_ratio", "x", "<= 1.2", "the same tour unrecorded", ratios),
        Figure("capture_wire_exact", "share", ">= 1", "the site's own log", exact),
        Figure("capture_posts", "share", ">= 1", "the site's own content", posts),
    ]


def _share_exact(capture: Capture, folder: Path, site: Torget) -> float:
    """Give the share of completed responses whose body is in the WARC as sent."""
    sent = Counter(
        (entry["url"], entry["status"], entry["wire_sha256"])
        for entry in site.log()
        if entry["kind"] == "response" and entry["outcome"] == "finished"
    )
    (warc,) = (f for f in capture.files if f.role is FileRole.WARC)
    kept: Counter[tuple[str, int | None, str]] = Counter()
    for record in read_records(folder / warc.path):
        if record.type == "response":
            kept[record.target_uri, record.status, _wire_digest(record)] += 1
    return (sent & kept).total() / sent.total()


def _wire_digest(record: WarcRecord) -> str:
    body = record.raw()
    if record.head is not None and record.head.is_chunked:
        body = b"".join(dechunk([body]))
    return hashlib.sha256(body).hexdigest()


def _share_of_posts(capture: Capture, site: Torget) -> float:
    found = sum(item.kind is ItemKind.POST for item in capture.items)
    return found / len(site.content())
