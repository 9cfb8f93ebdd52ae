# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an export says of the account itself, in the forms it has had."""

import pytest

from tests.unit.archivers.platforms.facebook.export.samples import (
    ACTIVITY,
    MADE,
    POSTS,
    PROFILE,
    read,
    read_files,
    zipped,
)


def test_a_profile_of_labels_and_values(tmp_path):
    rows = [
        {"label": "Namn", "value": "Älmhults kommun"},
        {"label": "Användarnamn", "value": "almhultskommun"},
        {
            "title": "Om",
            "dict": [{"label": "Webbplats", "value": "https://almhult.se"}],
        },
    ]
    files = {PROFILE: [{"label_values": rows}], POSTS: []}
    found = read_files(tmp_path, files).profile.profile
    assert (found.name, found.handle) == ("Älmhults kommun", "almhultskommun")
    assert found.links == ("https://almhult.se",)
    assert found.about is None


def test_a_newer_profile_picture_in_a_post_wins(tmp_path):
    old, new = (
        f"{ACTIVITY}/posts/media/1_2_3_n_9.jpg",
        f"{ACTIVITY}/posts/media/4_5_6_n.jpg",
    )
    album = {"name": "Profilbilder", "photos": [{"uri": old, "creation_timestamp": 5}]}
    media = {"uri": new, "creation_timestamp": MADE}
    changed = {
        "timestamp": MADE,
        "attachments": [{"data": [{"media": media}]}],
        "title": "Älmhults kommun uppdaterade sin profilbild.",
    }
    files = {
        POSTS: [changed],
        f"{ACTIVITY}/posts/album/0.json": album,
        old: b"1",
        new: b"2",
    }
    avatar = read_files(tmp_path, files).profile.profile.avatar
    assert avatar is not None
    assert avatar.key == "4_5_6_n"
    assert avatar.sha256 is not None


@pytest.mark.parametrize("key", ["profile", "profile_v2", "profile_information_v2"])
@pytest.mark.parametrize("name", ["Älmhults kommun", {"full_name": "Älmhults kommun"}])
def test_the_profile_under_each_of_its_names(tmp_path, key, name):
    said = {"name": name, "intro_bio": {"text": "Välkommen"}, "websites": []}
    found = read(zipped(tmp_path, {PROFILE: {key: said}})).profile.profile
    assert (found.name, found.about) == ("Älmhults kommun", "Välkommen")
    assert found.links == ()


def test_what_the_profile_leaves_empty_is_empty_and_what_it_lacks_is_unknown(tmp_path):
    empty = {"name": "Älmhults kommun", "about_me": ""}
    found = read(zipped(tmp_path, {PROFILE: {"profile": empty}})).profile.profile
    assert (found.about, found.links, found.avatar) == ("", None, None)


def test_a_persons_contact_details_are_those_of_the_login(tmp_path):
    said = {"name": "Älmhults kommun", "emails": {"emails": ["kim@example.org"]}}
    files = {PROFILE: {"profile_v2": said}}
    assert read(zipped(tmp_path, files)).profile.profile.contact is None
    of_page = zipped(tmp_path, {**files, POSTS: []}, "page.zip")
    assert read(of_page).profile.profile.contact == ("kim@example.org",)


@pytest.mark.parametrize("content", [b"{", [], {"profile_v2": 3}, {"profile_v2": {}}])
def test_a_profile_of_another_form_stops_nothing(tmp_path, content):
    post = {"timestamp": MADE, "data": [{"post": "Hej"}]}
    reading = read_files(tmp_path, {PROFILE: content, POSTS: [post]})
    assert PROFILE not in reading.understood
    assert len(reading.sheets) == 1


def test_the_account_number_is_read_off_its_address(tmp_path):
    address = "https://www.facebook.com/profile.php?id=100064000000001"
    said = {"name": "Älmhults kommun", "profile_uri": address}
    reading = read(zipped(tmp_path, {PROFILE: {"profile_v2": said}}))
    assert reading.profile.profile.platform_id == "100064000000001"
    assert reading.profile.profile.handle is None
    assert address in reading.addresses
    assert reading.profile.sources["name"] == PROFILE


def test_an_address_in_the_history_of_the_profile_gives_a_picture(tmp_path):
    """The history is used for pictures alone, so it is listed as not read."""
    history = PROFILE.replace("profile_information.json", "profile_update_history.json")
    picture = f"{ACTIVITY}/posts/media/ny.jpg"
    update = {
        "timestamp": MADE,
        "title": "Älmhults kommun har uppdaterat sin omslagsbild.",
        "attachments": [{"data": [{"media": {"uri": picture}}]}],
    }
    files = {history: {"profile_updates_v2": [update]}, picture: b"x"}
    reading = read_files(tmp_path, files)
    cover = reading.profile.profile.cover
    assert cover is not None
    assert cover.url.endswith("/ny.jpg")
    assert picture in reading.understood
    assert history not in reading.understood
