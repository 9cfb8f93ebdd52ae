# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads a page of an export record by record, with the CSS path to each.

A page may have the posts of ten years, so no tree is made of it, only of one record at
a time: what the parser tells of is counted, which gives the path, and let go of. (Fed
in pieces, the parser would keep the whole page; asked to read a stream, it does not.)
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, cast

from lxml import etree

from archivers.owner_export.mojibake import mended_text
from archivers.platforms.facebook.export.dates import Clock
from archivers.platforms.facebook.export.labels import (
    classes,
    without_one_of,
    words_of,
)
from schemas.errors import Undecodable

BREAK = "br"
NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
"""What HTML calls its elements and attributes; the parser passes on whatever it saw."""
UNREAD = frozenset({"script", "style", "table"})
BLOCKS = frozenset({"div", "p", "li", "tr", "section", "h2", "h3"})
DEEPEST = 200
"""Levels of elements; no platform writes more, and reading them takes memory."""
BESIDE = 2
LONGEST_HEAD = 500
"""Characters of the words outside the records that are held."""


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

    def take(self, ended: "_Open", before: str) -> None:
        """Take in an element outside the records, and the words before it."""
        words = _plain(ended.words)
        if ended.tag == "title":
            self.title = words
        elif _has_one(ended.attributes, "heading"):
            self.heading = self.heading or words
        elif ended.tag == "time" and ended.attributes.get("datetime"):
            self.clock = self.clock.set_by(ended.attributes["datetime"], words)
            self.made_by = self.made_by or _maker_in(_plain(before))


def read_page(stream: IO[bytes], head: Head, take: Callable[[Page], None]) -> None:
    """Give a page's records in their order; `head` is filled on the way.

    Raises:
        Undecodable: it is not a page.
    """
    walk = _Walk(head, take)
    try:
        # The stubs ask for every method; the parser calls those that are there.
        target = cast("etree.ParserTarget[None]", walk)
        etree.parse(stream, etree.HTMLParser(target=target, encoding="utf-8"))
    except etree.LxmlError as error:
        message = "En sida i exporten gick inte att läsa."
        raise Undecodable(message) from error


@dataclass
class _Open:
    """An element that is open: what stands in it, and how many children of each tag."""

    tag: str
    step: str
    attributes: Mapping[str, str]
    words: str = ""
    counts: Counter[str] = field(default_factory=Counter)


class _Walk:
    """A walk through a page, as its parser tells of it."""

    def __init__(self, head: Head, take: Callable[[Page], None]) -> None:
        self._head = head
        self._take = take
        self._open: list[_Open] = []
        self._record: etree.TreeBuilder | None = None
        self._depth = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins.

        Raises:
            Undecodable: it lies too deep.
        """
        if len(self._open) + self._depth >= DEEPEST:
            message = "En sida i exporten är djupare nästlad än någon plattform gör."
            raise Undecodable(message)
        if self._record is None:
            step = tag
            if self._open:
                above = self._open[-1]
                above.counts[tag] += 1
                step = f"{tag}:nth-of-type({above.counts[tag]})"
            self._open.append(_Open(tag, step, dict(attributes)))
            if _has_one(attributes, "record"):
                self._record = etree.TreeBuilder()
        if self._record is not None:
            self._record.start(_named(tag), _fit(attributes))
            self._depth += 1

    def data(self, words: str) -> None:
        """Words stand in the element."""
        if self._record is not None:
            self._record.data(words)
        elif self._open:
            before = self._open[-1].words
            self._open[-1].words = (before + words[:LONGEST_HEAD])[-2 * LONGEST_HEAD :]

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._record is not None:
            self._record.end(_named(tag))
            self._depth -= 1
            if self._depth:
                return
            path = " > ".join(one.step for one in self._open)
            self._take(Page(self._record.close(), path))
            self._record = None
            self._open.pop()
            return
        ended = self._open.pop()
        above = self._open[-1] if self._open else None
        self._head.take(ended, above.words if above else "")
        if above is not None:
            above.words = (above.words + ended.words)[-LONGEST_HEAD:]

    def close(self) -> None:
        """The page ends."""


def _named(tag: str) -> str:
    """Give the name of an element, or one that says nothing if XML has no such name."""
    return tag if NAME.fullmatch(tag) else "span"


def _fit(attributes: Mapping[str, str]) -> dict[str, str]:
    """Give the attributes that XML can hold; a damaged page has others."""
    return {name: value for name, value in attributes.items() if NAME.fullmatch(name)}


def _has_one(attributes: Mapping[str, str], name: str) -> bool:
    here = attributes.get("class", "").split()
    return any(one in here for one in classes(name))


def _plain(words: str) -> str:
    return " ".join(mended_text(words).split())


def _maker_in(words: str) -> str:
    """Read who the page says that it was made by, in the words before the time."""
    said = (without_one_of(words, "dates", "made_by") or "").split()
    while said and said[-1].casefold() in words_of("dates", "made_on"):
        said.pop()
    return " ".join(said)


def has_class(element: etree._Element, name: str) -> bool:
    """Whether an element has a class."""
    return name in (element.get("class") or "").split()


def rows_in(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Give the labels in an element's tables, each with the element of its value.

    The value stands in the cell beside its label, or below it in the same cell.
    """
    for row in element.iter("tr"):
        cells = [cell for cell in row if cell.tag == "td"]
        if len(cells) == BESIDE:
            yield text_in(cells[0]), cells[1]
        elif len(cells) == 1 and len(cells[0]):
            yield _plain(cells[0].text or ""), cells[0][0]


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
