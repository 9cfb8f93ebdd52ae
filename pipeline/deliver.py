# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Deliver a package: a container file for an archive or for someone who asked."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal, cast

from eark.export import export_package
from pipeline.context import Archive
from pipeline.disk import translated
from schemas.errors import BadInput
from schemas.order import EventKind, Progress
from schemas.package import PackageFile, PackageKind

Container = Literal["tar", "zip"]
STEP = "Skriver filen"


def export(
    archive: Archive,
    package_id: str,
    kind: PackageKind,
    target: Path,
    version: int | None = None,
) -> PackageFile:
    """Write a package as a .tar or .zip file, whole or not at all.

    Raises:
        UnknownName: there is no such package or version.
        BadInput: the file's name does not end in .tar or .zip, its folder is missing,
            or there is such a file already.
        DiskFull: there is no room.
        StoreDown: the file cannot be written.
    """
    container = _container(target)
    entry = archive.database.packages.get(package_id, version)
    files = archive.store.open(package_id, entry.version)
    archive.progress(Progress(step=STEP, done=0, total=entry.size))
    with translated("filen"), _new_file(target) as stream:
        export_package(files, package_id, kind, stream, container, archive.clock())
    written = _describe(target)
    archive.progress(Progress(step=STEP, done=entry.size, total=entry.size))
    detail = {
        "version": str(entry.version),
        "kind": kind.value,
        "sha256": written.sha256,
        "size": str(written.size),
    }
    archive.note(EventKind.EXPORTED, package_id, detail)
    return written


def _container(target: Path) -> Container:
    """Choose the container by the file's name.

    Raises:
        BadInput: the name ends in something else, or the place cannot be used.
    """
    suffix = target.suffix.lower().removeprefix(".")
    if suffix not in {"tar", "zip"}:
        message = f"Filen {target.name} måste heta något på .tar eller .zip."
        raise BadInput(message)
    if not target.parent.is_dir():
        message = f"Mappen {target.parent} finns inte."
        raise BadInput(message)
    if target.exists() or target.is_symlink():
        raise _taken(target)
    return cast("Container", suffix)


def _taken(target: Path) -> BadInput:
    return BadInput(f"Filen {target} finns redan och skrivs inte över.")


@contextmanager
def _new_file(target: Path) -> Iterator[BinaryIO]:
    """Give a file that gets its name when it is whole and flushed to disk.

    Raises:
        BadInput: a file of that name appeared in the meantime.
    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb+") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _give_name(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def _give_name(draft: Path, target: Path) -> None:
    """Name the file; a link never replaces a file that is there already."""
    try:
        target.hardlink_to(draft)
    except FileExistsError as error:
        raise _taken(target) from error
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS}:
            raise
        if target.exists():
            raise _taken(target) from error
        draft.rename(target)
    descriptor = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _describe(target: Path) -> PackageFile:
    with target.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return PackageFile(path=str(target), size=target.stat().st_size, sha256=digest)
