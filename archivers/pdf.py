# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A page on paper: PDF/A-2b when the check approves it, else plainly labelled PDF.

Two files when the printed page is not approved
-----------------------------------------------
Real pages have gradients and patterns, which the check cannot approve. Then both are
kept: the printed page as PDF, with the reasons, and beside it the page as pictures, as
PDF/A-2b. Neither can stand for the other. The print has text that can be searched, read
aloud and copied, and links: to drop these is a loss of search possibilities, which by
Riksarkivet's definition (webbriktlinje R47) is gallring. The pictures have none of it
but the form that archives authorities accept for how a page looked (SKR names PDF/A).
The transcript carries the text as PDF/A in every capture.
"""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from archivers.chromium import translated_errors
from archivers.pdfa import (
    Approval,
    Label,
    as_pdfa,
    demand_pages,
    pages_of_targets,
    pictures_as_pdf,
)
from archivers.screenshot import MAX_AREA, page_extent, shoot, write_whole
from archivers.settle import picture_glyphs, settle
from schemas.capture import CaptureFile, FileRole, PdfVerdict
from schemas.errors import Damaged

A4_POINTS = (595.276, 841.89)
MARGIN_POINTS = 28.346
"""10 mm."""

CSS_PIXELS_PER_POINT = 96 / 72
SMALLEST_SCALE = 0.4
CHUNK_HEIGHT = 8_000
JPEG_QUALITY = 85
QUIET_SHARE = 0.12
"""The share of a sheet that may stay empty so as to cut between lines of text."""


PAGE_OF = "data-page-of"
_FILL = """([name, pages]) => {
  for (const element of document.querySelectorAll(`[${name}]`)) {
    element.textContent = pages[element.getAttribute(name)] ?? "";
  }
}"""


def page_pdf(
    page: Page, target: Path, title: str, created_at: datetime
) -> tuple[CaptureFile, ...]:
    """Print a web page as it looks on screen, on A4 with tags and outline.

    Call it when recording has stopped: it changes the page, and printing may make it
    ask for more. `target` is `<capture folder>/pdf/<name>.pdf`; the paths given back
    are `pdf/<name>.pdf` and, if that was not approved, also `pdf/<name>-raster.pdf`, a
    PDF/A of pictures: see the module's text.

    Raises:
        Damaged: the file is empty, has no pages, or the pictures are not approved.
        ArchiveError: the browser could not do it, or the disk is full.
    """
    settle(page)
    picture_glyphs(page)
    label = Label(title, created_at)
    content, approval = as_pdfa(_printed_page(page), label)
    if approval.verdict is PdfVerdict.PDF_A_2B:
        return (_written(target, content, approval, page.url),)
    pictures = _raster(page, label)
    beside = _written(
        target.with_name(f"{target.stem}-raster.pdf"), *pictures, page.url
    )
    return (
        _written(target, content, approval, page.url),
        beside.model_copy(update={"is_raster": True}),
    )


def html_pdf(
    html: str, target: Path, title: str, browser: Browser, created_at: datetime
) -> CaptureFile:
    """Print the project's own HTML as PDF/A-2b, never as anything less.

    The text comes from a capture, so the page is shut in: no network, no scripts, and
    nothing from elsewhere. Page size and margins are the style sheet's (`@page`).

    Raises:
        Damaged: the check did not approve it; then nothing is written.
        ArchiveError: the browser could not do it, or the disk is full.
    """
    with shut_in_page(browser) as page:
        source = print_html(page, html)
    content, approval = as_pdfa(source, Label(title, created_at))
    if approval.verdict is not PdfVerdict.PDF_A_2B:
        msg = f"Den läsbara handlingen blev inte PDF/A. {' '.join(approval.reasons)}"
        raise Damaged(msg)
    written = _written(target, content, approval, None)
    return written.model_copy(update={"role": FileRole.TRANSCRIPT})


@contextmanager
def shut_in_page(browser: Browser) -> Iterator[Page]:
    """Give a page without network and scripts of its own, and close it afterwards."""
    with translated_errors():
        context = browser.new_context(java_script_enabled=False, offline=True)
    try:
        with translated_errors():
            page = context.new_page()
        yield page
    finally:
        context.close()


def print_html(page: Page, html: str) -> bytes:
    """Print HTML as Chromium's PDF, with emoji as pictures.

    An empty element with `data-page-of="ID"` is filled with the number of the page that
    the linked element with that id stands on: Chromium knows no `target-counter`. The
    place for it must be reserved, as filling it may not move anything.

    Raises:
        ArchiveError: the browser could not do it.
    """
    with translated_errors():
        page.set_content(html, wait_until="load")
    picture_glyphs(page)
    printed = _print_own(page)
    with translated_errors():
        wanted = page.locator(f"[{PAGE_OF}]").count()
    if not wanted:
        return printed
    with translated_errors():
        page.evaluate(_FILL, [PAGE_OF, pages_of_targets(printed)])
    return _print_own(page)


def _print_own(page: Page) -> bytes:
    with translated_errors():
        return page.pdf(
            tagged=True, outline=True, print_background=True, prefer_css_page_size=True
        )


def _printed_page(page: Page) -> bytes:
    """Print with the layout that the screen has, made smaller to fit the paper."""
    width, _ = page_extent(page)
    room = (A4_POINTS[0] - 2 * MARGIN_POINTS) * CSS_PIXELS_PER_POINT
    edge = MARGIN_POINTS * CSS_PIXELS_PER_POINT
    with translated_errors():
        page.emulate_media(media="screen")
        try:
            return page.pdf(
                format="A4",
                scale=max(SMALLEST_SCALE, min(1.0, room / width)),
                margin={"top": edge, "right": edge, "bottom": edge, "left": edge},
                tagged=True,
                outline=True,
                print_background=True,
            )
        finally:
            page.emulate_media(media="null")


def _raster(page: Page, label: Label) -> tuple[bytes, Approval]:
    source = pictures_as_pdf(
        list(_page_pictures(page)),
        A4_POINTS,
        MARGIN_POINTS,
        "Bild av webbsidan, sida {page} av {pages}",
    )
    content, approval = as_pdfa(source, label)
    if approval.verdict is not PdfVerdict.PDF_A_2B:
        msg = f"Sidans bilder blev inte PDF/A. {' '.join(approval.reasons)}"
        raise Damaged(msg)
    return content, approval


def _page_pictures(page: Page) -> Iterator[bytes]:
    """Photograph the page and cut it into pictures of a sheet's height."""
    width, height = page_extent(page)
    room = [side - 2 * MARGIN_POINTS for side in A4_POINTS]
    sheet = int(width * room[1] / room[0])
    step = max(sheet, min(CHUNK_HEIGHT, MAX_AREA // width))
    top = 0
    while top < height:
        taken = min(step, height - top)
        with Image.open(io.BytesIO(shoot(page, top, width, taken))) as shot:
            chunk = shot.convert("RGB")
        is_last = top + taken == height
        used = 0
        for cut in _cuts(chunk, sheet, to_the_end=is_last):
            yield _as_jpeg(chunk.crop((0, used, width, cut)))
            used = cut
        top += used


def _cuts(chunk: Image.Image, sheet: int, *, to_the_end: bool) -> Iterator[int]:
    """Say where to cut a chunk into sheets, the last one only if nothing follows."""
    top = 0
    while chunk.height - top > sheet or (
        chunk.height - top == sheet and not to_the_end
    ):
        top = _quiet_row(chunk, top, sheet)
        yield top
    if to_the_end and top < chunk.height:
        yield chunk.height


def _quiet_row(chunk: Image.Image, top: int, sheet: int) -> int:
    """Find the lowest row of one colour near the sheet's end, else the end itself."""
    lowest = top + sheet
    for row in range(lowest, lowest - int(sheet * QUIET_SHARE), -1):
        line = chunk.crop((0, row - 1, chunk.width, row))
        if line.getcolors(1) is not None:
            return row
    return lowest


def _as_jpeg(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=JPEG_QUALITY, dpi=(150, 150))
    return written.getvalue()


def _written(
    target: Path, content: bytes, approval: Approval, page_url: str | None
) -> CaptureFile:
    """Write a PDF and describe it; one without pages never counts."""
    write_whole(target, content)
    demand_pages(content)
    return CaptureFile(
        path=f"{target.parent.name}/{target.name}",
        role=FileRole.PAGE_PDF,
        mime_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        page_url=page_url,
        verdict=approval.verdict,
        reasons=approval.reasons,
    )
