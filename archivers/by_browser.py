# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Visits an account with a browser, and records all that it is sent.

A browser of its own is started with the recorder; the account's pages are visited until
they have shown all; the network is cut and the pages are photographed and printed; the
browser is closed, and only then is the recording complete and checked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from archivers import for_account
from archivers.address import AddressGuard
from archivers.assembly import clean_url
from archivers.base import Recording
from archivers.browser import Session
from archivers.chromium import find_chromium, launch, translated_errors
from archivers.extent import ALL, Extent
from archivers.pdf import page_pdf
from archivers.platform import Discreet, Platform
from archivers.replay import Seen, replay
from archivers.tools import CaptureTools
from archivers.tour import Tour
from archivers.visit import Sight
from archivers.warc import WarcHeader, WarcRecord
from schemas.account import Account
from schemas.capture import CaptureFile, FailedResource, RecorderReport, ReplayCheck
from schemas.errors import LoginExpired, LoginWall
from schemas.order import Progress

SOURCE = "browser"
LOGIN_ENDED = (
    "Den sparade inloggningen gäller inte längre. Någon måste logga in på nytt med "
    "avbild login."
)


@dataclass(frozen=True)
class Visited:
    """What a browser saw of an account, and the recorder's word for its recording.

    `replay` is what the recording showed afterwards, unless that was not to be tried.
    """

    sight: Sight
    tour: Tour
    session: Session
    pdfs: tuple[CaptureFile, ...]
    report: RecorderReport
    warc: Path
    replay: ReplayCheck | None = None

    @property
    def files(self) -> tuple[CaptureFile, ...]:
        """How the account looked: PDF and pictures."""
        return (*self.pdfs, *self.tour.screenshots)

    @property
    def failed(self) -> list[FailedResource]:
        """The sub-resources that never came whole."""
        return [
            one.model_copy(update={"url": clean_url(one.url)})
            for one in self.session.traffic.failed()
        ]


@dataclass(frozen=True)
class Visit:
    """One visit to one account."""

    platform: Platform
    account: Account
    folder: Path
    tools: CaptureTools
    opens_posts: bool = True
    extent: Extent = ALL

    def make(self, warc: Path, header: WarcHeader) -> Visited:
        """Visit, record, photograph and print; then replay what was recorded.

        Raises:
            NotAllowed: the address is private and not allowed by the settings.
            NeedsPerson: login wall, consent wall, gone, not understood, no Chromium.
            Unavailable: the platform is down or asks us to wait; the disk is full.
            Damaged: the recorder lost a part of the traffic.
        """
        visited = self._recorded(warc, header)
        if not self.tools.replay_check:
            return visited
        return replace(visited, replay=self._replayed(visited))

    def _recorded(self, warc: Path, header: WarcHeader) -> Visited:
        guard = self._guard
        guard.check(str(self.account.url))
        chromium = find_chromium(self.tools.chromium)
        workspace, allowed = self.tools.workspace, self.tools.allowed_private_hosts
        recorder = self.tools.recorder(
            Recording(
                warc,
                header,
                workspace,
                chromium,
                allowed,
                self.tools.secrets,
                self._private,
            )
        )
        try:
            arguments = [*guard.browser_arguments(), *recorder.start()]
            visible = self.tools.is_visible
            with launch(chromium, arguments, workspace, is_visible=visible) as browser:
                session = Session(
                    browser,
                    guard,
                    self.tools.limits,
                    self.tools.clock,
                    is_proxied=recorder.is_proxy,
                    login=self.tools.login,
                    pace=self.tools.pace,
                )
                with translated_errors(), session:
                    sight, tour, pdfs = self._tour(session, header.started_at)
            self._tell("Avslutar inspelningen")
            report = recorder.finish(session.traffic.answered)
        except BaseException:
            recorder.abort()
            raise
        return Visited(sight, tour, session, pdfs, report, warc)

    def _replayed(self, visited: Visited) -> ReplayCheck:
        items = visited.tour.items
        posts = len(items.posts())
        seen = Seen(
            platform=self.platform,
            account=self.account,
            posts=posts,
            comments=len(items.all()) - posts,
            unanswered=set(map(clean_url, visited.session.traffic.unanswered())),
            opens_posts=self.opens_posts,
            extent=self.extent,
            private=tuple(self._private.values()),
        )
        return replay(visited.warc, seen, self.tools)

    @property
    def _private(self) -> Mapping[str, str]:
        """The addresses that are the logged-in person's own, if anybody is."""
        platform = for_account(self.account)
        if self.tools.login is None or not isinstance(platform, Discreet):
            return {}
        return platform.private

    @property
    def _guard(self) -> AddressGuard:
        return AddressGuard(self.tools.allowed_private_hosts)

    def _tour(
        self, session: Session, started_at: datetime
    ) -> tuple[Sight, Tour, tuple[CaptureFile, ...]]:
        tour = Tour(
            session,
            self.platform,
            self.account,
            self.folder,
            self.tools.progress,
            opens_posts=self.opens_posts,
            extent=self.extent,
        )
        sight = self._logged_in(session, tour)
        tour.photograph_home()
        self._tell("Skriver sidan som PDF")
        target = self.folder / "pdf" / "account.pdf"
        return sight, tour, page_pdf(tour.home, target, self.account.name, started_at)

    def _logged_in(self, session: Session, tour: Tour) -> Sight:
        """Make the tour; a login that no longer works ends it.

        Raises:
            LoginExpired: it had ended before, or ended on the way.
        """
        login = self.tools.login
        if login is None:
            return tour.go()
        if login.has_expired(self.tools.clock()):
            raise LoginExpired(LOGIN_ENDED)
        try:
            sight = tour.go()
        except LoginWall as error:
            raise LoginExpired(LOGIN_ENDED) from error
        if not login.is_left_in(session.context.cookies()):
            raise LoginExpired(LOGIN_ENDED)
        return sight

    def _tell(self, step: str) -> None:
        self.tools.progress(Progress(step=step))


def inspector(tools: CaptureTools) -> Callable[[WarcRecord], None]:
    """Give what refuses a recording that reached into the server's own network."""
    guard = AddressGuard(tools.allowed_private_hosts)

    def inspect(record: WarcRecord) -> None:
        address = record.fields.get("WARC-IP-Address")
        if address:
            guard.check_answer(record.target_uri, address)

    return inspect
