# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads every file of a zip file once, from its first byte to its last.

Each must open to what the directory says of it, to the byte, and nothing may lie
between them. What is held at a time is a piece of one file.
"""

import hashlib
import os
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zipfile import ZIP_STORED, ZipInfo

from archivers.owner_export.checked import ENCRYPTED, LEAST_HEAD, CheckedZip, raw_name
from archivers.owner_export.ending import BEFORE, CUT
from archivers.owner_export.names import shown_name
from schemas.errors import BadInput

PIECE = 512 * 1024
OPENED_PIECE = 2 * 1024**2
FOLLOWED = 0x0008
"""The sizes and the CRC stand after the file (APPNOTE.TXT 4.3.9)."""

_HEAD = struct.Struct("<4s5H3L2H")
_HEAD_SIGN, _AFTER_SIGN = b"PK\x03\x04", b"PK\x07\x08"
_IN_ZIP64 = 0xFFFFFFFF
_SIGNED_LENGTHS = frozenset({16, 24})
_AFTER_LENGTHS = _SIGNED_LENGTHS | {12, 20}

Advance = Callable[[int], None]


@dataclass(frozen=True)
class ReadMember:
    """A file that was read, and the SHA-256 of its content."""

    entry: ZipInfo
    sha256: str


def read_members(part: CheckedZip, advance: Advance) -> Iterator[ReadMember]:
    """Read every file of a zip file in the order in which they lie.

    `advance` is told of each piece of the zip file that has been read.

    Raises:
        BadInput: why the zip file is refused.
    """
    file = part.file.fileno()
    ends = [*(entry.header_offset for entry in part.entries[1:]), part.directory.offset]
    for entry, end in zip(part.entries, ends, strict=True):
        try:
            start = _start(file, entry, raw_name(entry, part.encoding))
            _check_after(file, start + entry.compress_size, end, entry)
            digest = _digest(file, start, entry, advance)
        except BadInput as error:
            raise part.refusal(str(error)) from error
        if not entry.is_dir():
            yield ReadMember(entry, digest)


def _start(file: int, entry: ZipInfo, name: bytes) -> int:
    """Read the head that stands before a file, and give where the file begins.

    The head repeats what the directory says; some programs read one, some the other.
    """
    head = os.pread(file, LEAST_HEAD + len(name), entry.header_offset)
    if len(head) < LEAST_HEAD + len(name) or not head.startswith(_HEAD_SIGN):
        raise BadInput(CUT)
    fields = _HEAD.unpack_from(head)
    flags, method, said, extra = fields[2], fields[3], fields[6:9], int(fields[10])
    if fields[9] != len(name) or head[LEAST_HEAD:] != name:
        message = f"ger en fil två namn, ett av dem {shown_name(entry.orig_filename)}"
        raise BadInput(message)
    if flags & ENCRYPTED or method != entry.compress_type:
        raise _two_said(entry)
    known = (entry.CRC, entry.compress_size, entry.file_size)
    pairs = zip(said, known, strict=True)
    if not flags & FOLLOWED and not all(a in (b, _IN_ZIP64) for a, b in pairs):
        raise _two_said(entry)
    return entry.header_offset + len(head) + extra


def _two_said(entry: ZipInfo) -> BadInput:
    name = shown_name(entry.orig_filename)
    return BadInput(f"säger två olika saker om filen {name}")


def _check_after(file: int, at: int, end: int, entry: ZipInfo) -> None:
    """Check that nothing lies between a file and the next but what says its size."""
    gap = end - at
    if gap < 0:
        name = shown_name(entry.orig_filename)
        message = f"innehåller filer som ligger i varandra, bland annat {name}"
        raise BadInput(message)
    if not gap:
        return
    if not entry.flag_bits & FOLLOWED or gap not in _AFTER_LENGTHS:
        raise BadInput(BEFORE)
    sign = _AFTER_SIGN if gap in _SIGNED_LENGTHS else b""
    said = sign + struct.pack("<L", entry.CRC)
    if not os.pread(file, gap, at).startswith(said):
        raise _two_said(entry)


def _digest(file: int, start: int, entry: ZipInfo, advance: Advance) -> str:
    """Open a file piece by piece, check its size and CRC, and give its SHA-256."""
    digest, crc, size = hashlib.sha256(), 0, 0
    try:
        for piece in _opened(file, start, entry, advance):
            digest.update(piece)
            crc = zlib.crc32(piece, crc)
            size += len(piece)
            if size > entry.file_size:
                break
    except zlib.error as error:
        raise _damaged(entry) from error
    if size != entry.file_size or crc != entry.CRC:
        raise _damaged(entry)
    return digest.hexdigest()


def _damaged(entry: ZipInfo) -> BadInput:
    name = shown_name(entry.orig_filename)
    return BadInput(f"är skadad: innehållet i {name} är inte det som packades")


def _opened(file: int, start: int, entry: ZipInfo, advance: Advance) -> Iterator[bytes]:
    pieces = _pieces(file, start, entry, advance)
    return pieces if entry.compress_type == ZIP_STORED else _inflated(pieces, entry)


def _pieces(file: int, start: int, entry: ZipInfo, advance: Advance) -> Iterator[bytes]:
    at, end = start, start + entry.compress_size
    while at < end:
        piece = os.pread(file, min(PIECE, end - at), at)
        if not piece:
            raise BadInput(CUT)
        at += len(piece)
        advance(len(piece))
        yield piece


def _inflated(pieces: Iterator[bytes], entry: ZipInfo) -> Iterator[bytes]:
    """Inflate, a bounded piece at a time; the stream must end where the file does."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in pieces:
        rest = piece
        while rest:
            yield stream.decompress(rest, OPENED_PIECE)
            rest = stream.unconsumed_tail
            if stream.unused_data:
                raise _damaged(entry)
    while not stream.eof and entry.compress_size:
        more = stream.decompress(b"", OPENED_PIECE)
        if not more:
            raise _damaged(entry)
        yield more
