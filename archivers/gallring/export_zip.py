# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Takes a zip file apart without opening what is in it, and puts it together again.

The library that opens files within cannot copy one as it lies. So the directory is read
here, byte for byte, and each file's own head is told from its data. What lies between
files is nobody's, and is never copied. Numbers and names are those of APPNOTE.TXT
6.3.10, section 4.3.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise
from typing import BinaryIO

from schemas.errors import Damaged

HEAD = struct.Struct("<4s5H3L2H")
ENTRY = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
END_64 = struct.Struct("<4sQ2H2L4Q")
LOCATOR = struct.Struct("<4sLQL")
HEAD_SIGN, ENTRY_SIGN, END_SIGN = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
END_64_SIGN, LOCATOR_SIGN, SUM_SIGN = b"PK\x06\x06", b"PK\x06\x07", b"PK\x07\x08"
FULL_16, FULL_32 = 0xFFFF, 0xFFFFFFFF
LARGE_VERSION = 45
ENCRYPTED, HAS_SUM, IS_UTF_8 = 0x0001, 0x0008, 0x0800
ZIP_64, UNICODE_PATH = 0x0001, 0x7075
_FIELD = struct.Struct("<2H")
_SUMS = (struct.Struct("<LLL"), struct.Struct("<LQQ"))

BROKEN = (
    "Kontoägarens export är skadad. Gallring inuti den går inte att genomföra; "
    "kontrollera paketet."
)


@dataclass(frozen=True)
class Member:
    """A file within: its entry in the directory, and where its bytes lie.

    `numbers` are those of the entry, `size` and `packed` with what a large file says
    beside them. `head` is its own head, name and fields included, at `start`; after it
    come the data, and a sum from `sum_start` to `end` if the sizes were not known when
    it was written.
    """

    index: int
    numbers: tuple[int, ...]
    raw_name: bytes
    extra: bytes
    comment: bytes
    size: int = 0
    packed: int = 0
    start: int = 0
    head: bytes = b""
    sum_start: int = 0
    end: int = 0

    @property
    def flags(self) -> int:
        """The general purpose bits."""
        return self.numbers[2]

    @property
    def crc(self) -> int:
        """The CRC-32 of its content."""
        return self.numbers[6]

    @property
    def data_start(self) -> int:
        """Where its data begin."""
        return self.start + len(self.head)

    @property
    def own_extra(self) -> bytes:
        """The extra fields of its own head."""
        return self.head[len(self.head) - HEAD.unpack_from(self.head)[10] :]

    @property
    def own_name(self) -> bytes:
        """The name that its own head gives it."""
        return self.head[HEAD.size : len(self.head) - len(self.own_extra)]


@dataclass(frozen=True)
class ZipLayout:
    """The files of a zip file in the order of its directory, and its comment."""

    members: tuple[Member, ...]
    comment: bytes
    directory: bytes

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The files' names; those that are not said to be UTF-8 most often are."""
        plain = [m.raw_name for m in self.members if not m.flags & IS_UTF_8]
        charset = "utf-8"
        try:
            b"\n".join(plain).decode()
        except UnicodeDecodeError:
            charset = "cp437"
        return tuple(
            m.raw_name.decode("utf-8" if m.flags & IS_UTF_8 else charset, "replace")
            for m in self.members
        )


def read_layout(stream: BinaryIO) -> ZipLayout:
    """Read where everything in a zip file lies.

    Raises:
        Damaged: it is not whole, or is a part of one that was split.
    """
    try:
        size = stream.seek(0, 2)
        place, count, comment = _directory(stream, size)
        stream.seek(place[0])
        directory = stream.read(place[1])
        members = tuple(
            _placed(stream, member) for member in _members(directory, count)
        )
    except (struct.error, IndexError, OverflowError) as error:
        raise Damaged(BROKEN) from error
    return ZipLayout(members, comment, directory)


def _directory(stream: BinaryIO, size: int) -> tuple[tuple[int, int], int, bytes]:
    """Give the place and length of the directory, its count, and the comment."""
    start = max(0, size - END.size - FULL_16)
    stream.seek(start)
    tail = stream.read()
    at = tail.rfind(END_SIGN)
    if at < 0:
        raise Damaged(BROKEN)
    _, disk, _, _, count, length, place, said = END.unpack_from(tail, at)
    comment = tail[at + END.size :]
    if disk not in (0, FULL_16) or len(comment) != said:
        raise Damaged(BROKEN)
    large = _large_end(stream, start + at)
    if large is not None:
        count, length, place = large
    return (place, length), count, comment


def _large_end(stream: BinaryIO, at: int) -> tuple[int, int, int] | None:
    if at < LOCATOR.size:
        return None
    stream.seek(at - LOCATOR.size)
    sign, _, place, _ = LOCATOR.unpack(stream.read(LOCATOR.size))
    if sign != LOCATOR_SIGN:
        return None
    stream.seek(place)
    sign, *_, count, length, start = END_64.unpack(stream.read(END_64.size))
    if sign != END_64_SIGN:
        raise Damaged(BROKEN)
    return count, length, start


def _members(directory: bytes, count: int) -> Iterator[Member]:
    at = 0
    for index in range(count):
        sign, *numbers = ENTRY.unpack_from(directory, at)
        if sign != ENTRY_SIGN:
            raise Damaged(BROKEN)
        at += ENTRY.size
        ends = list(accumulate(numbers[9:12], initial=at))
        name, extra, comment = (directory[a:b] for a, b in pairwise(ends))
        at = ends[-1]
        yield _large(Member(index, tuple(numbers), name, extra, comment))
    if at != len(directory):
        raise Damaged(BROKEN)


def _large(member: Member) -> Member:
    """Read the numbers that are too large for their places (section 4.5.3)."""
    numbers = member.numbers
    packed, size, start = numbers[7], numbers[8], numbers[15]
    beside = next((b for kind, b in fields_of(member.extra) if kind == ZIP_64), b"")
    values = iter(
        struct.unpack(f"<{len(beside) // 8}Q", beside[: len(beside) // 8 * 8])
    )
    try:
        size = next(values) if size == FULL_32 else size
        packed = next(values) if packed == FULL_32 else packed
        start = next(values) if start == FULL_32 else start
    except StopIteration as error:
        raise Damaged(BROKEN) from error
    return replace(member, size=size, packed=packed, start=start)


def _placed(stream: BinaryIO, member: Member) -> Member:
    """Read a file's own head, and find where its bytes end."""
    stream.seek(member.start)
    head = stream.read(HEAD.size)
    sign, *numbers = HEAD.unpack(head)
    if sign != HEAD_SIGN:
        raise Damaged(BROKEN)
    head += stream.read(numbers[8] + numbers[9])
    end = member.start + len(head) + member.packed
    placed = replace(member, head=head, sum_start=end, end=end)
    if not numbers[1] & HAS_SUM:
        return placed
    stream.seek(end)
    length = _sum_length(stream.read(len(SUM_SIGN) + _SUMS[1].size), member)
    return replace(placed, end=end + length)


def _sum_length(found: bytes, member: Member) -> int:
    """Measure the sum after the data, which may have a sign and may be large."""
    wanted = (member.crc, member.packed, member.size)
    for skipped in (len(SUM_SIGN) if found.startswith(SUM_SIGN) else 0, 0):
        for form in _SUMS:
            piece = found[skipped : skipped + form.size]
            if len(piece) == form.size and form.unpack(piece) == wanted:
                return skipped + form.size
    raise Damaged(BROKEN)


def fields_of(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the extra fields by their numbers; what is no field comes last as -1."""
    at = 0
    while at + _FIELD.size <= len(extra):
        kind, length = _FIELD.unpack_from(extra, at)
        body = extra[at + _FIELD.size : at + _FIELD.size + length]
        if len(body) != length:
            break
        yield kind, body
        at += _FIELD.size + length
    if extra[at:]:
        yield -1, extra[at:]


def field(kind: int, body: bytes) -> bytes:
    """Write an extra field."""
    return _FIELD.pack(kind, len(body)) + body if kind >= 0 else body


def entry_of(member: Member) -> bytes:
    """Write a file's entry of the directory from what is said of it now.

    One whose numbers fit where they stood is the same bytes but for its place.
    """
    numbers = list(member.numbers)
    was_large = [numbers[8] == FULL_32, numbers[7] == FULL_32, numbers[15] == FULL_32]
    values = (member.size, member.packed, member.start)
    is_large = [
        was or value >= FULL_32 for was, value in zip(was_large, values, strict=True)
    ]
    large = [value for value, is_ in zip(values, is_large, strict=True) if is_]
    small = [FULL_32 if is_ else v for v, is_ in zip(values, is_large, strict=True)]
    numbers[8], numbers[7], numbers[15] = small
    extra = _with_large(member.extra, struct.pack(f"<{len(large)}Q", *large))
    if large:
        numbers[1] = max(numbers[1], LARGE_VERSION)
    numbers[9:12] = len(member.raw_name), len(extra), len(member.comment)
    head = ENTRY.pack(ENTRY_SIGN, *numbers)
    return head + member.raw_name + extra + member.comment


def _with_large(extra: bytes, large: bytes) -> bytes:
    """Put the large numbers where they stood among the extra fields, or first."""
    written = field(ZIP_64, large) if large else b""
    pieces = []
    for kind, body in fields_of(extra):
        if kind == ZIP_64:
            rest = body[len(large) :] if len(body) > len(large) else b""
            is_disk = len(rest) == 4  # noqa: PLR2004 -- the number of a disk
            pieces.append(field(ZIP_64, large + rest) if is_disk else written)
            written = b""
        else:
            pieces.append(field(kind, body))
    return written + b"".join(pieces)


def end_of(members: int, place: int, length: int, comment: bytes) -> bytes:
    """Write the end of a zip file, in its large form if it needs one."""
    values = (members, length, place)
    is_large = members >= FULL_16 or length >= FULL_32 or place >= FULL_32
    small = END.pack(
        END_SIGN,
        *(0, 0, min(members, FULL_16), min(members, FULL_16)),
        *(min(length, FULL_32), min(place, FULL_32), len(comment)),
    )
    if not is_large:
        return small + comment
    large = END_64.pack(
        *(END_64_SIGN, END_64.size - 12, LARGE_VERSION, LARGE_VERSION, 0, 0),
        *(members, *values),
    )
    locator = LOCATOR.pack(LOCATOR_SIGN, 0, place + length, 1)
    return large + locator + small + comment
