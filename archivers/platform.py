# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a platform module knows: how to read an account's pages in a browser.

A platform reads; it does not scroll, wait, record or judge. Adding one takes one file
in `archivers.platforms` and one line in `archivers.PLATFORMS`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from schemas.account import Account
from schemas.profile import Profile

if TYPE_CHECKING:
    from playwright.sync_api import Page


@dataclass(frozen=True)
class Rectangle:
    """Where something stands on a page, in CSS pixels from the page's top left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class FoundMedia:
    """A picture or film of an item: the address that the browser asked for."""

    url: str
    alternative_text: str = ""
    is_video: bool = False


@dataclass(frozen=True, slots=True)
class FoundItem:
    """A post or comment as it stands on one page, before the pages are put together.

    `key` names it on this page and `parent_key` what it answers to. `stated_comments`
    is the number that the page itself gives. `source` says which markup gave the text.
    `is_hidden`, `is_edited`, `edited` and `reactions` are as in `schemas.item.Item`.
    """

    key: str
    is_post: bool
    author: str
    text: str
    source: str
    parent_key: str | None = None
    title: str = ""
    author_url: str | None = None
    permalink: str | None = None
    published: datetime | None = None
    published_text: str = ""
    stated_comments: int | None = None
    media: tuple[FoundMedia, ...] = ()
    box: Rectangle | None = None
    is_hidden: bool = False
    is_edited: bool = False
    edited: datetime | None = None
    reactions: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class FoundProfile:
    """The profile on a page, and which source gave each field.

    `stated_posts` is the number of posts that the page says the account has, `locale`
    the language that the page says it is in.
    """

    profile: Profile = field(default_factory=Profile)
    sources: Mapping[str, str] = field(default_factory=dict)
    stated_posts: int | None = None
    locale: str = ""


@dataclass(frozen=True)
class MorePages:
    """Where a feed or a thread goes on: pages of posts, and pages of comments.

    `thread_page` is the number of the page of comments that is shown, if it has one:
    comments are read in the order of these numbers.
    """

    feed: tuple[str, ...] = ()
    thread: tuple[str, ...] = ()
    thread_page: int | None = None


@runtime_checkable
class Discreet(Protocol):
    """A platform that knows which addresses are the logged-in person's own."""

    @property
    def private(self) -> Mapping[str, str]:
        """Patterns of addresses that no capture may hold, by what they are."""
        ...


@runtime_checkable
class Attended(Protocol):
    """A platform whose terms forbid automated collection, also of one's own account.

    A person attends the browser there, unless the account's owner has decided, on the
    record, that it may run unattended.
    """

    @property
    def terms(self) -> str:
        """Say in Swedish what the terms ask for."""
        ...

    def pages_of(self, account: Account) -> "Platform":
        """Give the reader of the account's pages when no API has told what they hold.

        It is keyed by the account's own id or username: the first profile in a page is
        the logged-in viewer's.
        """
        ...


class Platform(Protocol):
    """Reads the pages of one platform."""

    @property
    def name(self) -> str:
        """The platform's name in the account register."""
        ...

    @property
    def version(self) -> int:
        """Raised when what is read changes, so that unlike is not compared."""
        ...

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that the platform serves; empty for any host."""
        ...

    def read_profile(self, page: "Page") -> FoundProfile:
        """Read the profile fields of the account that the page shows."""
        ...

    def read_static(self, body: bytes, url: str) -> FoundProfile:
        """Read the profile from a page as the server sent it, without a browser."""
        ...

    def read_items(self, page: "Page") -> tuple[FoundItem, ...]:
        """Read the posts and comments in the page, in reading order."""
        ...

    def permalinks(self, page: "Page") -> tuple[str, ...]:
        """Give the address of each post in the page that has a page of its own."""
        ...

    def more_pages(self, page: "Page") -> MorePages:
        """Give the pages on which the feed or the thread goes on."""
        ...
