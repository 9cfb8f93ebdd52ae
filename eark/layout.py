# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where each file of a capture lies in a package, and what format it is.

One representation for each rendering of the account (CSIPSTR9-13): the web archive and
the export that the platform gave its owner, which are the originals, what it looked
like, and what it said as data.
"""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from eark.premis import Format
from eark.profile import DATA_FOLDER, REPRESENTATIONS_FOLDER, WARC_MIME_TYPE
from schemas.capture import CaptureFile, FileRole, PdfVerdict
from schemas.errors import Damaged


@dataclass(frozen=True)
class RepresentationKind:
    """A representation that packages may have.

    `content` is its OTHERCONTENTINFORMATIONTYPE (CSIP5), `label` its Swedish name.
    """

    name: str
    label: str
    content: str
    roles: frozenset[FileRole]

    @property
    def folder(self) -> str:
        """Its folder in the package."""
        return f"{REPRESENTATIONS_FOLDER}/{self.name}"


ITEMS: Final = RepresentationKind(
    "items",
    "Inlägg och kommentarer som data",
    "Avbild items",
    frozenset({FileRole.ITEMS}),
)
RENDERING: Final = RepresentationKind(
    "rendering",
    "Kontot som det såg ut och som läsbar handling",
    "PDF and PNG",
    frozenset(
        {
            FileRole.PAGE_PDF,
            FileRole.TRANSCRIPT,
            FileRole.SCREENSHOT,
            FileRole.CHANGE_REPORT,
        }
    ),
)
WARC: Final = RepresentationKind(
    "warc", "Webbarkivet, allt som utväxlades", "WARC", frozenset({FileRole.WARC})
)
EXPORT: Final = RepresentationKind(
    "export",
    "Kontoägarens export, så som plattformen gav den",
    "Account export",
    frozenset({FileRole.EXPORT}),
)
REPRESENTATIONS: Final = (EXPORT, ITEMS, RENDERING, WARC)

ITEMS_NAME: Final = "items.xml"

XML_FORMAT = Format("Extensible Markup Language", "1.0", "fmt/101")
_PLAIN_PDF = Format("PDF")
_PDF_A = Format("PDF/A-2b", "ISO 19005-2:2011", "fmt/477")
_WARC = Format("WARC", "1.1", "fmt/1281", "En gzip-del per post (RFC 1952).")
_PNG = Format("Portable Network Graphics")
_ZIP = Format("ZIP Format", None, "x-fmt/263")
_BY_ROLE: Final = {
    FileRole.WARC: _WARC,
    FileRole.ITEMS: XML_FORMAT,
    FileRole.SCREENSHOT: _PNG,
    FileRole.EXPORT: _ZIP,
}


def representation_of(role: FileRole) -> RepresentationKind | None:
    """Say which representation a file belongs to; None for the health report."""
    return next((kind for kind in REPRESENTATIONS if role in kind.roles), None)


def data_path(file: CaptureFile) -> str:
    """Say where a capture's file lies within its representation.

    The capture's own folders are kept, so that the paths in items.xml lead right;
    only the folder that repeats the representation's name is left out.

    Raises:
        Damaged: the path leads out of the capture's folder.
    """
    path = PurePosixPath(file.path)
    if path.is_absolute() or ".." in path.parts or not path.parts or "\\" in file.path:
        message = "Fångsten anger en fil utanför sin egen mapp."
        raise Damaged(message)
    kind = representation_of(file.role)
    inner = path.parts
    if kind is not None and len(inner) > 1 and inner[0] == kind.name:
        inner = inner[1:]
    return str(PurePosixPath(DATA_FOLDER, *inner))


def mime_type(file: CaptureFile) -> str:
    """Give the MIME type that METS lists; a gzipped WARC is still a WARC."""
    return WARC_MIME_TYPE if file.role is FileRole.WARC else file.mime_type


def file_format(file: CaptureFile) -> Format:
    """Name the format of a file, with its PRONOM key where it is certain.

    A PDF is called PDF/A only if it was checked and passed.
    """
    if file.role in _BY_ROLE:
        return _BY_ROLE[file.role]
    return _PDF_A if file.verdict is PdfVerdict.PDF_A_2B else _PLAIN_PDF
