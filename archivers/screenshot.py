# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures of a page as it looked, in slices that every viewer can open.

A page of 65 000 px in one JPEG came out as 0 bytes without an error, and many viewers
give up on very high pictures. So the page is photographed in PNG slices whose place on
the page is known, and every slice is opened again and measured before it counts.
"""

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError
from playwright.sync_api import Page

from archivers.chromium import translated_errors
from archivers.disk import FULL
from archivers.settle import settle
from schemas.capture import CaptureFile, FileRole
from schemas.errors import Damaged, DiskFull, PageNotUnderstood
from schemas.item import Box

MAX_HEIGHT = 16_000
"""No slice is higher: many decoders and graphics processors stop at 16 384 px."""

MAX_AREA = 40_000_000
"""No slice has more pixels: 160 MB when it is opened."""

MAX_WIDTH = 16_000
SHOT_SECONDS = 120.0

_EXTENT = """() => {
  const root = document.documentElement, body = document.body;
  return [Math.max(root.scrollWidth, root.clientWidth),
          Math.max(root.scrollHeight, body ? body.scrollHeight : 0)];
}"""


@dataclass(frozen=True)
class Slice:
    """A slice of the page's picture: its file, and where it lies on the page (CSS px).

    A pixel of the picture is a CSS pixel of the page, so a rectangle of the page is one
    of the slice when `top` is drawn off.
    """

    file: CaptureFile
    top: int
    width: int
    height: int


def screenshot_slices(page: Page, folder: Path, stem: str) -> tuple[Slice, ...]:
    """Photograph the whole page into `folder` as PNG slices, from the top down.

    `folder` lies directly in the capture's folder; the paths given back start with its
    name. Call `archivers.settle.settle` before measuring places for `boxes_on`; it is
    called here too.

    Raises:
        PageNotUnderstood: the page has no extent.
        Damaged: a slice is empty or not of the size that was asked for.
        ArchiveError: the browser could not do it, or the disk is full.
    """
    settle(page)
    width, height = page_extent(page)
    step = max(1, min(MAX_HEIGHT, MAX_AREA // width))
    return tuple(
        _photograph(page, folder / f"{stem}-{number:03}.png", area)
        for number, area in enumerate(_areas(width, height, step), start=1)
    )


def page_extent(page: Page) -> tuple[int, int]:
    """Measure the page's width and height in CSS pixels.

    Raises:
        PageNotUnderstood: the page has no extent.
    """
    with translated_errors():
        width, height = page.evaluate(_EXTENT)
    if width < 1 or height < 1:
        msg = "Sidan är tom och går inte att avbilda."
        raise PageNotUnderstood(msg)
    return min(int(width), MAX_WIDTH), int(height)


def shoot(page: Page, top: int, width: int, height: int) -> bytes:
    """Photograph an area of the page, one pixel a CSS pixel, as PNG.

    Raises:
        Damaged: the picture is empty or not of the size that was asked for.
        ArchiveError: the browser could not do it.
    """
    with translated_errors():
        picture = page.screenshot(
            full_page=True,
            clip={"x": 0, "y": top, "width": width, "height": height},
            type="png",
            scale="css",
            animations="disabled",
            timeout=SHOT_SECONDS * 1000,
        )
    if _size_of(picture) != (width, height):
        msg = "Skärmbilden blev inte så stor som sidan. Försök fånga sidan igen."
        raise Damaged(msg)
    return picture


def boxes_on(
    slices: Sequence[Slice], rectangle: tuple[float, float, float, float]
) -> tuple[Box, ...]:
    """Place a rectangle of the page (x, y, width, height) on the slices it touches.

    An item that a cut goes through has a box on both slices: gallring and redaction
    must find all of it.
    """
    return tuple(_boxes(slices, rectangle))


def _boxes(
    slices: Iterable[Slice], rectangle: tuple[float, float, float, float]
) -> Iterator[Box]:
    x, y, width, height = rectangle
    left, right = max(x, 0.0), x + width
    for each in slices:
        top = max(y, each.top)
        bottom = min(y + height, each.top + each.height)
        right_edge = min(right, each.width)
        if bottom > top and right_edge > left:
            yield Box(
                file=each.file.path,
                x=left,
                y=top - each.top,
                width=right_edge - left,
                height=bottom - top,
            )


def _areas(width: int, height: int, step: int) -> Iterator[tuple[int, int, int]]:
    for top in range(0, height, step):
        yield top, width, min(step, height - top)


def _photograph(page: Page, target: Path, area: tuple[int, int, int]) -> Slice:
    top, width, height = area
    picture = shoot(page, top, width, height)
    write_whole(target, picture)
    file = CaptureFile(
        path=f"{target.parent.name}/{target.name}",
        role=FileRole.SCREENSHOT,
        mime_type="image/png",
        size=len(picture),
        sha256=hashlib.sha256(picture).hexdigest(),
        page_url=page.url,
    )
    return Slice(file=file, top=top, width=width, height=height)


def _size_of(picture: bytes) -> tuple[int, int]:
    try:
        with Image.open(io.BytesIO(picture)) as image:
            return image.size
    except UnidentifiedImageError:
        return 0, 0


def write_whole(target: Path, content: bytes) -> None:
    """Write a file and read it again; a file that could not be written whole is gone.

    Raises:
        DiskFull: there is no room left.
        Damaged: the disk gives other bytes back.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        is_whole = target.read_bytes() == content
    except OSError as error:
        target.unlink(missing_ok=True)
        if error.errno in FULL:
            msg = "Disken är full. Frigör utrymme och försök igen."
            raise DiskFull(msg) from error
        raise
    if not is_whole:
        msg = f"Filen {target.name} på disken är inte den som skrevs."
        raise Damaged(msg)
