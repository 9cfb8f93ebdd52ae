# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a profile says is found as people write it, and nothing else is taken for it."""

import unicodedata

import pytest

from rules.profile_words import (
    LONGEST_EXCERPT,
    emails_in,
    excerpt,
    find_name,
    find_phrase,
    is_contact_link,
    leads_to,
    links_in,
    normal_address,
    phone_digits,
    phones_in,
    telling_words,
)

NAMES = ("Älmhults kommun",)


@pytest.mark.parametrize(
    "text",
    [
        "Älmhults kommun",
        "ÄLMHULTS KOMMUN",
        "Älmhults kommuns bibliotek",
        "Biblioteket | Älmhults kommun",
        "Detta är Älmhults\u00a0kommun.",
        "Älmhults\n kommun – officiell",
        unicodedata.normalize("NFD", "Älmhults kommun"),
        "(Älmhults kommun)",
    ],
)
def test_the_sender_is_named(text):
    assert find_name(NAMES, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Almhults kommun",
        "Älmhult",
        "kommunen",
        "Älmhults bibliotek",
        "Älmhults kommunala bostäder",
        "Älmhults kommunhus",
        "Nyälmhults kommun",
        "@almhultskommun",
    ],
)
def test_the_sender_is_not_named(text):
    assert not find_name(NAMES, text)


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("Frågor besvaras inom 24 timmar", True),
        ("svar inom 24\u00a0timmar.", True),
        ("öppet i 124 timmar", False),
        ("24 timmar2", False),
        ("Nästa arbetsdag svarar vi", True),
    ],
)
def test_a_phrase_begins_where_a_word_does(text, is_there):
    assert bool(find_phrase(("24 timmar", "nästa arbetsdag"), text)) is is_there


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("Kontot är bemannat vardagar", True),
        ("Kontot är obemannat", False),
        ("Se förhållningsreglerna här", True),
    ],
)
def test_words_may_be_inflected_but_not_turned_around(text, is_there):
    assert bool(find_phrase(("bemannat", "förhållningsregler"), text)) is is_there


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Skriv till info@almhult.se.", ("info@almhult.se",)),
        ("info (at) almhult.se", ("info (at) almhult.se",)),
        ("@almhultskommun", ()),
        ("kontakt.center+fb@sub.almhult.se", ("kontakt.center+fb@sub.almhult.se",)),
    ],
)
def test_e_mail_addresses(text, found):
    assert emails_in(text) == found


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("Ring 0476-550 00", "047655000"),
        ("Tel: 0476/55000", "047655000"),
        ("+46 476 550 00", "047655000"),
        ("+46 (0)476-550 00", "047655000"),
        ("0046 (0)8-508 00 000", "0850800000"),
        ("0046476-55000", "047655000"),
        ("070-174 06 90", "0701740690"),
        ("010–123 45 67", "0101234567"),
    ],
)
def test_telephone_numbers(text, digits):
    assert [phone_digits(each) for each in phones_in(text)] == [digits]


@pytest.mark.parametrize(
    "text",
    [
        "Öppet 08-16",
        "vardagar 0800-1600",
        "den 2026-03-02",
        "212000-0662",
        "112",
        "Älmhult 343 23",
        "almhult.se/sida/0476-12345678",
    ],
)
def test_what_is_no_telephone_number(text):
    assert phones_in(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Regler: almhult.se/socialamedier.", ("almhult.se/socialamedier",)),
        ("(www.almhult.se/socialamedier)", ("www.almhult.se/socialamedier",)),
        ("https://almhult.se/x?y=1 och mer", ("https://almhult.se/x?y=1",)),
        ("info@almhult.se", ()),
        ("kl. 8.30 och t.ex.", ()),
        ("Hej! Välkommen.", ()),
    ],
)
def test_links_in_text(text, found):
    assert links_in(text) == found


@pytest.mark.parametrize(
    "link",
    [
        "almhult.se/socialamedier",
        "www.almhult.se/socialamedier/",
        "http://almhult.se/socialamedier",
        "https://www.almhult.se/socialamedier?fbclid=x&utm_source=fb",
        "https://WWW.Almhult.SE/socialamedier#regler",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.almhult.se%2Fsocialamedier",
        "https://www.almhult.se/socialamedier/regler.html",
    ],
)
def test_a_link_leads_to_the_page(link):
    assert leads_to(link, "https://www.almhult.se/socialamedier")


@pytest.mark.parametrize(
    "link",
    [
        "https://www.almhult.se/",
        "https://www.almhult.se/socialamedier2",
        "https://example.se/almhult.se/socialamedier",
        "https://almhult.se.example/socialamedier",
        "info@almhult.se",
    ],
)
def test_a_link_that_leads_elsewhere(link):
    assert not leads_to(link, "https://www.almhult.se/socialamedier")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://m.facebook.com/Almhult/", "http://www.facebook.com/almhult"),
        ("https://sv-se.facebook.com/almhult", "facebook.com/almhult"),
        ("https://twitter.com/Almhult", "https://x.com/almhult"),
        ("https://fb.com/almhult", "https://facebook.com/almhult"),
    ],
)
def test_addresses_of_the_same_account(one, other):
    assert normal_address(one) == normal_address(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "https://facebook.com/profile.php?id=1",
            "https://facebook.com/profile.php?id=2",
        ),
        ("https://kommun.example/Sida", "https://kommun.example/sida"),
        ("https://m.me/almhult", "https://me/almhult"),
    ],
)
def test_addresses_of_different_pages(one, other):
    assert normal_address(one) != normal_address(other)


@pytest.mark.parametrize(
    ("link", "is_contact"),
    [
        ("mailto:info@almhult.se", True),
        ("tel:+4647655000", True),
        ("https://www.almhult.se/kontakt", True),
        ("https://m.me/almhult", True),
        ("https://www.almhult.se/", False),
        ("https://www.almhult.se/socialamedier", False),
    ],
)
def test_links_by_which_one_is_reached(link, is_contact):
    assert is_contact_link(link) is is_contact


@pytest.mark.parametrize(
    ("about", "count"),
    [
        ("Välkommen till Älmhults kommuns officiella sida på Facebook", 0),
        ("Vi berättar om service, kultur och beslut.", 4),
        ("info@almhult.se https://almhult.se #älmhult @almhult", 0),
        ("😀 🎉 2026", 0),
        ("böcker böcker böcker böcker", 1),
    ],
)
def test_words_that_say_something(about, count):
    assert len(telling_words(about, NAMES)) == count


def test_an_excerpt_shows_what_was_found():
    text = f"{'ord ' * 60}kontot är bemannat {'mer ' * 60}"
    shown = find_phrase(("bemannat",), text)
    assert "bemannat" in shown
    assert len(shown) <= LONGEST_EXCERPT + 2
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert excerpt("kort") == "kort"
