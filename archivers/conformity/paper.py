# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The report as files: a web page in one file, and PDF/A-2b for the archive."""

from collections.abc import Mapping
from pathlib import Path

from archivers.chromium import launch
from archivers.conformity.document import report_markup, report_title
from archivers.pdf import html_pdf
from archivers.screenshot import write_whole
from archivers.transcript.words import SWEDISH_TIME
from schemas.conformity import ConformityReport


def write_report(
    report: ConformityReport,
    pictures: Mapping[str, bytes],
    folder: Path,
    chromium: Path,
    workspace: Path,
) -> tuple[Path, Path]:
    """Write a report as HTML and as PDF/A-2b; give where they are.

    A browser of its own prints it, without network. `pictures` are by their digests.

    Raises:
        Damaged: the check did not approve the PDF, or the disk gives other bytes back.
        ToolMissing: Chromium does not start.
        ArchiveError: the browser could not print, or the disk is full.
    """
    markup = report_markup(report, pictures)
    made_at = report.made_at.astimezone(SWEDISH_TIME)
    stem = f"provning-{report.board_id}-{made_at:%Y-%m-%d-%H%M}"
    page, paper = folder / f"{stem}.html", folder / f"{stem}.pdf"
    with launch(chromium, (), workspace) as browser:
        html_pdf(markup, paper, report_title(report), browser, report.made_at)
    write_whole(page, markup.encode("utf-8"))
    return page, paper
