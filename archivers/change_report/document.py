# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The change report as one page of HTML: what changed first, then when, why and who."""

from pathlib import Path

from markupsafe import Markup

from archivers.change_report.content import amounts_of, content_markup
from archivers.change_report.profile import (
    Copies,
    changed_rows,
    profile_markup,
)
from archivers.transcript.document import STYLE as COMMON_STYLE
from archivers.transcript.front import Fact, facts, group
from archivers.transcript.tables import sentences
from archivers.transcript.words import (
    counted,
    css_text,
    listed,
    swedish_day,
    swedish_moment,
)
from schemas.change_report import ChangeReport, ReportedSight
from schemas.profile import ProfileChange

STYLE = Path(__file__).with_name("change_report.css").read_text(encoding="utf-8")

_PAGE = Markup(
    '<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; '
    'img-src data:; style-src &#39;unsafe-inline&#39;"><title>{title}</title>'
    "<style>{style}{running}</style></head>"
    '<body class="record">{body}</body></html>'
)
_RUNNING = (
    "@page {{ @top-left {{ content: {account}; }} @top-right {{ content: {kind}; }}"
    " @bottom-left {{ content: {mark}; }} }}"
)
_FRONT = Markup(
    '<section class="front"><header class="letterhead">'
    '<div><p class="municipality">{municipality}</p><p class="board">{board}</p></div>'
    '<p class="kind">Upprättad {made}</p></header>'
    "<h1>Förändringsrapport</h1>"
    '<p class="about-what"><bdi>{account}</bdi><br>{url}</p></section>'
)
_VERDICT = Markup('<div class="verdict {kind}"><strong>{title}</strong>{text}</div>')
_SENTENCE = Markup("<p>{}</p>")
_PAIR = Markup('<div class="pair">{}{}</div>')
_CHANGED = "Det här ändrades"
_NO_PROFILE = "Profilen är densamma som förut."
_NOT_SEEN = "Profilen gick inte att jämföra."
_ALL_THERE = "Allt innehåll från den förra arkiveringen finns kvar på plattformen."
_READING = """
Rapporten jämför kontot som det är i det här arkivpaketet med hur det såg ut tidigare.
Ord som är borta är överstrukna, och ord som är nya är understrukna.

Ett fält som inte syntes vid något av tillfällena räknas varken som ändrat eller
borttaget.

Inlägg och kommentarer nämns med nummer och beteckning, men inte med text, datum eller
avsändare. Det står i det tidigare arkivpaketet.
"""


def report_title(report: ChangeReport) -> str:
    """Give the document's title, which viewers and registers show."""
    day = swedish_day(report.captured_at)
    return f"{report.account_name} – förändringsrapport, {day}"


def report_markup(report: ChangeReport, copies: Copies) -> str:
    """Write the whole report as HTML that needs nothing from elsewhere."""
    body = (
        _front(report),
        _verdict(report),
        _part("Profilen före och efter", profile_markup(report, copies)),
        content_markup(report),
        _part("Att känna till", sentences(report.notes) if report.notes else Markup()),
        _PAIR.format(
            _part("När det sågs", facts(_sights(report))),
            _part("Arkiveringen", facts(_order(report))),
        ),
        _part("Så läses rapporten", sentences(_READING.strip().split("\n\n"))),
    )
    return _PAGE.format(
        title=report_title(report),
        style=Markup(COMMON_STYLE + STYLE),  # noqa: S704 -- the project's own files
        running=_running(report),
        body=Markup().join(body),
    )


def _running(report: ChangeReport) -> Markup:
    rules = _RUNNING.format(
        account=css_text(f"{report.account_name} – {report.board}"),
        kind=css_text("Förändringsrapport"),
        mark=css_text(report.package_id),
    )
    return Markup(rules)  # noqa: S704 -- css_text leaves nothing that can break out


def _front(report: ChangeReport) -> Markup:
    return _FRONT.format(
        municipality=report.municipality,
        board=report.board,
        made=swedish_moment(report.made_at),
        account=report.account_name,
        url=report.url,
    )


def _part(title: str, body: Markup) -> Markup:
    return group(title, body, level="h2") if body else Markup()


def _verdict(report: ChangeReport) -> Markup:
    """Say in a few sentences what changed."""
    said = [_profile_sentence(report), *_content_sentences(report)]
    is_calm = not changed_rows(report) and not _is_lacking(report)
    return _VERDICT.format(
        kind="calm" if is_calm else ("lacking" if _is_lacking(report) else "changed"),
        title="Inget har ändrats"
        if is_calm and report.before
        else "Det här ändrades"
        if not is_calm
        else "Det gick inte att jämföra",
        text=Markup().join(map(_SENTENCE.format, filter(None, said))),
    )


def _is_lacking(report: ChangeReport) -> bool:
    content = report.content
    return content is not None and bool(content.missing or content.edited)


def _profile_sentence(report: ChangeReport) -> str:
    rows = changed_rows(report)
    if not rows:
        return _NO_PROFILE if report.before else _NOT_SEEN
    labels = [row.field.label.lower() for row in rows]
    return f"Ändrat i profilen: {listed(labels)}."


def _content_sentences(report: ChangeReport) -> list[str]:
    content = report.content
    if content is None:
        return []
    said = []
    if content.missing:
        gone = amounts_of(content.missing)
        said.append(f"{gone} finns inte längre på plattformen.")
    if content.edited:
        said.append(f"{amounts_of(content.edited)} har fått en annan text.")
    return said or [_ALL_THERE]


def _sights(report: ChangeReport) -> list[Fact]:
    before, after, change = report.before, report.after, report.change
    told: list[Fact] = []
    if before is not None:
        told += [
            ("Före, första gången", swedish_moment(before.first_seen_at)),
            ("Före, sista gången", swedish_moment(before.last_seen_at)),
        ]
    told.append(("Efter, första gången", swedish_moment(after.first_seen_at)))
    if after.last_seen_at > after.first_seen_at:
        told.append(("Efter, sista gången", swedish_moment(after.last_seen_at)))
    times = change.times_seen if change else after.sights
    return [*told, ("Sett", _times(times, after))]


def _times(times: int, sight: ReportedSight) -> str:
    how = sight.observed_as.label
    return f"{counted(times, 'gång', 'gånger')}, {how[:1].lower()}{how[1:]}"


def _order(report: ChangeReport) -> list[Fact]:
    return [
        ("Anledning", report.reason.label),
        ("Beskrivning", report.reason_text),
        ("Beställd av", report.ordered_by),
        ("Diarienummer", report.diary_number or "Inget angivet"),
        *_judgement(report.change),
        ("Fångat", swedish_moment(report.captured_at)),
        ("Arkivpaket", report.package_id),
        ("Beställning", report.order_id),
    ]


def _judgement(change: ProfileChange | None) -> list[Fact]:
    """Say who took a stand on the change: a person, or the rules of the watch."""
    if change is None:
        return []
    settled = change.settled_at
    return [
        ("Upptäckt", swedish_moment(change.found_at)),
        ("Bedömning", change.state.label),
        ("Bedömd av", change.settled_by or "Bevakningens regler"),
        ("Bedömd", swedish_moment(settled) if settled else ""),
        ("Motivering", change.reason),
    ]
