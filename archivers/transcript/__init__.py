# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The transcript (läsbar handling): every post and comment on paper, as PDF/A-2b.

The WARC is the authentic capture but needs a program to be read, and the page's own
print may hold what no PDF/A check approves. The transcript is the project's own layout
of the captured text, so that each capture has a file that anyone can read, search and
print in a hundred years.
"""

from collections.abc import Iterator
from pathlib import Path

from archivers.chromium import launch
from archivers.pdf import html_pdf
from archivers.transcript.cover import TranscriptCover
from archivers.transcript.document import Shown, document_markup, title_of
from archivers.transcript.pictures import look_of, pictures_of
from archivers.transcript.thread import in_reading_order
from archivers.transcript.volumes import volumes_of
from schemas.capture import Capture, CaptureFile

__all__ = ["TranscriptCover", "write_transcript"]


def write_transcript(
    capture: Capture,
    cover: TranscriptCover,
    folder: Path,
    chromium: Path,
    workspace: Path,
) -> Iterator[CaptureFile]:
    """Write the readable record of a capture into its folder, as PDF/A-2b.

    A large account has it in several volumes; each is given when it is written. The
    pictures are read from the capture's own files in the same folder; what they do not
    hold is named in words. A browser of its own prints it, without network.

    Raises:
        Damaged: a WARC file cannot be read, or the check did not approve the PDF.
        ToolMissing: Chromium does not start.
        ArchiveError: the browser could not print, or the disk is full.
    """
    shown = Shown(pictures_of(capture, folder), look_of(capture, folder))
    threads = in_reading_order(capture.items)
    for volume in volumes_of(threads):
        html = document_markup(capture, cover, shown, threads, volume)
        title = ", ".join(filter(None, (title_of(capture, cover), volume.named)))
        target = folder / volume.path
        # A browser for each: what one has printed is not given back while it lives.
        with launch(chromium, (), workspace) as browser:
            yield html_pdf(html, target, title, browser, capture.ended_at)
