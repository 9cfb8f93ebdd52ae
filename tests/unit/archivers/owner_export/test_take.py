# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An export is taken into a capture as it came, or not at all."""

import errno
import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archivers.owner_export import ExportReading, OwnerExport, keeping
from archivers.owner_export.keeping import keep_parts, let_go
from archivers.owner_export.take import take_export
from archivers.platform import FoundProfile
from archivers.tools import CaptureTools, no_progress
from schemas.account import Account
from schemas.capture import FileRole
from schemas.errors import BadInput, DiskFull, Undecodable
from schemas.order import Progress
from tests.unit.archivers.owner_export.zip_bytes import Packed, write_zip

ACCOUNT = Account.model_validate(
    {
        "account_id": "biblioteket",
        "board_id": "ks",
        "platform": "facebook",
        "url": "https://www.facebook.com/biblioteket",
        "name": "Biblioteket",
    }
)


class Reads:
    """A platform that understands the files whose names begin with a."""

    name, version, hosts = "facebook", 1, ("www.facebook.com",)

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.read: list[str] = []

    def read_export(self, export: OwnerExport, account: Account) -> ExportReading:
        """Read every file."""
        assert account is ACCOUNT
        if self.fault:
            raise self.fault
        self.read = [export.open(name).read().decode() for name in export.members]
        known = frozenset(name for name in export.members if name.startswith("a"))
        return ExportReading("json", FoundProfile(), (), (), known | {"other"})


def tools(folder: Path, progress=no_progress) -> CaptureTools:
    return CaptureTools(
        clock=lambda: datetime(2026, 11, 23, tzinfo=UTC),
        new_id=lambda: "id",
        chromium=None,
        workspace=folder,
        progress=progress,
    )


@pytest.fixture
def brought(tmp_path) -> Path:
    """The folder where the owner has the export."""
    folder = tmp_path / "hämtat"
    folder.mkdir()
    return folder


@pytest.fixture
def folder(tmp_path) -> Path:
    """The capture's folder."""
    found = tmp_path / "capture"
    found.mkdir()
    return found


def test_an_export_is_kept_read_and_described(brought, folder):
    two = write_zip(brought, Packed(name=b"b.json"), name="fb-part-10.zip")
    one = write_zip(brought, Packed(name=b"a.json"), name="fb-part-2.zip")
    before = [(p.read_bytes(), p.stat().st_mode) for p in (one, two)]
    steps: list[Progress] = []
    platform = Reads()

    taken = take_export(
        platform, ACCOUNT, (two, one), folder, tools(folder, steps.append)
    )

    assert [file.path for file in taken.files] == ["export/1.zip", "export/2.zip"]
    assert {file.role for file in taken.files} == {FileRole.EXPORT}
    assert {file.mime_type for file in taken.files} == {"application/zip"}
    for file, path in zip(taken.files, (one, two), strict=True):
        kept = (folder / file.path).read_bytes()
        assert kept == path.read_bytes()
        assert file.sha256 == hashlib.sha256(kept).hexdigest()
        assert file.size == len(kept)
    assert before == [(p.read_bytes(), p.stat().st_mode) for p in (one, two)]
    assert platform.read == [Packed().data.decode()] * 2
    report = taken.report
    assert [part.name for part in report.parts] == ["fb-part-2.zip", "fb-part-10.zip"]
    assert (report.layout, report.understood) == ("json", 1)
    assert report.not_understood == ("b.json",)
    assert steps[-1] == Progress(step="Läser exporten")
    assert str(brought) not in report.model_dump_json()


@pytest.mark.parametrize(
    "fault", [BadInput("fel"), Undecodable("fel"), RuntimeError("fel")]
)
def test_nothing_is_kept_of_an_export_that_cannot_be_read(brought, folder, fault):
    path = write_zip(brought, Packed())
    with pytest.raises(type(fault)):
        take_export(Reads(fault), ACCOUNT, (path,), folder, tools(folder))
    assert list(folder.iterdir()) == []
    assert path.exists()


def test_nothing_is_kept_of_an_export_that_is_refused(brought, folder):
    good = write_zip(brought, Packed(), name="1.zip")
    bad = write_zip(brought, Packed(name=b"b", crc=1), name="2.zip")
    with pytest.raises(BadInput, match=r"”2\.zip” är skadad"):
        take_export(Reads(), ACCOUNT, (good, bad), folder, tools(folder))
    assert list(folder.iterdir()) == []
    assert sorted(p.name for p in brought.iterdir()) == ["1.zip", "2.zip"]


def test_a_file_given_twice_is_refused(brought, folder):
    path = write_zip(brought, Packed())
    link = brought / "länk.zip"
    link.symlink_to(path)
    with pytest.raises(BadInput, match="angiven två gånger"):
        keep_parts([path, link], folder, no_progress)
    assert list(folder.iterdir()) == []


def test_a_link_to_an_export_is_followed(brought, folder):
    path = write_zip(brought, Packed())
    link = brought / "länk.zip"
    link.symlink_to(path)
    (kept,) = keep_parts([link], folder, no_progress)
    assert kept.label == "länk.zip"
    assert kept.path.samefile(path)
    assert not kept.path.is_symlink()


@pytest.mark.parametrize("code", [errno.EXDEV, errno.EINVAL])
def test_a_part_on_another_disk_is_copied(brought, folder, monkeypatch, code):
    path = write_zip(brought, Packed(data=os.urandom(3_000_000)))
    told: list[Progress] = []

    def cannot(*_arguments: object, **_named: object) -> int:
        raise OSError(code, "no")

    monkeypatch.setattr(Path, "hardlink_to", _cannot_link)
    if code == errno.EINVAL:
        monkeypatch.setattr(os, "copy_file_range", cannot)
    (kept,) = keep_parts([path], folder, told.append)
    assert kept.path.read_bytes() == path.read_bytes()
    assert not kept.path.samefile(path)
    assert (told[-1].done, told[-1].total) == (3, 3)


def _cannot_link(_self: Path, _target: Path) -> None:
    raise OSError(errno.EXDEV, "another disk")


def test_a_part_that_finds_no_room_is_not_begun_on(brought, folder, monkeypatch):
    monkeypatch.setattr(Path, "hardlink_to", _cannot_link)
    monkeypatch.setattr(keeping.shutil, "disk_usage", lambda _: _Usage(free=10))
    with pytest.raises(DiskFull, match="får inte plats"):
        keep_parts([write_zip(brought, Packed())], folder, no_progress)
    assert list(folder.iterdir()) == []


class _Usage:
    def __init__(self, free: int) -> None:
        self.free = free


def test_letting_go_leaves_what_was_given(brought, folder):
    path = write_zip(brought, Packed())
    keep_parts([path], folder, no_progress)
    let_go(folder)
    let_go(folder)
    assert path.exists()
    assert list(folder.iterdir()) == []
