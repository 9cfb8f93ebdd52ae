# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The certificate with a real Chromium: PDF/A, readable, and the same every time."""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pikepdf import pdfa

from archivers.certificate import write_certificate_pdf
from archivers.chromium import find_chromium
from schemas.capture import PdfVerdict
from tests.sample_gallring import sample_certificate

pytestmark = pytest.mark.e2e


def write(certificate, target: Path):
    with TemporaryDirectory() as workspace:  # short, for the browser's socket
        return write_certificate_pdf(
            certificate, target, find_chromium(None), Path(workspace)
        )


def words(path: Path) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    return " ".join(done.stdout.split())


def test_the_certificate_becomes_a_readable_pdfa(tmp_path: Path):
    target = tmp_path / "certificate.pdf"
    ids = tuple(f"comment-{number:05}" for number in range(300))
    certificate = sample_certificate(item_ids=ids)
    file = write(certificate, target)
    first = target.read_bytes()
    assert (file.path, file.verdict) == ("certificate.pdf", PdfVerdict.PDF_A_2B)
    assert pdfa.validate_written(target, "2b").passed
    shown = words(target)
    assert "Gallringsprotokoll" in shown
    assert "Genomförd och bevisad" in shown
    assert all(each in shown for each in ids)
    assert write(certificate, target) == file
    assert target.read_bytes() == first
