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
_SPOILT = 4
"""Letters that may stand for one beyond ASCII, such as the "ae" of an æ."""
_PATH = 12
_PAIR = 6
_PERSONNUMMER = 10
_PERSONNUMMER_DIGITS = (10, 12)
_PHONE_DIGITS = range(8, 14)

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SCHEME = re.compile(r"^[a-z]+://(?:www\.)?", re.IGNORECASE)
_ONLY_NUMBER = re.compile(r"[\d\s()+./\-\u2010-\u2015\u2212]+")
_COUNTRY = re.compile(r"^(?:(?:00)?46|0)0?")
_RUNS = re.compile("[A-Za-z0-9]+|[^A-Za-z0-9]+")
_WORD = re.compile(r"[^\W_]+")
_NAME_PARTS = re.compile(r"[\s,;]+")
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
    than between letters. `anchor` is the longest part of it that every encoding leaves
    as it is, and `sketch` that with what is around it, as a pattern: a text without
    them needs no closer look. Both are empty where no letter is ASCII.
    """

    value: int
    letters: str
    words: frozenset[int]
    edge: Edge
    anchor: str
    sketch: str


@dataclass(frozen=True)
class Pair:
    """A first and a last name that stand near each other, in either order."""

    value: int
    first: Probe
    last: Probe


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
    words = _NAME_PARTS.split(text)
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
    letters_ = "".join(words)
    return Probe(index, letters_, frozenset(starts[1:-1]), edge, *_outline(text))


def _outline(text: str) -> tuple[str, str]:
    """Give the longest run of letters that are ASCII as written, and what is around it.

    Whatever the charset makes of the others, these come through, and what it makes of
    each other is a few letters at most. Angle brackets part them, since what stands
    between those is taken for a tag.
    """
    outlines = map(_outline_of, re.split("[<>]", unicodedata.normalize("NFC", text)))
    return max(outlines, key=lambda outline: len(outline[0]))


def _outline_of(text: str) -> tuple[str, str]:
    runs = _RUNS.findall(re.sub(r"[\W_]", "", text))
    plain = [run.lower() if run.isascii() else "" for run in runs]
    anchor = max(plain, key=len, default="")
    parts = [
        one or f"[a-z0-9]{{0,{_SPOILT * len(run)}}}"
        for one, run in zip(plain, runs, strict=True)
    ]
    while parts and not plain[len(parts) - 1]:
        parts.pop()
    if parts and not plain[0]:
        del parts[0]
    return anchor[:_LONGEST_ANCHOR], "".join(parts)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))
