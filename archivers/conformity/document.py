# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The report as one page of HTML: what to do first, then all accounts, then each.

The same page is read on a screen, on a telephone and on paper, so it needs nothing from
elsewhere, and nothing in it depends on colour alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from markupsafe import Markup

from archivers.conformity.account import account_markup, anchor
from archivers.conformity.signs import SHORT, sign
from archivers.transcript.tables import sentences
from archivers.transcript.words import clean, counted, css_text, swedish_moment
from schemas.conformity import (
    AccountConformity,
    ConformityCheck,
    ConformityReport,
    ConformityState,
)

STYLE = Path(__file__).with_name("conformity.css").read_text(encoding="utf-8")

_PAGE = Markup(
    '<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; '
    'img-src data:; style-src &#39;unsafe-inline&#39;"><title>{title}</title>'
    "<style>{style}{running}</style></head><body><main>{body}</main></body></html>"
)
_RUNNING = (
    "@page {{ @top-left {{ content: {board}; }} @top-right {{ content: {kind}; }} }}"
)
_FRONT = Markup(
    '<header class="letterhead"><div><p class="municipality">{municipality}</p>'
    '<p class="board">{board}</p></div><p class="kind">{made}</p></header>'
    "<h1>Följer kontona riktlinjerna för sociala medier?</h1>"
    '<div class="verdict {kind}"><p class="first">{verdict}</p><p>{text}</p></div>'
)
_SUMMARY = Markup(
    '<section class="summary"><h2>Alla konton</h2><div class="wide">'
    "<table><caption>Kraven i riktlinjerna, konto för konto</caption>"
    '<thead><tr><th scope="col" class="name">Konto</th>{heads}</tr></thead>'
    "<tbody>{rows}</tbody></table></div>{legend}</section>"
)
_HEAD = Markup('<th scope="col" class="about"><span>{}</span></th>')
_ROW = Markup(
    '<tr><th scope="row" class="name"><a href="#{anchor}">{name}</a></th>{cells}</tr>'
)
_CELL = Markup("<td>{}</td>")
_LEGEND = Markup('<ul class="legend">{}</ul>')
_MEANS = Markup("<li>{} {}</li>")
_STRANGERS = Markup(
    '<section class="strangers"><h2>Konton som inte står i registret</h2><p>{}</p>'
    "<ul>{}</ul></section>"
)
_ADDRESS = Markup("<li>{}</li>")
_ACCOUNTS = Markup('<section class="accounts"><h2>Konto för konto</h2>{}</section>')
_READING = Markup('<section class="reading"><h2>Så läses rapporten</h2>{}</section>')
_NONE = Markup('<p class="absent">Nämnden har inga konton i bruk.</p>')
_TOLD = "De finns på kommunens sida, men är inte i bruk enligt kontoregistret:"
HEADS: Mapping[ConformityCheck, str] = {
    ConformityCheck.SENDER: "Avsändare",
    ConformityCheck.PURPOSE: "Syfte",
    ConformityCheck.CONTACT: "Kontakt",
    ConformityCheck.RULES_LINK: "Länk till sidan",
    ConformityCheck.RULES_PUBLISHED: "Förhållningsregler",
    ConformityCheck.STAFFING_HOURS: "Bemanning",
    ConformityCheck.ANSWER_TIME: "Svarstid",
    ConformityCheck.IN_REGISTER: "I registret",
    ConformityCheck.PAGE_FOUND: "Kontot finns",
}
_EXPLAINED = """
Varje konto är prövat mot kommunens riktlinjer för sociala medier. Det som saknas står
först under kontot, sedan det som inte gick att bedöma.

Det som inte gick att läsa räknas aldrig som en brist. En sida som kräver inloggning
säger inget om vad som står bakom den.

Om en profilbild visar kommunen ser en människa bäst. Svaret sparas och gäller så länge
bilden är densamma.

Bilderna visar kontot så som en besökare utan inloggning såg det.
"""


def report_title(report: ConformityReport) -> str:
    """Give the document's title, which viewers and registers show."""
    return f"Prövning mot riktlinjerna för sociala medier: {report.board_name}"


def report_markup(report: ConformityReport, pictures: Mapping[str, bytes]) -> str:
    """Write the whole report as HTML; `pictures` are by their digests.

    A picture that is not among them is said to be missing.
    """
    quoted = {each.check: each for each in report.quotations}
    each_account = (account_markup(x, quoted, pictures) for x in report.accounts)
    parts = (
        _front(report),
        _summary(report.accounts) if report.accounts else _NONE,
        _strangers(report.strangers),
        _READING.format(sentences(_EXPLAINED.split("\n\n"))),
        _ACCOUNTS.format(Markup().join(each_account)) if report.accounts else "",
    )
    return _PAGE.format(
        title=report_title(report),
        style=Markup(STYLE),  # noqa: S704 -- the project's own file
        running=_running(report),
        body=Markup().join(parts),
    )


def _running(report: ConformityReport) -> Markup:
    rules = _RUNNING.format(
        board=css_text(f"{report.board_name}, {report.municipality}"),
        kind=css_text("Prövning mot riktlinjerna"),
    )
    return Markup(rules)  # noqa: S704 -- css_text leaves nothing that can break out


def _front(report: ConformityReport) -> Markup:
    kind, verdict, text = _verdict(report.accounts)
    return _FRONT.format(
        municipality=report.municipality,
        board=report.board_name,
        made=f"Prövade {swedish_moment(report.made_at)}",
        kind=kind,
        verdict=verdict,
        text=text,
    )


def _verdict(accounts: Iterable[AccountConformity]) -> tuple[str, str, str]:
    """Say in two sentences how it stands."""
    states = [{found.state for found in each.findings} for each in accounts]
    found = Counter(f.state for each in accounts for f in each.findings)
    lacking, unknown = found[ConformityState.LACKS], found[ConformityState.UNKNOWN]
    with_lacks = sum(ConformityState.LACKS in each for each in states)
    rest = f"{counted(unknown, 'krav', 'krav')} gick inte att bedöma."
    if lacking:
        of = f"{with_lacks} av {counted(len(states), 'konto', 'konton')}"
        text = f"Sammanlagt är {counted(lacking, 'krav', 'krav')} inte uppfyllda."
        return "lacks", f"{of} har brister.", f"{text} {rest}" if unknown else text
    if unknown:
        first = "Inga brister hittades, men allt gick inte att bedöma."
        return "unknown", first, rest
    return "conforms", "Alla konton följer riktlinjerna.", "Inga krav saknas."


def _summary(accounts: Iterable[AccountConformity]) -> Markup:
    heads = Markup().join(_HEAD.format(HEADS[check]) for check in ConformityCheck)
    rows = Markup().join(map(_row, accounts))
    means = (_MEANS.format(sign(state), SHORT[state]) for state in ConformityState)
    legend = _LEGEND.format(Markup().join(means))
    return _SUMMARY.format(heads=heads, rows=rows, legend=legend)


def _row(account: AccountConformity) -> Markup:
    states = {found.check: found.state for found in account.findings}
    cells = (
        _CELL.format(sign(states[check]) if check in states else "")
        for check in ConformityCheck
    )
    return _ROW.format(
        anchor=anchor(account), name=clean(account.name), cells=Markup().join(cells)
    )


def _strangers(addresses: Iterable[str]) -> Markup:
    rows = Markup().join(_ADDRESS.format(clean(each)) for each in addresses)
    return _STRANGERS.format(_TOLD, rows) if rows else Markup()
