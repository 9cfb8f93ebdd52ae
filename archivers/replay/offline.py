# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A browser that finds a recording, whatever it asks for, and no other network."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from archivers.address import AddressGuard
from archivers.browser import Session
from archivers.chromium import find_chromium, launch
from archivers.replay.recorded import Recorded
from archivers.replay.server import serving
from archivers.scratch import scratch_folder
from archivers.tools import CaptureTools


class Anywhere(AddressGuard):
    """Lets every address through, for there is no network behind it."""

    def is_opened(self, url: str) -> bool:
        """Whether an address may be opened."""
        del url
        return True


@contextmanager
def replaying(warc: Path, tools: CaptureTools) -> Iterator[Session]:
    """Give a browser's session in a recording, with the network cut.

    Raises:
        Damaged: the recording cannot be read.
        ToolMissing: there is no Chromium.
        DiskFull: there is no room for the recording's bodies.
    """
    chromium = find_chromium(tools.chromium)
    with (
        scratch_folder(tools.workspace) as folder,
        closing(Recorded(warc, folder, tools.secrets)) as recorded,
        serving(recorded, folder) as server,
        launch(chromium, server.browser_arguments(), tools.workspace) as browser,
        Session(browser, Anywhere(), tools.limits, tools.clock) as session,
    ):
        yield session
