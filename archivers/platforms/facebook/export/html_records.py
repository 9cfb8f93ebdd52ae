# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads a page of an export record by record, with the CSS path to each.

A page may have the comments of ten years, so that what has been read is let go of.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from archivers.owner_export.mojibake import mended_text
from archivers.platforms.facebook.export.dates import Clock
from archivers.platforms.facebook.export.labels import classes, without_one_of
from archivers.platforms.facebook.export.labels import words_of as known_words
from archivers.text import one_line
from schemas.errors import Undecodable

BREAK = "br"
UNREAD = frozenset({"script", "style", "table"})
BLOCKS = frozenset({"div", "p", "li", "tr", "section", "h2", "h3"})


@dataclass(frozen=True)
class Page:
    """A part of a page: its element, and the CSS path to it."""

    element: etree._Element
    path: str

    def path_to(self, inside: etree._Element) -> str:
        """Give the CSS path to an element within it."""
        steps: list[str] = []
        at: etree._Element | None = inside
        while at is not None and at is not self.element:
            tag = str(at.tag)
            before = sum(1 for _ in at.itersiblings(tag, preceding=True))
            steps.append(f"{tag}:nth-of-type({before + 1})")
            at = at.getparent()
        return " > ".join((self.path, *reversed(steps)))

    def with_class(self, name: str) -> Iterator[etree._Element]:
        """Give the elements of a kind within it, the surest class first."""
        for one in classes(name):
            for element in self.element.iter(etree.Element):
                if element is not self.element and has_class(element, one):
                    yield element


@dataclass
class Head:
    """What the page says of itself: its heading, who made it, and its time."""

    heading: str = ""
    title: str = ""
    made_by: str = ""
    clock: Clock = field(default_factory=Clock)

    def take(self, element: etree._Element) -> None:
        """Take in an element outside the records, when it has ended."""
        if element.tag == "title":
            self.title = text_in(element)
        elif any(has_class(element, one) for one in classes("heading")):
            self.heading = self.heading or text_in(element)
        elif element.tag == "time" and element.get("datetime"):
            self.clock = self.clock.set_by(
                str(element.get("datetime")), text_in(element)
            )
            self.made_by = self.made_by or _maker_before(element)


def read_page(stream: IO[bytes], head: Head) -> Iterator[Page]:
    """Read a page's records in their order; `head` is filled on the way.

    Raises:
        Undecodable: it is not a page.
    """
    walk = _Walk(head)
    try:
        for event, element in etree.iterparse(
            stream, events=("start", "end"), html=True, encoding="utf-8"
        ):
            yield from walk.step(event, element)
    except etree.LxmlError as error:
        message = "En sida i exporten gick inte att läsa."
        raise Undecodable(message) from error


class _Walk:
    """A walk through a page; knows where it is by the elements that are open."""

    def __init__(self, head: Head) -> None:
        self._head = head
        self._steps: list[str] = []
        self._counts: list[Counter[str]] = [Counter()]
        self._inside: int | None = None

    def step(self, event: str, element: etree._Element) -> Iterator[Page]:
        if event == "start":
            self._open(element)
            return
        if self._inside == len(self._steps):
            yield Page(element, " > ".join(self._steps))
            self._inside = None
        if self._inside is None:
            self._head.take(element)
            _let_go(element)
        self._steps.pop()
        self._counts.pop()

    def _open(self, element: etree._Element) -> None:
        tag = str(element.tag)
        self._counts[-1][tag] += 1
        number = self._counts[-1][tag]
        self._steps.append(f"{tag}:nth-of-type({number})" if self._steps else tag)
        self._counts.append(Counter())
        is_record = any(has_class(element, one) for one in classes("record"))
        if self._inside is None and is_record:
            self._inside = len(self._steps)


def _let_go(element: etree._Element) -> None:
    """Forget an element, and those before it; their numbers are counted already."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _maker_before(element: etree._Element) -> str:
    """Read who the page says that it was made by, before the time of it."""
    parent = element.getparent()
    said = without_one_of(
        one_line(parent.text or "") if parent is not None else "", "dates", "made_by"
    )
    words = (said or "").split()
    while words and words[-1].casefold() in known_words("dates", "made_on"):
        words.pop()
    return " ".join(words)


def has_class(element: etree._Element, name: str) -> bool:
    """Whether an element has a class."""
    return name in (element.get("class") or "").split()


def text_in(element: etree._Element, without: frozenset[str] = UNREAD) -> str:
    """Give the words in an element, with its lines."""
    parts: list[str] = []
    _gather(element, parts, without)
    lines = mended_text("".join(parts)).splitlines()
    return "\n".join(line.strip() for line in lines).strip()


def _gather(element: etree._Element, parts: list[str], without: frozenset[str]) -> None:
    if not isinstance(element.tag, str) or element.tag in without:
        return
    if element.tag == BREAK or element.tag in BLOCKS:
        parts.append("\n")
    parts.append((element.text or "").replace("\n", " "))
    for child in element:
        _gather(child, parts, without)
        parts.append((child.tail or "").replace("\n", " "))
