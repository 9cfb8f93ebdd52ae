# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two texts side by side with the words that differ marked.

Marked by a line through or under them and not by colour alone: the report is printed
in black and white, and read by people who do not tell red from green.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from markupsafe import Markup

from archivers.transcript.words import clean

LEAST_LIKENESS = 0.35
"""Texts less alike are two texts; to mark every other word would help nobody."""

MOST_WORK = 4_000_000
"""Comparisons; longer texts are compared line by line."""

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_GONE = Markup("<del>{}</del>")
_NEW = Markup("<ins>{}</ins>")


def marked(before: str, after: str) -> tuple[Markup, Markup]:
    """Give both texts with what only one of them has marked."""
    old, new = clean(before), clean(after)
    parts, others = _split(old, new)
    matcher = SequenceMatcher(None, parts, others, autojunk=False)
    if old == new or _likeness(matcher, parts, others) < LEAST_LIKENESS:
        return Markup.escape(old), Markup.escape(new)
    left: list[Markup] = []
    right: list[Markup] = []
    for step, start, end, low, high in matcher.get_opcodes():
        gone, added = "".join(parts[start:end]), "".join(others[low:high])
        left.append(_part(gone, _GONE, is_same=step == "equal"))
        right.append(_part(added, _NEW, is_same=step == "equal"))
    return Markup().join(left), Markup().join(right)


def _likeness(
    matcher: SequenceMatcher[str], before: Sequence[str], after: Sequence[str]
) -> float:
    """Give the share of the words that both texts have; the spaces say nothing."""
    words = sum(not each.isspace() for each in (*before, *after))
    shared = sum(
        not each.isspace()
        for block in matcher.get_matching_blocks()
        for each in before[block.a : block.a + block.size]
    )
    return 2 * shared / words if words else 1.0


def _split(before: str, after: str) -> tuple[Sequence[str], Sequence[str]]:
    """Cut both texts in words, or in lines when there are very many of those."""
    words = _WORDS.findall(before), _WORDS.findall(after)
    if len(words[0]) * len(words[1]) <= MOST_WORK:
        return words
    return _LINES.findall(before), _LINES.findall(after)


def _part(text: str, mark: Markup, *, is_same: bool) -> Markup:
    """Mark a part, but not the white space alone: nobody sees that."""
    if is_same or not text.strip():
        return Markup.escape(text)
    return mark.format(text)
