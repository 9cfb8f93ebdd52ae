# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Copying, locking and removing on disk."""

import errno
import os

import pytest

from schemas.errors import Damaged, DiskFull, StoreDown
from storage import disk


def test_a_copy_has_the_bytes_and_tells_how_it_goes(tmp_path, monkeypatch):
    """Piece by piece, also when the system writes less than it was given."""
    monkeypatch.setattr(disk, "_CHUNK", 10)
    real_write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real_write(fd, data[:3]))
    (tmp_path / "a").write_bytes(bytes(range(25)))
    seen = []
    assert disk.copy_file(tmp_path / "a", tmp_path / "b", seen.append) == 25
    assert (tmp_path / "b").read_bytes() == bytes(range(25))
    assert seen == [10, 10, 5]


def test_a_file_that_grows_while_it_is_copied_is_no_copy(tmp_path, monkeypatch):
    """Half of one file and half of another is neither."""
    monkeypatch.setattr(disk, "_CHUNK", 4)
    (tmp_path / "a").write_bytes(b"12345678")

    def grow(_count):
        with (tmp_path / "a").open("ab") as stream:
            stream.write(b"9" if stream.tell() == 8 else b"")

    with pytest.raises(Damaged, match="ändrades medan"):
        disk.copy_file(tmp_path / "a", tmp_path / "b", grow)


def test_a_link_is_not_followed(tmp_path):
    """Not even when it took the file's place at the last moment."""
    (tmp_path / "secret").touch()
    (tmp_path / "a").symlink_to(tmp_path / "secret")
    with pytest.raises(OSError, match="symbolic"):
        disk.copy_file(tmp_path / "a", tmp_path / "b", lambda _count: None)


def test_a_copy_never_replaces_a_file(tmp_path):
    """Create-only, down to the single file."""
    for name in ("a", "b"):
        (tmp_path / name).write_text(name)
    with pytest.raises(FileExistsError):
        disk.copy_file(tmp_path / "a", tmp_path / "b", lambda _count: None)
    assert (tmp_path / "b").read_text() == "b"


def test_a_lock_is_held_by_one_and_leaves_no_file(tmp_path):
    """The second one is told at once; after release the way is free."""
    lock = tmp_path / "mapp" / ".lock"
    held = disk.take_lock(lock)
    assert held is not None
    assert disk.take_lock(lock) is None
    disk.release_lock(lock, held)
    assert not lock.exists()
    again = disk.take_lock(lock)
    assert again is not None
    disk.release_lock(lock, again)


def test_a_lock_on_a_file_that_was_removed_meanwhile_is_no_lock(tmp_path, monkeypatch):
    """Who waits on the old file's lock must take the new file's instead."""
    lock = tmp_path / ".lock"
    removed = []
    real = disk.fcntl.flock

    def flock(descriptor, operation):
        if not removed:
            removed.append(lock.unlink())
        real(descriptor, operation)

    monkeypatch.setattr(disk.fcntl, "flock", flock)
    held = disk.take_lock(lock)
    assert held is not None
    assert lock.exists()
    assert disk.take_lock(lock) is None
    disk.release_lock(lock, held)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EROFS, StoreDown),
        (errno.EIO, StoreDown),
        (errno.ESTALE, StoreDown),
    ],
)
def test_the_systems_errors_leave_as_ours(code, error):
    """By what the caller must do."""

    def fail():
        raise OSError(code, "x")

    with pytest.raises(error), disk.translated():
        fail()


def test_the_mark_goes_first_when_a_tree_is_removed(tmp_path, monkeypatch):
    """A crash in the middle never leaves a version that looks whole."""
    (tmp_path / "p/a").mkdir(parents=True)
    for name in ("p/METS.xml", "p/a/x", "p/0"):
        (tmp_path / name).touch()
    monkeypatch.setattr(disk.shutil, "rmtree", lambda _folder: None)
    disk.remove_tree(tmp_path / "p", first="METS.xml")
    assert not (tmp_path / "p/METS.xml").exists()
    assert (tmp_path / "p/a/x").exists()
