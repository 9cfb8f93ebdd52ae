# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The cover sheet: whose account, why it was archived, by which plan, and how whole."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from markupsafe import Markup

from archivers.transcript.cover import TranscriptCover
from archivers.transcript.disposed import disposed_facts
from archivers.transcript.pictures import Thumbnail
from archivers.transcript.words import captured, clean, swedish_moment, swedish_span
from schemas.account import Account
from schemas.capture import Capture, FileRole

Fact = tuple[str, str | Markup]

WEBPAGE = "webpage"

_COVER = Markup(
    '<section class="cover"><header class="letterhead">'
    '<div><p class="municipality">{municipality}</p><p class="board">{board}</p></div>'
    '<p class="kind">Läsbar handling</p></header>'
    '<div class="title">{avatar}<div><h1 dir="auto">{name}</h1>'
    '<p class="address">{address}</p></div></div>'
    '{look}<div class="columns">{order}{plan}</div>{capture}</section>'
)
_LOOK = Markup(
    '<figure class="look"><img src="{source}" width="{width}" height="{height}" '
    'alt="Skärmbild av kontot">'
    "<figcaption>Kontot som det såg ut {when}. Utsnitt; hela skärmbilden finns i "
    "arkivpaketet.</figcaption></figure>"
)
_AVATAR = Markup('<img class="avatar" src="{source}" alt="Kontots profilbild">')
_GROUP = Markup(
    '<section class="group {kind}"><{level}>{title}</{level}>{body}</section>'
)
_WHOLE = Markup('<p class="whole"><strong>Fullständig.</strong> {}</p>')
_LACKING = Markup('<p class="lacking"><strong>Ofullständig.</strong> {}</p>')


def facts(rows: Iterable[Fact]) -> Markup:
    """Write facts as a list of names and values; those without a value are left out."""
    row = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
    written = Markup().join(
        row.format(name, value if isinstance(value, Markup) else clean(value))
        for name, value in rows
        if value
    )
    return Markup("<dl>{}</dl>").format(written)


def group(title: str, body: Markup, kind: str = "", level: str = "h3") -> Markup:
    """Write a group of facts under a small heading."""
    return _GROUP.format(title=title, body=body, kind=kind, level=level)


def platform_name(account: Account) -> str:
    """Name the platform for people: "Bluesky", or the host of a page of its own."""
    if account.platform == WEBPAGE:
        return urlsplit(str(account.url)).hostname or "Webbplats"
    return account.platform.replace("_", " ").replace("-", " ").capitalize()


def cover_markup(
    capture: Capture,
    cover: TranscriptCover,
    look: Thumbnail | None,
    avatar: Thumbnail | None,
) -> Markup:
    """Write the cover sheet."""
    account = cover.account
    return _COVER.format(
        municipality=cover.board.municipality,
        board=cover.board.name,
        name=account.name,
        address=_address(capture, account),
        avatar=_AVATAR.format(source=avatar.source) if avatar else "",
        look=_look(look, capture) if look else "",
        order=_part("Beställning", facts(_order_facts(cover))),
        plan=_part("Informationshanteringsplan", facts(_plan_facts(cover))),
        capture=_part("Fångst", _capture_summary(capture, cover)),
    )


def _part(title: str, body: Markup) -> Markup:
    """Write a group directly under the document's title."""
    return group(title, body, level="h2")


def _address(capture: Capture, account: Account) -> Markup:
    return Markup('{} · <a href="{}">{}</a>').format(
        platform_name(account), str(account.url), capture.url
    )


def _look(look: Thumbnail, capture: Capture) -> Markup:
    return _LOOK.format(
        source=look.source,
        width=look.width,
        height=look.height,
        when=swedish_moment(capture.started_at),
    )


def _order_facts(cover: TranscriptCover) -> list[Fact]:
    order = cover.order
    return [
        ("Anledning", order.reason.label),
        ("Beskrivning", order.reason_text),
        ("Beställd av", order.ordered_by),
        ("Beställd", swedish_moment(order.ordered_at)),
        ("Diarienummer", order.diary_number or "Inget angivet"),
    ]


def _plan_facts(cover: TranscriptCover) -> list[Fact]:
    plan, row = cover.plan, cover.plan_row
    return [
        ("Plan", f"{plan.title}, version {plan.version}"),
        ("Beslut", plan.decision),
        ("Rad", f"{row.code} {row.document_type}"),
        ("Enligt planen", row.disposal.label),
    ]


def _capture_summary(capture: Capture, cover: TranscriptCover) -> Markup:
    return _state(capture) + facts(
        [
            ("Fångad", swedish_span(capture.started_at, capture.ended_at)),
            *disposed_facts(capture.items),
            ("Arkivpaket", cover.package_id),
            ("Fångst", capture.capture_id),
            ("Beställning", cover.order.order_id),
            *_checksums(capture),
        ]
    )


def _checksums(capture: Capture) -> list[Fact]:
    """Give the checksums of what the capture rests on; About the capture has all."""
    named = {FileRole.WARC: "Webbarkiv", FileRole.PAGE_PDF: "Sidan (PDF)"}
    return [
        (named[file.role], f"SHA-256 {file.sha256}")
        for file in capture.files
        if file.role in named
    ]


def _state(capture: Capture) -> Markup:
    found = captured(capture.health)
    if capture.health.is_complete:
        verb = "omfattade" if disposed_facts(capture.items) else "omfattar"
        return _WHOLE.format(f"Fångsten {verb} {found}.")
    return _LACKING.format(
        "Det här är inte en arkivering av kontot, utan sparat som bevis på vad som "
        f"gick att fånga: {found}. Vad som saknas står i avsnittet Om fångsten."
    )
