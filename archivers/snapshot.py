# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Capture an account: every exchange, every post and comment, and how it looked."""

from pathlib import Path

from archivers.tools import CaptureTools
from schemas.account import Account
from schemas.capture import Capture
from schemas.order import Order

__all__ = ["CaptureTools", "capture_account"]


def capture_account(
    account: Account, order: Order, folder: Path, tools: CaptureTools
) -> Capture:
    """Capture an account into a folder: WARC, page PDF and screenshots.

    Raises:
        NotAllowed: the address is private and not allowed by the settings.
        NeedsPerson: login wall, consent wall, gone, not understood, no Chromium.
        Unavailable: the platform is down or asks us to wait; the disk is full.
        Damaged: the recorder lost a part of the traffic.
        CaptureIncomplete: less was found than the account states that it has.
    """
    raise NotImplementedError
