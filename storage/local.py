# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Packages on local disk.

    <root>/.avbild-store                        this is a store, and it is mounted
    <root>/<package_id>/v<version>/<package_id>/…   METS.xml is written last
    <root>/<package_id>/v<version>/.lock        only while it is written or destroyed
    <root>/<package_id>/v<version>/.purging     only while it is destroyed

The bytes are copied, not moved: the source stays whole if anything fails, and what
still has it open cannot reach the copy. Only `purge` destroys a committed version;
`sweep` removes what never was committed, and finishes what `purge` began.
"""

import hashlib
import os
import re
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Self
from urllib.parse import unquote, urlsplit

from pydantic import TypeAdapter, ValidationError

from schemas.errors import DiskFull, Refused, StoreDown, Unavailable, UnknownName
from schemas.gallring import GallringDecision, Purge
from schemas.order import Progress
from schemas.package import PackageFiles
from schemas.record import Identifier
from storage.base import COMMIT_MARK, PackageLocation
from storage.disk import (
    FOLDER,
    LOCK,
    copy_file,
    release_lock,
    remove_empty,
    remove_tree,
    sync_folder,
    take_lock,
    translated,
)
from storage.purge import INTENT, carry_out, intend, intent_in, withdraw

STORE_MARK = ".avbild-store"
STEP = "Lagrar arkivpaketet"

_UNCOMMITTED_MARK = ".METS.xml"
_VERSION = re.compile(r"v([1-9][0-9]{0,8})")
_IDENTIFIER = TypeAdapter[str](Identifier)


class LocalStore:
    """Keeps packages in a folder of a local or mounted disk."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Open the store at `file:///folder`.

        Raises:
            Refused: the URL names another machine, or no folder.
        """
        parts = urlsplit(url)
        folder = Path(unquote(parts.path))
        if parts.netloc not in ("", "localhost") or len(folder.parts) < 2:  # noqa: PLR2004 - the root folder itself is no store
            message = "Lagrets adress ska ange en mapp, till exempel file:///srv/paket."
            raise Refused(message)
        return cls(folder)

    def prepare(self) -> None:
        """Make the folder and mark it as a store."""
        with translated():
            self._root.mkdir(FOLDER, parents=True, exist_ok=True)
            mark = self._root / STORE_MARK
            mark.touch(exist_ok=True)
            sync_folder(self._root)

    def put(
        self,
        package_id: str,
        version: int,
        folder: Path,
        progress: Callable[[Progress], None],
    ) -> PackageLocation:
        """Keep a copy of a package version; see `PackageStore.put`."""
        home = self._home(package_id, version)
        self._must_be_mounted()
        with translated():
            files = _listing(folder)
            with _writing(home):
                target = home / package_id
                if (target / COMMIT_MARK).exists():
                    message = (
                        f"Paketet ”{package_id}” version {version} är redan lagrat."
                    )
                    raise Refused(message)
                if (home / INTENT).exists():
                    message = (
                        f"Paketet ”{package_id}” version {version} förstörs genom "
                        "gallring, som inte är avslutad."
                    )
                    raise Unavailable(message)
                remove_tree(target, first=COMMIT_MARK)
                self._must_have_room(sum(size for _, size in files))
                try:
                    return _write(folder, files, target, progress)
                except BaseException:
                    with suppress(OSError):
                        _discard(target)
                    raise

    def open(self, package_id: str, version: int | None = None) -> PackageFiles:
        """Open a version for reading; see `PackageStore.open`."""
        committed = self.versions(package_id)
        chosen = version if version is not None else max(committed, default=None)
        if chosen not in committed:
            suffix = "" if version is None else f" version {version}"
            message = f"Paketet ”{package_id}”{suffix} finns inte i lagret."
            raise UnknownName(message)
        return LocalPackage(self._root / package_id / f"v{chosen}" / package_id)

    def packages(self) -> Iterator[str]:
        """Give the id of every package with a committed version, sorted."""
        self._must_be_mounted()
        with translated():
            for folder in sorted(self._root.iterdir()):
                if _is_identifier(folder.name) and self.versions(folder.name):
                    yield folder.name

    def versions(self, package_id: str) -> tuple[int, ...]:
        """Give the committed versions of a package, oldest first."""
        self._must_be_mounted()
        if not _is_identifier(package_id):
            return ()
        with translated():
            found = _version_folders(self._root / package_id)
            return tuple(
                version
                for version, home in found
                if (home / package_id / COMMIT_MARK).is_file()
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
        home = self._home(package_id, version)
        self._must_be_mounted()
        with translated(), _writing(home):
            intent = intent_in(home)
            if intent is None:
                if not _holds_something(home):
                    return _nothing(package_id, version)
                self._must_be_purgeable(package_id, version, whole=whole)
                intent = intend(home, package_id, version, decision.decision_id)
            return carry_out(home, intent)

    def sweep(self) -> int:
        """Remove what killed writers left; see `PackageStore.sweep`."""
        self._must_be_mounted()
        with translated():
            swept = 0
            for package in sorted(self._root.iterdir()):
                if _is_identifier(package.name):
                    for _, home in _version_folders(package):
                        swept += _sweep_version(home, home / package.name)
                    remove_empty(package)
            return swept

    def _home(self, package_id: str, version: int) -> Path:
        """Give the folder of a version; a name can never lead out of the store."""
        if not _is_identifier(package_id) or version < 1:
            message = "Paketets id eller versionsnummer har fel form."
            raise Refused(message)
        return self._root / package_id / f"v{version}"

    def _must_be_mounted(self) -> None:
        if not (self._root / STORE_MARK).exists():
            message = (
                f"Mappen ”{self._root}” är inte iordningställd som lager, eller så är "
                "disken inte ansluten. Anslut disken eller kör avbild init."
            )
            raise StoreDown(message)

    def _must_be_purgeable(self, package_id: str, version: int, *, whole: bool) -> None:
        committed = self.versions(package_id)
        if version not in committed:
            message = (
                f"Paketet ”{package_id}” version {version} blev aldrig lagrat. Det som "
                "finns kvar av det städas bort, det gallras inte."
            )
            raise Refused(message)
        if version == committed[-1] and not whole:
            message = (
                f"Version {version} är den senaste av paketet ”{package_id}”. Den får "
                "förstöras först när en senare är lagrad, eller när hela paketet "
                "gallras."
            )
            raise Refused(message)

    def _must_have_room(self, size: int) -> None:
        if shutil.disk_usage(self._root).free < size:
            message = f"Det finns inte plats i lagret för paketets {size} byte."
            raise DiskFull(message)


class LocalPackage:
    """The files of one package version in a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def paths(self) -> Iterable[str]:
        """Give every file's path, relative to the package's root, sorted."""
        with translated():
            return sorted(
                path.relative_to(self._root).as_posix()
                for path in self._root.rglob("*")
                if not path.is_dir() or path.is_symlink()
            )

    def open(self, path: str) -> BinaryIO:
        """Open a file for reading; FileNotFoundError if it is not there."""
        return self._file(path).open("rb")

    def size(self, path: str) -> int:
        """Give a file's size in bytes; FileNotFoundError if it is not there."""
        return self._file(path).stat().st_size

    def _file(self, path: str) -> Path:
        """Find a file that truly lies in the package: no `..`, no link out of it."""
        plain = PurePosixPath(path)
        is_plain = str(plain) == path and ".." not in plain.parts and "\0" not in path
        file = self._root / path
        if not is_plain or plain.is_absolute() or not file.is_file():
            raise FileNotFoundError(path)
        if file.resolve() != self._root.resolve() / path:
            raise FileNotFoundError(path)
        return file


def _is_identifier(name: str) -> bool:
    try:
        _IDENTIFIER.validate_python(name)
    except ValidationError:
        return False
    return True


def _version_folders(package: Path) -> list[tuple[int, Path]]:
    """Give the version folders of a package, committed or not, oldest first."""
    if not package.is_dir():
        return []
    matches = ((_VERSION.fullmatch(home.name), home) for home in package.iterdir())
    return sorted((int(match[1]), home) for match, home in matches if match)


def _listing(folder: Path) -> list[tuple[str, int]]:
    """Give the files of a package to be stored with their sizes, the mark last."""
    found: list[tuple[str, int]] = []
    for parent, folders, names in os.walk(folder, onerror=_raise):
        for name in (*folders, *names):
            path = Path(parent, name)
            kind = path.lstat()
            if stat.S_ISREG(kind.st_mode):
                found.append((path.relative_to(folder).as_posix(), kind.st_size))
            elif not stat.S_ISDIR(kind.st_mode):
                message = f"”{name}” är en länk eller något annat än en fil."
                raise Refused(message)
    found.sort(key=lambda file: (file[0] == COMMIT_MARK, file[0]))
    if not found or found[-1][0] != COMMIT_MARK:
        message = "Mappen är inget arkivpaket: METS.xml saknas."
        raise Refused(message)
    return found


def _raise(error: OSError) -> None:
    raise error


@contextmanager
def _writing(home: Path) -> Iterator[None]:
    """Hold a version's lock; leave no empty folder or lock behind."""
    lock = home / LOCK
    try:
        descriptor = take_lock(lock)
        if descriptor is None:
            message = "Paketet skrivs just nu av en annan körning. Försök igen snart."
            raise Unavailable(message)
        try:
            yield
        finally:
            release_lock(lock, descriptor)
    finally:
        remove_empty(home, home.parent)


def _write(
    folder: Path,
    files: Sequence[tuple[str, int]],
    target: Path,
    progress: Callable[[Progress], None],
) -> PackageLocation:
    """Write and flush every file, then every folder, and the commit mark last."""
    total, done = sum(size for _, size in files), 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress(Progress(step=STEP, done=done, total=total))

    target.mkdir(FOLDER)
    for path, _ in files[:-1]:
        (target / path).parent.mkdir(FOLDER, parents=True, exist_ok=True)
        copy_file(folder / path, target / path, advance)
    mark = target.parent / _UNCOMMITTED_MARK
    mark.unlink(missing_ok=True)
    copy_file(folder / COMMIT_MARK, mark, advance)
    digest = hashlib.sha256(mark.read_bytes()).hexdigest()
    _sync_all(target)
    mark.rename(target / COMMIT_MARK)
    sync_folder(target)
    sync_folder(target.parent)
    return PackageLocation(mets_sha256=digest, files=len(files), size=total)


def _sync_all(target: Path) -> None:
    """Flush the folders of a version, and those that lead to it from the root."""
    for parent, _, _ in os.walk(target, topdown=False):
        sync_folder(Path(parent))
    home = target.parent
    for folder in (home, home.parent, home.parent.parent):
        sync_folder(folder)


def _discard(target: Path) -> None:
    """Take back what was written of a version that failed, the mark first."""
    remove_tree(target, first=COMMIT_MARK)
    (target.parent / _UNCOMMITTED_MARK).unlink(missing_ok=True)


def _holds_something(home: Path) -> bool:
    """Whether anything of a version is left, beside the lock that we hold."""
    return any(path.name not in (LOCK, INTENT) for path in home.iterdir())


def _nothing(package_id: str, version: int) -> Purge:
    return Purge(package_id=package_id, version=version, files=0, size=0, remaining=0)


def _sweep_version(home: Path, target: Path) -> int:
    """Remove or finish what nobody is at work with, unless it is committed."""
    is_begun = (home / LOCK).exists() or (home / INTENT).exists()
    if not (target.exists() or is_begun):
        remove_empty(home)
        return 0
    if (target / COMMIT_MARK).exists() and not is_begun:
        return 0
    descriptor = take_lock(home / LOCK)
    if descriptor is None:
        return 0
    try:
        return _tidy(home, target)
    finally:
        release_lock(home / LOCK, descriptor)
        remove_empty(home, home.parent)


def _tidy(home: Path, target: Path) -> int:
    """Finish a purge that was begun, or take back what was never committed.

    One that was only intended is forgotten: the version is still whole, and whoever
    decides on it anew tries the gates again.
    """
    intent = intent_in(home)
    if intent is not None and not (target / COMMIT_MARK).exists():
        carry_out(home, intent)
        return 1
    if (home / INTENT).exists():
        withdraw(home)
    if not target.exists() or (target / COMMIT_MARK).exists():
        return 0
    _discard(target)
    return 1
