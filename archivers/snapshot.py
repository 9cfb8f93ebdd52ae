# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Capture an account: every exchange, every post and comment, and how it looked.

Where the platform has an open API, that is asked first, and a browser then shows how
the account looked; elsewhere the browser is all there is. What was seen is found again
in what was recorded. Anything that goes wrong on the way leaves nothing behind.
"""

import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archivers import for_account
from archivers.api.platform import ApiPlatform
from archivers.assembly import (
    Owner,
    assemble,
    clean_url,
    recorded_profile,
    refused_media,
    shares_of,
)
from archivers.attended import may_browse, why_not
from archivers.by_browser import SOURCE as BROWSER
from archivers.by_browser import Visit, Visited, inspector
from archivers.disk import room_on_disk
from archivers.doors import NO_EXPORTS, Doors
from archivers.extent import Extent
from archivers.health import Evidence, Thread, judge, replay_gaps
from archivers.items import ItemCollection
from archivers.locate import RecordingMap, Wanted, map_recording
from archivers.owner_export.platform import ExportPlatform
from archivers.platform import Attended, Platform
from archivers.recorder_reports import as_one, software_of
from archivers.resume import begun
from archivers.told import Told
from archivers.tools import CaptureTools
from archivers.version import own_version
from archivers.warc import WarcHeader
from schemas.account import Account
from schemas.capture import (
    Capture,
    CaptureFile,
    CaptureHealth,
    FileRole,
)
from schemas.errors import (
    BadInput,
    CaptureIncomplete,
    DiskFull,
    NeedsPerson,
    NoSource,
    RecordingLost,
    Unavailable,
)
from schemas.item import Item
from schemas.order import Order, Progress
from schemas.profile import ObservedAs, PageState, Profile

__all__ = ["CaptureTools", "capture_account"]

LOOKS = ("pdf", "screenshots")
PARTS = ("warc", *LOOKS)
WRITTEN = (*PARTS, "export")
SENTENCES_SHOWN = 4
ONLY_LOOK = (
    "Innehållet är bara sett i webbläsaren, som inte visar allt. Koppla kontots "
    "åtkomstnyckel med avbild account token, eller läs in kontots export."
)
NO_LOOK = "Kontots webbsida kunde inte fångas, så dess utseende saknas."


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
        CaptureIncomplete: less was found than the account states that it has, and the
            order does not ask for what there is.
    """
    platform = for_account(account)
    with (
        room_on_disk(),
        _whole_or_nothing(folder),
        begun(account, order, tools) as one,
    ):
        run = _Run(account, order, folder, one.tools, one.capture_id, one.started_at)
        if isinstance(platform, ApiPlatform | ExportPlatform):
            return run.by_owner(platform)
        if tools.exports:
            raise BadInput(NO_EXPORTS)
        return run.by_browser(platform)


@contextmanager
def _whole_or_nothing(folder: Path) -> Iterator[None]:
    """Remove what was written into the folder if the capture fails in any way."""
    _make_parts(folder)
    try:
        yield
    except BaseException:
        _remove_parts(folder, WRITTEN)
        raise


def _make_parts(folder: Path) -> None:
    for part in PARTS:
        (folder / part).mkdir(parents=True, exist_ok=True)


def _remove_parts(folder: Path, parts: Sequence[str]) -> None:
    for part in parts:
        shutil.rmtree(folder / part, ignore_errors=True)


@dataclass(frozen=True)
class _Run:
    """One capture of one account."""

    account: Account
    order: Order
    folder: Path
    tools: CaptureTools
    capture_id: str
    started_at: datetime

    # --- by the browser alone ---------------------------------------------------------

    def by_browser(self, platform: Platform, gaps: tuple[str, ...] = ()) -> Capture:
        """Visit, record, look up and judge."""
        visited = self._visit(platform)
        tour, profile = visited.tour, visited.sight.profile.profile
        gathered = tour.items.all()
        shown = [media.url for one in gathered for media in one.found.media]
        pictures = [p.url for p in (profile.avatar, profile.cover) if p]
        recording = self._look_up(visited, tour.items, [*pictures, *shown])
        arrival = visited.sight.arrival
        owner = Owner.of(profile, (arrival.asked, arrival.final))
        items = assemble(gathered, owner, recording)
        evidence = Evidence(
            page_state=visited.sight.state,
            items=items,
            stated_posts=self._stated(visited.sight.profile.stated_posts),
            threads=_threads(tour.items, self.extent),
            refused_media=refused_media(items, recording),
            pages_visited=tour.pages_visited,
            lost_pages=tour.lost,
            failed_resources=visited.failed,
            limits_hit=visited.session.limits_hit,
            recorder=visited.report,
            threshold=self.tools.threshold,
            sources=shares_of(items, {BROWSER: recording}),
            replay=visited.replay,
            notes=self.extent.notes,
            gaps=gaps,
        )
        files = (_described(visited.warc), *visited.files)
        seen = recorded_profile(profile, recording)
        return self._captured(seen, items, files, evidence, self._eyes(platform))

    def _eyes(self, platform: Platform) -> tuple[ObservedAs, str]:
        is_guest = self.tools.login is None
        seen_as = ObservedAs.GUEST if is_guest else ObservedAs.LOGGED_IN
        return seen_as, f"{platform.name}-browser/{platform.version}"

    def _visit(self, platform: Platform, *, opens_posts: bool = True) -> Visited:
        visit = Visit(
            platform, self.account, self.folder, self.tools, opens_posts, self.extent
        )
        return visit.make(self._page_warc, self._header())

    @property
    def _page_warc(self) -> Path:
        return self.folder / "warc" / f"{self.capture_id}.warc.gz"

    def _look_up(
        self, visited: Visited, items: ItemCollection, media: Sequence[str]
    ) -> RecordingMap:
        """Find what was seen in what was recorded."""
        self._tell("Söker upp inläggen i inspelningen")
        wanted = Wanted(items.all(), frozenset(map(clean_url, media)))
        workspace, inspect = self.tools.workspace, inspector(self.tools)
        return map_recording(visited.warc, wanted, workspace, inspect)

    # --- by the account's own doors, with the browser beside them ---------------------

    def by_owner(self, platform: ApiPlatform | ExportPlatform) -> Capture:
        """Ask the API, read the export, and look at the page if that can be done."""
        doors = Doors(
            platform=platform,
            account=self.account,
            tools=self.tools,
            folder=self.folder,
            warc=self.folder / "warc" / f"{self.capture_id}-api.warc.gz",
            header=self._header(),
            extent=self.extent,
        )
        try:
            told, pages = doors.ask()
        except NoSource:
            if isinstance(platform, Attended) and self.tools.is_attended:
                pages = platform.pages_of(self.account)
                return self.by_browser(pages, (ONLY_LOOK,))
            raise
        visited, notes = self._look(platform, pages)
        del pages  # it may hold every item
        recordings = dict(told.recordings)
        if visited is not None:
            told.items.absorb(visited.tour.items)
            recordings[BROWSER] = self._look_up(visited, told.items, ())
        return self._joined(told, visited, recordings, notes)

    def _look(
        self, platform: ApiPlatform | ExportPlatform, pages: Platform | None
    ) -> tuple[Visited | None, tuple[str, ...]]:
        """Look at the account's page; why it cannot be seen is no gap but a note."""
        if pages is None or not may_browse(platform, self.tools):
            return None, tuple(filter(None, [why_not(platform)]))
        try:
            return self._visit(pages, opens_posts=False), ()
        except DiskFull:
            raise
        except (NeedsPerson, Unavailable, RecordingLost) as error:
            self._page_warc.unlink(missing_ok=True)
            _remove_parts(self.folder, LOOKS)
            _make_parts(self.folder)
            return None, (f"{NO_LOOK} {error}",)

    def _joined(
        self,
        told: Told,
        visited: Visited | None,
        recordings: Mapping[str, RecordingMap],
        notes: tuple[str, ...],
    ) -> Capture:
        known = RecordingMap()
        for recording in recordings.values():
            known = known.joined(recording)
        threads = _threads(told.items, self.extent)
        found = assemble(told.drained(), told.owner, known)
        seen = () if visited is None else visited.files
        # The doors gave the content: what the page fell short of is no gap but a note.
        short = () if visited is None else _shortcomings(visited)
        reports = [told.recorder, visited.report if visited else None]
        evidence = Evidence(
            page_state=PageState.OK,
            items=found,
            stated_posts=self._stated(told.profile.stated_posts),
            threads=threads,
            refused_media=refused_media(found, known),
            pages_visited=visited.tour.pages_visited if visited else 0,
            lost_pages=(),
            failed_resources=visited.failed if visited else (),
            limits_hit=(),
            recorder=as_one([report for report in reports if report is not None]),
            threshold=self.tools.threshold,
            posts_source=told.posts_source,
            sources=shares_of(found, recordings),
            notes=(*self.extent.notes, *told.notes, *notes, *short),
            gaps=told.gaps,
            export=told.export,
        )
        warcs = sorted((self.folder / "warc").iterdir())
        files = (*map(_described, warcs), *told.files, *seen)
        return self._captured(told.profile.profile, found, files, evidence, told.eyes)

    # --- what both share --------------------------------------------------------------

    @property
    def extent(self) -> Extent:
        """How much of the account the order asks for."""
        return Extent.of(self.order)

    def _stated(self, posts: int | None) -> int | None:
        """Give the number of posts that must be found: none is when not all are."""
        return posts if self.extent.is_full else None

    def _captured(
        self,
        profile: Profile,
        items: tuple[Item, ...],
        files: tuple[CaptureFile, ...],
        evidence: Evidence,
        eyes: tuple[ObservedAs, str],
    ) -> Capture:
        health = judge(evidence)
        if not self.order.keep_incomplete:
            _demand_complete(health)
        return Capture(
            capture_id=self.capture_id,
            account_id=self.account.account_id,
            order_id=self.order.order_id,
            started_at=self.started_at,
            ended_at=self.tools.clock(),
            url=str(self.account.url),
            level=self.order.level,
            profile=profile,
            items=items,
            files=files,
            health=health,
            software=software_of(health.recorder),
            observed_as=eyes[0],
            extractor=eyes[1],
        )

    def _header(self) -> WarcHeader:
        return WarcHeader(
            software=f"Avbild {own_version()}",
            capture_id=self.capture_id,
            account_id=self.account.account_id,
            order_id=self.order.order_id,
            url=str(self.account.url),
            started_at=self.started_at,
        )

    def _tell(self, step: str) -> None:
        self.tools.progress(Progress(step=step))


def _shortcomings(visited: Visited) -> tuple[str, ...]:
    return (*visited.session.limits_hit, *replay_gaps(visited.replay))


def _threads(items: ItemCollection, extent: Extent) -> list[Thread]:
    return [
        Thread(post.found.stated_comments, items.comments_below(post.item_id))
        for post in items.posts()
        if extent.takes(post.found.permalink)
    ]


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
