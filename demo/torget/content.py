# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands on the site: the account, its posts and the citizens' comments.

Ids and texts are the same in every run; times are counted back from the moment that
the site was first started.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent / "content" / "almhult.toml"
ACCOUNT_AUTHOR = "@account"
UNITS = {"min": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True)
class Picture:
    """A drawn picture; `is_heavy` gives it the weight of a photograph."""

    picture_id: str
    scene: str
    alt: str
    sign: str
    variant: int
    file_type: str
    is_heavy: bool = False


@dataclass(frozen=True)
class Link:
    """A link preview card; some lack the picture that they promise."""

    url: str
    title: str
    picture_missing: bool


@dataclass(frozen=True)
class Comment:
    """A comment with its replies; `author` is None for the account itself."""

    comment_id: str
    author: str | None
    text: str
    published: datetime
    replies: tuple["Comment", ...]

    def total(self) -> int:
        """Count the comment and all below it."""
        return 1 + sum(reply.total() for reply in self.replies)


@dataclass(frozen=True)
class Post:
    """A post of the account."""

    post_id: str
    text: str
    published: datetime
    pictures: tuple[Picture, ...]
    links: tuple[Link, ...]
    comments: tuple[Comment, ...]
    video: str | None
    video_alt: str

    def comment_count(self) -> int:
        """Count the comments and replies."""
        return sum(comment.total() for comment in self.comments)


@dataclass(frozen=True)
class Account:
    """The account; fields that can change are held by version."""

    account_id: str
    handle: str
    category: str
    followers: int
    links: tuple[str, ...]
    names: Mapping[int, str]
    abouts: Mapping[int, str]


@dataclass(frozen=True)
class Content:
    """Everything on the site."""

    account: Account
    posts: tuple[Post, ...]

    def post(self, post_id: str) -> Post | None:
        """Find a post by its id."""
        return next((post for post in self.posts if post.post_id == post_id), None)

    def comment_count(self) -> int:
        """Count all comments and replies."""
        return sum(post.comment_count() for post in self.posts)


def load_content(started_at: datetime, posts: int | None, *, heavy: bool) -> Content:
    """Read the content; with more `posts` than are written, older ones come again.

    `heavy` is the benchmark: two pictures a post, each with a photograph's weight.
    """
    raw = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    written = raw["post"]
    number = len(written) if posts is None else posts
    made = tuple(
        _post(written, index, started_at, heavy=heavy) for index in range(number)
    )
    return Content(account=_account(raw["account"]), posts=made)


def _account(raw: Mapping[str, Any]) -> Account:
    return Account(
        account_id=raw["id"],
        handle=raw["handle"],
        category=raw["category"],
        followers=raw["followers"],
        links=tuple(raw["links"]),
        names={int(key): value for key, value in raw["name"].items()},
        abouts={int(key): value.strip() for key, value in raw["about"].items()},
    )


def _post(
    written: list[dict[str, Any]], index: int, started_at: datetime, *, heavy: bool
) -> Post:
    raw = written[index % len(written)]
    turn = index // len(written)
    published = started_at - _span(raw["age"]) - timedelta(days=401 * turn)
    prefix = f"post {index}"
    return Post(
        post_id=_number(prefix),
        text=raw["text"].strip() + (f"\n\n(Repris {turn})" if turn else ""),
        published=published,
        pictures=tuple(_pictures(raw, index, heavy=heavy)),
        links=tuple(
            Link(link["url"], link["title"], link.get("picture_missing", False))
            for link in raw.get("links", [])
        ),
        comments=tuple(_comments(raw.get("comment", []), prefix, published)),
        video=raw.get("video") if turn == 0 else None,
        video_alt=raw.get("video_alt", ""),
    )


def _pictures(raw: Mapping[str, Any], index: int, *, heavy: bool) -> Iterator[Picture]:
    listed = list(raw.get("pictures", []))
    if heavy:
        spare = {"scene": "lake", "alt": "Sjön Möckeln", "sign": "Foto"}
        listed = [*listed, spare, spare][:2]
    for place, picture in enumerate(listed):
        kind = "jpg" if heavy else ("jpg", "png", "webp")[(index + place) % 3]
        yield Picture(
            picture_id=_number(f"picture {index} {place}"),
            scene=picture["scene"],
            alt=picture["alt"],
            sign=picture["sign"],
            variant=picture.get("variant", 1) + (index + place if heavy else 0),
            file_type=kind,
            is_heavy=heavy,
        )


def _comments(
    listed: list[dict[str, Any]], prefix: str, post_published: datetime
) -> Iterator[Comment]:
    for place, raw in enumerate(listed):
        name = f"{prefix} comment {place}"
        author = raw["author"]
        yield Comment(
            comment_id=_number(name),
            author=None if author == ACCOUNT_AUTHOR else author,
            text=raw["text"],
            published=post_published + _span(raw["after"]),
            replies=tuple(_comments(raw.get("reply", []), name, post_published)),
        )


def _span(text: str) -> timedelta:
    match = re.fullmatch(r"(\d+) (min|h|d)", text)
    if match is None:
        message = f"not a span of time: {text!r}"
        raise ValueError(message)
    return timedelta(**{UNITS[match[2]]: int(match[1])})


def _number(name: str) -> str:
    """Make an id that is the same in every run and looks like a platform's."""
    digest = hashlib.sha256(name.encode()).digest()
    return str(10**9 + int.from_bytes(digest[:8], "big") % (9 * 10**9))
