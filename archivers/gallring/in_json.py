# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finds the bytes of a JSON pointer, and how much around it belongs to the same item.

Nothing is written anew: an object goes with its comma, so that the rest of the
document is the bytes that the server sent.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archivers.passages import GUARDS

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_DECODER = json.JSONDecoder(strict=False)
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
    """Give where the JSON of a text lies: all of it, or a value a line."""
    start = len(text) - len(text.lstrip("\xef\xbb\xbf \r\n"))
    guard = next((g for g in GUARDS if text.startswith(g, start)), "")
    start = _skip(text, start + len(guard))
    end = _end_of(text, start)
    if end is not None and not text[end:].strip():
        yield start, end
        return
    for match in re.finditer(r"[^\n]+", text):
        start = _skip(text, match.start())
        end = _end_of(text, start)
        if end is not None and end <= match.end():
            yield start, end


def path_to(text: str, start: int, pointer: str) -> list[Node] | None:
    """Give the values on the way to a pointer, the whole document first."""
    end = _end_of(text, start)
    if end is None:
        return None
    nodes = [Node(start, end, "", is_element=False)]
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        found = _child(text, nodes[-1].start, name)
        if found is None:
            return None
        nodes.append(found)
    return nodes


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
        elif any(_is_foreign(k, t, key, is_own) for k, t in _texts({step: inner}, "")):
            return False
    return True


def _is_foreign(name: str, text: str, key: str, is_own: Callable[[str], bool]) -> bool:
    return bool(text) and (name == key or bool(PROSE.search(text))) and not is_own(text)


def _texts(value: object, name: str) -> Iterator[tuple[str, str]]:
    """Give the texts of an object's or array's inside, with the key of each."""
    for step, inner in _members(value):
        key = step if isinstance(value, dict) else name
        if isinstance(inner, str):
            yield key, inner
        else:
            yield from _texts(inner, key)


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


def _child(text: str, start: int, name: str) -> Node | None:
    if text[start : start + 1] == "{":
        return next(
            (n for n in _children_of_object(text, start) if n.step == name), None
        )
    if text[start : start + 1] == "[":
        return next((n for n in _elements(text, start) if n.step == name), None)
    return None


def _children_of_object(text: str, start: int) -> Iterator[Node]:
    place = _skip(text, start + 1)
    while (match := _STRING.match(text, place)) is not None:
        colon = _skip(text, match.end())
        value = _skip(text, colon + 1)
        end = _end_of(text, value)
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
