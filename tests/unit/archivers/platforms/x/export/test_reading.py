# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The same account, read from every form that X's archive has had."""

import json
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from pydantic import HttpUrl

from archivers.items import ItemCollection
from archivers.owner_export import ExportReading, OwnerExport
from archivers.owner_export.javascript import read_assignment
from archivers.platforms.x.export import read_export
from schemas.account import Account
from schemas.errors import BadInput
from tests.exports.x import LAYOUTS, XMedia, XPost, XWorld, build_x_export
from tests.sample_x_export import ACCOUNT, LONG, WORLD, at, picture

ADDRESS = "https://www.almhult.se/lov?a=1&copy=2"


def reading_of(
    folder: Path,
    world: XWorld = WORLD,
    account: Account = ACCOUNT,
    **form: str | int,
) -> ExportReading:
    parts = build_x_export(folder, world, **form)
    with OwnerExport.opened(parts) as export:
        return read_export(export, account)


def gathered(reading: ExportReading):
    items = ItemCollection(ACCOUNT.account_id, "export")
    for sheet in reading.sheets:
        items.add(sheet.url, sheet.items, above=sheet.above)
    return items.all()


def items_of(reading: ExportReading):
    return {item.key: item for sheet in reading.sheets for item in sheet.items}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("parts", [1, 4])
def test_every_layout_gives_the_same_items(tmp_path, layout, parts):
    found = gathered(reading_of(tmp_path, layout=layout, parts=parts))

    said = {one.found.key: (one.found.is_post, one.found.text) for one in found}
    assert said == {
        "1001": (
            True,
            f"Höstlov på biblioteket & ån\n\nProgram: {ADDRESS}",
        ),
        "1002": (True, "Två bilder"),
        "1003": (True, "En film"),
        "1004": (False, "Mer om lovet"),
        "1005": (True, "@kim Tack, vi tittar på det."),
        "1006": (True, "RT @grannkommunen: Nu öppnar bron"),
        "1007": (True, LONG),
        "1008": (False, "Ännu mer om lovet"),
        "1009": (True, "Till gemenskapen"),
        "1011": (True, "Rättstavat"),
    }
    times = {post.number: post.published for post in WORLD.posts}
    assert all(one.found.published == times[one.found.key] for one in found)


def test_an_answer_stands_below_what_it_answers_also_from_another_file(tmp_path):
    found = {one.found.key: one for one in gathered(reading_of(tmp_path))}

    assert found["1004"].parent_id == found["1001"].item_id
    assert found["1008"].parent_id == found["1004"].item_id
    assert found["1005"].parent_id is None


def test_what_is_known_of_a_post(tmp_path):
    items = items_of(reading_of(tmp_path))

    assert items["1001"].permalink == "https://x.com/almhultskommun/status/1001"
    assert items["1001"].author == "Älmhults kommun (@almhultskommun)"
    assert items["1001"].reactions == {"like": 3}
    assert items["1011"].is_edited
    assert not items["1001"].is_edited


@pytest.mark.parametrize("layout", LAYOUTS)
def test_pictures_and_films_are_found_by_the_posts_number(tmp_path, layout):
    reading = reading_of(tmp_path, layout=layout)
    items = items_of(reading)
    folder = "tweet_media" if layout == "old" else "tweets_media"

    assert [(m.url, m.alternative_text) for m in items["1002"].media] == [
        (f"export:data/{folder}/1002-AbC-1.jpg", "En ås i dimma"),
        (f"export:data/{folder}/1002-AbC-2.jpg", ""),
    ]
    (film,) = items["1003"].media
    assert film.is_video
    assert reading.media[film.url].member.name == f"data/{folder}/1003-film.mp4"
    assert all(stored.status == 200 for stored in reading.media.values())


def test_a_missing_picture_is_noted_and_one_of_a_shared_post_is_not(tmp_path):
    posts = (
        XPost("1", "Utan bild", at(0), (XMedia("borta.jpg", None),)),
        XPost("2", "RT @kim: Bild", at(1), (XMedia("andras.jpg", None),)),
    )
    reading = reading_of(tmp_path, replace(WORLD, posts=posts))

    items = items_of(reading)
    assert [reading.media[m.url].status for m in items["1"].media] == [404]
    assert items["2"].media == ()
    assert any("En bild eller film saknas" in note for note in reading.notes)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_profile_is_read(tmp_path, layout):
    found = reading_of(tmp_path, layout=layout).profile

    profile = found.profile
    assert profile.name == "Älmhults kommun"
    assert profile.about == "Frågor & svar från Älmhults kommun <3"
    assert profile.links == ("https://www.almhult.se/",)
    assert (profile.handle, profile.platform_id) == ("almhultskommun", "2244994945")
    assert profile.avatar.url == "export:data/profile_media/2244994945-vapen.jpg"
    assert profile.avatar.key == "profile_images/7/vapen"
    assert profile.cover.url == "export:data/profile_media/2244994945-1596834705.jpg"
    assert found.sources["about"] == "profile"


def pointed_at(document: object, pointer: str):
    for step in pointer.split("/")[1:]:
        document = document[int(step) if isinstance(document, list) else step]
    return document


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_pointer_leads_to_the_text_in_its_file(tmp_path, layout):
    built = build_x_export(tmp_path, WORLD, layout=layout)
    with OwnerExport.opened(built) as export:
        reading = read_export(export, ACCOUNT)
        for sheet in reading.sheets:
            with export.open(sheet.member.name) as stream:
                read_assignment(stream)
                document = json.load(stream)
            for item in sheet.items:
                text = pointed_at(document, sheet.pointers[item.key])
                assert text[:7] == item.text[:7]


def test_a_long_text_has_both_its_places(tmp_path):
    reading = reading_of(tmp_path)

    places = {
        sheet.member.name: sheet.pointers["1007"]
        for sheet in reading.sheets
        if "1007" in sheet.pointers
    }
    assert places == {
        "data/tweets.js": "/6/tweet/full_text",
        "data/note-tweet.js": "/0/noteTweet/core/text",
    }


def test_a_long_text_of_no_known_post_is_kept(tmp_path):
    (part,) = build_x_export(tmp_path, replace(WORLD, posts=WORLD.posts[6:7]))
    (tmp_path / "other").mkdir()
    (other,) = build_x_export(tmp_path / "other", replace(WORLD, posts=()))
    mixed = tmp_path / "mixed.zip"
    with ZipFile(part) as one, ZipFile(other) as two, ZipFile(mixed, "w") as new:
        for name in two.namelist():
            new.writestr(name, two.read(name))
        new.writestr("data/note-tweet.js", one.read("data/note-tweet.js"))

    with OwnerExport.opened([mixed]) as export:
        reading = read_export(export, ACCOUNT)

    (item,) = items_of(reading).values()
    assert (item.text, item.permalink, item.published) == (LONG, None, at(60))
    assert any("En lång text" in note for note in reading.notes)


def test_an_answer_to_an_earlier_wording_answers_the_later(tmp_path):
    posts = (*WORLD.posts, XPost("1013", "Rättat, tack!", at(96), answers="1010"))

    found = gathered(reading_of(tmp_path, replace(WORLD, posts=posts)))

    ids = {one.found.key: one for one in found}
    assert ids["1013"].parent_id == ids["1011"].item_id


def test_an_earlier_wording_stays_when_the_later_is_not_there(tmp_path):
    posts = tuple(post for post in WORLD.posts if post.number != "1011")

    items = items_of(reading_of(tmp_path, replace(WORLD, posts=posts)))

    assert items["1010"].text == "Felstavvat"
    assert not items["1010"].is_edited


def test_what_a_reader_should_know_is_noted(tmp_path):
    notes = reading_of(tmp_path).notes

    for said in (
        "Ett inlägg är andras som kontot delade",
        "En tidigare lydelse",
        "Ett inlägg som kontot har tagit bort",
        "3 konversationer med direktmeddelanden",
    ):
        assert [note for note in notes if said in note], said
    assert len(notes) == 4


def test_what_is_not_read_is_left_out_of_the_understood(tmp_path):
    parts = build_x_export(tmp_path, WORLD)
    with OwnerExport.opened(parts) as export:
        reading = read_export(export, ACCOUNT)
        left = set(export.members) - reading.understood

    assert left == {"Your archive.html", "data/direct-messages.js", "data/like.js"}


@pytest.mark.parametrize(
    "url",
    [
        "https://twitter.com/almhultskommun",
        "https://mobile.twitter.com/almhultskommun/",
        "https://x.com/i/user/2244994945",
    ],
)
def test_the_account_is_known_by_every_address_it_has(tmp_path, url):
    account = ACCOUNT.model_copy(update={"url": HttpUrl(url)})

    reading = reading_of(tmp_path, account=account)

    assert reading.addresses[:2] == (
        "https://x.com/almhultskommun",
        "https://twitter.com/almhultskommun",
    )
    assert url in reading.addresses


@pytest.mark.parametrize(
    "url", ["https://x.com/grannkommunen", "https://x.com/i/user/12"]
)
def test_the_archive_of_another_account_is_refused(tmp_path, url):
    account = ACCOUNT.model_copy(update={"url": HttpUrl(url)})

    with pytest.raises(BadInput, match="annat X-konto"):
        reading_of(tmp_path, account=account)


def test_an_account_that_has_changed_its_name_is_known_by_the_old_one(tmp_path):
    world = replace(WORLD, username="almhult_se", former=("AlmhultsKommun",))

    reading = reading_of(tmp_path, world)

    assert any("bytt användarnamn" in note for note in reading.notes)
    assert items_of(reading)["1001"].permalink == (
        "https://x.com/almhult_se/status/1001"
    )


def rewritten(part: Path, path: Path, changes: dict[str, bytes | None]) -> Path:
    with ZipFile(part) as old, ZipFile(path, "w") as new:
        for name in old.namelist():
            body = changes.get(name, old.read(name))
            if body is not None:
                new.writestr(name, body)
    return path


def test_whose_archive_it_is_may_not_be_told(tmp_path):
    (part,) = build_x_export(tmp_path, WORLD)
    lost = dict.fromkeys(("data/account.js", "data/manifest.js"))

    with OwnerExport.opened([rewritten(part, tmp_path / "b.zip", lost)]) as export:
        reading = read_export(export, ACCOUNT)

    assert any("vilket konto" in note for note in reading.notes)
    assert any("Direktmeddelanden finns" in note for note in reading.notes)
    assert items_of(reading)["1001"].author == "@almhultskommun"


def test_one_damaged_file_does_not_stop_the_rest(tmp_path):
    (part,) = build_x_export(tmp_path, WORLD)
    broken = {
        "data/note-tweet.js": b"window.YTD.note_tweet.part0 = [ {",
        "data/community-tweet.js": b"alert(1)",
    }

    with OwnerExport.opened([rewritten(part, tmp_path / "b.zip", broken)]) as export:
        reading = read_export(export, ACCOUNT)

    assert "1001" in items_of(reading)
    for name in ("note-tweet.js", "community-tweet.js"):
        assert f"{name} gick inte att läsa till slut." in reading.notes
        assert f"data/{name}" not in reading.understood


def test_fewer_posts_than_the_archive_itself_lists_are_noted(tmp_path):
    (part,) = build_x_export(tmp_path, WORLD)
    body = {"data/tweets.js": b"window.YTD.tweets.part0 = []"}

    with OwnerExport.opened([rewritten(part, tmp_path / "b.zip", body)]) as export:
        reading = read_export(export, ACCOUNT)

    assert any("tweets.js har 0 poster men ska" in n for n in reading.notes)


def test_an_archive_in_a_folder_of_its_own_is_read_too(tmp_path):
    (part,) = build_x_export(tmp_path, WORLD)
    moved = tmp_path / "moved.zip"
    with ZipFile(part) as old, ZipFile(moved, "w") as new:
        for name in old.namelist():
            new.writestr(f"twitter-2026-11-03-abc/{name}", old.read(name))

    with OwnerExport.opened([moved]) as export:
        reading = read_export(export, ACCOUNT)

    assert len(items_of(reading)) == 10
    assert all(stored.status == 200 for stored in reading.media.values())
    assert not any("förteckning" in note for note in reading.notes)


def test_something_else_is_no_archive_of_xs(tmp_path):
    path = tmp_path / "a.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("posts/your_posts_1.json", "[]")

    with (
        OwnerExport.opened([path]) as export,
        pytest.raises(BadInput, match="inte ett arkiv från X"),
    ):
        read_export(export, ACCOUNT)


def test_pictures_that_only_the_folder_knows_are_the_posts_too(tmp_path):
    (part,) = build_x_export(tmp_path, WORLD)
    extra = tmp_path / "extra.zip"
    with ZipFile(extra, "w") as archive:
        archive.writestr("data/tweets_media/1001-Extra.jpg", picture("extra").content)

    with OwnerExport.opened([part, extra]) as export:
        reading = read_export(export, ACCOUNT)

    assert [m.url for m in items_of(reading)["1001"].media] == [
        "export:data/tweets_media/1001-Extra.jpg"
    ]
