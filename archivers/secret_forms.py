# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finds secrets in writing: by the name that stands beside them, or by their form."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_ENDINGS = (
    *("accesstoken", "refreshtoken", "idtoken", "authtoken", "sessiontoken"),
    *("csrftoken", "xsrftoken", "csrfmiddlewaretoken", "authenticitytoken"),
    *("verificationtoken", "bearertoken", "guesttoken", "usertoken", "securitytoken"),
    *("sessionid", "sessionkey", "clientsecret", "apikey", "password", "passwd"),
    *("accessjwt", "refreshjwt", "authorization"),
    *("inputtoken", "exchangetoken", "appsecretproof"),
)
_EXACT = frozenset(
    {
        *("token", "csrf", "xsrf", "session", "sid", "secret", "jwt", "pwd", "ct0"),
        *("fbdtsg", "wpnonce", "sessid", "phpsessid", "jsessionid"),
    }
)
_NAME = (
    rb"((?:token|csrf|xsrf|passw|secret|session|sessid|jwt|api[_-]?key|fb_dtsg|wpnonce"
    rb"|authorization|sid|ct0|pwd)[a-z0-9_\-]{0,24})"
)
_PAIR = re.compile(
    _NAME + rb"(?:\\*[\"']|&quot;)?\s*([:=])\s*(\\*[\"']|&quot;)?"
    rb"((?:[^\"'\\\s<>&;,(){}\[\]]|\\[/u])+)"
)
_ENCODED_PAIR = re.compile(_NAME + rb"%(?:25)*3d([^%&;\s\"'<>\\]+)")
"""A parameter of an address that is itself a parameter of another."""
_TAG = re.compile(rb"<(?:input|meta)\b[^>]{0,4000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    rb"\b(name|value|content)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE
)
_PART = re.compile(rb'name="([^"\r\n]+)"\r\n(?:[^\r\n]+\r\n)*\r\n([^\r\n]+)\r\n')
_JWT = re.compile(
    rb"(?<![/=A-Za-z0-9_\-])eyJ[\w\-]{8,}\.eyJ[\w\-]{8,}\.[\w\-]{8,}", re.ASCII
)
_META_KEY = re.compile(
    rb"(?:(?<![/=+\w\-])|(?<=access_token=)|(?<=%3[dD])|(?<=u003[dD]))"
    rb"(?:EAA|IGAA|IGQ)[A-Za-z0-9]{24,}",
    re.ASCII,
)
"""A key to Meta's Graph APIs, which their error messages may repeat."""
_META_STARTS = (b"EAA", b"IGAA", b"IGQ")
_KEY_STARTS = ("EAA", "IG")
_ESCAPED = re.compile(
    rb"(?i)(?:\\u00|%(?:25)*|&#x0*)(?:3[0-9]|[46][1-9a-f]|[57][0-9a])"
    rb"|&#0*(?:4[89]|5[0-7]|6[5-9]|[78][0-9]|9[07-9]|1[01][0-9]|12[0-2]);"
)
"""A letter or digit that is written as no one writes it who does not hide it."""
_NAME_BYTES = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789_-")
_STARTS = (b"?", b"&", b";", b"%", b"\\")
"""What stands before a parameter of an address, written in the usual ways."""
_PREFIX = re.compile(r"^(?:(?:25)*(?:26|3f)|u0026|data-|x-)")


class Span(NamedTuple):
    """Where a secret stands, and what kind it is."""

    start: int
    end: int
    kind: str


def is_secret_name(name: str) -> bool:
    """Whether a field of this name holds a secret, as "csrf_token" does.

    Page cursors such as "nextPageToken" do not.
    """
    bare = re.sub(r"[^a-z0-9]", "", name.lower())
    return bare in _EXACT or bare.endswith(_ENDINGS)


def looks_random(value: bytes) -> bool:
    """Tell a secret from a word or a label that stands beside such a name."""
    has_digit = any(byte in b"0123456789" for byte in value)
    return len(value) >= 24 or (len(value) >= 8 and has_digit and not value.isdigit())  # noqa: PLR2004


def in_address(data: bytes) -> Iterator[Span]:
    """Find secrets in an address: the values of its secret parameters."""
    return (span for span in _pairs(data, is_strict=False) if span.kind == "url-token")


def in_request(data: bytes) -> Iterator[Span]:
    """Find secrets in what a browser sent: every value of a secret name."""
    yield from _pairs(data, is_strict=False)
    yield from _fields(data)
    yield from _tokens(data)


def in_response(data: bytes) -> Iterator[Span]:
    """Find secrets in what a server sent: values that look random, not labels."""
    yield from _pairs(data, is_strict=True)
    yield from _tags(data)
    yield from _tokens(data)


def _pairs(data: bytes, *, is_strict: bool) -> Iterator[Span]:
    """Find name and value in JSON, scripts, attributes, addresses and forms."""
    lowered = data.lower()
    for match in _PAIR.finditer(lowered):
        start = _name_start(lowered, match.start())
        name = lowered[start : match.end(1)].decode("latin-1")
        if not is_secret_name(_PREFIX.sub("", name)):
            continue
        is_quoted = match.group(3) is not None
        before = lowered[max(start - 1, 0) : start]
        starts = _STARTS if is_strict else (*_STARTS, b"", b" ")
        if not is_quoted and (match.group(2) != b"=" or before not in starts):
            continue
        value = data[match.start(4) : match.end(4)]
        if not is_strict or looks_random(value):
            yield Span(*match.span(4), "body-token" if is_quoted else "url-token")
    yield from _encoded_pairs(data, lowered, is_strict=is_strict)


def _encoded_pairs(data: bytes, lowered: bytes, *, is_strict: bool) -> Iterator[Span]:
    """Find name and value in an address that is written within another."""
    if b"%3d" not in lowered and b"%253d" not in lowered:
        return
    for match in _ENCODED_PAIR.finditer(lowered):
        start = _name_start(lowered, match.start())
        name = lowered[start : match.end(1)].decode("latin-1")
        value = data[match.start(2) : match.end(2)]
        is_secret = is_secret_name(_PREFIX.sub("", name))
        if is_secret and (not is_strict or looks_random(value)):
            yield Span(*match.span(2), "url-token")


def _name_start(lowered: bytes, start: int) -> int:
    """Give where the name begins that a match stands within."""
    while start and lowered[start - 1] in _NAME_BYTES:
        start -= 1
    return start


def _tags(data: bytes) -> Iterator[Span]:
    """Find hidden fields and meta tags of HTML."""
    for tag in _TAG.finditer(data):
        found = {m.group(1).lower(): m for m in _ATTRIBUTE.finditer(tag.group())}
        name, value = found.get(b"name"), found.get(b"value") or found.get(b"content")
        if name is None or value is None:
            continue
        label = (name.group(2) or name.group(3) or b"").decode("latin-1")
        group = 2 if value.group(2) is not None else 3
        if is_secret_name(label) and looks_random(value.group(group)):
            offset = tag.start()
            yield Span(
                offset + value.start(group), offset + value.end(group), "form-token"
            )


def _fields(data: bytes) -> Iterator[Span]:
    """Find the fields of a multipart form."""
    for match in _PART.finditer(data):
        if is_secret_name(match.group(1).decode("latin-1")):
            yield Span(*match.span(2), "form-token")


def _tokens(data: bytes) -> Iterator[Span]:
    """Find signed tokens (RFC 7519), and keys to Meta's APIs, by their form."""
    yield from (Span(*match.span(), "signed-token") for match in _JWT.finditer(data))
    if any(start in data for start in _META_STARTS):
        keys = _META_KEY.finditer(data)
        yield from (Span(*match.span(), "meta-key") for match in keys)


class HiddenKeys:
    """Keys to Meta's APIs that stand with some letters escaped, in any of the ways.

    Whoever reads the text gets the key all the same, be it JSON, HTML or an address.

    Args:
        known: the values; those of other forms are not looked for.
    """

    def __init__(self, known: Iterable[str]) -> None:
        keys = sorted(one for one in known if one.startswith(_KEY_STARTS))
        forms = ("".join(map(_any_form, key)) for key in keys)
        self._pattern = re.compile("|".join(forms).encode()) if keys else None

    def spans(self, data: bytes) -> Iterator[Span]:
        """Find them; nearly every text has no such escape, and costs one search."""
        if self._pattern is None or not _ESCAPED.search(data):
            return
        for match in self._pattern.finditer(data):
            yield Span(*match.span(), "known-value")


def _any_form(letter: str) -> str:
    code = ord(letter)
    escaped = rf"\\+u00{code:02x}|%(?:25)*{code:02x}|&#0*{code};|&#x0*{code:x};"
    return rf"(?:{re.escape(letter)}|(?i:{escaped}))"
