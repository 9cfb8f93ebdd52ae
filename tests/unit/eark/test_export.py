# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A package leaves the store as one file, whole, and only if it is undamaged."""

import errno
import io
import tarfile
import zipfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree

from eark.check import check_package
from eark.export import export_package
from eark.mets import NoteType
from eark.mets_read import read_mets
from eark.mets_xml import CSIP, METS
from eark.profile import PROFILES
from schemas.errors import Damaged, DigestMismatch, DiskFull
from schemas.package import PackageKind
from tests.samples import EXPORTED, PACKAGE_ID, PACKED, FolderFiles, MemoryFiles

WARC = "representations/warc/data/capture.warc.gz"
README = "documentation/README.txt"
METS_FILES = {"METS.xml"} | {
    f"representations/{name}/METS.xml" for name in ("items", "rendering", "warc")
}


class OneWay(io.RawIOBase):
    """A target that cannot seek, such as a pipe or a socket."""

    def __init__(self) -> None:
        super().__init__()
        self.data = b""

    def writable(self) -> bool:
        """Say that it can be written."""
        return True

    def write(self, data: bytes) -> int:
        """Keep what is written."""
        self.data += bytes(data)
        return len(data)


def exported(files, kind: PackageKind, archive: str, moment=EXPORTED) -> bytes:
    target = OneWay()
    export_package(files, PACKAGE_ID, kind, target, archive, moment)
    return target.data


def entries(data: bytes, archive: str) -> dict[str, bytes]:
    if archive == "tar":
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            streams = {entry.name: tar.extractfile(entry) for entry in tar}
            return {name: s.read() if s else b"" for name, s in streams.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def unpacked(data: bytes, archive: str, folder: Path) -> FolderFiles:
    for name, content in entries(data, archive).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    assert [path.name for path in folder.iterdir()] == [PACKAGE_ID]
    return FolderFiles(folder / PACKAGE_ID)


def same_files(left: FolderFiles, right: FolderFiles, paths: Iterable[str]) -> bool:
    return all(
        (left.root / path).read_bytes() == (right.root / path).read_bytes()
        for path in paths
    )


@pytest.mark.parametrize("archive", ["tar", "zip"])
def test_an_aip_leaves_as_it_lies(built, tmp_path, archive):
    data = exported(built, PackageKind.AIP, archive)
    out = unpacked(data, archive, tmp_path)
    assert list(out.paths()) == list(built.paths())
    assert same_files(built, out, built.paths())


@pytest.mark.parametrize("archive", ["tar", "zip"])
@pytest.mark.parametrize("kind", [PackageKind.SIP, PackageKind.DIP])
def test_a_sip_and_a_dip_differ_in_mets_only_and_pass_the_check(
    built, tmp_path, archive, kind
):
    out = unpacked(exported(built, kind, archive), archive, tmp_path)
    assert list(out.paths()) == list(built.paths())
    assert same_files(built, out, set(built.paths()) - METS_FILES)
    report = check_package(out, PACKAGE_ID, lambda *_: (2, []), lambda _: None)
    assert report.findings == ()
    for path in METS_FILES:
        root = etree.parse(out.root / path).getroot()
        header = root.find(f"{{{METS}}}metsHdr")
        assert header is not None
        assert header.get(f"{{{CSIP}}}OAISPACKAGETYPE") == kind.name


def test_a_sip_names_creator_and_submitter_as_its_specification_asks(built, tmp_path):
    out = unpacked(exported(built, PackageKind.SIP, "tar"), "tar", tmp_path)
    mets = read_mets((out.root / "METS.xml").read_bytes())
    assert mets.profile == PROFILES[PackageKind.SIP]
    assert (mets.created, mets.record_status) == (EXPORTED, "NEW")
    assert [(agent.role, agent.agent_type) for agent in mets.agents] == [
        ("CREATOR", "OTHER"),
        ("ARCHIVIST", "ORGANIZATION"),
        ("CREATOR", "ORGANIZATION"),
    ]
    creator, submitter = mets.agents[1:]
    assert submitter.name == creator.name
    assert submitter.note_type is NoteType.IDENTIFICATION_CODE


def test_a_dip_has_its_profile_and_no_submitter(built, tmp_path):
    out = unpacked(exported(built, PackageKind.DIP, "zip"), "zip", tmp_path)
    mets = read_mets((out.root / "METS.xml").read_bytes())
    assert mets.profile == PROFILES[PackageKind.DIP]
    assert len(mets.agents) == 2
    assert mets.record_status is None


@pytest.mark.parametrize("archive", ["tar", "zip"])
@pytest.mark.parametrize("kind", list(PackageKind))
def test_the_same_package_and_time_give_the_same_bytes(built, archive, kind):
    first = exported(built, kind, archive)
    assert exported(built, kind, archive) == first
    later = exported(built, kind, archive, EXPORTED + timedelta(days=1))
    assert later != first


def test_a_target_that_can_seek_gets_a_readable_zip(built, tmp_path):
    path = tmp_path / "p.zip"
    with path.open("wb") as target:
        export_package(built, PACKAGE_ID, PackageKind.AIP, target, "zip", EXPORTED)
    unpacked(path.read_bytes(), "zip", tmp_path / "out")


def test_every_entry_has_the_time_of_delivery_and_no_owner(built):
    data = exported(built, PackageKind.AIP, "tar")
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        for entry in tar:
            assert entry.mtime == int(EXPORTED.timestamp())
            assert (entry.uid, entry.gid, entry.uname, entry.mode) == (0, 0, "", 0o644)
    data = exported(built, PackageKind.AIP, "zip")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for info in packed.infolist():
            assert info.date_time == EXPORTED.timetuple()[:6]
            assert info.compress_type == zipfile.ZIP_STORED


@pytest.mark.parametrize("archive", ["tar", "zip"])
@pytest.mark.parametrize("path", [WARC, README, "representations/warc/METS.xml"])
@pytest.mark.parametrize("fault", ["changed", "short", "long", "empty"])
def test_a_damaged_file_is_never_delivered(package: MemoryFiles, archive, path, fault):
    data = package.content[path]
    package.content[path] = {
        "changed": bytes([data[0] ^ 1]) + data[1:],
        "short": data[:-1],
        "long": data + b"x",
        "empty": b"",
    }[fault]
    with pytest.raises(DigestMismatch):
        exported(package, PackageKind.AIP, archive)


@pytest.mark.parametrize("archive", ["tar", "zip"])
@pytest.mark.parametrize("path", [WARC, "METS.xml", "representations/warc/METS.xml"])
def test_a_missing_file_is_damage(package: MemoryFiles, archive, path):
    del package.content[path]
    with pytest.raises(Damaged):
        exported(package, PackageKind.AIP, archive)


def test_a_file_that_mets_does_not_list_stays_behind(package: MemoryFiles, tmp_path):
    package.content["documentation/hemligt.txt"] = b"x"
    out = unpacked(exported(package, PackageKind.AIP, "zip"), "zip", tmp_path)
    assert "documentation/hemligt.txt" not in list(out.paths())


@pytest.mark.parametrize("archive", ["tar", "zip"])
def test_a_full_disk_is_said_so(built, archive):
    class Full(OneWay):
        def write(self, data: bytes) -> int:
            if len(self.data) > 20_000:
                raise OSError(errno.ENOSPC, "full")
            return super().write(data)

    with pytest.raises(DiskFull):
        export_package(built, PACKAGE_ID, PackageKind.AIP, Full(), archive, EXPORTED)


@pytest.mark.parametrize("archive", ["tar", "zip"])
def test_files_are_read_piece_by_piece(package: MemoryFiles, archive, monkeypatch):
    largest = 0
    opened = package.open

    class Watched(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            nonlocal largest
            assert size is not None
            assert size >= 0
            largest = max(largest, size)
            return super().read(size)

    def open_file(path: str):
        if path.endswith("METS.xml"):
            return opened(path)
        return Watched(package.content[path])

    monkeypatch.setattr(package, "open", open_file)
    exported(package, PackageKind.AIP, archive)
    assert 0 < largest <= 1024 * 1024


def test_the_package_keeps_the_day_it_was_made_as_aip(built, tmp_path):
    out = unpacked(exported(built, PackageKind.AIP, "tar"), "tar", tmp_path)
    assert read_mets((out.root / "METS.xml").read_bytes()).created == PACKED
