# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the directory of a zip file says of its files, checked before any is read.

Two programs that read the same zip file must see the same files, now and in a hundred
years. So nothing is accepted that leaves it to the reader: two files of one name, files
that lie in each other, links, or a compression that few know.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from archivers.owner_export.ending import (
    BEFORE,
    CUT,
    MOST_MEMBERS,
    Directory,
    find_directory,
)
from archivers.owner_export.names import fault_of_name, likeness_of, shown_name
from schemas.errors import BadInput

SMALL = 128 * 1024**2
"""Bytes; a file this small may be packed however well."""

HIGHEST_RATIO = 200
"""How many times its packed size a file may be; the text of an export reaches 40."""

FEW_BYTES = 1024**3
HIGHEST_RATIO_OF_ALL = 50
"""The same of all files together, when they are more than a gigabyte opened."""

ENCRYPTED = 0x0001 | 0x0040 | 0x2000
"""Encrypted, strongly, or with a masked directory (APPNOTE.TXT 4.4.4)."""

PATCHED = 0x0020
UTF_8 = 0x0800
LEAST_HEAD = 30
_METHODS = frozenset({ZIP_STORED, ZIP_DEFLATED})


@dataclass(frozen=True)
class CheckedZip:
    """A zip file whose directory has been checked, and its files by their places.

    `label` is what it was called when it came, for sentences. `encoding` is that of the
    names that are not said to be UTF-8, and `changed` when it was last changed.
    """

    archive: ZipFile
    file: IO[bytes]
    label: str
    size: int
    directory: Directory
    entries: Sequence[ZipInfo]
    encoding: str
    changed: int

    @property
    def is_as_it_was(self) -> bool:
        """Whether nobody has changed it since it was opened."""
        status = os.fstat(self.file.fileno())
        return (status.st_size, status.st_mtime_ns) == (self.size, self.changed)

    @property
    def fingerprint(self) -> tuple[object, ...]:
        """Tell one part of an export from another."""
        first = tuple((e.filename, e.CRC, e.file_size) for e in self.entries[:1000])
        return self.size, self.directory, first

    def refusal(self, why: str) -> BadInput:
        """Say why the file is refused."""
        return refusal(self.label, why)


def refusal(label: str, why: str) -> BadInput:
    """Say why a file is refused; `why` ends a sentence that begins with its name."""
    return BadInput(f"Filen {shown_name(label)} {why}. Ingenting lästes in.")


def checked_zip(file: IO[bytes], size: int, label: str) -> CheckedZip:
    """Check everything that the directory of a zip file says.

    Raises:
        BadInput: why the file is refused.
    """
    changed = os.fstat(file.fileno()).st_mtime_ns
    try:
        directory = find_directory(file.fileno(), size)
        archive, encoding = _opened(file)
        entries = sorted(archive.infolist(), key=_place)
        _check(entries, directory, encoding)
    except BadInput as error:
        raise refusal(label, str(error)) from error
    return CheckedZip(archive, file, label, size, directory, entries, encoding, changed)


def _opened(file: IO[bytes]) -> tuple[ZipFile, str]:
    """Read the directory; names that are not said to be UTF-8 most often are."""
    try:
        try:
            return ZipFile(file, metadata_encoding="utf-8"), "utf-8"
        except UnicodeDecodeError:
            return ZipFile(file), "cp437"
    except NotImplementedError as error:
        message = "kräver en nyare version av zip än Avbild kan läsa"
        raise BadInput(message) from error
    except (BadZipFile, ValueError, OverflowError) as error:
        raise BadInput(CUT) from error


def _place(entry: ZipInfo) -> int:
    return entry.header_offset


def _check(entries: Sequence[ZipInfo], directory: Directory, encoding: str) -> None:
    if not any(not entry.is_dir() for entry in entries):
        message = "innehåller inga filer"
        raise BadInput(message)
    if entries[0].header_offset:
        raise BadInput(BEFORE)
    for entry, end in _with_ends(entries, directory):
        fault = _fault(entry) or _fault_of_size(entry)
        if fault:
            message = f"innehåller {fault}"
            raise BadInput(message)
        least = LEAST_HEAD + len(raw_name(entry, encoding)) + entry.compress_size
        if entry.header_offset + least > end:
            message = (
                f"innehåller filer som ligger i varandra, bland annat {_shown(entry)}"
            )
            raise BadInput(message)


def _with_ends(
    entries: Sequence[ZipInfo], directory: Directory
) -> Iterator[tuple[ZipInfo, int]]:
    """Give each file with the place where the next one begins."""
    ends = [entry.header_offset for entry in entries[1:]]
    yield from zip(entries, [*ends, directory.offset], strict=True)


def _fault(entry: ZipInfo) -> str:
    """Say what is wrong with a file; empty when nothing is."""
    name = entry.orig_filename
    if fault := fault_of_name(name):
        return fault
    if entry.flag_bits & ENCRYPTED:
        return f"en krypterad fil: {_shown(entry)}"
    if entry.flag_bits & PATCHED or entry.compress_type not in _METHODS:
        return f"en fil med okänd komprimering: {_shown(entry)}"
    kind = stat.S_IFMT(entry.external_attr >> 16)
    wanted = stat.S_IFDIR if entry.is_dir() else stat.S_IFREG
    if kind not in (0, wanted):
        return f"en länk eller annan särskild fil: {_shown(entry)}"
    return ""


def _fault_of_size(entry: ZipInfo) -> str:
    size, packed = entry.file_size, entry.compress_size
    if entry.is_dir() and size:
        return f"en mapp med innehåll: {_shown(entry)}"
    if entry.compress_type == ZIP_STORED and size != packed:
        return f"en fil vars storlek inte stämmer: {_shown(entry)}"
    if size > max(SMALL, packed * HIGHEST_RATIO):
        return f"en fil som växer orimligt när den packas upp: {_shown(entry)}"
    return ""


def _shown(entry: ZipInfo) -> str:
    return shown_name(entry.orig_filename)


def raw_name(entry: ZipInfo, encoding: str) -> bytes:
    """Give the bytes of a file's name, as they stand in the directory."""
    is_utf_8 = entry.flag_bits & UTF_8
    return entry.orig_filename.encode("utf-8" if is_utf_8 else encoding)


def check_together(parts: Sequence[CheckedZip]) -> None:
    """Check that the parts of an export make one: no part twice, no name twice.

    The same file, byte for byte, may stand in several parts, as what says how an
    export is to be read does.

    Raises:
        BadInput: why the parts are refused.
    """
    if sum(len(part.entries) for part in parts) > MOST_MEMBERS:
        message = (
            f"Exporten innehåller fler filer än {MOST_MEMBERS}. Ingenting lästes in."
        )
        raise BadInput(message)
    opened = sum(entry.file_size for part in parts for entry in part.entries)
    if opened > max(FEW_BYTES, HIGHEST_RATIO_OF_ALL * sum(part.size for part in parts)):
        message = "Exporten växer orimligt när den packas upp. Ingenting lästes in."
        raise BadInput(message)
    seen: dict[tuple[object, ...], CheckedZip] = {}
    for part in parts:
        twin = seen.setdefault(part.fingerprint, part)
        if twin is not part:
            why = f"är samma del av exporten som {shown_name(twin.label)}"
            raise part.refusal(why)
    _check_names(parts)


def _check_names(parts: Sequence[CheckedZip]) -> None:
    known: dict[str, tuple[CheckedZip, ZipInfo]] = {}
    for part in parts:
        for entry in part.entries:
            if entry.is_dir():
                continue
            first, twin = known.setdefault(likeness_of(entry.filename), (part, entry))
            if twin is entry or (first is not part and _is_same(entry, twin)):
                continue
            why = f"innehåller två filer med samma namn: {_shown(entry)}"
            raise part.refusal(why)


def _is_same(entry: ZipInfo, other: ZipInfo) -> bool:
    mine = (entry.filename, entry.file_size, entry.CRC)
    return mine == (other.filename, other.file_size, other.CRC)
