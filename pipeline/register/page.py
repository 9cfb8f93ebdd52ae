# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The public list as HTML: a piece for the municipality's web page, and a page to see.

The piece has no style and no script: it takes those of the page that it is put in. A
caption, and a heading for each row and column, let a screen reader say where it is
(EN 301 549 and WCAG 2.2, 1.3.1).
"""

from collections import Counter
from collections.abc import Mapping

from markupsafe import Markup, escape

from archivers.transcript.words import swedish_day
from rules.public_list import public_cells
from schemas.register import PublicRegister, PublicValue

_TABLE = Markup(
    '<table lang="sv">\n<caption>{title}. Uppdaterad {day}.</caption>\n'
    "<thead>\n<tr>{headings}</tr>\n</thead>\n<tbody>\n{lines}\n</tbody>\n</table>\n"
)
_EMPTY = Markup(
    '<p lang="sv">{title}. Inga konton finns på listan. Uppdaterad {day}.</p>\n'
)
_HEADING = Markup('<th scope="col">{}</th>')
_NAME = Markup('<th scope="row">{}</th>')
_CELL = Markup("<td>{}</td>")
_LINK = Markup('<a href="{}">{}</a>')
_LINE = Markup("<tr>{}</tr>")
_BREAK = Markup("<br/>")
_PAGE = Markup(
    '<!DOCTYPE html>\n<html lang="sv">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    "<main>\n<h1>{title}</h1>\n"
    '<p>{note}</p>\n<div role="region" aria-label="{title}" tabindex="0">\n'
    "{fragment}</div>\n</main>\n</body>\n</html>\n"
)
_NOTE = (
    "Så här ser den publika listan ut. Filen register-fragment.html har tabellen som "
    "den läggs in på webbplatsen, där den får sidans egen form."
)
_STYLE = Markup(
    "body{margin:0;font:1rem/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff}"
    "main{max-width:75rem;margin:2rem auto;padding:0 1rem}"
    "[role=region]{overflow-x:auto}"
    "table{border-collapse:collapse;width:100%}"
    "caption{text-align:left;padding:0 0 .75rem;color:#444}"
    "th,td{text-align:left;vertical-align:top;padding:.6rem .75rem .6rem 0;"
    "border-bottom:1px solid #c9c9c9}"
    "thead th{border-bottom:2px solid #1b1b1b}"
    "a{color:#0b4f8a}"
)


def fragment(register: PublicRegister) -> str:
    """Write the list as a table that stands in any web page."""
    known = {"title": register.title, "day": swedish_day(register.made_at)}
    if not register.accounts:
        return _EMPTY.format(**known)
    names = Counter(account["name"] for account in register.accounts)
    lines = (_line(register, account, names) for account in register.accounts)
    headings = (
        _HEADING.format(column.heading)
        for column in register.columns
        if column.name != "url"
    )
    return _TABLE.format(
        headings=Markup("").join(headings), lines=Markup("\n").join(lines), **known
    )


def page(register: PublicRegister) -> str:
    """Write the list as a page of its own, to look at before it is published."""
    return _PAGE.format(
        title=register.title,
        note=_NOTE,
        style=_STYLE,
        fragment=Markup(fragment(register)),  # noqa: S704 - escaped where it is made
    )


def _line(
    register: PublicRegister,
    account: Mapping[str, PublicValue],
    names: Counter[PublicValue],
) -> Markup:
    cells = []
    texts = public_cells(register, account)
    for column, text in zip(register.columns, texts, strict=True):
        if column.name == "name":
            cells.append(_NAME.format(_named(account, names)))
        elif column.name != "url":
            cells.append(_CELL.format(_lines(text)))
    return _LINE.format(Markup("").join(cells))


def _named(
    account: Mapping[str, PublicValue], names: Counter[PublicValue]
) -> Markup | str:
    """Give the account's name, as the link to it when the address is public.

    Two links with the same words must not lead to different places.
    """
    name, url = str(account["name"]), account.get("url")
    service = account.get("platform")
    said = f"{name} ({service})" if names[name] > 1 and service else name
    return said if url is None else _LINK.format(url, said)


def _lines(text: str) -> Markup:
    return _BREAK.join(escape(line) for line in text.split("\n"))
