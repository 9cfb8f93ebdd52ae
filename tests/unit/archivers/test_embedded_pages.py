# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The profile in a page is the account's own, never that of whoever is logged in."""

import json

import pytest

from archivers.embedded import AccountKey, PageScript, key_in, read_words
from archivers.embedded_pages import PageSource
from archivers.platforms.facebook import pages as facebook
from archivers.platforms.instagram import pages as instagram
from archivers.platforms.x import pages as x
from schemas.account import Account
from schemas.errors import BadInput

PAGES = {"facebook": facebook, "instagram": instagram, "x": x}
VIEWER = {
    "id": "900",
    "username": "anna.privat",
    "full_name": "Anna Privat",
    "biography": "Det här är läsarens egen text",
    "profile_pic_url": "https://cdn.example/anna.jpg",
}
OWN = {
    "id": "17",
    "username": "almhultskommun",
    "full_name": "Älmhults kommun",
    "biography": "Välkommen till Älmhult",
    "profile_pic_url_hd": "https://cdn.example/kommun.jpg",
    "bio_links": [{"url": "https://www.almhult.se"}],
}


def account(platform, url):
    return Account(
        account_id="kommun",
        board_id="ks",
        platform=platform,
        url=url,
        name="Älmhults kommun",
    )


def reader(platform="instagram", url="https://www.instagram.com/almhultskommun/"):
    return PAGES[platform].pages_of(account(platform, url))


def page(*data, meta=None, kind="application/json", url=None):
    scripts = tuple(PageScript(kind, json.dumps(one)) for one in data)
    address = url or "https://www.instagram.com/almhultskommun/"
    return PageSource(address, "sv", scripts, meta or {})


def test_the_first_biography_is_the_viewer_s_and_is_not_read():
    """Keyed by the account's own username, wherever in the page each stands."""
    found = reader().profile_in(
        page({"config": {"viewer": VIEWER}}, {"data": {"user": OWN}}), is_guest=False
    )
    assert found.profile.name == "Älmhults kommun"
    assert found.profile.about == "Välkommen till Älmhult"
    assert found.profile.avatar.url == "https://cdn.example/kommun.jpg"
    assert found.profile.links == ("https://www.almhult.se",)
    assert (found.profile.handle, found.profile.platform_id) == ("almhultskommun", "17")
    assert set(found.sources.values()) == {"embedded"}


def test_a_page_that_holds_only_the_viewer_is_not_understood():
    """A login wall that knows who is asking: nothing was read, nothing has changed."""
    found = reader().profile_in(page({"viewer": VIEWER}), is_guest=False)
    assert found.profile.core_fields() == 0
    assert found.profile.handle is None


def test_the_rest_of_the_profile_may_stand_in_an_object_with_its_number_alone():
    told = [{"username": "almhultskommun", "id": "17"}, {"pk": 17, "biography": "Hej"}]
    found = reader().profile_in(page(*told), is_guest=False)
    assert found.profile.about == "Hej"


def test_data_in_a_program_is_found_too():
    """As `window._sharedData = {…};` and as the argument of a call."""
    text = (
        'window.a = {"b": [1]}; var x = {not json}; '
        f"window._sharedData = {json.dumps({'viewer': VIEWER, 'user': OWN})};"
    )
    source = page()._replace(scripts=(PageScript("", text),))
    found = reader().profile_in(source, is_guest=False)
    assert found.profile.about == "Välkommen till Älmhult"


@pytest.mark.parametrize("text", ["{", "[" * 100_000, "null", '"almhultskommun"', ""])
def test_data_that_is_none_is_passed_over(text):
    for kind in ("application/json", ""):
        source = page()._replace(scripts=(PageScript(kind, f"a = {text}"),))
        assert not reader().profile_in(source, is_guest=True).sources


LINKED = {
    "@type": "ProfilePage",
    "mainEntity": {
        "@type": "Organization",
        "alternateName": "@almhultskommun",
        "name": "Älmhults kommun",
        "description": "Om oss",
        "image": {"contentUrl": "https://cdn.example/a.jpg"},
    },
}


def test_linked_data_comes_after_the_page_s_own_and_each_field_says_which():
    own = {"username": "almhultskommun", "full_name": "Kommunen"}
    source = page(own)._replace(
        scripts=(
            PageScript("application/ld+json", json.dumps(LINKED)),
            PageScript("application/json", json.dumps(own)),
        )
    )
    found = reader().profile_in(source, is_guest=False)
    assert found.profile.name == "Kommunen"
    assert found.sources["name"] == "embedded"
    assert found.profile.about == "Om oss"
    assert found.sources["about"] == "json-ld"


META = {
    "og:url": "https://www.instagram.com/almhultskommun/",
    "og:title": "Älmhults kommun (@almhultskommun) • Instagram-foton och -videoklipp",
    "og:description": "1 234 följare, 56 följer, 78 inlägg",
    "og:image": "https://cdn.example/og.jpg",
}


def test_what_a_page_calls_itself_counts_for_guests_alone():
    """And what it says in its description is no about text: it holds counters."""
    found = reader().profile_in(page(meta=META), is_guest=True)
    assert found.profile.name == "Älmhults kommun"
    assert found.profile.about is None
    assert found.profile.core_fields() == 2
    assert set(found.sources.values()) == {"open-graph"}
    logged_in = reader().profile_in(page(meta=META), is_guest=False)
    assert logged_in.profile.core_fields() == 0


def test_a_page_that_calls_itself_something_else_is_not_the_account():
    other = {**META, "og:url": "https://www.instagram.com/accounts/login/"}
    found = reader().profile_in(page(meta=other), is_guest=True)
    assert found.profile.core_fields() == 0


SHOWN = {"name": "Älmhults kommun", "about": "Hej", "avatar": "https://cdn.example/a"}


def test_what_the_account_s_own_page_shows_is_believed_last():
    """As on X, whose pages fetch their data and carry none."""
    url = "https://x.com/almhult"
    told = {"screen_name": "almhult", "name": "Älmhult"}
    found = reader("x", url).profile_in(
        page(told, url=url)._replace(shown=SHOWN), is_guest=False
    )
    assert (found.profile.name, found.sources["name"]) == ("Älmhult", "embedded")
    assert (found.profile.about, found.sources["about"]) == ("Hej", "shown")


@pytest.mark.parametrize("path", ["home", "anna", "almhult/status/1", "settings"])
def test_what_another_page_shows_is_not(path):
    """The viewer's own page, or a post's, shows somebody in the same place."""
    other = page(url=f"https://x.com/{path}")._replace(shown=SHOWN)
    found = reader("x", "https://x.com/almhult").profile_in(other, is_guest=False)
    assert found.profile.core_fields() == 0


def test_facebook_s_page_is_known_by_its_number_and_by_its_address():
    """A link to it in a post's data is not it: only what is a page may be so known."""
    told = {
        "viewer": {"__typename": "User", "id": "900", "name": "Anna Privat"},
        "link": {"url": "https://www.facebook.com/almhult", "id": "5", "name": "Länk"},
        "user": {
            "__typename": "User",
            "id": "100064",
            "name": "Älmhults kommun",
            "url": "https://www.facebook.com/almhult",
            "profilePicLarge": {"uri": "https://cdn.example/a.jpg"},
        },
        "about": {"id": "100064", "best_description": {"text": "Om kommunen"}},
    }
    by_name = reader("facebook", "https://www.facebook.com/almhult")
    by_number = reader("facebook", "https://www.facebook.com/profile.php?id=100064")
    for one in (by_name, by_number):
        found = one.profile_in(page(told), is_guest=False).profile
        assert (found.name, found.about) == ("Älmhults kommun", "Om kommunen")
        assert found.platform_id == "100064"


def test_a_guest_s_page_of_facebook_gives_name_and_picture():
    meta = {
        "og:url": "https://www.facebook.com/almhult/",
        "og:title": "Älmhults kommun | Älmhult | Facebook",
        "og:image": "https://cdn.example/a.jpg",
    }
    url = "https://www.facebook.com/almhult"
    found = reader("facebook", url).profile_in(page(meta=meta, url=url), is_guest=True)
    assert found.profile.name == "Älmhults kommun"


def test_x_is_known_by_a_name_within_the_object():
    told = {
        "rest_id": "42",
        "legacy": {"screen_name": "Almhult", "name": "Älmhult", "description": "Hej"},
    }
    found = reader("x", "https://x.com/almhult").profile_in(page(told), is_guest=False)
    assert (found.profile.name, found.profile.about) == ("Älmhult", "Hej")
    assert found.profile.platform_id == "42"


def test_a_page_as_the_server_sent_it_is_read_as_a_guest_s():
    body = (
        '<html lang="sv"><meta property="og:title" content="Älmhults kommun (@a) • X">'
        '<meta property="og:image" content="https://cdn.example/a.jpg">'
        f'<script type="application/json">{json.dumps({"viewer": VIEWER})}</script>'
    ).encode()
    found = reader().read_static(body, "https://www.instagram.com/almhultskommun/")
    assert found.profile.name == "Älmhults kommun"
    assert found.locale == "sv"
    assert reader().read_static(b"", "https://www.instagram.com/").sources == {}


@pytest.mark.parametrize(
    ("platform", "url", "key"),
    [
        ("facebook", "https://www.facebook.com/almhult/", AccountKey("", "almhult")),
        ("facebook", "https://www.facebook.com/pages/A/123456", AccountKey("123456")),
        ("facebook", "https://www.facebook.com/p/A-100064000", AccountKey("100064000")),
        ("facebook", "https://www.facebook.com/groups/", AccountKey()),
        ("facebook", "https://www.facebook.com/profile.php?id=12", AccountKey("12")),
        ("instagram", "https://www.instagram.com/p/", AccountKey()),
        ("instagram", "https://www.instagram.com/a.b_c", AccountKey("", "a.b_c")),
        ("x", "https://x.com/home", AccountKey()),
        ("x", "https://x.com/almhult", AccountKey("", "almhult")),
        ("x", "https://[trasig", AccountKey()),
    ],
)
def test_an_address_names_an_account_or_nothing(platform, url, key):
    found = key_in(read_words(f"archivers.platforms.{platform}"), url)
    assert (found.number, found.username) == (key.number, key.username)


def test_an_account_without_an_address_of_its_own_has_no_reader():
    with pytest.raises(BadInput, match="kontoregistret"):
        reader("instagram", "https://www.instagram.com/explore/")
