# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Build an archive package (AIP) out of a capture, and a new version after gallring.

Every metadata document is checked against its XSD before it is written. METS.xml of
the package is written last: a folder without it is not a package.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from lxml import etree

from eark.description import description_element
from eark.earlier import EarlierVersion, read_earlier
from eark.folder import PackageFolder, new_folder
from eark.gallring import Changes, GallringNote, planned_changes
from eark.inventory import PackageParts, package_mets, representation_mets
from eark.items import write_items
from eark.layout import (
    ITEMS,
    ITEMS_NAME,
    REPRESENTATIONS,
    RepresentationKind,
    data_path,
    mime_type,
    representation_of,
)
from eark.markup import document, require_valid, schema_file
from eark.mets import Mets, StoredFile
from eark.mets_xml import mets_element
from eark.premis import Premis
from eark.premis_xml import premis_element
from eark.profile import (
    DESCRIPTION_PATH,
    DESCRIPTION_SCHEMA,
    HEALTH_PATH,
    METS_NAME,
    METS_SCHEMA,
    OWN_SCHEMAS,
    PREMIS_PATH,
    PREMIS_SCHEMA,
    README_PATH,
    SCHEMAS_FOLDER,
    STANDARD_SCHEMAS,
)
from eark.provenance import PlacedFile
from eark.readme import readme_text
from eark.succession import FirstVersion, NextVersion, Story
from schemas.capture import Capture, CaptureFile, FileRole
from schemas.errors import BadInput, InvalidPackage
from schemas.package import PackageDescription, PackageFile, PackageFiles

_XML = "application/xml"
_FROM_ROOT = "schemas/"
_FROM_METADATA = "../../schemas/"
_FROM_REPRESENTATION = "../../schemas/"
_FROM_REPRESENTATION_METADATA = "../../../../schemas/"
_WRITTEN = frozenset({".json", ".txt", ".xml"})

Placed = Mapping[RepresentationKind, Sequence[PlacedFile]]


def build_package(
    description: PackageDescription, source: Path, target: Path
) -> tuple[PackageFile, ...]:
    """Build a package folder out of a capture's folder.

    items.xml and capture.json are taken from the capture if it lists them, and are
    otherwise written from what the description says.

    Args:
        description: what the package is.
        source: the capture's folder; its files are linked or copied, never changed.
        target: the folder to make; its name is the package's id (CSIPSTR2).

    Raises:
        BadInput: the folder is there already, or has another name.
        NotInPlan: the plan lacks the row that is to govern the package.
        DigestMismatch: a file changed after it was captured.
        Damaged: a file of the capture is missing or lies outside its folder.
        InvalidPackage: a metadata document would break its XSD.
        ToolMissing: the standards' XSDs have not been fetched.
        DiskFull: there is no room; nothing is left behind.
    """
    _require_name(description, target)
    with new_folder(target):
        folder = PackageFolder(target, description.created_at)
        story = FirstVersion(description)
        _Builder(description, source, folder, lambda _: story).build()
    return folder.files()


def build_version(
    description: PackageDescription,
    source: Path,
    target: Path,
    previous: PackageFiles,
    note: GallringNote,
) -> tuple[PackageFile, ...]:
    """Build the version of a package that remains after gallring.

    OBJID and CREATEDATE stay as they were (AIPM1) and LASTMODDATE is set. PREMIS goes
    on from the previous version: removed files are tombstones, rewritten ones have new
    checksums, and each event names the decision and who took part. The checksums that
    touched files had are nowhere. The previous version is only read; purging it is the
    store's task.

    Args:
        description: what the package is, with what remains of the capture; disposed
            items are marked with their decision. `created_at` is when this version is
            made.
        source: the folder of what remains; files are linked or copied, never changed.
        target: the folder to make; its name is the package's id.
        previous: the version that gallring was carried out on.
        note: what the decision was and which files it touched.

    Raises:
        BadInput: the folder is there already or has another name, or `previous` is
            another package or `note` about another version.
        InvalidPackage: a file that the note does not name changed or is gone, an old
            checksum would remain, or a metadata document would break its XSD.
        NotInPlan: the plan lacks the row that is to govern the package.
        DigestMismatch: a file changed on the way.
        Damaged: a file is missing, or the previous version cannot be read.
        ToolMissing: the standards' XSDs have not been fetched.
        DiskFull: there is no room; nothing is left behind.
    """
    _require_name(description, target)
    earlier = read_earlier(previous)
    _require_next(description, earlier, note)
    return _renew(description, source, target, earlier, note)


def _renew(
    description: PackageDescription,
    source: Path,
    target: Path,
    earlier: EarlierVersion,
    note: GallringNote,
) -> tuple[PackageFile, ...]:
    changes: list[Changes] = []

    def tell(placed: Placed) -> Story:
        everything = (file for files in placed.values() for file in files)
        changes.append(planned_changes(earlier, everything, note))
        return NextVersion(description, earlier, note, changes[0])

    with new_folder(target):
        folder = PackageFolder(target, description.created_at)
        _Builder(description, source, folder, tell).build()
        _require_forgotten(target, folder.files(), earlier, changes[0])
    return folder.files()


def _require_name(description: PackageDescription, target: Path) -> None:
    if target.name != description.package_id:
        message = "Mappen måste heta som paketet."
        raise BadInput(message)


def _require_next(
    description: PackageDescription, earlier: EarlierVersion, note: GallringNote
) -> None:
    if earlier.package.mets.object_id != description.package_id:
        message = "Den tidigare versionen hör till ett annat paket."
        raise BadInput(message)
    if description.version != note.version or note.version <= 1:
        message = "Gallringen gäller en annan version av paketet."
        raise BadInput(message)


def _require_forgotten(
    root: Path, files: Iterable[PackageFile], earlier: EarlierVersion, changes: Changes
) -> None:
    """Make sure that no document tells what checksum a touched file had."""
    kept = {file.sha256 for file in files}
    old = {earlier.listed[path].sha256 for path in changes.touched} - kept
    found = [
        file.path
        for file in files
        if Path(file.path).suffix in _WRITTEN and _holds(root / file.path, old)
    ]
    if found:
        message = "Kontrollsumman av en gallrad fil finns kvar i den nya versionen."
        raise InvalidPackage(message, found)


def _holds(path: Path, digests: Iterable[str]) -> bool:
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as text:
        return any(text.find(digest.encode()) >= 0 for digest in digests)


class _Builder:
    """Fills one package folder."""

    def __init__(
        self,
        description: PackageDescription,
        source: Path,
        folder: PackageFolder,
        tell: Callable[[Placed], Story],
    ) -> None:
        self._description = description
        self._source = source
        self._folder = folder
        self._tell = tell

    def build(self) -> None:
        placed = {kind: self._place(kind) for kind in REPRESENTATIONS}
        self._story = self._tell(placed)
        kinds = [kind for kind in REPRESENTATIONS if placed[kind]]
        everything = [file for kind in kinds for file in placed[kind]]
        parts = PackageParts(
            health=self._health(),
            documentation=(self._readme(),),
            schemas=self._schemas(),
            representations=tuple(
                (kind, self._representation(kind, placed[kind])) for kind in kinds
            ),
            description=self._describe(everything),
            premis=self._premis(
                PREMIS_PATH, self._story.package(kinds), _FROM_METADATA
            ),
        )
        mets = self._story.dated(package_mets(self._description, parts))
        self._mets(METS_NAME, mets, _FROM_ROOT)

    def _place(self, kind: RepresentationKind) -> list[PlacedFile]:
        captured = [f for f in self._capture.files if f.role in kind.roles]
        if kind is ITEMS and not captured:
            return [self._write_items()]
        return [self._link(kind, file) for file in sorted(captured, key=_by_path)]

    def _link(self, kind: RepresentationKind, file: CaptureFile) -> PlacedFile:
        path = f"{kind.folder}/{data_path(file)}"
        self._folder.place_captured(path, self._source, file, mime_type(file))
        return PlacedFile(path, file)

    def _write_items(self) -> PlacedFile:
        path = f"{ITEMS.folder}/data/{ITEMS_NAME}"
        stored = self._folder.fill(path, partial(write_items, self._capture), _XML)
        captured = CaptureFile(
            path=ITEMS_NAME,
            role=FileRole.ITEMS,
            mime_type=_XML,
            size=stored.size,
            sha256=stored.sha256,
        )
        return PlacedFile(path, captured)

    def _health(self) -> StoredFile:
        listed = [f for f in self._capture.files if representation_of(f.role) is None]
        for file in listed:
            return self._story.aged(
                self._folder.place_captured(
                    HEALTH_PATH, self._source, file, file.mime_type
                )
            )
        data = health_report(self._capture)
        return self._put(HEALTH_PATH, data, "application/json")

    def _readme(self) -> StoredFile:
        text = readme_text(self._description).encode()
        return self._put(README_PATH, text, "text/plain")

    def _schemas(self) -> tuple[StoredFile, ...]:
        return tuple(
            self._put(f"{SCHEMAS_FOLDER}/{name}", schema_file(name).read_bytes(), _XML)
            for name in sorted((*STANDARD_SCHEMAS, *OWN_SCHEMAS))
        )

    def _representation(
        self, kind: RepresentationKind, files: Sequence[PlacedFile]
    ) -> StoredFile:
        premis = self._premis(
            f"{kind.folder}/{PREMIS_PATH}",
            self._story.representation(kind, files),
            _FROM_REPRESENTATION_METADATA,
        )
        stored = [_inside(self._stored(file), kind.folder) for file in files]
        inner = _inside(premis, kind.folder)
        mets = representation_mets(self._description, kind, stored, inner)
        dated = self._story.dated(mets, kind.folder)
        return self._mets(f"{kind.folder}/{METS_NAME}", dated, _FROM_REPRESENTATION)

    def _stored(self, file: PlacedFile) -> StoredFile:
        stored = StoredFile(
            path=file.path,
            mime_type=mime_type(file.captured),
            size=file.captured.size,
            created=self._description.created_at,
            sha256=file.captured.sha256,
        )
        return self._story.aged(stored)

    def _describe(self, files: Sequence[PlacedFile]) -> StoredFile:
        pairs = [(file.path, file.captured) for file in files]
        root = description_element(self._description, pairs)
        return self._write(DESCRIPTION_PATH, root, DESCRIPTION_SCHEMA)

    def _premis(self, path: str, premis: Premis, schemas_folder: str) -> StoredFile:
        root = premis_element(premis, schemas_folder)
        return self._write(path, root, PREMIS_SCHEMA)

    def _mets(self, path: str, mets: Mets, schemas_folder: str) -> StoredFile:
        return self._write(path, mets_element(mets, schemas_folder), METS_SCHEMA)

    def _write(self, path: str, root: etree._Element, schema_name: str) -> StoredFile:
        require_valid(root, schema_name)
        return self._put(path, document(root), _XML)

    def _put(self, path: str, data: bytes, mime: str) -> StoredFile:
        return self._story.aged(self._folder.write(path, data, mime))

    @property
    def _capture(self) -> Capture:
        return self._description.capture


def health_report(capture: Capture) -> bytes:
    """Write capture.json (fångstrapport): the capture but for its items.

    The items stand in items.xml; here is how they were found and what is missing.
    """
    report: dict[str, Any] = capture.model_dump(mode="json", exclude={"items"})
    text = json.dumps(report, ensure_ascii=False, indent=2, sort_keys=True)
    return f"{text}\n".encode()


def _by_path(file: CaptureFile) -> str:
    return file.path


def _inside(stored: StoredFile, folder: str) -> StoredFile:
    return replace(stored, path=stored.path.removeprefix(f"{folder}/"))
