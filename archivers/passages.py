# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Takes the bodies of a recording apart into passages of text, each with its address.

A passage's address ("pointer") is a JSON pointer (RFC 6901), a CSS path, or for JSON
inside an HTML page the CSS path of the script, a space and the JSON pointer. Whoever
must find or remove a post in the recording follows it.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html

from archivers.text import INVISIBLE

GUARDS = (")]}'", "for (;;);", "while(1);", "&&&START&&&")
"""What some servers put before JSON so that it cannot be run as a script."""

EMBEDDED = frozenset({"application/json", "application/ld+json"})
UNREAD = frozenset({"script", "style", "noscript", "template"})
CONTEXT_LEVELS = 3
CONTEXT_SIZE = 20_000
MARKUP = re.compile(r"<[a-zA-Z/][^>]*>")


Texts = dict[html.HtmlElement, str]


@dataclass(frozen=True)
class Passage:
    """A piece of text in a body; address and surroundings are written on demand."""

    key: str
    address: Callable[[], str]
    surroundings: Callable[[], str]

    @property
    def pointer(self) -> str:
        """Where in the body it stands."""
        return self.address()

    @property
    def context(self) -> str:
        """What stands around it: author, id and address, most often."""
        return self.surroundings()


def text_key(text: str) -> str:
    """Bring text to a form that is the same in JSON, in HTML and on the screen.

    White space differs between them, so it is left out altogether.
    """
    return "".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def passages(
    body: bytes, mime_type: str, url: str, longest: int | None = None
) -> Iterator[Passage]:
    """Give the passages of a decoded body; nothing for what is neither JSON nor HTML.

    Keys longer than `longest`, such as that of a whole page, are left out.
    """
    if mime_type in {"text/html", "application/xhtml+xml"}:
        found = _in_page(body, url)
    elif "json" in mime_type or body.lstrip()[:1] in {b"{", b"["}:
        found = _in_json(body)
    else:
        return iter(())
    return (p for p in found if longest is None or len(p.key) <= longest)


def _in_json(body: bytes) -> Iterator[Passage]:
    text = body.decode("utf-8", "replace").lstrip("\ufeff \r\n")
    for guard in GUARDS:
        text = text.removeprefix(guard)
    for value in _documents(text):
        yield from _walk(value, "", None)


def _documents(text: str) -> Iterator[Any]:
    """Give the JSON values of a text: one, or one a line."""
    try:
        yield json.loads(text)
    except ValueError:
        lines = text.splitlines() if "\n" in text else []
        for line in lines:
            try:
                yield json.loads(line)
            except ValueError:
                continue


def _walk(value: object, pointer: str, inside: object) -> Iterator[Passage]:
    if isinstance(value, str):
        for key in _keys(value):
            yield Passage(key, lambda: pointer, partial(_values, inside))
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _walk(each, f"{pointer}/{_escaped(str(name))}", value)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _walk(each, f"{pointer}/{index}", inside)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _keys(value: str) -> Iterator[str]:
    yield text_key(value)
    if not MARKUP.search(value):
        return
    try:
        fragment = html.fragment_fromstring(value, create_parent=True)
    except (etree.ParserError, ValueError):
        return
    yield text_key(str(fragment.text_content()))


def _values(inside: object) -> str:
    """Write the plain values of the object that a text stands in, and one below."""
    if not isinstance(inside, dict):
        return ""
    parts: list[str] = []
    for value in inside.values():
        inner = value.values() if isinstance(value, dict) else (value,)
        parts += [str(v) for v in inner if isinstance(v, str | int)]
    return "\n".join(parts)[:CONTEXT_SIZE]


def _in_page(body: bytes, url: str) -> Iterator[Passage]:
    try:
        root = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return
    found: list[Passage] = []
    texts: Texts = {}
    # Children come before their parents, so that each text is put together once.
    for element in reversed(list(root.iter(etree.Element))):
        if element.tag in UNREAD:
            texts[element] = ""
            found += _embedded(element)
            continue
        texts[element] = _text(element, texts)
        found += _of_element(element, texts, url)
    yield from reversed(found)


def _text(element: html.HtmlElement, texts: Texts) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += [texts.get(child, ""), child.tail or ""]
    return "".join(parts)


def _of_element(element: html.HtmlElement, texts: Texts, url: str) -> Iterator[Passage]:
    address, around = partial(css_path, element), partial(_around, element)
    key = text_key(texts[element])
    if key and not any(text_key(texts.get(child, "")) == key for child in element):
        yield Passage(key, address, around)
    for name in ("src", "href"):
        link = element.get(name)
        if link:
            yield Passage(_absolute(url, link), address, around)


def _absolute(url: str, link: str) -> str:
    try:
        return urljoin(url, link)
    except ValueError:
        return link


def _embedded(element: html.HtmlElement) -> Iterator[Passage]:
    kind = (element.get("type") or "").lower()
    if element.tag != "script" or kind not in EMBEDDED or not element.text:
        return
    for passage in _in_json(element.text.encode()):
        address = partial(_address_inside, element, passage)
        yield Passage(passage.key, address, passage.surroundings)


def _address_inside(script: html.HtmlElement, passage: Passage) -> str:
    return f"{css_path(script)} {passage.pointer}"


def _around(element: html.HtmlElement) -> str:
    """Write the text and addresses of the nearest elements around one."""
    around = element
    for _ in range(CONTEXT_LEVELS):
        parent = around.getparent()
        if parent is None or parent.tag in {"body", "html"}:
            break
        around = parent
    marks = around.xpath("descendant-or-self::*/@id | descendant-or-self::*/@href")
    return "\n".join([str(around.text_content()), *marks])[:CONTEXT_SIZE]


def css_path(element: html.HtmlElement) -> str:
    """Write the CSS path that leads to an element and to no other."""
    steps = []
    at: html.HtmlElement | None = element
    while at is not None:
        parent = at.getparent()
        same = [] if parent is None else [c for c in parent if c.tag == at.tag]
        place = f":nth-of-type({same.index(at) + 1})" if len(same) > 1 else ""
        steps.append(str(at.tag) + place)
        at = parent
    return " > ".join(reversed(steps))
