# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every package store can do, wherever the bytes lie.

A store keeps package versions that never change. It writes a version under a prefix
of its own and METS.xml last: METS.xml is the commit mark, so a version either is whole
or is not there. Only `purge` destroys a committed version, and only under a decision.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from schemas.gallring import GallringDecision, Purge
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
            Unavailable: another process is writing the same version, or it is being
                destroyed and is not gone yet.
            DiskFull: there is no room; nothing was kept.
            StoreDown: the store cannot be reached or written; nothing was kept.
        """
        ...

    def purge(
        self,
        package_id: str,
        version: int,
        decision: GallringDecision,
        *,
        whole: bool = False,
    ) -> Purge:
        """Destroy a committed version under a decision, and list what is left of it.

        Never by id alone: the decision is written down first, in the version itself.
        Then goes the commit mark, so that a version that is half gone is never opened,
        then everything else. A kill leaves the version readable or gone; a purge that
        was interrupted is finished by the next one, or by `sweep` once the version can
        be read no more. What is already gone gives 0 files and 0 remaining. With
        anything `remaining` it is not done.

        The bytes are not overwritten: modern disks write elsewhere, so it would prove
        nothing. What goes with the newest version is the whole package (`whole`); else
        a version without what is disposed of must be committed before.

        Raises:
            Refused: it is the newest version and not the whole package is to go, or
                the version was never committed.
            Unavailable: another process is writing or destroying the same version.
            StoreDown: the store cannot be reached or written; try again to finish.
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

        A version that is being written, or is committed, is never touched; a purge
        that was interrupted when the version could be read no more is finished, and
        counted.
        """
        ...
