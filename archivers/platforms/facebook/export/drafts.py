# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A post or comment as one file of an export has it, whichever form the file has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

MILLISECONDS = 100_000_000_000
"""Times of this size and more count milliseconds."""


@dataclass(frozen=True)
class DraftMedia:
    """A picture or film as a file names it.

    `pointer` leads to `caption`, what stands below it.
    """

    address: str
    caption: str = ""
    created: datetime | None = None
    pointer: str = ""


@dataclass(frozen=True)
class Draft:
    """What a file says of a post or comment.

    `entry` leads to all of it and `pointer` to its text, or to all of it when it has
    none. `title` is what Facebook says that the account did, `shown` the time as the
    page writes it, and `more` what it holds besides text and pictures: a poll, an
    event. `address` is that of its own page.
    """

    entry: str
    pointer: str
    text: str
    when: datetime | None = None
    shown: str = ""
    title: str = ""
    author: str = ""
    media: tuple[DraftMedia, ...] = ()
    links: tuple[str, ...] = ()
    place: str = ""
    more: tuple[str, ...] = ()
    edited: datetime | None = None
    address: str = ""


@dataclass(frozen=True)
class DraftAlbum:
    """An album: `photos` are its pictures, `said` what was written below them."""

    name: str
    about: str
    pointer: str
    photos: tuple[DraftMedia, ...]
    said: tuple[Draft, ...] = ()


@dataclass
class FileDrafts:
    """What was read of one file.

    `odd` counts the entries that were not of a known form, and `unknown` the things
    within posts, by the export's own name of them, that are not read.
    """

    posts: list[Draft] = field(default_factory=list)
    loose: list[Draft] = field(default_factory=list)
    comments: list[Draft] = field(default_factory=list)
    albums: list[DraftAlbum] = field(default_factory=list)
    odd: int = 0
    unknown: set[str] = field(default_factory=set)
    made_by: str = ""
    is_empty: bool = False
    is_in_other_time: bool = False

    @property
    def is_understood(self) -> bool:
        """Whether anything was read, or there was nothing in it."""
        read = self.posts or self.loose or self.comments or self.albums
        return bool(read) or (self.is_empty and not self.odd)


def instant(seconds: object) -> datetime | None:
    """Read a time as JSON has it: seconds since 1970, or milliseconds."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    if seconds <= 0:
        return None
    value = seconds / 1000 if seconds >= MILLISECONDS else seconds
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def mapping(value: object) -> Mapping[str, object]:
    """Give a value as an object, empty if it is none."""
    return value if isinstance(value, dict) else {}


def listed(value: object) -> list[object]:
    """Give a value as a list, empty if it is none."""
    return value if isinstance(value, list) else []


def worded(value: object) -> str:
    """Give a value as text, empty if it is none."""
    return value if isinstance(value, str) else ""
