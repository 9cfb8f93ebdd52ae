# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What to look for: the forms in which a removed value may still stand.

A value is folded as texts are, and its near forms are added: a name turned around or
spelled with ASCII letters, a personnummer without its century, a telephone number
without its country, an e-mail address with "(at)", a web address without its scheme,
and a long text in pieces, since a preview holds only its beginning.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import product
from typing import Final

from proof.fold import fold, letters
from schemas.gallring import RemovedValue, ValueKind

SHORTEST = 4
_SHORTEST_SPOILT = 6
_SHORTEST_LONE_BODY = 10
_SHORTEST_BODY = 8
_CERTAIN = 10
"""So many letters in a row make a name by themselves, whatever stands beside them."""
_PIECE = 48
_LONGEST_WHOLE = 64
_LONGEST_ANCHOR = 24
_PATH = 12
_PAIR = 6
_PERSONNUMMER = 10
_PERSONNUMMER_DIGITS = (10, 12)
_PHONE_DIGITS = range(8, 14)

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SCHEME = re.compile(r"^[a-z]+://(?:www\.)?", re.IGNORECASE)
_ONLY_NUMBER = re.compile(r"[\d\s()+./\-\u2010-\u2015\u2212]+")
_COUNTRY = re.compile(r"^(?:(?:00)?46|0)0?")
_WORD = re.compile(r"[^\W_]+")
_SPELLED = str.maketrans({"å": "aa", "ä": "ae", "ö": "oe", "ø": "oe", "æ": "ae"})

COMMON_WORDS: Final = (
    "alm ask berg bo björk björn blom blå bra dag ek frid frisk frost glad gran gren"
    " grå hej ja ljung lind liv lo love lund löv min modig nej ny och ros rosa rask"
    " röd sand sol son stark sten stig storm ström svan svart tack tor tro vik vit vår"
)
"""Names that are also words in any Swedish text; alone they name nobody."""

_COMMON = frozenset(fold(word) for word in COMMON_WORDS.split())


class Edge(Enum):
    """What must not stand beside a value for it to be that value."""

    ANY = auto()
    NO_LETTER = auto()
    NO_LETTER_OR_DIGIT = auto()
    NO_DIGIT = auto()
    PHONE = auto()


@dataclass(frozen=True)
class Probe:
    """Letters to find in a row, of the value with this index.

    `words` are where its words begin, after the first: between words more may stand
    than between letters. `anchors` are the parts of it that every encoding leaves as
    they are; a text without all of them needs no closer look.
    """

    value: int
    letters: str
    words: frozenset[int]
    edge: Edge
    anchors: frozenset[str]


@dataclass(frozen=True)
class Pair:
    """A first and a last name that stand near each other, in either order."""

    value: int
    first: Probe
    last: Probe

    @property
    def anchors(self) -> frozenset[str]:
        """What both need."""
        return self.first.anchors | self.last.anchors


Needle = Probe | Pair


def is_testable(value: RemovedValue) -> bool:
    """Whether a value can be told from other words wherever it stands."""
    words = _words(value.text)
    length = len("".join(words))
    if length < SHORTEST:
        return False
    if value.kind is ValueKind.NAME:
        return len(words) > 1 or words[0] not in _COMMON
    if value.kind is ValueKind.BODY:
        return length >= (_SHORTEST_BODY if len(words) > 1 else _SHORTEST_LONE_BODY)
    return True


def needles(values: Sequence[RemovedValue]) -> list[Needle]:
    """Give everything to look for."""
    found: dict[Needle, None] = {}
    for index, value in enumerate(values):
        if is_testable(value):
            found.update(dict.fromkeys(_forms(index, value)))
    return list(found)


def _forms(index: int, value: RemovedValue) -> Iterator[Needle]:
    text = value.text.strip()
    if value.kind is ValueKind.NAME:
        yield from _name(index, text)
    elif value.kind is ValueKind.HANDLE:
        yield from _handle(index, text)
    elif value.kind is ValueKind.IDENTIFIER:
        yield from _identifier(index, text)
    elif value.kind is ValueKind.ADDRESS:
        yield from _address(index, text)
    else:
        yield from _body(index, text)


def _name(index: int, text: str) -> Iterator[Needle]:
    words = _written_words(text)
    orders = [words]
    if len(words) > 1:
        orders.append([words[-1], *words[:-1]])
    edge = Edge.NO_LETTER
    if len(words) > 1 and len(letters(text)) >= _CERTAIN:
        edge = Edge.ANY
    for order in orders:
        yield from _spellings(index, " ".join(order), edge)
    if len(words) > 1:
        yield from _pair(index, words[0], words[-1])


def _pair(index: int, first: str, last: str) -> Iterator[Pair]:
    for a, b in {(first, last), (_spelled(first), _spelled(last))}:
        one, other = (probe(index, word, Edge.NO_LETTER) for word in (a, b))
        if len(one.letters + other.letters) >= _PAIR:
            yield Pair(index, one, other)


def _handle(index: int, text: str) -> Iterator[Needle]:
    yield from _spellings(index, text, Edge.NO_LETTER_OR_DIGIT)
    local, at, _ = text.lstrip("@").partition("@")
    if at and len(letters(local)) >= _PAIR:
        yield from _spellings(index, local, Edge.NO_LETTER_OR_DIGIT)


def _identifier(index: int, text: str) -> Iterator[Needle]:
    if "@" in text:
        for at, dot in product((" ", " at ", " snabela "), (" ", " dot ", " punkt ")):
            form = text.replace("@", at).replace(".", dot)
            yield probe(index, form, Edge.NO_LETTER_OR_DIGIT)
        return
    yield probe(index, text, Edge.NO_LETTER_OR_DIGIT)
    if _ONLY_NUMBER.fullmatch(text):
        yield from _number(index, letters(text))


def _number(index: int, digits: str) -> Iterator[Probe]:
    if len(digits) in _PERSONNUMMER_DIGITS:
        yield probe(index, digits[-_PERSONNUMMER:], Edge.ANY)
    subscriber = _COUNTRY.sub("", digits)
    if len(digits) in _PHONE_DIGITS and len(subscriber) < len(digits):
        yield probe(index, subscriber, Edge.PHONE)


def _address(index: int, text: str) -> Iterator[Needle]:
    bare = _SCHEME.sub("", text)
    yield probe(index, bare, Edge.NO_LETTER_OR_DIGIT)
    _, _, path = bare.partition("/")
    without_query = re.split(r"[?#]", path)[0]
    for form in {path, without_query}:
        if len(letters(form)) >= _PATH and re.search(r"\d{3}", form):
            yield probe(index, form, Edge.NO_LETTER_OR_DIGIT)


def _body(index: int, text: str) -> Iterator[Needle]:
    whole = letters(text)
    edge = Edge.ANY if len(whole) >= _CERTAIN else Edge.NO_LETTER
    if len(whole) <= _LONGEST_WHOLE:
        yield probe(index, text, edge)
        return
    pieces = [piece for part in _ADDRESS.split(text) for piece in _pieces(part)]
    for piece in pieces or _pieces(text):
        yield probe(index, piece, Edge.ANY)


def _pieces(text: str) -> list[str]:
    """Cut a text into pieces of so many letters; whatever is shorter is left out."""
    pieces, start, length = [], 0, 0
    for at, character in enumerate(text, 1):
        length += len(letters(character))
        if length >= _PIECE:
            pieces.append(text[start:at])
            start, length = at, 0
    if len(text) > start and pieces:
        pieces.append(_tail(text))
    return pieces


def _tail(text: str) -> str:
    for start in range(len(text) - _PIECE, -1, -1):
        if len(letters(text[start:])) >= _PIECE:
            return text[start:]
    return text


def _spellings(index: int, text: str, edge: Edge) -> Iterator[Probe]:
    yield probe(index, text, edge)
    yield probe(index, _spelled(text), edge)
    spoilt = re.sub(r"[^\x00-\x7f]", "", text)
    if spoilt != text and len(letters(spoilt)) >= _SHORTEST_SPOILT:
        yield probe(index, spoilt, Edge.ANY)


def _spelled(text: str) -> str:
    return text.lower().translate(_SPELLED)


def probe(index: int, text: str, edge: Edge) -> Probe:
    """Make what to look for of a text as it is written."""
    words = _words(text)
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    return Probe(
        index, "".join(words), frozenset(starts[1:-1]), edge, frozenset({_anchor(text)})
    )


def _anchor(text: str) -> str:
    """The longest run of letters that are ASCII as they are written.

    Whatever the charset makes of the others, these come through. Angle brackets part
    them, since what stands between those is taken for a tag.
    """
    kept = re.sub(r"[^\x00-\x7f]+|[<>]", "\n", unicodedata.normalize("NFC", text))
    parts = (re.sub(r"[^a-z0-9]", "", part.lower()) for part in kept.split("\n"))
    return max(parts, key=len)[:_LONGEST_ANCHOR]


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _written_words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text))
