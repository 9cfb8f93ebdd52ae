# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The readable record with a real Chromium: always PDF/A, and nothing left out."""

import subprocess
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from pikepdf import pdfa

from archivers import transcript
from archivers.chromium import find_chromium
from archivers.transcript import TranscriptCover, write_transcript
from archivers.transcript.volumes import volumes_of
from schemas.capture import FileRole, PdfVerdict
from schemas.item import ItemKind
from tests.samples import (
    PACKAGE_ID,
    plan_reference,
    sample_account,
    sample_board,
    sample_capture,
    sample_order,
    sample_plan,
)

pytestmark = pytest.mark.e2e

SCRIPTS = "مرحبا بالعالم שלום עולם 中文评论 สวัสดี नमस्ते Привет Γειά 👩‍👩‍👧 \u202ebak"


def write(capture, folder, name="Älmhults bibliotek 📚"):
    [file] = volumes(capture, folder, name)
    return file


def volumes(capture, folder, name="Älmhults bibliotek 📚"):
    cover = TranscriptCover(
        account=sample_account().model_copy(update={"name": name}),
        board=sample_board(),
        order=sample_order(),
        plan=sample_plan(),
        plan_row=plan_reference("row-0017"),
        package_id=PACKAGE_ID,
    )
    with TemporaryDirectory() as workspace:  # short, for the browser's socket
        yield from write_transcript(
            capture, cover, folder, find_chromium(None), Path(workspace)
        )


def tool(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def words(path):
    return " ".join(tool("pdftotext", "-layout", str(path), "-").split())


def test_the_sample_account_becomes_a_readable_pdfa(tmp_path):
    """Approved, clean to another tool, numbered, named, and the same every time."""
    capture = sample_capture(tmp_path)
    file = write(capture, tmp_path)
    path = tmp_path / "pdf" / "transcript.pdf"
    first = path.read_bytes()
    assert (file.path, file.role) == ("pdf/transcript.pdf", FileRole.TRANSCRIPT)
    assert file.verdict is PdfVerdict.PDF_A_2B
    assert pdfa.validate_written(path, "2b").passed
    tool("qpdf", "--check", str(path))
    about = tool("pdfinfo", str(path))
    assert "läsbar handling, 2 mars 2026" in about
    with pikepdf.open(path) as pdf:
        pages = len(pdf.pages)
    assert f"Pages:           {pages}\n" in about
    shown = words(path)
    assert f"Sida 1 av {pages}" in shown
    assert f"Sida {pages} av {pages}" in shown
    assert shown.count(PACKAGE_ID) >= pages
    assert write(capture, tmp_path) == file
    assert path.read_bytes() == first


def test_five_hundred_comments_and_every_script_are_all_there(tmp_path):
    """Long threads, long words, right-to-left text, and scripts without a font."""
    capture = sample_capture(tmp_path)
    comment = capture.items[1]
    many = tuple(
        comment.model_copy(
            update={
                "item_id": f"m{number}",
                "kind": ItemKind.COMMENT,
                "position": 10 + number,
                "author": f"Person {number} {SCRIPTS if number % 50 == 0 else ''}",
                "body": f"Kommentar-{number:04}-slut "
                + (f"{SCRIPTS} {'L' * 400}" if number % 50 == 0 else "med text. 😀"),
            }
        )
        for number in range(500)
    )
    longer = capture.model_copy(update={"items": capture.items + many})
    file = write(longer, tmp_path)
    assert file.verdict is PdfVerdict.PDF_A_2B
    shown = words(tmp_path / file.path)
    missing = [n for n in range(500) if f"Kommentar-{n:04}-slut" not in shown]
    assert missing == []
    for item in capture.items:
        for line in item.body.replace("\x0b", "\n").replace("📚", "").split("\n"):
            assert " ".join(line.split()) in shown


def test_a_large_account_has_its_words_in_volumes(tmp_path, monkeypatch):
    """Each is a PDF/A of its own, and together they say what one would."""
    capture = sample_capture(tmp_path)
    whole = words(tmp_path / write(capture, tmp_path).path)
    monkeypatch.setattr(transcript, "volumes_of", partial(volumes_of, most=2))
    files = list(volumes(capture, tmp_path))
    assert [file.path for file in files] == [
        "pdf/transcript.pdf",
        "pdf/transcript-2.pdf",
        "pdf/transcript-3.pdf",
    ]
    assert {file.verdict for file in files} == {PdfVerdict.PDF_A_2B}
    parts = [words(tmp_path / file.path) for file in files]
    for item in capture.items:
        opening = " ".join(item.body.split()[:2])
        assert opening in whole
        assert opening in " ".join(parts)
    assert "Om fångsten" in parts[0]
    assert "del 3 av 3" in parts[2]
