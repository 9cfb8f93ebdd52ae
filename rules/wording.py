# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words that people wrote, brought to a form that rules can compare."""

import re
import unicodedata

_NOT_NAME = re.compile(r"[^a-z0-9]+")
_LIGATURES = str.maketrans({"æ": "ae", "ø": "o", "ß": "ss", "đ": "d", "ł": "l"})


def fold(text: str) -> str:
    """Lower the case, compose accents and collapse white space."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


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
