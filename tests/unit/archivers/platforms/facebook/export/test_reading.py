# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whole exports: every layout and form gives the same, and nothing is dropped."""

import json
import tracemalloc
from pathlib import Path

import pytest

from archivers.owner_export.opened import OwnerExport
from archivers.platform import FoundItem
from archivers.platforms.facebook.export import read_export
from schemas.errors import BadInput
from tests.exports.facebook import (
    FORMS,
    LAYOUTS,
    FacebookPost,
    FacebookWorld,
    build_facebook_export,
)
from tests.unit.archivers.platforms.facebook.export.samples import (
    ACTIVITY,
    COMMENTS,
    MADE,
    POSTS,
    PROFILE,
    WORLD,
    account,
    at,
    items_of,
    read,
    read_files,
    zipped,
)

POST = {"timestamp": MADE, "data": [{"post": "Hej"}], "title": ""}
WAYS = [
    pytest.param(layout, form, locale, id=f"{layout}-{form}-{locale}")
    for layout in LAYOUTS
    for form in FORMS
    for locale in ("sv", "en")
]


def told(item: FoundItem) -> tuple[object, ...]:
    """Give what must be the same whatever the export's form, language and layout."""
    media = [
        (m.url.rpartition("/")[2], m.alternative_text, m.is_video) for m in item.media
    ]
    says = item.title if item.title.startswith(("Plats", "Sommar")) else ""
    return (
        *(item.is_post, item.author, item.author_url, item.text, says),
        *(item.published, item.is_edited, item.edited, tuple(media)),
    )


@pytest.mark.parametrize(("layout", "form", "locale"), WAYS)
def test_every_form_of_the_export_gives_the_same(tmp_path, layout, form, locale):
    parts = build_facebook_export(tmp_path, WORLD, layout, form, locale)
    expected = build_facebook_export(tmp_path, WORLD)
    assert list(map(told, items_of(read(*parts)))) == list(
        map(told, items_of(read(*expected)))
    )


@pytest.mark.parametrize(("layout", "form", "locale"), WAYS)
def test_the_world_is_found_again(tmp_path, layout, form, locale):
    reading = read(*build_facebook_export(tmp_path, WORLD, layout, form, locale, 3))
    found = items_of(reading)
    posts = [i for i in found if i.is_post]
    texts = [p.text for p in WORLD.posts[:2]]
    assert [i.text for i in posts[:2]] == texts
    assert posts[2].text == "Läs mer\n\nhttps://www.almhult.se/bron"
    assert (posts[3].text, posts[3].title) == (
        "Öppet hus",
        "Plats: Folkets hus, Älmhult",
    )
    assert posts[4].text == "Ny bänk"
    assert [i.published for i in posts[:5]] == [p.published for p in WORLD.posts]
    assert [i.edited for i in posts[:2]] == [None, at(11, 30)]
    comments = [i for i in found if not i.is_post]
    assert [i.text for i in comments] == [c.text for c in WORLD.comments]
    assert {i.author for i in found} == {"Älmhults kommun"}
    assert comments[0].title == ""
    assert "Anna Andersson" in comments[1].title
    assert reading.layout == form


@pytest.mark.parametrize(("layout", "form", "locale"), WAYS)
def test_the_profile_and_its_newest_pictures(tmp_path, layout, form, locale):
    parts = build_facebook_export(tmp_path, WORLD, layout, form, locale)
    reading = read(*parts)
    found = reading.profile.profile
    assert found.name == "Älmhults kommun"
    assert found.handle == "almhultskommun"
    assert found.about == WORLD.about
    assert found.links == ("https://www.almhult.se",)
    assert found.avatar is not None
    assert found.avatar.url.endswith("/vapen.jpg")
    assert found.cover is not None
    assert found.cover.url.endswith("/sj%C3%B6.jpg")
    assert found.contact == (("info@almhult.se",) if layout == "new" else None)
    assert "https://www.facebook.com/almhultskommun" in reading.addresses


def test_pictures_lie_in_whatever_part_has_them(tmp_path):
    reading = read(*build_facebook_export(tmp_path, WORLD, parts=4))
    picture = items_of(reading)[0].media[0]
    stored = reading.media[picture.url]
    assert (stored.status, stored.mime_type) == (200, "image/jpeg")
    assert stored.member is not None
    assert stored.member.name == f"{ACTIVITY}/posts/media/bro_å.jpg"
    assert len({m.member.file for m in reading.media.values() if m.member}) > 1


def test_a_picture_that_is_not_there_is_missing_and_told_of(tmp_path):
    reading = read(*build_facebook_export(tmp_path, WORLD))
    lost = items_of(reading)[1].media[1]
    assert reading.media[lost.url].status == 404
    assert any("saknas i exporten" in note for note in reading.notes)


def test_what_is_not_read_is_left_out_of_what_is_understood(tmp_path):
    parts = build_facebook_export(tmp_path, WORLD)
    with OwnerExport.opened(parts) as export:
        left = set(export.members) - read_export(export, account()).understood
    assert {Path(name).name for name in left} == {
        *("message_1.json", "events.json", "notifications.json", "start_here.html")
    }


def test_messages_are_noted_and_not_read(tmp_path):
    reading = read(*build_facebook_export(tmp_path, WORLD))
    assert any("meddelanden i 2 konversationer" in note for note in reading.notes)
    assert any("evenemang" in note for note in reading.notes)


@pytest.mark.parametrize(
    "content",
    [
        b'[{"timestamp": 1793697240, "data": [{"post": "Avbru',
        b"\xff\xfe not JSON",
        b'{"a": 1,}',
        b"",
    ],
)
def test_a_damaged_file_is_listed_and_stops_nothing(tmp_path, content):
    broken = f"{ACTIVITY}/posts/profile_posts_2.json"
    reading = read_files(tmp_path, {POSTS: [POST], broken: content})
    assert [i.text for i in items_of(reading)] == ["Hej"]
    assert POSTS in reading.understood
    assert broken not in reading.understood
    assert any("trasigt" in note for note in reading.notes)


@pytest.mark.parametrize(
    "value",
    [
        {"something": {"else": True}},
        [1, "two", None],
        "a string",
        [{"timestamp": "yesterday"}],
        [{"timestamp": 1, "datum": []}],
    ],
)
def test_a_file_of_another_form_is_listed_and_stops_nothing(tmp_path, value):
    other = f"{ACTIVITY}/posts/profile_posts_2.json"
    reading = read_files(tmp_path, {POSTS: [POST], other: value})
    assert [i.text for i in items_of(reading)] == ["Hej"]
    assert other not in reading.understood


def test_an_entry_of_another_form_is_counted(tmp_path):
    reading = read_files(tmp_path, {POSTS: [POST, {"strange": 1}]})
    assert len(items_of(reading)) == 1
    assert any("En uppgift bland inlägg" in note for note in reading.notes)


def test_posts_of_many_files_come_as_people_count(tmp_path):
    files = {
        POSTS.replace("_1", f"_{n}"): [{**POST, "data": [{"post": f"nr {n}"}]}]
        for n in (10, 2, 1)
    }
    texts = [i.text for i in items_of(read_files(tmp_path, files))]
    assert texts == ["nr 1", "nr 2", "nr 10"]


def test_keys_are_never_shared(tmp_path):
    found = items_of(read(*build_facebook_export(tmp_path, WORLD)))
    assert len({item.key for item in found}) == len(found)


def test_what_is_no_facebook_export_is_refused(tmp_path):
    with pytest.raises(BadInput, match="inte en export från Facebook"):
        read(zipped(tmp_path, {"content/posts_1.txt": b"x"}))


def test_without_a_profile_the_comments_say_whose_it_is(tmp_path):
    said = {"timestamp": MADE, "comment": "Hej", "author": "Älmhults kommun"}
    comments = {"comments_v2": [{"timestamp": MADE, "data": [{"comment": said}]}]}
    reading = read(zipped(tmp_path, {COMMENTS: comments, POSTS: [POST]}))
    assert {i.author for i in items_of(reading)} == {"Älmhults kommun"}
    assert reading.profile.profile.name == "Älmhults kommun"


@pytest.mark.slow
def test_a_large_file_of_posts_is_never_held_as_a_whole(tmp_path):
    """50 MB of posts, most of it what cameras wrote, are read in a tenth of that."""
    noise = [{"camera": "x" * 2000, "n": number} for number in range(6)]
    media = {"uri": "posts/media/a.jpg", "media_metadata": {"exif": noise}}
    heavy = {**POST, "attachments": [{"data": [{"media": media}]}]}
    one = json.dumps(heavy).encode()
    count = 50_000_000 // len(one) + 1
    content = b"[" + b",".join([one] * count) + b"]"
    assert len(content) > 50_000_000
    path = zipped(tmp_path, {POSTS: content, PROFILE: {"profile_v2": {"name": "Å"}}})
    del content
    with OwnerExport.opened([path]) as export:
        tracemalloc.start()
        try:
            reading = read_export(export, account(name="Å"))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert len(items_of(reading)) == count
    assert peak < 20_000_000


def test_an_empty_page_is_read(tmp_path):
    world = FacebookWorld("Älmhults kommun", "almhultskommun")
    for form in FORMS:
        reading = read(*build_facebook_export(tmp_path, world, form=form))
        assert reading.sheets == ()
        assert reading.profile.profile.name == "Älmhults kommun"


def test_a_mention_is_read_as_the_name(tmp_path):
    post = {**POST, "data": [{"post": "Tack @[100064:2048:Anna Andersson]!"}]}
    (item,) = items_of(read_files(tmp_path, {POSTS: [post]}))
    assert item.text == "Tack Anna Andersson!"


def test_seconds_are_kept(tmp_path):
    for form in FORMS:
        post = FacebookPost("Exakt", at(9, 14, 5))
        world = FacebookWorld("Älmhults kommun", "almhultskommun", posts=(post,))
        (item,) = items_of(read(*build_facebook_export(tmp_path, world, form=form)))
        assert item.published == at(9, 14, 5)
