# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The process that reads the network log while the browser writes it.

A process of its own, at normal priority, so that the browser driver's work never delays
it. Started as `python -m archivers.netlog.reader`; it is told what to do on its
standard input and ends without a word when that is closed.
"""

import os
import select
import signal
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import msgspec

from archivers.disk import room_on_disk
from archivers.netlog import checks
from archivers.netlog.log import NetLog
from archivers.netlog.order import READY, Answer, Closing, ReaderOrder
from archivers.netlog.pipe import PIECE, Backlog, Pipe
from archivers.netlog.recording import Recording
from archivers.netlog.writer import Writer
from archivers.secrets import Scrubber
from archivers.warc import WarcFile, WarcHeader, record_ids
from schemas.capture import RecorderReport
from schemas.errors import ArchiveError, DiskFull

LAST_WAIT_MS = 30_000
"""How long the browser may take to end its log after it has been closed."""

READS_BETWEEN_LOOKS = 256
_PRIVATE_FLAGS = ("--user-data-dir", "--log-net-log", "--load-extension")

_Told = TypeVar("_Told")


class Reader:
    """Reads a log to its end and writes the WARC."""

    def __init__(self, order: ReaderOrder, warc: WarcFile, pipe: Pipe) -> None:
        self._header = WarcHeader.model_validate_json(order.header)
        self._warc = warc
        self._pipe = pipe
        folder = Path(order.folder)
        scrubber = Scrubber(order.known_secrets)
        self._writer = Writer(warc, scrubber, folder, order.private)
        self._recording = Recording(self._writer, folder)
        self._log = NetLog(self._recording.wanted)
        self._backlog = Backlog(order.fifo)
        self._reads = 0

    def follow(self, orders: int) -> None:
        """Read until something is said on the descriptor `orders`."""
        watched = [self._pipe.descriptor, orders]
        while True:
            ready, _, _ = select.select(watched, [], [])
            if self._pipe.descriptor in ready:
                self._take(self._pipe.read() or b"")
            elif orders in ready:
                return

    def drain(self) -> None:
        """Read what is left, until the log has ended or nobody writes it any more."""
        self._pipe.only_read()
        while not self._log.is_finished:
            data = self._pipe.read()
            if data:
                self._take(data)
            elif data == b"" or not self._pipe.wait(LAST_WAIT_MS):
                return

    def report(self, closing: Closing) -> RecorderReport:
        """Write what is still open, run the checks and give the report."""
        self._recording.finish()
        writer, constants = self._writer, self._log.constants
        browser = constants.client_info if constants else None
        return RecorderReport(
            recorder="netlog",
            browser=f"{browser.name} {browser.version}" if browser else "",
            exchanges=writer.written,
            dropped=self._recording.books.dropped,
            partial=writer.partial,
            undecodable=tuple(writer.undecodable),
            scrubbed=dict(sorted(writer.scrubbed.items())),
            left_out=dict(sorted(writer.left_out.items())),
            checks=(
                checks.log_is_whole(self._log),
                checks.requests_agree(self._recording, writer),
                checks.bytes_agree(self._recording),
                checks.requests_ended(self._recording),
                checks.driver_agrees(writer, closing.urls_seen),
                checks.reader_kept_up(self._backlog),
            ),
        )

    def _take(self, data: bytes) -> None:
        self._reads += 1
        if self._reads % READS_BETWEEN_LOOKS == 1:
            self._backlog.measure()
        for name, line in self._log.feed(data):
            if not self._warc.records:
                self._begin()
            self._recording.take(name, line)

    def _begin(self) -> None:
        """Write the first record as soon as the browser has said what it is."""
        constants = self._log.constants
        if constants is None:
            return
        self._recording.tick_offset = constants.time_tick_offset
        flags = (
            flag
            for flag in constants.client_info.command_line.split(" ")[1:]
            if not flag.startswith(_PRIVATE_FLAGS)
        )
        self._warc.write_info(
            self._header,
            {
                "recorder": "netlog",
                "browser": constants.client_info.name,
                "browser-version": constants.client_info.version,
                "browser-flags": " ".join(flags),
            },
        )


def _hear(descriptor: int, kind: type[_Told]) -> _Told | None:
    """Read one line of JSON; None if the other side is gone."""
    told = b""
    while not told.endswith(b"\n"):
        more = os.read(descriptor, PIECE)
        if not more:
            return None
        told += more
    return msgspec.json.decode(told, type=kind)


def _say(answer: bytes) -> None:
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


def _record(order: ReaderOrder, orders: int) -> Answer | None:
    pipe = Pipe(order.fifo)
    target = Path(order.warc)
    header = WarcHeader.model_validate_json(order.header)
    try:
        # Large bodies lie on disk too, until they are written.
        with (
            room_on_disk(),
            WarcFile(target, record_ids(header.capture_id, target.name)) as warc,
        ):
            reader = Reader(order, warc, pipe)
            _say(READY)
            reader.follow(orders)
            closing = _hear(orders, Closing)
            if closing is None:
                return None
            reader.drain()
            report = reader.report(closing)
    except ArchiveError as error:
        return Answer(failure=str(error), is_disk_full=isinstance(error, DiskFull))
    finally:
        pipe.close()
    return Answer(report=report.model_dump_json())


def _tell_place_only(
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
) -> None:
    """Say where it went wrong but not with what: a message may hold what was read."""
    del error
    places = traceback.format_tb(trace)
    sys.stderr.write("".join([*places, f"{kind.__name__}\n"]))


def main() -> int:
    """Record one browser, as told on standard input."""
    sys.excepthook = _tell_place_only
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it decides
    orders = sys.stdin.fileno()
    order = _hear(orders, ReaderOrder)
    answer = _record(order, orders) if order else None
    if answer is None:
        return 1
    _say(msgspec.json.encode(answer) + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
