# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where each store lies in the tests, and how it can be hurt.

A new store adds a class like `LocalDisk` to `PLACES`: how to open it, how to make any
of its writes the last one or fail, and how to see what lies outside its versions.
"""

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from schemas.gallring import GallringDecision
from schemas.order import Progress
from schemas.package import PackageFiles
from storage import PackageStore, open_store

CONTENT = {
    "METS.xml": b"<mets/>",
    "metadata/preservation/premis.xml": b"<premis/>",
    "representations/warc/METS.xml": b"<mets>warc</mets>",
    "representations/warc/data/sn\u00f6r p\u00e5 \u00c4lmv\u00e4gen.gz": b"\x1f\x8b"
    * 5000,
    "schemas/tom.xsd": b"",
}

SMALL = {"METS.xml": b"<mets/>", "representations/warc/data/\u00e5.gz": b"\x1f\x8b"}


DECISION = GallringDecision(
    decision_id="beslut-1",
    list_id="lista-1",
    list_digest="d" * 64,
    approved_by="Åsa Arkivarie",
    approved_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    delegation="Delegationsordning KS 4.2",
)


class Killed(BaseException):
    """Stands for the death of the process: nobody catches it."""


class LocalDisk:
    """A store in a folder; its writes go through a few functions of `os`."""

    CALLS = ("mkdir", "open", "write", "fchmod", "fsync", "rename", "unlink", "rmdir")

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder / "lager \u00e5\u00e4\u00f6"
        self.url = self.folder.as_uri()
        self._patch = patch
        # The kernel keeps what a killed process wrote; flushing has a test of its own.
        patch.setattr(os, "fsync", lambda _descriptor: None)

    def open(self) -> PackageStore:
        """Open it as the pipeline would."""
        return open_store(self.url)

    @contextmanager
    def dead_after(self, calls: int) -> Iterator[None]:
        """Let that many calls through and none after: as if the process was killed."""
        left = itertools.count(calls, -1)

        def gate(_name: str) -> None:
            if next(left) <= 0:
                raise Killed

        with self._gated(gate):
            yield

    @contextmanager
    def failing_at(self, calls: int, code: int) -> Iterator[list[str]]:
        """Let one call fail as the operating system would; the rest work."""
        left = itertools.count(calls, -1)
        failed: list[str] = []

        def gate(name: str) -> None:
            if next(left) == 0:
                failed.append(name)
                raise OSError(code, os.strerror(code))

        with self._gated(gate):
            yield failed

    @contextmanager
    def _gated(self, gate: Callable[[str], None]) -> Iterator[None]:
        with self._patch.context() as patch:
            for name in self.CALLS:
                patch.setattr(os, name, _behind(gate, name))
            yield

    def leftovers(self) -> list[str]:
        """Everything in the store that is no part of a committed version."""
        store = self.open()
        committed = {
            self.folder / package / f"v{version}" / package
            for package in store.packages()
            for version in store.versions(package)
        }
        return sorted(
            str(path.relative_to(self.folder))
            for path in self.folder.rglob("*")
            if path.name != ".avbild-store"
            and not any(
                path == root or root in path.parents or path in root.parents
                for root in committed
            )
        )


def _behind(gate: Callable[[str], None], name: str) -> Callable[..., Any]:
    real = getattr(os, name)

    def call(*args: Any, **kwargs: Any) -> Any:
        gate(name)
        return real(*args, **kwargs)

    return call


PLACES = {"local": LocalDisk}


def build(folder: Path, content: dict[str, bytes]) -> Path:
    for path, data in content.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def ignore(_progress: Progress) -> None:
    """Nobody watches."""


def content_of(files: PackageFiles) -> dict[str, bytes]:
    content = {}
    for path in files.paths():
        with files.open(path) as stream:
            content[path] = stream.read()
        assert files.size(path) == len(content[path])
    return content
