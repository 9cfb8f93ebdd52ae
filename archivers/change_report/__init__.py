# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The change report (förändringsrapport) on paper, as PDF/A-2b.

A board secretary reads it to see why an account was archived, and to judge whether
something has been taken away from the platform that should not have been.
"""

from collections.abc import Mapping
from pathlib import Path

from archivers.change_report.document import report_markup, report_title
from archivers.chromium import launch
from archivers.pdf import html_pdf
from archivers.transcript.pictures import Thumbnail, thumbnail
from schemas.capture import CaptureFile, FileRole
from schemas.change_report import ChangeReport

__all__ = ["report_markup", "write_change_report"]

TARGET = "pdf/change-report.pdf"
EDGE = 900
"""Pixels; the longest side of a picture on paper."""


def write_change_report(
    report: ChangeReport,
    pictures: Mapping[str, bytes],
    folder: Path,
    chromium: Path,
    workspace: Path,
) -> CaptureFile:
    """Write the report into a capture's folder, as PDF/A-2b.

    A browser of its own prints it, without network.

    Args:
        report: what changed.
        pictures: the bytes of the pictures that the report names, by their SHA-256.
            One that is not there, or that cannot be opened, is named in words.
        folder: the capture's folder.
        chromium: the browser.
        workspace: where the browser may keep its profile.

    Raises:
        Damaged: the check did not approve the PDF; then nothing is written.
        ToolMissing: Chromium does not start.
        ArchiveError: the browser could not print, or the disk is full.
    """
    html = report_markup(report, _small_copies(pictures))
    title = report_title(report)
    with launch(chromium, (), workspace) as browser:
        written = html_pdf(html, folder / TARGET, title, browser, report.made_at)
    return written.model_copy(update={"role": FileRole.CHANGE_REPORT})


def _small_copies(pictures: Mapping[str, bytes]) -> dict[str, Thumbnail]:
    copies = {digest: thumbnail(data, EDGE) for digest, data in pictures.items()}
    return {digest: copy for digest, copy in copies.items() if copy is not None}
