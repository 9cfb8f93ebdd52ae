# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files on disk: copied and flushed, locked, and their faults in our own words."""

import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from schemas.errors import ArchiveError, Damaged, DiskFull, StoreDown

LOCK = ".lock"
"""The file that a version's writer or destroyer holds, in the version's folder."""

READ_ONLY = 0o440
FOLDER = 0o750

_CHUNK = 8 * 1024 * 1024
_LOCK_ATTEMPTS = 100
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def translated() -> Iterator[None]:
    """Let the operating system's errors leave as ours."""
    try:
        yield
    except OSError as error:
        raise _in_our_words(error) from error


def _in_our_words(error: OSError) -> ArchiveError:
    if error.errno in _FULL:
        message = "Det finns inte plats kvar i lagret. Inget sparades."
        return DiskFull(message)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        message = "Avbild får inte skriva i lagret. Kontrollera mappens rättigheter."
        return StoreDown(message)
    return StoreDown("Lagret svarar inte som det ska. Försök igen om en stund.")


def copy_file(source: Path, target: Path, advance: Callable[[int], None]) -> int:
    """Copy a file to a new, read-only one, flush it to disk, and give its size.

    `advance` is told of each piece that was written. Links are never followed.

    Raises:
        Damaged: the file changed while it was copied.
    """
    read = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        expected = os.fstat(read).st_size
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        write = os.open(target, flags, 0o600)
        try:
            copied = _copy_bytes(read, write, advance)
            os.fchmod(write, READ_ONLY)
            os.fsync(write)
        finally:
            os.close(write)
    finally:
        os.close(read)
    if copied != expected:
        message = f"Filen ”{source.name}” ändrades medan den lagrades. Inget sparades."
        raise Damaged(message)
    return copied


def _copy_bytes(read: int, write: int, advance: Callable[[int], None]) -> int:
    copied = 0
    while chunk := os.read(read, _CHUNK):
        left = memoryview(chunk)
        while left:
            left = left[os.write(write, left) :]
        copied += len(chunk)
        advance(len(chunk))
    return copied


def sync_folder(folder: Path) -> None:
    """Flush a folder's list of names to disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def take_lock(file: Path) -> int | None:
    """Lock a file that stands for something, until `release_lock` or our death.

    Gives None when another process or thread has it. The file is made if need be, and
    the folder it lies in: whoever had the lock before may just have removed both.

    Raises:
        StoreDown: the disk cannot lock files.
    """
    for _ in range(_LOCK_ATTEMPTS):
        file.parent.mkdir(FOLDER, parents=True, exist_ok=True)
        try:
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        except OSError:
            os.close(descriptor)
            raise
        if _is_still_there(descriptor, file):
            return descriptor
        os.close(descriptor)
    message = "Lagret är upptaget. Försök igen om en stund."
    raise StoreDown(message)


def release_lock(file: Path, descriptor: int) -> None:
    """Remove the lock file, then let others take the lock.

    A lock file that cannot be removed says nothing: the lock goes with the descriptor.
    """
    try:
        with suppress(OSError):
            file.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def remove_tree(folder: Path, first: str) -> None:
    """Remove a folder and all in it, the file `first` before anything else."""
    (folder / first).unlink(missing_ok=True)
    if folder.exists():
        shutil.rmtree(folder)


def remove_empty(*folders: Path) -> None:
    """Remove the folders that are empty; others are in use and stay."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _is_still_there(descriptor: int, file: Path) -> bool:
    """Whether the name still stands for the file that we locked."""
    try:
        return os.path.samestat(os.fstat(descriptor), file.stat())
    except FileNotFoundError:
        return False
