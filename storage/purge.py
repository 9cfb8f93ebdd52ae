# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Destroying a package version on local disk, so that a kill leaves no half of it.

    <root>/<package_id>/v<version>/.purging     by which decision; written first

The order is: the intent, the commit mark, every file and folder, the intent. As long
as METS.xml is there the version is whole; once it is gone nobody can open it, and
whoever finds the intent finishes. Nothing is overwritten before it is removed: on
flash memory and copy-on-write file systems the old blocks stay wherever they were, so
that it would prove nothing. What is left on the medium is for its encryption.
"""

import os
from pathlib import Path

from pydantic import ValidationError

from schemas.gallring import Purge
from schemas.record import Identifier, Record
from storage.base import COMMIT_MARK
from storage.disk import LOCK, sync_folder

INTENT = ".purging"

_OURS = (INTENT, LOCK)


class Intent(Record):
    """What is being destroyed, by which decision, and how much it was at the start."""

    package_id: Identifier
    version: int
    decision_id: Identifier
    files: int
    size: int


def intent_in(home: Path) -> Intent | None:
    """Read the intent of a version's folder; None when there is none to act on.

    One that was never written out is no intent: its writer died before it destroyed
    anything.
    """
    try:
        return Intent.model_validate_json((home / INTENT).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def intend(home: Path, package_id: str, version: int, decision_id: str) -> Intent:
    """Write down that a version is to be destroyed, for good."""
    sizes = [path.lstat().st_size for path in _files(home)]
    intent = Intent(
        package_id=package_id,
        version=version,
        decision_id=decision_id,
        files=len(sizes),
        size=sum(sizes),
    )
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(home / INTENT, flags, 0o600)
    try:
        os.write(descriptor, intent.model_dump_json().encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync_folder(home)
    return intent


def carry_out(home: Path, intent: Intent) -> Purge:
    """Destroy what the intent says, and list again what is left."""
    target = home / intent.package_id
    mark = target / COMMIT_MARK
    if mark.exists():
        mark.unlink()
        sync_folder(target)
    for path in _contents(home):
        _remove(path)
    sync_folder(home)
    remaining = len(_files(home))
    if not remaining:
        withdraw(home)
    return Purge(
        package_id=intent.package_id,
        version=intent.version,
        files=intent.files,
        size=intent.size,
        remaining=remaining,
    )


def withdraw(home: Path) -> None:
    """Remove the intent: it is carried out, or was never whole."""
    (home / INTENT).unlink(missing_ok=True)
    sync_folder(home)


def _contents(home: Path) -> list[Path]:
    """Give what lies in a version's folder and is the version's own."""
    return [path for path in home.iterdir() if path.name not in _OURS]


def _files(home: Path) -> list[Path]:
    """Give everything of a version that is no folder; links as they are."""
    found = (inner for path in _contents(home) for inner in (path, *path.rglob("*")))
    return [path for path in found if not _is_folder(path)]


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _remove(path: Path) -> None:
    """Remove a file, or a folder from its leaves up; each list of names is flushed."""
    if not _is_folder(path):
        path.unlink()
        return
    for inner in path.iterdir():
        _remove(inner)
    sync_folder(path)
    path.rmdir()
