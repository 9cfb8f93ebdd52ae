# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A visit to one page of an account: open it, say what it is, show all, read it."""

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archivers.behaviour import Behaviour, Belief
from archivers.page_state import (
    CORE_FIELDS,
    Arrival,
    Signs,
    classify,
    error_for,
    read_signs,
)
from archivers.platform import FoundProfile, MorePages
from schemas.profile import PageState

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from archivers.browser import Session
    from archivers.items import ItemCollection
    from archivers.platform import Platform

FIRST_ERROR = 400


@dataclass(frozen=True)
class Sight:
    """What kind of page answered, and the profile that stands in it."""

    arrival: Arrival
    state: PageState
    profile: FoundProfile = field(default_factory=FoundProfile)
    more: MorePages = field(default_factory=MorePages)


def see_profile(
    session: "Session", page: "Page", platform: "Platform", url: str
) -> Sight:
    """Open the account's page and say what it is, without scrolling.

    Raises:
        NotAllowed: the page leads into a private network.
    """
    arrival = session.open(page, url)
    if _is_answered(arrival):
        return Sight(arrival, classify(arrival, Signs(), is_understood=False))
    found = FoundProfile()

    def is_understood() -> bool:
        nonlocal found
        found = platform.read_profile(page)
        return found.profile.core_fields() >= CORE_FIELDS

    understood = _wait_until(session, page, is_understood)
    arrival = _where_it_is(arrival, page)
    signs = Signs() if understood else read_signs(page)
    state = classify(arrival, signs, is_understood=understood)
    return Sight(arrival, state, found)


def see_post(session: "Session", page: "Page", platform: "Platform", url: str) -> Sight:
    """Open a page of posts or of one post and say what it is.

    Raises:
        NotAllowed: the page leads into a private network.
    """
    arrival = session.open(page, url)
    if _is_answered(arrival):
        return Sight(arrival, classify(arrival, Signs(), is_understood=False))
    understood = _wait_until(session, page, lambda: bool(platform.read_items(page)))
    arrival = _where_it_is(arrival, page)
    signs = Signs() if understood else read_signs(page)
    return Sight(arrival, classify(arrival, signs, is_understood=understood))


def _is_answered(arrival: Arrival) -> bool:
    """Whether the status alone says what the page is."""
    return arrival.status is None or arrival.status >= FIRST_ERROR


def _where_it_is(arrival: Arrival, page: "Page") -> Arrival:
    """Note where a page that sends its visitors on by script has gone."""
    return Arrival(arrival.asked, page.url, arrival.status, arrival.retry_after)


def _wait_until(
    session: "Session", page: "Page", is_true: "Callable[[], bool]"
) -> bool:
    """Look until it is true, or until the page has been at rest for long."""
    limits = session.limits
    deadline = time.monotonic() + limits.navigation_seconds
    quiet, activity = 0, -1
    while not is_true():
        is_busy = session.traffic.pending(limits.stalled_seconds) > 0
        is_new = session.traffic.activity != activity
        quiet, activity = quiet + 1, session.traffic.activity
        if is_busy or is_new:
            quiet = 0
        if quiet >= limits.quiet_checks or time.monotonic() > deadline:
            return False
        page.wait_for_timeout(limits.poll_ms)
    return True


@dataclass
class Reading:
    """Reads a page into the collection for as long as the page grows."""

    session: "Session"
    page: "Page"
    platform: "Platform"
    items: "ItemCollection"
    expected: "Callable[[], Belief]"
    on_growth: "Callable[[], None]"

    def read_all(self) -> MorePages:
        """Make the page show all and take in every post and comment on it."""
        behaviour = Behaviour(self.session, self.page, self.harvest, self.expected)
        behaviour.show_all()
        return self._read_the_rest(behaviour)

    def read_first(self) -> MorePages:
        """Take in what the page shows at first, without asking it for more."""
        behaviour = Behaviour(self.session, self.page, self.harvest, self.expected)
        self.harvest()
        behaviour.show_first()
        return self._read_the_rest(behaviour)

    def _read_the_rest(self, behaviour: Behaviour) -> MorePages:
        self.harvest()
        media = (m for i in self.platform.read_items(self.page) for m in i.media)
        behaviour.fetch_originals([m.url for m in media if not m.is_video])
        return self.platform.more_pages(self.page)

    def harvest(self) -> None:
        """Take in what stands in the page at this moment."""
        found = self.platform.read_items(self.page)
        page_number = self.platform.more_pages(self.page).thread_page
        self.items.add(address_of(self.page), found, page_number)
        self.on_growth()


def address_of(page: "Page") -> str:
    """Give a page's address without the part after #."""
    return page.url.partition("#")[0]


def demand_ok(sight: Sight) -> None:
    """Refuse to go on from a page that is not what it should be.

    Raises:
        NeedsPerson: a wall, a page that is gone or not understood.
        Unavailable: the platform is down or asks us to wait.
    """
    if sight.state is not PageState.OK:
        raise error_for(sight.state, sight.arrival)


def is_same_site(url: str, other: str) -> bool:
    """Whether two addresses have the same host."""
    return urlsplit(url).netloc.lower() == urlsplit(other).netloc.lower()
