# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is to be registered in the diary (diarieföras), on paper as PDF/A-2b.

A registrar reads it without any system but a PDF viewer, and it can be put in the
case file as it is: first what the diary needs, then the words themselves.
"""

from pathlib import Path

from archivers.chromium import launch
from archivers.pdf import html_pdf
from archivers.registration.document import sheet_markup, sheet_title
from archivers.transcript.pictures import Pictures, pictures_of
from schemas.capture import Capture, CaptureFile
from schemas.diary import RegistrationSheet

__all__ = ["sheet_markup", "write_registration_pdf"]


def write_registration_pdf(
    sheet: RegistrationSheet,
    capture: Capture,
    originals: Path | None,
    target: Path,
    chromium: Path,
    workspace: Path,
) -> CaptureFile:
    """Write what is to be registered as PDF/A-2b, with its pictures.

    Args:
        sheet: what is to be registered, and what the diary needs to know of it.
        capture: the capture that it stands in.
        originals: a folder with the capture's WARC files, which the pictures are read
            from; without it they are named in words.
        target: the file to write; its path given back is its name.
        chromium: the browser that prints, without network.
        workspace: a folder for the browser's own files.

    Raises:
        Damaged: a WARC file cannot be read, or the check did not approve the PDF; then
            nothing is written.
        ToolMissing: Chromium does not start.
        ArchiveError: the browser could not print, or the disk is full.
    """
    shown = capture.model_copy(update={"items": (*sheet.context, *sheet.items)})
    pictures = pictures_of(shown, originals) if originals else Pictures()
    html = sheet_markup(sheet, pictures)
    with launch(chromium, (), workspace) as browser:
        written = html_pdf(html, target, sheet_title(sheet), browser, sheet.made_at)
    return written.model_copy(update={"path": target.name})
