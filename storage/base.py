# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every package store can do, wherever the bytes lie.

A store keeps package versions that never change. It writes a version under a prefix
of its own and METS.xml last: METS.xml is the commit mark, so a version either is whole
or is not there. No method destroys a committed version: gallring needs a decision that
names it, and comes with that decision.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from schemas.order import Progress
from schemas.package import PackageFiles

COMMIT_MARK = "METS.xml"
"""The file that is written last and makes a version visible."""


@dataclass(frozen=True)
class PackageLocation:
    """What was written of a package version: the root METS file's digest, the sizes."""

    mets_sha256: str
    files: int
    size: int


class PackageStore(Protocol):
    """A place where package versions are kept."""

    def prepare(self) -> None:
        """Make an empty place into a store; harmless when it already is one.

        A store that was never prepared is refused in every other method, so that a
        disk that is not mounted is never taken for an archive without packages.

        Raises:
            StoreDown: the place cannot be reached or written.
        """
        ...

    def put(
        self,
        package_id: str,
        version: int,
        folder: Path,
        progress: Callable[[Progress], None],
    ) -> PackageLocation:
        """Keep a copy of a package version; `folder` holds METS.xml in its root.

        Nothing is left behind unless everything was written and flushed to disk. The
        folder is only read, and may be removed afterwards.

        Raises:
            Refused: the version is already kept, or the folder is not a package.
            Unavailable: another process is writing the same version.
            DiskFull: there is no room; nothing was kept.
            StoreDown: the store cannot be reached or written; nothing was kept.
        """
        ...

    def open(self, package_id: str, version: int | None = None) -> PackageFiles:
        """Open a version for reading, the newest one when none is given.

        Raises:
            UnknownName: there is no such committed version.
        """
        ...

    def packages(self) -> Iterator[str]:
        """Give the id of every package with a committed version, sorted."""
        ...

    def versions(self, package_id: str) -> tuple[int, ...]:
        """Give the committed versions of a package, oldest first; none: empty."""
        ...

    def sweep(self) -> int:
        """Remove what killed writers left, and say how many versions that was.

        A version that is being written, or is committed, is never touched.
        """
        ...
