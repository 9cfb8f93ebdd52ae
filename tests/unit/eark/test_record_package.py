# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The certificate's own package: valid, whole, and found to be changed if it is."""

import hashlib
from pathlib import Path

import pytest

from archivers.warc_check import check_warc
from eark.certificate import write_certificate
from eark.check import check_package
from eark.mets_read import read_mets
from eark.record_package import (
    DATA_PATH,
    SIGNED_NAME,
    build_record_package,
    record_package_id,
)
from schemas.capture import CaptureFile, FileRole, PdfVerdict
from schemas.errors import BadInput, Damaged, DigestMismatch
from tests.sample_gallring import DECISION_ID, ISSUED, sample_certificate
from tests.samples import FolderFiles, MemoryFiles, sample_board, sample_pdf

PACKAGE = f"gallring-{DECISION_ID}"


def sources(folder: Path) -> CaptureFile:
    folder.mkdir()
    write_certificate(sample_certificate(), folder / "certificate.xml")
    (folder / SIGNED_NAME).write_text("{}", encoding="utf-8")
    data = sample_pdf("Gallringsprotokoll")
    (folder / "certificate.pdf").write_bytes(data)
    return CaptureFile(
        path="certificate.pdf",
        role=FileRole.TRANSCRIPT,
        mime_type="application/pdf",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        verdict=PdfVerdict.PDF_A_2B,
    )


@pytest.fixture
def record(tmp_path: Path) -> MemoryFiles:
    pdf = sources(tmp_path / "source")
    target = tmp_path / PACKAGE
    build_record_package(
        sample_certificate(), sample_board(), tmp_path / "source", pdf, target
    )
    return MemoryFiles.of(FolderFiles(target))


def rules(files: MemoryFiles) -> set[str]:
    report = check_package(files, PACKAGE, check_warc, lambda _: None)
    return {finding.rule for finding in report.findings}


def test_the_package_passes_our_own_check(record: MemoryFiles):
    assert rules(record) == set()
    names = {p.removeprefix(f"{DATA_PATH}/") for p in record.paths() if DATA_PATH in p}
    assert names == {"certificate.json", "certificate.pdf", "certificate.xml"}


def test_it_is_an_aip_of_the_board_named_after_the_decision(record: MemoryFiles):
    mets = read_mets(record.content["METS.xml"])
    assert mets.object_id == record_package_id(DECISION_ID) == PACKAGE
    assert mets.created == ISSUED
    assert [agent.name for agent in mets.agents] == [
        "Avbild",
        "Kultur- och fritidsnämnden, Älmhults kommun",
    ]


def test_it_says_nothing_of_items_but_their_ids(record: MemoryFiles):
    for data in record.content.values():
        for gone in ("Påhittad", "19121212"):
            assert gone.encode() not in data


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        (f"{DATA_PATH}/certificate.xml", "certificate-schema"),
        (f"{DATA_PATH}/certificate.pdf", "file-checksum"),
        (f"{DATA_PATH}/certificate.json", "file-checksum"),
        ("metadata/descriptive/avbild.xml", "description-schema"),
    ],
)
def test_what_was_changed_is_found(record: MemoryFiles, path: str, rule: str):
    data = record.content[path]
    cut = data[: len(data) // 2]
    record.content[path] = cut if rule.endswith("schema") else b"\0" + data[1:]
    assert rule in rules(record)


def test_a_file_that_is_missing_or_changed_stops_it(tmp_path: Path):
    pdf = sources(tmp_path / "source")
    target = tmp_path / PACKAGE
    arguments = (sample_certificate(), sample_board(), tmp_path / "source")
    wrong = pdf.model_copy(update={"sha256": "0" * 64})
    with pytest.raises(DigestMismatch):
        build_record_package(*arguments, wrong, target)
    (tmp_path / "source" / SIGNED_NAME).unlink()
    with pytest.raises(Damaged):
        build_record_package(*arguments, pdf, target)
    assert not target.exists()


def test_it_wants_the_right_name_and_a_pdf_that_will_last(tmp_path: Path):
    pdf = sources(tmp_path / "source")
    arguments = (sample_certificate(), sample_board(), tmp_path / "source")
    with pytest.raises(BadInput, match="heta som"):
        build_record_package(*arguments, pdf, tmp_path / "another")
    poor = pdf.model_copy(update={"verdict": PdfVerdict.FAILED})
    with pytest.raises(BadInput, match="PDF/A"):
        build_record_package(*arguments, poor, tmp_path / PACKAGE)
