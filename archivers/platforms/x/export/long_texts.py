# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finds the posts that the archive has only the beginning of, and their whole texts.

A long text lies in a file of its own, without the post's id: it is the post's when both
were written in the same moment and begin alike.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from archivers.owner_export.json_entries import Entry
from archivers.owner_export.opened import ExportMemberInfo
from archivers.platforms.x.export.shapes import (
    child,
    inner,
    moment_of,
    objects_at,
    text_at,
)
from archivers.platforms.x.export.tweets import Tweet
from archivers.text import one_line, paragraphs

APART = timedelta(seconds=2)
OPENING = 60
ADDRESSED = re.compile(r"^(?:@\w+ )+")


@dataclass(frozen=True)
class LongText:
    """A whole text: where it stands, when it was written, and the post's id if told."""

    info: ExportMemberInfo
    key: str
    text: str
    pointer: str
    published: datetime
    tweet_id: str = ""


def long_text_in(info: ExportMemberInfo, key: str, entry: Entry) -> LongText | None:
    """Read a long text; None if the entry is not of a form that is known."""
    value = inner(entry.value, "noteTweet")
    core = child(value, "core")
    text, published = text_at(core, "text"), moment_of(text_at(value, "createdAt"))
    if published is None or not text.strip():
        return None
    wrapped = isinstance(entry.value, dict) and "noteTweet" in entry.value
    pointer = entry.at(*(("noteTweet",) if wrapped else ()), "core", "text")
    whole = html.unescape(text)
    for link in objects_at(core, "urls"):
        short, full = text_at(link, "shortUrl"), text_at(link, "expandedUrl")
        if short and full:
            whole = whole.replace(short, full)
    whole = paragraphs(whole)
    return LongText(info, key, whole, pointer, published, text_at(value, "tweetId"))


@dataclass
class LongTexts:
    """The long texts of an archive, each to be given to one post."""

    _by_second: dict[int, list[LongText]] = field(default_factory=dict)
    _of: dict[str, LongText] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, texts: Iterable[LongText]) -> "LongTexts":
        """Take the long texts of an archive."""
        found = cls()
        for text in texts:
            found._by_second.setdefault(_second(text.published), []).append(text)
            if text.tweet_id:
                found._of[text.tweet_id] = text
        return found

    def whole_of(self, tweet: Tweet) -> LongText | None:
        """Give the whole text of a post, if the archive has one."""
        found = self._of.get(tweet.id) or next(self._alike(tweet), None)
        if found is not None:
            self._taken.add(found.key)
        return found

    def left(self) -> Iterator[LongText]:
        """Give the long texts that are no known post's."""
        for texts in self._by_second.values():
            yield from (one for one in texts if one.key not in self._taken)

    def _alike(self, tweet: Tweet) -> Iterator[LongText]:
        """Give the texts that may be a post's, those of the nearest moment first."""
        at, apart = _second(tweet.published), int(APART.total_seconds())
        near = sorted(range(at - apart, at + apart + 1), key=lambda one: abs(one - at))
        found = [one for each in near for one in self._by_second.get(each, ())]
        begins = _opening(tweet.written) if found else ""
        for one in found:
            if one.key not in self._taken and _opening(one.text).startswith(begins):
                yield one


def _second(moment: datetime) -> int:
    return int(moment.timestamp())


def _opening(text: str) -> str:
    """Give the first words, without whom they are to: the two files differ in that.

    What comes after an address on the web differs too.
    """
    words = ADDRESSED.sub("", one_line(html.unescape(text)))
    return re.split(r"https?://|…", words)[0][:OPENING].casefold().strip()
