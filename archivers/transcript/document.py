# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The whole document: cover, about, contents, threads and appendix in one page."""

from pathlib import Path

from markupsafe import Markup

from archivers.transcript.about import about_markup, appendix_markup
from archivers.transcript.content import contents_markup, threads_markup
from archivers.transcript.cover import TranscriptCover
from archivers.transcript.front import cover_markup
from archivers.transcript.pictures import Pictures, Thumbnail
from archivers.transcript.thread import in_reading_order
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
_NONE = Markup('<p class="absent">Kontot hade inga inlägg när det fångades.</p>')


def title_of(capture: Capture, cover: TranscriptCover) -> str:
    """Give the document's title, which viewers and registers show."""
    day = swedish_day(capture.started_at)
    return f"{cover.account.name} – läsbar handling, {day}"


def document_markup(
    capture: Capture,
    cover: TranscriptCover,
    pictures: Pictures,
    look: Thumbnail | None,
) -> str:
    """Write the whole document as HTML that needs nothing from elsewhere."""
    threads = in_reading_order(capture.items)
    profile = capture.profile
    avatar = pictures.at(profile.avatar.url) if profile.avatar else None
    body = Markup().join(
        (
            cover_markup(capture, cover, look, avatar),
            about_markup(capture, threads, pictures),
            _CONTENTS.format(contents_markup(threads))
            if len(threads) > THREADS_WITHOUT_CONTENTS
            else "",
            _THREADS.format(threads_markup(threads, pictures) or _NONE),
            appendix_markup(capture),
        )
    )
    return _PAGE.format(
        title=title_of(capture, cover),
        style=Markup(STYLE),  # noqa: S704 -- the project's own file
        running=_running(capture, cover),
        body=body,
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
