# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The same account, read from every form that Instagram's export has had."""

import json
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from archivers.owner_export import ExportReading, OwnerExport
from archivers.owner_export.mojibake import mended_text
from archivers.platforms.instagram.export import read_export
from archivers.text import paragraphs
from schemas.account import Account
from schemas.errors import BadInput
from tests.exports.instagram import (
    LAYOUTS,
    LOCALES,
    InstagramMedia,
    InstagramPost,
    InstagramWorld,
    build_instagram_export,
)
from tests.sample_instagram_export import ACCOUNT, WORLD, at, picture


def reading_of(
    folder: Path,
    world: InstagramWorld = WORLD,
    account: Account = ACCOUNT,
    **form: str | int,
) -> ExportReading:
    parts = build_instagram_export(folder, world, **form)
    with OwnerExport.opened(parts) as export:
        return read_export(export, account)


def items_of(reading: ExportReading):
    return [item for sheet in reading.sheets for item in sheet.items]


def said(reading: ExportReading):
    """Give what is the same in every layout: not the file that it stood in."""
    return [
        (item.is_post, item.text, item.published, item.is_hidden, item.source)
        for item in items_of(reading)
    ]


def pointed_at(document: object, pointer: str):
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        document = document[int(name)] if isinstance(document, list) else document[name]
    return document


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_layout_and_language_gives_the_same_items(tmp_path, layout, locale):
    wanted = [
        *[
            (True, p.text, p.published, False, "instagram-export")
            for p in WORLD.posts[:4]
        ],
        (True, "Gömt inlägg", at(40), True, "instagram-export"),
        (True, "Öppet hus i dag!", at(50), False, "instagram-export-story"),
        *[
            (False, c.text, c.published, False, "instagram-export")
            for c in WORLD.comments
        ],
    ]

    assert said(reading_of(tmp_path, layout=layout, locale=locale)) == wanted


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("locale", ["sv", "en"])
def test_the_profile_is_read_in_languages_that_are_known(tmp_path, layout, locale):
    reading = reading_of(tmp_path, layout=layout, locale=locale)

    profile = reading.profile.profile
    assert profile.name == "Älmhults kommun"
    assert profile.handle == "almhultskommun"
    assert profile.about == WORLD.about
    assert profile.links == ("https://www.almhult.se/",)
    assert profile.avatar is not None
    assert profile.avatar.url == "export:media/other/vapen.jpg"
    assert reading.profile.sources["about"] == "personal_information"


def test_a_language_without_words_leaves_the_profile_unknown_and_the_account_known(
    tmp_path,
):
    reading = reading_of(tmp_path, locale="is")

    assert reading.profile.profile.about is None
    assert reading.profile.profile.handle == "almhultskommun"
    assert not [note for note in reading.notes if "vilket konto" in note]
    assert [note for note in reading.notes if "språk som inte är känt" in note]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("parts", [1, 3])
def test_each_pointer_leads_to_the_text_in_its_file(tmp_path, layout, parts):
    built = build_instagram_export(tmp_path, WORLD, layout=layout, parts=parts)
    with OwnerExport.opened(built) as export:
        reading = read_export(export, ACCOUNT)
        for sheet in reading.sheets:
            with export.open(sheet.member.name) as stream:
                document = json.load(stream)
            for item in sheet.items:
                text = pointed_at(document, sheet.pointers[item.key])
                if item.text:
                    assert paragraphs(mended_text(text)) == item.text
                else:
                    assert isinstance(text, dict)


@pytest.mark.parametrize("parts", [1, 2, 5])
def test_parts_are_read_as_one_export(tmp_path, parts):
    reading = reading_of(tmp_path, parts=parts)

    assert len(items_of(reading)) == 9
    carousel = items_of(reading)[1]
    assert [m.url for m in carousel.media] == [
        f"export:media/posts/202611/%C3%A5s-{number}.jpg" for number in (1, 2, 3)
    ]
    for media in carousel.media:
        stored = reading.media[media.url]
        assert stored.status == 200
        assert stored.mime_type == "image/jpeg"
        assert stored.member.name in reading.understood


def test_a_film_is_a_film(tmp_path):
    film = items_of(reading_of(tmp_path))[3]

    assert [media.is_video for media in film.media] == [True]


def test_an_export_in_a_folder_of_its_own_is_read_too(tmp_path):
    (part,) = build_instagram_export(tmp_path, WORLD)
    moved = tmp_path / "moved.zip"
    with ZipFile(part) as old, ZipFile(moved, "w") as new:
        for name in old.namelist():
            new.writestr(f"instagram-almhultskommun-2026/{name}", old.read(name))

    with OwnerExport.opened([moved]) as export:
        reading = read_export(export, ACCOUNT)

    assert len(items_of(reading)) == 9
    assert all(stored.status == 200 for stored in reading.media.values())


def test_what_is_not_read_is_left_out_of_the_understood(tmp_path):
    parts = build_instagram_export(tmp_path, WORLD)
    with OwnerExport.opened(parts) as export:
        reading = read_export(export, ACCOUNT)
        left = set(export.members) - reading.understood

    assert left == {
        "start_here.html",
        "your_instagram_activity/likes/liked_posts.json",
        "your_instagram_activity/messages/inbox/kim_0/message_1.json",
        "your_instagram_activity/messages/inbox/kim_1/message_1.json",
    }
    assert any("2 konversationer" in note for note in reading.notes)


def test_a_missing_picture_is_noted(tmp_path):
    lost = InstagramPost("Utan bild", at(0), (InstagramMedia("borta.jpg", None),))
    reading = reading_of(tmp_path, replace(WORLD, posts=(lost,)))

    (item,) = [item for item in items_of(reading) if item.is_post]
    assert reading.media[item.media[0].url].status == 404
    assert reading.media[item.media[0].url].member is None
    assert any("En bild eller film saknas" in note for note in reading.notes)


def test_removed_posts_are_counted_and_are_no_items(tmp_path):
    removed = InstagramPost(
        "Borttaget", at(0), (picture("fel"),), "recently_deleted_content"
    )
    reading = reading_of(tmp_path, replace(WORLD, posts=(removed,)))

    assert not [item for item in items_of(reading) if item.is_post]
    assert any("Ett inlägg som kontot nyligen" in note for note in reading.notes)


@pytest.mark.parametrize("locale", ["sv", "en"])
def test_the_export_of_another_account_is_refused(tmp_path, locale):
    world = replace(WORLD, username="grannkommunen")

    with pytest.raises(BadInput, match="annat Instagramkonto"):
        reading_of(tmp_path, world, locale=locale)


def test_whose_export_it_is_may_not_be_told(tmp_path):
    world = replace(WORLD, username="grannkommunen")

    reading = reading_of(tmp_path, world, locale="is")

    assert any("vilket konto" in note for note in reading.notes)


def test_an_account_that_has_changed_its_name_is_known_by_the_old_one(tmp_path):
    world = replace(WORLD, username="almhult.se", renamed=("almhultskommun", at(0)))

    reading = reading_of(tmp_path, world)

    assert reading.profile.profile.handle == "almhult.se"
    assert reading.addresses[0] == "https://www.instagram.com/almhult.se/"
    assert any("bytt användarnamn" in note for note in reading.notes)


def test_one_damaged_file_does_not_stop_the_rest(tmp_path):
    (part,) = build_instagram_export(tmp_path, WORLD)
    broken = tmp_path / "broken.zip"
    posts = "your_instagram_activity/media/posts_1.json"
    with ZipFile(part) as old, ZipFile(broken, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, body[: len(body) // 2] if name == posts else body)

    with OwnerExport.opened([broken]) as export:
        reading = read_export(export, ACCOUNT)

    assert posts not in reading.understood
    assert any("posts_1.json gick inte att läsa" in note for note in reading.notes)
    assert "Öppet hus i dag!" in [item.text for item in items_of(reading)]


def zipped(path: Path, files: dict[str, object]) -> Path:
    with ZipFile(path, "w") as archive:
        for name, value in files.items():
            body = value if isinstance(value, str) else json.dumps(value)
            archive.writestr(name, body)
    return path


def test_an_export_as_html_is_refused_with_what_to_do(tmp_path):
    html = "your_instagram_activity/media/posts_1.html"
    part = zipped(tmp_path / "a.zip", {html: "<html></html>", "start_here.html": ""})

    with (
        OwnerExport.opened([part]) as export,
        pytest.raises(BadInput, match="välj formatet JSON"),
    ):
        read_export(export, ACCOUNT)


def test_something_else_is_no_export_of_instagrams(tmp_path):
    part = zipped(tmp_path / "a.zip", {"posts/your_posts_1.json": []})

    with (
        OwnerExport.opened([part]) as export,
        pytest.raises(BadInput, match="inte en export från Instagram"),
    ):
        read_export(export, ACCOUNT)


def test_a_single_post_need_not_be_in_a_list(tmp_path):
    post = {
        "media": [{"uri": "media/posts/a.jpg", "creation_timestamp": 1_790_000_000}],
        "title": "Ensamt",
    }
    part = zipped(tmp_path / "a.zip", {"content/posts_1.json": post})

    with OwnerExport.opened([part]) as export:
        reading = read_export(export, ACCOUNT)

    (sheet,) = reading.sheets
    assert [item.text for item in sheet.items] == ["Ensamt"]
    assert list(sheet.pointers.values()) == ["/title"]
    assert reading.layout == "json-older"


def test_entries_of_an_unknown_form_are_counted(tmp_path):
    strange = [{"timestamp": "igår"}, "text", {"media": []}]
    part = zipped(tmp_path / "a.zip", {"content/posts_1.json": strange})

    with OwnerExport.opened([part]) as export:
        reading = read_export(export, ACCOUNT)

    assert not reading.sheets
    assert "3 poster i posts_1.json gick inte att tolka." in reading.notes
