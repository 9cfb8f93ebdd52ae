# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sheet with a real Chromium: PDF/A, readable, with the pictures of the package."""

import io
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from pikepdf import pdfa
from PIL import Image

from archivers.chromium import find_chromium
from archivers.registration import write_registration_pdf
from schemas.capture import FileRole, PdfVerdict
from schemas.item import Media
from tests.registration_samples import sample_sheet
from tests.sample_files import captured, warc_record
from tests.samples import sample_capture

pytestmark = pytest.mark.e2e

RECORD = "urn:uuid:0a1f3c6e-7e62-4f0a-9d6d-2f0c7a1f0b09"
ADDRESS = "https://bilder.torget.example/hylla.png"


def with_picture(folder: Path):
    """Give the sample with a picture, which stands in a web archive in a folder."""
    stream = io.BytesIO()
    Image.effect_noise((160, 100), 80).convert("RGB").save(stream, "PNG")
    head = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"
    fields = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<{RECORD}>",
        "WARC-Date": "2026-03-02T08:15:02Z",
        "WARC-Target-URI": ADDRESS,
        "Content-Type": "application/http; msgtype=response",
    }
    content = warc_record(fields, head + stream.getvalue())
    path, kind = "warc/capture.warc.gz", "application/warc"
    capture = sample_capture(folder)
    file = captured(folder, path, content, FileRole.WARC, kind)
    media = Media(url=ADDRESS, alternative_text="En bokhylla", warc_record=RECORD)
    item = sample_sheet().items[0].model_copy(update={"media": (media,)})
    sheet = sample_sheet().model_copy(update={"items": (item,)})
    return sheet, capture.model_copy(update={"files": (file,)})


def write(sheet, capture, originals, target: Path):
    with TemporaryDirectory() as workspace:  # short, for the browser's socket
        chromium = find_chromium(None)
        return write_registration_pdf(
            sheet, capture, originals, target, chromium, Path(workspace)
        )


def words(path: Path) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    return " ".join(done.stdout.split())


def pictures_in(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return sum(len(page.get_images()) for page in pdf.pages)


def test_the_sheet_becomes_a_readable_pdfa_with_its_picture(tmp_path):
    sheet, capture = with_picture(tmp_path)
    secret = sheet.registration.model_copy(update={"secrecy": "OSL 21:7"})
    sheet = sheet.model_copy(update={"registration": secret})
    target = tmp_path / "underlag.pdf"
    file = write(sheet, capture, tmp_path, target)
    assert (file.path, file.verdict) == ("underlag.pdf", PdfVerdict.PDF_A_2B)
    assert pdfa.validate_written(target, "2b").passed
    shown = words(target)
    for part in (
        *("Öppettider på lördag", "Ahmed Uppdiktad", "Sekretessmarkerad"),
        *("När öppnar biblioteket egentligen på lördag?", "En bokhylla"),
    ):
        assert part in shown
    assert pictures_in(target) == 1
    first = target.read_bytes()
    write(sheet, capture, tmp_path, target)
    assert target.read_bytes() == first


def test_a_picture_that_is_not_in_the_package_is_named(tmp_path):
    sheet, capture = with_picture(tmp_path)
    target = tmp_path / "underlag.pdf"
    write(sheet, capture, None, target)
    assert pictures_in(target) == 0
    assert ADDRESS in words(target)
