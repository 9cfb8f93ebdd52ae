# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Check a package: every file, checksum, reference and record, with findings.

No validator that we know of does this: the common one passes a package with a changed
byte and one with a file missing. The XSDs that judge are our own, never the package's,
and content is read piece by piece, so that a package of any size can be checked.
"""

import hashlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from lxml import etree

from eark.content_check import certificate_faults, description_faults, items_faults
from eark.markup import faults, parse, walk
from eark.mets_read import (
    Reference,
    declared_ids,
    inner_path,
    pointed_ids,
    pointers,
    references,
)
from eark.premis_xml import Identifier, identifier
from eark.profile import (
    CERTIFICATE_NAME,
    DESCRIPTION_PATH,
    METS_NAME,
    METS_SCHEMA,
    PREMIS_PATH,
    PREMIS_SCHEMA,
    REPRESENTATIONS_FOLDER,
    WARC_MIME_TYPE,
)
from schemas.errors import Damaged, InvalidPackage
from schemas.order import Progress
from schemas.package import CheckReport, Finding, PackageFiles, Severity

WarcCheck = Callable[[BinaryIO, str], tuple[int, list[Finding]]]

STEP = "Kontrollerar paketet"

_WARC_NAMES = (".warc", ".warc.gz")
_CHUNK = 1024 * 1024
_LARGEST_METS = 64 * 1024 * 1024


def check_package(
    files: PackageFiles,
    package_id: str,
    check_warc: WarcCheck,
    progress: Callable[[Progress], None],
) -> CheckReport:
    """Check a package wherever it lies; the report lists what is wrong with it.

    Asks what CSIP 2.1.0 asks for and more: each file is listed exactly once with its
    right size and checksum, nothing lies in the package unlisted, every reference
    leads somewhere, OBJID is the folder's name, all metadata satisfies its XSD, and
    every WARC record is whole. What a PDF claims to be is not judged here.

    Args:
        files: the package's files.
        package_id: the name of its folder.
        check_warc: checks a WARC record by record; gives records and findings.
        progress: told of bytes checked, of all bytes.

    Raises:
        ToolMissing: the standards' XSDs have not been fetched.
        StoreDown: the store stopped answering.
    """
    return _Check(files, package_id, check_warc, progress).run()


class _Check:
    """One check of one package."""

    def __init__(
        self,
        files: PackageFiles,
        package_id: str,
        check_warc: WarcCheck,
        progress: Callable[[Progress], None],
    ) -> None:
        self._files = files
        self._package_id = package_id
        self._check_warc = check_warc
        self._progress = progress
        self._paths = sorted(files.paths())
        self._sizes = {path: files.size(path) for path in self._paths}
        self._listed: dict[str, Reference] = {}
        self._identifiers: list[tuple[str, Identifier]] = []
        self._findings: list[Finding] = []
        self._done = 0
        self._warc_records = 0

    def run(self) -> CheckReport:
        self._advance(0)
        if METS_NAME not in self._sizes:
            self._add("mets-missing", METS_NAME, "Paketet saknar METS.xml i roten.")
        else:
            self._read_mets(METS_NAME, self._package_id)
            self._compare_lists()
            for path in sorted(self._listed.keys() & self._sizes.keys()):
                self._check_file(path, self._listed[path])
            self._check_identifiers()
        self._advance(sum(self._sizes.values()))
        return CheckReport(
            package_id=self._package_id,
            files=len(self._paths),
            bytes=sum(self._sizes.values()),
            warc_records=self._warc_records,
            findings=tuple(self._findings),
        )

    def _read_mets(self, path: str, object_id: str) -> None:
        root = self._parse(path)
        if root is None:
            return
        for fault in faults(root, METS_SCHEMA):
            self._add("mets-schema", path, f"METS följer inte sitt schema. {fault}")
        if root.get("OBJID") != object_id:
            self._add(
                "object-id", path, f"OBJID är inte {object_id}, som mappen heter."
            )
        self._check_ids(path, root)
        folder = path.removesuffix(METS_NAME)
        for reference in references(root):
            self._list(path, folder, reference)
        for link in pointers(root):
            self._follow(path, link)

    def _parse(self, path: str) -> etree._Element | None:
        if self._sizes[path] > _LARGEST_METS:
            self._add("mets-unreadable", path, "METS är för stor för att läsas.")
            return None
        try:
            with self._files.open(path) as stream:
                return parse(stream.read())
        except Damaged as error:
            self._add("mets-unreadable", path, f"METS går inte att läsa. {error}")
            return None

    def _check_ids(self, path: str, root: etree._Element) -> None:
        seen: set[str] = set()
        for xml_id in declared_ids(root):
            if xml_id in seen:
                self._add("id-duplicate", path, f"Id:t {xml_id} används två gånger.")
            seen.add(xml_id)
        for xml_id in dict.fromkeys(pointed_ids(root)):
            if xml_id not in seen:
                self._add(
                    "reference-dangling", path, f"Id:t {xml_id} pekar på ingenting."
                )

    def _list(self, mets: str, folder: str, reference: Reference) -> None:
        if reference.path is None:
            self._add(
                "path-hostile",
                mets,
                f"Sökvägen {reference.href!r} leder inte till en fil i paketet.",
            )
            return
        path = f"{folder}{reference.path}"
        if path in self._listed:
            self._add("file-twice", path, "Filen står två gånger i METS.")
            return
        self._listed[path] = reference

    def _follow(self, mets: str, link: str) -> None:
        path = inner_path(link)
        if path is None or path not in self._listed:
            self._add(
                "reference-dangling",
                mets,
                f"METS pekar på {link!r}, som inte är listad.",
            )
        elif path in self._sizes and path != mets:
            self._read_mets(path, path.split("/")[-2])

    def _compare_lists(self) -> None:
        listed = self._listed.keys()
        for path in sorted(listed - self._sizes.keys()):
            self._add("file-missing", path, "Filen står i METS men finns inte.")
        for path in sorted(self._sizes.keys() - listed - {METS_NAME}):
            self._add("file-orphan", path, "Filen finns men står inte i METS.")
        for path in (DESCRIPTION_PATH, PREMIS_PATH):
            if path not in listed:
                self._add("content-missing", path, "Paketet saknar sin metadata.")
        if not any(path.startswith(f"{REPRESENTATIONS_FOLDER}/") for path in listed):
            self._add(
                "content-missing",
                REPRESENTATIONS_FOLDER,
                "Paketet har inget innehåll.",
            )

    def _check_file(self, path: str, reference: Reference) -> None:
        size, sha256 = self._measure(path)
        if str(size) != reference.size:
            sentence = f"Filen är {size} byte men METS säger {reference.size or '?'}."
            self._add("file-size", path, sentence)
        if reference.checksum_type != "SHA-256":
            self._add("checksum-type", path, "METS anger ingen kontrollsumma SHA-256.")
        elif sha256 != reference.checksum:
            self._add(
                "file-checksum", path, "Filens innehåll är inte det som METS anger."
            )
        self._check_content(path, reference)

    def _measure(self, path: str) -> tuple[int, str]:
        digest = hashlib.sha256()
        size = 0
        with self._files.open(path) as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                self._advance(len(chunk))
        return size, digest.hexdigest()

    def _check_content(self, path: str, reference: Reference) -> None:
        if reference.metadata_type == "PREMIS":
            self._check_premis(path)
        elif path == DESCRIPTION_PATH:
            with self._files.open(path) as stream:
                sentences = description_faults(stream, self._package_id)
            self._add_all("description-schema", path, sentences)
        elif reference.mime_type == WARC_MIME_TYPE or path.endswith(_WARC_NAMES):
            with self._files.open(path) as stream:
                records, found = self._check_warc(stream, path)
            self._warc_records += records
            self._findings.extend(found)
        elif path.endswith("/data/items.xml"):
            with self._files.open(path) as stream:
                sentences = items_faults(stream)
            self._add_all("items-schema", path, sentences)
        elif path.endswith(f"/data/{CERTIFICATE_NAME}"):
            with self._files.open(path) as stream:
                sentences = certificate_faults(stream)
            self._add_all("certificate-schema", path, sentences)

    def _check_premis(self, path: str) -> None:
        try:
            with self._files.open(path) as stream:
                for element in walk(stream, PREMIS_SCHEMA):
                    found = identifier(element)
                    if found is not None:
                        self._identifiers.append((path, found))
        except InvalidPackage as error:
            sentences = [f"PREMIS följer inte sitt schema. {f}" for f in error.findings]
            self._add_all("premis-schema", path, sentences)

    def _check_identifiers(self) -> None:
        declared: set[tuple[str, str]] = set()
        within: set[tuple[str, str, str]] = set()
        for path, found in self._declarations():
            key = (path, found.kind, found.value)
            if key in within:
                self._add("id-duplicate", path, f"{found.value!r} beskrivs två gånger.")
            within.add(key)
            declared.add((found.kind, found.value))
        for path, found in dict.fromkeys(self._identifiers):
            if not found.is_declaration and (found.kind, found.value) not in declared:
                self._add(
                    "reference-dangling",
                    path,
                    f"PREMIS pekar på {found.value!r}, som inte beskrivs.",
                )

    def _declarations(self) -> Iterator[tuple[str, Identifier]]:
        return (pair for pair in self._identifiers if pair[1].is_declaration)

    def _advance(self, count: int) -> None:
        self._done += count
        total = sum(self._sizes.values()) - self._sizes.get(METS_NAME, 0)
        self._progress(Progress(step=STEP, done=min(self._done, total), total=total))

    def _add_all(self, rule: str, path: str, sentences: list[str]) -> None:
        for sentence in sentences:
            self._add(rule, path, sentence)

    def _add(self, rule: str, path: str, message: str) -> None:
        self._findings.append(
            Finding(rule=rule, severity=Severity.ERROR, path=path, message=message)
        )
