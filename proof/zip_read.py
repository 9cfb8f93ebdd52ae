# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads where everything in a ZIP file lies: its members, and what lies between them.

The directory is read by Python's own library; each member's own head is held against
it here, since a program may believe either.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

from schemas.errors import Undecodable

_HEAD = struct.Struct("<4s5H3L2H")
_HEAD_MARK, _SUM_MARK = b"PK\x03\x04", b"PK\x07\x08"
_LENGTHS, _LENGTHS_AT = struct.Struct("<3H"), 28
_ENTRY, _END, _LARGE_END = 46, 22, 76
_SUMS = (struct.Struct("<3L"), struct.Struct("<L2Q"))
_HAS_SUM = 0x8
LARGE = 0x1
CANNOT = (
    *(zipfile.BadZipFile, NotImplementedError, OSError, EOFError, zlib.error),
    *(struct.error, ValueError, RuntimeError, OverflowError),
)


@dataclass(frozen=True)
class Entry:
    """A member: what the directory says of it, and where its bytes lie.

    They are its own head from `start`, its data, and a sum up to `end`, if it has one.
    """

    info: zipfile.ZipInfo
    head: bytes
    start: int
    end: int

    @property
    def name(self) -> str:
        """Its name."""
        return self.info.filename

    @property
    def data_start(self) -> int:
        """Where its data begin."""
        return self.start + len(self.head)

    @property
    def said(self) -> tuple[object, ...]:
        """All that the directory says of it but its name, its place and its texts."""
        info = self.info
        return (
            *(info.compress_type, info.CRC, info.compress_size, info.file_size),
            *(info.date_time, info.create_system, info.internal_attr),
            info.external_attr,
        )

    @property
    def texts(self) -> tuple[bytes, ...]:
        """What is said of it that may be a text: extra fields, and a comment."""
        return fields(self.info.extra), self.info.comment


class ZipContents:
    """A ZIP file that is open for reading."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.archive = _opened(stream)
        self.entries = tuple(self._entry(info) for info in self.archive.infolist())

    def _entry(self, info: zipfile.ZipInfo) -> Entry:
        start = info.header_offset
        self.stream.seek(start)
        head = self.stream.read(_HEAD.size)
        mark, *numbers = _HEAD.unpack(head)
        if mark != _HEAD_MARK:
            raise zipfile.BadZipFile
        head += self.stream.read(numbers[8] + numbers[9])
        end = start + len(head) + info.compress_size
        if numbers[1] & _HAS_SUM:
            self.stream.seek(end)
            end += _sum_length(self.stream.read(24), info)
        return Entry(info, head, start, end)

    @cached_property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """Where something lies that belongs to no member."""
        found: list[tuple[int, int]] = []
        place = 0
        for entry in sorted(self.entries, key=lambda one: one.start):
            if entry.start > place:
                found.append((place, entry.start))
            place = max(place, entry.end)
        directory = self.archive.start_dir
        if directory > place:
            found.append((place, directory))
        found += self._after_directory(directory)
        return tuple(found)

    def _after_directory(self, directory: int) -> Iterator[tuple[int, int]]:
        place = directory
        for _ in self.entries:
            self.stream.seek(place + _LENGTHS_AT)
            place += _ENTRY + sum(_LENGTHS.unpack(self.stream.read(_LENGTHS.size)))
        end = self.stream.seek(0, 2) - _END - len(self.archive.comment)
        if end - place not in (0, _LARGE_END):
            yield min(place, end), max(place, end)

    @property
    def overlaps(self) -> bool:
        """Whether members lie in each other, so that one may hide another."""
        ordered = sorted(self.entries, key=lambda one: one.start)
        ends = [entry.end for entry in ordered]
        starts = [*(entry.start for entry in ordered[1:]), self.archive.start_dir]
        return any(end > start for end, start in zip(ends, starts, strict=True))

    def raw(self, start: int, end: int, size: int = 1024**2) -> Iterator[bytes]:
        """Give the bytes of a range as they lie."""
        while start < end:
            self.stream.seek(start)
            piece = self.stream.read(min(size, end - start))
            if not piece:
                raise zipfile.BadZipFile
            yield piece
            start += len(piece)


def opened_zip(stream: BinaryIO) -> ZipContents:
    """Open a ZIP file.

    Raises:
        Undecodable: it is none, or is cut short.
    """
    try:
        return ZipContents(stream)
    except CANNOT as error:
        raise undecodable() from error


def undecodable() -> Undecodable:
    """Give the error of a ZIP file that cannot be opened."""
    return Undecodable("En ZIP-fil går inte att öppna.")


def fields(extra: bytes) -> bytes:
    """Give the extra fields but for the one that holds large sizes and places."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind != LARGE:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept + extra[at:]


def _opened(stream: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream, metadata_encoding="utf-8")
    except UnicodeDecodeError:
        return zipfile.ZipFile(stream)


def _sum_length(found: bytes, info: zipfile.ZipInfo) -> int:
    """Measure the sum that follows the data of a member that was streamed."""
    wanted = (info.CRC, info.compress_size, info.file_size)
    for mark in (_SUM_MARK, b""):
        for form in _SUMS:
            piece = found[len(mark) : len(mark) + form.size]
            is_whole = found.startswith(mark) and len(piece) == form.size
            if is_whole and form.unpack(piece) == wanted:
                return len(mark) + form.size
    raise zipfile.BadZipFile
