# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Takes an item out of a body at the places that the capture's map names.

A pointer leads to the item's text, most often inside an object or element of its own:
that goes whole. Where others' words stand in it too, only the item's text goes.
"""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from archivers.gallring.folding import letters
from archivers.gallring.in_json import (
    Node,
    documents,
    is_alone,
    path_to,
    value_of,
    with_comma,
)
from archivers.gallring.in_page import Element, Source
from archivers.gallring.needles import Needles
from archivers.gallring.sweep import Edit, Sweep
from archivers.gallring.views import TAG
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
    return letters(_plain(text)) or text_key(text)


def _plain(text: str) -> str:
    return html.unescape(TAG.sub("", text))


@dataclass(frozen=True)
class MappedPlaces:
    """The places of removed items in one body."""

    places: Sequence[Mapped]
    own: OwnTexts

    def clean(self, body: bytes, *, is_page: bool) -> tuple[bytes, list[Mapped]]:
        """Give the body without the items, and the places that were not found."""
        cuts: list[Edit] = []
        missed: list[Mapped] = []
        text = body.decode("latin-1")
        source = Source(body) if is_page else None
        for item, pointer in self.places:
            edits = list(self._edits(item, pointer, text, source))
            cuts += edits
            if not edits:
                missed.append((item, pointer))
        return _carried_out(text, cuts), missed

    def _edits(
        self, item: Item, pointer: str, text: str, source: Source | None
    ) -> Iterator[Edit]:
        if source is None:
            for start, end in documents(text):
                yield from self._in_json(item, pointer, text, (start, end))
            return
        path, _, inner = pointer.partition(" /")
        element = source.find(path)
        if element is None:
            return
        if inner or pointer.endswith(" "):
            low, high = element.inside
            for start, _ in documents(text[low:high]):
                span = (low + start, high)
                yield from self._in_json(item, f"/{inner}" if inner else "", text, span)
            return
        yield from self._in_page(item, element, text, source)

    def _in_json(
        self, item: Item, pointer: str, text: str, span: tuple[int, int]
    ) -> Iterator[Edit]:
        path = path_to(text, span[0], pointer)
        if path is None or path[-1].end > span[1]:
            return
        value = value_of(text, path[-1])
        if not isinstance(value, str):
            return
        if not _is_text_of(item, value):
            yield from self._part(item, text, path[-1].start, path[-1].end)
            return
        cut = self._element_of(path, text)
        if cut is None:
            yield Edit(path[-1].start + 1, path[-1].end - 1, b"")
        else:
            yield Edit(cut.start, cut.end, _ELEMENT)

    def _element_of(self, path: Sequence[Node], text: str) -> Node | None:
        """Give the element of an array that is this item, if there is one."""
        for depth in range(len(path) - 1, 0, -1):
            if path[depth].is_element:
                steps = [node.step for node in path[depth + 1 :]]
                value = value_of(text, path[depth])
                return path[depth] if is_alone(value, steps, self.own.holds) else None
        return None

    def _in_page(
        self, item: Item, element: Element, text: str, source: Source
    ) -> Iterator[Edit]:
        words = element.text()
        if _is_text_of(item, words) or not words.strip():
            widest = source.widest(element, self.own.holds)
            yield Edit(widest.start, widest.end, b"")
        else:
            yield from self._part(item, text, *element.inside)

    def _part(self, item: Item, text: str, start: int, end: int) -> Iterator[Edit]:
        """Take the item's text out of a longer one, however short it is."""
        value = RemovedValue(kind=ValueKind.BODY, text=item.body)
        sweep = Sweep(Needles([value], shortest=1))
        for edit in sweep.edits(text[start:end].encode("latin-1")):
            yield Edit(start + edit.start, start + edit.end, edit.text)


_ELEMENT = b"\x00"
"""Marks the cut of an array's element, whose comma is found when it is carried out."""


def _is_text_of(item: Item, text: str) -> bool:
    """Whether a text is an item's, or the address of its picture if it has none.

    Feeds show a long text cut short, which is the item's all the same.
    """
    own = [media.url for media in item.media]
    if item.body:
        own = [item.body, *item.body.split(HEADLINE, 1)]
    key, whole = _key(text), _key(item.body)
    is_cut = len(key) >= LEAST_OPENING and whole.startswith(key)
    return is_cut or key in set(map(_key, own)) - {""}


def _carried_out(text: str, cuts: Sequence[Edit]) -> bytes:
    """Carry out cuts from the last to the first; one inside another goes with it."""
    for cut in sorted(_outermost(cuts), key=lambda c: -c.start):
        start, end = cut.start, cut.end
        if cut.text == _ELEMENT:
            start, end = with_comma(text, start, end)
            text = text[:start] + text[end:]
        else:
            text = text[:start] + cut.text.decode("latin-1") + text[end:]
    return text.encode("latin-1")


def _outermost(cuts: Sequence[Edit]) -> Iterator[Edit]:
    end = -1
    for cut in sorted(set(cuts), key=lambda c: (c.start, -c.end)):
        if cut.start >= end:
            yield cut
            end = cut.end
