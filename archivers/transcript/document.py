# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The whole document: cover, about, contents, threads and appendix in one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from archivers.transcript.about import about_markup, appendix_markup
from archivers.transcript.content import contents_markup, threads_markup
from archivers.transcript.cover import TranscriptCover
from archivers.transcript.front import cover_markup
from archivers.transcript.pictures import Pictures, Thumbnail
from archivers.transcript.tables import sentences
from archivers.transcript.volumes import Thread, Volume
from archivers.transcript.words import css_text, swedish_day
from schemas.capture import Capture

STYLE = Path(__file__).with_name("transcript.css").read_text(encoding="utf-8")
THREADS_WITHOUT_CONTENTS = 4

_PAGE = Markup(
    '<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; '
    'img-src data:; style-src &#39;unsafe-inline&#39;"><title>{title}</title>'
    "<style>{style}{running}</style></head><body>{body}</body></html>"
)
_RUNNING = (
    "@page {{ @top-left {{ content: {account}; }} @top-right {{ content: {kind}; }}"
    " @bottom-left {{ content: {mark}; }} }}"
)
_CONTENTS = Markup('<section class="listing"><h2>Innehåll</h2>{}</section>')
_THREADS = Markup('<section class="threads"><h2 class="over">Inlägg</h2>{}</section>')
_OPENING = Markup(
    '<section class="opening"><p class="kind">Läsbar handling, {volume}</p>'
    "<h1>{name}</h1>{told}</section>"
)
_ABOUT_IN_FIRST = (
    "Handlingen är delad i {count} delar. Den här delen går från {span}. Numren löper "
    "genom alla delar. Om fångsten, planen och filerna läser du i del 1."
)
_DIVIDED = (
    "Kontot är stort, så handlingen är delad i {count} delar med var sin fil. "
    "Numren löper genom alla delar. Den här delen går från {span}."
)
_NONE = Markup('<p class="absent">Kontot hade inga inlägg när det fångades.</p>')


def title_of(capture: Capture, cover: TranscriptCover) -> str:
    """Give the document's title, which viewers and registers show."""
    day = swedish_day(capture.started_at)
    return f"{cover.account.name} – läsbar handling, {day}"


@dataclass(frozen=True)
class Shown:
    """What the document shows beside words: pictures, and how the account looked."""

    pictures: Pictures
    look: Thumbnail | None = None


def document_markup(
    capture: Capture,
    cover: TranscriptCover,
    shown: Shown,
    threads: Sequence[Thread],
    volume: Volume,
) -> str:
    """Write a volume as HTML that needs nothing from elsewhere.

    The first has the cover and what there is to say of all `threads`.
    """
    is_first = volume.is_first
    front = _front(capture, cover, shown, threads) if is_first else Markup()
    begun = [thread for thread in volume.threads if thread[0].depth == 0]
    body = Markup().join(
        (
            front,
            _opening(cover, volume) if volume.named else "",
            _CONTENTS.format(contents_markup(begun))
            if len(begun) > THREADS_WITHOUT_CONTENTS
            else "",
            _THREADS.format(threads_markup(volume.threads, shown.pictures) or _NONE),
            appendix_markup(capture) if is_first else "",
        )
    )
    named = f", {volume.named}" if volume.named else ""
    return _PAGE.format(
        title=f"{title_of(capture, cover)}{named}",
        style=Markup(STYLE),  # noqa: S704 -- the project's own file
        running=_running(capture, cover),
        body=body,
    )


def _front(
    capture: Capture, cover: TranscriptCover, shown: Shown, threads: Sequence[Thread]
) -> Markup:
    pictures, profile = shown.pictures, capture.profile
    avatar = pictures.at(profile.avatar.url) if profile.avatar else None
    front = cover_markup(capture, cover, shown.look, avatar)
    return front + about_markup(capture, threads, pictures)


def _opening(cover: TranscriptCover, volume: Volume) -> Markup:
    """Say which part of the whole the volume is."""
    told = _DIVIDED if volume.is_first else _ABOUT_IN_FIRST
    said = told.format(count=volume.count, span=volume.span)
    return _OPENING.format(
        volume=volume.named, name=cover.account.name, told=sentences([said])
    )


def _running(capture: Capture, cover: TranscriptCover) -> Markup:
    """Write what stands at the head and foot of each page."""
    is_whole = capture.health.is_complete
    mark = cover.package_id or cover.order.order_id
    rules = _RUNNING.format(
        account=css_text(f"{cover.account.name} – {cover.board.name}"),
        kind=css_text("Läsbar handling" if is_whole else "Ofullständig fångst"),
        mark=css_text(mark),
    )
    return Markup(rules)  # noqa: S704 -- css_text leaves nothing that can break out
