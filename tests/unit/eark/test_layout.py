# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each file of a capture has its place in the package."""

import pytest

from eark.layout import (
    REPRESENTATIONS,
    data_path,
    file_format,
    mime_type,
    representation_of,
)
from schemas.capture import CaptureFile, FileRole, PdfVerdict
from schemas.errors import Damaged


def captured(
    path: str, role: FileRole, verdict: PdfVerdict | None = None
) -> CaptureFile:
    return CaptureFile(
        path=path,
        role=role,
        mime_type="application/gzip",
        size=1,
        sha256="0" * 64,
        verdict=verdict,
    )


@pytest.mark.parametrize(
    ("path", "role", "place"),
    [
        ("warc/a.warc.gz", FileRole.WARC, "data/a.warc.gz"),
        ("a.warc.gz", FileRole.WARC, "data/a.warc.gz"),
        ("warc", FileRole.WARC, "data/warc"),
        ("pdf/a.pdf", FileRole.PAGE_PDF, "data/pdf/a.pdf"),
        ("screenshots/a.png", FileRole.SCREENSHOT, "data/screenshots/a.png"),
        ("items.xml", FileRole.ITEMS, "data/items.xml"),
    ],
)
def test_a_file_lies_under_data_as_it_lay_in_the_capture(path, role, place):
    assert data_path(captured(path, role)) == place


@pytest.mark.parametrize("path", ["/etc/passwd", "../x", "pdf/../../x", "", "a\\b"])
def test_a_path_out_of_the_capture_is_damaged(path):
    with pytest.raises(Damaged):
        data_path(captured(path, FileRole.PAGE_PDF))


def test_every_role_but_the_health_report_has_one_representation():
    for role in FileRole:
        kinds = [kind for kind in REPRESENTATIONS if role in kind.roles]
        assert len(kinds) == (0 if role is FileRole.HEALTH else 1)
        assert representation_of(role) is (kinds[0] if kinds else None)


@pytest.mark.parametrize(
    ("verdict", "key"),
    [
        (PdfVerdict.PDF_A_2B, "fmt/477"),
        (PdfVerdict.FAILED, None),
        (PdfVerdict.NOT_CHECKED, None),
        (None, None),
    ],
)
def test_only_a_checked_pdf_is_called_pdf_a(verdict, key):
    found = file_format(captured("a.pdf", FileRole.PAGE_PDF, verdict))
    assert found.pronom_key == key
    assert (found.name == "PDF/A-2b") is (verdict is PdfVerdict.PDF_A_2B)


def test_a_gzipped_warc_is_a_warc():
    warc = captured("warc/a.warc.gz", FileRole.WARC)
    assert mime_type(warc) == "application/warc"
    assert file_format(warc).pronom_key == "fmt/1281"
    assert mime_type(captured("a.pdf", FileRole.PAGE_PDF)) == "application/gzip"
