# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the API and the owner's export tell becomes one list, and says who told it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archivers.api.platform import ApiReading, Sheet
from archivers.assembly import assemble, shares_of
from archivers.by_api import Asked
from archivers.locate import RecordingMap
from archivers.media_bytes import StoredMedia
from archivers.owner_export.platform import ExportReading
from archivers.owner_export.take import Taken
from archivers.platform import FoundItem, FoundMedia, FoundProfile
from archivers.told import ALONE, told_by_api, told_by_both, told_by_export
from schemas.capture import ExportReport, RecorderReport
from schemas.item import ExportMember
from schemas.profile import ObservedAs, Profile

OWN = "https://www.facebook.com/almhult"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MEMBER = ExportMember(file="export/1.zip", name="posts/posts_1.json")
PICTURE = ExportMember(file="export/1.zip", name="media/a.jpg")
CDN = "https://cdn.example/a.jpg"
API, EXPORT = (
    (ObservedAs.API, "facebook-api/1"),
    (ObservedAs.EXPORT, "facebook-export/1"),
)


def item(key: str, text: str, hours: int, **more) -> FoundItem:
    given = {"is_post": True, "author_url": OWN, **more}
    return FoundItem(
        key=key,
        author="Älmhults kommun",
        text=text,
        source="posts" if key.startswith("/") else "message",
        published=NOON + timedelta(hours=hours),
        **given,
    )


@pytest.fixture
def asked() -> Asked:
    posts = (
        item("3", "Tredje", 3, permalink=f"{OWN}/posts/3", media=(FoundMedia(CDN),)),
        item("1", "Första", 1, permalink=f"{OWN}/posts/1", is_edited=True),
        item(
            "c",
            "Tack!",
            2,
            is_post=False,
            parent_key="1",
            author_url="https://www.facebook.com/citizen",
            permalink=f"{OWN}/posts/1?comment_id=9",
            is_hidden=True,
            reactions={"like": 2},
        ),
    )
    sheet = Sheet(
        "https://graph", "record-1", posts, {p.key: f"/{p.key}" for p in posts}
    )
    reading = ApiReading(
        profile=FoundProfile(Profile(name="Älmhults kommun"), stated_posts=2),
        sheets=(sheet,),
        addresses=(OWN,),
        posts_source="antalet som API:et anger",
        media={CDN: StoredMedia("record-2", 200, "image/jpeg", "a" * 64)},
        notes=("En anmärkning.",),
        gaps=("Två kommentarer kunde inte läsas.",),
    )
    report = RecorderReport(recorder="api", browser="httpx 1", exchanges=3)
    return Asked(reading, report, Path("api.warc.gz"))


@pytest.fixture
def taken() -> Taken:
    posts = (
        item("/0", "Första", 1),
        item("/1", "Andra, bara i exporten", 2),
        item("/2", "Tredje", 3, media=(FoundMedia("export:a"),)),
    )
    pointers = {post.key: f"{post.key}/post" for post in posts}
    reading = ExportReading(
        layout="json",
        profile=FoundProfile(Profile(name="Älmhult i exporten")),
        sheets=(Sheet("export:posts", "", posts, pointers, member=MEMBER),),
        addresses=(OWN,),
        understood=frozenset({MEMBER.name}),
        media={"export:a": StoredMedia("", 200, "image/jpeg", "b" * 64, PICTURE)},
    )
    report = ExportReport(layout="json", parts=(), understood=2)
    return Taken(reading, report, ())


def items_of(told):
    both = RecordingMap()
    for recording in told.recordings.values():
        both = both.joined(recording)
    return assemble(told.in_order(), told.owner, both)


def test_what_both_tell_is_one_item_with_both_sources(asked, taken):
    told = told_by_both("konto", told_by_api("konto", asked, API), taken)
    found = {i.body: i for i in items_of(told)}
    assert set(found) == {"Första", "Andra, bara i exporten", "Tredje", "Tack!"}
    assert {"api", "export"} <= set(found["Första"].sources)
    assert "api" not in found["Andra, bara i exporten"].sources
    assert "export" not in found["Tack!"].sources
    places = found["Första"].places
    assert {(p.warc_record, p.member, p.pointer) for p in places} == {
        ("record-1", None, "/1"),
        (None, MEMBER, "/0/post"),
    }


def test_words_that_were_edited_since_the_export_are_the_apis(asked, taken):
    before = item("/0", "Första, som hette något annat", 1)
    sheet = taken.reading.sheets[0]
    sheet = replace(sheet, items=(before, *sheet.items[1:]))
    taken = replace(taken, reading=replace(taken.reading, sheets=(sheet,)))
    told = told_by_both("konto", told_by_api("konto", asked, API), taken)
    found = {i.body: i for i in items_of(told)}
    assert len(found) == 4
    assert found["Första"].sources == ("api", "export", "message")


def test_what_the_api_alone_knows_stays(asked, taken):
    told = told_by_both("konto", told_by_api("konto", asked, API), taken)
    found = {i.body: i for i in items_of(told)}
    assert found["Tack!"].is_hidden
    assert found["Tack!"].reactions == {"like": 2}
    assert found["Tack!"].parent_id == found["Första"].item_id
    assert found["Första"].is_edited
    assert told.profile.profile.name == "Älmhults kommun"
    assert told.eyes == API
    assert told.gaps == asked.reading.gaps


def test_a_picture_that_both_have_is_one_with_two_places(asked, taken):
    told = told_by_both("konto", told_by_api("konto", asked, API), taken)
    [media] = next(i for i in items_of(told) if i.body == "Tredje").media
    assert (media.url, media.warc_record, media.sha256) == (CDN, "record-2", "a" * 64)
    assert media.member == PICTURE


def test_a_picture_that_the_api_could_not_give_is_the_exports(asked, taken):
    gone = {CDN: StoredMedia("record-2", 403)}
    asked = replace(asked, reading=replace(asked.reading, media=gone))
    told = told_by_both("konto", told_by_api("konto", asked, API), taken)
    [media] = next(i for i in items_of(told) if i.body == "Tredje").media
    assert (media.sha256, media.warc_record, media.member) == ("b" * 64, None, PICTURE)


def test_the_shares_count_what_each_gave(asked, taken):
    told = told_by_both("konto", told_by_api("konto", asked, API), taken)
    shares = {s.name: s for s in shares_of(items_of(told), told.recordings)}
    assert (shares["api"].posts, shares["api"].comments, shares["api"].media) == (
        2,
        1,
        1,
    )
    assert (shares["export"].posts, shares["export"].comments) == (3, 0)
    assert shares["export"].media == 1


def test_an_export_alone_is_not_the_whole_conversation(taken):
    told = told_by_export("konto", taken, EXPORT, ["Nyckeln gäller inte längre."])
    assert told.gaps == ("Nyckeln gäller inte längre.", ALONE)
    assert told.eyes == EXPORT
    assert [i.body for i in items_of(told)] == [
        "Tredje",
        "Andra, bara i exporten",
        "Första",
    ]


def test_the_posts_stand_as_on_the_page_with_their_threads(asked, taken):
    told = told_by_both("konto", told_by_api("konto", asked, API), taken)
    assert [i.body for i in items_of(told)] == [
        "Tredje",
        "Andra, bara i exporten",
        "Första",
        "Tack!",
    ]


def test_words_that_the_api_does_not_give_are_the_exports(asked, taken):
    wordless = replace(asked.reading.sheets[0].items[0], text="")
    sheet = asked.reading.sheets[0]
    sheet = replace(sheet, items=(wordless, *sheet.items[1:]))
    asked = replace(asked, reading=replace(asked.reading, sheets=(sheet,)))
    told = told_by_both("konto", told_by_api("konto", asked, API), taken)
    assert items_of(told)[0].body == "Tredje"
    assert len(items_of(told)) == 4


def test_a_post_has_one_id_in_the_capture_by_api_and_in_a_later_export(asked, taken):
    """What was decided on a post must find it in every package."""
    first = {i.body: i for i in items_of(told_by_api("konto", asked, API))}
    alone = told_by_export("konto", taken, EXPORT, [], first.values())
    later = {i.body: i for i in items_of(alone)}
    for text in ("Första", "Tredje"):
        assert later[text].item_id == first[text].item_id
        assert "api" not in later[text].sources
    [media] = later["Tredje"].media
    assert media.member == PICTURE


def test_a_post_that_the_api_no_longer_gives_keeps_its_id(asked, taken):
    first = {i.body: i for i in items_of(told_by_api("konto", asked, API))}
    sheet = asked.reading.sheets[0]
    left = replace(sheet, items=sheet.items[1:])
    asked = replace(asked, reading=replace(asked.reading, sheets=(left,)))
    told = told_by_api("konto", asked, API)
    both = items_of(told_by_both("konto", told, taken, first.values()))
    (third,) = (item for item in both if item.body == "Tredje")
    assert third.item_id == first["Tredje"].item_id
    assert "export" in third.sources
    assert "api" not in third.sources
