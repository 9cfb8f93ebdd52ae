# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""One value written in 42 ways, and twelve kinds of places to plant it in.

The ways are those in which names were found to stand in recorded pages. Nothing here
is shared with what finds or removes them: the encoders are the test's own.
"""

import base64
import html
import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html.entities import codepoint2name
from urllib.parse import quote, quote_plus

NAME = "Åsa Nyström"
PERSONAL_NUMBER = "19811228-9874"
NO_HEAD = frozenset({"line_break", "utf16_le", "utf16_be", "form_fields"})
"""Forms that cannot stand in a line of a head."""
OF_NAMES = frozenset({"reversed", "form_fields"})
"""Forms that only a first name and a last name have; a number has the other 40."""


def forms(value: str) -> Mapping[str, bytes]:
    """Write a name in 42 ways, a number in 40; the bytes are what stands in a body."""
    written = {name: write(value).encode() for name, write in _TEXTS.items()}
    every = {**written, **{name: write(value) for name, write in _BYTES.items()}}
    is_name = any(c.isalpha() for c in value)
    return every if is_name else {n: w for n, w in every.items() if n not in OF_NAMES}


def _utf8_read_as(value: str, charset: str) -> str:
    return value.encode().decode(charset, "replace")


def _beyond_ascii(value: str, write: Callable[[str], str]) -> str:
    """Write the letters beyond ASCII in another way, or all if there are none."""
    is_plain = value.isascii()
    return "".join(write(c) if is_plain or not c.isascii() else c for c in value)


def _named(char: str) -> str:
    return f"&{codepoint2name[ord(char)]};" if ord(char) in codepoint2name else char


def _json(value: str) -> str:
    return json.dumps({"name": value, "n": 1})


def _b64(value: str, before: str = "") -> str:
    text = f"{before}{value} skrev i dag."
    return base64.b64encode(text.encode()).decode()


def _quoted_printable(value: str) -> str:
    octets = value.encode()
    plain = (chr(o) if 32 < o < 127 and o != 61 else f"={o:02X}" for o in octets)
    return "".join(plain)


def _halves(value: str, between: str, gap: str = " ") -> str:
    first, _, last = value.replace("-", " ").partition(" ")
    middle = len(first) // 2 or 1
    return f"{first[:middle]}{between}{first[middle:]}{gap}{last}"


def _words(value: str) -> tuple[str, str]:
    first, _, last = value.replace("-", " ").partition(" ")
    return first, last


def _bare(value: str) -> str:
    apart = unicodedata.normalize("NFD", value.lower())
    return "".join(c for c in apart if not unicodedata.combining(c))


def _slug(value: str, mark: str) -> str:
    return mark.join(_bare(value).replace("-", " ").split())


def _fullwidth(value: str) -> str:
    wide = (chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in value)
    return "".join("\u3000" if c == " " else c for c in wide)


def _css(value: str) -> str:
    return _beyond_ascii(value, lambda c: f"\\{ord(c):x} ")


def _punycode(value: str) -> str:
    label = value.lower().replace(" ", "-")
    if label.isascii():
        return f"{label}.example"
    return f"xn--{label.encode('punycode').decode()}.example"


_TEXTS: Mapping[str, Callable[[str], str]] = {
    "utf8_nfc": lambda v: unicodedata.normalize("NFC", v),
    "utf8_nfd": lambda v: unicodedata.normalize("NFD", v),
    "html_named": lambda v: _beyond_ascii(v, _named),
    "html_decimal": lambda v: _beyond_ascii(v, lambda c: f"&#{ord(c)};"),
    "html_hex": lambda v: _beyond_ascii(v, lambda c: f"&#x{ord(c):X};"),
    "html_all_hex": lambda v: "".join(f"&#x{ord(c):x};" for c in v),
    "json_lower": lambda v: _beyond_ascii(v, lambda c: f"\\u{ord(c):04x}"),
    "json_upper": lambda v: _beyond_ascii(v, lambda c: f"\\u{ord(c):04X}"),
    "js_x": lambda v: _beyond_ascii(v, lambda c: f"\\x{ord(c):02x}"),
    "js_braces": lambda v: _beyond_ascii(v, lambda c: f"\\u{{{ord(c):x}}}"),
    "json_in_json": lambda v: json.dumps(_json(v))[1:-1],
    "html_of_json": lambda v: html.escape(_json(v)),
    "url_utf8": quote,
    "url_lower": lambda v: _beyond_ascii(
        v, lambda c: "".join(f"%{o:02x}" for o in c.encode())
    ).replace(" ", "%20"),
    "url_plus": quote_plus,
    "url_latin1": lambda v: quote(v.encode("latin-1")),
    "url_double": lambda v: quote(quote(v)),
    "base64_0": _b64,
    "base64_1": lambda v: _b64(v, "a "),
    "base64_2": lambda v: _b64(v, "ab "),
    "base64url_json": lambda v: (
        base64.urlsafe_b64encode(_json(v).encode()).decode().rstrip("=")
    ),
    "data_uri": lambda v: f"data:text/html;base64,{_b64(v, '<p>')}",
    "quoted_printable": _quoted_printable,
    "split_by_tags": lambda v: _halves(v, "<b></b>"),
    "split_by_spans": lambda v: "".join(f"<span>{c}</span>" for c in v),
    "nbsp": lambda v: _halves(v, "", "\u00a0"),
    "nbsp_entity": lambda v: _halves(v, "", "&nbsp;"),
    "zero_width": lambda v: _halves(v, "\u200b"),
    "soft_hyphen": lambda v: _halves(v, "\u00ad"),
    "line_break": lambda v: _halves(v, "", "\n  "),
    "upper_case": str.upper,
    "reversed": lambda v: "{1}, {0}".format(*_words(v)),
    "slug_dash": lambda v: _slug(v, "-"),
    "slug_dot": lambda v: _slug(v, "."),
    "fullwidth": _fullwidth,
    "mojibake": lambda v: _utf8_read_as(v, "cp1252"),
    "form_fields": lambda v: '"firstName":"{}","lastName":"{}"'.format(*_words(v)),
    "css_escape": _css,
    "punycode": _punycode,
}
_BYTES: Mapping[str, Callable[[str], bytes]] = {
    "latin1": lambda v: v.encode("latin-1"),
    "utf16_le": lambda v: v.encode("utf-16-le"),
    "utf16_be": lambda v: v.encode("utf-16-be"),
}


@dataclass(frozen=True)
class Planted:
    """A message to record; `target` and `fields` are those of its head."""

    content_type: str
    body: bytes
    target: bytes = b"https://torget.example/a"
    fields: tuple[tuple[str, bytes], ...] = ()
    is_request: bool = False


def _html(before: bytes, after: bytes) -> Callable[[bytes], Planted]:
    page = b"<!doctype html><html><head><title>Torget</title></head><body>%s</body>"
    return lambda form: Planted(
        "text/html; charset=utf-8", page % (before + form + after)
    )


def _api(before: bytes, after: bytes, kind: str = "application/json") -> "Place":
    return lambda form: Planted(kind, before + form + after)


def _request(kind: str, before: bytes, after: bytes) -> "Place":
    return lambda form: Planted(kind, before + form + after, is_request=True)


Place = Callable[[bytes], Planted]

PLACES: Mapping[str, Place] = {
    "html_text": _html(b"<p>H\xc3\xa4r skrev ", b" i dag, p\xc3\xa5 torget.</p>"),
    "hydrated_json": _html(
        b'<script type="application/json">{"by":"', b'","likes":3}</script>'
    ),
    "api_json": _api(b'{"data":[{"id":7,"text":"Av ', b'"},{"text":"kvar"}]}'),
    "og_attribute": _html(b'<meta property="og:title" content="', b' | Torget">'),
    "slug_in_url": _html(b'<a href="https://torget.example/u/', b'/foto">foto</a>'),
    "alt_text": _html(b'<img src="/b.png" alt="Bild: ', b' ler">'),
    "request_body": _request(
        "application/x-www-form-urlencoded", b"variables=", b"&doc_id=99"
    ),
    "pages_jsonl": _api(
        b'{"format":"json-pages"}\n{"title":"Om ', b'"}\n', "application/jsonl"
    ),
    "base64_attribute": lambda form: _html(b'<div data-state="', b'"></div>')(
        base64.b64encode(b'{"who":"' + form + b'"}')
    ),
    "double_json": lambda form: Planted(
        "application/json",
        json.dumps({"payload": '{"by":"' + form.decode("latin-1") + '"}'}).encode(
            "utf-8"
        )
        if not _is_utf8(form)
        else json.dumps({"payload": '{"by":"' + form.decode() + '"}'}).encode(),
    ),
    "multipart_form": _request(
        "multipart/form-data; boundary=x7",
        b'--x7\r\nContent-Disposition: form-data; name="who"\r\n\r\n',
        b"\r\n--x7--\r\n",
    ),
    "header": lambda form: Planted(
        "text/plain", b"ok", fields=(("X-Author", b"av " + form + b" (7)"),)
    ),
    "target_uri": lambda form: Planted(
        "text/plain", b"ok", target=b"https://torget.example/u/" + form + b"/1"
    ),
}
IN_HEADS = frozenset({"header", "target_uri"})


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def matrix(value: str) -> Mapping[tuple[str, str], Planted]:
    """Plant every form of a value in every place that can hold it, by both names."""
    return {
        (place, form): plant(written)
        for place, plant in PLACES.items()
        for form, written in forms(value).items()
        if not (place in IN_HEADS and form in NO_HEAD)
    }
