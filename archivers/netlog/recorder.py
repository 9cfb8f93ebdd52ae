# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The recorder's half that stands beside the browser driver."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import IO

import msgspec

import archivers
from archivers.netlog.order import READY, Answer, Closing, ReaderOrder
from archivers.scratch import Scratch
from archivers.warc import WarcHeader
from schemas.capture import LossCheck, RecorderReport
from schemas.errors import DiskFull, RecordingLost, ToolMissing

FIFO = "netlog"
LAST_WAIT = 5.0
_LOST = "Inspelningen är ofullständig och kan inte användas. "


class NetLogRecorder:
    """Records one browser by reading Chromium's network log while it is written.

    Args:
        warc: the WARC file to write; its folder must be there, the file must not.
        header: what the WARC says of itself.
        workspace: where the pipe's folder is made, and removed.
        known_secrets: values that may never reach the WARC, such as those of a saved
            login; they are replaced wherever they stand.
        private: patterns of addresses that are left out, by what they are.
    """

    name = "netlog"
    is_proxy = False

    def __init__(
        self,
        warc: Path,
        header: WarcHeader,
        workspace: Path,
        known_secrets: Collection[str] = (),
        private: Mapping[str, str] | None = None,
    ) -> None:
        self._warc = warc
        self._header = header
        self._workspace = workspace
        self._known_secrets = tuple(known_secrets)
        self._private = dict(private or {})
        self._scratch: Scratch | None = None
        self._reader: subprocess.Popen[bytes] | None = None
        self._inode = 0

    def start(self) -> Sequence[str]:
        """Start the reading process and give the browser's arguments.

        Raises:
            RecordingLost: the reading process does not start.
            ToolMissing: this computer has no named pipes.
        """
        self._scratch = Scratch(self._workspace)
        fifo = self._scratch.folder / FIFO
        try:
            os.mkfifo(fifo, 0o600)  # the log holds cookies and passwords in clear
        except OSError as error:
            self.abort()
            msg = "Arbetsmappens filsystem kan inte hålla den ledning som behövs."
            raise ToolMissing(msg) from error
        self._inode = fifo.stat().st_ino
        self._reader = _start_reader()
        self._tell(
            ReaderOrder(
                fifo=str(fifo),
                warc=str(self._warc.resolve()),
                folder=str(self._scratch.folder),
                header=self._header.model_dump_json(),
                known_secrets=self._known_secrets,
                private=self._private,
            )
        )
        if _output(self._reader).readline() != READY:
            self.abort()
            msg = "Inspelningen kunde inte startas."
            raise RecordingLost(msg)
        return [f"--log-net-log={fifo}", "--net-log-capture-mode=Everything"]

    def finish(self, urls_seen: Collection[str]) -> RecorderReport:
        """Wait until all is written, and check that nothing was lost.

        Args:
            urls_seen: the addresses that the driver saw answered over the network.

        Raises:
            RecordingLost: a check failed; the message says which.
            DiskFull: the WARC could not be written.
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
        reader, scratch = self._reader, self._scratch
        if reader is None or scratch is None:
            msg = _LOST + "Den var aldrig startad eller redan avslutad."
            raise RecordingLost(msg)
        if reader.poll() is not None:
            _answer(reader)
            msg = _LOST + "Läsaren av nätverksloggen dog före webbläsaren."
            raise RecordingLost(msg)
        is_same_pipe = _is_pipe(scratch.folder / FIFO, self._inode)
        self._tell(Closing(tuple(urls_seen)))
        answer = _answer(reader)
        if reader.wait() != 0:
            msg = _LOST + "Läsaren av nätverksloggen slutade med fel."
            raise RecordingLost(msg)
        report = RecorderReport.model_validate_json(answer.report)
        checks = (*report.checks, _log_stayed_in_pipe(is_same_pipe=is_same_pipe))
        return report.model_copy(update={"checks": checks})

    def _tell(self, what: ReaderOrder | Closing) -> None:
        reader = self._reader
        if reader is None or reader.stdin is None:
            return
        try:
            reader.stdin.write(msgspec.json.encode(what) + b"\n")
            reader.stdin.flush()
        except BrokenPipeError as error:
            self.abort()
            msg = _LOST + "Läsaren av nätverksloggen svarar inte."
            raise RecordingLost(msg) from error

    def abort(self) -> None:
        """Stop the reading process and remove the pipe; safe to call twice."""
        if self._reader is not None:
            self._reader.kill()
            self._reader.wait(LAST_WAIT)
            for stream in (self._reader.stdin, self._reader.stdout):
                if stream is not None:
                    with contextlib.suppress(BrokenPipeError):
                        stream.close()
            self._reader = None
        if self._scratch is not None:
            self._scratch.remove()
            self._scratch = None


def _start_reader() -> subprocess.Popen[bytes]:
    """Start the reader with this very code, wherever the working directory is."""
    root = str(Path(archivers.__file__).parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "archivers.netlog.reader"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )


def _output(reader: subprocess.Popen[bytes]) -> IO[bytes]:
    if reader.stdout is None:
        raise AssertionError
    return reader.stdout


def _is_pipe(path: Path, inode: int) -> bool:
    """Whether the log still goes into our pipe, and not to an ordinary disk."""
    return path.is_fifo() and path.stat().st_ino == inode


def _log_stayed_in_pipe(*, is_same_pipe: bool) -> LossCheck:
    detail = "Loggen gick hela tiden genom ledningen och låg aldrig på disk."
    if not is_same_pipe:
        detail = "Fel: loggen skrevs till något annat än ledningen."
    return LossCheck(name="log_stayed_in_pipe", passed=is_same_pipe, detail=detail)


def _answer(reader: subprocess.Popen[bytes]) -> Answer:
    """Hear what the reading process has to say when it ends; nothing if it died.

    Raises:
        DiskFull: it could not write the WARC.
        RecordingLost: it says that it failed.
    """
    said = _output(reader).read()
    answer = (
        msgspec.json.decode(said, type=Answer) if said.endswith(b"\n") else Answer()
    )
    if answer.is_disk_full:
        raise DiskFull(answer.failure)
    if answer.failure:
        raise RecordingLost(_LOST + answer.failure)
    return answer
