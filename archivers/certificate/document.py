# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The certificate as one page of HTML: what was done first, then why, who and how."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from markupsafe import Markup

from archivers.certificate.packages import packages_markup
from archivers.transcript.disposed import amounts
from archivers.transcript.document import STYLE as COMMON_STYLE
from archivers.transcript.front import Fact, facts, group
from archivers.transcript.tables import sentences, table
from archivers.transcript.words import (
    clean,
    counted,
    css_text,
    number,
    swedish_date,
    swedish_day,
    swedish_moment,
    swedish_span,
)
from schemas.gallring import (
    CertifiedRow,
    GallringCertificate,
    GallringScope,
)
from schemas.item import ItemKind

STYLE = Path(__file__).with_name("certificate.css").read_text(encoding="utf-8")

_PAGE = Markup(
    '<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; '
    'style-src &#39;unsafe-inline&#39;"><title>{title}</title>'
    "<style>{style}{running}</style></head>"
    '<body class="record">{body}</body></html>'
)
_RUNNING = (
    "@page {{ @top-left {{ content: {board}; }} @top-right {{ content: {kind}; }}"
    " @bottom-left {{ content: {mark}; }} }}"
)
_FRONT = Markup(
    '<section class="front"><header class="letterhead">'
    '<div><p class="municipality">{municipality}</p><p class="board">{board}</p></div>'
    '<p class="kind">Upprättat {issued}</p></header>'
    "<h1>Gallringsprotokoll</h1>"
    '<p class="about-what">Kontot {account}<br>Beslut {decision}</p></section>'
)
_VERDICT = Markup(
    '<div class="verdict {kind}"><strong>{title}</strong><p>{text}</p></div>'
)
_METHOD = Markup('<p class="text">{}</p>')
_PAIR = Markup('<div class="pair">{}{}</div>')
_DIGEST = Markup('<span class="digest">{}</span>')
_IDS = Markup('<ul class="ids">{}</ul>')
_SEARCHED = (
    "En fristående kontroll har efteråt letat igenom det som finns kvar i arkivpaketen "
    "och inte hittat något av det gallrade."
)
_PURGED = "Lagret har inga filer kvar av de förstörda versionerna."
_UNFINISHED = (
    "Den är inte genomförd i alla arkivpaket, eller så är det inte bevisat. Nedan står "
    "hur långt den har kommit i varje paket."
)
_READING = """
Att gallra är att förstöra allmänna handlingar. Det som är gallrat går inte att få
tillbaka.

Protokollet säger hur mycket som gallrades, men inte vad som stod där eller vem som
skrev det. Beteckningarna är Avbilds egna och säger inget om innehållet.

Protokollet finns också som XML och som JSON med elektronisk signatur, i samma
arkivpaket som den här filen.
"""


def certificate_title(certificate: GallringCertificate) -> str:
    """Give the document's title, which viewers and registers show."""
    return f"Gallringsprotokoll för beslut {certificate.decision.decision_id}"


def certificate_markup(certificate: GallringCertificate) -> str:
    """Write the whole certificate as HTML that needs nothing from elsewhere."""
    decision = certificate.decision
    parts = (
        _FRONT.format(
            municipality=certificate.municipality,
            board=certificate.board,
            issued=swedish_moment(certificate.issued_at),
            account=certificate.account_name,
            decision=decision.decision_id,
        ),
        _verdict(certificate),
        _rows(certificate.rows),
        _PAIR.format(
            _part("Beslut", facts(_decision(certificate))),
            _part("Genomförande", facts(_execution(certificate))),
        ),
        _part("Så gick det till", _METHOD.format(clean(certificate.method))),
        _part("Arkivpaket", packages_markup(certificate.executions)),
        _part("Bevakningens underlag om kontot", _sights(certificate)),
        _part("Undantag, och vad beviset inte kan säga", _kept(certificate)),
        _part("Kopior på andra ställen", facts(_copies(certificate))),
        _part("Så läses protokollet", sentences(_READING.split("\n\n"))),
        _items(certificate.item_ids),
    )
    return _PAGE.format(
        title=certificate_title(certificate),
        style=Markup(COMMON_STYLE + STYLE),  # noqa: S704 -- the project's own files
        running=_running(certificate),
        body=Markup().join(parts),
    )


def _running(certificate: GallringCertificate) -> Markup:
    is_whole = certificate.is_carried_out
    rules = _RUNNING.format(
        board=css_text(f"{certificate.board}, {certificate.municipality}"),
        kind=css_text(f"Gallringsprotokoll{'' if is_whole else ' – ofullständig'}"),
        mark=css_text(certificate.decision.decision_id),
    )
    return Markup(rules)  # noqa: S704 -- css_text leaves nothing that can break out


def _part(title: str, body: Markup) -> Markup:
    return group(title, body, level="h2") if body else Markup()


def _verdict(certificate: GallringCertificate) -> Markup:
    """Say in two sentences what was done and whether it is proven."""
    what = f"{_disposed(certificate)} från kontot {certificate.account_name}"
    if certificate.is_carried_out:
        day = swedish_day(certificate.ended_at)
        text = f"{what} har förstörts. Det blev klart den {day}. {_shown(certificate)}"
        return _VERDICT.format(kind="whole", title="Genomförd och bevisad", text=text)
    text = f"Gallringen omfattar {what}. {_UNFINISHED}"
    return _VERDICT.format(kind="lacking", title="Ofullständig", text=text)


def _shown(certificate: GallringCertificate) -> str:
    """Say what the proof rests on: a search of what remains, or that nothing does."""
    searched = any(each.proof is not None for each in certificate.executions)
    return f"{_SEARCHED} {_PURGED}" if searched else _PURGED


def _disposed(certificate: GallringCertificate) -> str:
    """Say how much, such as "1 kommentar och 1 svar" or "2 hela arkivpaket"."""
    rows = certificate.rows
    items = amounts({k: sum(row.items.get(k, 0) for row in rows) for k in ItemKind})
    if certificate.scope is GallringScope.ITEMS and items:
        return items
    packages = len({each.package_id for each in certificate.executions})
    whole = counted(packages, "helt arkivpaket", "hela arkivpaket")
    return f"{whole} med {items}" if items else whole


def _rows(rows: Sequence[CertifiedRow]) -> Markup:
    heads = ("Rad", "Handlingstyp", "Plan och beslut", "Antal", "Publicerat")
    written = [
        (
            row.plan.code,
            row.plan.document_type,
            f"Version {row.plan.plan_version}. {row.decision}",
            amounts(row.items) or "0",
            _between(row.published_from, row.published_to),
        )
        for row in rows
    ]
    if not rows:
        return Markup()
    body = Markup('<div class="rows">{}</div>').format(table(heads, written))
    return _part("Vad som gallrades", body)


def _between(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return "Tid saknas"
    if first == last:
        return swedish_date(first)
    return f"{swedish_date(first)} – {swedish_date(last)}"


def _decision(certificate: GallringCertificate) -> list[Fact]:
    decision = certificate.decision
    return [
        ("Beslutat av", decision.approved_by),
        ("Beslutat", swedish_moment(decision.approved_at)),
        ("Med stöd av", decision.delegation),
        ("Föreslaget av", certificate.proposed_by),
        ("Föreslaget", swedish_moment(certificate.proposed_at)),
        ("Omfattning", certificate.scope.label),
        ("Lista", decision.list_id),
        ("Listans SHA-256", _DIGEST.format(decision.list_digest)),
    ]


def _execution(certificate: GallringCertificate) -> list[Fact]:
    return [
        ("Verkställt av", certificate.executed_by),
        ("Tid", swedish_span(certificate.started_at, certificate.ended_at)),
        ("System", certificate.system),
        ("Lager", certificate.store),
        ("Konto", certificate.account_id),
        ("Protokoll", certificate.certificate_id),
    ]


def _kept(certificate: GallringCertificate) -> Markup:
    """Tell what a gate stopped, and what could not be carried out."""
    gates = [
        (gate.label, number(count))
        for gate, count in certificate.excluded.items()
        if count
    ]
    stopped = table(("Hindrades av", "Antal poster"), gates) if gates else Markup()
    said = certificate.exceptions or (() if gates else ("Inget undantogs.",))
    return stopped + (sentences(said) if said else Markup())


def _sights(certificate: GallringCertificate) -> Markup:
    """Tell what the watch had kept of the account, which went with it."""
    purged = certificate.sights
    if purged is None:
        return Markup()
    gone = (
        counted(purged.observations, "avläsning", "avläsningar"),
        counted(purged.changes, "förändring", "förändringar"),
        counted(purged.evidence, "bild eller svar", "bilder och svar"),
    )
    left = number(purged.remaining) if purged.remaining else "Inget"
    return facts([("Förstört", ", ".join(gone)), ("Kvar", left)])


def _copies(certificate: GallringCertificate) -> list[Fact]:
    out = certificate.exports
    handed = (
        f"{counted(out, 'kopia', 'kopior')} har lämnats ut tidigare. Avbild råder inte "
        "över dem."
    )
    return [
        ("Utlämnat", handed if out else "Ingen kopia har lämnats ut genom Avbild."),
        ("Säkerhetskopior", certificate.backups or "Inget är angivet."),
    ]


def _items(item_ids: Sequence[str]) -> Markup:
    if not item_ids:
        return Markup()
    rows = Markup().join(Markup("<li>{}</li>").format(each) for each in item_ids)
    title = f"Gallrade posters beteckningar ({number(len(item_ids))})"
    return _part(title, _IDS.format(rows))
