# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The order of the Swedish alphabet: å, ä and ö stand last, in that order."""

import unicodedata

_LAST = {"å": "{a", "ä": "{b", "æ": "{b", "ö": "{c", "ø": "{c", "ü": "y"}
"""A brace comes after z, so these come after every other letter."""


def swedish_key(text: str) -> str:
    """Give what a text is sorted by: signs and case say nothing, é is an e."""
    composed = unicodedata.normalize("NFC", text).casefold()
    letters = "".join(_LAST.get(letter) or _plain(letter) for letter in composed)
    return " ".join(letters.split())


def _plain(letter: str) -> str:
    """Give a letter without its accents, and a space for a sign."""
    bare = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in bare if part.isalnum()) or (
        "" if unicodedata.combining(letter) else " "
    )
