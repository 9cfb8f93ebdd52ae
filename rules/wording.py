# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words that people wrote, brought to a form that rules can compare."""

import re
import unicodedata

_NOT_NAME = re.compile(r"[^a-z0-9]+")
_SEEN_WORD = re.compile(r"[^\W\d_]+|\d+")
_UNSEEN = frozenset({"Cf", "Cn", "Co", "Mn", "Me"})
_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u0475"
    "\u043a\u043c\u0442\u0432\u043d\u04cf\u03b1\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7"
    "\u0131\u0269\u0251\u0261\u0578\u057d\u0585",
    "aeopcyxijshdqvkmtbhlaeikvoptuxiiagnuo",
)
_LIGATURES = str.maketrans({"æ": "ae", "ø": "o", "ß": "ss", "đ": "d", "ł": "l"})


def fold(text: str) -> str:
    """Lower the case, compose accents and collapse white space."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def skeleton(text: str) -> tuple[str, ...]:
    """Give a text's words as the eye sees them, for telling one person from another.

    What is not seen (zero width, soft hyphens) goes, and so do signs; letters of other
    alphabets that look like Latin ones become those (after Unicode TR 39).

    Returns:
        () when nothing can be seen.
    """
    composed = unicodedata.normalize("NFKC", text).casefold()
    seen = (c for c in composed if unicodedata.category(c) not in _UNSEEN)
    plain = unicodedata.normalize("NFKC", "".join(seen)).translate(_LOOKALIKES)
    return tuple(_SEEN_WORD.findall(plain))


def slug(name: str, longest: int = 60) -> str:
    """Make an identifier from a name: "Älmhults kommun" -> "almhults-kommun".

    Swedish letters lose their rings and dots, as in web addresses; what has no ASCII
    counterpart is left out.

    Returns:
        "" when nothing of the name can be kept.
    """
    lowered = name.casefold().translate(_LIGATURES)
    letters = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode()
    return _NOT_NAME.sub("-", letters).strip("-")[:longest].rstrip("-")


def listed(words: list[str]) -> str:
    """Join words as Swedish prose: "namn, omslagsbild och länkar"."""
    if len(words) < 2:  # noqa: PLR2004 - one word needs no joint
        return "".join(words)
    return f"{', '.join(words[:-1])} och {words[-1]}"


def counted(count: int, one: str, many: str) -> str:
    """Write a number with its noun: "1 handling", "12 handlingar"."""
    return f"{count} {one if count == 1 else many}"
