# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where what is to be registered is handed over: a folder, a list, or a letter.

The product is not the diary. A desk takes one sheet at a time, whole or not at all, and
taking the same sheet twice is harmless.
"""

import csv
import fcntl
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from pipeline.disk import translated
from rules.diary_rows import HEADINGS, line_of
from schemas.diary import RegistrationSheet
from schemas.errors import BadInput

_MARK = "\ufeff"
"""Tells Excel that a CSV file is UTF-8."""

_LINE_END = b"\r\n"


class Desk(Protocol):
    """Somewhere that sheets are handed over to."""

    @property
    def name(self) -> str:
        """What kind of desk it is, for the event log."""
        ...

    @property
    def needs_files(self) -> bool:
        """Whether it takes files, or only what the sheet says."""
        ...

    @property
    def takes_secret(self) -> bool:
        """Whether what is secret may go this way."""
        ...

    def take(self, sheet: RegistrationSheet, files: Path) -> None:
        """Take a sheet, with its files if the desk needs them.

        Raises:
            ArchiveError: it could not be taken; then nothing was.
        """
        ...


@dataclass(frozen=True)
class FolderDesk:
    """A folder that the diary's system or its registrar fetches from.

    Each decision is a folder of its own, which appears when it is whole.
    """

    folder: Path
    name: str = "folder"
    needs_files: bool = True
    takes_secret: bool = True

    def take(self, sheet: RegistrationSheet, files: Path) -> None:
        """Put the files in a folder named by the sheet's reference.

        Raises:
            BadInput: there is no such folder to put them in.
            DiskFull: there is no room; nothing is left behind.
            StoreDown: the folder cannot be written.
        """
        if not self.folder.is_dir():
            message = f"Mappen {self.folder} finns inte."
            raise BadInput(message)
        target = self.folder / sheet.reference
        if target.exists():
            return
        draft = self.folder / f".{sheet.reference}.part"
        with translated(f"mappen {self.folder}"):
            shutil.rmtree(draft, ignore_errors=True)
            try:
                _copy_whole(files, draft)
                draft.rename(target)
            except OSError:
                shutil.rmtree(draft, ignore_errors=True)
                raise
            _flush(self.folder)


@dataclass(frozen=True)
class CsvDesk:
    """A list that grows by a row for each decision, and is never written over."""

    file: Path
    name: str = "csv"
    needs_files: bool = False
    takes_secret: bool = True

    def take(self, sheet: RegistrationSheet, files: Path) -> None:
        """Add a row, unless the sheet has one.

        Raises:
            BadInput: there is no folder for the list, or it is another list.
            DiskFull: there is no room; the list is as it was.
            StoreDown: the list cannot be written.
        """
        del files
        if not self.file.parent.is_dir():
            message = f"Mappen {self.file.parent} finns inte."
            raise BadInput(message)
        with translated(f"listan {self.file.name}"), _held(self.file) as stream:
            stream.seek(0)
            before = stream.read()
            if not _is_listed(before, sheet.reference, self.file.name):
                _append(stream, before, line_of(sheet))


def _copy_whole(files: Path, draft: Path) -> None:
    """Copy every file and let it reach the disk before the folder gets its name."""
    draft.mkdir(mode=0o750)
    for file in sorted(files.iterdir()):
        copy = draft / file.name
        shutil.copyfile(file, copy)
        _flush(copy)
    _flush(draft)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _held(file: Path) -> Iterator[BinaryIO]:
    """Open a list to append to, while nobody else does."""
    with file.open("ab+") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield stream


def _is_listed(content: bytes, reference: str, name: str) -> bool:
    """Tell whether a list has a whole row with a reference.

    Raises:
        BadInput: the file is something else than such a list.
    """
    try:
        text = content.decode("utf-8").removeprefix(_MARK)
    except UnicodeDecodeError as error:
        raise _other_list(name) from error
    whole = text[: text.rfind("\n") + 1]
    rows = list(csv.reader(io.StringIO(whole), delimiter=";"))
    if rows and tuple(rows[0]) != HEADINGS:
        raise _other_list(name)
    return any(row[:1] == [reference] for row in rows)


def _other_list(name: str) -> BadInput:
    return BadInput(f"Filen {name} är ingen lista från Avbild och rörs inte.")


def _append(stream: BinaryIO, before: bytes, cells: tuple[str, ...]) -> None:
    """Write a row after what is there; if that fails, nothing was written."""
    added = b"" if before else (_MARK + _line(HEADINGS)).encode()
    if before and not before.endswith(b"\n"):  # a row that was cut off
        added = _LINE_END
    try:
        stream.write(added + _line(cells).encode())
        stream.flush()
        os.fsync(stream.fileno())
    except OSError:
        stream.truncate(len(before))
        raise


def _line(cells: tuple[str, ...]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerow(cells)
    return written.getvalue()
