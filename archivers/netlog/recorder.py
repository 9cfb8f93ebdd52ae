# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The recorder's half that lives beside the browser driver."""

from collections.abc import Collection, Sequence
from pathlib import Path

from archivers.warc import WarcHeader
from schemas.capture import RecorderReport


class NetLogRecorder:
    """Records one browser by reading Chromium's network log while it is written.

    Args:
        warc: the WARC file to write; its folder must be there, the file must not.
        header: what the WARC says of itself.
        workspace: where the pipe and its folder are made, and removed.
        known_secrets: values that may never reach the WARC, such as those of a saved
            login; they are replaced wherever they stand.
    """

    name = "netlog"

    def __init__(
        self,
        warc: Path,
        header: WarcHeader,
        workspace: Path,
        known_secrets: Collection[str] = (),
    ) -> None:
        raise NotImplementedError

    def start(self) -> Sequence[str]:
        """Start the reading process and give the browser's arguments."""
        raise NotImplementedError

    def finish(self, urls_seen: Collection[str]) -> RecorderReport:
        """Wait until all is written, and check that nothing was lost."""
        raise NotImplementedError

    def abort(self) -> None:
        """Stop the reading process and remove the pipe; safe to call twice."""
        raise NotImplementedError
