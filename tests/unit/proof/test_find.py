# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The normaliser: what it finds, what it leaves alone, and that no short cut loses."""

import base64
import html
import json
import random
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proof.find import Finder
from proof.needles import is_testable
from schemas.gallring import RemovedValue, ValueKind
from tests.contract.planted import forms

BODY = (
    "Jag tycker att kommunen borde ha sandat Svampvägen redan i måndags, för min"
    " mamma ramlade och bröt höften. Läs mer på https://torget.example/vinter/2026/sand"
)
VALUES = (
    RemovedValue(kind=ValueKind.NAME, text="Åsa Nyström"),
    RemovedValue(kind=ValueKind.IDENTIFIER, text="19121212-1212"),
    RemovedValue(kind=ValueKind.HANDLE, text="@asa_ny87"),
    RemovedValue(kind=ValueKind.BODY, text=BODY),
    RemovedValue(kind=ValueKind.NAME, text="Bo Öst"),
    RemovedValue(kind=ValueKind.NAME, text="محمد علي"),
    RemovedValue(kind=ValueKind.IDENTIFIER, text="070-174 06 05"),
    RemovedValue(kind=ValueKind.IDENTIFIER, text="asa.nystrom@example.se"),
    RemovedValue(
        kind=ValueKind.ADDRESS, text="https://torget.example/inlagg/7712345#k99"
    ),
    RemovedValue(kind=ValueKind.NAME, text="Anna"),
)
(ASA, NUMBER, HANDLE, TEXT, BO, MUHAMMAD, PHONE, MAIL, LINK, ANNA) = range(len(VALUES))
FAST, SLOW = Finder(VALUES), Finder(VALUES, short_cut=False)


def found(text: str | bytes) -> frozenset[int]:
    """Search with the short cut; without it the same must be found."""
    data = text.encode() if isinstance(text, str) else text
    assert FAST.find(data) == SLOW.find(data)
    return FAST.find(data)


@pytest.mark.parametrize("form", forms("Åsa Nyström"))
def test_each_form_of_a_name_is_found(form):
    assert ASA in found(b"Av: " + forms("Åsa Nyström")[form] + b" (7)")


@pytest.mark.parametrize("form", forms("19121212-1212"))
def test_each_form_of_a_number_is_found(form):
    assert NUMBER in found(b"Nr " + forms("19121212-1212")[form] + b".")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Nyström, Åsa", ASA),
        ("Aasa Nystroem", ASA),
        ("a.a/asa-nystrom?x", ASA),
        ("Nystr\ufffdm, \ufffdsa Nystr\ufffdm", ASA),
        ("\\u00c3\\u0085sa Nystr\\u00c3\\u00b6m", ASA),
        ("Åsa Ny-\n   ström", ASA),
        ("%25C3%2585sa%2520Nystr%25C3%25B6m", ASA),
        ("%u00c5sa Nystr%u00f6m", ASA),
        ("&amp;Aring;sa Nystr&amp;amp;#246;m", ASA),
        ("\\303\\205sa Nystr\\303\\266m", ASA),
        ("<td>Nyström</td><td class='a'>7</td><td>Åsa</td>", ASA),
        ("𝐍𝐲𝐬𝐭𝐫ö𝐦 Åsa", ASA),
        ("%5Cu00c5sa Nystr%5Cu00f6m", ASA),
        ("B%26%2392%3Bu006f %26%2392%3Bu00d6st", BO),
        ("Bo Ã–st", BO),
        ('<meta property="og:title" content="Åsa Nyström">', ASA),
        ("121212+1212", NUMBER),
        ("12 12 12 - 12 12", NUMBER),
        ("1912-12-12-1212", NUMBER),
        ("https://torget.example/@asa_ny87/following", HANDLE),
        ("för min mamma ramlade och bröt höften. Läs mer", None),
        (BODY[:70] + "…", TEXT),
        (BODY[20:150], TEXT),
        (BODY.upper(), TEXT),
        (json.dumps(json.dumps(BODY)), TEXT),
        ("bo.ost", BO),
        ("Öst, Bo", BO),
        (json.dumps("محمد علي"), MUHAMMAD),
        (quote("علي محمد"), MUHAMMAD),
        ("+46 70 174 06 05", PHONE),
        ("0046(0)70-1740605", PHONE),
        ("0701740605", PHONE),
        ("asa.nystrom (at) example.se", MAIL),
        ("asa punkt nystrom snabel-a example punkt se", MAIL),
        ("mailto:asa.nystrom%40example.se", MAIL),
        ("/inlagg/7712345#k99", LINK),
        ("http:\\/\\/torget.example\\/inlagg\\/7712345", LINK),
        ("Hej Anna!", ANNA),
        ("C:\\bilder\\anna\\1.jpg", ANNA),
        ("<b>An</b>na", ANNA),
    ],
)
def test_near_forms(text, value):
    assert found(text) >= ({value} if value is not None else frozenset())


@pytest.mark.parametrize(
    "text",
    [
        "Annandag påsk i Hanna Annas stuga",
        "Åsa gick hem. " + "x " * 40 + "Nyström kom.",
        "Nyströmska skolan i Åsarp",
        "@asa_ny871 @kasa_ny87",
        "nr 5701740605, 7017406051",
        "https://torget.example/inlagg/77123456",
        "Botten är nådd i öster; bo i Östersund",
        "Tack för att ni sandar!",
    ],
)
def test_what_only_looks_alike_is_left_alone(text):
    assert found(text) == frozenset()


def test_base64_in_base64_and_in_lines():
    inner = base64.b64encode("Det var Åsa Nyström som skrev".encode())
    assert ASA in found(b"x=" + base64.b64encode(b'{"d":"' + inner + b'"}'))
    long = base64.encodebytes(("fyllnad " * 30 + "Åsa Nyström").encode())
    assert ASA in found(long)
    assert ASA in found(json.dumps(long.decode()))


def test_utf16_with_escapes_and_other_scripts():
    assert ASA in found("Nystr&ouml;m &Aring;sa".encode("utf-16-le"))
    assert MUHAMMAD in found("name: محمد علي, from".encode("utf-16"))


@pytest.mark.slow
def test_noise_raises_no_alarm():
    noise = random.Random(5).randbytes(2_000_000)  # noqa: S311 -- no secret
    letters = base64.b64encode(noise[:500_000])
    assert FAST.find(noise) == frozenset()
    assert FAST.find(letters) == frozenset()


WRITERS = st.sampled_from(
    [
        str,
        html.escape,
        quote,
        json.dumps,
        lambda text: "".join(f"&#{ord(c)};" for c in text),
        lambda text: "".join(f"\\u{ord(c):04x}" for c in text if ord(c) < 0x10000),
        lambda text: base64.b64encode(text.encode()).decode(),
        lambda text: f"<p title='a'>{text}</p>",
        lambda text: text.replace("s", "<i>s</i>").replace("r", "r\u00ad"),
        str.upper,
    ]
)
SNIPPETS = st.sampled_from(
    [value.text for value in VALUES]
    + [
        "hej ",
        "<br>",
        '{"a":',
        "}",
        "&amp;",
        "\\n",
        "%20",
        "=C3=85",
        "Åsa",
        "Öst",
        "\0",
    ]
)


@settings(max_examples=150)
@given(
    st.lists(SNIPPETS, min_size=1, max_size=4),
    st.lists(WRITERS, max_size=3),
    st.sampled_from(["utf-8", "utf-16-le", "latin-1"]),
)
def test_the_short_cut_loses_nothing(snippets, writers, charset):
    """Whatever is mixed, and however it is written, the short cut finds the same."""
    text = " ".join(snippets)
    for write in writers:
        text = write(text)
    found(text.encode(charset, "ignore"))


@pytest.mark.parametrize(
    ("kind", "text", "is_it"),
    [
        (ValueKind.NAME, "Anna", True),
        (ValueKind.NAME, "Sten", False),
        (ValueKind.NAME, "Sten Berg", True),
        (ValueKind.NAME, "Bo", False),
        (ValueKind.BODY, "Tack", False),
        (ValueKind.BODY, "👍👍", False),
        (ValueKind.BODY, "Så dumt gjort", True),
        (ValueKind.HANDLE, "asa", False),
    ],
)
def test_what_is_too_short_to_search_for(kind, text, is_it):
    assert is_testable(RemovedValue(kind=kind, text=text)) is is_it
