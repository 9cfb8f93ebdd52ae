# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Capture an account: every exchange, every post and comment, and how it looked.

The order is fixed. A browser of its own is started with the recorder; the account's
pages are visited until they have shown all; the network is cut and the pages are
photographed and printed; the browser is closed, and only then is the recording complete
and checked. What was seen is then found again in what was recorded. Anything that goes
wrong on the way leaves nothing behind.
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from archivers import for_account
from archivers.address import AddressGuard
from archivers.assembly import (
    Owner,
    assemble,
    clean_url,
    recorded_profile,
    refused_media,
)
from archivers.browser import Session
from archivers.chromium import find_chromium, launch, translated_errors
from archivers.disk import room_on_disk
from archivers.health import Evidence, Thread, judge
from archivers.locate import RecordingMap, Wanted, map_recording
from archivers.netlog import NetLogRecorder
from archivers.pdf import page_pdf
from archivers.tools import CaptureTools
from archivers.tour import Tour
from archivers.visit import Sight
from archivers.warc import WarcHeader, WarcRecord
from schemas.account import Account
from schemas.capture import (
    Capture,
    CaptureFile,
    CaptureHealth,
    FailedResource,
    FileRole,
    RecorderReport,
    Software,
)
from schemas.errors import CaptureIncomplete
from schemas.item import Item
from schemas.order import Order, Progress

__all__ = ["CaptureTools", "capture_account"]

PARTS = ("warc", "pdf", "screenshots")
SENTENCES_SHOWN = 4


@dataclass(frozen=True)
class _Visited:
    """What a browser saw of an account, and the recorder's word for its recording."""

    sight: Sight
    tour: Tour
    session: Session
    pdfs: tuple[CaptureFile, ...]
    report: RecorderReport


def capture_account(
    account: Account, order: Order, folder: Path, tools: CaptureTools
) -> Capture:
    """Capture an account into a folder: WARC, page PDF and screenshots.

    Raises:
        UnknownName: the account's platform is not known.
        NotAllowed: the address is private and not allowed by the settings.
        NeedsPerson: login wall, consent wall, gone, not understood, no Chromium.
        Unavailable: the platform is down or asks us to wait; the disk is full.
        Damaged: the recorder lost a part of the traffic.
        CaptureIncomplete: less was found than the account states that it has.
    """
    for_account(account)
    guard = AddressGuard(tools.allowed_private_hosts)
    guard.check(str(account.url))
    with room_on_disk(), _whole_or_nothing(folder):
        return _Run(account, order, folder, tools, guard).capture()


@contextmanager
def _whole_or_nothing(folder: Path) -> Iterator[None]:
    """Remove what was written into the folder if the capture fails in any way."""
    try:
        yield
    except BaseException:
        for part in PARTS:
            shutil.rmtree(folder / part, ignore_errors=True)
        raise


@dataclass(frozen=True)
class _Run:
    """One capture of one account."""

    account: Account
    order: Order
    folder: Path
    tools: CaptureTools
    guard: AddressGuard

    def capture(self) -> Capture:
        """Visit, record, look up and judge."""
        started_at, capture_id = self.tools.clock(), self.tools.new_id()
        chromium = find_chromium(self.tools.chromium)
        warc = self.folder / "warc" / f"{capture_id}.warc.gz"
        for part in PARTS:
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        header = self._header(capture_id, started_at)
        visited = self._visit(chromium, warc, header)
        recording = self._look_up(visited, warc)
        items = self._items(visited, recording)
        health = self._judge(visited, items, recording)
        capture = Capture(
            capture_id=capture_id,
            account_id=self.account.account_id,
            order_id=self.order.order_id,
            started_at=started_at,
            ended_at=self.tools.clock(),
            url=str(self.account.url),
            profile=recorded_profile(visited.sight.profile.profile, recording),
            items=items,
            files=(_described(warc), *visited.pdfs, *visited.tour.screenshots),
            health=health,
            software=_software(visited.report),
        )
        _demand_complete(health)
        return capture

    def _header(self, capture_id: str, started_at: datetime) -> WarcHeader:
        return WarcHeader(
            software=f"Avbild {own_version()}",
            capture_id=capture_id,
            account_id=self.account.account_id,
            order_id=self.order.order_id,
            url=str(self.account.url),
            started_at=started_at,
        )

    def _visit(self, chromium: Path, warc: Path, header: WarcHeader) -> _Visited:
        recorder = NetLogRecorder(warc, header, self.tools.workspace)
        try:
            arguments = [*recorder.start(), *self.guard.browser_arguments()]
            with launch(chromium, arguments, self.tools.workspace) as browser:
                session = Session(
                    browser, self.guard, self.tools.limits, self.tools.clock
                )
                with translated_errors(), session:
                    sight, tour, pdfs = self._tour(session, header.started_at)
            self._tell("Avslutar inspelningen")
            report = recorder.finish(session.traffic.answered)
        except BaseException:
            recorder.abort()
            raise
        return _Visited(sight, tour, session, pdfs, report)

    def _tour(
        self, session: Session, started_at: datetime
    ) -> tuple[Sight, Tour, tuple[CaptureFile, ...]]:
        platform = for_account(self.account)
        tour = Tour(session, platform, self.account, self.folder, self.tools.progress)
        sight = tour.go()
        tour.photograph_home()
        self._tell("Skriver sidan som PDF")
        target = self.folder / "pdf" / "account.pdf"
        return sight, tour, page_pdf(tour.home, target, self.account.name, started_at)

    def _look_up(self, visited: _Visited, warc: Path) -> RecordingMap:
        """Find what was seen in what was recorded."""
        self._tell("Söker upp inläggen i inspelningen")
        gathered = visited.tour.items.all()
        profile = visited.sight.profile.profile
        pictures = [p.url for p in (profile.avatar, profile.cover) if p]
        shown = [media.url for one in gathered for media in one.found.media]
        media = frozenset(map(clean_url, (*pictures, *shown)))
        return map_recording(
            warc, Wanted(gathered, media), self.tools.workspace, self._inspect
        )

    def _inspect(self, record: WarcRecord) -> None:
        """Refuse a recording that reached into the server's own network."""
        address = record.fields.get("WARC-IP-Address")
        if address:
            self.guard.check_answer(record.target_uri, address)

    def _items(self, visited: _Visited, recording: RecordingMap) -> tuple[Item, ...]:
        arrival = visited.sight.arrival
        owner = Owner.of(visited.sight.profile.profile, (arrival.asked, arrival.final))
        return assemble(visited.tour.items.all(), owner, recording)

    def _judge(
        self, visited: _Visited, items: tuple[Item, ...], recording: RecordingMap
    ) -> CaptureHealth:
        tour, session = visited.tour, visited.session
        threads = [
            Thread(post.found.stated_comments, tour.items.comments_below(post.item_id))
            for post in tour.items.posts()
        ]
        return judge(
            Evidence(
                page_state=visited.sight.state,
                items=items,
                stated_posts=visited.sight.profile.stated_posts,
                threads=threads,
                refused_media=refused_media(items, recording),
                pages_visited=tour.pages_visited,
                lost_pages=tour.lost,
                failed_resources=[_cleaned(one) for one in session.traffic.failed()],
                limits_hit=session.limits_hit,
                recorder=visited.report,
                threshold=self.tools.threshold,
            )
        )

    def _tell(self, step: str) -> None:
        self.tools.progress(Progress(step=step))


def _cleaned(failure: FailedResource) -> FailedResource:
    return failure.model_copy(update={"url": clean_url(failure.url)})


def _described(warc: Path) -> CaptureFile:
    with warc.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return CaptureFile(
        path=f"{warc.parent.name}/{warc.name}",
        role=FileRole.WARC,
        mime_type="application/warc",
        size=warc.stat().st_size,
        sha256=digest,
    )


def _software(report: RecorderReport) -> tuple[Software, ...]:
    browser, _, number = report.browser.rpartition(" ")
    return (
        Software(name="Avbild", version=own_version()),
        Software(name=browser or report.browser, version=number),
        Software(name="Playwright", version=version("playwright")),
    )


def own_version() -> str:
    """Give Avbild's version, also when it runs from its source tree."""
    try:
        return version("avbild")
    except PackageNotFoundError:
        return "0.1.0"


def _demand_complete(health: CaptureHealth) -> None:
    """Refuse to call an incomplete capture an archive.

    Raises:
        CaptureIncomplete: something is missing; the message says what.
    """
    if health.is_complete:
        return
    shown = " ".join(health.missing[:SENTENCES_SHOWN])
    rest = len(health.missing) - SENTENCES_SHOWN
    more = f" Ytterligare {rest} brister finns." if rest > 0 else ""
    msg = f"Fångsten är inte fullständig. {shown}{more}"
    raise CaptureIncomplete(msg)
