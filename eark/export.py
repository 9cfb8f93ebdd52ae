# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write a package into one container file, as SIP, AIP or DIP.

The content is the same in all three. An AIP leaves as it lies. For a SIP and a DIP the
METS documents are written anew: PROFILE and OAISPACKAGETYPE are those of the kind,
CREATEDATE is the day of delivery, and a SIP names who submits it. The representations'
METS documents follow suit, so the root's checksums of them change too; a package that
was delivered passes the same check as one in the store.

Every file is compared with its checksum on the way out: nothing damaged is delivered.
"""

import hashlib
import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import BinaryIO, Final, Literal, Protocol, cast

from eark.folder import disk_errors
from eark.mets import Agent, ListedFile, Mets, StoredFile
from eark.mets_read import read_mets
from eark.mets_xml import mets_document
from eark.profile import METS_NAME, PROFILES
from schemas.errors import Damaged, DigestMismatch
from schemas.package import PackageFiles, PackageKind

Archive = Literal["tar", "zip"]

_CHUNK: Final = 1024 * 1024
_SCHEMAS: Final = "schemas/"
_SCHEMAS_FROM_REPRESENTATION: Final = "../../schemas/"
_MODE: Final = 0o644


def export_package(
    files: PackageFiles,
    package_id: str,
    kind: PackageKind,
    target: BinaryIO,
    archive: Archive,
    created_at: datetime,
) -> None:
    """Stream a package as one TAR or ZIP file with one root folder (CSIPSTR1).

    Nothing is compressed, as E-ARK recommends for TAR; the content already is. The
    same package and time give the same bytes. No file is held in memory but METS.

    Args:
        files: the package as it lies in the store.
        package_id: its id, which becomes the root folder.
        kind: what it is delivered as.
        target: written from its start to its end, needs no seeking. If this raises,
            what was written is no package and the caller throws it away.
        archive: the container's format.
        created_at: when it is delivered; also each file's time in the container.

    Raises:
        DigestMismatch: a file is not what METS says.
        Damaged: METS cannot be read, or lists a file that is not there.
        DiskFull: there is no room left.
    """
    delivery = _Delivery(files, kind, created_at)
    write = _write_tar if archive == "tar" else _write_zip
    with disk_errors():
        write(target, package_id, created_at, delivery)


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class _Delivery:
    """The files of a package as they are to leave it."""

    def __init__(
        self, files: PackageFiles, kind: PackageKind, created_at: datetime
    ) -> None:
        self._files = files
        self._kind = kind
        self._created_at = created_at
        self._listed: dict[str, StoredFile] = {}
        self._rewritten: dict[str, bytes] = {}
        self._read()

    def entries(self) -> Iterator[tuple[str, int, "_Readable"]]:
        """Give path, size and checked stream of each file, sorted, METS.xml first."""
        for path in (METS_NAME, *sorted(self._listed)):
            data = self._rewritten.get(path)
            if data is not None:
                yield path, len(data), io.BytesIO(data)
            else:
                with self._opened(path) as stream:
                    yield path, self._listed[path].size, stream

    @contextmanager
    def _opened(self, path: str) -> Iterator["_Readable"]:
        stored = self._listed[path]
        try:
            with self._files.open(path) as stream:
                checked = _Checked(stream, path, stored)
                yield checked
                checked.finish()
        except FileNotFoundError as error:
            message = f"Filen {path} står i METS men finns inte i paketet."
            raise Damaged(message) from error

    def _read(self) -> None:
        raw = self._bytes(METS_NAME)
        root = read_mets(raw)
        for section in (*root.descriptive, *root.preservation):
            self._listed[section.stored.path] = section.stored
        for group in root.groups:
            for listed in group.files:
                self._listed[listed.stored.path] = listed.stored
        inner = {path: self._bytes(path) for path in _representation_documents(root)}
        for path, data in inner.items():
            self._read_representation(path.removesuffix(METS_NAME), read_mets(data))
        if self._kind is root.kind:
            self._rewritten = {METS_NAME: raw}
        else:
            self._rewrite(root, inner)

    def _read_representation(self, folder: str, mets: Mets) -> None:
        stored = [section.stored for section in mets.preservation]
        stored += [listed.stored for group in mets.groups for listed in group.files]
        for file in stored:
            path = f"{folder}{file.path}"
            self._listed[path] = replace(file, path=path)

    def _rewrite(self, root: Mets, inner: dict[str, bytes]) -> None:
        for path, data in inner.items():
            mets = replace(read_mets(data), kind=self._kind, modified=self._created_at)
            self._rewritten[path] = mets_document(mets, _SCHEMAS_FROM_REPRESENTATION)
        delivered = as_kind(root, self._kind, self._created_at)
        relisted = _relisted(delivered, self._rewritten, self._created_at)
        self._rewritten[METS_NAME] = mets_document(relisted, _SCHEMAS)

    def _bytes(self, path: str) -> bytes:
        try:
            with self._files.open(path) as stream:
                data = stream.read()
        except FileNotFoundError as error:
            message = f"Paketet saknar {path}."
            raise Damaged(message) from error
        stored = self._listed.get(path)
        if stored and hashlib.sha256(data).hexdigest() != stored.sha256:
            raise _mismatch(path)
        return data


def as_kind(mets: Mets, kind: PackageKind, created_at: datetime) -> Mets:
    """Say in METS that the package is delivered as another kind.

    The archival creator hands over its own archives, so it is also the submitter of a
    SIP (SIP15-20).
    """
    agents = mets.agents
    if kind is PackageKind.SIP:
        agents += tuple(_submitter(agent) for agent in _archival_creators(mets))
    return replace(
        mets,
        kind=kind,
        profile=PROFILES[kind],
        created=created_at,
        modified=None,
        agents=agents,
        record_status="NEW" if kind is PackageKind.SIP else None,
    )


def _archival_creators(mets: Mets) -> Iterator[Agent]:
    return (agent for agent in mets.agents if agent.role == "ARCHIVIST")


def _submitter(creator: Agent) -> Agent:
    return replace(creator, role="CREATOR")


def _representation_documents(root: Mets) -> list[str]:
    groups = (group for group in root.groups if group.is_representation)
    return [listed.stored.path for group in groups for listed in group.files]


def _relisted(mets: Mets, rewritten: dict[str, bytes], created_at: datetime) -> Mets:
    def relist(listed: ListedFile) -> ListedFile:
        data = rewritten.get(listed.stored.path)
        if data is None:
            return listed
        stored = replace(
            listed.stored,
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            created=created_at,
        )
        return replace(listed, stored=stored)

    return replace(
        mets,
        groups=tuple(
            replace(group, files=tuple(relist(listed) for listed in group.files))
            for group in mets.groups
        ),
    )


class _Checked:
    """A stream that is not done before its size and checksum are right."""

    def __init__(self, stream: BinaryIO, path: str, stored: StoredFile) -> None:
        self._stream = stream
        self._path = path
        self._stored = stored
        self._digest = hashlib.sha256()
        self._left = stored.size

    def read(self, size: int = -1) -> bytes:
        """Read on, as much as was asked for unless the file ends too early."""
        wanted = self._left if size < 0 else min(size, self._left)
        pieces = []
        while wanted:
            piece = self._stream.read(wanted)
            if not piece:
                raise _mismatch(self._path)
            self._digest.update(piece)
            self._left -= len(piece)
            wanted -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def finish(self) -> None:
        """Make sure that it ended where it should, with the right bytes."""
        is_right = self._digest.hexdigest() == self._stored.sha256
        if self._left or self._stream.read(1) or not is_right:
            raise _mismatch(self._path)


def _mismatch(path: str) -> DigestMismatch:
    return DigestMismatch(
        f"Filen {path} är inte den som METS anger. Paketet lämnas inte ut."
    )


def _write_tar(
    target: BinaryIO, package_id: str, created_at: datetime, delivery: _Delivery
) -> None:
    with tarfile.open(fileobj=target, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for path, size, stream in delivery.entries():
            entry = tarfile.TarInfo(f"{package_id}/{path}")
            entry.size = size
            entry.mtime = int(created_at.timestamp())
            entry.mode = _MODE
            tar.addfile(entry, cast("BinaryIO", stream))


def _write_zip(
    target: BinaryIO, package_id: str, created_at: datetime, delivery: _Delivery
) -> None:
    moment = created_at.astimezone(UTC).timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for path, size, stream in delivery.entries():
            entry = zipfile.ZipInfo(f"{package_id}/{path}", moment)
            entry.file_size = size
            entry.external_attr = _MODE << 16
            entry.create_system = 3  # Unix, wherever it is written
            with archive.open(entry, "w") as member:
                _copy(stream, member.write)


def _copy(source: _Readable, write: Callable[[bytes], int]) -> None:
    while chunk := source.read(_CHUNK):
        write(chunk)
