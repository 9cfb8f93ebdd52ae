# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A capture becomes a package, whole or not at all."""

import errno
import hashlib
import json
from pathlib import Path

import pytest

from eark import build as build_module
from eark.build import build_package, health_report
from eark.items import write_items
from schemas.capture import CaptureFile, FileRole
from schemas.errors import (
    BadInput,
    Damaged,
    DigestMismatch,
    DiskFull,
    InvalidPackage,
    NotInPlan,
)
from schemas.package import PackageDescription
from tests.samples import PACKAGE_ID, FolderFiles


def build(description: PackageDescription, tmp_path: Path):
    target = tmp_path / "out" / PACKAGE_ID
    return build_package(description, tmp_path / "capture", target), FolderFiles(target)


def test_what_is_reported_is_what_lies_there(description, tmp_path):
    files, folder = build(description, tmp_path)
    assert [file.path for file in files] == list(folder.paths())
    for file in files:
        data = (folder.root / file.path).read_bytes()
        assert file.size == len(data)
        assert file.sha256 == hashlib.sha256(data).hexdigest()


def test_everything_of_the_capture_is_there(description, tmp_path):
    _, folder = build(description, tmp_path)
    content = [
        path.removeprefix("representations/")
        for path in folder.paths()
        if path.startswith("representations/") and "/data/" in path
    ]
    assert content == [
        "items/data/items.xml",
        "rendering/data/pdf/lasbar-handling.pdf",
        "rendering/data/pdf/sida-001.pdf",
        "rendering/data/screenshots/page-001.png",
        "warc/data/capture.warc.gz",
    ]


def test_the_same_capture_gives_the_same_bytes(description, tmp_path):
    first, _ = build(description, tmp_path)
    second = build_package(
        description, tmp_path / "capture", tmp_path / "again" / PACKAGE_ID
    )
    assert first == second


def test_mets_is_written_last(description, tmp_path, monkeypatch):
    order = []
    write = build_module.PackageFolder.write

    def note(self, path, data, mime_type):
        order.append(path)
        return write(self, path, data, mime_type)

    monkeypatch.setattr(build_module.PackageFolder, "write", note)
    build(description, tmp_path)
    assert order[-1] == "METS.xml"


def test_items_and_report_that_the_capture_lists_are_taken_as_they_are(
    description, tmp_path
):
    source = tmp_path / "capture"
    write_items(description.capture, source / "items.xml")
    (source / "capture.json").write_bytes(b'{"egen": true}\n')
    listed = [
        CaptureFile(
            path=name,
            role=role,
            mime_type=mime_type,
            size=len((source / name).read_bytes()),
            sha256=hashlib.sha256((source / name).read_bytes()).hexdigest(),
        )
        for name, role, mime_type in (
            ("items.xml", FileRole.ITEMS, "application/xml"),
            ("capture.json", FileRole.HEALTH, "application/json"),
        )
    ]
    capture = description.capture.model_copy(
        update={"files": (*description.capture.files, *listed)}
    )
    _, folder = build(description.model_copy(update={"capture": capture}), tmp_path)
    report = folder.root / "metadata/other/capture.json"
    assert report.read_bytes() == b'{"egen": true}\n'
    items = folder.root / "representations/items/data/items.xml"
    assert items.samefile(source / "items.xml")


def test_the_report_holds_the_capture_without_its_items(description):
    report = json.loads(health_report(description.capture))
    assert "items" not in report
    assert report["health"]["posts"] == {
        "expected": 2,
        "found": 2,
        "source": "profilsidan",
    }
    assert b"Kerstin" not in health_report(description.capture)


def test_the_folder_must_have_the_packages_name(description, tmp_path):
    with pytest.raises(BadInput):
        build_package(description, tmp_path / "capture", tmp_path / "other")


def test_a_file_that_changed_since_the_capture_stops_it(description, tmp_path):
    (tmp_path / "capture/warc/capture.warc.gz").write_bytes(b"changed")
    with pytest.raises(DigestMismatch):
        build(description, tmp_path)
    assert not (tmp_path / "out" / PACKAGE_ID).exists()


def test_a_missing_file_stops_it(description, tmp_path):
    (tmp_path / "capture/pdf/sida-001.pdf").unlink()
    with pytest.raises(Damaged):
        build(description, tmp_path)
    assert not (tmp_path / "out" / PACKAGE_ID).exists()


def test_a_row_that_the_plan_lacks_stops_it(description, tmp_path):
    row = description.plan_row.model_copy(update={"row_id": "row-9999"})
    with pytest.raises(NotInPlan):
        build(description.model_copy(update={"plan_row": row}), tmp_path)
    assert not (tmp_path / "out" / PACKAGE_ID).exists()


def test_items_that_break_their_schema_stop_it(description, tmp_path):
    capture = description.capture
    twice = capture.model_copy(update={"items": capture.items * 2})
    with pytest.raises(InvalidPackage):
        build(description.model_copy(update={"capture": twice}), tmp_path)
    assert not (tmp_path / "out" / PACKAGE_ID).exists()


def test_metadata_that_would_break_its_schema_stops_it(description, tmp_path):
    health = description.capture.health.model_copy(update={"pages_visited": -1})
    capture = description.capture.model_copy(update={"health": health})
    with pytest.raises(InvalidPackage, match="avbild-description"):
        build(description.model_copy(update={"capture": capture}), tmp_path)


def test_a_full_disk_stops_it_and_leaves_nothing(description, tmp_path, monkeypatch):
    def full(_self: Path, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(DiskFull):
        build(description, tmp_path)
    assert not (tmp_path / "out" / PACKAGE_ID).exists()


def test_a_capture_without_pictures_and_pages_is_packed_too(description, tmp_path):
    warc = tuple(f for f in description.capture.files if f.role is FileRole.WARC)
    capture = description.capture.model_copy(update={"files": warc})
    _, folder = build(description.model_copy(update={"capture": capture}), tmp_path)
    assert not (folder.root / "representations/rendering").exists()
