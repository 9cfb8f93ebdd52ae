# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Profiles read from markup, field by field from the most stable source."""

import pytest

from archivers.markup import merge_profiles, profile_rows, read_markup

URL = "https://torget.se/almhult"
EMPTY = {
    "name": None,
    "about": None,
    "avatar": None,
    "cover": None,
    "links": [],
    "stated": None,
}


def row(source, **given_fields):
    return {**EMPTY, "source": source, **given_fields}


def read(page):
    return merge_profiles(profile_rows(page.encode(), URL))


def test_each_field_comes_from_the_first_source_that_has_it():
    found = merge_profiles(
        [
            row("json-ld", name="Älmhults kommun"),
            row("microdata", name="Annat", about=" Vi  svarar ", stated=7),
            row("open-graph", about="120 följare", avatar="https://b.se/a.png"),
        ]
    )
    assert found.profile.name == "Älmhults kommun"
    assert found.profile.about == "Vi svarar"
    assert found.profile.avatar.url == "https://b.se/a.png"
    assert found.sources == {
        "name": "json-ld",
        "about": "microdata",
        "avatar": "open-graph",
    }
    assert found.stated_posts == 7


def test_what_is_not_found_is_unknown_not_empty():
    profile = merge_profiles([row("open-graph", name=" ")]).profile
    assert profile.core_fields() == 0
    assert (profile.cover, profile.links) == (None, None)


@pytest.mark.parametrize(
    ("title", "site"),
    [
        ("Älmhult | Facebook", None),
        ("Älmhult – Torget", "Torget"),
        ("Älmhult", "Torget"),
    ],
)
def test_platforms_do_not_belong_to_the_name(title, site):
    assert merge_profiles([row("open-graph", name=title, site=site)]).profile.name == (
        "Älmhult"
    )


def test_a_page_with_open_graph_alone_is_read():
    found = read(
        '<head><meta property="og:title" content="Älmhult">'
        '<meta property="og:image" content="/a.png"></head>'
    )
    assert found.profile.name == "Älmhult"
    assert found.profile.avatar.url == "https://torget.se/a.png"


def test_microdata_of_comments_does_not_become_the_profile():
    """A property belongs to the innermost thing around it."""
    found = read(
        """<div itemscope itemtype="https://schema.org/ProfilePage">
        <div itemprop="mainEntity" itemscope itemtype="https://schema.org/Organization">
          <div itemprop="review" itemscope itemtype="https://schema.org/Review">
            <b itemprop="name">En recension</b></div>
          <h1 itemprop="name">Älmhults kommun</h1>
          <img itemprop="logo" src="l.png"><img itemprop="image" src="/o.png">
          <span itemprop="interactionStatistic" itemscope
            itemtype="https://schema.org/InteractionCounter">
            <meta itemprop="interactionType" content="https://schema.org/FollowAction">
            <meta itemprop="userInteractionCount" content="812"></span>
          <span itemprop="interactionStatistic" itemscope
            itemtype="https://schema.org/InteractionCounter">
            <meta itemprop="interactionType" content="https://schema.org/WriteAction">
            <meta itemprop="userInteractionCount" content="1 024"></span>
        </div></div>"""
    )
    assert found.profile.name == "Älmhults kommun"
    assert found.profile.avatar.url == "https://torget.se/l.png"
    assert found.profile.cover.url == "https://torget.se/o.png"
    assert found.stated_posts == 1024


@pytest.mark.parametrize(
    "script", ["{trasig", '"text"', "[[[[[[[[[[]]]]]]]]]]", '{"@type": 5}', "null"]
)
def test_broken_json_ld_is_passed_over(script):
    page = f'<script type="application/ld+json">{script}</script><p>Hej</p>'
    assert read(page).profile.core_fields() == 0


@pytest.mark.parametrize("page", ["", "<", "\x00"])
def test_a_page_that_is_none_gives_nothing(page):
    assert read(page).profile.core_fields() == 0


LINKED = """
<html lang="sv-SE"><script type="application/ld+json">{
  "@type": "GovernmentOffice", "name": "Älmhults kommun", "category": "Kommun",
  "telephone": "0476-550 00", "email": "mailto:info@almhult.se",
  "contactPoint": [{"@type": "ContactPoint", "telephone": "0476-551 51"}, "x"]
}</script></html>
"""
MARKED = """
<html><div itemscope itemtype="https://schema.org/Organization">
  <span itemprop="name">Älmhults kommun</span>
  <meta itemprop="category" content="Kommun">
  <a itemprop="email" content="info@almhult.se">Skriv</a>
  <p itemprop="contactPoint" itemscope>
    <span itemprop="telephone">0476-551 51</span></p>
</div></html>
"""


def test_ways_to_reach_the_owner_and_the_kind_of_owner_are_read():
    found = read_markup(LINKED.encode(), URL)
    assert found.profile.contact == ("0476-550 00", "0476-551 51", "info@almhult.se")
    assert found.profile.category == "Kommun"
    assert found.sources["contact"] == "json-ld"
    assert found.locale == "sv-SE"
    marked = read_markup(MARKED.encode(), URL).profile
    assert marked.contact == ("0476-551 51", "info@almhult.se")
    assert marked.category == "Kommun"


def test_a_page_that_says_neither_leaves_both_unknown():
    found = read_markup(b"<title>x</title>", URL)
    assert (found.profile.contact, found.profile.category) == (None, None)
    assert found.locale == ""
    assert read_markup(b"", URL).profile.core_fields() == 0
