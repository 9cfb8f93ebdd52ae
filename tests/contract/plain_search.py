# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Searches bytes for a value by decoding all of them, again and again.

Slow and simple, and with nothing in common with the code under test.
"""

import base64
import binascii
import codecs
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

DEPTH = 6
RUN = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")


def stands_in(data: bytes, value: str) -> bool:
    """Whether a value can be read anywhere in some bytes."""
    return any_stands_in(data, [value])


def any_stands_in(data: bytes, values: Iterable[str]) -> bool:
    """Whether one of some values can be read anywhere in some bytes."""
    wanted = set().union(*map(_wanted, values))
    bare = map(_bare, _readings(data, 2))
    return any(want in text for text in bare for want in wanted)


def _wanted(value: str) -> set[str]:
    words = value.replace("-", " ").split()
    spoiled = value.encode().decode("cp1252", "replace")
    orders = [value, " ".join(reversed(words)), spoiled]
    return {_bare(order) for order in orders}


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in apart if c.isalnum())


def _readings(data: bytes, depth: int) -> Iterator[str]:
    outer = [data.decode("utf-8", "latin1"), data.decode("latin-1")]
    for first in range(2 if b"\0" in data else 0):
        outer += [data[first:].decode(f"utf-16-{o}", "replace") for o in ("le", "be")]
    seen: set[str] = set()
    for text in outer:
        yield from _layers(text, seen)
    if depth:
        for text in list(seen):
            for run in RUN.findall(text):
                yield from _opened(run, depth)


def _layers(text: str, seen: set[str]) -> Iterator[str]:
    """Decode all that can be decoded, in each of three dialects."""
    for dialect in (_plain, _style, _mail):
        step = text
        for _ in range(DEPTH):
            if step not in seen:
                seen.add(step)
                yield step
                yield re.sub(r"<[^<>]*>", "", step)
                yield re.sub(r'","\w*[nN]ame":"', " ", step)
            step = _again(dialect(step))


def _again(text: str) -> str:
    text = re.sub(r"\\(?:u\{?|x)([0-9a-fA-F]{1,6})\}?", _char, text)
    text = unquote_to_bytes(text.encode("utf-8", "surrogatepass")).decode(
        "utf-8", "latin1"
    )
    return re.sub(r"xn--([a-z0-9-]+)", _domain, html.unescape(text))


def _plain(text: str) -> str:
    text = re.sub(r"\\u([0-9a-fA-F]{4})", _char, text)
    text = re.sub(r"\\x([0-9a-fA-F]{2})", _char, text)
    return _unescaped(text)


def _style(text: str) -> str:
    text = re.sub(r"\\([0-9a-fA-F]{2,6}) ?", _char, text)
    return _unescaped(text)


def _mail(text: str) -> str:
    text = re.sub(r"((?:=[0-9A-F]{2})+)", _octets, text.replace("=\r\n", ""))
    return _unescaped(text)


def _octets(match: re.Match[str]) -> str:
    return bytes.fromhex(match[1].replace("=", "")).decode("utf-8", "latin1")


def _as_latin1(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("latin1", _as_latin1)


def _char(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if code < 0x110000 else match[0]


def _domain(match: re.Match[str]) -> str:
    try:
        return match[1].encode().decode("punycode")
    except (UnicodeError, ValueError):
        return match[0]


def _opened(run: str, depth: int) -> Iterator[str]:
    for start in range(4):
        bare = run[start:].rstrip("=").replace("-", "+").replace("_", "/")
        bare = bare[: len(bare) - (len(bare) % 4 == 1)]
        try:
            data = base64.b64decode(bare + "=" * (-len(bare) % 4))
        except binascii.Error:
            continue
        yield from _readings(data, depth - 1)


def _unescaped(text: str) -> str:
    text = text.replace('\\"', '"').replace("\\n", "\n")
    return text.replace("\\\\", "\\")
