# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The ids of objects: counted from the numbers of posts, so that none need be kept."""

from enum import StrEnum
from typing import NamedTuple

PAGE_ID = "104100200300400"
IG_ID = "17841400000000042"
IG_SCOPED_ID = "24100000000000042"

POSTS = 122_000_000_000_000
COMMENTS = 3_000_000_000_000_000
PHOTOS = 500_000_000_000_000
COMMENT_PHOTOS = 700_000_000_000_000_000
COVERS = 900_000_000_000_000
IG_MEDIA = 17_900_000_000_000_000
IG_CHILDREN = 17_950_000_000_000_000
IG_COMMENTS = 18_000_000_000_000_000
MOST_POSTS, MOST_COMMENTS, MOST_PICTURES = 1_000_000, 100_000, 1_000


class Kind(StrEnum):
    """What an id names."""

    POST = "post"
    COMMENT = "comment"
    PHOTO = "photo"
    COMMENT_PHOTO = "comment_photo"


class Reference(NamedTuple):
    """A post by its serial, or with `number` a comment or picture of it (from 1)."""

    kind: Kind
    serial: int
    number: int = 0


def post_number(serial: int) -> str:
    """Give a post's own number, as it stands in addresses."""
    return str(POSTS + serial)


def post_id(serial: int) -> str:
    """Give a post's id."""
    return f"{PAGE_ID}_{post_number(serial)}"


def comment_number(serial: int, number: int) -> str:
    """Give a comment's own number, as it stands in addresses."""
    return str(COMMENTS + serial * MOST_COMMENTS + number)


def comment_id(serial: int, number: int) -> str:
    """Give a comment's id."""
    return f"{post_number(serial)}_{comment_number(serial, number)}"


def photo_id(serial: int, number: int) -> str:
    """Give the id of a picture or film in a post."""
    return str(PHOTOS + serial * MOST_PICTURES + number)


def comment_photo_id(serial: int, number: int) -> str:
    """Give the id of the picture in a comment."""
    return str(COMMENT_PHOTOS + serial * MOST_COMMENTS + number)


def media_id(serial: int) -> str:
    """Give the id of a post on Instagram."""
    return str(IG_MEDIA + serial)


def child_id(serial: int, number: int) -> str:
    """Give the id of a picture or film in an Instagram carousel."""
    return str(IG_CHILDREN + serial * MOST_PICTURES + number)


def ig_comment_id(serial: int, number: int) -> str:
    """Give the id of a comment on Instagram."""
    return str(IG_COMMENTS + serial * MOST_COMMENTS + number)


def on_facebook(text: str) -> Reference | None:
    """Read an id of Facebook's; None for what is none."""
    owner, _, last = text.rpartition("_")
    if not last.isdecimal() or (owner and not owner.isdecimal()):
        return None
    number = int(last)
    if owner == PAGE_ID or (not owner and _within(number, POSTS, MOST_POSTS)):
        return _counted(Kind.POST, number, POSTS, 1)
    if owner:
        found = _counted(Kind.COMMENT, number, COMMENTS, MOST_COMMENTS)
        return found if post_number(found.serial) == owner else None
    if _within(number, PHOTOS, MOST_POSTS * MOST_PICTURES):
        return _counted(Kind.PHOTO, number, PHOTOS, MOST_PICTURES)
    if number >= COMMENT_PHOTOS:
        return _counted(Kind.COMMENT_PHOTO, number, COMMENT_PHOTOS, MOST_COMMENTS)
    return None


def on_instagram(text: str) -> Reference | None:
    """Read an id of Instagram's; None for what is none."""
    if not text.isdecimal():
        return None
    number = int(text)
    if _within(number, IG_MEDIA, MOST_POSTS):
        return _counted(Kind.POST, number, IG_MEDIA, 1)
    if _within(number, IG_CHILDREN, MOST_POSTS * MOST_PICTURES):
        return _counted(Kind.PHOTO, number, IG_CHILDREN, MOST_PICTURES)
    if _within(number, IG_COMMENTS, MOST_POSTS * MOST_COMMENTS):
        return _counted(Kind.COMMENT, number, IG_COMMENTS, MOST_COMMENTS)
    return None


def _within(number: int, base: int, width: int) -> bool:
    return base < number < base + width


def _counted(kind: Kind, number: int, base: int, width: int) -> Reference:
    serial, rest = divmod(number - base, width)
    return Reference(kind, serial, rest)
