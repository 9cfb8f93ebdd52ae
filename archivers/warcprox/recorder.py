# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Records a browser by standing between it and the servers."""

import shutil
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from archivers.base import Recording
from archivers.chromium import chromium_version
from archivers.netlog.checks import driver_agrees
from archivers.netlog.writer import Writer
from archivers.scratch import Scratch
from archivers.secrets import Scrubber
from archivers.warc import WarcFile, record_ids
from archivers.warcprox import checks
from archivers.warcprox.process import VERSION, Closed, Proxy
from archivers.warcprox.rewrite import Line, Rewriter, read_ledger
from schemas.capture import FailedResource, RecorderReport
from schemas.errors import Damaged, DiskFull, RecordingLost

RAW_NAMES = ("raw.warc.open", "raw.warc")
NO_ROOM = 1024**2
NO_ANSWER = "Servern svarade inte."
_LOST = "Inspelningen är ofullständig och kan inte användas. "
LIMITS = (
    "Inspelaren warcprox talar HTTP/1.1 med servrarna, också där de erbjuder HTTP/2.",
    "Servrarna såg warcprox egen TLS-handskakning och fältet Via, inte webbläsarens.",
    "Servrarnas certifikat kontrollerades och finns med, men inte hela kedjan.",
)
"""What this recorder cannot do, for whoever reads the package."""


class WarcproxRecorder:
    """Records one browser through a proxy, warcprox, that writes what passes.

    What warcprox writes holds secrets in clear. It lies in a closed temporary folder
    until it is written anew, and is removed with that folder; if this process is
    killed, the proxy ends by itself and the next run removes the folder.

    Args:
        recording: what is to be recorded.
        reason: why this recorder was chosen, if nobody asked for it; for the report.
    """

    name = "warcprox"
    version = VERSION
    is_proxy = True

    def __init__(self, recording: Recording, reason: str = "") -> None:
        self._recording = recording
        self._reason = reason
        self._browser = ""
        self._scrubber = Scrubber(recording.known_secrets)
        self._scratch: Scratch | None = None
        self._proxy: Proxy | None = None

    def start(self) -> Sequence[str]:
        """Start the proxy and give the browser's arguments.

        The browser resolves no name but leaves that to the proxy, which checks every
        address, and trusts the proxy's own certificates by their key, and no others.

        Raises:
            RecordingLost: the WARC is there already.
            ToolMissing: warcprox is not installed or does not start.
        """
        if self._recording.warc.exists():
            msg = "Inspelningen kunde inte startas: webbarkivet finns redan."
            raise RecordingLost(msg)
        self._browser = chromium_version(self._recording.chromium)
        self._scratch = Scratch(self._recording.workspace)
        try:
            self._proxy = Proxy(self._scratch.folder, self._recording.allowed)
            ready = self._proxy.ready()
        except BaseException:
            self.abort()
            raise
        return [
            f"--proxy-server=http://127.0.0.1:{ready.port}",
            "--proxy-bypass-list=<-loopback>",
            "--host-resolver-rules=MAP * ~NOTFOUND,EXCLUDE 127.0.0.1",
            f"--ignore-certificate-errors-spki-list={ready.spki}",
        ]

    def finish(self, urls_seen: Collection[str]) -> RecorderReport:
        """Let the proxy end, write the WARC, and check that nothing was lost.

        Raises:
            RecordingLost: a check failed; the message says which.
            DiskFull: the proxy or the WARC had no room left.
        """
        try:
            report = self._report(urls_seen)
        finally:
            self.abort()
        failed = [check for check in report.checks if not check.passed]
        if failed:
            raise RecordingLost(_LOST + " ".join(check.detail for check in failed))
        return report

    def _report(self, urls_seen: Collection[str]) -> RecorderReport:
        proxy, scratch = self._proxy, self._scratch
        if proxy is None or scratch is None:
            msg = _LOST + "Den var aldrig startad eller redan avslutad."
            raise RecordingLost(msg)
        if not proxy.is_running:
            msg = _LOST + "Inspelaren warcprox dog före webbläsaren."
            raise RecordingLost(msg)
        closed = proxy.close()
        _demand_room(scratch.folder)
        if closed is None:
            msg = _LOST + "Inspelaren warcprox slutade med fel."
            raise RecordingLost(msg)
        return self._written(proxy, scratch.folder, closed, urls_seen)

    def _written(
        self, proxy: Proxy, folder: Path, closed: Closed, urls_seen: Collection[str]
    ) -> RecorderReport:
        """Write the WARC of what the proxy wrote."""
        target, header = self._recording.warc, self._recording.header
        lines = read_ledger(proxy.ledger)
        with WarcFile(target, record_ids(header.capture_id, target.name)) as warc:
            warc.write_info(header, self._facts())
            writer = Writer(warc, self._scrubber, folder, self._recording.private)
            rewriter = Rewriter(writer, lines, urls_seen, folder)
            try:
                for raw in (proxy.raw / name for name in RAW_NAMES):
                    if raw.exists():
                        rewriter.rewrite(raw)
            except Damaged as error:
                raise RecordingLost(_LOST + str(error)) from error
        return RecorderReport(
            recorder=self.name,
            browser=self._browser,
            exchanges=writer.written,
            dropped=rewriter.books.dropped,
            partial=(*writer.partial, *self._unanswered(lines, writer)),
            undecodable=tuple(writer.undecodable),
            scrubbed=dict(sorted(writer.scrubbed.items())),
            left_out=dict(sorted(writer.left_out.items())),
            checks=(
                checks.exchanges_agree(closed, rewriter.books, writer),
                checks.bytes_agree(rewriter.books),
                driver_agrees(writer, urls_seen),
                checks.raw_was_private(proxy.raw),
            ),
            notes=(*filter(None, [self._reason]), *_notes(closed)),
        )

    def _facts(self) -> dict[str, str]:
        browser, _, version = self._browser.rpartition(" ")
        return {
            "recorder": f"{self.name} {self.version}",
            "browser": browser,
            "browser-version": version,
        }

    def _unanswered(
        self, lines: Collection[Line], writer: Writer
    ) -> tuple[FailedResource, ...]:
        """List what never got an answer, unless it got one when asked again."""
        urls = {line.url for line in lines if line.what == "failed"} - writer.urls
        return tuple(
            FailedResource(url=self._scrubber.url(url, Counter()), reason=NO_ANSWER)
            for url in sorted(urls)
        )

    def abort(self) -> None:
        """Stop the proxy and remove what it wrote; safe to call twice."""
        if self._proxy is not None:
            self._proxy.kill()
            self._proxy = None
        if self._scratch is not None:
            self._scratch.remove()
            self._scratch = None


def _notes(closed: Closed) -> tuple[str, ...]:
    """Say what was not recorded, since this recorder cannot."""
    number = closed.websockets
    what = (
        "1 WebSocket-förbindelse" if number == 1 else f"{number} WebSocket-förbindelser"
    )
    sockets = f"{what} nekades: warcprox kan inte spela in dem." if number else ""
    private = f"{closed.refused} frågor till privata nät stoppades."
    return (*LIMITS, *filter(None, [sockets, private if closed.refused else ""]))


def _demand_room(folder: Path) -> None:
    """Tell a full disk from a lost recording.

    Raises:
        DiskFull: there is no room left.
    """
    if shutil.disk_usage(folder).free < NO_ROOM:
        msg = "Disken är full. Inspelningen kunde inte skrivas klart."
        raise DiskFull(msg)
