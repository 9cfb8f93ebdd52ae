# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pipe between the browser and the reading process."""

import contextlib
import fcntl
import os
import select
import sys
import termios
import time
from pathlib import Path

SIZE = 1024**2
PIECE = 1024**2
WORKING = frozenset("RD")
"""How Linux calls a thread that runs, waits for its turn, or waits for a disk."""

INT = 4
QUIET_CHECKS = 3
STUCK_CHECKS = 100
MOST_CHECKS = 6000
CHECK_SECONDS = 0.02
PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 1024**2


class Pipe:
    """The reading end of the pipe that the browser writes its log to.

    Opened for writing too, so that it has a reader and a writer whatever the browser
    does: a network service that crashes and comes back would otherwise wait for ever
    to open it, and the whole browser with it.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self.descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        with contextlib.suppress(PermissionError):  # over the user's quota: slower only
            fcntl.fcntl(self.descriptor, fcntl.F_SETPIPE_SZ, SIZE)

    def read(self) -> bytes | None:
        """Give what is there: None if nothing yet, b"" if nobody writes any more."""
        try:
            return os.read(self.descriptor, PIECE)
        except BlockingIOError:
            return None

    def only_read(self) -> None:
        """Let it be seen from now on that the last writer has gone."""
        reading = os.open(self._path, os.O_RDONLY | os.O_NONBLOCK)
        os.close(self.descriptor)
        self.descriptor = reading

    def wait(self, milliseconds: int) -> bool:
        """Wait for something to read or for the last writer to go."""
        poll = select.poll()
        poll.register(self.descriptor, select.POLLIN)
        return bool(poll.poll(milliseconds))

    def close(self) -> None:
        """Let go of the pipe."""
        os.close(self.descriptor)


class Backlog:
    """How large the writers of the pipe have grown.

    A reader that lags loses nothing and delays nobody: what it has not read stays in
    the memory of the browser's network service, until there is no more.
    """

    def __init__(self, path: str) -> None:
        self.peak_mb = 0
        self._path = path
        self._writers: tuple[Path, ...] = ()

    def measure(self) -> None:
        """Look at the writers' memory now."""
        self._writers = self._writers or self._find()
        for process in self._writers:
            try:
                pages = int((process / "statm").read_text().split()[1])
            except OSError:
                self._writers = ()
                return
            self.peak_mb = max(self.peak_mb, round(pages * PAGE_MB))

    def is_busy(self) -> bool:
        """Whether a thread of theirs works, or waits for its turn on the computer."""
        self._writers = self._writers or self._find()
        return any(map(_is_running, self._writers))

    def _find(self) -> tuple[Path, ...]:
        here = Path("/proc") / str(os.getpid())
        return tuple(
            process
            for process in Path("/proc").glob("[0-9]*")
            if process != here and self._holds_pipe(process)
        )

    def _holds_pipe(self, process: Path) -> bool:
        try:
            return any(
                str(link.readlink()) == self._path
                for link in (process / "fd").iterdir()
            )
        except OSError:
            return False  # another user's, or gone in the meantime


def _is_running(process: Path) -> bool:
    try:
        return any(
            (task / "stat").read_text().rpartition(")")[2].split()[0] in WORKING
            for task in (process / "task").iterdir()
        )
    except OSError:
        return False  # gone in the meantime


def wait_until_read(path: Path) -> None:
    """Wait until all that was to be written into a pipe has been written and read.

    To be called before a browser is closed: on its way out Chromium gives its network
    service some seconds, whatever that still holds. A pipe that nobody reads is not
    waited for: that the reader is gone is told by whoever started it.
    """
    backlog, quiet, stuck, empty = Backlog(str(path)), 0, 0, 0
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        for _ in range(MOST_CHECKS):
            waiting, is_busy = _waiting_in(descriptor), backlog.is_busy()
            quiet = 0 if waiting or is_busy else quiet + 1
            stuck = stuck + 1 if waiting and not is_busy else 0
            empty = 0 if waiting else empty + 1
            if quiet >= QUIET_CHECKS or max(stuck, empty) >= STUCK_CHECKS:
                return
            time.sleep(CHECK_SECONDS)
    finally:
        os.close(descriptor)


def _waiting_in(descriptor: int) -> int:
    """Count the bytes that are in a pipe."""
    counted = fcntl.ioctl(descriptor, termios.FIONREAD, bytes(INT))
    return int.from_bytes(counted, sys.byteorder)
