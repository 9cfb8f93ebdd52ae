# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Replay a finished recording with the network cut, and see whether it is all there.

A recording proves that nothing was lost on the way into it; that it shows the account
to whoever opens it is proven only by opening it. The same tour is made once more, and
must find as many posts and comments and miss no address.
"""

import re
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from archivers.browser import Session
from archivers.chromium import find_chromium, launch, translated_errors
from archivers.extent import ALL, Extent
from archivers.platform import Platform
from archivers.replay.lanes import LANES, TourInLanes
from archivers.replay.offline import Anywhere
from archivers.replay.recorded import Recorded
from archivers.replay.server import ReplayServer, serving
from archivers.saved_login import Login
from archivers.scratch import scratch_folder
from archivers.tools import CaptureTools
from archivers.tour import Tour
from schemas.account import Account
from schemas.capture import ReplayCheck
from schemas.errors import (
    DiskFull,
    NeedsPerson,
    ToolMissing,
    Unavailable,
)
from schemas.order import Progress

__all__ = ["Seen", "replay"]


@dataclass(frozen=True)
class Seen:
    """What the capture of an account saw, and how it looked at it.

    `unanswered` are the addresses that got no answer then. The replay opens the pages
    of posts if the capture did, within the same `extent`. What has an address of the
    patterns in `private` was left out on purpose.
    """

    platform: Platform
    account: Account
    posts: int
    comments: int
    unanswered: Collection[str] = ()
    opens_posts: bool = True
    extent: Extent = ALL
    private: tuple[str, ...] = ()


def replay(warc: Path, seen: Seen, tools: CaptureTools) -> ReplayCheck:
    """Make the tour of an account in its recording, with the network cut.

    Posts are opened side by side. That is another order than the capture's, in which a
    site may answer otherwise; so a recording that does not pass is gone through once
    more in the order of the capture, and only that is held against it.

    Raises:
        Damaged: the recording cannot be read, or the browser ended in the middle.
        ToolMissing: there is no Chromium.
        DiskFull: there is no room for the recording's bodies.
    """
    if seen.opens_posts and seen.posts > 1:
        check = _replayed(warc, seen, tools, LANES)
        if check.passed:
            return check
    return _replayed(warc, seen, tools, 1)


def _replayed(warc: Path, seen: Seen, tools: CaptureTools, lanes: int) -> ReplayCheck:
    chromium = find_chromium(tools.chromium)
    with (
        scratch_folder(tools.workspace) as folder,
        closing(Recorded(warc, folder, tools.secrets)) as recorded,
        serving(recorded, folder) as server,
        launch(chromium, server.browser_arguments(), tools.workspace) as browser,
        translated_errors(),
    ):

        def session(login: Login | None) -> Session:
            return Session(browser, Anywhere(), tools.limits, tools.clock, login=login)

        with session(tools.login) as first:
            tour = TourInLanes(
                first,
                seen.platform,
                seen.account,
                None,
                _retold(tools.progress),
                opens_posts=seen.opens_posts,
                extent=seen.extent,
                open_session=session,
                lanes=lanes,
            )
            stopped_by = _stopped_by(tour)
            asked = first.traffic.asked | tour.asked
            return _judged(seen, tour, _missing(seen, asked, server), stopped_by)


def _missing(
    seen: Seen, asked: Collection[str], server: ReplayServer
) -> tuple[str, ...]:
    """Give what was asked for in vain, but for what was in vain at the capture too.

    What the browser asks on its own behalf was never recorded: neither does its driver
    know of it, nor the recording of the host.
    """
    known = server.recorded.hosts
    return tuple(
        url
        for url in sorted(server.missed)
        if url not in seen.unanswered
        and (url in asked or urlsplit(url).netloc in known)
        and not any(re.search(pattern, url) for pattern in seen.private)
    )


def _judged(
    seen: Seen, tour: Tour, missing: tuple[str, ...], stopped_by: str
) -> ReplayCheck:
    posts = len(tour.items.posts())
    comments = len(tour.items.all()) - posts
    is_same = (posts, comments) == (seen.posts, seen.comments)
    return ReplayCheck(
        posts=posts,
        comments=comments,
        expected_posts=seen.posts,
        expected_comments=seen.comments,
        missing=missing,
        stopped_by=stopped_by,
        passed=is_same and not missing and not stopped_by,
    )


def _stopped_by(tour: Tour) -> str:
    """Make the tour; give the sentence that ended it too early, if any."""
    try:
        tour.go()
    except (ToolMissing, DiskFull):
        raise
    except (NeedsPerson, Unavailable) as error:
        return str(error)
    return ""


def _retold(progress: Callable[[Progress], None]) -> Callable[[Progress], None]:
    def tell(step: Progress) -> None:
        words = f"Spelar upp fångsten utan nät: {step.step[:1].lower()}{step.step[1:]}"
        progress(step.model_copy(update={"step": words}))

    return tell
