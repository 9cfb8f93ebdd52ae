# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pipe between browser and reader: it never hangs, and its writer is watched."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archivers.netlog import pipe as module
from archivers.netlog.pipe import PIECE, SIZE, Backlog, Pipe, wait_until_read

GREW_MB = 64
WRITER = """
import sys
with open(sys.argv[1], "wb", buffering=0) as pipe:
    unread = bytearray(b"x") * (int(sys.argv[2]) * 1024**2)
    pipe.write(b"grown")
    sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A pipe that nobody has opened."""
    os.mkfifo(tmp_path / "netlog", 0o600)
    return str(tmp_path / "netlog")


@pytest.fixture
def pipe(path) -> Iterator[Pipe]:
    """Its reading end."""
    opened = Pipe(path)
    yield opened
    opened.close()


def test_a_pipe_without_a_writer_neither_hangs_nor_ends(pipe):
    """A network service that crashed may come back at any time."""
    assert pipe.read() is None


def test_the_last_writers_end_is_seen_when_only_read(pipe, path):
    with Path(path).open("wb") as writer:
        writer.write(b"logg")
        writer.flush()
        pipe.only_read()
        assert pipe.read() == b"logg"
        assert pipe.read() is None
        assert not pipe.wait(1)
    assert pipe.wait(1)
    assert pipe.read() == b""


def test_the_memory_of_whoever_writes_is_measured(pipe, path):
    """What the reader has not read yet lies in the browser's memory."""
    backlog = Backlog(path)
    backlog.measure()
    assert backlog.peak_mb == 0
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, path, str(GREW_MB)], stdin=subprocess.PIPE
    )
    with writer:
        assert pipe.wait(20_000)
        backlog.measure()
        assert GREW_MB <= backlog.peak_mb < 4 * GREW_MB
    peak = backlog.peak_mb
    backlog.measure()
    assert backlog.peak_mb == peak


def written_by_another(path: str, size: int) -> subprocess.Popen[bytes]:
    """Let a process write so much into the pipe, and stay."""
    code = (
        "import sys\nwith open(sys.argv[1], 'wb') as pipe:\n"
        "    pipe.write(bytes(int(sys.argv[2])))\n    pipe.flush()\n"
        "    sys.stdin.read()\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, path, str(size)], stdin=subprocess.PIPE
    )


def test_all_is_read_before_a_browser_is_closed(pipe, path):
    """What does not fit into the pipe is still with the one who writes."""
    size, taken = 4 * SIZE, []

    def read_slowly() -> None:
        while sum(taken) < size:
            time.sleep(0.005)
            pipe.wait(20_000)
            taken.append(len(os.read(pipe.descriptor, PIECE // 16)))

    with written_by_another(path, size):
        assert pipe.wait(20_000)
        reader = threading.Thread(target=read_slowly)
        reader.start()
        wait_until_read(Path(path))
        assert sum(taken) == size
        reader.join()


def test_a_pipe_that_nobody_reads_is_not_waited_for_long(pipe, path, monkeypatch):
    monkeypatch.setattr(module, "STUCK_CHECKS", 3)
    with written_by_another(path, 5):
        assert pipe.wait(20_000)
        wait_until_read(Path(path))
        assert pipe.read() == bytes(5)
