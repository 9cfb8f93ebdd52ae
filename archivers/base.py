# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a recorder is: the second of the two protocols of this package."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from archivers.warc import WarcHeader
from schemas.capture import RecorderReport


@dataclass(frozen=True)
class Recording:
    """What is to be recorded.

    The folder of `warc` must be there, the file must not. Temporary files lie in
    `workspace` and are removed. `allowed` holds `host` or `host:port` that may be
    captured on a private address, and `known_secrets` values that may never reach the
    WARC, such as those of a saved login. `private` are patterns of addresses, by what
    they are, that are the logged-in person's own: they are counted and left out.
    """

    warc: Path
    header: WarcHeader
    workspace: Path
    chromium: Path
    allowed: frozenset[str] = frozenset()
    known_secrets: tuple[str, ...] = ()
    private: Mapping[str, str] = field(default_factory=dict)


class Recorder(Protocol):
    """Records every exchange of one browser into one WARC; one recorder per capture.

    The order is fixed: `start`, then the browser with the arguments it gave, then the
    browser's end, then `finish`. `abort` may be called at any time, also after
    `finish`, and any number of times.

    Attributes:
        name: what it is called in settings and reports.
        is_proxy: whether the browser speaks with the recorder, not with the servers:
            the addresses that it reports are then the recorder's, and it is the
            recorder that keeps it out of private networks.
    """

    name: str
    is_proxy: bool

    def start(self) -> Sequence[str]:
        """Start the second process and give the arguments the browser must have.

        They are to stand last: of an argument given twice Chromium takes the last.

        Raises:
            ToolMissing: the recorder cannot run on this computer.
        """
        ...

    def finish(self, urls_seen: Collection[str]) -> RecorderReport:
        """Wait until everything is written, run the loss checks and report.

        To be called when the browser is closed: what it holds back until its end is
        lost otherwise.

        Args:
            urls_seen: the address of every request that the browser driver saw answered
                over the network. It is the one check that does not rest on the
                recording itself, so leave out what never went out: requests that
                failed before an answer came, answers from a service worker, and
                schemes other than http, https, ws and wss (those are skipped here).

        Raises:
            RecordingLost: a check failed, so the recording proves nothing. The message
                names the check.
        """
        ...

    def abort(self) -> None:
        """Stop the second process and remove what it needed; the WARC is left."""
        ...
