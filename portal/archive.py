# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The archive as the commands open it, on behalf of the person at the keyboard."""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.context import Archive, open_archive
from pipeline.settings import read_settings
from portal.meter import meter


@contextmanager
def opened(agent: str = "") -> Iterator[Archive]:
    """Open the archive on behalf of someone, and show how far the work has come."""
    settings = read_settings()
    with (
        meter() as progress,
        open_archive(settings, agent=agent or user(), progress=progress) as archive,
    ):
        yield archive


def user() -> str:
    """Name the person at the keyboard, for the event log."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"användare {os.getuid()}"
