# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is looked for: a removed value as its letters, and where words part in it.

A name must not be cut out of a longer word, nor put together from two words that only
happen to stand beside each other: what is kept is never harmed.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, product, takewhile

from archivers.gallring.folding import HARD, OTHER, SOFT, fold, is_plainer, letters
from archivers.gallring.sieve import Sieve
from archivers.gallring.views import LATIN_END, TOKEN, View, decoded
from schemas.gallring import RemovedValue, ValueKind

SHORTEST = 4
"""Fewer letters than this cannot be told from other words."""
SHORTEST_SPOILT = 6
"""Fewer ASCII letters than this may be what is left of any name."""
SHORTEST_PATH = 12
"""Fewer letters and digits than this may be anybody's path."""
SELF_EVIDENT = 16
"""A text as long as this is found by its letters alone."""
NAME_PARTS = 2
FIELD_WINDOW = 300
NEAR = 60
SMALL_GAP, LARGE_GAP = 1, 3
LONG = 8
"""An identifier of so many letters and digits may be written more apart."""
CERTAIN = 10
"""So many letters of a whole name are that name inside another word too."""
PERSONAL_DIGITS = 10

_FIELD_GAP = re.compile(
    r"\\*[\"'][^{}]{0,80}[:=]\s*\\*[\"']"
    r"|[&;][\w.\[\]-]{1,40}="
    r"|\r?\n--[^\r\n]{1,80}\r?\n(?:[^\r\n]{1,200}\r?\n){1,3}\r?\n"
)
"""What stands between a first name and a last name in fields of their own."""

_ENDS_IN_TOKEN = re.compile(
    r"(?:&#?\w{1,32};|%[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\u\{[0-9a-fA-F]{1,6}\}"
    r"|\\x[0-9a-fA-F]{2}|\\[nrtbf]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2})\Z"
)
_LONGEST_TOKEN = 34
_NEXT_PERSON = re.compile(r"\}\s*,\s*\{|</(?:li|tr|article)\b|[.!?]\s")
_ONLY_NUMBER = re.compile(r"[\d\s()+./\-\u2010-\u2015\u2212]+")
_COUNTRY = re.compile(r"^(?:(?:00)?46|0)0?")
_PHONE_DIGITS = range(8, 14)
_SPELLED = str.maketrans({"å": "aa", "ä": "ae", "ö": "oe", "ø": "oe", "æ": "ae"})
_WORD = re.compile(r"[^\W_]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_HOST = re.compile(r"^(?:\w+:)?//[^/]*/")
_ADDITION = re.compile(r"[?#]")
_NUMBERED = re.compile(r"[0-9]{3}")


@dataclass(frozen=True)
class Match:
    """Where a value stands in a view."""

    start: int
    end: int


@dataclass(frozen=True)
class Needle:
    """One way to write a value: its letters, and after which of them words part.

    One that `is_certain` is also found inside a longer word or number.
    """

    letters: str
    written: str
    breaks: frozenset[int]
    kind: ValueKind
    is_certain: bool = False

    @cached_property
    def is_self_evident(self) -> bool:
        """Whether its letters alone tell it from everything else."""
        is_text = self.kind in (ValueKind.BODY, ValueKind.ADDRESS)
        return is_text and len(self.letters) >= SELF_EVIDENT

    def fits(self, page: "Page", places: list[int]) -> bool:
        """Whether these characters are the value, not merely its letters."""
        if self.is_self_evident:
            return True
        return (
            (self.is_certain or self._has_edges(page, places[0], places[-1] + 1))
            and self._has_gaps(page, places)
            and self._has_accents(page, places)
        )

    def _has_edges(self, page: "Page", start: int, end: int) -> bool:
        before = page.before(start)
        after = page.after(end)
        return not (
            self._glued(before, page.view.text[start])
            or self._glued(after, page.view.text[end - 1])
        )

    def _glued(self, outside: str, inside: str) -> bool:
        if self.kind is ValueKind.HANDLE and outside == "_":
            return True
        if not outside.isalnum():
            return False
        if self.kind in (ValueKind.IDENTIFIER, ValueKind.ADDRESS):
            return outside.isdigit() == inside.isdigit()
        return True

    def _has_gaps(self, page: "Page", places: list[int]) -> bool:
        allowed = 0
        if self.kind is ValueKind.IDENTIFIER:
            allowed = SMALL_GAP if len(self.letters) < LONG else LARGE_GAP
        for index, (here, there) in enumerate(pairwise(places)):
            if there - here > 1 and index not in self.breaks:
                gap = page.folded[here + 1 : there]
                if gap.count(HARD) > allowed:
                    return False
        return True

    def _has_accents(self, page: "Page", places: list[int]) -> bool:
        if self.kind not in (ValueKind.NAME, ValueKind.HANDLE):
            return True
        text = page.view.text
        return all(
            is_plainer(text[place], letter)
            for place, letter in zip(places, self.written, strict=True)
        )


class Page:
    """A view, folded, and the way from its letters back to its characters."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.folded = fold(view.text)
        if OTHER in self.folded and "\x00" not in view.outermost.text:
            self.folded = self.folded.replace(OTHER, SOFT)  # UTF-16 in escapes
        self.letters = self.folded.replace(SOFT, "").replace(HARD, "")

    @cached_property
    def places(self) -> list[int]:
        """Where each letter stands in the text."""
        return [i for i, c in enumerate(self.folded) if c not in (SOFT, HARD)]

    @cached_property
    def words(self) -> set[str]:
        """The words of the text."""
        return set(_WORD.findall(self.folded.replace(SOFT, "")))

    def before(self, place: int) -> str:
        """Give the character before a place, read as the reader would see it."""
        while place and not self.view.is_parted(place):
            seen = self.view.text[max(0, place - _LONGEST_TOKEN) : place]
            token = _ENDS_IN_TOKEN.search(seen)
            char = (decoded(token[0]) if token else seen)[-1:]
            if fold(char) != SOFT:
                return self._letter(char)
            place -= len(token[0]) if token else 1
        return ""

    def after(self, place: int) -> str:
        """Give the character after a place, read as the reader would see it."""
        while place < len(self.folded) and not self.view.is_parted(place):
            token = TOKEN.match(self.view.text, place)
            char = decoded(token[0])[:1] if token else self.view.text[place]
            if fold(char) != SOFT:
                return self._letter(char)
            place = token.end() if token else place + 1
        return ""

    def _letter(self, char: str) -> str:
        """Take no notice of what only a wrong reading as UTF-16 makes a letter."""
        return "" if self.view.width > 1 and char >= LATIN_END else char


class Needles:
    """Every value that is looked for, in the ways that it may be written."""

    def __init__(
        self, values: Iterable[RemovedValue], shortest: int = SHORTEST
    ) -> None:
        found = {
            needle
            for value in values
            for needle in _needles(value)
            if len(needle.letters) >= shortest
        }
        self._by_letters: dict[str, list[Needle]] = {}
        for needle in sorted(found, key=lambda n: (-len(n.letters), n.letters, n.kind)):
            self._by_letters.setdefault(needle.letters, []).append(needle)
        self._sieve = Sieve(self._by_letters)
        self._bodies = [n.letters for n in found if n.kind is ValueKind.BODY]
        self._pairs: dict[str, list[tuple[Needle, Needle]]] = {}
        for value in values:
            if value.kind is ValueKind.NAME:
                self._add_pair(value.text)

    def __bool__(self) -> bool:
        return bool(self._by_letters)

    def _add_pair(self, name: str) -> None:
        words = [word for word in name.split() if letters(word)]
        if len(words) < NAME_PARTS or len(letters(name)) < SHORTEST:
            return
        first, last = (_needle(w, ValueKind.NAME) for w in (words[0], words[-1]))
        for pair in ((first, last), (last, first)):
            self._pairs.setdefault(pair[0].letters, []).append(pair)

    def matches(self, view: View) -> Iterator[Match]:
        """Find every value in a view."""
        page = Page(view)
        for found in sorted(self._sieve.candidates(page.letters)):
            for needle in self._by_letters[found]:
                for places in _places(needle, page):
                    yield Match(places[0], self._end(needle, page, places[-1]) + 1)
        if self._pairs and not view.is_joined:
            for word in self._pairs.keys() & page.words:
                for first, last in self._pairs[word]:
                    if last.letters in page.words:
                        yield from _in_fields(first, last, page)

    def _end(self, needle: Needle, page: Page, last: int) -> int:
        """Follow a text that was cut short to where it was cut."""
        if not needle.is_self_evident:
            return last
        begun = [body for body in self._bodies if body.startswith(needle.letters)]
        at, size = bisect_right(page.places, last), len(needle.letters)
        more = max((_shared(page.letters, at, body, size) for body in begun), default=0)
        return page.places[at + more - 1] if more else last


def _shared(text: str, at: int, body: str, start: int) -> int:
    """Count the letters that two texts share from two places on."""
    pairs = zip(text[at : at + len(body)], body[start:], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _needles(value: RemovedValue) -> Iterator[Needle]:
    ways = [value.text, *_mojibake(value.text)]
    words = value.text.split()
    if value.kind is ValueKind.NAME and len(words) >= NAME_PARTS:
        turned = [f"{words[-1]}, {' '.join(words[:-1])}"]
        turned.append(f"{' '.join(words[1:])}, {words[0]}")
        ways += [way for text in turned for way in (text, *_mojibake(text))]
    if value.kind is ValueKind.ADDRESS:
        ways += _without_host(value.text)
    if value.kind is ValueKind.IDENTIFIER and "@" in value.text:
        ways += _spoken(value.text)
    is_person = value.kind in (ValueKind.NAME, ValueKind.HANDLE)
    if is_person:
        ways += [way.lower().translate(_SPELLED) for way in tuple(ways)]
        ways += _spoilt(value.text)
    is_whole_name = value.kind is ValueKind.NAME and len(words) >= NAME_PARTS
    for way in ways:
        needle = _needle(way, value.kind)
        is_certain = is_whole_name and len(needle.letters) >= CERTAIN
        yield replace(needle, is_certain=is_certain)
    if value.kind is ValueKind.IDENTIFIER and _ONLY_NUMBER.fullmatch(value.text):
        yield from _numbers(letters(value.text))


def _spoken(address: str) -> Iterator[str]:
    """Write an e-mail address as people do to hide it from machines."""
    for at, dot in product((" ", " at ", " snabela "), (" ", " dot ", " punkt ")):
        yield address.replace("@", at).replace(".", dot)


def _numbers(digits: str) -> Iterator[Needle]:
    """Write a personnummer without its century, a phone number as others dial it."""
    kind = ValueKind.IDENTIFIER
    if len(digits) in (PERSONAL_DIGITS, PERSONAL_DIGITS + 2):
        yield replace(_needle(digits[-PERSONAL_DIGITS:], kind), is_certain=True)
    subscriber = _COUNTRY.sub("", digits)
    if len(digits) in _PHONE_DIGITS and len(subscriber) < len(digits):
        for code in ("", "0", "46", "460", "0046"):
            yield _needle(code + subscriber, kind)


def _without_host(address: str) -> Iterator[str]:
    """Write an address as a page of its own host or a request for it does.

    Signatures are new each time, so it is sought without them as well: whoever lists
    an address has made sure that nothing kept has that path.
    """
    path = _HOST.sub("", address)
    for way in (path, _ADDITION.split(path)[0]):
        if len(letters(way)) >= SHORTEST_PATH and _NUMBERED.search(way):
            yield way


def _mojibake(text: str) -> Iterator[str]:
    """Write a text as it looks when its UTF-8 is taken for Windows-1252."""
    if not text.isascii():
        yield text.encode().decode("cp1252", "replace")


def _spoilt(text: str) -> Iterator[str]:
    """Write a name as a program does that drops or spoils every letter beyond ASCII."""
    way = _BEYOND_ASCII.sub(" ", text)
    if way != text and len(letters(way)) >= SHORTEST_SPOILT:
        yield way


def _needle(text: str, kind: ValueKind) -> Needle:
    folded = fold(text)
    places = [i for i, c in enumerate(folded) if c not in (SOFT, HARD, OTHER)]
    breaks = {
        index
        for index, (here, there) in enumerate(pairwise(places))
        if HARD in folded[here + 1 : there]
    }
    return Needle(
        letters="".join(folded[place] for place in places),
        written="".join(text[place] for place in places),
        breaks=frozenset(breaks),
        kind=kind,
    )


def _places(needle: Needle, page: Page) -> Iterator[list[int]]:
    size = len(needle.letters)
    at = page.letters.find(needle.letters)
    while at >= 0:
        places = page.places[at : at + size]
        fits = needle.fits(page, places)
        if fits:
            yield places
        at = page.letters.find(needle.letters, at + (size if fits else 1))


def _in_fields(first: Needle, last: Needle, page: Page) -> Iterator[Match]:
    lasts = list(_places(last, page))
    for places in _places(first, page):
        start, end = places[0], places[-1] + 1
        for other in lasts:
            gap = page.view.text[end : other[0]]
            if 0 < len(gap) <= FIELD_WINDOW and _is_field_gap(gap):
                yield Match(start, end)
                yield Match(other[0], other[-1] + 1)


def _is_field_gap(gap: str) -> bool:
    """Whether two names with this between them are those of one person.

    So near each other nobody else is meant, unless another's fields begin between them.
    """
    is_near = len(gap) <= NEAR and not _NEXT_PERSON.search(gap)
    return is_near or _FIELD_GAP.fullmatch(gap) is not None
