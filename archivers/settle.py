# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Makes a page ready for paper and pictures, when everything else is recorded.

Both steps change the page, so they come last: the WARC holds what was sent, these make
it readable on A4. `settle` may be called as often as wanted, and must be called before
the places of items are measured for a screenshot.
"""

from pathlib import Path

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Page

from archivers.chromium import translated_errors

SETTLE = Path(__file__).with_name("settle.js").read_text(encoding="utf-8")
GLYPHS = Path(__file__).with_name("glyphs.js").read_text(encoding="utf-8")


def settle(page: Page) -> None:
    """Give what follows the window one place, and unroll what scrolls in a box.

    A fixed header would else be printed on every sheet, and be missing at the top of
    the picture of the whole page.

    Raises:
        ArchiveError: the browser could not do it.
    """
    with translated_errors():
        page.evaluate(SETTLE)


def picture_glyphs(page: Page) -> int:
    """Replace emoji, and characters that no font has, by pictures of themselves.

    Chromium writes them in ways that no PDF/A can hold; the alternative text keeps the
    character. Returns how many were replaced.

    Raises:
        ArchiveError: the browser could not do it in the page itself.
    """
    with translated_errors():
        replaced = _replace(page.main_frame)
    return replaced + sum(
        _replace_if_there(frame)
        for frame in page.frames
        if frame is not page.main_frame
    )


def _replace(frame: Frame) -> int:
    return int(frame.evaluate(GLYPHS))


def _replace_if_there(frame: Frame) -> int:
    """Replace in an embedded frame, which may vanish at any moment."""
    try:
        return _replace(frame)
    except PlaywrightError:
        return 0
