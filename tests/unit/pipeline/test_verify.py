# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A package that was changed, lost or never entered is found."""

import shutil

import pytest

from pipeline.verify import package_versions, verify_all, verify_package
from schemas.errors import UnknownName
from schemas.order import EventKind
from schemas.package import Severity


def folder_of(archive, package):
    store = archive.settings.home_folder / "packages"
    return store / package.package_id / "v1" / package.package_id


def spoil(path):
    """Change one byte, whatever the file's rights are."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.unlink()
    path.write_bytes(data)


def test_a_whole_package_is_found_whole(archive, package):
    report = verify_package(archive, package.package_id)
    assert report.is_valid
    assert report.findings == ()
    assert (report.files, report.warc_records) == (package.files, 2)
    event = archive.database.events.list()[-1]
    assert (event.kind, event.subject) == (EventKind.VERIFIED, package.package_id)
    assert event.detail["valid"] == "true"


@pytest.mark.parametrize(
    "path",
    [
        "METS.xml",
        "documentation/README.txt",
        "representations/items/data/items.xml",
        "representations/warc/data/capture.warc.gz",
    ],
)
def test_one_changed_byte_is_found(archive, package, path):
    spoil(folder_of(archive, package) / path)
    report = verify_package(archive, package.package_id)
    assert not report.is_valid
    assert archive.database.events.list()[-1].detail["valid"] == "false"


def test_a_mets_file_that_was_written_anew_is_found(archive, package):
    """Whole and valid in itself, but not the one that was stored."""
    mets = folder_of(archive, package) / "METS.xml"
    text = mets.read_text(encoding="utf-8")
    mets.unlink()
    mets.write_text(f"{text}\n", encoding="utf-8")
    report = verify_package(archive, package.package_id)
    assert [finding.rule for finding in report.findings] == ["AVBILD-METS"]
    assert not report.is_valid


def test_a_lost_package_is_found(archive, package):
    shutil.rmtree(folder_of(archive, package).parents[1])
    (report,) = verify_all(archive)
    (finding,) = report.findings
    assert finding.rule == "AVBILD-LOST"
    assert "inte i lagret" in finding.message


def test_a_package_that_the_database_does_not_know_is_found(
    archive, package, monkeypatch
):
    monkeypatch.setattr(archive.database.packages, "list", lambda *_: ())

    def unknown(*_):
        raise UnknownName(package.package_id)

    monkeypatch.setattr(archive.database.packages, "get", unknown)
    assert package_versions(archive) == [(package.package_id, 1)]
    (report,) = verify_all(archive)
    (finding,) = report.findings
    assert (finding.rule, finding.severity) == ("AVBILD-UNKNOWN", Severity.WARNING)
    assert report.is_valid


def test_an_unknown_package_is_refused(archive):
    with pytest.raises(UnknownName):
        verify_package(archive, "finns-inte")
    assert list(verify_all(archive)) == []


def test_an_unknown_version_is_refused(archive, package):
    with pytest.raises(UnknownName):
        verify_package(archive, package.package_id, 2)
