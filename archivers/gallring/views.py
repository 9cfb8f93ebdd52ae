# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
r"""Reads bytes in every way a person could have written a name in them.

A name stands in a recording as UTF-8, as entities, as `\u00e5`, percent-encoded inside
JSON inside HTML, and so on. Each view here is the same bytes read one layer deeper, and
each character of it knows the bytes that it came from: so what is found in a view can
be cut out of the bytes, and nothing else is.
"""

import html
import re
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

ROUNDS = 8
LATIN_END = "\u0250"

_COMMON = (
    r"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
    r"|%[0-9a-fA-F]{2}|%u[0-9a-fA-F]{4}"
    r"|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?"
    r"|\\u\{[0-9a-fA-F]{1,6}\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}"
    r"|(?i:xn--)[a-zA-Z0-9-]+"
)
_PLAIN_ESCAPE = r"|\\[\\/\"'nrtbf0]"
_STYLE_ESCAPE = r"|\\[0-9a-fA-F]{1,6}[ \t\r\n]?|\\[\\/\"'nrt]"
_MAIL_ESCAPE = r"|=[0-9A-F]{2}|=\r?\n"

TOKEN = re.compile(_COMMON + _PLAIN_ESCAPE)
"""What is read as another character: one layer of writing."""
STYLE_TOKEN = re.compile(_COMMON + _STYLE_ESCAPE)
MAIL_TOKEN = re.compile(_COMMON + _MAIL_ESCAPE + _PLAIN_ESCAPE)
TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]{0,4000}>", re.DOTALL)

_IS_STYLE = re.compile(rb"\\[0-9a-fA-F]{2}")
_IS_MAIL = re.compile(rb"=(?:[C-F][0-9A-F]|20|\r?\n)")
_IS_WIDE = re.compile(rb"(?:[^\x00]\x00){4}|(?:\x00[^\x00]){4}")
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "0": "\x00"}


@dataclass(frozen=True)
class Span:
    """A range of raw bytes; `end` is the first byte after it."""

    start: int
    end: int


@dataclass(frozen=True)
class View:
    """One way to read the bytes, and the way back.

    `width` is how many bytes a character of the outermost layer takes: two in UTF-16.
    `is_joined` says that tags were left out.
    """

    text: str
    parent: "View | None" = None
    width: int = 1
    first: int = 0
    big_endian: bool = False
    is_joined: bool = False
    _out: list[int] = field(default_factory=list)
    _tokens: list[tuple[int, int, int]] = field(default_factory=list)

    @property
    def outermost(self) -> "View":
        """The bytes as they are, a character each."""
        return self if self.parent is None else self.parent.outermost

    def is_parted(self, place: int) -> bool:
        """Whether a tag stood right before a character."""
        index = bisect_left(self._out, place)
        return self.is_joined and self._out[index : index + 1] == [place]

    def spans(self, start: int, end: int) -> list[Span]:
        """Give the raw bytes of characters, in one piece unless tags split them."""
        if self.parent is None:
            return [self._raw(start, end)]
        found: list[Span] = []
        for low, high in self._runs(start, end):
            span = self.parent.whole(self._start(low), self._end(high))
            if found and found[-1].end == span.start:
                span = Span(found.pop().start, span.end)
            found.append(span)
        return found

    def whole(self, start: int, end: int) -> Span:
        """Give the raw bytes of some characters as one range."""
        if self.parent is None:
            return self._raw(start, end)
        return self.parent.whole(self._start(start), self._end(end))

    def _raw(self, start: int, end: int) -> Span:
        return Span(self.first + start * self.width, self.first + end * self.width)

    def _runs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Part a range where something was left out that stays, such as a tag."""
        low = bisect_right(self._out, start)
        for index in range(low, len(self._out)):
            at = self._out[index]
            if at >= end:
                break
            if self._tokens[index][0] == at:
                yield start, at
                start = at
        yield start, end

    def _start(self, place: int) -> int:
        index = bisect_right(self._out, place) - 1
        if index < 0:
            return place
        out_end, in_start, in_end = self._tokens[index]
        return in_start if place < out_end else in_end + place - out_end

    def _end(self, place: int) -> int:
        index = bisect_right(self._out, place - 1) - 1
        if index < 0:
            return place
        out_end, _, in_end = self._tokens[index]
        return in_end if place <= out_end else in_end + place - out_end


def views(data: bytes) -> Iterator[View]:
    """Give every way to read some bytes.

    Codes that exclude each other (a backslash means one thing in JSON and another in a
    style sheet, an equals sign another in mail) are read one by one.
    """
    plain = View(data.decode("latin-1"))
    yield from _chain(plain, TOKEN)
    if _IS_STYLE.search(data):
        yield from _deeper(plain, STYLE_TOKEN)
    if _IS_MAIL.search(data):
        yield from _deeper(plain, MAIL_TOKEN)
    if _IS_WIDE.search(data):
        for wide in _wide(data):
            yield from _chain(wide, TOKEN)


def _chain(outer: View, token: re.Pattern[str]) -> Iterator[View]:
    yield outer
    deeper = next(stream := _deeper(outer, token), None)
    if deeper is None:
        yield from _without_tags(outer)
        return
    yield deeper
    yield from stream


def _deeper(view: View, token: re.Pattern[str]) -> Iterator[View]:
    for _ in range(ROUNDS):
        deeper = _read(view, token)
        if deeper is None:
            return
        view = deeper
        yield view
        yield from _without_tags(view)


def _read(view: View, token: re.Pattern[str]) -> View | None:
    pieces: list[str] = []
    out: list[int] = []
    tokens: list[tuple[int, int, int]] = []
    last = size = 0
    text = view.text
    for match in token.finditer(text):
        written = match[0]
        read = decoded(written)
        if read == written:
            continue
        start, end = match.span()
        pieces += (text[last:start], read)
        size += start - last
        out.append(size)
        size += len(read)
        tokens.append((size, start, end))
        last = end
    if not out:
        return None
    pieces.append(text[last:])
    return _below(view, "".join(pieces), out, tokens)


def _without_tags(view: View) -> Iterator[View]:
    """Read through the tags and comments that split a word."""
    pieces: list[str] = []
    out: list[int] = []
    tokens: list[tuple[int, int, int]] = []
    last = size = 0
    text = view.text
    if "<" not in text:
        return
    for match in TAG.finditer(text):
        start, end = match.span()
        pieces.append(text[last:start])
        size += start - last
        if tokens and tokens[-1][2] == start:
            tokens[-1] = (size, tokens[-1][1], end)
        else:
            out.append(size)
            tokens.append((size, start, end))
        last = end
    if out:
        pieces.append(text[last:])
        yield _below(view, "".join(pieces), out, tokens, is_joined=True)


def _below(
    view: View,
    text: str,
    out: list[int],
    tokens: list[tuple[int, int, int]],
    *,
    is_joined: bool = False,
) -> View:
    return View(
        text=text,
        parent=view,
        width=view.width,
        big_endian=view.big_endian,
        is_joined=is_joined,
        _out=out,
        _tokens=tokens,
    )


def _wide(data: bytes) -> Iterator[View]:
    """Read the bytes as UTF-16, of either order and beginning at either byte."""
    for first in range(2):
        units = array("H", data[first : first + (len(data) - first) // 2 * 2])
        for is_native in (True, False):
            big_endian = (sys.byteorder == "big") is is_native
            text = "".join(map(chr, units))
            yield View(text, width=2, first=first, big_endian=big_endian)
            units.byteswap()


@lru_cache(maxsize=65536)
def decoded(token: str) -> str:
    """Read one escape; give it back as it is if it says nothing."""
    start = token[0]
    if start == "&":
        return html.unescape(token)
    if start == "\\":
        return _after_backslash(token)
    if start in "%=":
        return _after_mark(token)
    if start in "xX":
        return _domain(token)
    try:
        return token.encode("latin-1").decode()
    except UnicodeDecodeError:
        return token


def _after_backslash(token: str) -> str:
    rest = token[1:]
    if rest[0] in "ux" and len(rest) > 1:
        return _char(rest[1:].strip("{}"), token)
    if len(rest) > 1 or rest in "123456789":
        return _char(rest.strip(), token)
    return _CONTROLS.get(rest, rest)


def _after_mark(token: str) -> str:
    digits = token[1:].lstrip("u")
    return _char(digits, token) if digits.strip() else ""


def _char(digits: str, token: str) -> str:
    number = int(digits, 16)
    return chr(number) if number < 0x110000 else token  # noqa: PLR2004 -- Unicode ends


def _domain(token: str) -> str:
    try:
        return token[4:].encode("ascii").decode("punycode")
    except (UnicodeError, OverflowError, ValueError):
        return token
