# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tour of a recording, with the pages of several posts open at the same time.

A tour waits most of its time: a page counts as at rest only when it has been quiet for
a while. At the capture pages are opened one after the other, out of consideration for
the server. With the network cut there is nobody to be considerate of, so the waits are
spent side by side; every page is still given all of its own.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from copy import copy
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from greenlet import greenlet
from playwright.sync_api import Error

from archivers.saved_login import Login
from archivers.tour import Tour
from schemas.errors import ArchiveError

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from archivers.browser import Session

LANES = 4
"""More would only wait for the processor: few servers have more than four cores."""

TURN_MS = 50


@dataclass
class TourInLanes(Tour):
    """A tour whose posts are opened in several windows that take turns.

    `open_session` gives a session of its own to each window, one that remembers what
    the account's page has left in the browser. `asked` are the addresses that the
    windows asked for.
    """

    open_session: Callable[[Login], "AbstractContextManager[Session]"] | None = None
    lanes: int = 1
    asked: set[str] = field(default_factory=set)

    def _threads(self) -> None:
        urls = self._thread_urls()
        count = min(self.lanes, len(urls))
        if self.open_session is None or count < 2:  # noqa: PLR2004 -- nothing to share
            super()._threads()
            return
        waiting = deque(enumerate(urls, start=1))
        left = Login(self.session.remembered())
        with ExitStack() as open_sessions:
            lanes = [
                self._beside(open_sessions.enter_context(self.open_session(left)))
                for _ in range(count)
            ]
            works = [partial(lane.take_turns, waiting, len(urls)) for lane in lanes]
            side_by_side(self.home, works)

    def _beside(self, session: "Session") -> "TourInLanes":
        """Give this very tour, its findings shared, with a window of its own."""
        other = copy(self)
        other.session = session
        session.traffic.asked = self.asked
        other.work = session.new_page()
        return other

    def take_turns(self, waiting: deque[tuple[int, str]], total: int) -> None:
        """Open posts until none is waiting; what stops one window stops the tour.

        Raises:
            NeedsPerson: a wall, or a page that is gone or not understood.
            Unavailable: the platform is down or asks us to wait.
        """
        is_done = False
        try:
            while waiting:
                number, url = waiting.popleft()
                self._open_thread(url, number, total)
            is_done = True
        finally:
            if not is_done:
                waiting.clear()


def side_by_side(page: "Page", works: Sequence[Callable[[], None]]) -> None:
    """Do several pieces of work with one browser; while one waits, another goes on.

    The browser's driver runs its own event handlers in this way: whoever waits for the
    browser gives way to the driver's loop until the answer is there. `page` is any
    page of the browser that none of them uses.

    Raises:
        ArchiveError: what stopped the first of them, when all have ended.
        playwright.sync_api.Error: likewise, for the browser's own errors.
    """
    loop = asyncio.get_running_loop()
    ended: list[Callable[[], None]] = []
    failed: list[Exception] = []

    def begin(work: Callable[[], None]) -> None:
        def body() -> None:
            try:
                work()
            except (ArchiveError, Error) as error:
                failed.append(error)
            finally:
                ended.append(work)

        greenlet(body).switch()

    for work in works:
        loop.call_soon(begin, work)
    while len(ended) < len(works):
        page.wait_for_timeout(TURN_MS)
    if failed:
        raise failed[0]
