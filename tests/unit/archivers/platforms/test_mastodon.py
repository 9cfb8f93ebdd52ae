# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses, markup and paging of servers that speak as Mastodon does."""

import pytest

from archivers.api import Answer
from archivers.http_head import HttpHead
from archivers.platforms.mastodon.posts import links_in, text_of
from archivers.platforms.mastodon.server import account_name, next_page
from schemas.errors import BadInput


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://social.se/@almhult", "almhult"),
        ("https://social.se/users/almhult", "almhult"),
        ("https://social.se/@almhult@annan.se", "almhult@annan.se"),
        ("https://social.se/@almhult/1234", "almhult"),
    ],
)
def test_an_account_is_named_by_its_address(url, name):
    assert account_name(url) == name


def test_another_address_is_no_account():
    with pytest.raises(BadInput, match="@namn"):
        account_name("https://social.se/explore")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Hej!<br>Välkommen.</p><p>Ny rad</p>", "Hej!\nVälkommen.\n\nNy rad"),
        (
            '<p><a href="x"><span class="invisible">https://</span>almhult.se</a></p>',
            "https://almhult.se",
        ),
        ("bara text &amp; mer", "bara text & mer"),
        ("", ""),
        ("<!-- inget -->", ""),
    ],
)
def test_markup_becomes_text_with_its_paragraphs(markup, text):
    assert text_of(markup) == text


def test_links_are_found_in_markup():
    assert list(links_in('<a href="https://almhult.se">webb</a> <a>tom</a>')) == [
        "https://almhult.se"
    ]


def answer_with(*fields):
    return Answer(
        "https://social.se", 200, HttpHead.build("HTTP/1.1 200 OK", fields), ""
    )


def test_the_next_page_is_named_by_its_link():
    link = (
        '<https://social.se/a?max_id=1>; rel="next", <https://social.se/b>; rel="prev"'
    )
    assert next_page(answer_with(("Link", link))) == "https://social.se/a?max_id=1"


def test_the_last_page_names_none():
    assert next_page(answer_with()) is None
    assert next_page(answer_with(("Link", '<https://social.se/b>; rel="prev"'))) is None
