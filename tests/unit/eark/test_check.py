# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The checker passes a good package, and finds each fault that is planted in one."""

import hashlib
from typing import BinaryIO, Self

import pytest

from eark import check
from eark.check import check_package
from schemas.package import CheckReport, Finding, Severity
from tests.samples import PACKAGE_ID, FolderFiles, MemoryFiles

METS = "METS.xml"
WARC = "representations/warc/data/capture.warc.gz"
WARC_METS = "representations/warc/METS.xml"
PREMIS = "metadata/preservation/premis.xml"
DESCRIPTION = "metadata/descriptive/avbild.xml"
ITEMS = "representations/items/data/items.xml"
README = "documentation/README.txt"


def whole_warc(_stream: BinaryIO, _name: str) -> tuple[int, list[Finding]]:
    return 2, []


def run(files: MemoryFiles | FolderFiles, package_id: str = PACKAGE_ID) -> CheckReport:
    return check_package(files, package_id, whole_warc, lambda _progress: None)


def faults(files: MemoryFiles) -> set[tuple[str, str]]:
    return {(finding.rule, finding.path) for finding in run(files).findings}


def change(files: MemoryFiles, path: str, old: bytes, new: bytes) -> None:
    """Change a file behind the package's back."""
    assert old in files.content[path]
    files.content[path] = files.content[path].replace(old, new)


def edit(files: MemoryFiles, path: str, old: bytes, new: bytes) -> None:
    """Change a file as a forger would: every METS that lists it follows suit."""
    before = files.content[path]
    change(files, path, old, new)
    relist(files, before, files.content[path])


def relist(files: MemoryFiles, before: bytes, after: bytes) -> None:
    for mets in [path for path in files.paths() if path.endswith(METS)]:
        text = files.content[mets]
        old = f'SIZE="{len(before)}" CREATED="2026-03-02T08:18:00Z" CHECKSUM="'
        old += hashlib.sha256(before).hexdigest()
        new = f'SIZE="{len(after)}" CREATED="2026-03-02T08:18:00Z" CHECKSUM="'
        new += hashlib.sha256(after).hexdigest()
        if old.encode() in text:
            files.content[mets] = text.replace(old.encode(), new.encode())
            relist(files, text, files.content[mets])


def test_a_package_as_we_build_it_is_valid(built: FolderFiles):
    report = run(built)
    assert report.findings == ()
    assert report.is_valid
    assert report.files == len(list(built.paths()))
    assert report.bytes == sum(built.size(path) for path in built.paths())
    assert report.warc_records == 2


@pytest.mark.parametrize("path", [WARC, README, PREMIS, DESCRIPTION, ITEMS, WARC_METS])
def test_a_changed_byte_is_found(package: MemoryFiles, path: str):
    data = bytearray(package.content[path])
    data[-2] ^= 1
    package.content[path] = bytes(data)
    assert ("file-checksum", path) in faults(package)


def test_a_changed_byte_is_found_in_every_file(package: MemoryFiles):
    for path in package.paths():
        whole = package.content[path]
        package.content[path] = whole[:-1] + bytes([whole[-1] ^ 1])
        assert not run(package).is_valid, path
        package.content[path] = whole


@pytest.mark.parametrize("path", [WARC, README, "schemas/mets.xsd", DESCRIPTION])
def test_a_missing_file_is_found(package: MemoryFiles, path: str):
    del package.content[path]
    assert faults(package) == {("file-missing", path)}


def test_a_file_that_nothing_lists_is_found(package: MemoryFiles):
    package.content["representations/warc/data/extra.warc.gz"] = b""
    assert faults(package) == {
        ("file-orphan", "representations/warc/data/extra.warc.gz")
    }


def test_a_wrong_size_is_found(package: MemoryFiles):
    size = f'SIZE="{len(package.content[README])}"'.encode()
    change(package, METS, size, b'SIZE="7"')
    assert faults(package) == {("file-size", README)}


@pytest.mark.parametrize("path", [WARC, README, ITEMS, PREMIS])
def test_a_file_cut_short_is_found(package: MemoryFiles, path: str):
    package.content[path] = package.content[path][:-40]
    assert {("file-size", path), ("file-checksum", path)} <= faults(package)


@pytest.mark.parametrize("data", [b"", b"<mets", b"<mets/>"])
def test_a_mets_cut_short_is_found(package: MemoryFiles, data: bytes):
    package.content[METS] = data
    report = run(package)
    assert not report.is_valid
    assert report.files == len(package.content)


def test_a_package_without_mets_is_no_package(package: MemoryFiles):
    del package.content[METS]
    assert faults(package) == {("mets-missing", METS)}


def test_an_empty_package_is_no_package():
    assert faults(MemoryFiles()) == {("mets-missing", METS)}


def test_another_folder_name_is_found(package: MemoryFiles):
    rules = {finding.rule for finding in run(package, "annat-paket").findings}
    assert rules == {"object-id", "description-schema"}


def test_a_representation_with_another_name_is_found(package: MemoryFiles):
    edit(package, WARC_METS, b'OBJID="warc"', b'OBJID="wacz"')
    assert faults(package) == {("object-id", WARC_METS)}


def first_id(files: MemoryFiles, tag: str) -> bytes:
    return files.content[METS].split(tag.encode() + b' ID="')[1].split(b'"')[0]


def test_an_id_used_twice_is_found(package: MemoryFiles):
    other = first_id(package, "mets:fileSec")
    change(package, METS, first_id(package, "mets:structMap"), other)
    assert ("id-duplicate", METS) in faults(package)


@pytest.mark.parametrize("tag", ["mets:fileGrp", "mets:dmdSec", "mets:digiprovMD"])
def test_a_reference_to_nothing_is_found(package: MemoryFiles, tag: str):
    old = first_id(package, tag)
    change(package, METS, b' ID="' + old, b' ID="x' + old)
    rules = {finding.rule for finding in run(package).findings}
    assert "reference-dangling" in rules


def test_a_pointer_to_a_mets_that_is_not_listed_is_found(package: MemoryFiles):
    old = (
        b'mets:mptr LOCTYPE="URL" xlink:type="simple" xlink:href="representations/warc'
    )
    change(package, METS, old, old.replace(b"/warc", b"/borta"))
    found = faults(package)
    assert ("reference-dangling", METS) in found
    assert ("file-orphan", WARC) in found


def test_a_file_listed_twice_is_found(package: MemoryFiles):
    change(package, METS, b"schemas/xml.xsd", b"schemas/mets.xsd")
    assert faults(package) == {
        ("file-twice", "schemas/mets.xsd"),
        ("file-orphan", "schemas/xml.xsd"),
    }


@pytest.mark.parametrize(
    "href",
    [
        b"../../etc/passwd",
        b"/etc/passwd",
        b"%2e%2e/%2e%2e/etc/passwd",
        b"file:///etc/passwd",
        b"http://exempel.example/README.txt",
        b"documentation/%52EADME.txt",
        b"documentation//README.txt",
    ],
)
def test_a_path_that_leads_astray_is_found(package: MemoryFiles, href: bytes):
    change(package, METS, b"documentation/README.txt", href)
    assert faults(package) == {("path-hostile", METS), ("file-orphan", README)}


def test_a_representation_may_not_point_into_another(package: MemoryFiles):
    edit(package, WARC_METS, b"data/capture", b"../items/data/items.xml?")
    assert ("path-hostile", WARC_METS) in faults(package)


def test_another_kind_of_checksum_is_found(package: MemoryFiles):
    change(package, METS, b'CHECKSUMTYPE="SHA-256"', b'CHECKSUMTYPE="MD5"')
    assert ("checksum-type", README) in faults(package)


@pytest.mark.parametrize(
    ("path", "old", "new", "rule"),
    [
        (PREMIS, b"eventDateTime", b"eventDay", "premis-schema"),
        (DESCRIPTION, b"<legalBasis>", b"<legalBasis bra='ja'>", "description-schema"),
        (ITEMS, b'byAccount="true"', b'byAccount="kanske"', "items-schema"),
        (WARC_METS, b"<mets:structMap ", b"<mets:structMap KIND='x' ", "mets-schema"),
        (
            PREMIS,
            b"<premis:premis ",
            b"<!DOCTYPE x []><premis:premis ",
            "premis-schema",
        ),
    ],
)
def test_metadata_that_breaks_its_schema_is_found(
    package: MemoryFiles, path: str, old: bytes, new: bytes, rule: str
):
    edit(package, path, old, new)
    assert faults(package) == {(rule, path)}


def test_a_mets_that_breaks_the_schema_is_found(package: MemoryFiles):
    change(package, METS, b"<mets:metsHdr ", b"<mets:metsHdr FEL='x' ")
    assert faults(package) == {("mets-schema", METS)}


def test_a_mets_with_a_document_type_is_not_read(package: MemoryFiles):
    change(package, METS, b"<mets:mets ", b"<!DOCTYPE mets []><mets:mets ")
    assert ("mets-unreadable", METS) in faults(package)


def test_a_mets_too_large_to_hold_is_not_read(package: MemoryFiles, monkeypatch):
    monkeypatch.setattr(check, "_LARGEST_METS", 100)
    assert ("mets-unreadable", METS) in faults(package)


def test_a_premis_link_to_nothing_is_found(package: MemoryFiles):
    old = b"<premis:linkingAgentIdentifierValue>software/avbild/0.1.0"
    edit(package, PREMIS, old, old + b"0")
    assert faults(package) == {("reference-dangling", PREMIS)}


def test_a_premis_part_described_twice_is_found(package: MemoryFiles):
    old = b"<premis:eventIdentifierValue>avbild-almhult-0001/event/derivation<"
    edit(package, PREMIS, old, old.replace(b"derivation", b"capture"))
    assert ("id-duplicate", PREMIS) in faults(package)


def test_a_package_without_its_description_is_found(package: MemoryFiles):
    data = package.content[METS]
    start, end = data.index(b"  <mets:dmdSec"), data.index(b"  <mets:amdSec")
    section = data[start:end].split(b'ID="')[1].split(b'"')[0]
    bare = data[:start] + data[end:]
    package.content[METS] = bare.replace(b' DMDID="' + section + b'"', b"")
    del package.content[DESCRIPTION]
    assert faults(package) == {("content-missing", DESCRIPTION)}


def test_what_the_warc_check_finds_is_in_the_report(package: MemoryFiles):
    finding = Finding(
        rule="warc-digest", severity=Severity.ERROR, path=WARC, message="Fel."
    )
    seen = []

    def broken(stream: BinaryIO, name: str) -> tuple[int, list[Finding]]:
        seen.append((name, stream.read(2)))
        return 1, [finding]

    report = check_package(package, PACKAGE_ID, broken, lambda _progress: None)
    assert seen == [(WARC, b"\x1f\x8b")]
    assert report.findings == (finding,)
    assert report.warc_records == 1


def test_a_web_archive_that_hides_its_type_is_checked_too(package: MemoryFiles):
    old = b'MIMETYPE="application/warc"'
    edit(package, WARC_METS, old, b'MIMETYPE="image/png"')
    assert run(package).warc_records == 2


def test_progress_goes_from_nothing_to_all(package: MemoryFiles):
    told = []
    check_package(package, PACKAGE_ID, whole_warc, told.append)
    steps = [progress.done for progress in told]
    assert steps[0] == 0
    assert steps == sorted(steps)
    assert steps[-1] == told[-1].total


def test_content_is_read_piece_by_piece(package: MemoryFiles, monkeypatch):
    largest = 0
    opened = package.open

    class Watched:
        def __init__(self, path: str) -> None:
            self._stream = opened(path)

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_error: object) -> None:
            self._stream.close()

        def read(self, size: int = -1) -> bytes:
            nonlocal largest
            assert size > 0
            largest = max(largest, size)
            return self._stream.read(size)

    def open_file(path: str) -> object:
        return opened(path) if path.endswith(METS) else Watched(path)

    monkeypatch.setattr(package, "open", open_file)
    assert run(package).is_valid
    assert 0 < largest <= 1024 * 1024


def test_every_sentence_is_swedish_and_ends_as_one(package: MemoryFiles):
    del package.content[WARC]
    package.content["extra"] = b""
    change(package, METS, b"documentation/README.txt", b"../x")
    for finding in run(package).findings:
        assert finding.message[0].isupper()
        assert finding.message.endswith(".")
