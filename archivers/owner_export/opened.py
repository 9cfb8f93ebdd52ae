# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An owner's export, opened: one or several zip files that are read as one.

Everything in it is checked before it is opened: what is wrong with it makes the whole
refused. No file of it is ever written anywhere.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote
from zipfile import BadZipFile

from archivers.owner_export.checked import CheckedZip, check_together, checked_zip
from archivers.owner_export.digests import PartDigests
from archivers.owner_export.inflate import read_members
from archivers.owner_export.kinds import open_zip
from archivers.owner_export.names import shown_name
from schemas.errors import BadInput, Damaged
from schemas.item import ExportMember
from schemas.order import Progress

SCHEME = "export:"
STEP = "Kontrollerar exporten (MB)"
MEGABYTE = 1000**2
FOLDER = "export"


def part_path(number: int) -> str:
    """Give where the part of that number, from 1, lies in a capture."""
    return f"{FOLDER}/{number}.zip"


@dataclass(frozen=True, slots=True)
class ExportMemberInfo:
    """A file within the export: in which part, its size opened, and its digest.

    `name` has forward slashes, and `sha256` is that of the content.
    """

    file: str
    name: str
    size: int
    sha256: str

    @property
    def member(self) -> ExportMember:
        """It, as an item or a medium refers to it."""
        return ExportMember(file=self.file, name=self.name)


@dataclass(frozen=True)
class OpenedPart:
    """A part of an export: where it lies in a capture, its digest, its files."""

    path: str
    label: str
    size: int
    sha256: str
    members: int


@dataclass
class OwnerExport:
    """The files of an export, by name; no file is written anywhere."""

    members: Mapping[str, ExportMemberInfo]
    parts: tuple[OpenedPart, ...]
    _zips: Mapping[str, CheckedZip]
    _stack: ExitStack = field(default_factory=ExitStack)

    @classmethod
    def opened(
        cls,
        parts: Sequence[Path],
        progress: Callable[[Progress], None] = lambda _: None,
        labels: Sequence[str] = (),
    ) -> Self:
        """Open the parts of an export, and read every file in them once.

        So each file's CRC is known to be right, and the SHA-256 of each file and part
        is had in the same pass. `labels` are what the parts were called when they came.

        Raises:
            BadInput: why the export is refused; nothing of it was kept.
        """
        if not parts:
            message = "Ange minst en zip-fil med kontots export."
            raise BadInput(message)
        labels = labels or tuple(part.name for part in parts)
        with ExitStack() as stack:
            checked = [
                _checked(part, label, stack)
                for part, label in zip(parts, labels, strict=True)
            ]
            check_together(checked)
            reading = _Reading(checked, progress)
            members = reading.members()
            return cls(members, reading.parts(), reading.by_path, stack.pop_all())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def open(self, name: str) -> IO[bytes]:
        """Open a file within, to be read from its start; its CRC is checked at its end.

        Raises:
            BadInput: there is no such file.
            Damaged: the export has changed since it was checked.
        """
        info = self.members.get(name)
        if info is None:
            message = "Exporten saknar en fil som den själv hänvisar till."
            raise BadInput(message)
        try:
            return self._zips[info.file].archive.open(name)
        except (BadZipFile, EOFError) as error:
            message = f"Filen {shown_name(name)} i exporten går inte längre att läsa."
            raise Damaged(message) from error

    def named(self, *endings: str) -> Iterator[ExportMemberInfo]:
        """Give the files whose names end so, in the order of their names."""
        for name in sorted(self.members):
            if name.endswith(endings):
                yield self.members[name]


def check_parts(parts: Sequence[Path]) -> None:
    """Check what the directories of an export say, before its files are read.

    Raises:
        BadInput: why the export is refused.
    """
    if not parts:
        message = "Ange minst en zip-fil med kontots export."
        raise BadInput(message)
    with ExitStack() as stack:
        check_together([_checked(part, part.name, stack) for part in parts])


def _checked(part: Path, label: str, stack: ExitStack) -> CheckedZip:
    file, size = open_zip(part, label)
    stack.callback(file.close)
    checked = checked_zip(file, size, label)
    stack.callback(checked.archive.close)
    return checked


class _Reading:
    """One pass over all parts: their files here, and they themselves beside it."""

    def __init__(
        self, zips: Sequence[CheckedZip], progress: Callable[[Progress], None]
    ) -> None:
        self.by_path = {part_path(n): part for n, part in enumerate(zips, start=1)}
        self._progress = progress
        self._total = sum(part.size for part in zips)
        self._read = self._told = 0
        self._digests: tuple[str, ...] = ()

    def members(self) -> dict[str, ExportMemberInfo]:
        """Read every file, and give them by their names."""
        found: dict[str, ExportMemberInfo] = {}
        self._tell()
        with PartDigests(self.by_path.values()) as digests:
            for path, part in self.by_path.items():
                for info in self._members_of(path, part):
                    known = found.setdefault(info.name, info)
                    if known.sha256 != info.sha256:
                        why = (
                            f"har en annan fil {shown_name(info.name)} än en annan del"
                        )
                        raise part.refusal(why)
            self._digests = digests.result()
        return found

    def _members_of(self, path: str, part: CheckedZip) -> Iterator[ExportMemberInfo]:
        for one in read_members(part, self._advance):
            entry = one.entry
            yield ExportMemberInfo(path, entry.filename, entry.file_size, one.sha256)

    def parts(self) -> tuple[OpenedPart, ...]:
        """Describe the parts, when all is read."""
        return tuple(
            OpenedPart(path, part.label, part.size, sha256, _files_in(part))
            for (path, part), sha256 in zip(
                self.by_path.items(), self._digests, strict=True
            )
        )

    def _advance(self, count: int) -> None:
        self._read += count
        if self._read - self._told >= MEGABYTE:
            self._told = self._read
            self._tell()

    def _tell(self) -> None:
        done, total = self._read // MEGABYTE, max(1, self._total // MEGABYTE)
        self._progress(Progress(step=STEP, done=min(done, total), total=total))


def _files_in(part: CheckedZip) -> int:
    return sum(not entry.is_dir() for entry in part.entries)


def media_address(member: ExportMember) -> str:
    """Give the address that stands for a picture or film of an export."""
    return f"{SCHEME}{quote(member.name)}"
