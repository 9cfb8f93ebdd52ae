# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Zip files put together byte by byte, so that each may lie in its own way."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LINK = 0o120777 << 16
PIPE = 0o010600 << 16


@dataclass(frozen=True)
class Packed:
    """A file of a zip file; what is None is as it should be."""

    name: bytes = b"posts.json"
    data: bytes = b"[]" * 40
    method: int = 0
    flags: int = 0
    crc: int | None = None
    size: int | None = None
    body: bytes | None = None
    local_name: bytes | None = None
    local_method: int | None = None
    local_crc: int | None = None
    attributes: int = 0
    needed: int = 20
    after: bytes = b""
    offset: int | None = None

    @property
    def packed(self) -> bytes:
        """Its content as it lies in the file."""
        if self.body is not None:
            return self.body
        return self.data if self.method == 0 else deflated(self.data)

    @property
    def true_crc(self) -> int:
        """Its CRC as the directory gives it."""
        return zlib.crc32(self.data) if self.crc is None else self.crc

    @property
    def true_size(self) -> int:
        """Its size opened, as the directory gives it."""
        return len(self.data) if self.size is None else self.size

    def local(self) -> bytes:
        """Give the file with the head that stands before it."""
        name = self.name if self.local_name is None else self.local_name
        method = self.method if self.local_method is None else self.local_method
        crc = self.true_crc if self.local_crc is None else self.local_crc
        sizes = (crc, len(self.packed), self.true_size)
        if self.flags & 8:
            sizes = (0, 0, 0)
        head = struct.pack(
            "<4s5H3L2H",
            *(b"PK\x03\x04", self.needed, self.flags, method, 0, 0x5A21),
            *sizes,
            *(len(name), 0),
        )
        return head + name + self.packed + self.after

    def listed(self, offset: int) -> bytes:
        """Give what the directory says of it."""
        at = offset if self.offset is None else self.offset
        head = struct.pack(
            "<4s6H3L5H2L",
            *(b"PK\x01\x02", 0x0314, self.needed, self.flags, self.method, 0, 0x5A21),
            *(self.true_crc, len(self.packed), self.true_size),
            *(len(self.name), 0, 0, 0, 0, self.attributes, at),
        )
        return head + self.name


@dataclass(frozen=True)
class Ending:
    """How a zip file ends; what is None is as it should be."""

    count: int | None = None
    size: int | None = None
    disk: int = 0
    comment: bytes = b""
    comment_length: int | None = None
    before: bytes = b""
    between: bytes = b""
    after: bytes = b""
    is_64: bool = False


def zip_bytes(files: Sequence[Packed], ending: Ending = Ending()) -> bytes:
    """Put a zip file together."""
    body, directory = bytearray(ending.before), bytearray()
    for file in files:
        directory += file.listed(len(body))
        body += file.local()
    body += ending.between
    count = len(files) if ending.count is None else ending.count
    size = len(directory) if ending.size is None else ending.size
    at = len(body)
    length = len(ending.comment)
    if ending.comment_length is not None:
        length = ending.comment_length
    small = (count & 0xFFFF, count & 0xFFFF, size, at)
    if ending.is_64:
        small = (0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    end = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", ending.disk, ending.disk, *small, length
    )
    larger = end_64(count, size, at, at + len(directory)) if ending.is_64 else b""
    return bytes(body + directory) + larger + end + ending.comment + ending.after


def end_64(count: int, size: int, at: int, place: int) -> bytes:
    """Give the larger record of the end, at its place, and what leads there."""
    record = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, at
    )
    return record + struct.pack("<4sLQL", b"PK\x06\x07", 0, place, 1)


def deflated(data: bytes) -> bytes:
    """Deflate, as a zip file has it."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return stream.compress(data) + stream.flush()


def write_zip(
    folder: Path,
    *files: Packed,
    ending: Ending = Ending(),
    name: str = "export.zip",
) -> Path:
    """Write a zip file into a folder."""
    path = folder / name
    path.write_bytes(zip_bytes(files, ending))
    return path
