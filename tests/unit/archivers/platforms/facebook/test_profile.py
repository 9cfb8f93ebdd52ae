# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The profile of a page, by the documented fields."""

import pytest

from archivers.api import ApiAccess
from archivers.api.graph import Graph
from archivers.platforms.facebook import Facebook
from archivers.platforms.facebook.profile import profile_of
from graph import ids
from graph.tokens import PAGE_TOKEN
from schemas.errors import (
    AccountDeactivated,
    AccountGone,
    LoginExpired,
    NoSource,
    PageNotUnderstood,
    PermissionMissing,
)
from schemas.profile import Picture, Profile
from tests.unit.archivers.platforms.facebook.conftest import Played

FBCDN = (
    "https://scontent-arn2-1.xx.fbcdn.net/v/t39.30808-1/12_34_56_n.jpg?oh=00_AfA&oe=6"
)


def test_the_watch_asks_one_question(played):
    sight = played.see()
    assert len(played.world.asked) == 1
    assert sight.profile.name == "Älvmåla kommun"
    assert sight.profile.platform_id == ids.PAGE_ID
    assert sight.profile.handle == "alvmalakommun"
    assert sight.profile.contact == ("+46701740690", "kommun@alvmala.example")
    assert sight.profile.links == ("https://www.alvmala.example/",)
    assert sight.counters == {"fans": 4218, "followers": 4230}
    assert set(sight.sources) >= {"name", "about", "avatar", "cover"}
    assert sight.answers[0].is_ok


def test_pictures_are_named_and_not_fetched(played):
    sight = played.see()
    assert sight.profile.avatar.url
    assert sight.profile.avatar.sha256 is None


def test_the_category_is_in_swedish(played):
    assert played.see().profile.category == "Myndighet"


def test_a_known_page_is_asked_for_by_its_number(played):
    played.world.page.username = "nyttnamn"
    known = Profile(platform_id=ids.PAGE_ID, handle="alvmalakommun")
    assert played.see(known=known).profile.handle == "nyttnamn"
    assert f"/{ids.PAGE_ID}?" in played.kept[0]
    with pytest.raises(AccountGone):
        played.see()


@pytest.mark.parametrize("known", [None, Profile(platform_id=ids.PAGE_ID)])
@pytest.mark.parametrize("read", [Played.see, Played.read])
def test_what_another_page_says_is_never_this_ones(played, monkeypatch, known, read):
    """Whatever makes the platform answer with another: it is not archived."""
    other = {"id": "999000999000", "name": "En granne", "username": "granne"}
    monkeypatch.setattr(Graph, "read", lambda *_: other)
    with pytest.raises(PermissionMissing, match="en annan sida"):
        read(played, known=known)


@pytest.mark.parametrize("name", ["Alvmala.Kommun", "ALVMALAKOMMUN", ""])
def test_dots_case_and_the_lack_of_a_name_tell_no_pages_apart(
    played, monkeypatch, name
):
    row = {"id": ids.PAGE_ID, "name": "Älvmåla kommun", "username": name}
    monkeypatch.setattr(Graph, "read", lambda *_: row)
    assert played.see().profile.platform_id == ids.PAGE_ID


def test_a_page_that_is_not_published_is_deactivated(played):
    played.world.page.is_published = False
    with pytest.raises(AccountDeactivated) as caught:
        played.see()
    assert caught.value.code == "unpublished"


def test_a_dead_key_is_told(played):
    played.world.expire(PAGE_TOKEN)
    with pytest.raises(LoginExpired):
        played.see()


def test_an_account_without_a_key_has_no_source(played):
    errand = played.errand()
    bare = type(errand)(errand.account, ApiAccess(), errand.progress)
    with pytest.raises(NoSource, match="avbild account token k1"):
        Facebook().see_profile(played.client, bare)


def test_what_is_empty_is_known_to_be_empty():
    profile = profile_of({"id": "1", "name": "Kommun"})
    assert profile.about == ""
    assert profile.avatar == Picture(url="")
    assert profile.cover == Picture(url="")
    assert profile.links == ()
    assert profile.contact == ()
    assert profile.handle is None


def test_the_silhouette_is_no_picture():
    data = {"url": FBCDN, "is_silhouette": True}
    assert profile_of({"picture": {"data": data}}).avatar == Picture(url="")


def test_a_picture_is_known_by_its_own_name():
    data = {"url": FBCDN, "is_silhouette": False}
    row = {"picture": {"data": data}, "cover": {"id": "77", "source": "https://a.se/b"}}
    assert profile_of(row).avatar.key == "12_34_56_n"
    assert profile_of(row).cover.key == "77"


def test_texts_about_the_page_are_put_together_once():
    row = {"about": "Hej", "description": "Hej", "general_info": "Öppet 8–16"}
    assert profile_of(row).about == "Hej\n\nÖppet 8–16"


@pytest.mark.parametrize("website", ["a.se b.se", "a.se, b.se", "a.se;b.se\n"])
def test_several_addresses_in_one_field_are_told_apart(website):
    assert profile_of({"website": website}).links == ("a.se", "b.se")


@pytest.mark.parametrize("shape", [{"id": 7, "name": "x"}, {"id": "7"}, {"name": "x"}])
def test_another_shape_is_not_understood(played, shape, monkeypatch):
    monkeypatch.setattr(
        "archivers.api.graph.client.Graph.get", lambda *_: (shape, None)
    )
    with pytest.raises(PageNotUnderstood):
        played.see()
