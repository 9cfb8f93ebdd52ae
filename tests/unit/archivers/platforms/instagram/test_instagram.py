# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Instagram is read through either of its doors, by the owner's key alone."""

import re
from dataclasses import replace

import pytest

from archivers.extent import Extent
from archivers.platforms.instagram import Instagram
from archivers.platforms.instagram.addresses import code_in, forms, handle_in
from archivers.platforms.instagram.doors import by_facebook, by_instagram, spec_for
from graph.tokens import IG_TOKEN, PAGE_TOKEN, USER_TOKEN
from schemas.account import ArchiveLevel
from schemas.errors import BadInput, PermissionMissing

WINTER = "https://www.instagram.com/p/DAlvmala00005/"
OLDEST = "https://www.instagram.com/p/DAlvmala00001/"


def items_of(reading):
    return [item for sheet in reading.sheets for item in sheet.items]


# --- addresses ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "https://www.instagram.com/alvmala.kommun_1",
        "https://instagram.com/alvmala.kommun_1/",
        "https://www.instagram.com/alvmala.kommun_1/?hl=sv",
        "https://www.instagram.com/alvmala.kommun_1/tagged/",
        "https://www.instagram.com/alvmala.kommun_1/p/DAbc/",
    ],
)
def test_an_account_is_named_by_its_address(url):
    assert handle_in(url) == "alvmala.kommun_1"


@pytest.mark.parametrize("path", ["", "p/DAbc/", "explore/", "stories/a/", "a/b/c"])
def test_what_is_no_account_is_refused(path):
    with pytest.raises(BadInput, match="inte ett konto på Instagram"):
        handle_in(f"https://www.instagram.com/{path}")


@pytest.mark.parametrize("start", ["p", "reel", "namn/p", "namn/reel", "tv"])
def test_a_post_has_one_code_whatever_leads_to_it(start):
    assert (
        code_in(f"https://www.instagram.com/{start}/DA_bc-1/?img_index=2") == "DA_bc-1"
    )
    assert code_in("https://www.instagram.com/namn/") == ""


def test_a_page_may_lead_to_a_post_in_any_form(played):
    post = items_of(played.read())[0]
    paths = {one.removeprefix("https://www.instagram.com") for one in forms(post, "n")}
    assert {"/p/DAlvmala00005/", "/n/p/DAlvmala00005/", "/reel/DAlvmala00005"} <= paths
    assert list(forms(replace(post, permalink=None), "n")) == []


# --- doors ----------------------------------------------------------------------------


def test_the_door_is_told_by_how_the_key_begins():
    assert spec_for(IG_TOKEN) is by_instagram() is Instagram().spec
    assert spec_for(PAGE_TOKEN) is by_facebook() is Instagram().spec_for("EAAx")
    assert by_facebook().host == "graph.facebook.com"


def test_each_door_has_its_own_names_of_permissions():
    assert by_instagram().of("comments").permissions == (
        "instagram_business_basic",
        "instagram_business_manage_comments",
    )
    assert by_facebook().of("comments").permissions == (
        "instagram_basic",
        "pages_read_engagement",
        "instagram_manage_comments",
    )
    named = set(by_facebook().permissions)
    assert not {one for one in named if one.startswith("instagram_business")}


def test_each_door_is_asked_for_what_it_has():
    assert "user_id" in by_instagram().of("profile").fields
    assert "user_id" not in by_facebook().of("profile").fields


@pytest.mark.parametrize("key", [IG_TOKEN, PAGE_TOKEN, USER_TOKEN])
def test_the_same_profile_is_seen_through_each_door(played, key):
    played.key = key
    seen = played.see()
    assert seen.profile.name == "Älvmåla kommun"
    assert seen.profile.about.startswith("Bilder från Älvmåla 🌲")
    assert seen.profile.handle == "alvmalakommun"
    assert seen.profile.platform_id == "17841400000000042"
    assert seen.profile.cover is None
    assert seen.counters == {"posts": 5, "followers": 1874, "following": 31}
    assert seen.answers


def test_an_account_that_is_known_takes_one_question_through_each_door(played):
    known = played.see().profile
    for key in (IG_TOKEN, PAGE_TOKEN):
        played.key = key
        played.kept.clear()
        assert played.see(known=known).profile.handle == "alvmalakommun"
        assert len(played.kept) == 1


@pytest.mark.parametrize("key", [IG_TOKEN, PAGE_TOKEN, USER_TOKEN])
def test_a_key_to_another_account_is_not_taken_for_this_ones(played, key):
    played.key = key
    with pytest.raises(PermissionMissing, match="avbild account token k1"):
        played.see(url="https://www.instagram.com/granne/")


def test_case_does_not_tell_names_apart(played):
    assert played.see(url="https://www.instagram.com/AlvmalaKommun/").profile


# --- reading --------------------------------------------------------------------------


def test_every_post_comment_and_reply_is_read(played):
    items = items_of(played.read())
    assert sum(item.is_post for item in items) == 5
    assert sum(not item.is_post for item in items) == 6


def test_a_thread_is_read_from_its_beginning(played):
    """The platform gives the newest comment first."""
    items = [
        i for i in items_of(played.read()) if (i.permalink or "").startswith(WINTER)
    ]
    _, *comments = items
    assert [one.text[:12] for one in comments] == [
        "Så vackert! ",
        "Är bron öppe",
        "@nissebror J",
        "Slöseri med ",
    ]
    assert comments[2].parent_key == comments[1].key
    assert [one.is_hidden for one in comments] == [False, False, False, True]
    assert comments[2].author_url == "https://www.instagram.com/alvmalakommun/"
    assert re.fullmatch(rf"{WINTER}c/\d+/r/\d+/", comments[2].permalink)


def test_a_carousel_is_all_of_its_pictures_and_films(played):
    items = items_of(played.read())
    carousel = next(item for item in items if len(item.media) > 1)
    assert [one.is_video for one in carousel.media] == [False, False, True]


def test_a_film_that_is_not_given_leaves_its_picture_and_a_note(played):
    def without(_path, found):
        for row in found.get("data", []):
            if row.get("media_type") == "VIDEO":
                row.pop("media_url", None)
        return found

    played.change = without
    reading = played.read()
    assert any("stillbild: 1" in note for note in reading.notes)
    assert reading.gaps == ()


def test_a_picture_that_is_not_given_at_all_is_a_gap(played):
    def without(_path, found):
        for row in found.get("data", []):
            row.pop("media_url", None)
        return found

    played.change = without
    assert any("kunde hämtas" in gap for gap in played.read().gaps)


def test_likes_are_counted_and_nobody_is_named(played):
    post = items_of(played.read())[0]
    assert post.reactions == {"like": 203}


def test_chosen_posts_are_read_whole_and_the_rest_is_an_overview(played):
    posts = {
        "a": WINTER,
        "b": "https://www.instagram.com/alvmalakommun/reel/DAlvmala00004/",
    }
    reading = played.read(extent=Extent(ArchiveLevel.UNIQUE, posts))
    items = items_of(reading)
    assert sum(item.is_post for item in items) == 5
    assert sum(not item.is_post for item in items) == 6
    assert reading.profile.stated_posts is None


def test_a_chosen_post_further_down_is_looked_for(played):
    for number in range(70):
        played.world.profile.timeline.write(
            f"Mer {number}",
            played.world.now(),
            pictures=played.world.profile.timeline.post(5).pictures,
        )
    extent = Extent(ArchiveLevel.UNIQUE, {"a": OLDEST})
    items = items_of(played.read(extent=extent))
    assert sum(item.is_post for item in items) == 51
    assert items[-1].permalink == OLDEST


def test_a_chosen_post_that_is_not_there_is_refused(played):
    extent = Extent(ArchiveLevel.UNIQUE, {"a": "https://www.instagram.com/p/saknas/"})
    with pytest.raises(BadInput):
        played.read(extent=extent)


def test_a_post_that_is_removed_while_we_read_is_noted(played):
    def removed(path, found):
        if path.endswith("/me/media"):
            played.world.delete("17900000000000004")
        return found

    played.change = removed
    reading = played.read()
    assert any("1 inlägg togs bort" in note for note in reading.notes)
    assert reading.gaps == ()


def test_a_thread_that_the_key_does_not_open_is_no_post_that_was_removed(played):
    """Instagram says the same of what is gone and of what is not for this key."""
    path = "17900000000000004/comments"
    played.world.fail(times=1, path=path, code=100, subcode=33)
    reading = played.read()
    assert not any("togs bort" in note for note in reading.notes)
    assert any("alla kommentarer till 1 inlägg" in gap for gap in reading.gaps)


def test_comments_that_are_counted_and_nearly_all_withheld_are_a_gap(
    played, monkeypatch
):
    def emptied(path, found):
        return {"data": []} if path.endswith("/comments") else found

    played.change = emptied
    monkeypatch.setattr("archivers.api.graph.losses.FEW", 3)
    assert any("behörigheter" in gap for gap in played.read().gaps)


# --- pages ----------------------------------------------------------------------------


def test_what_is_the_viewers_own_is_never_kept():
    patterns = [re.compile(one) for one in Instagram().private.values()]

    def is_private(url):
        return any(pattern.search(url) for pattern in patterns)

    own = (
        "https://www.instagram.com/",
        "https://i.instagram.com/api/v1/feed/timeline/",
        "https://www.instagram.com/api/v1/direct_v2/inbox/",
        "https://www.instagram.com/direct/inbox/",
        "https://www.instagram.com/accounts/edit/",
        "https://www.instagram.com/x/get_encrypted_credentials/",
    )
    assert all(map(is_private, own))
    assert not is_private("https://www.instagram.com/alvmalakommun/")
    assert not is_private(WINTER)
    assert not is_private("https://www.instagram.com/api/v1/users/web_profile_info/")
