# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An owner's export, opened: one or several zip files that are read as one."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote
from zipfile import ZipFile

from schemas.errors import BadInput
from schemas.item import ExportMember

SCHEME = "export:"


@dataclass(frozen=True)
class ExportMemberInfo:
    """A file within the export: where it lies, its size opened, and its digest.

    `sha256` is that of its content.
    """

    member: ExportMember
    size: int
    sha256: str = ""

    @property
    def name(self) -> str:
        """Its name within the export, with forward slashes."""
        return self.member.name


@dataclass
class OwnerExport:
    """The files of an export, by name; no file is written anywhere."""

    members: Mapping[str, ExportMemberInfo]
    _zips: Mapping[str, ZipFile]
    _stack: ExitStack = field(default_factory=ExitStack)

    @classmethod
    def opened(cls, parts: Sequence[Path]) -> Self:
        """Open the parts of an export."""
        stack = ExitStack()
        zips = {
            f"export/{number}.zip": stack.enter_context(ZipFile(part))
            for number, part in enumerate(parts, start=1)
        }
        members = {
            info.filename: ExportMemberInfo(
                ExportMember(file=path, name=info.filename), info.file_size
            )
            for path, archive in zips.items()
            for info in archive.infolist()
            if not info.is_dir()
        }
        return cls(members, zips, stack)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def open(self, name: str) -> IO[bytes]:
        """Open a file within, to be read from its start; its CRC is checked at its end.

        Raises:
            BadInput: there is no such file.
        """
        try:
            member = self.members[name].member
        except KeyError:
            message = "Exporten saknar en fil som den själv hänvisar till."
            raise BadInput(message) from None
        return self._zips[member.file].open(member.name)

    def named(self, *endings: str) -> Iterator[ExportMemberInfo]:
        """Give the files whose names end so, in the order of their names."""
        for name in sorted(self.members):
            if name.endswith(endings):
                yield self.members[name]


def media_address(member: ExportMember) -> str:
    """Give the address that stands for a picture or film of an export."""
    return f"{SCHEME}{quote(member.name)}"
