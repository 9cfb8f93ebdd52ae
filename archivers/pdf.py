# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A page on paper: PDF/A-2b when the check approves it, else plainly labelled PDF."""

from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, Page

from schemas.capture import CaptureFile


def page_pdf(
    page: Page, target: Path, title: str, created_at: datetime
) -> tuple[CaptureFile, ...]:
    """Print a web page; a second, raster PDF/A when the first is not approved.

    `target` is `<capture folder>/pdf/<name>.pdf`; the paths given back are `pdf/...`.
    """
    raise NotImplementedError


def html_pdf(
    html: str, target: Path, title: str, browser: Browser, created_at: datetime
) -> CaptureFile:
    """Print the project's own HTML as PDF/A-2b."""
    raise NotImplementedError
