# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Brings text to the letters and digits that are the same however it was written.

Case, accents and width go; letters of every script stay. Each character becomes one
character, so that a place in the folded text is the same place in the text.
"""

import re
import unicodedata

SOFT, HARD, OTHER = "\x00", "\x01", "\x02"
"""What may stand inside a word unseen; what parts words; what is no text at all."""

_INVISIBLE = frozenset({"Mn", "Me", "Mc", "Cf"})
_JUNK = re.compile(f"[{SOFT}{HARD}]+")


class _Folded(dict[int, str]):
    """What each character becomes, found out when it is met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _fold(chr(code))
        return found


def _fold(char: str) -> str:
    if char == "\x00":
        return OTHER
    if unicodedata.category(char) in _INVISIBLE:
        return SOFT
    apart = unicodedata.normalize("NFKD", char).casefold()
    letters = [c for c in apart if not unicodedata.combining(c)]
    if len(letters) == 1 and letters[0].isalnum():
        return letters[0]
    return char if char.isalnum() else HARD


_TABLE = _Folded()


def fold(text: str) -> str:
    """Fold a text, each character to one."""
    return text.translate(_TABLE)


def letters(text: str) -> str:
    """Give a text's letters and digits alone."""
    return _JUNK.sub("", fold(text))


def is_plainer(char: str, than: str) -> bool:
    """Whether a letter is the other one, or the other one without its accent.

    "Hakan" is how an address writes Håkan, but Håkan is not Hakan.
    """
    seen = unicodedata.normalize("NFKC", char).casefold()
    return seen.isascii() or seen == unicodedata.normalize("NFKC", than).casefold()
