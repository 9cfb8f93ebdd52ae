# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Opens pictures for what is written in them besides the picture.

That the pixels of a photograph show a text or a face is out of reach of any search;
which is why the boxes of a removal are checked to be of one colour.
"""

import io
import re
import struct
import warnings
import zlib
from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError

from proof.decode import LIMIT, inflate
from proof.results import ClearedBox
from schemas.errors import Undecodable

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
_PIXELS = frozenset({b"IDAT", b"fdAT"})
_COMPRESSED = frozenset({b"zTXt", b"iCCP", b"iTXt"})
_END = b"IEND"
_START_OF_SCAN = 0xDA
_END_OF_IMAGE = 0xD9
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_NEXT_MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")
_MARKER = re.compile(rb"\xff+([^\x00\xff])")
_RIFF_HEAD = 12
_RIFF_PIXELS = frozenset({b"VP8 ", b"VP8L", b"ALPH"})


def png(data: bytes) -> Iterator[bytes]:
    """Give every chunk that holds no pixels, opened, and what follows the end.

    Raises:
        Undecodable: a compressed text cannot be opened.
    """
    at = len(PNG)
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        if kind not in _PIXELS:
            yield body
        if kind in _COMPRESSED:
            yield from _png_text(kind, body)
        at += 12 + length
        if kind == _END:
            break
    yield data[at:]


def _png_text(kind: bytes, body: bytes) -> Iterator[bytes]:
    _, _, rest = body.partition(b"\0")
    if kind == b"iTXt":
        if rest[:1] != b"\1":
            return
        rest = b"\0" + rest[2:].split(b"\0", 2)[-1]
    yield inflate(rest[1:], LIMIT)


def jpeg(data: bytes) -> Iterator[bytes]:
    """Give every segment that holds no pixels, and what follows the end.

    A file may hold a second picture after the first, with segments of its own.
    """
    at = 0
    while found := _MARKER.match(data, at):
        marker, at = found[1][0], found.end()
        if marker == _END_OF_IMAGE:
            if not data.startswith(JPEG, at):
                break
        elif marker not in _ALONE:
            end = at + int.from_bytes(data[at : at + 2])
            yield data[at + 2 : end]
            at = _after_scan(data, end) if marker == _START_OF_SCAN else end
    yield data[at:]


def _after_scan(data: bytes, start: int) -> int:
    found = _NEXT_MARKER.search(data, start)
    return found.start() if found else len(data)


def webp(data: bytes) -> Iterator[bytes]:
    """Give every chunk that holds no pixels, and what follows the end."""
    at = _RIFF_HEAD
    while at + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        if kind not in _RIFF_PIXELS:
            yield data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
    yield data[at:]


def is_cleared(data: bytes, box: ClearedBox) -> bool:
    """Say whether the box is inside the picture and all of one colour.

    Raises:
        Undecodable: the picture cannot be opened.
    """
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data)) as picture:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _is_cleared(picture, box)
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        SyntaxError,
        ValueError,
        struct.error,
        zlib.error,
    ) as error:
        message = "En skärmbild går inte att öppna."
        raise Undecodable(message) from error


def _is_cleared(picture: Image.Image, box: ClearedBox) -> bool:
    left, top = max(0, box.left), max(0, box.top)
    right, bottom = min(picture.width, box.right), min(picture.height, box.bottom)
    if left >= right or top >= bottom:
        return False
    pixels = picture.convert("RGBA").crop((left, top, right, bottom))
    return all(
        channel.getextrema()[0] == channel.getextrema()[1] for channel in pixels.split()
    )
