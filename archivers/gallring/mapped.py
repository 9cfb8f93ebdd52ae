# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Takes an item out of a body at the places that the capture's map names.

A pointer leads to the item's text, most often inside an object or element of its own:
that goes whole. Where others' words stand in it too, only the item's text goes.
"""

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from archivers.gallring.folding import letters
from archivers.gallring.in_json import (
    Node,
    documents,
    is_alone,
    paths_to,
    texts_in,
    value_of,
    with_comma,
)
from archivers.gallring.in_page import Element, Source
from archivers.gallring.needles import Needles
from archivers.gallring.sweep import Edit, Sweep
from archivers.gallring.views import TAG
from archivers.owner_export.mojibake import mended_text
from archivers.passages import text_key
from schemas.gallring import RemovedValue, ValueKind
from schemas.item import Item

LEAST_OPENING = 20
"""Letters and digits; so many of a text's first ones are its opening, no one else's."""

HEADLINE = "\n\n"
"""What stands between a headline and its text, which the page has in fields apart."""

Mapped = tuple[Item, str]
"""An item and the pointer to it."""


@dataclass(frozen=True)
class OwnTexts:
    """The texts by which removed items are known: their own, and no one else's."""

    items: tuple[Item, ...]
    values: tuple[RemovedValue, ...]

    @cached_property
    def _known(self) -> frozenset[str]:
        texts = [value.text for value in self.values]
        for item in self.items:
            texts += [item.body, item.author, item.published_text]
            texts += [media.alternative_text for media in item.media]
        return frozenset(map(_key, texts)) - {""}

    def holds(self, text: str) -> bool:
        """Whether a text is known to be one of theirs, or says nothing."""
        key = _key(text)
        return not key or key in self._known


def _key(text: str) -> str:
    plain = mended_text(_plain(text))
    return letters(plain) or text_key(plain)


def _plain(text: str) -> str:
    return html.unescape(TAG.sub("", text))


@dataclass(frozen=True)
class MappedPlaces:
    """The places of removed items in one body.

    `beside` are the pointers of the items that stay, where the map knows every item in
    the body: then the whole entry of a list goes with the one item that it is of, and
    what is left in its place is empty, so that those pointers lead right still.
    """

    places: Sequence[Mapped]
    own: OwnTexts
    beside: frozenset[str] | None = None

    @cached_property
    def _occupied(self) -> frozenset[str]:
        """The pointers to all that something which stays lies in."""
        return frozenset(
            around
            for pointer in self.beside or ()
            for mark in ("/", " > ")
            for around in _around(pointer, mark)
        )

    def clean(self, body: bytes, *, is_page: bool) -> tuple[bytes, list[Mapped]]:
        """Give the body without the items, and the places that were not found."""
        text = body.decode("latin-1")
        if is_page:
            found = self._in_pages(text, Source(body))
        else:
            found = self._in_documents(self.places, text, (0, len(text)))
        cuts = [(place, edit) for place, edit in found]
        known = {id(place) for place, _ in cuts}
        missed = [place for place in self.places if id(place) not in known]
        return _carried_out(text, [edit for _, edit in cuts]), missed

    def _in_pages(self, text: str, source: Source) -> Iterator[tuple[Mapped, Edit]]:
        scripts: dict[tuple[int, int], list[tuple[Mapped, str]]] = {}
        for place in self.places:
            item, pointer = place
            path, _, inner = pointer.partition(" /")
            element = source.find(path)
            if element is None:
                continue
            if inner or pointer.endswith(" "):
                within = f"/{inner}" if inner else ""
                scripts.setdefault(element.inside, []).append((place, within))
                continue
            for edit in self._in_page(item, element, text, (pointer, source)):
                yield place, edit
        for span, held in scripts.items():
            yield from self._in_script(held, text, span)

    def _in_script(
        self, held: Sequence[tuple[Mapped, str]], text: str, span: tuple[int, int]
    ) -> Iterator[tuple[Mapped, Edit]]:
        inside = [(item, pointer) for (item, _), pointer in held]
        whole = {id(new): place for new, (place, _) in zip(inside, held, strict=True)}
        for new, edit in self._in_documents(inside, text, span):
            yield whole[id(new)], edit

    def entries(self, body: bytes) -> Iterator[tuple[Mapped, Node, str]]:
        """Give the entry of a list that goes whole with each item, and its JSON."""
        text = body.decode("latin-1")
        for place, path in self._paths(self.places, text, (0, len(text))):
            if _is_of(place[0], value_of(text, path[-1])):
                entry = self._entry_of(path, place[1])
                if entry is not None:
                    yield place, entry, text[entry.start : entry.end]

    def _in_documents(
        self, places: Sequence[Mapped], text: str, span: tuple[int, int]
    ) -> Iterator[tuple[Mapped, Edit]]:
        for place, path in self._paths(places, text, span):
            for edit in self._in_json(place, text, path):
                yield place, edit

    def _paths(
        self, places: Sequence[Mapped], text: str, span: tuple[int, int]
    ) -> Iterator[tuple[Mapped, list[Node]]]:
        low, high = span
        inside = text if (low, high) == (0, len(text)) else text[low:high]
        pointers = [pointer for _, pointer in places]
        for start, end in documents(inside):
            paths = paths_to(text, low + start, pointers)
            for place in places:
                path = paths.get(place[1])
                if path is not None and path[-1].end <= low + end:
                    yield place, path

    def _in_json(
        self, place: Mapped, text: str, path: Sequence[Node]
    ) -> Iterator[Edit]:
        item, pointer = place
        value = value_of(text, path[-1])
        if self.beside is not None and _is_of(item, value):
            entry = self._entry_of(path, pointer)
            if entry is not None:
                yield Edit(entry.start, entry.end, NOTHING)
                return
        if not isinstance(value, str):
            return
        if not _is_text_of(item, value):
            yield from self._part(item, text, path[-1].start, path[-1].end)
            return
        cut = self._element_of(path, text) if self.beside is None else None
        if cut is None:
            yield Edit(path[-1].start + 1, path[-1].end - 1, b"")
        else:
            yield Edit(cut.start, cut.end, _ELEMENT)

    def _entry_of(self, path: Sequence[Node], pointer: str) -> Node | None:
        """Give the outermost entry of a list that holds nothing of what stays."""
        if self.beside is None:
            return None
        steps = pointer.split("/")
        for depth, node in enumerate(path):
            around = "/".join(steps[: depth + 1])
            if node.is_element and around not in self._occupied:
                return node
        return None

    def _element_of(self, path: Sequence[Node], text: str) -> Node | None:
        """Give the element of an array that is this item, if there is one."""
        for depth in range(len(path) - 1, 0, -1):
            if path[depth].is_element:
                steps = [node.step for node in path[depth + 1 :]]
                value = value_of(text, path[depth])
                return path[depth] if is_alone(value, steps, self.own.holds) else None
        return None

    def _in_page(
        self, item: Item, element: Element, text: str, at: tuple[str, Source]
    ) -> Iterator[Edit]:
        words = element.text()
        pointer, source = at
        is_own = _is_text_of(item, words) or not words.strip()
        is_mapped = self.beside is not None and pointer not in self._occupied
        if is_own and self.beside is None:
            widest = source.widest(element, self.own.holds)
            yield Edit(widest.start, widest.end, b"")
        elif is_own:
            yield Edit(*source.widest(element, self.own.holds).inside, b"")
        elif is_mapped and not item.body:
            yield Edit(*element.inside, b"")
        else:
            yield from self._part(item, text, *element.inside)

    def _part(self, item: Item, text: str, start: int, end: int) -> Iterator[Edit]:
        """Take the item's text out of a longer one, however short it is."""
        value = RemovedValue(kind=ValueKind.BODY, text=item.body)
        sweep = Sweep(Needles([value], shortest=1))
        for edit in sweep.edits(text[start:end].encode("latin-1")):
            yield Edit(start + edit.start, start + edit.end, edit.text)


NOTHING = b"null"
"""What is left of an entry whose place in its list is to be kept."""

_ELEMENT = b"\x00"
"""Marks the cut of an array's element, whose comma is found when it is carried out."""


def _around(pointer: str, mark: str) -> Iterator[str]:
    """Give the pointers to all that a pointer leads through, itself included."""
    return accumulate(pointer.split(mark), lambda above, step: f"{above}{mark}{step}")


def _is_of(item: Item, value: object) -> bool:
    """Whether what a pointer leads to is the item that the map says."""
    if not item.body:
        return True
    if isinstance(value, str):
        return _is_text_of(item, value)
    return any(_is_text_of(item, text) for _, text in texts_in(value))


def _is_text_of(item: Item, text: str) -> bool:
    """Whether a text is an item's, or the address of its picture if it has none.

    Feeds show a long text cut short, which is the item's all the same.
    """
    own = [media.url for media in item.media]
    own += [media.member.name for media in item.media if media.member]
    if item.body:
        own = [item.body, *item.body.split(HEADLINE, 1)]
    key, whole = _key(text), _key(item.body)
    is_cut = len(key) >= LEAST_OPENING and whole.startswith(key)
    return is_cut or key in set(map(_key, own)) - {""}


def _carried_out(text: str, cuts: Sequence[Edit]) -> bytes:
    """Carry out cuts; one inside another goes with it, elements with their comma."""
    pieces: list[str] = []
    last = 0
    for cut in _in_runs(text, _outermost(cuts)):
        start, end, written = cut.start, cut.end, cut.text.decode("latin-1")
        if cut.text == _ELEMENT:
            (start, end), written = with_comma(text, start, end), ""
        pieces += (text[last:start], written)
        last = end
    pieces.append(text[last:])
    return "".join(pieces).encode("latin-1")


def _in_runs(text: str, cuts: Iterable[Edit]) -> Iterator[Edit]:
    """Make one cut of elements that follow each other, between which a comma stands."""
    run: Edit | None = None
    for cut in cuts:
        if run is not None and _follows(text, run, cut):
            run = Edit(run.start, cut.end, _ELEMENT)
            continue
        if run is not None:
            yield run
        run = cut
    if run is not None:
        yield run


def _follows(text: str, one: Edit, other: Edit) -> bool:
    between = text[one.end : other.start].strip(" \t\r\n")
    return one.text == other.text == _ELEMENT and between == ","


def _outermost(cuts: Sequence[Edit]) -> Iterator[Edit]:
    end = -1
    for cut in sorted(set(cuts), key=lambda c: (c.start, -c.end)):
        if cut.start >= end:
            yield cut
            end = cut.end
