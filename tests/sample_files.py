# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The files of the sample capture, and packages to read from a folder or from memory.

They are tiny but real: the WARC has a gzip member a record and true digests, the PDF
opens, the picture shows. Compressed blocks are "stored", so that no version of zlib
changes a byte.
"""

import base64
import hashlib
import io
import json
import re
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from schemas.capture import CaptureFile, FileRole, PdfVerdict

ACCOUNT_URL = "https://torget.example/almhultsbibliotek"
HELVETICA = (
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
)
RECORD_ID = "urn:uuid:5f0d3c6e-7e62-4f0a-9d6d-2f0c7a1f0a02"


def sample_warc() -> bytes:
    """A WARC/1.1 with a warcinfo and a response record, a gzip member each."""
    items = [{"id": "p1", "body": "Sagostund på lördag"}]
    body = json.dumps({"items": items}, ensure_ascii=False).encode()
    head = "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
    http = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    info = b"software: Avbild 0.1.0\r\nformat: WARC File Format 1.1\r\n"
    records = (
        (
            {
                "WARC-Type": "warcinfo",
                "WARC-Record-ID": "<urn:uuid:5f0d3c6e-7e62-4f0a-9d6d-2f0c7a1f0a01>",
                "WARC-Date": "2026-03-02T08:15:00Z",
                "Content-Type": "application/warc-fields",
            },
            info,
        ),
        (
            {
                "WARC-Type": "response",
                "WARC-Record-ID": f"<{RECORD_ID}>",
                "WARC-Date": "2026-03-02T08:15:02Z",
                "WARC-Target-URI": f"{ACCOUNT_URL}/feed.json",
                "WARC-Payload-Digest": warc_digest(body),
                "Content-Type": "application/http; msgtype=response",
            },
            http,
        ),
    )
    return b"".join(warc_record(fields, block) for fields, block in records)


def warc_record(fields: dict[str, str], block: bytes) -> bytes:
    """Write a record with its digest and length, as a gzip member."""
    every = {
        **fields,
        "WARC-Block-Digest": warc_digest(block),
        "Content-Length": str(len(block)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in every.items())
    return _gzip_member(f"WARC/1.1\r\n{lines}\r\n".encode() + block + b"\r\n\r\n")


def warc_digest(data: bytes) -> str:
    """Write a digest as WARC does."""
    digest = base64.b32encode(hashlib.sha256(data).digest()).decode()
    return f"sha256:{digest}"


def _stored(data: bytes) -> bytes:
    return b"\x01" + struct.pack("<HH", len(data), len(data) ^ 0xFFFF) + data


def _gzip_member(data: bytes) -> bytes:
    head = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
    return head + _stored(data) + struct.pack("<II", zlib.crc32(data), len(data))


def sample_png() -> bytes:
    """A picture of two by two pixels."""
    rows = b"\x00\xff\x00\x00\x00\xff\x00" + b"\x00\x00\x00\xff\xff\xff\xff"
    pixels = b"\x78\x01" + _stored(rows) + struct.pack(">I", zlib.adler32(rows))
    header = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_png_chunk(*chunk) for chunk in chunks)


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


def sample_pdf(title: str = "Älmhults bibliotek", lines: Sequence[str] = ()) -> bytes:
    """A PDF of one page; it is not PDF/A, whatever a verdict in a test says."""
    text = b"".join(b"(%b) Tj T* " % _pdf_text(line) for line in lines)
    drawn = b"BT /F1 11 Tf 14 TL 60 780 Td %bET" % text
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << %b>> %b>>"
    )
    font = b"/Font << /F1 6 0 R >> "
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page % ((font, b"/Contents 5 0 R ") if lines else (b"", b"")),
        b"<< /Title <" + title.encode("utf-16").hex().encode() + b"> >>",
    ]
    if lines:
        bodies += [
            b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn),
            HELVETICA,
        ]
    data, offsets = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(bodies) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\n" % size
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
        + trailer
        + b"startxref\n%d\n%%%%EOF\n" % len(data)
    )


def _pdf_text(line: str) -> bytes:
    return re.sub(rb"([()\\])", rb"\\\1", line.encode("cp1252"))


def captured(
    folder: Path, path: str, data: bytes, role: FileRole, mime_type: str
) -> CaptureFile:
    """Write a file of a capture, and describe it."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return CaptureFile(
        path=path,
        role=role,
        mime_type=mime_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def write_sample_files(folder: Path) -> tuple[CaptureFile, ...]:
    """Write the files of the sample capture into a folder."""
    page = captured(
        folder, "pdf/sida-001.pdf", sample_pdf(), FileRole.PAGE_PDF, "application/pdf"
    )
    transcript = captured(
        folder,
        "pdf/lasbar-handling.pdf",
        sample_pdf("Läsbar handling"),
        FileRole.TRANSCRIPT,
        "application/pdf",
    )
    return (
        captured(
            folder,
            "warc/capture.warc.gz",
            sample_warc(),
            FileRole.WARC,
            "application/warc",
        ),
        page.model_copy(
            update={
                "page_url": ACCOUNT_URL,
                "verdict": PdfVerdict.FAILED,
                "reasons": ("Typsnittet Torget Sans är inte inbäddat.",),
            }
        ),
        transcript.model_copy(update={"verdict": PdfVerdict.PDF_A_2B}),
        captured(
            folder,
            "screenshots/page-001.png",
            sample_png(),
            FileRole.SCREENSHOT,
            "image/png",
        ).model_copy(update={"page_url": ACCOUNT_URL}),
    )


@dataclass(frozen=True)
class FolderFiles:
    """The files of a package that lies in a folder, for readers of packages."""

    root: Path

    def paths(self) -> Iterable[str]:
        """Give every file's path, sorted."""
        found = (path for path in self.root.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.root).as_posix() for path in found)

    def open(self, path: str) -> BinaryIO:
        """Open a file for reading."""
        return (self.root / path).open("rb")

    def size(self, path: str) -> int:
        """Give a file's size in bytes."""
        return (self.root / path).stat().st_size


@dataclass
class MemoryFiles:
    """The files of a package in memory, to change and break at will."""

    content: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, files: FolderFiles) -> "MemoryFiles":
        """Take a copy of a package that lies in a folder."""
        return cls({path: (files.root / path).read_bytes() for path in files.paths()})

    def paths(self) -> Iterable[str]:
        """Give every file's path, sorted."""
        return sorted(self.content)

    def open(self, path: str) -> BinaryIO:
        """Open a file for reading."""
        if path not in self.content:
            raise FileNotFoundError(path)
        return io.BytesIO(self.content[path])

    def size(self, path: str) -> int:
        """Give a file's size in bytes."""
        if path not in self.content:
            raise FileNotFoundError(path)
        return len(self.content[path])
