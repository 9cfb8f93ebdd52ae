# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Opens PDF files: the text as two programs read it, and all that is no text.

The bytes of a PDF prove nothing: its letters are numbers of glyphs. Two extractors read
the text layer, pdfminer and poppler's pdftotext, where that is not installed a reader
of the content streams. Every object is gone through for strings: links, annotations,
document information, outlines, alternative texts; and every stream for attachments and
metadata. A second revision hides the first: each is opened by itself.
"""

import io
import logging
import re
import shutil
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import pikepdf
from pdfminer.high_level import extract_text
from pdfminer.layout import LAParams
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException

from proof.pdf_text import page_texts
from schemas.errors import Undecodable

MARK = b"%PDF-"
MARK_WITHIN = 1024
_END = re.compile(rb"%%EOF[\r\n]*")
_MOST_REVISIONS = 20
_MOST_SECONDS = 300
_PICTURES: Final = frozenset(
    {"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"}
)
_LINEARIZED = re.compile(rb"/Linearized[ \r\n]+1")
_PDFMINER_FAILS: Final = (
    *(PDFException, PSException, ValueError, TypeError, LookupError, AttributeError),
    *(AssertionError, ArithmeticError, RecursionError, struct.error, zlib.error),
)
"""What pdfminer raises on files that are not as the standard says."""
_LINKS: Final = frozenset({"/URI"})


@dataclass(frozen=True)
class PdfPart:
    """A part of a PDF; an attachment is to be opened in its turn."""

    place: str
    data: bytes
    is_file: bool = False


def revisions(data: bytes) -> list[bytes]:
    """Give the file as each of its revisions left it, the last one last.

    A linearized file has an end of its own after its first page, which is no revision.
    """
    ends = [found.end() for found in _END.finditer(data)]
    if _LINEARIZED.search(data, 0, MARK_WITHIN) and ends:
        ends = ends[1:]
    return [data[:end] for end in ends[:-1]] + [data]


def parts(data: bytes) -> Iterator[PdfPart]:
    """Give everything that can be read in a PDF.

    Raises:
        Undecodable: it cannot be opened, or one of the extractors cannot read it.
    """
    versions = revisions(data)
    if len(versions) > _MOST_REVISIONS:
        raise _undecodable()
    for version in versions:
        yield from _texts(version)
        yield from _objects(version)
    yield PdfPart("pdf", data)


def _texts(data: bytes) -> Iterator[PdfPart]:
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        text = extract_text(io.BytesIO(data), laparams=LAParams(boxes_flow=None))
    except _PDFMINER_FAILS as error:
        raise _undecodable() from error
    yield PdfPart("pdf text", text.encode("utf-8", "ignore"))
    program = _pdftotext()
    yield PdfPart(
        "pdf text", _by_poppler(program, data) if program else _by_streams(data)
    )


@cache
def _pdftotext() -> str | None:
    return shutil.which("pdftotext")


def _by_poppler(program: str, data: bytes) -> bytes:
    with tempfile.NamedTemporaryFile(prefix="avbild.", suffix=".pdf") as file:
        file.write(data)
        file.flush()
        command = [program, "-q", "-enc", "UTF-8", file.name, "-"]
        try:
            done = subprocess.run(  # noqa: S603 -- a program found on the path
                command, capture_output=True, timeout=_MOST_SECONDS, check=True
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise _undecodable() from error
    return done.stdout


def _by_streams(data: bytes) -> bytes:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return "\n\f\n".join(page_texts(pdf)).encode("utf-8", "ignore")
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise _undecodable() from error


def _objects(data: bytes) -> Iterator[PdfPart]:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for found in pdf.objects:
                if isinstance(found, pikepdf.Stream):
                    yield from _stream(found)
                yield from _strings(found, "pdf object")
            yield from _strings(
                pdf.trailer.get("/Info", pikepdf.Dictionary()), "pdf metadata"
            )
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise _undecodable() from error


def _stream(stream: pikepdf.Stream) -> Iterator[PdfPart]:
    kind = str(stream.get("/Type", ""))
    filters = stream.get("/Filter", pikepdf.Array())
    names = (
        {str(filters)} if isinstance(filters, pikepdf.Name) else set(map(str, filters))
    )
    if names & _PICTURES:
        yield PdfPart(
            "pdf picture", stream.read_raw_bytes(), is_file="/DCTDecode" in names
        )
    elif str(stream.get("/Subtype", "")) != "/Image":
        place = {"/EmbeddedFile": "pdf attachment", "/Metadata": "pdf metadata"}.get(
            kind
        )
        yield PdfPart(
            place or "pdf stream", stream.read_bytes(), kind == "/EmbeddedFile"
        )


def _strings(found: pikepdf.Object, place: str) -> Iterator[PdfPart]:
    """Give the strings of an object; what it refers to comes in its own turn."""
    if isinstance(found, pikepdf.String):
        yield PdfPart(place, _text(found))
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in found.items():
            if not getattr(value, "is_indirect", False):
                yield from _strings(value, "pdf link" if key in _LINKS else place)
    elif isinstance(found, pikepdf.Array):
        for value in found:
            if not getattr(value, "is_indirect", False):
                yield from _strings(value, place)


def _text(string: pikepdf.String) -> bytes:
    """Give a string as text and as bytes: not every writer keeps to PDFDocEncoding."""
    raw = bytes(string)
    return str(string).encode("utf-8", "ignore") + b"\n" + raw


def _undecodable() -> Undecodable:
    return Undecodable("Ett PDF-dokument går inte att öppna.")
