# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the platform adds goes; what the owner wrote stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.normal_form import (
    is_cut_from,
    is_opaque,
    normal_about,
    normal_contact,
    normal_handle,
    normal_link,
    normal_name,
    normal_text,
)

TITLES = st.sampled_from(
    [" | Facebook", " • Instagram", " (@a) / X", " - YouTube", " Visa mer", "…"]
)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://Example.org/", "https://example.org"),
        ("example.org/a/", "https://example.org/a"),
        ("https://example.org/a?utm_source=fb&b=1#c", "https://example.org/a?b=1#c"),
        ("https://example.org:8443/", "https://example.org:8443"),
        ("https://example.org/frågor", "https://example.org/fr%C3%A5gor"),
        (
            "https://l.instagram.com/?u=https%3A%2F%2Fexample.org%2F&e=x",
            "https://example.org",
        ),
        (
            "https://www.youtube.com/redirect?event=x&q=https%3A%2F%2Fexample.org",
            "https://example.org",
        ),
        ("https://t.co/Ab12", "https://t.co/Ab12"),
        ("https://[trasig", "https://[trasig"),
    ],
)
def test_a_link_is_compared_without_its_packaging(link, expected):
    assert normal_link(link) == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://t.co/Ab12", True),
        ("https://l.facebook.com/l.php?h=AT1", True),
        ("https://example.org/t.co", False),
        ("inte en länk", False),
        ("https://[trasig", False),
        ("HTTPS://T.CO/a", True),
    ],
)
def test_a_link_that_hides_where_it_leads_is_known(link, expected):
    assert is_opaque(link) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Torget | Facebook", "Torget"),
        ("Torget - Startsida | Facebook", "Torget"),
        ("(20+) Torget", "Torget"),
        ("Torget (@torget) • Instagram photos and videos", "Torget"),
        ("Torget (@torget)", "Torget (@torget)"),
        ("Torget | Vänköping", "Torget | Vänköping"),
        ("Facebook-gruppen i Torget", "Facebook-gruppen i Torget"),
        ("Torget X", "Torget X"),
    ],
)
def test_a_name_loses_only_what_the_platform_added(name, expected):
    assert normal_name(name) == expected


@pytest.mark.parametrize(
    "written",
    [
        "Vi har 24 förskolor och 3 skolor.",
        "Bibliotek. 12 inlägg i debatten.",
        "Vi gillar det här.",
        "Öppet 8–16. 2 hundar följer med.",
        "Grundad 1971 av 12 345 invånare.",
        "Ring 0470-123 45, 24 timmar om dygnet.",
    ],
)
def test_numbers_that_the_owner_wrote_stay(written):
    assert normal_about(written) == written


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1 234 följare, 5 följer, 7 inlägg – Hej", "Hej"),
        ("1,234 Followers, 5 Following, 7 Posts - Hej", "Hej"),
        ("12,3K followers · Hej", "Hej"),
        ("Torget. 9 gillar · 8 pratar om detta. Hej", "Torget. Hej"),
        ("12 tn följare", ""),
        (
            "9 följare, 5 följer – Se Instagram-foton och -videoklipp från T (@torget)",
            "",
        ),
    ],
)
def test_how_many_follow_is_not_the_owners_word(written, expected):
    assert normal_about(written) == expected


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ("08-123 456 00", "+46812345600"),
        ("+46 (0)8 123 456 00", "+46812345600"),
        ("0046-8-123 456 00", "+46812345600"),
        ("Telefon: 08 123 456 00", "+46812345600"),
        ("tel:+4681234567", "+4681234567"),
        ("+45 33 12 34 56", "+4533123456"),
        ("112", "112"),
        ("E-post: Info@Torget.example", "info@torget.example"),
        ("mailto:info@torget.example?subject=x", "info@torget.example"),
        ("Storgatan 1,  123 45 Torget", "storgatan 1, 123 45 torget"),
    ],
)
def test_a_way_of_contact_has_one_form(contact, expected):
    assert normal_contact(contact) == expected


@pytest.mark.parametrize(
    ("shorter", "longer", "expected"),
    [
        ("Vi svarar…", "Vi svarar på frågor.", True),
        ("Vi svarar... Visa mer", "Vi svarar på frågor.", True),
        ("Vi svarar", "Vi svarar på frågor.", False),
        ("Vi hälsar…", "Vi svarar på frågor.", False),
        ("…", "Vi svarar på frågor.", False),
    ],
)
def test_a_text_cut_short_is_the_beginning_of_another(shorter, longer, expected):
    assert is_cut_from(shorter, longer) is expected


@given(st.text(max_size=80), st.lists(TITLES, max_size=2).map("".join))
def test_normal_forms_are_stable(text, end):
    text += end
    for normal in (normal_text, normal_handle, normal_contact):
        assert normal(normal(text)) == normal(text)
    assert normal_link(normal_link(text)) == normal_link(text) or "?" in text


def test_a_handle_has_no_case_and_no_sign():
    assert normal_handle(" @TorgetsKommun") == "torgetskommun"
