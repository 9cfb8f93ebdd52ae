# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A package folder while it is being filled.

Content files are linked, or copied when they lie on another disk, and hashed on the
way, so that a file that changed since the capture is found here and not in ten years.
"""

import errno
import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from eark.mets import StoredFile
from schemas.capture import CaptureFile
from schemas.errors import BadInput, Damaged, DigestMismatch, DiskFull, StoreDown
from schemas.package import PackageFile

_CHUNK = 1024 * 1024
_CANNOT_LINK = {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP, errno.EACCES}


class PackageFolder:
    """The folder of one package, and the list of what has been put there."""

    def __init__(self, root: Path, created: datetime) -> None:
        self._root = root
        self._created = created
        self._files: dict[str, PackageFile] = {}

    def write(self, path: str, data: bytes, mime_type: str) -> StoredFile:
        """Write a metadata document."""
        self._new(path).write_bytes(data)
        return self._note(path, mime_type, len(data), hashlib.sha256(data).hexdigest())

    def place(self, path: str, source: Path, mime_type: str) -> StoredFile:
        """Put a content file in place without holding it in memory.

        Raises:
            Damaged: it is not there, or it is not an ordinary file.
        """
        if source.is_symlink() or not source.is_file():
            message = (
                f"Filen {source.name} i fångsten saknas eller är ingen vanlig fil."
            )
            raise Damaged(message)
        target = self._new(path)
        link_or_copy(source, target)
        size, sha256 = measure(target)
        return self._note(path, mime_type, size, sha256)

    def place_captured(
        self, path: str, source: Path, captured: CaptureFile, mime_type: str
    ) -> StoredFile:
        """Put a capture's file in place; it must be what the capture wrote.

        Raises:
            Damaged: it is not there, or it is not an ordinary file.
            DigestMismatch: its size or checksum is another.
        """
        stored = self.place(path, source / captured.path, mime_type)
        if (stored.size, stored.sha256) != (captured.size, captured.sha256):
            message = f"Filen {captured.path} har ändrats sedan kontot fångades."
            raise DigestMismatch(message)
        return stored

    def fill(
        self, path: str, writer: Callable[[Path], None], mime_type: str
    ) -> StoredFile:
        """Have a file written in place by a writer that streams."""
        target = self._new(path)
        writer(target)
        size, sha256 = measure(target)
        return self._note(path, mime_type, size, sha256)

    def files(self) -> tuple[PackageFile, ...]:
        """Give everything that has been put in the folder, sorted by path."""
        return tuple(self._files[path] for path in sorted(self._files))

    def _new(self, path: str) -> Path:
        if path in self._files:
            message = f"Två filer i fångsten vill heta {path}."
            raise Damaged(message)
        target = self._root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def _note(self, path: str, mime_type: str, size: int, sha256: str) -> StoredFile:
        self._files[path] = PackageFile(path=path, size=size, sha256=sha256)
        return StoredFile(path, mime_type, size, self._created, sha256)


@contextmanager
def new_folder(root: Path) -> Iterator[None]:
    """Make a folder, and take it away again if it could not be filled.

    Raises:
        BadInput: it is there already; packages are never written over.
        DiskFull: there is no room left.
        StoreDown: the disk cannot be written for another reason.
    """
    with disk_errors():
        try:
            root.mkdir(parents=True)
        except FileExistsError as error:
            message = "Mappen för arkivpaketet finns redan."
            raise BadInput(message) from error
        try:
            yield
        except BaseException:
            shutil.rmtree(root, ignore_errors=True)
            raise


@contextmanager
def disk_errors() -> Iterator[None]:
    """Translate what the disk says when it cannot be written.

    Raises:
        DiskFull: there is no room left.
        StoreDown: the disk cannot be written for another reason.
    """
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            message = "Disken är full. Filen kunde inte skrivas."
            raise DiskFull(message) from error
        message = "Disken kunde inte läsas eller skrivas."
        raise StoreDown(message) from error


def link_or_copy(source: Path, target: Path) -> None:
    """Link a file, or copy it when the disks differ or cannot link."""
    try:
        target.hardlink_to(source)
    except OSError as error:
        if error.errno not in _CANNOT_LINK:
            raise
        shutil.copyfile(source, target)


def measure(path: Path) -> tuple[int, str]:
    """Give a file's size and SHA-256, read piece by piece."""
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()
