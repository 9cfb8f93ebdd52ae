# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tour of an account: its feed, the page of every post, every page of comments.

On most platforms the feed shows only how many comments there are; the citizens' words
stand on the page of each post. So the feed alone is never a capture.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from archivers.behaviour import Belief
from archivers.extent import ALL, Extent
from archivers.items import ItemCollection
from archivers.screenshot import Slice, boxes_on, screenshot_slices
from archivers.settle import settle
from archivers.text import page_number, plain_link
from archivers.visit import (
    Reading,
    Sight,
    address_of,
    demand_ok,
    is_same_site,
    see_post,
    see_profile,
)
from schemas.order import Progress
from schemas.profile import PageState

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from archivers.browser import Session
    from archivers.platform import MorePages, Platform, Rectangle
    from schemas.account import Account
    from schemas.capture import CaptureFile
    from schemas.item import Box

OFFLINE = {
    "offline": True,
    "latency": 0,
    "downloadThroughput": 0,
    "uploadThroughput": 0,
}
PAUSE_MS = 250


@dataclass
class Tour:
    """What is seen on the way, and where to go next.

    `lost` are the addresses of pages that belong to the account but did not open.
    Without a folder no pictures are taken. The pages of posts are not opened where the
    platform's API has given every thread. `extent` is how much of the account is taken.
    """

    session: "Session"
    platform: "Platform"
    account: "Account"
    folder: Path | None
    progress: Callable[[Progress], None]
    slices: list[Slice] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    opens_posts: bool = True
    extent: Extent = ALL

    def __post_init__(self) -> None:
        self.items = ItemCollection(self.account.account_id)
        self.home = self.session.new_page()
        self._ends_at = time.monotonic() + self.session.limits.total_seconds
        self._seen: set[str] = set()
        self._visits: list[str] = []

    @property
    def pages_visited(self) -> int:
        """How many pages were opened so far, or tried to be."""
        return len(self._visits)

    def go(self) -> Sight:
        """Visit everything and give what the account's own page was.

        Raises:
            NeedsPerson: a wall, or a page that is gone or not understood.
            Unavailable: the platform is down or asks us to wait.
        """
        home = self._account_page()
        # Only now: a tab behind another draws no frames, and loads no lazy pictures.
        self.work = self.session.new_page()
        if self.extent.is_full:
            self._feed_pages(home.more.feed)
        if self.opens_posts:
            self._threads()
        self._probe_again()
        return home

    def photograph_home(self) -> None:
        """Take the pictures of the account's page; nothing may be fetched any more."""
        self.session.traffic.is_offline = True
        self.session.context.set_offline(True)
        self.home.bring_to_front()
        self.progress(Progress(step="Tar skärmbilder"))
        self._photograph(self.home, "account")

    # --- the account's page and the pages on which its feed goes on ------------------

    def _account_page(self) -> Sight:
        url = str(self.account.url)
        self.progress(Progress(step="Öppnar kontots sida"))
        sight = see_profile(self.session, self.home, self.platform, url)
        demand_ok(sight)
        self._note_visit(address_of(self.home))
        stated = sight.profile.stated_posts

        def tell() -> None:
            done = len(self.items.posts())
            self.progress(Progress(step="Rullar flödet", done=done, total=stated))

        def belief() -> Belief:
            return _belief(stated, len(self.items.posts()))

        reading = self._reading(self.home, belief, tell)
        more = reading.read_all() if self.extent.is_full else reading.read_first()
        found = self.platform.read_profile(self.home)
        return Sight(sight.arrival, sight.state, found, more)

    def _feed_pages(self, more: Iterable[str]) -> None:
        waiting = [url for url in more if self._is_ours(url)]
        number = 1
        while waiting:
            waiting.sort(key=page_number)
            url = waiting.pop(0)
            number += 1
            self.progress(Progress(step="Öppnar nästa sida i flödet", done=number))
            if not self._open(url):
                continue
            reading = self._reading(self.work, lambda: Belief.UNKNOWN, lambda: None)
            found = reading.read_all().feed
            waiting += [u for u in found if self._is_ours(u) and u not in waiting]
            self._photograph_apart(f"feed-{number:03}")

    # --- the page of each post, with its comments ------------------------------------

    def _threads(self) -> None:
        urls = self._thread_urls()
        for number, url in enumerate(urls, start=1):
            self._open_thread(url, number, len(urls))

    def _thread_urls(self) -> list[str]:
        links = [post.found.permalink for post in self.items.posts()]
        own = dict.fromkeys(link.partition("#")[0] for link in links if link)
        chosen = self.extent.chosen([*own])
        if not self.extent.is_full:
            self.lost += [u for u in chosen if not is_same_site(u, self.home.url)]
        return [url for url in chosen if self._is_ours(url)]

    def _open_thread(self, url: str, number: int, total: int) -> None:
        self.progress(Progress(step="Öppnar inlägg", done=number, total=total))
        if self._open(url):
            self._thread(url, f"post-{number:03}")

    def _thread(self, url: str, stem: str) -> None:
        waiting = self._read_thread(url).thread
        self._photograph_apart(stem)
        pages, number = list(waiting), 1
        while pages:
            page = pages.pop(0)
            if not self._is_ours(page) or not self._open(page):
                continue
            number += 1
            found = self._read_thread(url).thread
            pages += [u for u in found if self._is_ours(u) and u not in pages]
            self._photograph_apart(f"{stem}-comments-{number:02}")

    def _read_thread(self, url: str) -> "MorePages":
        has_pages = bool(self.platform.more_pages(self.work).thread)

        def belief() -> Belief:
            post = self.items.post_at(url)
            if post is None or has_pages:
                return Belief.UNKNOWN
            found = self.items.comments_below(post.item_id)
            return _belief(post.found.stated_comments, found)

        return self._reading(self.work, belief, lambda: None).read_all()

    def _probe_again(self) -> None:
        """Make sure that the page was no wall when the tour ended either."""
        self.progress(Progress(step="Kontrollerar att sidan fortfarande visas"))
        url = str(self.account.url)
        demand_ok(see_profile(self.session, self.work, self.platform, url))

    # --- what the parts share --------------------------------------------------------

    def _reading(
        self, page: "Page", belief: Callable[[], Belief], tell: Callable[[], None]
    ) -> Reading:
        return Reading(self.session, page, self.platform, self.items, belief, tell)

    def _is_ours(self, url: str) -> bool:
        return is_same_site(url, self.home.url) and _page_key(url) not in self._seen

    def _note_visit(self, url: str) -> None:
        self._seen.add(_page_key(url))
        self._visits.append(url)

    def _open(self, url: str) -> bool:
        """Open a further page; one that is gone is noted, a wall ends the tour."""
        limits = self.session.limits
        if self.pages_visited >= limits.pages or time.monotonic() > self._ends_at:
            self.session.hit("Alla sidor hann inte öppnas.")
            self.lost.append(url)
            return False
        self._note_visit(url)
        sight = self._see_with_patience(url)
        if sight.state is PageState.OK:
            return True
        if _is_lost(sight):
            self.lost.append(url)
            return False
        demand_ok(sight)
        return False

    def _see_with_patience(self, url: str) -> Sight:
        """Open a page; try again after a fault, or when asked to come back soon."""
        for _ in range(self.session.limits.retries):
            sight = see_post(self.session, self.work, self.platform, url)
            wait = self._wait_before_retry(sight)
            if wait is None:
                return sight
            self.progress(Progress(step="Väntar på plattformen"))
            self._pause(wait)
        return see_post(self.session, self.work, self.platform, url)

    def _wait_before_retry(self, sight: Sight) -> float | None:
        limits = self.session.limits
        if sight.state is PageState.UNAVAILABLE:
            return limits.retry_seconds
        wait = sight.arrival.retry_after
        is_short = wait is not None and wait <= limits.retry_after_seconds
        return wait if sight.state is PageState.RATE_LIMITED and is_short else None

    def _pause(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.work.wait_for_timeout(PAUSE_MS)

    def _photograph_apart(self, stem: str) -> None:
        """Take the pictures of a page while only this tab is off the network."""
        if self.folder is None:
            return
        network = self.session.context.new_cdp_session(self.work)
        self.session.traffic.is_offline = True
        network.send("Network.enable")
        network.send("Network.emulateNetworkConditions", OFFLINE)
        try:
            self._photograph(self.work, stem)
        finally:
            network.detach()
            self.session.traffic.is_offline = False

    def _photograph(self, page: "Page", stem: str) -> None:
        if self.folder is None:
            return
        settle(page)
        found = self.platform.read_items(page)
        slices = screenshot_slices(page, self.folder / "screenshots", stem)
        self.slices += slices

        def boxes(area: "Rectangle") -> "tuple[Box, ...]":
            return boxes_on(slices, (area.x, area.y, area.width, area.height))

        self.items.place(address_of(page), found, boxes)

    @property
    def screenshots(self) -> "tuple[CaptureFile, ...]":
        """The pictures that were taken."""
        return tuple(one.file for one in self.slices)


def _is_lost(sight: Sight) -> bool:
    """Whether a page is beyond reach while the platform itself still answers."""
    if sight.state in {PageState.GONE, PageState.NOT_UNDERSTOOD}:
        return True
    return sight.state is PageState.UNAVAILABLE and sight.arrival.status is not None


def _page_key(url: str) -> str:
    return plain_link(url).partition("#")[0]


def _belief(stated: int | None, found: int) -> Belief:
    if stated is None:
        return Belief.UNKNOWN
    return Belief.MET if found >= stated else Belief.LESS
