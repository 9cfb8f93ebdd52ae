# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Brings texts to a form in which the same words are the same letters.

Compatibility forms, case, accents and invisible characters are folded away; letters of
every script remain. Two texts come of each: what is written between the letters still
counts when it is judged whether they are one word.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate, islice

TAG = "\ue000"
"""Stands where a tag stood; no text holds this private character by right."""

_TAG = re.compile(r"""(<[!/?A-Za-z](?:[^<>"]++|"[^"<]*+")*+>|<[!/?A-Za-z][^<>]*+>)""")
_TAG_BYTES = re.compile(_TAG.pattern.encode())
_IGNORED = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\U000e0000-\U000e01ef]+"
)
_ALIKE = str.maketrans(
    {
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "\u0131": "i",
    }
)
_HAS_ALIKE = re.compile("[øæœłđðþ\u0131]")
_MOJIBAKE = re.compile(
    "[\u00c2-\u00f4](?:[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192"
    "\u02c6\u02dc\u2013-\u203a\u20ac\u2122]){1,3}"
)
_NO_ASCII = re.compile(r"[^\x00-\x7f]")
_EVERY_BYTE = bytes(range(256))
_LETTERS = _EVERY_BYTE.lower()
_CHUNK = 4096
_BETWEEN = bytes(
    one
    for one in range(128)
    if not bytes([one]).isalnum()  # multi-byte letters stay
)
_NO_LETTER = re.compile(r"[^\w\x00-\x7f]+")
_LATIN = {0xDC00 + one: one for one in range(0x80, 0x100)}
_NO_LETTERS = bytes(one for one in _EVERY_BYTE if not bytes([one]).isalnum())


class Text:
    """A text with nothing but letters and digits, and where each of them stood."""

    def __init__(self, written: str) -> None:
        self.written = written

    @cached_property
    def letters(self) -> str:
        """The letters and digits alone."""
        return _bare(self.written)

    def places(self, start: int, count: int) -> list[int]:
        """Say where so many of the letters stand in what was written, from one on."""
        chunk = bisect_right(self._counts, start) - 1
        skipped = start - self._counts[chunk]
        rest = range(chunk * _CHUNK, len(self.written))
        letters_at = (at for at in rest if self.written[at].isalnum())
        return list(islice(letters_at, skipped, skipped + count))

    @cached_property
    def _counts(self) -> list[int]:
        """How many letters stand before each chunk of what was written."""
        chunks = range(0, len(self.written), _CHUNK)
        lengths = (len(_bare(self.written[at : at + _CHUNK])) for at in chunks)
        return list(accumulate(lengths, initial=0))


def _bare(written: str) -> str:
    """Drop everything but letters and digits; most of that is ASCII, and quick."""
    plain = written.encode("utf-8", "ignore").translate(None, _BETWEEN)
    text = plain.decode()
    return text if plain.isascii() else _NO_LETTER.sub("", text)


def texts(data: bytes) -> Iterator[Text]:
    """Give the texts that the bytes may be read as.

    With their tags (an attribute holds names, too), without them (a tag may split a
    name), and without any letter beyond ASCII (a charset may have spoilt those).
    """
    written = _decoded(data)
    repaired = _MOJIBAKE.sub(_repaired, written)
    yield from _with_and_without_tags(fold(repaired))
    if not data.isascii():
        spoilt = _NO_ASCII.sub(TAG, written).lower()
        yield from _with_and_without_tags(spoilt)


def _decoded(data: bytes) -> str:
    """Read UTF-8, and each byte that is none as the Latin-1 letter that it then is."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape").translate(_LATIN)


def fold(text: str) -> str:
    """Fold forms, case and accents, and drop what cannot be seen."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = _IGNORED.sub("", unicodedata.normalize("NFKD", plain))
    return bare.translate(_ALIKE) if _HAS_ALIKE.search(bare) else bare


def letters(text: str) -> str:
    """Give the folded letters and digits of a text."""
    return Text(fold(text)).letters


def ascii_letters(data: bytes, *, with_tags: bool = False) -> str:
    """Give the ASCII letters and digits of the bytes in lower case; tags come last.

    What a tag splits is joined, and what stands in the tag itself is not lost.
    """
    if b"<" in data and not with_tags:
        parts = _TAG_BYTES.split(data)
        data = b"".join(parts[::2]) + b" ".join(parts[1::2])
    return data.translate(_LETTERS, _NO_LETTERS).decode("ascii")


def _with_and_without_tags(text: str) -> Iterator[Text]:
    yield Text(text)
    if "<" in text:
        yield Text(_TAG.sub(TAG, text))


def _repaired(found: re.Match[str]) -> str:
    spoilt = found[0]
    for charset in ("cp1252", "latin-1"):
        try:
            return spoilt.encode(charset).decode()
        except UnicodeError:
            continue
    return _mixed(spoilt)


def _mixed(spoilt: str) -> str:
    """Repair what cp1252 leaves undefined, as browsers do: the byte itself."""
    try:
        return b"".join(map(_byte, spoilt)).decode()
    except UnicodeError:
        return spoilt


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeError:
        return character.encode("latin-1")
