# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finds the bytes of a JSON pointer, and how much around it belongs to the same item.

Nothing is written anew: an object goes with its comma, so that the rest of the
document is the bytes that the server sent.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archivers.passages import GUARDS

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_DECODER = json.JSONDecoder(strict=False)
_ASSIGNED = re.compile(r"window\.[\w$.-]{1,400}\s*=\s*(?=[\[{])")

EndOf = Callable[[str, int], int | None]
"""Gives where the value that begins at a place ends; None if none does."""

PROSE = re.compile(r"\w{2,}\s+\w{2,}")
BELONGINGS = frozenset(
    {
        *("link", "links", "card", "preview", "link_preview", "attachment"),
        *("attachments", "picture", "pictures", "image", "images", "photo", "photos"),
        *("media", "media_attachments", "video", "videos"),
    }
)
"""What an item carries beside its text: a link's title is not somebody's answer."""


@dataclass(frozen=True)
class Node:
    """A value in a document: its characters, and the name or number it stands under."""

    start: int
    end: int
    step: str
    is_element: bool


def documents(text: str) -> Iterator[tuple[int, int]]:
    """Give where the JSON of a text lies: all of it, or a value a line.

    What X's archive calls JSON begins with the name of a variable.
    """
    start = len(text) - len(text.lstrip("\xef\xbb\xbf \r\n"))
    guard = next((g for g in GUARDS if text.startswith(g, start)), "")
    named = _ASSIGNED.match(text, start)
    start = _skip(text, named.end() if named else start + len(guard))
    end = _far_end(text, start)
    if end is not None and not text[end:].strip(" \t\r\n;"):
        yield start, end
        return
    for match in re.finditer(r"[^\n]+", text):
        start = _skip(text, match.start())
        end = _end_of(text, start)
        if end is not None and end <= match.end():
            yield start, end


def path_to(text: str, start: int, pointer: str) -> list[Node] | None:
    """Give the values on the way to a pointer, the whole document first."""
    return paths_to(text, start, [pointer]).get(pointer)


def paths_to(
    text: str, start: int, pointers: Iterable[str]
) -> Mapping[str, list[Node]]:
    """Give the values on the way to each pointer, in one walk through the document.

    Only what a pointer leads through is taken apart; the rest is passed over.
    """
    wanted: dict[tuple[str, ...], list[str]] = {}
    for pointer in pointers:
        wanted.setdefault(_steps(pointer), []).append(pointer)
    end = _far_end(text, start) if wanted else None
    if end is None:
        return {}
    found: dict[str, list[Node]] = {}
    root = Node(start, end, "", is_element=False)
    waiting = [([root], list(wanted))]
    while waiting:
        path, below = waiting.pop()
        for steps in below:
            if len(steps) == len(path) - 1:
                found.update((pointer, path) for pointer in wanted[steps])
        waiting += _led_on(text, path, below)
    return found


def _led_on(
    text: str, path: list[Node], below: Iterable[tuple[str, ...]]
) -> Iterator[tuple[list[Node], list[tuple[str, ...]]]]:
    """Give the children of a value that pointers lead through, with those pointers."""
    depth = len(path) - 1
    by_step: dict[str, list[tuple[str, ...]]] = {}
    for steps in below:
        if len(steps) > depth:
            by_step.setdefault(steps[depth], []).append(steps)
    if not by_step:
        return
    for child in _children(text, path[-1].start):
        if child.step in by_step:
            yield [*path, child], by_step.pop(child.step)
        if not by_step:
            return


def _steps(pointer: str) -> tuple[str, ...]:
    steps = pointer.split("/")[1:]
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in steps)


def with_comma(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen the span of an element to the comma that goes with it."""
    after = _skip(text, end)
    if text[after : after + 1] == ",":
        return start, _skip(text, after + 1)
    before = len(text[:start].rstrip(" \t\r\n"))
    if text[before - 1 : before] == ",":
        return before - 1, end
    return start, end


def value_of(text: str, node: Node) -> Any:  # noqa: ANN401 -- JSON of any shape
    """Read a value; `text` has a character for each byte."""
    raw = text[node.start : node.end].encode("latin-1").decode("utf-8", "replace")
    return _DECODER.decode(raw)


def is_alone(value: object, path: Sequence[str], is_own: Callable[[str], bool]) -> bool:
    """Whether an object holds nothing but one item: no text of anybody else's.

    What stands right beside the item's text is its own. Objects further off may be
    replies, or the post that it answers: prose in them, or text under the item's own
    key, is somebody else's unless the item is known by it.
    """
    if not path or not isinstance(value, dict | list):
        return True
    key = path[-1]
    for step, inner in _members(value):
        if step == path[0]:
            if not is_alone(inner, path[1:], is_own):
                return False
        elif len(path) == 1 and (isinstance(inner, str) or step in BELONGINGS):
            continue
        elif any(_is_foreign(k, t, key, is_own) for k, t in texts_in({step: inner})):
            return False
    return True


def _is_foreign(name: str, text: str, key: str, is_own: Callable[[str], bool]) -> bool:
    return bool(text) and (name == key or bool(PROSE.search(text))) and not is_own(text)


def texts_in(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Give the texts of an object's or array's inside, with the key of each."""
    for step, inner in _members(value):
        key = step if isinstance(value, dict) else name
        if isinstance(inner, str):
            yield key, inner
        else:
            yield from texts_in(inner, key)


def _members(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from ((str(index), inner) for index, inner in enumerate(value))


def _skip(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return match.end() if match else place


def _end_of(text: str, start: int) -> int | None:
    try:
        return _DECODER.raw_decode(text, start)[1]
    except (ValueError, RecursionError):
        return None


def _far_end(text: str, start: int) -> int | None:
    """Give where a document ends, without holding more of it than an entry.

    An entry is what its outermost list, or a list in its outermost object, holds.
    """
    if text[start : start + 1] not in ("[", "{"):
        return _end_of(text, start)
    last = start
    for child in _children(text, start, _end_of_list):
        last = child.end
    closing = _skip(text, last if last > start else start + 1)
    closed = text[closing : closing + 1] == ("]" if text[start] == "[" else "}")
    return closing + 1 if closed else None


def _end_of_list(text: str, start: int) -> int | None:
    if text[start : start + 1] != "[":
        return _end_of(text, start)
    return _far_end(text, start)


def _children(text: str, start: int, end_of: EndOf | None = None) -> Iterator[Node]:
    if text[start : start + 1] == "{":
        yield from _children_of_object(text, start, end_of or _end_of)
    elif text[start : start + 1] == "[":
        yield from _elements(text, start)


def _children_of_object(text: str, start: int, end_of: EndOf) -> Iterator[Node]:
    place = _skip(text, start + 1)
    while (match := _STRING.match(text, place)) is not None:
        colon = _skip(text, match.end())
        value = _skip(text, colon + 1)
        end = end_of(text, value)
        if end is None:
            return
        yield Node(value, end, _key(match[0]), is_element=False)
        place = _skip(text, end)
        if text[place : place + 1] != ",":
            return
        place = _skip(text, place + 1)


def _key(written: str) -> str:
    raw = written.encode("latin-1").decode("utf-8", "replace")
    return str(json.loads(raw, strict=False))


def _elements(text: str, start: int) -> Iterator[Node]:
    place = _skip(text, start + 1)
    index = 0
    while (end := _end_of(text, place)) is not None:
        yield Node(place, end, str(index), is_element=True)
        place = _skip(text, end)
        if text[place : place + 1] != ",":
            return
        place = _skip(text, place + 1)
        index += 1
