# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the platform says of an item beside its words: hidden, edited, reactions."""

from markupsafe import Markup

from archivers.transcript.words import first_words, listed, number, swedish_moment
from schemas.item import Item

_MARK = Markup(' <span class="mark {kind}">{text}</span>')
_REACTIONS = Markup('<p class="reactions">Reaktioner: {}</p>')
_KNOWN = {
    "like": "gilla",
    "love": "älskar",
    "care": "omtanke",
    "haha": "haha",
    "wow": "wow",
    "sad": "ledsen",
    "angry": "arg",
}
LONGEST_KIND = 40


def marks_markup(item: Item) -> Markup:
    """Say that an item is hidden on the platform, and that it was edited."""
    marks = Markup()
    if item.is_hidden:
        marks += _MARK.format(kind="hidden", text="dold på plattformen")
    if item.is_edited:
        when = f" {swedish_moment(item.edited)}" if item.edited else ""
        marks += _MARK.format(kind="edited", text=f"redigerad{when}")
    return marks


def reactions_markup(item: Item) -> Markup:
    """Count the reactions by kind, the most first; none is nothing to tell."""
    given = [pair for pair in item.reactions.items() if pair[1] > 0]
    if not given:
        return Markup()
    given.sort(key=lambda pair: -pair[1])
    return _REACTIONS.format(listed([_counted(*pair) for pair in given]))


def _counted(kind: str, count: int) -> str:
    name = _KNOWN.get(kind.lower()) or first_words(kind, LONGEST_KIND)
    return f"{number(count)} {name}"
