# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The change report with a real Chromium: PDF/A, readable, and the same every time."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pdfminer.high_level import extract_text
from pikepdf import pdfa

from archivers.change_report import write_change_report
from archivers.chromium import find_chromium
from schemas.capture import FileRole, PdfVerdict
from tests.sample_change_report import CONTENT, PICTURES, listed, sample_report

pytestmark = pytest.mark.e2e


def write(report, folder: Path):
    with TemporaryDirectory() as workspace:  # short, for the browser's socket
        return write_change_report(
            report, PICTURES, folder, find_chromium(None), Path(workspace)
        )


def test_the_report_becomes_a_readable_pdfa(tmp_path: Path):
    many = tuple(listed(f"comment-{number:05}", f"1.{number}") for number in range(60))
    content = CONTENT.model_copy(update={"missing": many})
    report = sample_report(content=content, account_name="Älmhults bibliotek 📚")
    file = write(report, tmp_path)
    target = tmp_path / file.path
    first = target.read_bytes()
    assert (file.path, file.role) == ("pdf/change-report.pdf", FileRole.CHANGE_REPORT)
    assert file.verdict is PdfVerdict.PDF_A_2B
    assert pdfa.validate_written(target, "2b").passed
    shown = " ".join(extract_text(io.BytesIO(first)).split())
    assert "Förändringsrapport" in shown
    assert "Vi har öppet måndag till lördag klockan 10–18." in shown
    assert all(each.item_id in shown for each in many)
    assert write(report, tmp_path) == file
    assert target.read_bytes() == first


def test_a_picture_that_is_no_picture_stops_nothing(tmp_path: Path):
    broken = dict.fromkeys(PICTURES, b"<html>")
    with TemporaryDirectory() as workspace:
        file = write_change_report(
            sample_report(), broken, tmp_path, find_chromium(None), Path(workspace)
        )
    shown = extract_text(str(tmp_path / file.path))
    assert "går inte att visa" in " ".join(shown.split())
