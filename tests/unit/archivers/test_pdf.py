# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages on paper with a real Chromium: PDF/A only when approved."""

import base64
import io
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._f_v_a_r import Axis, table__f_v_a_r
from pikepdf import pdfa
from PIL import Image, ImageDraw

from archivers.pdf import _cuts, html_pdf, page_pdf
from schemas.capture import FileRole, PdfVerdict
from schemas.errors import Damaged

WHEN = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
HEAD = '<!doctype html><html lang="sv"><meta charset="utf-8"><title>x</title>'
GRADIENT = '<div style="height:90px;background:linear-gradient(red,blue)">Toning</div>'


SVG_GRADIENT = (
    '<svg><linearGradient id="g"><stop/></linearGradient>'
    '<rect fill="url(#g)" width="9" height="9"/></svg>'
)
MASK = (
    '<div style="width:90px;height:90px;background:red;'
    'mask-image:linear-gradient(black,transparent)">'
)


def tool(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def is_approved(path):
    return pdfa.validate_written(path, "2b").passed


def sheet_sizes(path):
    with pikepdf.open(path) as pdf:
        return {
            (round(float(p.mediabox[2])), round(float(p.mediabox[3])))
            for p in pdf.pages
        }


def printed(page, tmp_path, html):
    page.set_content(HEAD + html)
    return page_pdf(page, tmp_path / "pdf" / "page.pdf", "Sidan – åäö", WHEN)


def test_cuts_fall_between_lines_of_text():
    """A line of letters is not divided between two sheets."""
    chunk = Image.new("RGB", (50, 300), "white")
    ImageDraw.Draw(chunk).rectangle((5, 95, 45, 110), fill="black")
    assert list(_cuts(chunk, 100, to_the_end=True)) == [95, 195, 295, 300]
    assert list(_cuts(chunk, 100, to_the_end=False)) == [95, 195, 295]


def test_a_picture_without_a_quiet_row_is_cut_where_the_sheet_ends():
    """A photograph has no line of one colour."""
    chunk = Image.effect_noise((50, 250), 90).convert("RGB")
    assert list(_cuts(chunk, 100, to_the_end=True)) == [100, 200, 250]
    assert list(_cuts(chunk.crop((0, 0, 50, 100)), 100, to_the_end=True)) == [100]


@pytest.mark.e2e
def test_a_plain_page_is_one_pdfa_with_tags_links_and_text(page, tmp_path):
    """Checked by the library that wrote it and by two tools that did not."""
    html = '<h1>Älmhult 😀</h1><p>Snön <a href="https://almhult.example/">röjs</a>.</p>'
    (file,) = printed(page, tmp_path, html)
    path = tmp_path / file.path
    assert (file.path, file.role) == ("pdf/page.pdf", FileRole.PAGE_PDF)
    assert (file.verdict, file.reasons) == (PdfVerdict.PDF_A_2B, ())
    assert not file.is_raster
    assert path.stat().st_size == file.size > 0
    assert is_approved(path)
    tool("qpdf", "--check", str(path))
    assert "Älmhult" in tool("pdftotext", str(path), "-")
    about = tool("pdfinfo", str(path))
    assert "Title:           Sidan – åäö" in about
    assert "Pages:           1\n" in about
    assert "Tagged:          yes" in about
    with pikepdf.open(path) as pdf:
        links = [each for each in pdf.pages[0].Annots if "/A" in each]
        assert str(links[0].A.URI) == "https://almhult.example/"


@pytest.mark.e2e
def test_a_film_does_not_cost_the_page_its_pdfa(page, tmp_path):
    """The buttons that the browser paints over it are gradients."""
    (file,) = printed(page, tmp_path, "<video controls width=400></video>")
    assert file.verdict is PdfVerdict.PDF_A_2B


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (GRADIENT, "toningar"),
        (SVG_GRADIENT, "toningar"),
        (MASK, "masker"),
    ],
)
def test_what_cannot_be_approved_is_kept_as_pdf_with_a_raster_pdfa(
    page, tmp_path, html, reason
):
    """Both files under their right names: text in one, approved form in the other."""
    vector, raster = printed(page, tmp_path, f"<p>Läsbar text</p>{html}")
    assert vector.verdict is PdfVerdict.NOT_CHECKED
    assert any(reason in each for each in vector.reasons)
    assert not is_approved(tmp_path / vector.path)
    assert b"pdfaid" not in (tmp_path / vector.path).read_bytes()
    assert "Läsbar text" in tool("pdftotext", str(tmp_path / vector.path), "-")
    assert (raster.path, raster.is_raster) == ("pdf/page-raster.pdf", True)
    assert (raster.verdict, raster.reasons) == (PdfVerdict.PDF_A_2B, ())
    assert is_approved(tmp_path / raster.path)
    tool("qpdf", "--check", str(tmp_path / raster.path))


@pytest.mark.e2e
def test_a_page_of_60_000_pixels_is_many_sheets_in_both_files(page, tmp_path):
    """Never one tall page; nothing is lost at the end."""
    lines = "".join(
        f'<p style="height:100px;margin:0">Rad {number}</p>' for number in range(600)
    )
    body = f'<body style="margin:0">{GRADIENT}{lines}<p id="end">SLUTET</p>'
    vector, raster = printed(page, tmp_path, body)
    for file in (vector, raster):
        path = tmp_path / file.path
        (size,) = sheet_sizes(path)
        assert size in {(595, 842), (596, 843)}
        with pikepdf.open(path) as pdf:
            assert 30 <= len(pdf.pages) <= 40
        tool("qpdf", "--check", str(path))
    words = tool("pdftotext", str(tmp_path / vector.path), "-").split()
    assert words.count("Rad") == 600
    assert words[-1] == "SLUTET"
    assert raster.verdict is PdfVerdict.PDF_A_2B


@pytest.mark.e2e
def test_a_fixed_header_is_printed_once(page, tmp_path):
    """Chromium prints what is fixed on every sheet."""
    html = (
        '<header style="position:fixed;top:0">FASTHUVUD</header>'
        '<div style="height:9000px"></div>'
    )
    (file,) = printed(page, tmp_path, html)
    text = tool("pdftotext", str(tmp_path / file.path), "-")
    assert text.count("FASTHUVUD") == 1


@pytest.mark.e2e
def test_the_page_is_printed_as_on_screen(page, tmp_path):
    """Print styles would hide what the visitor saw; the width is the screen's."""
    html = """<style>@media print { .a { display: none } }
      @media (max-width: 1000px) { .b { display: none } }</style>
      <p class="a">SKÄRM</p><p class="b">BRED</p>"""
    (file,) = printed(page, tmp_path, html)
    text = tool("pdftotext", str(tmp_path / file.path), "-")
    assert "SKÄRM" in text
    assert "BRED" in text


@pytest.mark.e2e
def test_many_emoji_and_bold_signs_are_approved(page, tmp_path):
    """Colour glyphs and painted-on bold are what Chromium writes as Type 3."""
    row = "<p>😀 👩‍👩‍👧 🇸🇪 1️⃣ ❤️ <b>☎ ☀ 🙏 中文</b> <i>👏🏽</i></p>"
    (file,) = printed(page, tmp_path, row * 120)
    assert file.verdict is PdfVerdict.PDF_A_2B
    assert "Type 3" not in tool("pdffonts", str(tmp_path / file.path))
    with pikepdf.open(tmp_path / file.path) as pdf:
        images = {
            each.objgen
            for each in pdf.objects
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        }
    assert len(images) < 60, "each emoji is stored once, not 120 times"


def variable_font():
    """A font with one letter and an axis for its weight, made here."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({ord("A"): "A"})
    pen = TTGlyphPen(None)
    for point in ((50, 0), (50, 700), (550, 700), (550, 0)):
        (pen.lineTo if pen.points else pen.moveTo)(point)
    pen.closePath()
    square = pen.glyph()
    builder.setupGlyf({".notdef": square, "A": square})
    builder.setupHorizontalMetrics({".notdef": (600, 50), "A": (600, 50)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Axel", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    axis = Axis()
    axis.axisTag, axis.axisNameID = "wght", 256
    axis.minValue, axis.defaultValue, axis.maxValue = 100, 400, 900
    table = table__f_v_a_r()
    table.axes, table.instances = [axis], []
    builder.font["fvar"] = table
    builder.font["name"].setName("Weight", 256, 3, 1, 0x409)
    builder.setupGvar({"A": [], ".notdef": []})
    written = io.BytesIO()
    builder.save(written)
    return base64.b64encode(written.getvalue()).decode()


@pytest.mark.e2e
def test_a_web_font_with_axes_gives_an_approved_file(page, tmp_path):
    """Whichever way Chromium writes it, one of the files is PDF/A."""
    html = (
        "<style>@font-face { font-family: Axel; font-weight: 100 900; "
        f"src: url(data:font/ttf;base64,{variable_font()}) }}</style>"
        '<p style="font:730 40px Axel">AAA</p>'
    )
    files = printed(page, tmp_path, html)
    assert page.evaluate("document.fonts.check('40px Axel')")
    assert files[-1].verdict is PdfVerdict.PDF_A_2B
    assert all(is_approved(tmp_path / each.path) for each in files[-1:])


@pytest.mark.e2e
def test_own_html_is_always_pdfa(browser, tmp_path):
    """The same HTML gives the same bytes."""
    html = HEAD + "<p>Hej 😀 中 \ue000</p>"
    target = tmp_path / "pdf" / "own.pdf"
    first = html_pdf(html, target, "Egen", browser, WHEN)
    bytes_first = target.read_bytes()
    second = html_pdf(html, target, "Egen", browser, WHEN)
    assert first == second
    assert target.read_bytes() == bytes_first
    assert first.role is FileRole.TRANSCRIPT
    assert is_approved(target)


@pytest.mark.e2e
def test_own_html_that_is_not_approved_is_an_error_and_leaves_no_file(
    browser, tmp_path
):
    """The transcript is PDF/A or it is not there."""
    target = tmp_path / "pdf" / "own.pdf"
    with pytest.raises(Damaged, match="toningar"):
        html_pdf(HEAD + GRADIENT, target, "Egen", browser, WHEN)
    assert not target.exists()


@pytest.mark.e2e
def test_own_html_reaches_nothing_and_runs_nothing(browser, tmp_path):
    """Its text comes from strangers."""
    html = HEAD + (
        '<p id="p">Kvar</p><script>document.getElementById("p").remove()</script>'
        '<img src="http://127.0.0.1:9/x.png" onerror="document.body.remove()" alt="">'
    )
    file = html_pdf(html, tmp_path / "pdf" / "own.pdf", "Egen", browser, WHEN)
    assert "Kvar" in tool("pdftotext", str(tmp_path / file.path), "-")


@pytest.mark.e2e
def test_page_numbers_are_filled_in(browser, tmp_path):
    """What a table of contents says is where the heading stands."""
    html = HEAD + (
        "<style>@page { size: A4 } h1 { break-before: page }</style>"
        '<a href="#a">A <b data-page-of="a"></b></a> <a href="#b">B '
        '<b data-page-of="b"></b></a><i data-page-of="none">?</i>'
        '<h1 id="a">Ett</h1><h1>Mellan</h1><h1 id="b">Två</h1>'
    )
    file = html_pdf(html, tmp_path / "pdf" / "own.pdf", "Egen", browser, WHEN)
    path = str(Path(tmp_path / file.path))
    first = tool("pdftotext", "-l", "1", path, "-").split()
    assert "".join(first) == "A2B4"
