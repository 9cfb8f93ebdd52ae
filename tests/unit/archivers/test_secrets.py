# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""No secret passes in any of the places where they are met, and little else is hit."""

import gzip
from collections import Counter

import brotlicffi
import pytest

from archivers.http_head import HttpHead
from archivers.secret_forms import is_secret_name
from archivers.secrets import MARK, Scrubber, find_secrets, is_text
from schemas.package import Severity
from tests.unit.archivers.warc_samples import response, write

PLAIN = "Zq83kfLw02Xv9aTbR4"
KNOWN = "kaka/värde+1"
JWT = (
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"
)

META_KEY = "EAAPaHittadSidnyckelForProv0001ZDZD"

PLANTED = {
    "json": f'{{"a":1,"access_token": "{PLAIN}"}}',
    "json in json": f'{{"a":"{{\\"csrfToken\\":\\"{PLAIN}\\"}}"}}',
    "json with escaped slash": f'{{"refresh_token":"{PLAIN}\\/x"}}',
    "script": f"window.csrf_token = '{PLAIN}';",
    "hidden field": f'<input type=hidden name="authenticity_token" value="{PLAIN}">',
    "hidden field, turned": f"<input value='{PLAIN}' name='_csrf'>",
    "meta": f'<meta name="csrf-token" content="{PLAIN}">',
    "attribute": f'<body data-session-id="{PLAIN}">',
    "html of json": f"&quot;sessionToken&quot;:&quot;{PLAIN}&quot;",
    "link": f'<a href="/x?a=1&amp;access_token={PLAIN}">',
    "script link": f'"/x?a=1\\u0026token={PLAIN}"',
    "encoded link": f"/to?u=%2Fx%3Fa%3D1%26sid={PLAIN}",
    "link within a link": f"/to?u=%2Fx%3Faccess_token%3D{PLAIN}%26a%3D1",
    "link within a link, twice": f"/to?u=%252Fx%253Faccess_token%253D{PLAIN}%2526a",
    "short name within a link": f"/to?u=%2Fx%3Fsid%3D{PLAIN}",
    "input token": f'{{"input_token": "{PLAIN}"}}',
    "signed token": f"<p>{JWT}</p>",
    "Meta's key in a sentence": f'{{"message":"Bad key access_token={META_KEY} here"}}',
    "Meta's key by itself": f'{{"page_token":"{META_KEY}"}}',
    "known": f"<p>{KNOWN}</p>",
    "known, in an address": "/x?y=kaka%2Fv%C3%A4rde%2B1",
    "known, in json": '"kaka/v\\u00e4rde+1"',
    "known, in json with escaped slash": '"kaka\\/v\\u00e4rde+1"',
}

HARMLESS = [
    '{"nextPageToken":"CAUQAA1234567890abcdef","cursor":"x"}',
    '<img src="https://scontent.example/a.jpg?_nc_ohc=EAAzq83kfLw02Xv9aTbR4Zq83kfLw">',
    '"a.jpg?oh=00_AfEAAzq83kfLw02Xv9aTbR4Zq83kfLw02Xv9a"',
    '{"token":"komma","password":"Lösenord","session":"Sommar"}',
    '<img src="https://cdn.example/a.jpg?sig=Zq83kfLw02Xv9aTbR4&oe=66F1&_nc_ohc=abc123def">',
    "Mötet har sessionen: klockan 14. Lösenord delas aldrig ut.",
    "function f(token){return token==null?a.token=b:c}",
    '{"design-tokens": {"token-size": "12px"}}',
    '<input name="q" value="Zq83kfLw02Xv9aTbR4">',
]


def scrubbed(text: str, known: tuple[str, ...] = (KNOWN,)) -> tuple[str, Counter[str]]:
    counts: Counter[str] = Counter()
    return Scrubber(known).response_text(text.encode(), counts).decode(), counts


@pytest.mark.parametrize("place", PLANTED)
def test_a_planted_secret_is_replaced(place):
    clean, counts = scrubbed(PLANTED[place])
    assert MARK.decode() in clean
    assert not any(s in clean for s in (PLAIN, JWT, KNOWN, "rde%2B1", "rde+1"))
    assert counts.total() == 1


@pytest.mark.parametrize("place", PLANTED)
def test_what_stands_around_is_untouched(place):
    before = f"<p>före</p>{PLANTED[place]}<p>efter</p>"
    clean, _ = scrubbed(before)
    assert clean.startswith("<p>före</p>")
    assert clean.endswith("<p>efter</p>")


@pytest.mark.parametrize("place", PLANTED)
def test_scrubbing_once_more_changes_nothing(place):
    """The gate over a finished WARC rests on this."""
    clean, _ = scrubbed(PLANTED[place])
    assert scrubbed(clean) == (clean, Counter())


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_secret_stays(text):
    assert scrubbed(text) == (text, Counter())


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("csrf=1&x=2", "csrf=avbild-scrubbed&x=2"),
        ("x=2&password=abc", "x=2&password=avbild-scrubbed"),
        ('{"password":"a","q":"b"}', '{"password":"avbild-scrubbed","q":"b"}'),
        (
            'Disposition: form-data; name="token"\r\n\r\nx\r\n--b--',
            'Disposition: form-data; name="token"\r\n\r\navbild-scrubbed\r\n--b--',
        ),
    ],
)
def test_what_the_browser_sends_is_taken_at_its_name(sent, expected):
    """A password need not look random."""
    counts: Counter[str] = Counter()
    assert Scrubber().request_text(sent.encode(), counts).decode() == expected
    assert counts.total() == sent.count("csrf") + sent.count("password") + sent.count(
        "token"
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Cookie: a=1; b=2;c",
            "Cookie: a=avbild-scrubbed; b=avbild-scrubbed; avbild-scrubbed",
        ),
        (
            "Set-Cookie: a=1; Path=/; Max-Age=9",
            "Set-Cookie: a=avbild-scrubbed; Path=/; Max-Age=9",
        ),
        ("set-cookie:a=; Max-Age=0", "set-cookie:a=; Max-Age=0"),
        ("Authorization: Bearer abc", "Authorization: Bearer avbild-scrubbed"),
        ("authorization: abc", "authorization: avbild-scrubbed"),
        (
            "Proxy-Authorization: Basic YQ==",
            "Proxy-Authorization: Basic avbild-scrubbed",
        ),
        ("X-XSRF-TOKEN: abc", "X-XSRF-TOKEN: avbild-scrubbed"),
        ("x-api-key: abc", "x-api-key: avbild-scrubbed"),
        ("Location: /x?session=1&sig=2", "Location: /x?session=avbild-scrubbed&sig=2"),
        ("Access-Control-Allow-Headers: x-csrf-token", None),
        ("Content-Type: text/html", None),
        ('ETag: "token=abc"', None),
    ],
)
def test_fields_of_a_head(line, expected):
    counts: Counter[str] = Counter()
    head = HttpHead.parse(f"HTTP/1.1 200 OK\r\n{line}\r\n\r\n".encode())
    found = Scrubber().head(head, counts)
    assert found.raw == f"HTTP/1.1 200 OK\r\n{expected or line}\r\n\r\n".encode()
    again: Counter[str] = Counter()
    assert Scrubber().head(found, again).raw == found.raw
    assert not again


def test_the_request_line_is_an_address():
    counts: Counter[str] = Counter()
    head = HttpHead.parse(b"GET /x?u=http://a/&token=b:c HTTP/1.1\r\n\r\n")
    found = Scrubber().head(head, counts)
    assert found.raw == b"GET /x?u=http://a/&token=avbild-scrubbed HTTP/1.1\r\n\r\n"


def test_short_known_values_are_left_alone():
    """Replacing "sv" everywhere would destroy the page."""
    assert scrubbed("sv-SE", ("sv", ""))[0] == "sv-SE"


@pytest.mark.parametrize(
    "name", ["csrf_token", "X-Access-Token", "sessionid", "PHPSESSID"]
)
def test_secret_names(name):
    assert is_secret_name(name)


@pytest.mark.parametrize("name", ["nextPageToken", "tokens", "sessions", "sig", "key"])
def test_names_that_are_none(name):
    assert not is_secret_name(name)


def test_only_text_is_searched():
    kinds = ["text/html", "application/ld+json", "multipart/form-data", "image/svg+xml"]
    assert all(map(is_text, kinds))
    assert not any(map(is_text, ["image/png", "video/mp4", "application/octet-stream"]))


PACKERS = {"": bytes, "gzip": gzip.compress, "br": brotlicffi.compress}


@pytest.mark.parametrize("coding", PACKERS)
@pytest.mark.parametrize("place", PLANTED)
def test_the_gate_finds_a_secret_in_decoded_form(tmp_path, coding, place):
    body = PACKERS[coding](PLANTED[place].encode())
    fields = {"Content_Type": "text/html", "Content_Encoding": coding}
    path = write(tmp_path / "a.warc.gz", response(body, **fields))
    (finding,) = find_secrets(path, [KNOWN])
    assert finding.severity is Severity.ERROR
    assert finding.rule == "warc-secret"
    assert "urn:uuid:" in finding.message
    assert PLAIN not in finding.message


def test_the_gate_finds_known_values_in_any_body(tmp_path):
    body = b"\x89PNG" + KNOWN.encode()
    path = write(tmp_path / "a.warc.gz", response(body, Content_Type="image/png"))
    assert len(find_secrets(path, [KNOWN])) == 1


def test_the_gate_finds_a_cookie_in_a_head(tmp_path):
    path = write(tmp_path / "a.warc.gz", response(b"", Set_Cookie="a=1"))
    (finding,) = find_secrets(path, [])
    assert "set-cookie" in finding.message


def test_the_gate_lets_a_clean_file_through(tmp_path):
    path = write(tmp_path / "a.warc.gz", *(response(t.encode()) for t in HARMLESS))
    assert find_secrets(path, [KNOWN]) == []


def test_the_gate_warns_of_what_it_cannot_open(tmp_path):
    path = write(tmp_path / "a.warc.gz", response(b"x", Content_Encoding="gzip"))
    (finding,) = find_secrets(path, [])
    assert finding.severity is Severity.WARNING


def test_a_secret_on_the_border_of_two_windows_is_found(tmp_path):
    text = b"x" * (8 * 1024**2 - 9) + KNOWN.encode() + b"y" * 300_000
    path = write(tmp_path / "a.warc.gz", response(text, Content_Type="text/plain"))
    assert [f.severity for f in find_secrets(path, [KNOWN])] == [Severity.ERROR]


ESCAPES = {
    "json": lambda c: f"\\u{ord(c):04x}",
    "json, capitals": lambda c: f"\\u{ord(c):04X}",
    "json in json": lambda c: f"\\\\u{ord(c):04x}",
    "address": lambda c: f"%{ord(c):02X}",
    "address, twice": lambda c: f"%25{ord(c):02x}",
    "html": lambda c: f"&#{ord(c)};",
    "html, hexadecimal": lambda c: f"&#x{ord(c):x};",
    "html, filled up": lambda c: f"&#00{ord(c)};",
}


@pytest.mark.parametrize("hide", ESCAPES.values(), ids=ESCAPES)
@pytest.mark.parametrize(
    "which", [slice(0, 1), slice(3, 9), slice(20, 21), slice(0, 99)]
)
def test_a_key_is_replaced_however_its_letters_are_written(hide, which):
    """The platform's own errors may repeat it; whoever reads them reads the key."""
    letters = list(META_KEY)
    letters[which] = map(hide, letters[which])
    text = f'{{"message": "Malformed token {"".join(letters)} given", "code": 190}}'
    clean, counts = scrubbed(text, (META_KEY,))
    assert (
        clean == f'{{"message": "Malformed token {MARK.decode()} given", "code": 190}}'
    )
    assert counts == {"known-value": 1}
    assert scrubbed(clean, (META_KEY,)) == (clean, Counter())
