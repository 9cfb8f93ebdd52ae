# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Puts the parts of an export into a capture's folder, as they came.

A part is linked where the disk can: it is large, and is copied once anyway when its
package is stored. Whoever packs digests it once more, so one that its owner changes in
the meantime is found out.
"""

import errno
import os
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from archivers.disk import room_on_disk
from archivers.owner_export.checked import refusal
from archivers.owner_export.kinds import open_zip
from archivers.owner_export.names import shown_name
from archivers.owner_export.opened import FOLDER, MEGABYTE, part_path
from schemas.errors import BadInput, DiskFull
from schemas.order import Progress

STEP = "Kopierar exporten (MB)"
AT_ONCE = 64 * 1024**2
BUFFER = 1024**2

_CANNOT_LINK = frozenset(
    {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP, errno.EACCES}
)
_CANNOT_COPY_INSIDE = frozenset(
    {errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM}
)
_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True)
class KeptPart:
    """A part where it is kept, and what it was called when it came."""

    path: Path
    label: str


def keep_parts(
    parts: Sequence[Path], folder: Path, progress: Callable[[Progress], None]
) -> tuple[KeptPart, ...]:
    """Link or copy parts into a capture's folder, numbered by their names.

    A part is looked at first: what is no zip file is never copied.

    Raises:
        BadInput: a part is no zip file, or is given twice.
        DiskFull: there is no room left.
    """
    ordered = sorted(parts, key=_natural)
    _refuse_twice(ordered)
    kept = []
    try:
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        for number, part in enumerate(ordered, start=1):
            target = folder / part_path(number)
            with room_on_disk():
                _keep(part, target, progress)
            kept.append(KeptPart(target, part.name))
    except BaseException:
        let_go(folder)
        raise
    return tuple(kept)


def let_go(folder: Path) -> None:
    """Remove the parts from a capture's folder; those that were given stay."""
    shutil.rmtree(folder / FOLDER, ignore_errors=True)


def _natural(part: Path) -> tuple[list[tuple[int, str]], str]:
    """Order names as people do: part 2 before part 10."""
    pieces = _NUMBER.split(part.name.casefold())
    return [(int(p) if p.isdecimal() else -1, p) for p in pieces], str(part)


def _refuse_twice(parts: Sequence[Path]) -> None:
    seen: set[tuple[int, int]] = set()
    for part in parts:
        file, _ = open_zip(part, part.name)
        with file:
            status = os.fstat(file.fileno())
        key = (status.st_dev, status.st_ino)
        if key in seen:
            message = f"Filen {shown_name(part.name)} är angiven två gånger."
            raise BadInput(message)
        seen.add(key)


def _keep(part: Path, target: Path, progress: Callable[[Progress], None]) -> None:
    try:
        target.hardlink_to(part.resolve(strict=True))
    except OSError as error:
        if error.errno not in _CANNOT_LINK:
            raise
        _copy(part, target, progress)


def _copy(part: Path, target: Path, progress: Callable[[Progress], None]) -> None:
    """Copy a part, in the kernel where the disks can, and tell how far it has come.

    Raises:
        BadInput: it became shorter meanwhile.
        DiskFull: it will not find room.
    """
    file, size = open_zip(part, part.name)
    if shutil.disk_usage(target.parent).free < size:
        file.close()
        message = "Exporten får inte plats på disken. Frigör utrymme och försök igen."
        raise DiskFull(message)
    total = max(1, size // MEGABYTE)
    with file, target.open("xb", 0) as out:
        at = 0
        while at < size:
            copied = _copy_some(file.fileno(), out.fileno(), at, size - at)
            if not copied:
                raise refusal(part.name, "ändrades medan den lästes")
            at += copied
            progress(Progress(step=STEP, done=at // MEGABYTE, total=total))


def _copy_some(source: int, target: int, start: int, most: int) -> int:
    try:
        count = min(most, AT_ONCE)
        return os.copy_file_range(source, target, count, offset_src=start)
    except OSError as error:
        if error.errno not in _CANNOT_COPY_INSIDE:
            raise
    return os.write(target, os.pread(source, min(most, BUFFER), start))
