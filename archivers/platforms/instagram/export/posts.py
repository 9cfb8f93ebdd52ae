# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads a post, a reel, a story or a film of Instagram's export.

The export has had three forms of them: an object with its pictures in `media`, a
picture by itself (stories), and since 2025 a list of named values of which one holds
the pictures. A text stands with the post or, when it has one picture, with that.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from archivers.owner_export.json_entries import Entry, pointer_of
from archivers.platforms.instagram.export.fields import fields_of, first_called

TIMES = ("creation_timestamp", "timestamp")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
LATEST = 253_402_300_799
"""The last second that a date can hold; what is beyond it is no time."""


@dataclass(frozen=True)
class File:
    """A picture or film of a post: its address within, and what is written at it."""

    uri: str
    title: str
    title_pointer: str
    published: datetime | None


@dataclass(frozen=True)
class Post:
    """A post as the export has it, with the JSON pointer to its text.

    Without a text the pointer leads to the entry as a whole.
    """

    text: str
    pointer: str
    published: datetime | None
    files: tuple[File, ...]


def post_in(entry: Entry) -> Post | None:
    """Read a post; None if the entry is not of a form that is known."""
    value = entry.value
    if not isinstance(value, dict):
        return None
    files = files_in(entry)
    text, pointer = next(_texts(entry, value, files), ("", entry.pointer))
    published = moment_in(value) or next((f.published for f in files), None)
    if published is None or not (files or text):
        return None
    return Post(text, pointer, published, files)


def files_in(entry: Entry) -> tuple[File, ...]:
    """Give the pictures and films in an entry in their order, wherever they stand."""
    return tuple(_files(entry.value, entry.at))


def moment_in(value: Mapping[str, object]) -> datetime | None:
    """Read the time at which something was published."""
    found = (value.get(key) for key in TIMES)
    return next((moment for each in found if (moment := moment_of(each))), None)


def moment_of(seconds: object) -> datetime | None:
    """Read seconds since 1970; nought stands for none."""
    if not isinstance(seconds, int) or not 0 < seconds <= LATEST:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def _texts(
    entry: Entry, value: Mapping[str, object], files: tuple[File, ...]
) -> Iterator[tuple[str, str]]:
    """Give the texts of a post and their places, its own before its pictures'."""
    title = value.get("title")
    if isinstance(title, str) and title.strip():
        yield title, entry.at("title")
    caption = first_called(fields_of(entry), "caption")
    if caption is not None and caption.value.strip():
        yield caption.value, caption.pointer
    for file in files:
        if file.title.strip():
            yield file.title, file.title_pointer


def _files(value: object, at: Callable[..., str]) -> Iterator[File]:
    if isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _files(inner, _below(at, number))
    elif isinstance(value, dict):
        uri = value.get("uri")
        if isinstance(uri, str):
            if is_within(uri):
                yield _file(uri, value, at)
            return
        for name, inner in value.items():
            yield from _files(inner, _below(at, name))


def _file(uri: str, value: Mapping[str, object], at: Callable[..., str]) -> File:
    title = value.get("title")
    written = title if isinstance(title, str) else ""
    return File(uri, written, at("title"), moment_in(value))


def is_within(uri: str) -> bool:
    """Whether an address leads to a file of the export: not elsewhere, and not nowhere.

    A sticker or a picture of somebody else's may stand with its address on the web.
    """
    return bool(uri) and ELSEWHERE.match(uri) is None


def _below(at: Callable[..., str], step: str | int) -> Callable[..., str]:
    base = at(step)
    return lambda *steps: base + pointer_of(*steps)
