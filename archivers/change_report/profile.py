# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The profile before and after: texts and pictures side by side."""

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from archivers.change_report.marks import marked
from archivers.transcript.pictures import Thumbnail
from archivers.transcript.tables import sentences
from archivers.transcript.words import listed, swedish_day
from schemas.change_report import (
    ChangeReport,
    PictureState,
    ReportedPicture,
    ReportRow,
)
from schemas.profile import FieldVerdict, ProfileField

Copies = Mapping[str, Thumbnail]

CALM = frozenset({FieldVerdict.SAME, FieldVerdict.UNKNOWN})
PICTURES = frozenset({ProfileField.AVATAR, ProfileField.COVER})
WIDE = 2.2
"""A picture so many times wider than it is high is shown over the whole page."""

_ROW = Markup(
    '<section class="change {kind}"><h3>{label}{verdict}</h3>'
    '<div class="sides {shape}">{before}{after}</div>{figures}</section>'
)
_VERDICT = Markup(' <span class="state">{}</span>')
_SIDE = Markup('<div class="side"><p class="when">{when}</p>{body}</div>')
_TEXT = Markup('<div class="said" dir="auto">{}</div>')
_ABSENT = Markup('<p class="absent">{}</p>')
_FIGURE = Markup(
    '<figure><img src="{source}" width="{width}" height="{height}" alt="{text}">'
    "</figure>"
)
_FIGURES = Markup('<div class="figures">{}</div>')
_FIGURE_LINE = Markup("<p>{}</p>")
_BEFORE, _AFTER = "före", "efter"
_EMPTY = "Tomt"
_UNSEEN = "Syntes inte"
_UNREADABLE = "Bilden är sparad men går inte att visa här."
_STATES = {
    PictureState.NONE: "Ingen bild.",
    PictureState.LOST: (
        "Bilden fanns inte sparad. Plattformen tar bort en bild när den byts ut, så "
        "den går inte att få tillbaka."
    ),
}


def changed_rows(report: ChangeReport) -> list[ReportRow]:
    """Give the fields that changed, or may have."""
    return [row for row in report.rows if row.verdict not in CALM]


def profile_markup(report: ChangeReport, copies: Copies) -> Markup:
    """Write every field that changed, then name those that did not."""
    rows = changed_rows(report)
    written = [_row(report, row, copies) for row in rows]
    calm = sentences(_calm(report.rows))
    rest = Markup('<div class="calm">{}</div>').format(calm) if report.rows else ""
    return Markup().join(written) + rest


def _calm(rows: Iterable[ReportRow]) -> list[str]:
    by_verdict: dict[FieldVerdict, list[str]] = {each: [] for each in CALM}
    for row in rows:
        if row.verdict in CALM:
            by_verdict[row.verdict].append(row.field.label)
    named = {
        FieldVerdict.SAME: "Oförändrat: {}.",
        FieldVerdict.UNKNOWN: "Gick inte att jämföra: {}.",
    }
    return [
        said.format(listed(by_verdict[verdict]))
        for verdict, said in named.items()
        if by_verdict[verdict]
    ]


def _row(report: ChangeReport, row: ReportRow, copies: Copies) -> Markup:
    is_plain = row.verdict is FieldVerdict.CHANGED
    if row.field in PICTURES:
        bodies = _pictures(row, copies)
        shape = _shape(row, copies)
    else:
        bodies, shape = _texts(row), ""
    before, after = report.before, report.after
    last = f"Före, till och med {swedish_day(before.last_seen_at)}" if before else ""
    return _ROW.format(
        kind="pictured" if row.field in PICTURES else "",
        label=row.field.label,
        verdict="" if is_plain else _VERDICT.format(row.verdict.label),
        shape=shape,
        before=_SIDE.format(when=last or "Före", body=bodies[0]),
        after=_SIDE.format(
            when=f"Efter, från och med {swedish_day(after.first_seen_at)}",
            body=bodies[1],
        ),
        figures=_figures(row),
    )


def _texts(row: ReportRow) -> tuple[Markup, Markup]:
    if row.before and row.after:
        before, after = marked(row.before, row.after)
        return _TEXT.format(before), _TEXT.format(after)
    return _text(row.before), _text(row.after)


def _text(text: str | None) -> Markup:
    if text:
        return _TEXT.format(text)
    return _ABSENT.format(_UNSEEN if text is None else _EMPTY)


def _pictures(row: ReportRow, copies: Copies) -> tuple[Markup, Markup]:
    label = row.field.label
    return (
        _picture(row.before_picture, f"{label} {_BEFORE} ändringen", copies),
        _picture(row.after_picture, f"{label} {_AFTER} ändringen", copies),
    )


def _picture(picture: ReportedPicture | None, text: str, copies: Copies) -> Markup:
    if picture is None:
        return _ABSENT.format(_UNSEEN)
    if picture.state in _STATES:
        return _ABSENT.format(_STATES[picture.state])
    copy = copies.get(picture.sha256 or "")
    if copy is None:
        return _ABSENT.format(_UNREADABLE)
    return _FIGURE.format(
        source=copy.source, width=copy.width, height=copy.height, text=text
    )


def _shape(row: ReportRow, copies: Copies) -> str:
    """Lay wide pictures under each other: beside each other they would be strips."""
    pictures = (row.before_picture, row.after_picture)
    shown = [copies.get(each.sha256 or "") for each in pictures if each]
    is_wide = any(one and one.width > WIDE * one.height for one in shown)
    return "wide" if is_wide else ""


def _figures(row: ReportRow) -> Markup:
    """Give the distances by which the pictures were told apart, in small."""
    said = []
    if row.phash_distance is not None:
        said.append(f"Perceptuell hash: {row.phash_distance} av 64 bitar skiljer.")
    if row.tile_difference is not None:
        said.append(f"Största färgskillnad: {row.tile_difference} av 255.")
    named = (("före", row.before_picture), ("efter", row.after_picture))
    for when, picture in named:
        if picture and picture.sha256:
            said.append(f"SHA-256 {when}: {picture.sha256}")
    lines = Markup().join(map(_FIGURE_LINE.format, said))
    return _FIGURES.format(lines) if said else Markup()
