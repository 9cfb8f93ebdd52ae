# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads one post or reply: its text, what it points to, its pictures, its place."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from archivers.platform import FoundItem, FoundMedia
from archivers.platforms.bluesky.names import (
    POSTS,
    parts_of,
    post_address,
    profile_address,
)
from archivers.platforms.bluesky.shapes import Actor, Blob, Post
from archivers.text import moment

SOURCE = "at-protocol"
LINK = "app.bsky.richtext.facet#link"
LABELS = ("alt", "title")

Originals = Callable[[str, Blob, str], FoundMedia]
"""Gives the original of a picture: whose, which, and its alternative text."""


class PostReader:
    """Makes items of posts, for one account and its pages."""

    def __init__(self, origin: str, originals: Originals) -> None:
        self._origin = origin
        self._originals = originals

    def item(self, post: Post, *, is_post: bool, stated: int | None) -> FoundItem:
        """Make an item; `stated` is how many comments it is said to have below it."""
        record, account = post.record, post.author.did
        at = published(record)
        return FoundItem(
            key=post.uri,
            is_post=is_post,
            parent_key=parent_of(record),
            author=signature(post.author),
            author_url=profile_address(self._origin, account),
            text=self._text(record),
            source=SOURCE,
            permalink=post_address(self._origin, post.uri),
            published=at,
            published_text="" if at else str(record.get("createdAt", "")),
            stated_comments=stated,
            media=tuple(self._media(account, record)),
        )

    def _text(self, record: Mapping[str, Any]) -> str:
        """Give the text, and below it the addresses that it shows cut or as cards."""
        text = str(record.get("text", ""))
        hidden = [link for link in self._links(record) if link not in text]
        return "\n\n".join([text, "\n".join(dict.fromkeys(hidden))]).strip()

    def _links(self, record: Mapping[str, Any]) -> Iterator[str]:
        for facet in _dicts(record.get("facets")):
            for feature in _dicts(facet.get("features")):
                if feature.get("$type") == LINK:
                    yield str(feature.get("uri", ""))
        embed = record.get("embed")
        for part in _objects(embed):
            yield from self._target(part)

    def _target(self, part: Mapping[str, Any]) -> Iterator[str]:
        """Give the address that a card or a quotation leads to."""
        uri = part.get("uri")
        if not isinstance(uri, str):
            return
        if uri.startswith("at://"):
            is_quoted = parts_of(uri)[1] == POSTS
            yield post_address(self._origin, uri) if is_quoted else uri
        else:
            yield uri

    def _media(self, account: str, record: Mapping[str, Any]) -> Iterator[FoundMedia]:
        for blob, label in blobs_in(record.get("embed")):
            yield self._originals(account, blob, label)


def signature(author: Actor) -> str:
    """Give an author's name with the handle: two people may have the same name."""
    name = author.display_name.strip()
    return f"{name} (@{author.handle})" if name else f"@{author.handle}"


def parent_of(record: Mapping[str, Any]) -> str | None:
    """Give the name of the post that a post answers, if it does."""
    return _reply(record, "parent")


def root_of(record: Mapping[str, Any]) -> str | None:
    """Give the name of the post that a thread begins with, if it is another."""
    return _reply(record, "root")


def _reply(record: Mapping[str, Any], which: str) -> str | None:
    reply = record.get("reply")
    target = reply.get(which) if isinstance(reply, dict) else None
    uri = target.get("uri") if isinstance(target, dict) else None
    return uri if isinstance(uri, str) else None


def published(record: Mapping[str, Any]) -> datetime | None:
    """Give the time at which its author says that a post was written."""
    stated = record.get("createdAt")
    return moment(stated) if isinstance(stated, str) else None


def blobs_in(value: object, label: str = "") -> Iterator[tuple[Blob, str]]:
    """Find every picture and film in an embed, of whatever kind, with its label.

    New kinds of embeds come every year; what they show is a blob all the same.
    """
    if isinstance(value, list):
        for each in value:
            yield from blobs_in(each, label)
    elif isinstance(value, dict):
        if value.get("$type") == "blob":
            yield from _blob(value, label)
            return
        own = next((value[n] for n in LABELS if isinstance(value.get(n), str)), label)
        for each in value.values():
            yield from blobs_in(each, own)


def _blob(value: Mapping[str, Any], label: str) -> Iterator[tuple[Blob, str]]:
    try:
        yield Blob.model_validate(value), label
    except ValidationError:
        return


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    """Give every object in an embed, outermost first."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _objects(each)
    elif isinstance(value, list):
        for each in value:
            yield from _objects(each)


def _dicts(value: object) -> Iterator[Mapping[str, Any]]:
    rows = value if isinstance(value, list) else []
    return (row for row in rows if isinstance(row, dict))
