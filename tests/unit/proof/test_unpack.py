# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files are opened by what they hold, down to the text, or named as not opened."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib

import brotlicffi
import pikepdf
import pytest
import zstandard
from PIL import Image

from proof import decode, search
from proof.pdf import revisions
from proof.pdf_text import page_texts
from schemas.errors import Undecodable
from schemas.gallring import RemovedValue, ValueKind
from tests.sample_files import MemoryFiles

NAME = "Åsa Nyström"
VALUES = (RemovedValue(kind=ValueKind.NAME, text=NAME),)
TEXT = f"Av {NAME} i dag".encode()


def places(data: bytes) -> set[str]:
    """Search one file; say in what kinds of places the name was found."""
    return {hit.place for hit in looked(data).hits}


def looked(data: bytes):
    return search(MemoryFiles({"fil": data}), VALUES)


def zipped(data: bytes, name: str = "a.txt") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return stream.getvalue()


def tarred(data: bytes) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        entry = tarfile.TarInfo("a.txt")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (TEXT, "text"),
        (b'<?xml version="1.0"?><a>' + TEXT + b"</a>", "xml"),
        (b"<p>" + TEXT, "html"),
        (b'{"a":"' + TEXT + b'"}', "json"),
        (zipped(TEXT), "zip member"),
        (zipped(b"-", f"{NAME}.txt"), "file name"),
        (zipped(gzip.compress(zipped(TEXT))), "zip member"),
        (tarred(TEXT), "tar member"),
        (gzip.compress(tarred(TEXT)), "tar member"),
        (bz2.compress(TEXT), "text"),
        (lzma.compress(TEXT), "text"),
        (zstandard.compress(TEXT), "text"),
        (TEXT.decode().encode("utf-16"), "binary"),
    ],
)
def test_containers(data, place):
    assert place in places(data)


@pytest.mark.parametrize(
    "data",
    [
        zipped(TEXT)[:-30],
        gzip.compress(TEXT)[:-3],
        b"Rar!\x1a\x07\x00" + TEXT,
        b"7z\xbc\xaf\x27\x1c" + TEXT,
        b"%PDF-1.7 cut short",
        zstandard.compress(TEXT)[:-4],
    ],
)
def test_what_cannot_be_opened_is_named(data):
    found = looked(data)
    assert len(found.undecodable) == 1
    assert found.undecodable[0].startswith("fil: ")


def test_layers_have_an_end():
    data = TEXT
    for _ in range(12):
        data = gzip.compress(data)
    assert len(looked(data).undecodable) == 1


@pytest.mark.parametrize(
    ("pack", "opened"),
    [
        (gzip.compress, decode.gunzip),
        (zlib.compress, decode.inflate),
        (lambda data: zlib.compress(data)[2:-4], decode.inflate),
        (zstandard.compress, decode.unzstd),
        (brotlicffi.compress, decode.unbrotli),
        (bz2.compress, decode.unbzip2),
        (lzma.compress, decode.unxz),
    ],
)
def test_decoders_stop_at_their_limit_and_at_what_is_cut_short(pack, opened):
    packed = pack(TEXT * 500)
    assert opened(packed) == TEXT * 500
    for fault in (packed[:-5], packed[: len(packed) // 2]):
        with pytest.raises(Undecodable):
            opened(fault)
    with pytest.raises(Undecodable):
        opened(packed, len(TEXT) * 499)


def test_chunks_and_their_trailer():
    body = b"3;x=1\r\nabc\r\n2\r\nde\r\n0\r\nX: 1\r\n\r\n"
    assert decode.dechunk(body) == (b"abcde", b"X: 1\r\n\r\n")
    assert decode.dechunk(b"not chunked") == (b"not chunked", b"")
    with pytest.raises(Undecodable):
        decode.dechunk(b"3\r\nab")


def test_codings_are_undone_last_first():
    packed = brotlicffi.compress(gzip.compress(TEXT))
    assert decode.decode(packed, "gzip, br") == TEXT


def pdf(text: str, **extra: str) -> pikepdf.Pdf:
    """A page with a line of text in Helvetica, a link and a title."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(300, 200))
    font = {
        "/Type": pikepdf.Name.Font,
        "/Subtype": pikepdf.Name.Type1,
        "/BaseFont": pikepdf.Name.Helvetica,
        "/Encoding": pikepdf.Name.WinAnsiEncoding,
    }
    page.obj["/Resources"] = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(F1=pikepdf.Dictionary(font))
    )
    shown = pikepdf.String(text.encode("cp1252")).unparse()
    page.obj["/Contents"] = made.make_stream(
        b"BT /F1 12 Tf 20 100 Td " + shown + b" Tj ET"
    )
    for key, value in extra.items():
        page.obj[f"/{key}"] = made.make_indirect(pikepdf.Dictionary(URI=value))
    return made


def saved(made: pikepdf.Pdf) -> bytes:
    stream = io.BytesIO()
    made.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return stream.getvalue()


def test_the_text_and_the_links_of_a_pdf():
    assert "pdf text" in places(saved(pdf(NAME)))
    link = "https://x.example/%C3%85sa_Nystr%C3%B6m"
    assert "pdf link" in places(saved(pdf("-", A=link)))
    assert places(saved(pdf("Lena Ek"))) == set()


def test_what_a_pdf_says_about_itself_and_carries():
    made = pdf("-")
    made.docinfo["/Author"] = NAME
    assert "pdf metadata" in places(saved(made))
    made = pdf("-")
    made.attachments["a.zip"] = zipped(TEXT)
    assert "zip member" in places(saved(made))


def test_the_reader_of_content_streams(monkeypatch):
    """Where pdftotext is not installed, the streams are read without it."""
    assert [text.strip() for text in page_texts(pdf(NAME))] == [NAME]
    monkeypatch.setattr("proof.pdf._pdftotext", lambda: None)
    assert "pdf text" in places(saved(pdf(NAME)))


def test_a_pdf_with_revisions_is_a_problem():
    """Cut at the first end, all that was removed comes back."""
    first, last = saved(pdf(NAME)), saved(pdf("-"))
    assert len(revisions(first)) == 1
    both = first + last
    assert len(revisions(both)) == 2
    assert "flera revisioner" in looked(both).problems[0]


def test_notes_in_a_photograph():
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = NAME.encode()
    Image.new("RGB", (50, 50), "blue").save(stream, "JPEG", exif=exif)
    assert places(stream.getvalue()) == {"jpeg"}
    plain = io.BytesIO()
    Image.new("RGB", (50, 50), "blue").save(plain, "JPEG")
    assert places(plain.getvalue()) == set()
    assert places(plain.getvalue() + TEXT) == {"jpeg"}
