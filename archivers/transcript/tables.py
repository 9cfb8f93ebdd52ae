# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables and lists of sentences, as markup."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from archivers.transcript.words import clean

_TABLE = Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>")
_LIST = Markup('<ul class="sentences">{}</ul>')


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    """Write a table with a row of headings."""
    head = Markup().join(Markup("<th>{}</th>").format(each) for each in heads)
    body = Markup().join(
        Markup("<tr>{}</tr>").format(
            Markup().join(Markup("<td>{}</td>").format(cell) for cell in row)
        )
        for row in rows
    )
    return _TABLE.format(head, body)


def sentences(texts: Iterable[str]) -> Markup:
    """Write sentences as a list."""
    item = Markup("<li>{}</li>")
    return _LIST.format(
        Markup().join(item.format(" ".join(clean(each).split())) for each in texts)
    )
