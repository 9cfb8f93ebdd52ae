# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads a post of X's archive: its text, what it answers, and what it shows.

Addresses in a text are X's own short ones; they are written out as what they lead to.
The address of a post's own picture is not part of what was said and is left out.
"""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from archivers.owner_export.json_entries import Entry
from archivers.platforms.x.export.shapes import (
    JSON,
    child,
    inner,
    moment_of,
    number_at,
    objects_at,
    text_at,
)
from archivers.text import address_parts, paragraphs

SHARED = "RT @"
FILMS = frozenset({"video", "animated_gif"})


@dataclass(frozen=True)
class Shown:
    """A picture or film of a post: the names that its file may have, the best first."""

    names: tuple[str, ...]
    description: str
    is_film: bool


@dataclass(frozen=True)
class Tweet:
    """A post, with the JSON pointer to its text.

    `written` is the text as it stands in the file. `versions` are the ids of the
    wordings that it has had, the first first; `answers` is the id of what it answers.
    """

    id: str
    text: str
    written: str
    pointer: str
    published: datetime
    answers: str
    shown: tuple[Shown, ...]
    versions: tuple[str, ...]
    likes: int
    shares: int

    @property
    def is_shared(self) -> bool:
        """Whether it is a post of somebody else's that the account passed on."""
        return self.written.startswith(SHARED)

    @property
    def last_wording(self) -> str:
        """The id of the wording that it has now: each has one of its own."""
        return self.versions[-1] if self.versions else self.id

    @property
    def is_edited(self) -> bool:
        """Whether it had another wording before."""
        return bool(self.versions) and self.versions[0] != self.id


def tweet_in(entry: Entry) -> Tweet | None:
    """Read a post; None if the entry is not of a form that is known."""
    value = inner(entry.value, "tweet")
    key = "full_text" if "full_text" in value else "text"
    written, number = text_at(value, key), text_at(value, "id_str", "id")
    published = moment_of(text_at(value, "created_at"))
    if published is None or not (number.isascii() and number.isdigit()):
        return None
    wrapped = isinstance(entry.value, dict) and "tweet" in entry.value
    return Tweet(
        id=number,
        text=said_in(written, value),
        written=written,
        pointer=entry.at("tweet", key) if wrapped else entry.at(key),
        published=published,
        answers=text_at(value, "in_reply_to_status_id_str", "in_reply_to_status_id"),
        shown=tuple(_shown(value)),
        versions=tuple(_versions(value)),
        likes=number_at(value, "favorite_count"),
        shares=number_at(value, "retweet_count"),
    )


def said_in(written: str, value: JSON) -> str:
    """Give a text with its addresses written out, and without those of its pictures."""
    text = html.unescape(written)
    for link in objects_at(child(value, "entities"), "urls"):
        short, full = text_at(link, "url"), text_at(link, "expanded_url")
        if short and full:
            text = text.replace(short, full)
    for one in _media(value):
        short = text_at(one, "url")
        if short:
            text = text.replace(short, "")
    return paragraphs(text)


def _media(value: JSON) -> Iterator[JSON]:
    """Give a post's pictures; the extended list has all of them, the other only one."""
    extended = list(objects_at(child(value, "extended_entities"), "media"))
    yield from extended or objects_at(child(value, "entities"), "media")


def _shown(value: JSON) -> Iterator[Shown]:
    for one in _media(value):
        is_film = text_at(one, "type") in FILMS
        films = objects_at(child(one, "video_info"), "variants")
        best = sorted(films, key=lambda film: -number_at(film, "bitrate"))
        addresses = [text_at(film, "url") for film in best] if is_film else []
        still = text_at(one, "media_url_https", "media_url")
        names = tuple(_name(each) for each in (*addresses, still) if each)
        if names:
            yield Shown(names, text_at(one, "ext_alt_text"), is_film)


def _name(address: str) -> str:
    """Give the last part of an address's path."""
    return PurePosixPath(address_parts(address).path).name


def _versions(value: JSON) -> Iterator[str]:
    info = child(value, "edit_info")
    later = child(info, "edit", "editControlInitial")
    found = (later or child(info, "initial")).get("editTweetIds")
    if isinstance(found, list):
        yield from (one for one in found if isinstance(one, str))
