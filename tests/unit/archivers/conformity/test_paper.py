# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The report is written as a page in one file and as PDF/A, or not at all."""

import pikepdf
import pytest

from archivers.chromium import find_chromium
from archivers.conformity import write_report
from tests.unit.archivers.conformity.conftest import PICTURES

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def test_a_report_is_a_page_and_pdf_a(report, tmp_path):
    """The emoji of a profile costs the file neither its words nor its approval."""
    first = report.accounts[0]
    found = first.findings[0].model_copy(update={"shown": "Välkommen 😀 سلام"})
    first = first.model_copy(update={"findings": (found, *first.findings[1:])})
    report = report.model_copy(update={"accounts": (first, *report.accounts[1:])})
    page, paper = write_report(
        report, PICTURES, tmp_path / "ut", find_chromium(None), tmp_path
    )
    assert page.name == "provning-ks-2026-11-02-1030.html"
    assert "😀" in page.read_text("utf-8")
    with pikepdf.open(paper) as pdf:
        assert pdf.open_metadata().pdfa_status == "2B"
        assert len(pdf.pages) == 4
        assert str(pdf.Root.Lang).lower().startswith("sv")
