# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A package store in memory that keeps every promise of `PackageStore`, and can die.

Each of its writes is a beat of a pulse: there the process may end, as at any call of
the operating system, or somebody else may get a word in.
"""

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError

from schemas.errors import Refused, StoreDown, Unavailable, UnknownName
from schemas.gallring import GallringDecision, Purge
from schemas.order import Progress
from schemas.package import PackageFiles
from schemas.record import Identifier
from storage.base import COMMIT_MARK, PackageLocation

_IDENTIFIER = TypeAdapter[str](Identifier)


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Pulse:
    """Counts the writes of a process, and ends it at one of them.

    Once it is dead nothing more is written, whatever its `finally` clauses try: the
    kernel asks nobody. `visitor` is called once at the beat that is chosen, unless the
    process is in the middle of a transaction or of a destruction.
    """

    dies_at: int | None = None
    visited_at: int | None = None
    visitor: Callable[[], None] = lambda: None
    beats: int = 0
    depth: int = 0
    is_dead: bool = False
    _is_deaf: bool = False

    def beat(self, *, may_visit: bool = True) -> None:
        """Let one write go by, or end the process."""
        if self._is_deaf:
            return
        self.beats += 1
        if self.is_dead or self.beats == self.dies_at:
            self.is_dead = True
            raise Killed
        due = self.visited_at is not None and self.beats >= self.visited_at
        if due and may_visit and not self.depth:
            self._visit()

    def _visit(self) -> None:
        self.visited_at, self._is_deaf = None, True
        try:
            self.visitor()
        finally:
            self._is_deaf = False


@dataclass(frozen=True)
class MemoryPackage:
    """The files of one package version."""

    content: dict[str, bytes]

    def paths(self) -> Iterable[str]:
        """Give every file's path, sorted."""
        return sorted(self.content)

    def open(self, path: str) -> BinaryIO:
        """Open a file for reading; FileNotFoundError if it is not there."""
        if path not in self.content:
            raise FileNotFoundError(path)
        return io.BytesIO(self.content[path])

    def size(self, path: str) -> int:
        """Give a file's size in bytes; FileNotFoundError if it is not there."""
        if path not in self.content:
            raise FileNotFoundError(path)
        return len(self.content[path])


@dataclass
class Kept:
    """What lies in the place of a version; `purging` is the purge that was begun."""

    content: dict[str, bytes] = field(default_factory=dict)
    is_committed: bool = False
    purging: Purge | None = None

    def copy(self) -> "Kept":
        """Give a copy; the bytes never change."""
        return Kept(dict(self.content), self.is_committed, self.purging)


Place = dict[tuple[str, int], Kept]


class Watch:
    """Is told of each version when it can first be read, and when it no longer can."""

    def stored(self, package_id: str, version: int) -> None:
        """Say that a version was committed."""

    def destroyed(self, package_id: str, version: int, decision_id: str) -> None:
        """Say that a version is about to be destroyed, and under which decision."""


@dataclass
class MemoryStore:
    """Keeps packages in a dictionary."""

    place: Place | None = None
    pulse: Pulse = field(default_factory=Pulse)
    watch: Watch = field(default_factory=Watch)

    def prepare(self) -> None:
        """Make it a store; see `PackageStore.prepare`."""
        self.place = {} if self.place is None else self.place

    def copy(self) -> Place:
        """Take a backup."""
        return {key: kept.copy() for key, kept in self._kept.items()}

    def put(
        self,
        package_id: str,
        version: int,
        folder: Path,
        progress: Callable[[Progress], None],
    ) -> PackageLocation:
        """Keep a copy of a package version; see `PackageStore.put`."""
        key, place = _key(package_id, version), self._kept
        content = _read(folder)
        if key in place and place[key].is_committed:
            message = f"Paketet ”{package_id}” version {version} är redan lagrat."
            raise Refused(message)
        if key in place and place[key].purging:
            message = f"Paketet ”{package_id}” version {version} förstörs."
            raise Unavailable(message)
        self.pulse.beat()
        kept = place[key] = Kept()
        try:
            self._write(kept, content, progress)
            self.watch.stored(package_id, version)
            self.pulse.beat()
        except Exception:
            del place[key]
            raise
        return PackageLocation(
            mets_sha256=hashlib.sha256(content[COMMIT_MARK]).hexdigest(),
            files=len(content),
            size=sum(map(len, content.values())),
        )

    def purge(
        self,
        package_id: str,
        version: int,
        decision: GallringDecision,
        *,
        whole: bool = False,
    ) -> Purge:
        """Destroy a version under a decision; see `PackageStore.purge`."""
        key = _key(package_id, version)
        kept = self._kept.get(key)
        if kept is None:
            return Purge(
                package_id=package_id, version=version, files=0, size=0, remaining=0
            )
        if kept.purging is None:
            self._must_be_purgeable(package_id, version, whole=whole)
            self.pulse.beat(may_visit=False)
            kept.purging = Purge(
                package_id=package_id,
                version=version,
                files=len(kept.content),
                size=sum(map(len, kept.content.values())),
                remaining=0,
            )
        return self._carry_out(key, kept, kept.purging, decision.decision_id)

    def open(self, package_id: str, version: int | None = None) -> PackageFiles:
        """Open a version for reading; see `PackageStore.open`."""
        committed = self.versions(package_id)
        chosen = version if version is not None else max(committed, default=0)
        if chosen not in committed:
            message = f"Paketet ”{package_id}” finns inte i lagret."
            raise UnknownName(message)
        return MemoryPackage(self._kept[package_id, chosen].content)

    def packages(self) -> Iterator[str]:
        """Give the id of every package with a committed version, sorted."""
        return iter(sorted({name for name, _ in self._committed()}))

    def versions(self, package_id: str) -> tuple[int, ...]:
        """Give the committed versions of a package, oldest first."""
        found = (number for name, number in self._committed() if name == package_id)
        return tuple(sorted(found))

    def sweep(self) -> int:
        """Remove what killed writers left; see `PackageStore.sweep`."""
        left = [(k, kept) for k, kept in self._kept.items() if not kept.is_committed]
        for kept in self._kept.values():
            if kept.is_committed:
                kept.purging = None
        for key, kept in left:
            if kept.purging:
                self._carry_out(key, kept, kept.purging, "")
            else:
                del self._kept[key]
        return len(left)

    @property
    def _kept(self) -> Place:
        if self.place is None:
            message = "Lagret är inte iordningställt. Kör avbild init."
            raise StoreDown(message)
        return self.place

    def _committed(self) -> list[tuple[str, int]]:
        return [key for key, kept in self._kept.items() if kept.is_committed]

    def _write(
        self,
        kept: Kept,
        content: dict[str, bytes],
        progress: Callable[[Progress], None],
    ) -> None:
        """Write every file, and the commit mark last."""
        total, done = sum(map(len, content.values())), 0
        for path, data in sorted(content.items(), key=lambda f: f[0] == COMMIT_MARK):
            self.pulse.beat()
            kept.content[path] = data
            done += len(data)
            progress(Progress(step="Lagrar arkivpaketet", done=done, total=total))
        self.pulse.beat()
        kept.is_committed = True

    def _carry_out(
        self, key: tuple[str, int], kept: Kept, purging: Purge, decision_id: str
    ) -> Purge:
        """Destroy a version, the commit mark first."""
        if kept.is_committed:
            self.pulse.beat(may_visit=False)
            self.watch.destroyed(*key, decision_id)
            kept.is_committed = False
            kept.content.pop(COMMIT_MARK, None)
        for path in list(kept.content):
            self.pulse.beat(may_visit=False)
            del kept.content[path]
        self.pulse.beat(may_visit=False)
        with suppress(KeyError):
            del self._kept[key]
        self.pulse.beat(may_visit=False)
        return purging

    def _must_be_purgeable(self, package_id: str, version: int, *, whole: bool) -> None:
        committed = self.versions(package_id)
        if version not in committed:
            message = f"Paketet ”{package_id}” version {version} blev aldrig lagrat."
            raise Refused(message)
        if version == committed[-1] and not whole:
            message = f"Version {version} är den senaste av paketet ”{package_id}”."
            raise Refused(message)


def _key(package_id: str, version: int) -> tuple[str, int]:
    try:
        _IDENTIFIER.validate_python(package_id)
    except ValidationError:
        version = 0
    if version < 1:
        message = "Paketets id eller versionsnummer har fel form."
        raise Refused(message)
    return package_id, version


def _read(folder: Path) -> dict[str, bytes]:
    """Read the files of a package that is to be stored.

    Raises:
        Refused: it holds a link, or is no package.
    """
    content = {}
    for path in folder.rglob("*"):
        if path.is_symlink():
            message = f"”{path.name}” är en länk eller något annat än en fil."
            raise Refused(message)
        if path.is_file():
            content[path.relative_to(folder).as_posix()] = path.read_bytes()
    if COMMIT_MARK not in content:
        message = "Mappen är inget arkivpaket: METS.xml saknas."
        raise Refused(message)
    return content
