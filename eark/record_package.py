# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The certificate of a disposal as an archive package of its own.

A certificate is an official document in its own right and outlives what it is about:
the packages that it names may be gone altogether. So it is kept in the same store and
form as they were: as XML to be read by machine, as signed JSON to be proven, and as
PDF/A to be read by people.
"""

from dataclasses import replace
from pathlib import Path
from typing import Final

from lxml import etree

from eark.folder import PackageFolder, new_folder
from eark.inventory import SOFTWARE, archival_creator, file_group, section
from eark.markup import document, require_valid, schema_file
from eark.mets import FileGroup, MetadataType, Mets, StoredFile
from eark.mets_xml import mets_element
from eark.premis import Premis
from eark.premis_xml import premis_element
from eark.profile import (
    CERTIFICATE_NAME,
    DATA_FOLDER,
    DESCRIPTION_PATH,
    DESCRIPTION_SCHEMA,
    METS_NAME,
    METS_SCHEMA,
    PACKAGE_PROFILE,
    PREMIS_PATH,
    PREMIS_SCHEMA,
    PROFILES,
    README_PATH,
    RECORD_CATEGORY,
    RECORD_CONTENT,
    RECORD_SCHEMAS,
    SCHEMAS_FOLDER,
    STANDARD_SCHEMAS,
)
from eark.record_story import (
    CERTIFICATE,
    record_description,
    record_files_premis,
    record_premis,
    record_readme,
)
from schemas.account import Board
from schemas.capture import CaptureFile, PdfVerdict
from schemas.errors import BadInput
from schemas.gallring import GallringCertificate
from schemas.package import PackageFile, PackageKind

SIGNED_NAME: Final = "certificate.json"
PDF_NAME: Final = "certificate.pdf"
DATA_PATH: Final = f"{CERTIFICATE.folder}/{DATA_FOLDER}"
"""Where the three files lie in the package."""

_XML: Final = "application/xml"


def record_package_id(decision_id: str) -> str:
    """Name the package that keeps the certificate of a decision."""
    return f"gallring-{decision_id}"


def build_record_package(
    certificate: GallringCertificate,
    board: Board,
    source: Path,
    pdf: CaptureFile,
    target: Path,
) -> tuple[PackageFile, ...]:
    """Build the package folder (AIP) of a certificate.

    Args:
        certificate: what the record says; it dates the package.
        board: the archival creator.
        source: the folder with certificate.xml, certificate.json and the PDF; the files
            are linked or copied, never changed.
        pdf: the PDF as it was written, its path relative to `source`.
        target: the folder to make, named as `record_package_id` says.

    Raises:
        BadInput: the folder is there already or has another name, or the PDF is not
            PDF/A.
        DigestMismatch: the PDF changed after it was written.
        Damaged: a file is missing.
        InvalidPackage: a metadata document would break its XSD.
        ToolMissing: the standards' XSDs have not been fetched.
        DiskFull: there is no room; nothing is left behind.
    """
    if target.name != record_package_id(certificate.decision.decision_id):
        message = "Mappen måste heta som paketet."
        raise BadInput(message)
    if pdf.verdict is not PdfVerdict.PDF_A_2B:
        message = "Gallringsprotokollet är inte PDF/A och kan inte bevaras."
        raise BadInput(message)
    with new_folder(target):
        folder = PackageFolder(target, certificate.issued_at)
        _RecordBuilder(certificate, board, folder).build(source, pdf)
    return folder.files()


class _RecordBuilder:
    """Fills the package folder of one certificate."""

    def __init__(
        self, certificate: GallringCertificate, board: Board, folder: PackageFolder
    ) -> None:
        self._certificate = certificate
        self._board = board
        self._folder = folder
        self._package = record_package_id(certificate.decision.decision_id)

    def build(self, source: Path, pdf: CaptureFile) -> None:
        inner = self._representation(self._content(source, pdf), pdf)
        premis = record_premis(self._certificate, self._board, self._package)
        root = record_description(self._certificate, self._board, self._package)
        mets = Mets(
            object_id=self._package,
            kind=PackageKind.AIP,
            profile=PROFILES[PackageKind.AIP],
            content=RECORD_CONTENT,
            category=RECORD_CATEGORY,
            created=self._certificate.issued_at,
            agents=(SOFTWARE, archival_creator(self._board)),
            descriptive=(
                section(
                    self._package,
                    self._write(DESCRIPTION_PATH, root, DESCRIPTION_SCHEMA),
                    MetadataType.OTHER,
                    "Avbild",
                ),
            ),
            preservation=(
                section(
                    self._package,
                    self._premis(PREMIS_PATH, premis, "../../schemas/"),
                    MetadataType.PREMIS,
                ),
            ),
            groups=self._groups(inner),
        )
        self._write(METS_NAME, mets_element(mets, "schemas/"), METS_SCHEMA)

    def _groups(self, inner: StoredFile) -> tuple[FileGroup, ...]:
        text = record_readme(self._certificate, self._package).encode()
        readme = self._folder.write(README_PATH, text, "text/plain")
        names = sorted((*STANDARD_SCHEMAS, *RECORD_SCHEMAS))
        schemas = tuple(
            self._folder.write(
                f"{SCHEMAS_FOLDER}/{name}", schema_file(name).read_bytes(), _XML
            )
            for name in names
        )
        use = f"Representations/{CERTIFICATE.name}"
        group = file_group(self._package, use, RECORD_CONTENT, (inner,))
        return (
            file_group(self._package, "Documentation", "Documentation", (readme,)),
            file_group(self._package, "Schemas", "Schemas", schemas),
            replace(group, is_representation=True),
        )

    def _content(self, source: Path, pdf: CaptureFile) -> tuple[StoredFile, ...]:
        place = self._folder.place
        return (
            place(
                f"{DATA_PATH}/{SIGNED_NAME}", source / SIGNED_NAME, "application/json"
            ),
            self._folder.place_captured(
                f"{DATA_PATH}/{PDF_NAME}", source, pdf, pdf.mime_type
            ),
            place(f"{DATA_PATH}/{CERTIFICATE_NAME}", source / CERTIFICATE_NAME, _XML),
        )

    def _representation(
        self, files: tuple[StoredFile, ...], pdf: CaptureFile
    ) -> StoredFile:
        scope = f"{self._package}/{CERTIFICATE.folder}"
        premis = self._premis(
            f"{CERTIFICATE.folder}/{PREMIS_PATH}",
            record_files_premis(self._certificate, self._package, files, pdf),
            "../../../../schemas/",
        )
        mets = Mets(
            object_id=CERTIFICATE.name,
            kind=PackageKind.AIP,
            profile=PACKAGE_PROFILE,
            content=RECORD_CONTENT,
            category=RECORD_CATEGORY,
            created=self._certificate.issued_at,
            agents=(SOFTWARE,),
            descriptive=(),
            preservation=(section(scope, _inside(premis), MetadataType.PREMIS),),
            groups=(
                file_group(scope, "Data", RECORD_CONTENT, [_inside(f) for f in files]),
            ),
        )
        root = mets_element(mets, "../../schemas/")
        return self._write(f"{CERTIFICATE.folder}/{METS_NAME}", root, METS_SCHEMA)

    def _premis(self, path: str, premis: Premis, schemas_folder: str) -> StoredFile:
        return self._write(path, premis_element(premis, schemas_folder), PREMIS_SCHEMA)

    def _write(self, path: str, root: etree._Element, schema_name: str) -> StoredFile:
        require_valid(root, schema_name)
        return self._folder.write(path, document(root), _XML)


def _inside(stored: StoredFile) -> StoredFile:
    return replace(stored, path=stored.path.removeprefix(f"{CERTIFICATE.folder}/"))
