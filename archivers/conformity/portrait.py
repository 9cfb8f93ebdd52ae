# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A picture of an account's profile as a visitor sees it, and what the page says.

The visitor is a guest, also where a login is saved: the guideline is about what the
public sees, and a logged-in page shows who is logged in. A wall is no account, so of a
wall no picture is taken. Posts and comments are painted over: only the profile is kept.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from archivers import for_account, reader_for
from archivers.address import AddressGuard
from archivers.api.platform import ApiPlatform
from archivers.attended import demand_eyes
from archivers.browser import Session
from archivers.chromium import find_chromium, launch, translated_errors
from archivers.conformity.covered import photograph
from archivers.linked_pages import LinkedPages
from archivers.platform import FoundProfile, Platform
from archivers.text import one_line
from archivers.tools import CaptureTools
from archivers.visit import see_profile
from schemas.account import Account
from schemas.profile import PageState, Profile

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST_LOOKS = 50

_PICTURES_ARE_THERE = """() => [...document.images].every((image) => {
  const box = image.getBoundingClientRect();
  const isSeen = box.width > 0 && box.top < innerHeight && box.bottom > 0;
  return !isSeen || image.complete;
})"""


@dataclass(frozen=True)
class Portrait:
    """What a visitor saw: the page's state, a picture (PNG), its words and profile.

    `texts` are the page's own words, None when the page did not show the account, and
    `posts` what the account itself has posted on it, such as a pinned post.
    """

    state: PageState
    seen_at: datetime
    png: bytes | None = None
    texts: tuple[str, ...] | None = None
    posts: tuple[str, ...] = ()
    profile: Profile = field(default_factory=Profile)


def take_portrait(account: Account, tools: CaptureTools) -> Portrait:
    """See an account as a guest does, and photograph its profile in the window.

    Raises:
        UnknownName: the account's platform is not known.
        NotAllowed: the address is private and not allowed by the settings.
        NoSource: the platform's terms let no program look at pages.
        ToolMissing: there is no browser.
        ArchiveError: the browser could not do it.
    """
    demand_eyes(for_account(account), tools)
    guard = AddressGuard(tools.allowed_private_hosts)
    guard.check(str(account.url))
    chromium = find_chromium(tools.chromium)
    with (
        launch(chromium, guard.browser_arguments(), tools.workspace) as browser,
        translated_errors(),
        Session(browser, guard, tools.limits, tools.clock, pace=tools.pace) as session,
    ):
        return _portrait(session, _reader_of(account, tools), str(account.url))


def _portrait(session: Session, platform: Platform, url: str) -> Portrait:
    page = session.new_page()
    sight = see_profile(session, page, platform, url)
    if sight.state is not PageState.OK:
        return Portrait(sight.state, session.clock())
    _come_to_rest(session, page)
    profile = sight.profile.profile
    texts, posts = _own_words(page), _own_posts(platform, page, profile)
    picture = photograph(page, platform)
    return Portrait(sight.state, session.clock(), picture, texts, posts, profile)


def _reader_of(account: Account, tools: CaptureTools) -> Platform:
    """Choose who reads the page; where an API has told the profile, its name does."""
    platform = reader_for(account)
    if not isinstance(platform, ApiPlatform):
        return platform
    known = FoundProfile(tools.known or Profile())
    return LinkedPages(platform.name, platform.version, known, ())


def _come_to_rest(session: Session, page: "Page") -> None:
    """Wait until the pictures that the window shows have come, but not for ever."""
    quiet = 0
    for _ in range(MOST_LOOKS):
        pending = session.traffic.pending(session.limits.stalled_seconds)
        is_calm = not pending and page.evaluate(_PICTURES_ARE_THERE)
        quiet = quiet + 1 if is_calm else 0
        if quiet >= session.limits.settled_checks:
            return
        page.wait_for_timeout(session.limits.poll_ms)


def _own_posts(platform: Platform, page: "Page", profile: Profile) -> tuple[str, ...]:
    """Give the texts of the account's own posts, never of what others wrote."""
    name = one_line(profile.name or "").casefold()
    return tuple(
        item.text
        for item in platform.read_items(page)
        if item.is_post and item.text and one_line(item.author).casefold() == name
    )


def _own_words(page: "Page") -> tuple[str, ...]:
    texts = (one_line(each) for each in page.evaluate(_script()))
    return tuple(text for text in texts if text)


@cache
def _script() -> str:
    return files("archivers.conformity").joinpath("page_text.js").read_text("utf-8")
