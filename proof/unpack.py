# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Opens files by what they hold, not by what they are called, down to what is text.

Containers within containers are opened to a depth, and to a size: what lies deeper or
is larger is undecodable, never passed over. Films, sounds, fonts and pictures other
than PNG, JPEG and WebP are searched as the bytes they are, since what they say besides
their content stands there plainly.
"""

import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO, TypeVar

from proof import decode, pdf, picture, warc
from proof.piece import Piece
from proof.zip_pieces import zip_pieces
from schemas.errors import Undecodable

_Found = TypeVar("_Found")
DEEPEST = 6
_TAR = slice(257, 262)
_ENCRYPTED = 0x1
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_USUAL = frozenset(
    {"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin1", "latin-1"}
)


def unpack(data: bytes, place: str = "", depth: int = 0) -> Iterator[Piece]:
    """Open bytes; `place` says where they come from, if their content does not.

    Raises:
        Undecodable: they, or something within them, cannot be opened.
    """
    if depth > DEEPEST:
        message = "En fil i paketet ligger i för många lager för att kunna öppnas."
        raise Undecodable(message)
    opener = _opener(data)
    if opener is None:
        yield Piece(place or _kind(data), data, len(data))
        return
    yield from opener(data, place, depth)


def _opener(data: bytes) -> Callable[[bytes, str, int], Iterator[Piece]] | None:
    for mark, opener in _MARKS:
        if mark.match(data):
            return opener
    if data[_TAR] == b"ustar":
        return _tar
    if pdf.MARK in data[: pdf.MARK_WITHIN]:
        return _pdf
    return None


def _kind(data: bytes) -> str:
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<?xml"):
        return "xml"
    if start.startswith(b"<"):
        return "html"
    if start.startswith((b"{", b"[")):
        return "json"
    return "binary" if b"\0" in data[:512] else "text"


def _pictures(
    name: str, chunks: Callable[[bytes], Iterable[bytes]]
) -> Callable[[bytes, str, int], Iterator[Piece]]:
    def opened(data: bytes, _: str, __: int) -> Iterator[Piece]:
        found = [chunk for chunk in chunks(data) if chunk]
        size = len(data) - sum(map(len, found))
        yield Piece(name, b"", max(0, size))
        for chunk in found:
            yield Piece(name, chunk, len(chunk))

    return opened


def _pdf(data: bytes, _: str, depth: int) -> Iterator[Piece]:
    for part in pdf.parts(data):
        if part.is_file:
            yield from unpack(part.data, part.place, depth + 1)
        else:
            yield Piece(part.place, part.data, len(part.data))


def _compressed(
    opened: Callable[[bytes], bytes],
) -> Callable[[bytes, str, int], Iterator[Piece]]:
    def opener(data: bytes, place: str, depth: int) -> Iterator[Piece]:
        yield from unpack(opened(data), place, depth + 1)

    return opener


def _zip(data: bytes, _: str, depth: int) -> Iterator[Piece]:
    yield Piece("zip", data, 0)
    left = decode.LIMIT
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield Piece("file name", entry.filename.encode("utf-8", "ignore"), 0)
                content = _zip_member(archive, entry, left)
                left -= len(content)
                yield from unpack(content, "zip member", depth + 1)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        OSError,
        EOFError,
        zlib.error,
    ) as error:
        message = "En ZIP-fil går inte att öppna."
        raise Undecodable(message) from error


def _zip_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    if entry.flag_bits & _ENCRYPTED or entry.file_size > left:
        message = "En ZIP-fil är krypterad eller för stor för att öppnas."
        raise Undecodable(message)
    with archive.open(entry) as file:
        content = file.read(left + 1)
    if len(content) > left:
        message = "En ZIP-fil är för stor för att öppnas."
        raise Undecodable(message)
    return content


def _tar(data: bytes, _: str, depth: int) -> Iterator[Piece]:
    yield Piece("tar", data, 0)
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for entry in archive:
                yield Piece("file name", f"{entry.name}\n{entry.linkname}".encode(), 0)
                file = archive.extractfile(entry) if entry.isreg() else None
                if file is not None:
                    yield from unpack(file.read(), "tar member", depth + 1)
    except (tarfile.TarError, OSError, EOFError) as error:
        message = "En TAR-fil går inte att öppna."
        raise Undecodable(message) from error


def _locked(_: bytes, __: str, ___: int) -> Iterator[Piece]:
    message = "En fil har ett arkivformat som kontrollen inte kan öppna."
    raise Undecodable(message)


def _warc(data: bytes, _: str, depth: int) -> Iterator[Piece]:
    for record in warc.records(io.BytesIO(data)):
        yield from record_pieces(record, depth + 1)


def record_pieces(record: warc.Record, depth: int = 0) -> Iterator[Piece]:
    """Open a record of a web archive: its header, its HTTP head and its body.

    Raises:
        Undecodable: its body cannot be opened.
    """
    place = f"warc {record.type or 'record'} body"
    number = record.record_id or None
    yield Piece("warc header", record.head, len(record.head), number)
    message = warc.http(record)
    body = record.block if message is None else message.body
    if message is not None:
        yield Piece("http header", message.head, len(message.head), number)
        body = _in_utf8(body, warc.field(message.head, b"Content-Type"))
    for piece in unpack(body, place, depth + 1):
        yield replace(piece, record_id=number)


def _in_utf8(body: bytes, content_type: str) -> bytes:
    """Add what a body says in the unusual charset that it declares."""
    charset = _CHARSET.search(content_type)
    if charset is None or charset[1].lower() in _USUAL:
        return body
    try:
        return (
            body + b"\n" + body.decode(charset[1], "ignore").encode("utf-8", "ignore")
        )
    except LookupError:
        return body


def file_pieces(
    stream: BinaryIO, members: Collection[str] | None = None
) -> Iterator[Piece | Undecodable]:
    """Open a file of the package; what cannot be opened is given and not raised.

    Web archives are read record by record and ZIP files member by member, so that one
    that cannot be opened does not hide the others. Of a ZIP file only `members` are
    opened, if any are named.
    """
    start = stream.read(6)
    stream.seek(0)
    if start.startswith(_ZIP_MARKS):
        yield from zip_pieces(stream, (_in_member, is_container), members)
    elif start.startswith(warc.GZIP):
        yield from _gzip_file(stream)
    elif start.startswith(warc.WARC):
        yield from _guarded_records(warc.records(stream))
    else:
        yield from _guarded(unpack(stream.read()))


def is_container(start: bytes) -> bool:
    """Whether bytes that begin so are opened further, and cannot be read in pieces."""
    return _opener(start) is not None


def _in_member(data: bytes) -> Iterator[Piece]:
    for piece in unpack(data, "zip member", depth=1):
        is_name = piece.place == "file name"  # of a member's own member
        yield replace(piece, place="zip member") if is_name else piece


def _gzip_file(stream: BinaryIO) -> Iterator[Piece | Undecodable]:
    members = _guarded(warc.members(stream))
    for member in members:
        if isinstance(member, Undecodable):
            yield member
        elif member.data.startswith(warc.WARC):
            yield from _guarded_records(warc.member_records(member))
        else:
            yield from _guarded(unpack(member.data, depth=1))


def _guarded_records(records: Iterator[warc.Record]) -> Iterator[Piece | Undecodable]:
    for record in _guarded(records):
        if isinstance(record, Undecodable):
            yield record
        else:
            yield from _guarded(record_pieces(record))


def _guarded(found: Iterator[_Found]) -> Iterator[_Found | Undecodable]:
    try:
        yield from found
    except Undecodable as error:
        yield error


_MARKS: tuple[
    tuple[re.Pattern[bytes], Callable[[bytes, str, int], Iterator[Piece]]], ...
] = (
    (re.compile(rb"WARC/[01]\."), _warc),
    (re.compile(re.escape(picture.PNG)), _pictures("png", picture.png)),
    (re.compile(re.escape(picture.JPEG)), _pictures("jpeg", picture.jpeg)),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), _pictures("webp", picture.webp)),
    (re.compile(rb"\x1f\x8b\x08"), _compressed(decode.gunzip)),
    (re.compile(rb"\x28\xb5\x2f\xfd"), _compressed(decode.unzstd)),
    (re.compile(rb"BZh[1-9]1AY&SY"), _compressed(decode.unbzip2)),
    (re.compile(rb"\xfd7zXZ\0"), _compressed(decode.unxz)),
    (re.compile(rb"PK(?:\x03\x04|\x05\x06)"), _zip),
    (re.compile(rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c"), _locked),
)
