# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The archive as the commands open it, on behalf of the person at the keyboard."""

import getpass
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from pipeline.context import Archive, open_archive
from pipeline.settings import read_settings
from portal.meter import meter


@contextmanager
def opened(agent: str = "") -> Iterator[Archive]:
    """Open the archive on behalf of someone, and show how far the work has come."""
    settings = read_settings()
    agent = " ".join(agent.split()) or user()
    with (
        _stoppable(),
        meter() as progress,
        open_archive(settings, agent=agent, progress=progress) as archive,
    ):
        yield archive


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let a polite request to end, as at a shutdown, end the work like Ctrl-C does.

    The order is then marked failed and the browser closed, instead of left behind.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def user() -> str:
    """Name the person at the keyboard, for the event log."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"användare {os.getuid()}"
