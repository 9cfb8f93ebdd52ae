# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text, times and addresses in one form."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivers.text import (
    address_parts,
    moment,
    one_line,
    page_number,
    paragraphs,
    plain_link,
    same_address,
    sorted_links,
)

SHIM = "https://l.facebook.com/l.php?u="


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("  Älmhults \n kommun ", "Älmhults kommun"),
        ("A\u030almhult\u200b", "Ålmhult"),
        ("Vi svarar … Visa mer", "Vi svarar"),
        ("Visa mer av Älmhult", "Visa mer av Älmhult"),
    ],
)
def test_one_line_is_the_same_for_what_looks_the_same(given_text, expected):
    assert one_line(given_text) == expected


def test_paragraphs_keep_their_lines():
    assert paragraphs(" Ett  \n\n\n\n två \ntre ") == "Ett\n\ntvå\ntre"


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    assert one_line(one_line(text)) == one_line(text)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://WWW.Almhult.se/A?utm_source=fb&b=1", "https://www.almhult.se/A?b=1"),
        (
            "https://l.facebook.com/l.php?u=https%3A%2F%2Falmhult.se%2F%3Ffbclid%3D1&h=x",
            "https://almhult.se/",
        ),
        ("https://almhult.se/?author=2", "https://almhult.se/?author=2"),
    ],
)
def test_links_lose_shims_and_campaigns(url, expected):
    assert plain_link(url) == expected


def test_links_are_listed_once_in_one_order():
    assert sorted_links(["https://b.se/", "https://a.se/", "https://B.se/"]) == (
        "https://a.se/",
        "https://b.se/",
    )


@pytest.mark.parametrize(
    "other",
    [
        "https://almhult.se/?p=5&cpage=2#comment-17",
        "http://almhult.se/?p=5#comment-17",
        "https://almhult.se/?p=5&replytocom=3&fbclid=x#comment-17",
    ],
)
def test_a_comment_has_one_address_on_every_page_of_comments(other):
    assert same_address(other) == same_address("https://almhult.se/?p=5#comment-17")


def test_a_comment_page_in_the_path_is_no_other_address():
    one = same_address("https://almhult.se/a/comment-page-2/#comment-4")
    assert one == same_address("https://almhult.se/a/#comment-4")
    assert one != same_address("https://almhult.se/a/#comment-5")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-12T09:30:00+02:00", datetime(2026, 10, 12, 7, 30, tzinfo=UTC)),
        ("2026-10-12T07:30:00Z", datetime(2026, 10, 12, 7, 30, tzinfo=UTC)),
        ("2026-12-12T09:30", datetime(2026, 12, 12, 8, 30, tzinfo=UTC)),
        ("2026-10-12", None),
        ("igår kl. 12:30", None),
        ("", None),
        (None, None),
    ],
)
def test_a_time_is_only_what_the_page_states(text, expected):
    assert moment(text) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://almhult.se/?paged=5&author=2", 5),
        ("https://almhult.se/author/x/page/12/", 12),
        ("https://almhult.se/?p=86", 0),
    ],
)
def test_pages_of_a_feed_are_numbered_by_their_address(url, expected):
    assert page_number(url) == expected


@pytest.mark.parametrize("bring", [one_line, paragraphs])
def test_half_an_emoji_is_replaced_since_nothing_can_hold_it(bring):
    """A page that shortens its text may cut one in two; it once stopped a batch."""
    whole = bring("Hej \ud83d\ude00 du \ud83d")
    assert whole == "Hej \N{GRINNING FACE} du \N{REPLACEMENT CHARACTER}"
    assert bring(whole) == whole
    assert whole.encode()


@pytest.mark.parametrize("text", ["https://[::1", "http://[x]/", "//["])
def test_what_is_no_address_is_left_as_it_is(text):
    """A platform gives what somebody has written in a field for addresses."""
    assert address_parts(text).path == text
    assert plain_link(text) == text
    assert same_address(text)


def test_a_link_in_links_without_end_is_left_at_some_depth():
    inner = "https://www.almhult.se/"
    assert plain_link(f"{SHIM}{SHIM}{inner}") == inner
    assert plain_link(SHIM * 5000 + inner).startswith("https://l.facebook.com/")
