# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Small copies of the capture's pictures for the page; the originals stay in the WARC.

The bytes come from a stranger's server: only a few formats are opened, nothing of
unreasonable size, and what cannot be opened is named in words instead.
"""

import base64
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from archivers.picture_bytes import (
    FORMATS,
    NOT_A_PICTURE,
    is_reasonable,
    on_white,
)
from archivers.transcript.exported import exported_pictures
from archivers.warc import WarcRecord, read_records
from schemas.capture import Capture, FileRole
from schemas.errors import Undecodable
from schemas.item import Media

MOST_BYTES = 64 * 1024**2
MOST_PIXELS = 80_000_000
QUALITY = 82
COVER_SHAPE = (1280, 760)
_EDGES = ((150, 760), (600, 520))
_SMALLEST_EDGE = 340


@dataclass(frozen=True)
class Thumbnail:
    """A small picture as a data address, with its shape."""

    source: str
    width: int
    height: int


class Pictures:
    """Finds the small copy of a picture by its WARC record or its address.

    A picture of the owner's export has an address, but no record.
    """

    def __init__(self) -> None:
        self._by_record: dict[str, Thumbnail] = {}
        self._by_address: dict[str, Thumbnail] = {}

    def add(self, record_id: str, address: str, thumbnail: Thumbnail) -> None:
        """Keep a small copy; the first at an address stays."""
        if record_id:
            self._by_record[record_id] = thumbnail
        self._by_address.setdefault(address, thumbnail)

    def of(self, media: Media) -> Thumbnail | None:
        """Give the small copy of an item's picture, if there is one."""
        if media.warc_record in self._by_record:
            return self._by_record[media.warc_record]
        return self.at(media.url)

    def at(self, address: str | None) -> Thumbnail | None:
        """Give the small copy of the picture at an address, if there is one."""
        return self._by_address.get(address) if address else None


def pictures_of(capture: Capture, folder: Path) -> Pictures:
    """Read the pictures that the capture's items and profile show from its files.

    Raises:
        Damaged: a WARC file or an export cannot be read to its end.
    """
    records, addresses = _wanted(capture)
    edge = _edge(len(addresses))
    pictures = Pictures()
    if not addresses:
        return pictures
    for record in _responses(capture, folder):
        if record.record_id in records or record.target_uri in addresses:
            small = _thumbnail_of(record, edge)
            if small is not None:
                pictures.add(record.record_id, record.target_uri, small)
    for address, content in exported_pictures(capture, folder, MOST_BYTES):
        small = thumbnail(content, edge)
        if small is not None:
            pictures.add("", address, small)
    return pictures


def _wanted(capture: Capture) -> tuple[frozenset[str], frozenset[str]]:
    shown = [media for item in capture.items for media in item.media]
    profile = (capture.profile.avatar, capture.profile.cover)
    records = frozenset(media.warc_record for media in shown if media.warc_record)
    addresses = {media.url for media in shown}
    return records, frozenset(addresses | {each.url for each in profile if each})


def _edge(pictures: int) -> int:
    """Choose the copies' longest side: the more pictures, the smaller each."""
    return next((edge for most, edge in _EDGES if pictures <= most), _SMALLEST_EDGE)


def _responses(capture: Capture, folder: Path) -> Iterator[WarcRecord]:
    for file in capture.files:
        if file.role is FileRole.WARC:
            for record in read_records(folder / file.path):
                if record.type in {"response", "resource"}:
                    yield record
                record.body.close()


def _thumbnail_of(record: WarcRecord, edge: int) -> Thumbnail | None:
    if record.body.length > MOST_BYTES or record.status not in {None, 200}:
        return None
    try:
        return thumbnail(record.decoded(), edge)
    except Undecodable:
        return None


def thumbnail(content: bytes, edge: int) -> Thumbnail | None:
    """Make a small copy of a picture; None if the bytes are not one that we open."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                return _small_copy(image, edge)
    except NOT_A_PICTURE:
        return None


def _small_copy(image: Image.Image, edge: int) -> Thumbnail | None:
    if not is_reasonable(image, MOST_PIXELS):
        return None
    image.draft("RGB", (edge, edge))
    copy = on_white(ImageOps.exif_transpose(image))
    copy.thumbnail((edge, edge))
    return _encoded(copy)


def _encoded(image: Image.Image) -> Thumbnail:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=QUALITY, optimize=True)
    data = base64.b64encode(written.getvalue()).decode("ascii")
    return Thumbnail(f"data:image/jpeg;base64,{data}", image.width, image.height)


def look_of(capture: Capture, folder: Path) -> Thumbnail | None:
    """Cut the top of the account's page out of its screenshot, for the cover sheet.

    An account's address may redirect; where it led is what was printed as the page.
    """
    shots = [file for file in capture.files if file.role is FileRole.SCREENSHOT]
    printed = {f.page_url for f in capture.files if f.role is FileRole.PAGE_PDF}
    own = [file for file in shots if file.page_url in {capture.url, *printed}]
    chosen = next(iter(own or shots), None)
    if chosen is None:
        return None
    try:
        with Image.open(folder / chosen.path, formats=("PNG",)) as image:
            height = image.width * COVER_SHAPE[1] // COVER_SHAPE[0]
            top = image.crop((0, 0, image.width, min(image.height, height)))
            top = on_white(top)
            top.thumbnail(COVER_SHAPE)
            return _encoded(top)
    except NOT_A_PICTURE:
        return None
