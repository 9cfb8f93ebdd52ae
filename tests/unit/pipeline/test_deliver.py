# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A package is written as one file, whole or not at all, and over nothing."""

import errno
import hashlib
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from pipeline import deliver
from pipeline.deliver import export
from schemas.errors import BadInput, DiskFull, StoreDown, UnknownName
from schemas.order import EventKind
from schemas.package import PackageKind


def names_in(path):
    if path.suffix.lower() == ".tar":
        with tarfile.open(path) as archive:
            return sorted(archive.getnames())
    with zipfile.ZipFile(path) as archive:
        return sorted(archive.namelist())


@pytest.mark.parametrize("suffix", [".tar", ".zip", ".TAR"])
@pytest.mark.parametrize("kind", list(PackageKind))
def test_a_package_becomes_one_file(archive, package, tmp_path, kind, suffix):
    target = tmp_path / f"leverans{suffix}"
    written = export(archive, package.package_id, kind, target)
    assert written.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert written.size == target.stat().st_size
    assert f"{package.package_id}/METS.xml" in names_in(Path(written.path))
    event = archive.database.events.list()[-1]
    assert event.kind is EventKind.EXPORTED
    assert event.detail["kind"] == kind.value
    assert event.detail["sha256"] == written.sha256


def test_the_file_is_for_the_one_who_asked_only(archive, package, tmp_path):
    target = tmp_path / "leverans.tar"
    export(archive, package.package_id, PackageKind.DIP, target)
    assert target.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("leverans.rar", "på .tar eller .zip"),
        ("leverans", "på .tar eller .zip"),
        ("saknas/leverans.tar", "Mappen .* finns inte"),
        ("finns.tar", "finns redan och skrivs inte över"),
        ("länk.tar", "finns redan och skrivs inte över"),
    ],
)
def test_a_place_that_cannot_be_used_is_refused(
    archive, package, tmp_path, name, sentence
):
    (tmp_path / "finns.tar").write_bytes(b"kvar")
    (tmp_path / "länk.tar").symlink_to(tmp_path / "ingenstans")
    with pytest.raises(BadInput, match=sentence):
        export(archive, package.package_id, PackageKind.SIP, tmp_path / name)
    assert (tmp_path / "finns.tar").read_bytes() == b"kvar"


def test_a_file_that_appears_meanwhile_is_not_written_over(
    archive, package, tmp_path, monkeypatch
):
    target = tmp_path / "leverans.tar"
    real = deliver.export_package

    def write_and_be_overtaken(*args):
        real(*args)
        target.write_bytes(b"annans")

    monkeypatch.setattr(deliver, "export_package", write_and_be_overtaken)
    with pytest.raises(BadInput, match="finns redan"):
        export(archive, package.package_id, PackageKind.SIP, target)
    assert target.read_bytes() == b"annans"
    assert [path.name for path in tmp_path.glob("*lev*")] == ["leverans.tar"]


@pytest.mark.parametrize(
    ("number", "error"), [(errno.ENOSPC, DiskFull), (errno.EIO, StoreDown)]
)
def test_a_full_or_broken_disk_leaves_nothing(
    archive, package, tmp_path, monkeypatch, number, error
):
    def fail(files, package_id, kind, target, *_):
        target.write(b"en bit")
        raise OSError(number, os.strerror(number), f"{files}{package_id}{kind}")

    monkeypatch.setattr(deliver, "export_package", fail)
    folder = tmp_path / "ut"
    folder.mkdir()
    with pytest.raises(error):
        export(archive, package.package_id, PackageKind.SIP, folder / "leverans.zip")
    assert list(folder.iterdir()) == []


def test_where_files_cannot_be_linked_they_are_renamed(
    archive, package, tmp_path, monkeypatch
):
    def refuse(*_):
        raise OSError(errno.EPERM, "inga länkar här")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    target = tmp_path / "leverans.zip"
    export(archive, package.package_id, PackageKind.AIP, target)
    assert target.exists()
    assert list(tmp_path.glob(".leverans*")) == []


def test_an_unknown_package_is_refused(archive, tmp_path):
    with pytest.raises(UnknownName):
        export(archive, "finns-inte", PackageKind.AIP, tmp_path / "a.tar")
    assert list(tmp_path.glob("*.tar")) == []
