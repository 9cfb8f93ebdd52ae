# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A package folder is filled by links or copies, and hashed on the way."""

import errno
from pathlib import Path

import pytest

from eark import folder as folder_module
from eark.folder import PackageFolder, disk_errors, link_or_copy, measure, new_folder
from schemas.capture import CaptureFile, FileRole
from schemas.errors import BadInput, Damaged, DigestMismatch, DiskFull, StoreDown
from tests.samples import PACKED

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def captured(**changes: object) -> CaptureFile:
    record = CaptureFile(
        path="a.pdf", role=FileRole.PAGE_PDF, mime_type="x", size=3, sha256=ABC
    )
    return record.model_copy(update=changes)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "capture"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(b"abc")
    return folder


@pytest.fixture
def target(tmp_path: Path) -> PackageFolder:
    return PackageFolder(tmp_path / "package", PACKED)


def test_a_captured_file_is_placed_and_measured(source, target, tmp_path):
    stored = target.place_captured("data/a.pdf", source, captured(), "application/pdf")
    assert (stored.size, stored.sha256) == (3, ABC)
    assert (tmp_path / "package/data/a.pdf").read_bytes() == b"abc"
    assert [file.path for file in target.files()] == ["data/a.pdf"]


@pytest.mark.parametrize("changes", [{"size": 4}, {"sha256": "0" * 64}])
def test_a_file_that_changed_since_the_capture_is_refused(source, target, changes):
    with pytest.raises(DigestMismatch):
        target.place_captured("data/a.pdf", source, captured(**changes), "x")


def test_a_missing_file_is_damaged(source, target):
    with pytest.raises(Damaged, match=r"b\.pdf"):
        target.place("data/b.pdf", source / "b.pdf", "x")


def test_a_link_out_of_the_capture_is_not_followed(source, target):
    (source / "b.pdf").symlink_to(source / "a.pdf")
    with pytest.raises(Damaged):
        target.place("data/b.pdf", source / "b.pdf", "x")


def test_two_files_may_not_have_one_place(source, target):
    target.write("a", b"1", "text/plain")
    with pytest.raises(Damaged):
        target.place("a", source / "a.pdf", "x")


def test_a_file_is_linked_on_the_same_disk(source, tmp_path):
    link_or_copy(source / "a.pdf", tmp_path / "b.pdf")
    assert (tmp_path / "b.pdf").samefile(source / "a.pdf")


def test_a_file_is_copied_when_it_cannot_be_linked(source, tmp_path, monkeypatch):
    def refuse(_self: Path, _target: Path) -> None:
        raise OSError(errno.EXDEV, "other disk")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    link_or_copy(source / "a.pdf", tmp_path / "b.pdf")
    assert (tmp_path / "b.pdf").read_bytes() == b"abc"
    assert not (tmp_path / "b.pdf").samefile(source / "a.pdf")


def test_a_large_file_is_measured_in_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(folder_module, "_CHUNK", 2)
    (tmp_path / "a").write_bytes(b"abc")
    assert measure(tmp_path / "a") == (3, ABC)


def test_a_folder_that_is_there_is_never_written_over(tmp_path):
    with pytest.raises(BadInput), new_folder(tmp_path):
        pass


def fill_half(root: Path, error: BaseException) -> None:
    with new_folder(root):
        (root / "half").write_bytes(b"")
        raise error


@pytest.mark.parametrize("error", [Damaged("x"), KeyboardInterrupt()])
def test_a_folder_that_could_not_be_filled_is_taken_away(tmp_path, error):
    root = tmp_path / "p"
    with pytest.raises(type(error)):
        fill_half(root, error)
    assert not root.exists()


@pytest.mark.parametrize(
    ("number", "error"),
    [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EIO, StoreDown)],
)
def test_what_the_disk_says_is_translated(number, error):
    with pytest.raises(error), disk_errors():
        raise OSError(number, "the disk")
