# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finds the bytes of a CSS path in a page as the server sent it.

The path was written from the tree that a lenient parser makes of the page, which does
not say where an element stands. So the page is read once more by the same parser, with
a number on every start tag: the tree is the same, and the number says where.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree, html

NUMBER = "data-avbild-n"
RAW = frozenset({"script", "style", "textarea", "title", "noscript", "iframe", "xmp"})
VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"),
        *("param", "source", "track", "wbr"),
    }
)
OUTERMOST = frozenset({"body", "html", "main", "head"})
BLOCKS = frozenset({"li", "article"})
"""Elements that people build posts and comments of."""
UNREAD = frozenset({"button", "time", "svg", "script", "style", "template"})
"""Elements whose words are the page's, not a person's."""

_TAG = re.compile(
    rb"<!--.*?-->|<[!?][^>]*>"
    rb"|<(/?)([a-zA-Z][^\s/>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL,
)
_ITEM = re.compile(r"Comment|Posting|Article|Answer|Question|Review")
_STEP = re.compile(r"([^:\s]+)(?::nth-of-type\((\d+)\))?")


@dataclass(frozen=True)
class _Tag:
    """A tag as it stands in the source."""

    start: int
    end: int
    name: str
    is_end: bool
    is_closed: bool


@dataclass(frozen=True)
class Element:
    """An element and its bytes, tags included; `inside` is what lies between them."""

    node: html.HtmlElement
    start: int
    end: int
    inside: tuple[int, int]

    def text(self) -> str:
        """Give the words in it."""
        return "".join(_words(self.node))

    def words(self) -> int:
        """Count the characters of the words in it, white space left out."""
        return len("".join(self.text().split()))

    def is_one_of_many(self) -> bool:
        """Whether it stands in a list: beside others like it with words and a face."""
        tag, look = str(self.node.tag), self.node.get("class")
        before = self.node.itersiblings(tag, preceding=True)
        return any(
            one.get("class") == look
            and one.find(".//img") is not None
            and bool("".join(_words(one)).strip())
            for one in (*before, *self.node.itersiblings(tag))
        )

    def is_block(self) -> bool:
        """Whether it is an element that a whole post or comment is made of."""
        kind = self.node.get("itemtype", "")
        return self.node.tag in BLOCKS or bool(_ITEM.search(kind))


class Source:
    """A page as it was sent, and the tree that its paths were written from."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    @cached_property
    def _tags(self) -> list[_Tag]:
        return list(_tags_of(self._body))

    @cached_property
    def _root(self) -> html.HtmlElement | None:
        parser = html.HTMLParser(encoding="utf-8")
        try:
            return html.document_fromstring(self._numbered(), parser=parser)
        except (etree.ParserError, ValueError):
            return None

    def _numbered(self) -> bytes:
        pieces: list[bytes] = []
        last = 0
        for number, tag in enumerate(self._tags):
            if not tag.is_end:
                at = tag.start + 1 + len(tag.name)
                pieces += (self._body[last:at], f' {NUMBER}="{number}"'.encode())
                last = at
        pieces.append(self._body[last:])
        return b"".join(pieces)

    def find(self, path: str) -> Element | None:
        """Follow a CSS path; None if no source stands where it leads."""
        node = self._root
        for number, step in enumerate(path.split(" > ")):
            if node is None:
                return None
            node = _child(node, step) if number else _itself(node, step)
        return None if node is None else self._element(node)

    def widest(self, element: Element, is_own: Callable[[str], bool]) -> Element:
        """Give the outermost element around one that holds no words but the item's."""
        while True:
            parent = element.node.getparent()
            if parent is None or parent.tag in OUTERMOST:
                return element
            if not all(is_own(words) for words in _words(parent) if words.strip()):
                return element
            around = self._element(parent)
            if around is None or not around.start <= element.start < around.end:
                return element
            element = around

    def ancestors(self, element: Element) -> Iterator[Element]:
        """Give the elements around one, from the inside, as far as they are a part."""
        node = element.node.getparent()
        while node is not None and node.tag not in OUTERMOST:
            around = self._element(node)
            if around is not None and around.start <= element.start < around.end:
                yield around
            node = node.getparent()

    def _element(self, node: html.HtmlElement) -> Element | None:
        number = node.get(NUMBER)
        if number is None or not number.isdecimal() or int(number) >= len(self._tags):
            return None
        index = int(number)
        first = self._tags[index]
        last = self._last(index, self._limit(node))
        if last is None:
            return Element(node, first.start, first.end, (first.end, first.end))
        return Element(node, first.start, last[1], (first.end, last[0]))

    def _limit(self, node: html.HtmlElement) -> int:
        """Give the number of the first tag after everything in an element."""
        numbers = [int(n.get(NUMBER, "-1")) for n in node.iter(etree.Element)]
        after = max(numbers) + 1
        while after < len(self._tags) and self._tags[after].is_end:
            after += 1
        return after

    def _last(self, index: int, limit: int) -> tuple[int, int] | None:
        """Give where an element's inside ends, and where its end tag does."""
        first = self._tags[index]
        if first.is_closed or first.name in VOID:
            return None
        open_names = [first.name]
        for tag in self._tags[index + 1 : limit]:
            if not tag.is_end:
                open_names += [] if tag.is_closed or tag.name in VOID else [tag.name]
                continue
            if tag.name not in open_names:
                return tag.start, tag.start  # an outer element ends; ours had no end
            while open_names.pop() != tag.name:
                pass
            if not open_names:
                return tag.start, tag.end
        end = self._tags[limit].start if limit < len(self._tags) else len(self._body)
        return end, end


def _tags_of(body: bytes) -> Iterator[_Tag]:
    place = 0
    while (match := _TAG.search(body, place)) is not None:
        place = match.end()
        if match[2] is None:
            continue
        name = match[2].decode("latin-1").lower()
        is_closed = match[3].endswith(b"/")
        yield _Tag(match.start(), match.end(), name, bool(match[1]), is_closed)
        if name in RAW and not match[1]:
            closing = re.compile(
                rb"</" + re.escape(match[2]) + rb"[\s/>]", re.IGNORECASE
            )
            end = closing.search(body, place)
            place = end.start() if end else len(body)


def _itself(node: html.HtmlElement, step: str) -> html.HtmlElement | None:
    match = _STEP.fullmatch(step)
    return node if match and node.tag == match[1] else None


def _child(node: html.HtmlElement, step: str) -> html.HtmlElement | None:
    match = _STEP.fullmatch(step)
    if match is None:
        return None
    same = [child for child in node if child.tag == match[1]]
    place = int(match[2] or 1) - 1
    return same[place] if place < len(same) else None


def _words(node: html.HtmlElement) -> Iterator[str]:
    if node.tag in UNREAD or not isinstance(node.tag, str):
        return
    yield node.text or ""
    for child in node:
        yield from _words(child)
        yield child.tail or ""
