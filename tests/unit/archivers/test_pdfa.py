# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""PDF/A is written, checked, and called by that name only when approved."""

import io
from datetime import UTC, datetime

import pikepdf
import pytest
from pikepdf import pdfa
from PIL import Image

from archivers.pdfa import (
    Label,
    as_pdfa,
    demand_pages,
    pages_of_targets,
    pictures_as_pdf,
)
from schemas.capture import PdfVerdict
from schemas.errors import Damaged

LABEL = Label("Ett konto – åäö", datetime(2026, 11, 22, 13, 5, tzinfo=UTC))
A4 = (595.276, 841.89)


def pdf_with(content=b"", resources=None):
    """A PDF of one page with the given content."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=A4).obj
    page.Resources = resources or pikepdf.Dictionary()
    page.Contents = pdf.make_stream(content)
    written = io.BytesIO()
    pdf.save(written)
    return written.getvalue()


def jpeg(shape=(60, 40)):
    written = io.BytesIO()
    Image.new("RGB", shape, "navy").save(written, "JPEG")
    return written.getvalue()


def test_an_approved_file_says_that_it_is_pdfa():
    """Title, dates and the mark of PDF/A-2b are in the file."""
    written, approval = as_pdfa(pdf_with(b"1 0 0 RG 9 9 99 99 re S"), LABEL)
    assert approval.verdict is PdfVerdict.PDF_A_2B
    assert pdfa.validate_written(io.BytesIO(written), "2b").passed
    with pikepdf.open(io.BytesIO(written)) as pdf, pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "2B"
        assert metadata["dc:title"] == LABEL.title
        assert metadata["xmp:CreateDate"].startswith("2026-11-22T13:05:00")
        assert str(pdf.docinfo["/Title"]) == LABEL.title
        assert str(pdf.Root.Lang) == "sv"


def test_an_unknown_construct_is_not_called_pdfa():
    """A gradient: the reason stands in Swedish, and the file claims nothing."""
    source = pdf_with(
        b"/Pattern cs /P scn 0 0 99 99 re f",
        pikepdf.Dictionary(
            Pattern=pikepdf.Dictionary(
                P=pikepdf.Dictionary(PatternType=2, Shading=pikepdf.Dictionary())
            )
        ),
    )
    written, approval = as_pdfa(source, LABEL)
    assert approval.verdict is PdfVerdict.NOT_CHECKED
    assert approval.reasons == ("Sidan har toningar eller upprepade bakgrundsmönster.",)
    assert b"pdfaid" not in written
    with pikepdf.open(io.BytesIO(written)) as pdf:
        assert "/OutputIntents" not in pdf.Root
        assert str(pdf.docinfo["/Title"]) == LABEL.title


def test_a_violation_is_a_failure_with_its_rule():
    """A font that is not embedded breaks the standard."""
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Times
    )
    resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    written, approval = as_pdfa(pdf_with(b"BT /F 9 Tf (Hej) Tj ET", resources), LABEL)
    assert approval.verdict is PdfVerdict.FAILED
    assert approval.reasons
    assert b"pdfaid" not in written


def test_the_same_source_gives_the_same_bytes():
    """No clock and no chance in the file."""
    source = pdf_with(b"0 g 9 9 99 99 re f")
    assert as_pdfa(source, LABEL) == as_pdfa(source, LABEL)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"<html>"])
def test_what_is_not_a_pdf_is_damaged(content):
    """A zero-byte file never counts as written."""
    with pytest.raises(Damaged, match="PDF"):
        demand_pages(content)


def test_a_pdf_without_pages_is_damaged():
    """It opens, but there is nothing in it."""
    written = io.BytesIO()
    pikepdf.new().save(written)
    with pytest.raises(Damaged, match="utan sidor"):
        demand_pages(written.getvalue())


def test_pictures_become_tagged_pages_that_are_approved():
    """One picture a page, on A4, each with a text for those who cannot see it."""
    source = pictures_as_pdf(
        [jpeg(), jpeg((60, 80))], A4, 28.0, "Sida {page} av {pages}"
    )
    written, approval = as_pdfa(source, LABEL)
    assert approval.verdict is PdfVerdict.PDF_A_2B
    with pikepdf.open(io.BytesIO(written)) as pdf:
        figures = pdf.Root.StructTreeRoot.K.K
        assert [str(each.Alt) for each in figures] == ["Sida 1 av 2", "Sida 2 av 2"]
        assert len(pdf.pages) == 2
        assert all(float(page.mediabox[3]) < 842 for page in pdf.pages)


def test_a_pdf_without_linked_places_has_none():
    """Page numbers are asked for only where something is linked."""
    assert pages_of_targets(pdf_with()) == {}
