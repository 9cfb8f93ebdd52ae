# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finds values in bytes, however they are written there.

The bytes are read in every way that may hide a text: unescaped to a fixpoint, out of
base64 to a depth, out of UTF-16, quoted-printable and CSS, with and without tags. That
is slow, so what surely holds nothing is passed over: of every value there is a run of
ASCII letters that all those ways leave as it is, and a text in which it is nowhere
needs no closer look. The short cut is only that: without it the same is found.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

import ahocorasick

from proof import unescape
from proof.fold import TAG, Text, ascii_letters, texts
from proof.needles import Edge, Needle, Pair, Probe, needles
from schemas.gallring import RemovedValue

WINDOW = 60
"""Characters that may stand between a first and a last name."""

_BASE64_DEPTH = 2
_SHORT = 4
_FEW = 24
"""Up to so many anchors are quicker to look for one by one."""
_LONG = 8
_LONG_GAPS = (3, 60)
_SHORT_GAPS = (0, 8)
"""What may stand between letters, and between words: more would be found in noise."""
_MOST_TAGS = 24
_NO_TAG = re.compile(f"[^{TAG}]")
_LINE_BREAK = re.compile(rf"[-\u2010{TAG}]*\s*\n[\s{TAG}]*")
_PREFIXES = re.compile(r"(?:^|[^\d])(?:\+?(?:00)?46\W{0,3})?(?:\W?0\W{0,3})?$")

Unpack = Callable[[bytes], Iterable[bytes]]


def nothing(_: bytes) -> Iterable[bytes]:
    """Unpack nothing."""
    return ()


@dataclass(frozen=True)
class Branch:
    """A reading of the bytes, and the texts that it may be, made when asked for."""

    data: bytes
    _texts: list[Text] = field(default_factory=list)

    @property
    def texts(self) -> list[Text]:
        """What it may say."""
        if not self._texts:
            self._texts.extend(texts(self.data))
        return self._texts


class Finder:
    """Looks for all the values at once."""

    def __init__(
        self,
        values: Sequence[RemovedValue],
        unpack: Unpack = nothing,
        *,
        short_cut: bool = True,
    ) -> None:
        self._needles = needles(values)
        self._unpack = unpack
        self._anchors = _Anchors(self._needles) if short_cut else None

    def find(self, data: bytes) -> frozenset[int]:
        """Give the indexes of the values that stand in the bytes."""
        branches = [Branch(read) for read in readings(data, self._unpack)]
        wanted = self._needles
        if self._anchors:
            wanted = self._anchors.candidates(branches)
        found: set[int] = set()
        for needle in wanted:
            if needle.value not in found and _stands(needle, branches):
                found.add(needle.value)
        return frozenset(found)


def readings(data: bytes, unpack: Unpack = nothing, depth: int = 0) -> Iterator[bytes]:
    """Give the bytes in every way that they may be read."""
    if depth == 0:
        for text in unescape.wide(data):
            yield from readings(text, unpack, depth + 1)
    raw = data.replace(b"\0", b"") if b"\0" in data else data
    plain = unescape.fixpoint(raw)
    yield plain
    if plain != raw:
        yield unescape.ambiguous(raw)
    for read in unescape.rare(raw):
        yield unescape.fixpoint(read)
    if depth < _BASE64_DEPTH:
        yield from _encoded(plain, unpack, depth)


def _encoded(data: bytes, unpack: Unpack, depth: int) -> Iterator[bytes]:
    loose: list[bytes] = []
    for one in unescape.from_base64(data):
        loose += list(unpack(one)) or [one]
    if loose:
        yield from readings(unescape.SEPARATOR.join(loose), unpack, depth + 1)


class _Anchors:
    """Says which needles deserve a closer look."""

    def __init__(self, wanted: Sequence[Needle]) -> None:
        self._by_anchor: defaultdict[str, list[Needle]] = defaultdict(list)
        for needle in wanted:
            self._by_anchor[_key(needle)].append(needle)
        self._always = self._by_anchor.pop("", [])
        self._automaton = (
            _automaton(self._by_anchor) if len(self._by_anchor) > _FEW else None
        )

    def candidates(self, branches: Sequence[Branch]) -> list[Needle]:
        read = [_Letters(unescape.compatible(branch.data)) for branch in branches]
        present = {anchor for one in read for anchor in self._in(one.joined)}
        likely = [
            *self._always,
            *(needle for anchor in present for needle in self._by_anchor[anchor]),
        ]
        return [
            needle
            for needle in likely
            if all(_is_outlined(probe, read) for probe in _probes(needle))
            and _may_stand(needle, branches, read)
        ]

    def _in(self, text: str) -> Iterator[str]:
        if self._automaton is None:
            return (anchor for anchor in self._by_anchor if anchor in text)
        return (anchor for _, anchor in self._automaton.iter(text))


def _key(needle: Needle) -> str:
    """The anchor that a text is first looked through for; empty if all are short."""
    anchor = max((probe.anchor for probe in _probes(needle)), key=len)
    return anchor if len(anchor) >= _SHORT else ""


class _Letters:
    """The ASCII letters of a reading; in two orders, if it has tags."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.joined = ascii_letters(data)

    @cached_property
    def in_place(self) -> str:
        """The letters of text and tags as they follow on each other."""
        return ascii_letters(self._data, with_tags=True)


def _probes(needle: Needle) -> tuple[Probe, ...]:
    return (needle.first, needle.last) if isinstance(needle, Pair) else (needle,)


def _is_outlined(probe: Probe, read: Iterable[_Letters]) -> bool:
    if not probe.sketch:
        return True
    sketch = _compiled(probe.sketch)
    return any(sketch.search(one.joined) for one in read)


@lru_cache(maxsize=100_000)
def _compiled(sketch: str) -> re.Pattern[str]:
    return re.compile(sketch)


def _may_stand(
    needle: Needle, branches: Iterable[Branch], read: Iterable[_Letters]
) -> bool:
    """Whether what remains of the short cut leaves room for it.

    Letters without any ASCII are looked for in the texts themselves; two names must
    stand as near each other as their anchors.
    """
    if isinstance(needle, Probe):
        return bool(needle.anchor) or any(
            needle.letters in text.letters
            for branch in branches
            for text in branch.texts
        )
    one, other = needle.first, needle.last
    if not one.anchor or not other.anchor:
        return True
    reach = WINDOW + len(one.letters) + len(other.letters)
    return any(
        _within(letters, one.anchor, other.anchor, reach)
        for reading in read
        for letters in (reading.joined, reading.in_place)
    )


def _automaton(anchors: Iterable[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for anchor in anchors:
        automaton.add_word(anchor, anchor)
    automaton.make_automaton()
    return automaton


def _stands(needle: Needle, branches: Iterable[Branch]) -> bool:
    return any(
        _near(needle, text)
        if isinstance(needle, Pair)
        else any(True for _ in occurrences(needle, text))
        for branch in branches
        for text in branch.texts
    )


def _near(pair: Pair, text: Text) -> bool:
    one, other = pair.first.letters, pair.last.letters
    if not _within(text.letters, one, other, WINDOW):
        return False
    lasts = list(occurrences(pair.last, text))
    return any(
        0 <= _gap(first, last) <= WINDOW
        for first in (occurrences(pair.first, text) if lasts else ())
        for last in lasts
    )


def _within(text: str, one: str, other: str, most: int) -> bool:
    """Whether one stands at most so many characters from the other, in any order."""
    start = text.find(one) if other in text else -1
    while start >= 0:
        end = start + len(one)
        reach = most + len(other)
        if text.find(other, max(0, start - reach), end + reach) >= 0:
            return True
        start = text.find(one, start + 1)
    return False


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    first, second = sorted((one, other))
    return second[0] - first[1]


def occurrences(probe: Probe, text: Text) -> Iterator[tuple[int, int]]:
    """Give where a probe stands in a text: from where to where."""
    start = text.letters.find(probe.letters)
    while start >= 0:
        places = text.places(start, len(probe.letters))
        if _is_whole(probe, places, text.written):
            yield places[0], places[-1] + 1
        start = text.letters.find(probe.letters, start + 1)


def _is_whole(probe: Probe, places: Sequence[int], written: str) -> bool:
    begin, end = places[0], places[-1] + 1
    if not _has_edges(
        probe.edge, written[max(0, begin - 16) : begin], written[end : end + 1]
    ):
        return False
    if end - begin == len(places):
        return True
    is_long = len(places) >= _LONG
    letters, words = _LONG_GAPS if is_long else _SHORT_GAPS
    return all(
        after - before == 1
        or _may_part(
            written[before + 1 : after], words if at in probe.words else letters
        )
        for at, (before, after) in enumerate(pairwise(places), 1)
    )


def _may_part(between: str, most: int) -> bool:
    if len(between) > most + _MOST_TAGS:
        return False
    visible = len(_NO_TAG.findall(between))
    return visible <= most or bool(_LINE_BREAK.fullmatch(between))


def _has_edges(edge: Edge, before: str, after: str) -> bool:
    if edge is Edge.ANY:
        return True
    left, right = before[-1:], after
    if edge is Edge.NO_LETTER:
        return not (left.isalpha() or right.isalpha())
    if edge is Edge.NO_LETTER_OR_DIGIT:
        return not (left.isalnum() or right.isalnum())
    return not right.isdigit() and bool(_PREFIXES.search(before))
