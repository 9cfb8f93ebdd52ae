# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A text made ready for the rules: one dash, one space, one set of digits.

What the eye does not see must not hide a number: a soft hyphen, a space of no width, an
accent that stands on its own. Positions are led back to the text as it was given.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from schemas.personal_data import Certainty, DataKind, Finding

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_SEES_UNSEEN = re.compile(f"[{_UNSEEN}]")
_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
_BLANKS += "\u200a\u202f\u205f\u3000\t"
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN: dict[int, int | str] = {
    **_WIDE,
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _BLANKS), " "),
    **{
        code: str(unicodedata.decimal(chr(code)))
        for code in range(128, 0x10000)
        if unicodedata.category(chr(code)) == "Nd"
    },
}
_GROUP = re.compile(r"\d+")
_RUN = re.compile(r"\d++(?:[ \-+/.()]{1,4}+\d++)*+")


@dataclass(frozen=True, slots=True)
class Group:
    """Digits that stand together."""

    digits: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A text as the rules read it.

    `spans` tells for each character where it stood in the text as given; it is None
    when every character stands where it stood.
    """

    text: str
    spans: tuple[tuple[int, int], ...] | None = None

    @classmethod
    def of(cls, text: str) -> "Passage":
        """Make a text ready."""
        if text.isascii():
            return cls(text.replace("\t", " "))
        if _SEES_UNSEEN.search(text) or not unicodedata.is_normalized("NFC", text):
            return _composed(text)
        return cls(text.translate(_PLAIN))

    def before(self, start: int, reach: int = 40) -> str:
        """Give the characters before a place, in lower case."""
        return self.text[max(0, start - reach) : start].lower()

    def after(self, end: int, reach: int = 16) -> str:
        """Give the characters after a place, in lower case."""
        return self.text[end : end + reach].lower()

    def touches_letter(self, start: int, end: int) -> bool:
        """Say whether a letter stands right before or after a place."""
        return _is_letter(self.text[start - 1 : start]) or _is_letter(
            self.text[end : end + 1]
        )

    def runs(self) -> Iterator[list[Group]]:
        """Give the digits of the text, in runs that only signs and spaces part."""
        for run in _RUN.finditer(self.text):
            yield [
                Group(found[0], found.start(), found.end())
                for found in _GROUP.finditer(self.text, run.start(), run.end())
            ]

    def in_the_original(self, finding: Finding) -> Finding:
        """Lead a finding back to the text as it was given."""
        if self.spans is None:
            return finding
        start, end = self.spans[finding.start][0], self.spans[finding.end - 1][1]
        return finding.model_copy(update={"start": start, "end": end})


def found(
    kind: DataKind, span: tuple[int, int], certainty: Certainty, reason: str
) -> Finding:
    """Make a finding of what a rule found."""
    return Finding(
        kind=kind, start=span[0], end=span[1], certainty=certainty, reason=reason
    )


def _is_letter(char: str) -> bool:
    return char.isalpha() or char == "_"


def _composed(text: str) -> Passage:
    """Leave out what is not seen, put accents on their letters, keep the places."""
    chars: list[str] = []
    spans: list[tuple[int, int]] = []
    for place, char in enumerate(text):
        if char in _UNSEEN:
            continue
        if chars and unicodedata.combining(char):
            whole = unicodedata.normalize("NFC", chars[-1] + char)
            if len(whole) == 1:
                chars[-1] = whole
                spans[-1] = (spans[-1][0], place + 1)
                continue
        chars.append(char)
        spans.append((place, place + 1))
    return Passage("".join(chars).translate(_PLAIN), tuple(spans))
