# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Opens a ZIP file of the package member by member, such as an owner's export.

It may be larger than the memory, and so may a film in it: what is not opened further
is read in pieces, each of which repeats the end of the one before.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import IO, BinaryIO

from proof import decode
from proof.piece import Piece
from proof.zip_read import CANNOT, Entry, ZipContents, opened_zip, undecodable
from schemas.errors import Undecodable

NAME, FIELD, COMMENT, GAP = "file name", "zip field", "zip comment", "zip gap"
BESIDE = frozenset({NAME, FIELD, COMMENT, GAP})
"""Kinds of places that are beside the content of members."""

MEMBER = "zip member"
WINDOW = 8 * 1024**2
OVERLAP = 64 * 1024
_START = 4096
_ENCRYPTED = 0x1

Opened = Callable[[bytes], Iterator[Piece]]
IsContainer = Callable[[bytes], bool]


def zip_pieces(
    stream: BinaryIO,
    how: tuple[Opened, IsContainer],
    members: Collection[str] | None = None,
) -> Iterator[Piece | Undecodable]:
    """Give all that stands in a ZIP file; what cannot be opened is given, not raised.

    `how` opens the whole content of a member further, and says by its beginning
    whether that is needed. Only `members` are opened, if any are named.
    """
    try:
        contents = opened_zip(stream)
        yield from _beside(contents)
    except Undecodable as error:
        yield error
        return
    except CANNOT:
        yield undecodable()
        return
    for entry in contents.entries:
        if members is None or entry.name in members:
            yield from _guarded(contents, entry, how)


def _beside(contents: ZipContents) -> Iterator[Piece]:
    """Give what is said of members beside their content, twice over if it differs."""
    for entry in contents.entries:
        written = entry.info.orig_filename.encode("utf-8", "ignore")
        names = b"\n".join({entry.name.encode("utf-8", "ignore"), written})
        yield Piece(NAME, names, 0, member=entry.name)
        said = entry.head[30:]
        yield Piece(FIELD, b"\n".join((said, *entry.texts)), 0, member=entry.name)
    yield Piece(COMMENT, contents.archive.comment, 0)
    for start, end in contents.gaps:
        for data in contents.raw(start, end, WINDOW):
            yield Piece(GAP, data, len(data))


def _guarded(
    contents: ZipContents, entry: Entry, how: tuple[Opened, IsContainer]
) -> Iterator[Piece | Undecodable]:
    try:
        for piece in _member(contents, entry, how):
            yield replace(piece, member=entry.name)
    except Undecodable as error:
        yield error
    except CANNOT:
        yield undecodable()


def _member(
    contents: ZipContents, entry: Entry, how: tuple[Opened, IsContainer]
) -> Iterator[Piece]:
    opened, is_container = how
    if entry.info.flag_bits & _ENCRYPTED:
        raise undecodable()
    with contents.archive.open(entry.info) as file:
        start = file.read(_START)
        if entry.info.file_size <= WINDOW or is_container(start):
            yield from opened(_whole(file, start))
        else:
            yield from _windows(file, start)


def _whole(file: IO[bytes], start: bytes) -> bytes:
    data = start + file.read(decode.LIMIT - len(start))
    if file.read(1):
        message = "En fil i en ZIP-fil är för stor för att öppnas."
        raise Undecodable(message)
    return data


def _windows(file: IO[bytes], start: bytes) -> Iterator[Piece]:
    """Give a long content in pieces, parted where a line or an object ends."""
    data, repeated = start, 0
    while more := file.read(WINDOW):
        data += more
        if len(data) < WINDOW:
            continue
        end = _end(data)
        yield Piece(MEMBER, data[:end], end - repeated, repeated=repeated)
        begin = max(0, end - OVERLAP)
        data, repeated = data[begin:], end - begin
    yield Piece(MEMBER, data, len(data) - repeated, repeated=repeated)


def _end(data: bytes) -> int:
    low = len(data) - WINDOW // 8
    end = max(data.rfind(b"\n", low), data.rfind(b"}", low))
    return end + 1 if end > 0 else len(data)
