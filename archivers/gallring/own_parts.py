# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Says what in a body belongs to which item: its face, its pictures, its links.

Wider than what is cut out: there only an item's own words may go, here the element of
a page or the object of a programming interface that is built around them. A reply
inside a comment keeps what is inside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archivers.gallring.in_json import Node, documents, path_to
from archivers.gallring.in_page import Element, Source

FEW = 30
"""Characters of the page's own words that may stand in it: «Svara», a time."""


@dataclass(frozen=True)
class Placed:
    """An item and the pointer to its text in a body."""

    item_id: str
    pointer: str


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    item_id: str


def own_parts(
    body: bytes, places: Sequence[Placed], *, is_page: bool
) -> Mapping[str, list[str]]:
    """Give what belongs to each item, by its id, as text.

    What lies inside the part of another item is that item's and no one else's. A part
    that several share is given to each of them.
    """
    text = body.decode("latin-1")
    spans = list(_in_page(body, text, places) if is_page else _in_json(text, places))
    found: dict[str, list[str]] = {}
    for span in dict.fromkeys(spans):
        raw = _without_inner(text, span, spans).encode("latin-1")
        found.setdefault(span.item_id, []).append(raw.decode("utf-8", "replace"))
    return found


def _without_inner(text: str, span: _Span, spans: Sequence[_Span]) -> str:
    pieces: list[str] = []
    place = span.start
    for inner in sorted(spans, key=lambda s: s.start):
        is_inside = span.start <= inner.start and inner.end <= span.end
        is_narrower = inner.end - inner.start < span.end - span.start
        is_other = inner.item_id != span.item_id
        if is_inside and is_narrower and is_other and inner.end > place:
            pieces.append(text[place : max(place, inner.start)])
            place = inner.end
    return " ".join([*pieces, text[place : span.end]])


# --- programming interfaces -----------------------------------------------------------


def _in_json(text: str, places: Sequence[Placed]) -> Iterator[_Span]:
    yield from _in_documents(text, (0, len(text)), places)


def _in_documents(
    text: str, within: tuple[int, int], places: Sequence[Placed]
) -> Iterator[_Span]:
    low, high = within
    for start, end in documents(text[low:high]):
        for place in places:
            path = path_to(text, low + start, place.pointer)
            if path is None or path[-1].end > low + end:
                continue
            others = [o.pointer for o in places if o.item_id != place.item_id]
            node = _object_of(path, place.pointer, others)
            yield _Span(node.start, node.end, place.item_id)


def _object_of(path: Sequence[Node], pointer: str, others: Sequence[str]) -> Node:
    """Give the widest array element around a text that holds nobody else's text.

    Where there is no array it is the object that the text stands in.
    """
    depths = [depth for depth in range(1, len(path)) if path[depth].is_element]
    if not depths:
        return path[max(len(path) - 2, 0)]
    steps = pointer.split("/")
    found = depths[-1]
    for depth in reversed(depths[:-1]):
        inside = "/".join(steps[: depth + 1]) + "/"
        if any(other.startswith(inside) for other in others):
            break
        found = depth
    return path[found]


# --- pages ----------------------------------------------------------------------------


def _in_page(body: bytes, text: str, places: Sequence[Placed]) -> Iterator[_Span]:
    source = Source(body)
    elements: list[tuple[Placed, Element]] = []
    scripts: dict[tuple[int, int], list[Placed]] = {}
    for place in places:
        path, _, inner = place.pointer.partition(" /")
        element = source.find(path)
        if element is None:
            continue
        if inner or place.pointer.endswith(" "):
            pointer = f"/{inner}" if inner else ""
            held = scripts.setdefault(element.inside, [])
            held.append(Placed(place.item_id, pointer))
        else:
            elements.append((place, element))
    for inside, held in scripts.items():
        yield from _in_documents(text, inside, held)
    for place, element in elements:
        others = [e.start for p, e in elements if p.item_id != place.item_id]
        around = _element_of(source, element, others)
        yield _Span(around.start, around.end, place.item_id)


def _element_of(source: Source, element: Element, others: Sequence[int]) -> Element:
    """Give the element that is built around an item's words.

    It begins with the item: nobody else's words stand before it there. What it holds
    beside them is the answers to it, or a few words of the page's own.
    """
    found = inner = element
    for around in source.ancestors(element):
        if any(around.start <= other < element.start for other in others):
            break
        if inner.is_one_of_many():
            break
        inner = around
        inside = [other for other in others if around.start <= other < around.end]
        if around.is_block():
            found = around
            break
        if inside or around.words() - element.words() > FEW:
            continue
        found = around
    return found
