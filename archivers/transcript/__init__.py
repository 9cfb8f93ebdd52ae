# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The transcript (läsbar handling): every post and comment on paper, as PDF/A-2b."""

from pathlib import Path

from schemas.account import Account, Board
from schemas.capture import Capture, CaptureFile
from schemas.order import Order
from schemas.plan import PlanReference, PlanVersion
from schemas.record import Record


class TranscriptCover(Record):
    """What the cover sheet says beyond the capture itself."""

    account: Account
    board: Board
    order: Order
    plan: PlanVersion
    plan_row: PlanReference
    package_id: str = ""


def write_transcript(
    capture: Capture,
    cover: TranscriptCover,
    folder: Path,
    chromium: Path,
    workspace: Path,
) -> CaptureFile:
    """Write the readable record of a capture into `folder`/pdf/transcript.pdf."""
    raise NotImplementedError
