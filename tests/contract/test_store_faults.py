# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every package store promises when it is killed, full, broken or shared."""

import errno
import itertools
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from schemas.errors import DiskFull, Refused, StoreDown, Unavailable, UnknownName
from storage import PackageStore
from tests.contract.store_places import (
    CONTENT,
    DECISION,
    SMALL,
    Killed,
    build,
    content_of,
    ignore,
)

ROOT = Path(__file__).parents[2]


def test_a_kill_at_any_step_leaves_the_store_as_before_or_complete(
    place, store, tmp_path
):
    """Whatever call was the last, the version is whole or not there; a sweep tidies.

    Until it was committed, the same version can be stored again.
    """
    folder = build(tmp_path / "litet", SMALL)
    committed: list[bool] = []
    for calls in itertools.count():
        package_id = f"p{sum(committed)}"
        try:
            with place.dead_after(calls):
                place.open().put(package_id, 1, folder, ignore)
        except Killed:
            committed.append(store.versions(package_id) == (1,))
        else:
            break
        assert store.sweep() in (0, 1)
        assert place.leftovers() == []
        if committed[-1]:
            assert content_of(store.open(package_id)) == SMALL
        else:
            with pytest.raises(UnknownName):
                store.open(package_id)
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
    folder = build(tmp_path / "litet", SMALL)
    told = 0
    for calls in itertools.count():
        package_id = f"p{calls - told}"
        with place.failing_at(calls, code) as failed:
            try:
                store.put(package_id, 1, folder, ignore)
            except error:
                told += 1
                assert place.leftovers() == [], failed
                assert store.versions(package_id) == (), failed
                continue
        if not failed:
            break
        assert failed[0] in ("unlink", "rmdir")
        assert content_of(store.open(package_id)) == SMALL
        assert store.sweep() == 0
        assert place.leftovers() == [], failed
    assert told > 10 * len(SMALL)


def test_a_kill_at_any_step_of_a_purge_leaves_the_version_whole_or_gone(
    place, store, tmp_path
):
    """Never half of it readable; the next purge, or a sweep, finishes.

    The newer version is whole all the time.
    """
    folder = build(tmp_path / "litet", SMALL)
    gone: list[bool] = []
    for calls in itertools.count():
        package_id = f"p{calls}"
        for version in (1, 2):
            store.put(package_id, version, folder, ignore)
        try:
            with place.dead_after(calls):
                place.open().purge(package_id, 1, DECISION)
        except Killed:
            gone.append(1 not in store.versions(package_id))
        else:
            break
        if gone[-1]:
            with pytest.raises(UnknownName):
                store.open(package_id, 1)
        else:
            assert content_of(store.open(package_id, 1)) == SMALL
        assert content_of(store.open(package_id)) == SMALL
        if calls % 2:
            assert store.sweep() in (0, 1)
            assert place.leftovers() == []
        _finish(store, package_id)
        assert store.versions(package_id) == (2,)
        assert place.leftovers() == []
        assert content_of(store.open(package_id)) == SMALL
    assert len(gone) > 8 * len(SMALL)
    assert gone == sorted(gone), "once gone, always gone"
    assert True in gone
    assert False in gone


def _finish(store: PackageStore, package_id: str) -> None:
    """Finish a purge, or find it finished."""
    purge = store.purge(package_id, 1, DECISION)
    assert purge.remaining == 0
    assert (purge.files, purge.size) in (
        (len(SMALL), sum(map(len, SMALL.values()))),
        (0, 0),
    )


@pytest.mark.parametrize(
    ("code", "error"), [(errno.EIO, StoreDown), (errno.EACCES, StoreDown)]
)
def test_a_fault_at_any_step_of_a_purge_is_told_and_it_can_be_finished(
    place, store, tmp_path, code, error
):
    """Any call may fail once: it is never called done while anything is left."""
    folder = build(tmp_path / "litet", SMALL)
    told = 0
    for calls in itertools.count():
        package_id = f"p{calls}"
        for version in (1, 2):
            store.put(package_id, version, folder, ignore)
        with place.failing_at(calls, code) as failed:
            try:
                purge = store.purge(package_id, 1, DECISION)
            except error:
                told += 1
                assert content_of(store.open(package_id)) == SMALL
                purge = None
        if purge is None:
            assert store.purge(package_id, 1, DECISION).remaining == 0
        elif not failed:
            break
        assert store.versions(package_id) == (2,), failed
        store.sweep()
        assert place.leftovers() == [], failed
    assert told > 6 * len(SMALL)


def test_an_interrupted_purge_stands_in_the_way_of_a_new_writer(place, store, folder):
    """Else a sweep could finish the purge on what was written since."""
    store.put("a", 1, folder, ignore)
    for calls in itertools.count():
        with pytest.raises(Killed), place.dead_after(calls):
            store.purge("a", 1, DECISION, whole=True)
        if store.versions("a") == ():
            break
    with pytest.raises(Unavailable, match="inte är avslutad"):
        store.put("a", 1, folder, ignore)
    assert store.sweep() == 1
    store.put("a", 1, folder, ignore)
    assert store.sweep() == 0
    assert content_of(store.open("a")) == CONTENT


def test_what_never_was_committed_is_swept_not_purged(place, store, folder):
    """A purge is of what the archive held; this it never did."""
    with _writer(place.url, folder, 5000) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    with pytest.raises(Refused, match="aldrig lagrat"):
        store.purge("a", 1, DECISION, whole=True)
    assert store.sweep() == 1
    assert place.leftovers() == []


def test_what_is_being_written_is_not_purged(place, store, folder):
    """The writer has it; whoever would destroy it comes back."""
    with (
        _writer(place.url, folder, 1),
        pytest.raises(Unavailable, match="annan körning"),
    ):
        store.purge("a", 1, DECISION, whole=True)


def _purge_until_it_is_gone(store: PackageStore) -> int:
    while True:
        try:
            return store.purge("a", 1, DECISION).files
        except Unavailable:
            continue


def test_of_many_that_destroy_one_version_exactly_one_does(place, store, folder):
    """The others find it gone, and a sweep meanwhile breaks nothing."""
    for version in (1, 2):
        store.put("a", version, folder, ignore)
    with ThreadPoolExecutor() as pool:
        sweeper = pool.submit(_sweep_often, store)
        purges = [pool.submit(_purge_until_it_is_gone, place.open()) for _ in range(4)]
        assert sorted(one.result() for one in purges) == [0, 0, 0, len(CONTENT)]
        assert sweeper.result() == "swept 0"
    assert store.versions("a") == (2,)
    assert content_of(store.open("a")) == CONTENT
    assert place.leftovers() == []


def test_a_package_larger_than_the_room_is_refused_before_it_is_written(
    place, store, folder, monkeypatch
):
    """No disk is filled to the brim for a package that cannot fit."""
    usage = type("usage", (), {"free": 10})
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage)
    with pytest.raises(DiskFull, match="inte plats"):
        store.put("a", 1, folder, ignore)
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
    store.put("a", 1, folder, ignore)
    assert content_of(store.open("a")) == CONTENT


def test_what_a_killed_process_left_does_not_stand_in_the_way(place, store, folder):
    """The next writer of the version need not wait for a sweep, and mixes nothing."""
    with _writer(place.url, folder, 5000) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    (folder / "schemas/tom.xsd").unlink()
    rest = {path: CONTENT[path] for path in CONTENT if path != "schemas/tom.xsd"}
    store.put("a", 1, folder, ignore)
    assert content_of(store.open("a")) == rest
    assert place.leftovers() == []


def test_what_is_being_written_is_neither_swept_nor_written_twice(place, store, folder):
    """The second writer is asked to come back; the first one finishes."""
    with _writer(place.url, folder, 1) as process:
        assert store.sweep() == 0
        with pytest.raises(Unavailable, match="skrivs just nu"):
            store.put("a", 1, folder, ignore)
        assert process.stdin is not None
        assert process.stdout is not None
        print("\n" * 50, file=process.stdin, flush=True)
        assert process.stdout.read().endswith("done\n")
    assert store.sweep() == 0
    assert content_of(store.open("a")) == CONTENT
    assert place.leftovers() == []


def _write_until_it_is_there(store: PackageStore, folder: Path) -> str:
    while True:
        try:
            store.put("a", 1, folder, ignore)
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
    assert content_of(store.open("a")) == CONTENT
    assert place.leftovers() == []
