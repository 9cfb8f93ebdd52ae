# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How much memory this process and those that it has started take, at the most.

The share of each process in what is shared is counted (PSS), so that the many processes
of a browser are not counted many times over.
"""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self

EVERY = 0.4
PROC = Path("/proc")


class PeakMemory:
    """Looks now and then, as long as it is open, and keeps the most that it saw.

    Args:
        number: the process whose tree is measured.
        without: what a process that is none of it has in its command line; the
            processes that such a one has started do not count either.
    """

    def __init__(self, number: int, without: str) -> None:
        self.megabytes = 0.0
        self._number = number
        self._without = without.encode()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        while True:
            taken = sum(map(_share, self._tree(self._number)))
            self.megabytes = max(self.megabytes, taken / 1024)
            if self._is_over.wait(EVERY):
                return

    def _tree(self, number: int) -> Iterator[int]:
        if self._without in _read(PROC / str(number) / "cmdline"):
            return
        yield number
        for task in (PROC / str(number) / "task").glob("*/children"):
            for child in _read(task).split():
                yield from self._tree(int(child))


def _share(number: int) -> int:
    """Give a process's share of the memory in kilobytes; none if it has ended."""
    for line in _read(PROC / str(number) / "smaps_rollup").splitlines():
        if line.startswith(b"Pss:"):
            return int(line.split()[1])
    return 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
