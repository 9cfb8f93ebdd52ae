# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sheet as one page of HTML: what the diary needs first, then the words."""

from pathlib import Path

from markupsafe import Markup

from archivers.transcript.content import threads_markup
from archivers.transcript.document import STYLE as COMMON_STYLE
from archivers.transcript.front import Fact, facts, group, platform_name
from archivers.transcript.pictures import Pictures
from archivers.transcript.thread import Entry, in_reading_order
from archivers.transcript.words import (
    clean,
    counted,
    css_text,
    swedish_date,
    swedish_day,
    swedish_moment,
)
from schemas.diary import Direction, RegistrationSheet
from schemas.item import Item

STYLE = Path(__file__).with_name("registration.css").read_text(encoding="utf-8")

_PAGE = Markup(
    '<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; '
    'img-src data:; style-src &#39;unsafe-inline&#39;"><title>{title}</title>'
    "<style>{style}{running}</style></head>"
    '<body class="sheet">{body}</body></html>'
)
_RUNNING = (
    "@page {{ @top-left {{ content: {board}; }} @top-right {{ content: {kind}; }}"
    " @bottom-left {{ content: {mark}; }} }}"
)
_FRONT = Markup(
    '<section class="front"><header class="letterhead">'
    '<div><p class="municipality">{municipality}</p><p class="board">{board}</p></div>'
    '<p class="kind">Underlag för diarieföring</p></header>'
    '<h1 dir="auto">{subject}</h1>{lead}{secrecy}</section>'
)
_LEAD = Markup('<p class="lead">{}</p>')
_SECRECY = Markup(
    '<div class="secrecy"><strong>Sekretessmarkerad</strong><p>{} · {} · {}</p></div>'
)
_WORDS = Markup('<section class="words"><h2>{}</h2>{}{}</section>')
_NOTE = Markup('<p class="note">{}</p>')
_DATED = {
    Direction.INCOMING: "Kom in",
    Direction.OUTGOING: "Skickades",
    Direction.INTERNAL: "Upprättades",
}
_CONTEXT = (
    "Det här ska inte diarieföras i sig. Det står med för att man ska förstå vad "
    "handlingen svarar på."
)
_WHOLE_PACKAGE = "Det som ska diarieföras är hela arkivpaketet. Dess text följer med."


def sheet_title(sheet: RegistrationSheet) -> str:
    """Give the document's title, which viewers show: the subject for the public."""
    return f"Underlag för diarieföring: {sheet.registration.public_subject}"


def sheet_markup(sheet: RegistrationSheet, pictures: Pictures) -> str:
    """Write the whole sheet as HTML that needs nothing from elsewhere."""
    parts = (
        _front(sheet),
        _part("Till diariet", facts(_diary_facts(sheet))),
        _part("Varifrån handlingen kommer", facts(_source_facts(sheet))),
        _words(sheet, pictures),
        _context(sheet, pictures),
    )
    return _PAGE.format(
        title=sheet_title(sheet),
        style=Markup(COMMON_STYLE + STYLE),  # noqa: S704 -- the project's own files
        running=_running(sheet),
        body=Markup().join(parts),
    )


def _running(sheet: RegistrationSheet) -> Markup:
    kind = "Underlag för diarieföring"
    if sheet.registration.secrecy:
        kind = f"{kind} – sekretessmarkerad"
    rules = _RUNNING.format(
        board=css_text(f"{sheet.board.name}, {sheet.board.municipality}"),
        kind=css_text(kind),
        mark=css_text(sheet.reference),
    )
    return Markup(rules)  # noqa: S704 -- css_text leaves nothing that can break out


def _part(title: str, body: Markup) -> Markup:
    return group(title, body, level="h2")


def _front(sheet: RegistrationSheet) -> Markup:
    return _FRONT.format(
        municipality=sheet.board.municipality,
        board=sheet.board.name,
        subject=clean(sheet.registration.subject),
        lead=_lead(sheet),
        secrecy=_secrecy(sheet),
    )


def _lead(sheet: RegistrationSheet) -> Markup:
    """Say in a sentence what is asked for, and by when."""
    found = sheet.registration
    if found.diary_number:
        return _LEAD.format(f"Handlingen är diarieförd som {found.diary_number}.")
    when = f" senast den {swedish_date(found.due)}" if found.due else ""
    day = swedish_day(found.decided_at)
    return _LEAD.format(
        f"Handlingen ska diarieföras{when}. Det bedömdes den {day} av "
        f"{found.decided_by}."
    )


def _secrecy(sheet: RegistrationSheet) -> Markup:
    """Mark secrecy as OSL 5 kap. 5 § says: by provision, date and authority."""
    found = sheet.registration
    if not found.secrecy:
        return Markup()
    day = swedish_day(found.decided_at)
    return _SECRECY.format(clean(found.secrecy), day, sheet.board.name)


def _diary_facts(sheet: RegistrationSheet) -> list[Fact]:
    """Give what OSL 5 kap. 2 § wants in the diary."""
    found = sheet.registration
    direction = found.direction or Direction.INTERNAL
    return [
        ("Diarienummer", found.diary_number),
        (_DATED[direction], _dated(sheet)),
        ("Riktning", direction.label),
        ("Avsändare", sheet.sender),
        ("Mottagare", sheet.recipient),
        ("Ärendemening", found.subject),
        ("För allmänheten", found.public_subject),
        ("Sekretess", found.secrecy),
        ("Skäl", found.reason),
        ("Referens", sheet.reference),
    ]


def _dated(sheet: RegistrationSheet) -> str:
    day = sheet.registration.document_date
    return swedish_date(day) if day else swedish_day(sheet.captured_at)


def _source_facts(sheet: RegistrationSheet) -> list[Fact]:
    account, plan = sheet.account, sheet.plan
    first = sheet.items[0] if sheet.items else None
    published = first.published if first else None
    return [
        ("Konto", f"{account.name} ({platform_name(account)})"),
        ("Kontots adress", str(account.url)),
        ("Handlingens adress", (first.permalink or "") if first else ""),
        ("Publicerades", swedish_moment(published) if published else ""),
        ("Arkiverades", swedish_moment(sheet.captured_at)),
        ("Plan", f"{plan.code} {plan.document_type}" if plan else ""),
        ("Handling", sheet.registration.item_id),
        ("Arkivpaket", sheet.package_id),
    ]


def _words(sheet: RegistrationSheet, pictures: Pictures) -> Markup:
    if not sheet.items:
        return _NOTE.format(_WHOLE_PACKAGE)
    if sheet.registration.covers_thread:
        threads = in_reading_order(sheet.items)
        count = counted(len(sheet.items), "inlägg eller svar", "inlägg och svar")
        title = f"Tråden som ska diarieföras, {count}"
        return _WORDS.format(title, "", threads_markup(threads, pictures))
    entries = [_alone(item) for item in sheet.items]
    title = "Handlingen som ska diarieföras"
    return _WORDS.format(title, "", threads_markup([entries], pictures))


def _alone(item: Item) -> Entry:
    """Show an item by itself; what it answers follows after it."""
    return Entry(item=item, number="", depth=0)


def _context(sheet: RegistrationSheet, pictures: Pictures) -> Markup:
    if not sheet.context:
        return Markup()
    threads = in_reading_order(sheet.context)
    note = _NOTE.format(_CONTEXT)
    return _WORDS.format("Vad den svarar på", note, threads_markup(threads, pictures))
