# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A JSON file of an export, read entry by entry, each with its place in the file.

An export has all comments of ten years in one file. So its outermost list is never held
as a whole: it is read by `ijson`, and what is held is one entry.
"""

from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import ijson  # type: ignore[import-untyped]
from ijson.common import ObjectBuilder  # type: ignore[import-untyped]

from archivers.owner_export.mojibake import mended_text
from schemas.errors import Undecodable

DEEPEST = 100
"""Levels within an entry; no platform writes more, and reading them takes memory."""

LARGEST = 32 * 1024**2
"""Bytes of an entry, or of a file that is read as one: more takes memory."""

BUFFER = 64 * 1024

Event = tuple[str, object]
"""What a piece of JSON is, in ijson's words, and its value."""

_OPENS = frozenset({"start_map", "start_array"})
_CLOSES = frozenset({"end_map", "end_array"})
_END: Event = ("end_array", None)
_DAMAGED = "En fil i exporten är inte giltig JSON."


@dataclass(frozen=True)
class Entry:
    """A value in a JSON file and the JSON pointer (RFC 6901) to it.

    It is an element of the file's outermost list, or of a list that the file's
    outermost object names, or any other value that this object names.
    """

    pointer: str
    value: object

    def at(self, *steps: str | int) -> str:
        """Give the pointer to something within it."""
        return self.pointer + pointer_of(*steps)


def pointer_of(*steps: str | int) -> str:
    """Give the JSON pointer along names and numbers in lists."""
    names = (str(step).replace("~", "~0").replace("/", "~1") for step in steps)
    return "".join(f"/{name}" for name in names)


def read_entries(stream: IO[bytes], *, mended: bool = False) -> Iterator[Entry]:
    """Read a file entry by entry, in its order; with `mended`, texts without the fault.

    Names in objects stay as they are, so that pointers lead to their places.

    Raises:
        Undecodable: it is not JSON, it is nested too deep, or an entry is too large.
    """
    text = _Text(stream)
    for entry in _entries(_events(text, mended=mended)):
        yield entry
        text.begin_entry()


def _entries(events: Iterator[Event]) -> Iterator[Entry]:
    for kind, value in events:
        if kind == "start_array":
            yield from _elements(events, "")
        elif kind == "start_map":
            yield from _named(events)
        else:
            yield Entry("", value)


def read_whole(stream: IO[bytes], *, mended: bool = False) -> object:
    """Read a small file as one value.

    Raises:
        Undecodable: it is not JSON, it is nested too deep, or it is no small file.
    """
    builder = ObjectBuilder()
    for kind, value in _events(_Text(stream), mended=mended):
        builder.event(kind, value)
    return builder.value


class _Text:
    """The text of a file, without the mark that some programs begin one with."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._left = LARGEST
        self._is_new = True

    def begin_entry(self) -> None:
        """Let what is read from here on be as large as an entry may be."""
        self._left = LARGEST

    def read(self, size: int) -> bytes:
        """Read on.

        Raises:
            Undecodable: what is to be held has become too large.
        """
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            message = "En fil i exporten är för stor för att läsas i ett stycke."
            raise Undecodable(message)
        if self._is_new and size:
            self._is_new = False
            return data.removeprefix(BOM_UTF8) or self._stream.read(size)
        return data


def _named(events: Iterator[Event]) -> Iterator[Entry]:
    """Read what the outermost object names, and its lists element by element."""
    for kind, name in events:
        if kind == "end_map":
            return
        opened, value = next(events)
        pointer = pointer_of(str(name))
        if opened == "start_array":
            yield from _elements(events, pointer)
        else:
            yield Entry(pointer, _built(events, opened, value))


def _elements(events: Iterator[Event], above: str) -> Iterator[Entry]:
    """Read a list, which is open, to its end."""
    for number, (kind, value) in enumerate(iter(lambda: next(events), _END)):
        yield Entry(above + pointer_of(number), _built(events, kind, value))


def _built(events: Iterator[Event], kind: str, value: object) -> object:
    """Put together a value that has begun."""
    if kind not in _OPENS:
        return value
    builder = ObjectBuilder()
    builder.event(kind, value)
    depth = 1
    while depth:
        kind, value = next(events)
        builder.event(kind, value)
        depth += (kind in _OPENS) - (kind in _CLOSES)
    return builder.value


def _parsed(text: _Text) -> Iterator[Event]:
    """Parse; numbers are those of the machine, so that none is too long to hold.

    A number of many thousand digits ends the process when ijson makes it an `int`.
    """
    parsed: Iterator[Event] = ijson.basic_parse(text, buf_size=BUFFER, use_float=True)
    return parsed


def _events(text: _Text, *, mended: bool) -> Iterator[Event]:
    """Give what the file says piece by piece.

    Raises:
        Undecodable: it is not JSON, or it is nested too deep.
    """
    depth = 0
    try:
        for kind, value in _parsed(text):
            depth += (kind in _OPENS) - (kind in _CLOSES)
            if depth > DEEPEST:
                message = "En fil i exporten är djupare nästlad än någon plattform gör."
                raise Undecodable(message)
            if mended and kind == "string":
                yield kind, mended_text(str(value))
            else:
                yield kind, value
    except (ijson.JSONError, ValueError) as error:
        raise Undecodable(_DAMAGED) from error
