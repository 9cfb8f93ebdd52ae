# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""PDF/A-2b: written, checked, and called by that name only when the check approves.

The check is an allowlist: it approves what it knows to conform and denies the rest, so
an approval can be trusted and a denial may be a false alarm (ISO 19005-2 allows
gradients, which the check does not know). A denied file keeps its content but bears no
PDF/A mark, and the reasons stand in Swedish beside it.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pikepdf
from pikepdf import pdfa
from PIL import Image

from schemas.capture import PdfVerdict
from schemas.errors import Damaged

FLAVOUR = "2b"
CREATOR = "Avbild"

_REASONS = {
    "font-type3": "Text är ritad med färgade eller egna tecken (Type 3-teckensnitt).",
    "colour-space": "Sidan har toningar eller upprepade bakgrundsmönster.",
    "pattern": "Sidan har toningar eller upprepade bakgrundsmönster.",
    "shading": "Sidan har toningar eller upprepade bakgrundsmönster.",
    "schema-Resources": "Sidan har toningar eller upprepade bakgrundsmönster.",
    "schema-SoftMaskDict": "Sidan har genomskinliga masker som tonar ut innehållet.",
    "schema-Font": "Ett teckensnitt är lagrat på ett sätt som inte går att bekräfta.",
    "6.2.11.8-1": "Sidan visar tecken som saknas i sitt teckensnitt.",
    "6.2.11.4": "Ett teckensnitt är inte inbäddat i filen.",
    "6.2.11": "Ett teckensnitt följer inte kraven i PDF/A.",
    "6.2.8": "En bild är lagrad på ett sätt som PDF/A inte tillåter.",
}
_ORDER = sorted(_REASONS, key=len, reverse=True)


@dataclass(frozen=True)
class Label:
    """What a PDF says of itself; the time is given so that output can be repeated."""

    title: str
    created_at: datetime


@dataclass(frozen=True)
class Approval:
    """What the check said of a written file, and why in Swedish when it denied it."""

    verdict: PdfVerdict
    reasons: tuple[str, ...] = ()


def as_pdfa(source: bytes, label: Label) -> tuple[bytes, Approval]:
    """Make a PDF/A-2b of a PDF; if it is denied, a PDF that claims nothing.

    All of it happens in memory: on a full disk the PDF library does not raise, it ends
    the whole process.

    Raises:
        Damaged: the source is not a PDF with pages.
    """
    with _opened(source) as pdf:
        _drop_unknown_keys(pdf)
        _label(pdf, label)
        pdfa.prepare(pdf, FLAVOUR)
        _date_metadata(pdf, label.created_at)
        settings = pdfa.resolve_save_kwargs(FLAVOUR, deterministic_id=True)
        written = _saved(pdf, **settings)
    report = pdfa.validate_written(io.BytesIO(written), FLAVOUR, settings)
    if report.passed:
        return written, Approval(PdfVerdict.PDF_A_2B)
    return _plain(source, label), _denial(report)


def _plain(source: bytes, label: Label) -> bytes:
    """Begin anew from the source, as the other bears the marks of PDF/A already."""
    with _opened(source) as pdf:
        _label(pdf, label)
        return _saved(pdf, deterministic_id=True)


def _saved(pdf: pikepdf.Pdf, **settings: Any) -> bytes:  # noqa: ANN401 -- pikepdf's own
    written = io.BytesIO()
    pdf.save(written, **settings)
    return written.getvalue()


def demand_pages(content: bytes) -> None:
    """Let nothing count as written that is empty or has no pages.

    Raises:
        Damaged: it is not a PDF with pages.
    """
    _opened(content).close()


def pages_of_targets(source: bytes) -> dict[str, int]:
    """Say on which page, from 1, each linked place of a PDF stands.

    Raises:
        Damaged: the source is not a PDF with pages.
    """
    with _opened(source) as pdf:
        if "/Dests" not in pdf.Root:
            return {}
        numbers = {page.obj.objgen: at for at, page in enumerate(pdf.pages, start=1)}
        return {
            name.removeprefix("/"): numbers[place.as_list()[0].objgen]
            for name, place in pdf.Root["/Dests"].items()
        }


def _opened(source: bytes) -> pikepdf.Pdf:
    try:
        pdf = pikepdf.open(io.BytesIO(source))
    except pikepdf.PdfError as error:
        msg = "Webbläsaren skrev en PDF som inte går att öppna."
        raise Damaged(msg) from error
    if len(pdf.pages) == 0:
        msg = "Webbläsaren skrev en PDF utan sidor."
        raise Damaged(msg)
    return pdf


def _drop_unknown_keys(pdf: pikepdf.Pdf) -> None:
    """Delete what Chromium writes without meaning and the check does not know."""
    for name in ("/MarkInfo", "/ViewerPreferences"):
        entry = pdf.Root.get(name)
        if entry is not None and "/Type" in entry:
            del entry["/Type"]
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream):
            if each.get("/Subtype") == "/Image" and "/ColorTransform" in each:
                del each["/ColorTransform"]
        elif (
            isinstance(each, pikepdf.Dictionary) and "/SE" in each and "/Title" in each
        ):
            del each["/SE"]  # an outline item's link into the structure tree


def _label(pdf: pikepdf.Pdf, label: Label) -> None:
    date = pikepdf.models.metadata.encode_pdf_date(label.created_at)
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo["/Title"] = label.title
    pdf.docinfo["/Creator"] = CREATOR
    pdf.docinfo["/CreationDate"] = date
    pdf.docinfo["/ModDate"] = date
    pdf.Root["/Lang"] = pdf.Root.get("/Lang", pikepdf.String("sv"))
    pdf.Root["/ViewerPreferences"] = pikepdf.Dictionary(DisplayDocTitle=True)


def _date_metadata(pdf: pikepdf.Pdf, moment: datetime) -> None:
    """Set the metadata's own date to the given moment instead of the clock's."""
    with pdf.open_metadata(
        set_pikepdf_as_editor=False, update_docinfo=False
    ) as metadata:
        metadata["xmp:MetadataDate"] = moment.isoformat(timespec="seconds")


def _denial(report: pdfa.Report) -> Approval:
    verdict = (
        PdfVerdict.NOT_CHECKED if report.verdict == "not_checked" else PdfVerdict.FAILED
    )
    return Approval(verdict, _in_swedish(finding.rule for finding in report.findings))


def _in_swedish(rules: Iterable[str]) -> tuple[str, ...]:
    """Give each reason once, in the order that it was found."""
    return tuple(dict.fromkeys(_reason(rule) for rule in rules))


def _reason(rule: str) -> str:
    name = rule.partition(":")[2]
    known = next((key for key in _ORDER if name.startswith(key)), None)
    if known is not None:
        return _REASONS[known]
    return f"Filen har något som kontrollen inte godkänner (regel {name})."


def pictures_as_pdf(
    pictures: Sequence[bytes], size: tuple[float, float], margin: float, alt: str
) -> bytes:
    """Lay pictures (JPEG) on pages of one size (points), one a page, each with a text.

    `alt` is the alternative text with `{page}` and `{pages}`. The pages are tagged as
    figures, so that a screen reader says what they are.
    """
    pdf = pikepdf.new()
    document = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document)
    )
    figures = []
    for number, picture in enumerate(pictures, start=1):
        page = _picture_page(pdf, picture, size, margin)
        page.StructParents = number - 1
        text = alt.format(page=number, pages=len(pictures))
        figures.append(_figure(pdf, document, page, text))
    _tag(pdf, document, figures)
    return _saved(pdf)


def _picture_page(
    pdf: pikepdf.Pdf, picture: bytes, size: tuple[float, float], margin: float
) -> pikepdf.Dictionary:
    image = _jpeg(pdf, picture)
    scale = (size[0] - 2 * margin) / int(image.Width)
    width, height = int(image.Width) * scale, int(image.Height) * scale
    bottom = size[1] - margin - height
    content = (
        f"/Figure <</MCID 0>> BDC q {width:.3f} 0 0 {height:.3f} "
        f"{margin:.3f} {bottom:.3f} cm /Picture Do Q EMC"
    )
    page = pdf.add_blank_page(page_size=size).obj
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=image))
    page.Contents = pdf.make_stream(content.encode("ascii"))
    return page


def _jpeg(pdf: pikepdf.Pdf, picture: bytes) -> pikepdf.Stream:
    with Image.open(io.BytesIO(picture)) as image:
        width, height = image.size
    return pdf.make_stream(
        picture,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )


def _figure(
    pdf: pikepdf.Pdf, parent: pikepdf.Object, page: pikepdf.Object, text: str
) -> pikepdf.Object:
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.StructElem,
            S=pikepdf.Name.Figure,
            P=parent,
            Pg=page,
            K=0,
            Alt=pikepdf.String(text),
        )
    )


def _tag(
    pdf: pikepdf.Pdf, document: pikepdf.Object, figures: Sequence[pikepdf.Object]
) -> None:
    numbers = pikepdf.Array()
    for number, figure in enumerate(figures):
        numbers.append(number)
        numbers.append(pdf.make_indirect(pikepdf.Array([figure])))
    tree = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.StructTreeRoot,
            K=document,
            ParentTree=pdf.make_indirect(pikepdf.Dictionary(Nums=numbers)),
            ParentTreeNextKey=len(figures),
        )
    )
    document.P = tree
    document.K = pikepdf.Array(figures)
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
