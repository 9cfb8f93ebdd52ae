# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is particular to packages on local disk."""

import os
import stat
from pathlib import Path

import pytest

from schemas.errors import StoreDown, UnknownName
from storage.local import LocalStore

FILES = {"METS.xml": b"<mets/>", "representations/warc/data/a.gz": b"a" * 100}


@pytest.fixture
def store(tmp_path):
    opened = LocalStore(tmp_path / "lager")
    opened.prepare()
    return opened


@pytest.fixture
def folder(tmp_path):
    for path, content in FILES.items():
        (tmp_path / "byggt" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "byggt" / path).write_bytes(content)
    return tmp_path / "byggt"


def put(store, folder, version=1):
    return store.put("paket-1", version, folder, lambda _progress: None)


def test_a_version_lies_under_its_package_and_version(store, folder, tmp_path):
    """Nothing else is left: no lock, no draft."""
    put(store, folder)
    root = tmp_path / "lager"
    assert {str(f.relative_to(root)) for f in root.rglob("*") if f.is_file()} == {
        ".avbild-store",
        "paket-1/v1/paket-1/METS.xml",
        "paket-1/v1/paket-1/representations/warc/data/a.gz",
    }


def test_stored_files_are_read_only(store, folder, tmp_path):
    """Whatever rights they had where they were built."""
    (folder / "METS.xml").chmod(0o666)
    put(store, folder)
    for path in FILES:
        kept = tmp_path / "lager/paket-1/v1/paket-1" / path
        assert stat.S_IMODE(kept.stat().st_mode) == 0o440


def test_everything_is_flushed_before_the_commit_mark_appears(
    store, folder, tmp_path, monkeypatch
):
    """After a power cut a visible version is whole: files and folders came first."""
    steps = []
    real_sync, real_rename = os.fsync, os.rename

    def sync(descriptor):
        steps.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        real_sync(descriptor)

    def rename(source, target):
        steps.append("commit")
        real_rename(source, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "rename", rename)
    put(store, folder)
    root = (tmp_path / "lager").resolve()
    home = root / "paket-1/v1"
    before, after = steps[: steps.index("commit")], steps[steps.index("commit") + 1 :]
    package = home / "paket-1"
    data = package / "representations/warc/data"
    assert before[:2] == [data / "a.gz", home / ".METS.xml"]
    folders = {data, data.parent, data.parent.parent, package, home, home.parent, root}
    assert set(before[2:]) == folders
    assert after == [package, home]


def test_a_link_that_came_into_the_store_later_is_listed_but_never_opened(
    store, folder, tmp_path
):
    """A check sees the stranger; nobody reads what it points at."""
    put(store, folder)
    package = tmp_path / "lager/paket-1/v1/paket-1"
    (tmp_path / "hemligt").write_text("secret")
    (package / "nyckel").symlink_to(tmp_path / "hemligt")
    (package / "mapp").symlink_to(tmp_path)
    files = store.open("paket-1")
    assert list(files.paths()) == sorted([*FILES, "mapp", "nyckel"])
    for path in ("nyckel", "mapp/hemligt"):
        with pytest.raises(FileNotFoundError):
            files.open(path)


def test_strangers_in_the_store_are_neither_listed_nor_swept(store, folder, tmp_path):
    """Only what looks like a package version is one."""
    put(store, folder)
    root = tmp_path / "lager"
    for stranger in ("lost+found/x", "paket-1/v01/paket-1/METS.xml", "Fil/v1/Fil/a"):
        (root / stranger).parent.mkdir(parents=True)
        (root / stranger).touch()
    (root / "anteckning.txt").touch()
    assert list(store.packages()) == ["paket-1"]
    assert store.versions("paket-1") == (1,)
    assert store.sweep() == 0
    assert (root / "lost+found/x").exists()
    assert (root / "Fil/v1/Fil/a").exists()


def test_a_lock_left_after_the_commit_is_swept_and_the_version_stays(
    store, folder, tmp_path
):
    """The writer died between the commit and its tidying."""
    put(store, folder)
    lock = tmp_path / "lager/paket-1/v1/.lock"
    lock.touch()
    assert store.sweep() == 0
    assert not lock.exists()
    assert store.versions("paket-1") == (1,)


def test_an_unmounted_disk_is_no_empty_archive(store, folder, tmp_path):
    """The folder is there, the store's mark is not."""
    put(store, folder)
    (tmp_path / "lager").rename(tmp_path / "bort")
    (tmp_path / "lager").mkdir()
    with pytest.raises(StoreDown, match="inte ansluten"):
        store.open("paket-1")
    (tmp_path / "lager").rmdir()
    (tmp_path / "bort").rename(tmp_path / "lager")
    with pytest.raises(UnknownName):
        store.open("paket-2")


def test_a_place_that_cannot_be_made_is_said(tmp_path):
    """A file stands in the way."""
    (tmp_path / "fil").touch()
    with pytest.raises(StoreDown):
        LocalStore(tmp_path / "fil/lager").prepare()
