# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Undoes what hides a text in a file: escapes, entities and transfer encodings.

All of it works on bytes and gives bytes: a percent-encoded byte is the same byte
whether it was UTF-8 or Latin-1, and the charset is settled once, at the end. Each
escape may itself be escaped many times over (JSON in JSON), which one round undoes;
different ones within each other take a round each.
"""

import binascii
import codecs
import html
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator

ROUNDS = 4
_HIGH_SURROGATES = range(0xD800, 0xDC00)
_SURROGATES = range(0xD800, 0xE000)
_NEAR = 400
"""How far around a mark of a rare encoding its text is decoded."""

_BESIDE = 80

SEPARATOR = b"\n" + b" " * 64 + b"\n"
"""Between pieces that have nothing to do with each other; wider than any window."""

_ESCAPE = re.compile(
    rb"\\+(?:u[dD][89abAB][0-9a-fA-F]{2}\\+u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{1,6}\}|x[0-9a-fA-F]{2}|[0-3][0-7]{2}"
    rb"|[abfnrtv0]|\r?\n)?"
    rb"|%(?:25)*(?:u[0-9a-fA-F]{4}|[0-9a-fA-F]{2})"
    rb"|&(?:amp;)*(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});?"
)
_PUNYCODE = re.compile(rb"[xX][nN]--[A-Za-z0-9-]{1,59}")
_PREFIX = len("xn--")
_NESTED = re.compile(rb"^&(?:amp;)+(?=[#A-Za-z])")
_AMBIGUOUS_MARKS = (
    re.compile(rb"%[0-9a-fA-F]{2}"),
    re.compile(rb"\\[abfnrtv0-3]"),
    re.compile(rb"&[A-Za-z]"),
)
_AMBIGUOUS = re.compile(b"|".join(mark.pattern for mark in _AMBIGUOUS_MARKS))
_CSS = re.compile(rb"\\+([0-9a-fA-F]{2,6})[ \t\r\n\f]?")
_QUOTED = re.compile(rb"=(?:([0-9A-Fa-f]{2})|[ \t]*\r?\n)")
_QUOTED_MARK = re.compile(rb"=(?:[0189A-Fa-f][0-9A-Fa-f]|2[0-9A-Fa-f]|3[DdFf]|\r?\n)")
_COMPATIBLE = re.compile(
    rb"\xef(?:\xbc[\x90-\xba]|\xbd[\x81-\x9a]|\xac[\x80-\x86])"
    rb"|\xf0(?:\x9d[\x90-\x9f][\x80-\xbf]|\x9f[\x84-\x86][\x80-\xbf])"
    rb"|\xe2(?:\x81[\xb0-\xbf]|\x82[\x80-\x9c]|[\x84\x85\x91-\x93\xb1][\x80-\xbf])"
    rb"|\xe1[\xb4-\xb6][\x80-\xbf]|\xc2[\xaa\xb2\xb3\xb9\xba]|\xc5\xbf"
    rb"|\xca[\xb0-\xb8]|\xcb[\xa0-\xa4]"
)
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
_IN_ALPHABET = bytes(0x61 if byte in _ALPHABET else 0x20 for byte in range(256))
_BASE64_LEAST = 14
"""Characters: ten bytes, a personnummer without its century."""
_BASE64_LINE = re.compile(
    rb"\n(?<=[A-Za-z0-9+/]{40}\n)(?=[A-Za-z0-9+/]{2})"
    rb"|\r\n(?<=[A-Za-z0-9+/]{40}\r\n)(?=[A-Za-z0-9+/]{2})"
)
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_CAPITAL = re.compile(rb"[A-Z]")
_NO_HEX = re.compile(rb"[G-Zg-z]")
_WIDE = re.compile(rb"(?:[\x01-\xff]\0){6}|(?:\0[\x01-\xff]){6}")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def unescape(data: bytes) -> bytes:
    """Undo one round of JSON, JavaScript, HTML, percent and punycode escapes."""
    if b"\\" in data or b"%" in data or b"&" in data:
        data = _ESCAPE.sub(_meaning, data)
    if b"xn--" in data.lower():
        data = _PUNYCODE.sub(_both, data)
    return data


def fixpoint(data: bytes) -> bytes:
    """Unescape until nothing changes, at most `ROUNDS` times."""
    for _ in range(ROUNDS):
        plain = unescape(data)
        if plain == data:
            break
        data = plain
    return data


def compatible(data: bytes) -> bytes:
    """Write fullwidth letters, ligatures and their like as the letters they are."""
    if data.isascii():
        return data
    return _COMPATIBLE.sub(_decomposed, data)


def rare(data: bytes) -> Iterator[bytes]:
    r"""Give what stands in CSS escapes and in quoted-printable, with what is around it.

    These are ambiguous (`\b` is also a JSON escape, `width=80` is no byte), so they
    are read besides and not instead.
    """
    css = _around(data, _CSS)
    if css:
        yield _CSS.sub(lambda found: _character(int(found[1], 16)), css)
    quoted = _around(data, _QUOTED_MARK)
    if quoted:
        yield _QUOTED.sub(
            lambda found: bytes.fromhex((found[1] or b"").decode()), quoted
        )


def wide(data: bytes) -> Iterator[bytes]:
    """Give what stands in UTF-16, in either order and from either byte, as UTF-8."""
    if not data.startswith(_WIDE_MARKS):
        data = _around(data, _WIDE) if b"\0" in data else b""
    if not data:
        return
    for charset in ("utf-16-le", "utf-16-be"):
        for start in (0, 1):
            yield data[start:].decode(charset, "ignore").encode()


def ambiguous(data: bytes) -> bytes:
    r"""Give what may have been no escape at all, such as \anna in a file's path."""
    if not any(mark.search(data) for mark in _AMBIGUOUS_MARKS):
        return b""
    return _around(data, _AMBIGUOUS, _BESIDE)


def from_base64(data: bytes) -> list[bytes]:
    """Decode each run of base64, from each of the four characters it may start at."""
    runs = dict.fromkeys(_base64_runs(_BASE64_LINE.sub(b"", data)))
    return [
        _decoded(letters[start:])
        for letters in (run.translate(_URL_SAFE) for run in runs if _is_base64(run))
        for start in range(4)
    ]


def _is_base64(run: bytes) -> bool:
    """Whether a run may be base64; words have no capitals, and digests are in hex."""
    return bool(_CAPITAL.search(run) and _NO_HEX.search(run))


def _base64_runs(data: bytes) -> Iterator[bytes]:
    marks = data.translate(_IN_ALPHABET)
    least = b"a" * _BASE64_LEAST
    start = marks.find(least)
    while start >= 0:
        end = marks.find(b" ", start)
        if end < 0:
            end = len(marks)
        yield data[start:end]
        start = marks.find(least, end)


def _decoded(letters: bytes) -> bytes:
    spare = len(letters) % 4
    if spare == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"==" if spare else letters)


def _around(data: bytes, mark: re.Pattern[bytes], near: int = _NEAR) -> bytes:
    pieces = []
    start = end = -1
    for found in mark.finditer(data):
        if start >= 0 and found.start() - near <= end:
            end = found.end() + near
            continue
        if start >= 0:
            pieces.append(data[start:end])
        start, end = max(0, found.start() - near), found.end() + near
    if start >= 0:
        pieces.append(data[start:end])
    return SEPARATOR.join(pieces)


def _character(number: int) -> bytes:
    if number in _SURROGATES or number > sys.maxunicode:
        return b""
    return chr(number).encode()


def _decomposed(found: re.Match[bytes]) -> bytes:
    return unicodedata.normalize("NFKD", found[0].decode("utf-8", "ignore")).encode()


class _Meanings(dict[bytes, bytes]):
    """What each escape means; a text has few different ones, each many times."""

    LIMIT = 50_000

    def __missing__(self, escape: bytes) -> bytes:
        if len(self) > self.LIMIT:
            self.clear()
        meaning = self[escape] = _KINDS[escape[:1]](escape)
        return meaning


def _both(found: re.Match[bytes]) -> bytes:
    return _MEANINGS[found[0]] + b" " + found[0][_PREFIX:]


def _meaning(found: re.Match[bytes]) -> bytes:
    return _MEANINGS[found[0]]


def _backslash(escape: bytes) -> bytes:
    rest = escape.lstrip(b"\\")
    kind, digits = rest[:1], rest[1:].strip(b"{}")
    if kind == b"u":
        return _utf16(digits)
    if kind == b"x":
        return bytes([int(digits, 16)])
    if len(rest) == 3:  # noqa: PLR2004 -- an octal number
        return bytes([int(rest, 8)])
    return b"\n" if rest else b""


def _utf16(digits: bytes) -> bytes:
    first, _, second = digits.partition(b"\\")
    high = int(first, 16)
    if not second:
        return _character(high)
    low = int(second.lstrip(b"\\")[1:], 16)
    return _character(0x10000 + (high - _HIGH_SURROGATES.start) * 0x400 + low - 0xDC00)


def _percent(escape: bytes) -> bytes:
    if b"u" in escape:
        return _utf16(escape[-4:])
    return bytes([int(escape[-2:], 16)])


def _entity(escape: bytes) -> bytes:
    name = _NESTED.sub(b"&", escape)
    return html.unescape(name.decode()).encode("utf-8", "ignore")


def _punycode(escape: bytes) -> bytes:
    try:
        return escape[_PREFIX:].lower().decode("punycode").encode()
    except UnicodeError:
        return escape


_KINDS: dict[bytes, Callable[[bytes], bytes]] = {
    b"\\": _backslash,
    b"%": _percent,
    b"&": _entity,
    b"x": _punycode,
    b"X": _punycode,
}
_MEANINGS = _Meanings()
