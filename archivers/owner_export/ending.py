# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The end of a zip file, which says where its directory lies and how much it holds.

It is read before anything is made of it: a file of a few megabytes can name a million
others. Numbers and names are those of APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16.
"""

import os
import struct
from dataclasses import dataclass

from schemas.errors import BadInput

MOST_MEMBERS = 200_000
"""Files in an export; more than that takes memory, and no account has so many."""

LARGEST_DIRECTORY = 64 * 1024**2

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_HEAD = struct.Struct("<4s6H3L5H2L")
_END_SIGN, _END_64_SIGN = b"PK\x05\x06", b"PK\x06\x06"
_LOCATOR_SIGN, _HEAD_SIGN = b"PK\x06\x07", b"PK\x01\x02"
_LONGEST_COMMENT = 0xFFFF
_REST_OF_END_64 = _END_64.size - 12
_NOT_HERE_16, _NOT_HERE_32 = 0xFFFF, 0xFFFFFFFF

CUT = "är avklippt eller skadad. Ladda ner den igen från plattformen"
SPLIT = (
    "är en del av en zip-fil som har delats i bitar. Sätt ihop bitarna, eller hämta "
    "exporten igen"
)
MORE = "har data efter sitt slut. Ladda ner den igen från plattformen"
BEFORE = "har data som inte hör till den. Ladda ner den igen från plattformen"
CROWDED = f"innehåller fler filer än {MOST_MEMBERS}"


@dataclass(frozen=True)
class Directory:
    """Where the directory of a zip file lies, and how many files it names."""

    offset: int
    size: int
    count: int


def find_directory(file: int, size: int) -> Directory:
    """Find the directory of an open zip file, and make sure that it is not too large.

    The file must end where the zip file does (its own comment is a part of it), and
    begin where it does.

    Raises:
        BadInput: why it is refused, as the end of a sentence that begins with its name.
    """
    at, fields = _end(file, size)
    end = _end_64(file, at) or _Numbers(at, *fields)
    if end.disk or end.first_disk or end.count != end.count_here:
        raise BadInput(SPLIT)
    if end.count > MOST_MEMBERS:
        raise BadInput(CROWDED)
    if end.size > LARGEST_DIRECTORY:
        message = "har en innehållsförteckning som är orimligt stor"
        raise BadInput(message)
    if end.offset + end.size != end.at:
        raise BadInput(BEFORE if end.offset + end.size < end.at else CUT)
    directory = Directory(end.offset, end.size, end.count)
    _count(file, directory)
    return directory


@dataclass(frozen=True)
class _Numbers:
    """What a zip file's end says, and where it begins."""

    at: int
    disk: int
    first_disk: int
    count_here: int
    count: int
    size: int
    offset: int


def _end(file: int, size: int) -> tuple[int, tuple[int, int, int, int, int, int]]:
    """Find the record that ends the file, and give its place and numbers."""
    start = max(0, size - _END.size - _LONGEST_COMMENT)
    tail = os.pread(file, size - start, start)
    at = tail.rfind(_END_SIGN)
    if at < 0 or len(tail) - at < _END.size:
        raise BadInput(CUT)
    _, *numbers, comment = _END.unpack_from(tail, at)
    rest = len(tail) - at - _END.size
    if rest != comment:
        raise BadInput(MORE if rest > comment else CUT)
    disk, first, here, count, length, offset = numbers
    return start + at, (disk, first, here, count, length, offset)


def _end_64(file: int, at: int) -> _Numbers | None:
    """Read the larger record that stands before the end of a large file, if any does.

    Its numbers and those of the end must be the same, or the end must point here:
    otherwise different programs would see different files.
    """
    place = at - _LOCATOR.size
    locator = os.pread(file, _LOCATOR.size, place) if place >= 0 else b""
    if len(locator) < _LOCATOR.size or not locator.startswith(_LOCATOR_SIGN):
        return None
    _, disk, offset, disks = _LOCATOR.unpack(locator)
    if disk or disks > 1:
        raise BadInput(SPLIT)
    record = os.pread(file, _END_64.size, place - _END_64.size)
    if offset != place - _END_64.size or not record.startswith(_END_64_SIGN):
        raise BadInput(CUT)
    _, length, _, _, *numbers = _END_64.unpack(record)
    small = _END.unpack(os.pread(file, _END.size, at))[1:-1]
    if length != _REST_OF_END_64 or not all(map(_agree, small, numbers)):
        raise BadInput(CUT)
    return _Numbers(offset, *numbers)


def _agree(small: int, large: int) -> bool:
    return small in (large, _NOT_HERE_16, _NOT_HERE_32)


def _count(file: int, directory: Directory) -> None:
    """Go through the directory, which must name as many files as its end says."""
    data = os.pread(file, directory.size, directory.offset)
    at = count = 0
    while at < len(data) and count <= directory.count:
        if len(data) - at < _HEAD.size or not data.startswith(_HEAD_SIGN, at):
            raise BadInput(CUT)
        lengths = _HEAD.unpack_from(data, at)[10:13]
        at += _HEAD.size + sum(lengths)
        count += 1
    if at != directory.size or count != directory.count:
        raise BadInput(CUT)
