# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every package store promises; one suite over all of them.

A new store adds a class like `LocalDisk` to `STORES`, which knows how to open it, how
to make its n-th write fail, and how to tamper with nothing else.
"""

import errno
import hashlib
import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from schemas.errors import DiskFull, Refused, StoreDown, Unavailable, UnknownName
from schemas.order import Progress
from schemas.package import PackageFiles
from storage import PackageStore, open_store
from storage.base import COMMIT_MARK

ROOT = Path(__file__).parents[2]

CONTENT = {
    "METS.xml": b"<mets/>",
    "metadata/preservation/premis.xml": b"<premis/>",
    "representations/warc/METS.xml": b"<mets>warc</mets>",
    "representations/warc/data/sn\u00f6r p\u00e5 \u00c4lmv\u00e4gen.gz": b"\x1f\x8b"
    * 5000,
    "schemas/tom.xsd": b"",
}

SMALL = {"METS.xml": b"<mets/>", "representations/warc/data/\u00e5.gz": b"\x1f\x8b"}


class Killed(BaseException):
    """Stands for the death of the process: nobody catches it."""


class LocalDisk:
    """A store in a folder; its writes go through a few functions of `os`."""

    CALLS = ("mkdir", "open", "write", "fchmod", "fsync", "rename", "unlink", "rmdir")

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder / "lager \u00e5\u00e4\u00f6"
        self.url = self.folder.as_uri()
        self._patch = patch

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


STORES = {"local": LocalDisk}


@pytest.fixture(params=sorted(STORES))
def place(request, tmp_path, monkeypatch):
    """Where the store lies, and how it can be hurt."""
    return STORES[request.param](tmp_path, monkeypatch)


@pytest.fixture
def store(place):
    opened = place.open()
    opened.prepare()
    return opened


@pytest.fixture
def folder(tmp_path):
    """A package as it was built, ready to be stored."""
    return _build(tmp_path / "byggt", CONTENT)


def _build(folder: Path, content: dict[str, bytes]) -> Path:
    for path, data in content.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def _ignore(_progress: Progress) -> None:
    """Nobody watches."""


def _content(files: PackageFiles) -> dict[str, bytes]:
    content = {}
    for path in files.paths():
        with files.open(path) as stream:
            content[path] = stream.read()
        assert files.size(path) == len(content[path])
    return content


def test_what_is_put_comes_back_byte_for_byte(store, folder):
    """Paths, bytes and sizes are the same, names with å ä ö too."""
    location = store.put("paket-1", 1, folder, _ignore)
    assert _content(store.open("paket-1")) == CONTENT
    assert list(store.open("paket-1").paths()) == sorted(CONTENT)
    assert location.mets_sha256 == hashlib.sha256(CONTENT["METS.xml"]).hexdigest()
    assert location.files == len(CONTENT)
    assert location.size == sum(map(len, CONTENT.values()))


def test_the_source_is_left_whole_and_may_then_be_removed(store, folder):
    """What is stored does not depend on the source, and does not take from it."""
    store.put("paket-1", 1, folder, _ignore)
    assert {p: (folder / p).read_bytes() for p in CONTENT} == CONTENT
    for path in CONTENT:
        (folder / path).write_bytes(b"changed afterwards")
    assert _content(store.open("paket-1")) == CONTENT


def test_packages_and_versions_are_listed_in_order(store, folder):
    """Ids sorted as text, versions as numbers."""
    assert list(store.packages()) == []
    for package_id, version in (("b", 1), ("a", 10), ("a", 2), ("a", 1)):
        store.put(package_id, version, folder, _ignore)
    assert list(store.packages()) == ["a", "b"]
    assert store.versions("a") == (1, 2, 10)
    assert store.versions("c") == ()


def test_the_newest_version_opens_unless_one_is_named(store, folder, tmp_path):
    """Version 10 is newer than version 9."""
    newer = _build(tmp_path / "ny", {"METS.xml": b"<mets>10</mets>"})
    store.put("a", 9, folder, _ignore)
    store.put("a", 10, newer, _ignore)
    assert _content(store.open("a")) == {"METS.xml": b"<mets>10</mets>"}
    assert _content(store.open("a", 9)) == CONTENT


def test_a_committed_version_is_never_overwritten(store, folder, tmp_path):
    """The second writer is refused and the first one's bytes stay."""
    store.put("a", 1, folder, _ignore)
    other = _build(tmp_path / "annan", {"METS.xml": b"<mets>annan</mets>"})
    with pytest.raises(Refused, match="redan lagrat"):
        store.put("a", 1, other, _ignore)
    assert _content(store.open("a", 1)) == CONTENT


@pytest.mark.parametrize("version", [None, 2])
def test_a_version_that_is_not_there_is_an_unknown_name(store, folder, version):
    """Both an unknown package and an unknown version of a known one."""
    store.put("a", 1, folder, _ignore)
    with pytest.raises(UnknownName, match="finns inte i lagret"):
        store.open("a" if version else "b", version)


def test_progress_ends_at_the_whole(store, folder):
    """Bytes only grow, and end at the total that was said from the start."""
    seen: list[Progress] = []
    store.put("a", 1, folder, seen.append)
    total = sum(map(len, CONTENT.values()))
    assert {progress.total for progress in seen} == {total}
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert seen[-1].done == total


def test_a_store_that_was_never_prepared_is_refused_everywhere(place, folder):
    """A disk that is not mounted is no archive without packages."""
    store = place.open()
    for use in (
        lambda: store.put("a", 1, folder, _ignore),
        lambda: store.open("a"),
        lambda: list(store.packages()),
        lambda: store.versions("a"),
        store.sweep,
    ):
        with pytest.raises(StoreDown, match="avbild init"):
            use()


def test_preparing_again_changes_nothing(store, folder):
    """`avbild init` may be run twice."""
    store.put("a", 1, folder, _ignore)
    store.prepare()
    assert _content(store.open("a")) == CONTENT


@pytest.mark.parametrize(
    "package_id", ["", ".", "..", "../b", "a/b", "/etc", "A", "å", "a\n", "a\0", "-a"]
)
def test_a_name_never_leads_out_of_the_store(store, folder, package_id):
    """Only plain identifiers name packages."""
    with pytest.raises(Refused):
        store.put(package_id, 1, folder, _ignore)
    assert store.versions(package_id) == ()
    with pytest.raises(UnknownName):
        store.open(package_id)
    assert list(store.packages()) == []


@pytest.mark.parametrize("version", [0, -1])
def test_versions_count_from_one(store, folder, version):
    """Zero and below are refused."""
    with pytest.raises(Refused):
        store.put("a", version, folder, _ignore)


@pytest.mark.parametrize(
    "path",
    ["../../../utanför", "/etc/passwd", "", ".", "schemas", "./METS.xml", "a\0b",
     "schemas/../METS.xml", "schemas//tom.xsd", "finns-inte"],
)  # fmt: skip
def test_a_path_that_is_no_file_of_the_package_is_not_found(store, folder, path):
    """Whatever a hostile METS names, only the package's own files open."""
    store.put("a", 1, folder, _ignore)
    files = store.open("a")
    with pytest.raises(FileNotFoundError):
        files.open(path)
    with pytest.raises(FileNotFoundError):
        files.size(path)


def test_a_folder_without_the_commit_mark_is_no_package(store, tmp_path):
    """Nothing is stored of it."""
    folder = _build(tmp_path / "halv", {"dc.xml": b"<dc/>"})
    with pytest.raises(Refused, match=r"METS\.xml saknas"):
        store.put("a", 1, folder, _ignore)
    assert list(store.packages()) == []


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_in_the_source_is_refused(store, folder, tmp_path, kind):
    """A package holds files, not what a link happens to point at."""
    secret = _build(tmp_path / "hemligt", {"nyckel": b"secret"})
    target = secret / "nyckel" if kind == "file" else secret
    (folder / "schemas/länk").symlink_to(target)
    with pytest.raises(Refused, match="länk"):
        store.put("a", 1, folder, _ignore)
    assert list(store.packages()) == []


def test_a_kill_at_any_step_leaves_the_store_as_before_or_complete(
    place, store, tmp_path
):
    """Whatever call was the last, the version is whole or not there; a sweep tidies.

    Afterwards the same version can be stored, unless it was committed.
    """
    folder = _build(tmp_path / "litet", SMALL)
    committed: list[bool] = []
    for calls in itertools.count():
        package_id = f"p{calls}"
        try:
            with place.dead_after(calls):
                place.open().put(package_id, 1, folder, _ignore)
        except Killed:
            committed.append(store.versions(package_id) == (1,))
        else:
            break
        assert store.sweep() in (0, 1)
        assert place.leftovers() == []
        if not committed[-1]:
            with pytest.raises(UnknownName):
                store.open(package_id)
            store.put(package_id, 1, folder, _ignore)
        assert _content(store.open(package_id)) == SMALL
    assert len(committed) > 10 * len(SMALL)
    assert committed == sorted(committed), "once committed, always committed"
    assert any(committed)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EIO, StoreDown),
        (errno.EROFS, StoreDown),
        (errno.EACCES, StoreDown),
    ],
)
def test_a_fault_at_any_step_is_told_and_nothing_is_left(
    place, store, tmp_path, code, error
):
    """Any call may fail once: the caller hears of it and the store is as before.

    Only what tidies up after the commit may fail in silence.
    """
    folder = _build(tmp_path / "litet", SMALL)
    told = 0
    for calls in itertools.count():
        package_id = f"p{calls}"
        with place.failing_at(calls, code) as failed:
            try:
                store.put(package_id, 1, folder, _ignore)
            except error:
                told += 1
                assert place.leftovers() == [], failed
                assert store.versions(package_id) == (), failed
                continue
        if not failed:
            break
        assert failed[0] in ("unlink", "rmdir")
        assert _content(store.open(package_id)) == SMALL
        assert store.sweep() == 0
        assert place.leftovers() == [], failed
    assert told > 10 * len(SMALL)


def test_a_package_larger_than_the_room_is_refused_before_it_is_written(
    place, store, folder, monkeypatch
):
    """No disk is filled to the brim for a package that cannot fit."""
    usage = type("usage", (), {"free": 10})
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage)
    with pytest.raises(DiskFull, match="inte plats"):
        store.put("a", 1, folder, _ignore)
    assert place.leftovers() == []


WRITER = """
import sys, threading
from pathlib import Path
from storage import open_store

url, folder, stop_at = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])

def progress(now):
    if now.done >= stop_at:
        print("writing", flush=True)
        sys.stdin.readline()

open_store(url).put("a", 1, folder, progress)
print("done", flush=True)
"""


@contextmanager
def _writer(url: str, folder: Path, stop_at: int) -> Iterator[subprocess.Popen[str]]:
    """Another process that writes, and waits for a line once it has come so far."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, url, str(folder), str(stop_at)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "writing\n"
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("stop_at", [1, 5000, sum(map(len, CONTENT.values()))])
def test_a_real_process_killed_with_sigkill_leaves_nothing_visible(
    place, store, folder, stop_at
):
    """A version that a killed process wrote is not there, and sweep removes it."""
    with _writer(place.url, folder, stop_at) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert list(store.packages()) == []
    assert place.leftovers() != []
    assert store.sweep() == 1
    assert place.leftovers() == []
    store.put("a", 1, folder, _ignore)
    assert _content(store.open("a")) == CONTENT


def test_what_is_being_written_is_neither_swept_nor_written_twice(place, store, folder):
    """The second writer is asked to come back; the first one finishes."""
    with _writer(place.url, folder, 1) as process:
        assert store.sweep() == 0
        with pytest.raises(Unavailable, match="skrivs just nu"):
            store.put("a", 1, folder, _ignore)
        assert process.stdin is not None
        assert process.stdout is not None
        print("\n" * 50, file=process.stdin, flush=True)
        assert process.stdout.read().endswith("done\n")
    assert store.sweep() == 0
    assert _content(store.open("a")) == CONTENT
    assert place.leftovers() == []


def _write_until_it_is_there(store: PackageStore, folder: Path) -> str:
    while True:
        try:
            store.put("a", 1, folder, _ignore)
        except Unavailable:
            continue
        except Refused:
            return "refused"
        return "stored"


def _sweep_often(store: PackageStore) -> str:
    return f"swept {sum(store.sweep() for _ in range(20))}"


def test_of_many_writers_of_one_version_exactly_one_succeeds(place, store, folder):
    """The others are refused once it is there, and a sweep meanwhile takes nothing."""
    with ThreadPoolExecutor() as pool:
        sweeper = pool.submit(_sweep_often, store)
        writers = [
            pool.submit(_write_until_it_is_there, place.open(), folder)
            for _ in range(4)
        ]
        outcomes = sorted(writer.result() for writer in writers)
    assert outcomes == ["refused"] * 3 + ["stored"]
    assert sweeper.result() == "swept 0"
    assert _content(store.open("a")) == CONTENT
    assert place.leftovers() == []


def test_the_commit_mark_is_the_root_mets_file():
    """A METS.xml further down commits nothing."""
    assert COMMIT_MARK == "METS.xml"
