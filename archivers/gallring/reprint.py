# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Print an account's page anew, from what remains of its recording.

A PDF file is never patched: text that is covered or cut out of one can be brought back.
The page is opened in the rewritten recording, with the network cut, and printed. Where
that cannot be done the page's PDF is left out; the transcript holds what remains.
"""

from pathlib import Path

from archivers import reader_for
from archivers.api.platform import ApiPlatform
from archivers.chromium import translated_errors
from archivers.pdf import page_pdf
from archivers.replay.offline import replaying
from archivers.tools import CaptureTools
from archivers.tour import Tour
from schemas.account import Account
from schemas.capture import Capture, CaptureFile
from schemas.errors import Damaged, DiskFull, NeedsPerson, ToolMissing, Unavailable
from schemas.order import Progress

PAGE = "pdf/account.pdf"


def reprint_page(
    account: Account, capture: Capture, folder: Path, tools: CaptureTools
) -> tuple[CaptureFile, ...]:
    """Print the account's page as what remains of its recording shows it.

    Returns:
        The files that were printed into the capture's folder; none if the recording no
        longer shows the page, or if the page is not all that the platform needs.

    Raises:
        ToolMissing: there is no Chromium.
        DiskFull: there is no room.
    """
    platform = reader_for(account)
    warc = folder / "warc" / f"{capture.capture_id}.warc.gz"
    if isinstance(platform, ApiPlatform) or not warc.exists():
        return ()
    tools.progress(Progress(step="Skriver sidan som PDF på nytt"))
    target = folder / PAGE
    try:
        with replaying(warc, tools) as session, translated_errors():
            tour = Tour(
                session, platform, account, None, tools.progress, opens_posts=False
            )
            tour.go()
            tour.photograph_home()
            name, made = account.name, capture.started_at
            return page_pdf(tour.home, target, name, made)
    except (ToolMissing, DiskFull):
        raise
    except (NeedsPerson, Unavailable, Damaged):
        for written in target.parent.glob(f"{target.stem}*.pdf"):
            written.unlink()
        return ()
