# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Temporary folders that a killed run cannot leave behind for good.

A browser profile holds cookies, so it may not outlive its capture. Each folder is held
by a lock that the kernel lets go of when its process ends, however it ends; the next
run removes every folder that nobody holds.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "avbild-run-"
LOCK = "held"


class Scratch:
    """A private temporary folder, held until it is removed."""

    def __init__(self, workspace: Path) -> None:
        workspace.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=workspace)).resolve()
        self._lock = os.open(self.folder / "new", os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        (self.folder / "new").rename(self.folder / LOCK)

    def remove(self) -> None:
        """Remove the folder with everything in it; safe to call twice."""
        if self._lock < 0:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        os.close(self._lock)
        self._lock = -1


@contextmanager
def scratch_folder(workspace: Path) -> Iterator[Path]:
    """Give a temporary folder in the workspace and remove it afterwards."""
    scratch = Scratch(workspace)
    try:
        yield scratch.folder
    finally:
        scratch.remove()


def sweep(workspace_root: Path) -> None:
    """Remove the temporary folders that killed runs left under the workspace."""
    for lock in workspace_root.glob(f"**/{PREFIX}*/{LOCK}"):
        if _is_abandoned(lock):
            shutil.rmtree(lock.parent, ignore_errors=True)


def _is_abandoned(lock: Path) -> bool:
    try:
        descriptor = os.open(lock, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True
