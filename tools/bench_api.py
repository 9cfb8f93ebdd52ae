# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the capture of a large Facebook page by its API takes of this machine.

The page has 5 000 posts and 100 000 comments, on a fake platform in a process of its
own. It is captured without a browser by a process of its own too, whose CPU seconds
count, not its waiting, and the most memory it had; both with its start and its imports.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.bench_api_capture import NOTE
from tools.bench_figure import Figure

POSTS, COMMENTS = 5_000, 100_000
ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 30.0
A_MOMENT = 0.1


@contextmanager
def platform(folder: Path) -> Iterator[Path]:
    """Run the fake platform; gives the file in which it says where it is."""
    size = ("--posts", str(POSTS), "--comments", str(COMMENTS))
    process = subprocess.Popen(
        [sys.executable, "-m", "graph", "serve", "--state", folder, *size],
        env={**os.environ, "PYTHONPATH": str(ROOT / "demo")},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield _written(folder / "graph.json")
    finally:
        process.terminate()
        process.wait()


def _written(where: Path) -> Path:
    """Wait until the platform has said where it is.

    Raises:
        TimeoutError: it has not.
    """
    ends_at = time.monotonic() + PATIENCE
    while not where.exists():
        if time.monotonic() > ends_at:
            raise TimeoutError(where)
        time.sleep(A_MOMENT)
    return where


def taken(where: Path, folder: Path) -> dict[str, float]:
    """Capture the page in a process of its own, and give what that took.

    Raises:
        CalledProcessError: the capture failed.
        RuntimeError: it is not whole.
    """
    folder.mkdir()
    command = [sys.executable, "-m", "tools.bench_api_capture", str(where), str(folder)]
    subprocess.run(command, cwd=ROOT, check=True)
    found: dict[str, float] = json.loads((folder / NOTE).read_text("ascii"))
    if not found["complete"] or (found["posts"], found["comments"]) != (
        POSTS,
        COMMENTS,
    ):
        message = f"the capture is not whole: {found}"
        raise RuntimeError(message)
    return found


def api_figures(folder: Path, runs: int) -> list[Figure]:
    """Capture the page time after time."""
    with platform(folder / "platform") as where:
        each = [taken(where, folder / f"capture-{run}") for run in range(runs)]
    size = f"{POSTS} posts and {COMMENTS} comments"
    cpu, memory = ([one[name] for one in each] for name in ("cpu_s", "memory_mb"))
    return [
        Figure("api_cpu_s", "s", "<= 60", size, cpu),
        Figure("api_memory_mb", "MB", "<= 300", size, memory),
    ]
