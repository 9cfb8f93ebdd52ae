# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Items of a capture, made of what was seen and what was recorded."""

from archivers.assembly import (
    Owner,
    assemble,
    clean_url,
    recorded_profile,
    refused_media,
)
from archivers.items import ItemCollection
from archivers.locate import Occurrence, RecordingMap
from archivers.media_bytes import StoredMedia
from archivers.platform import FoundItem, FoundMedia, Rectangle
from schemas.item import Box, ItemKind
from schemas.profile import Picture, Profile

FEED, PAGE = "https://torget.se/almhult", "https://torget.se/almhult/1"
SHA, OTHER = "a" * 64, "b" * 64
OWNER = Owner.of(Profile(name="Älmhults kommun"), (FEED, f"{FEED}/"))


def found(key, *, is_post=False, author="Karin S", text="Hej", **more):
    link = more.pop("permalink", f"{PAGE}#{key}")
    return FoundItem(key, is_post, author, text, "microdata", permalink=link, **more)


def post(**more):
    return found("p", **{"is_post": True, "author": "Älmhults kommun", **more})


def made(*items, recording=None, page=FEED):
    collection = ItemCollection("konto")
    collection.add(page, items)
    return assemble(collection.all(), OWNER, recording or RecordingMap())


def test_kinds_parents_and_positions_follow_the_thread():
    items = made(
        post(),
        found("a", parent_key="p"),
        found("b", parent_key="a"),
        found("c", parent_key="p"),
    )
    assert [i.kind for i in items] == [
        *(ItemKind.POST, ItemKind.COMMENT, ItemKind.REPLY, ItemKind.COMMENT)
    ]
    assert [i.position for i in items] == [1, 1, 1, 2]
    assert items[2].parent_id == items[1].item_id


def test_the_account_is_known_by_name_or_address():
    by_name, by_link, citizen = made(
        found("a", author=" älmhults  KOMMUN "),
        found("b", author="Kommunen", author_url=f"{FEED}/?utm_source=x"),
        found("c", author="Karin", author_url="https://torget.se/karin"),
    )
    assert by_name.is_by_account
    assert by_link.is_by_account
    assert not citizen.is_by_account


def test_a_profile_without_a_name_owns_nothing_by_name():
    owner = Owner.of(Profile(), (FEED,))
    collection = ItemCollection("konto")
    collection.add(FEED, [found("a", author="")])
    assert not assemble(collection.all(), owner, RecordingMap())[0].is_by_account


def test_a_headline_stands_before_the_text_once():
    (one,) = made(post(title="Premiär", text="På lördag."))
    assert one.body == "Premiär\n\nPå lördag."
    (same,) = made(post(title="Premiär", text="Premiär på lördag."))
    assert same.body == "Premiär på lördag."
    (bare,) = made(post(title="Premiär", text=""))
    assert bare.body == "Premiär"


def test_one_picture_under_two_expiring_addresses_is_one_picture():
    urls = [f"https://b.se/1.jpg?sig={n}" for n in "12"]
    stored = RecordingMap(
        media={u: StoredMedia("r", 200, "image/jpeg", SHA) for u in urls}
    )
    (one,) = made(post(media=tuple(map(FoundMedia, urls))), recording=stored)
    assert [m.url for m in one.media] == urls[:1]
    assert one.media[0].sha256 == SHA


def test_a_picture_that_came_once_is_not_missing_under_its_other_address():
    urls = [f"https://b.se/1.jpg?sig={n}" for n in "12"]
    stored = RecordingMap(media={urls[1]: StoredMedia("r", 200, "image/jpeg", SHA)})
    (one,) = made(post(media=tuple(map(FoundMedia, urls))), recording=stored)
    assert [m.url for m in one.media] == urls[1:]


def test_pictures_told_apart_only_by_parameters_are_two():
    urls = [f"https://b.se/bild?id={n}" for n in "12"]
    (one,) = made(post(media=tuple(map(FoundMedia, urls))))
    assert len(one.media) == 2


def test_only_what_the_platform_refused_is_excused():
    urls = ["https://b.se/1.jpg", "https://b.se/2.jpg"]
    stored = RecordingMap(media={urls[0]: StoredMedia("r", 404)})
    items = made(post(media=tuple(map(FoundMedia, urls))), recording=stored)
    assert refused_media(items, stored) == 1


def test_places_join_pages_records_and_boxes():
    collection = ItemCollection("konto")
    collection.add(FEED, [post()])
    seen = post(box=Rectangle(0, 0, 10, 10))
    box = Box(file="screenshots/a.png", x=0, y=0, width=10, height=10)
    collection.place(PAGE, [seen], lambda _: (box, box))
    (gathered,) = collection.all()
    occurrences = [
        Occurrence("r-1", "/a", FEED),
        Occurrence("r-2", "/b", PAGE),
        Occurrence("r-3", "/c", "https://torget.se/annan"),
    ]
    recording = RecordingMap(occurrences={gathered.item_id: occurrences})
    (one,) = assemble(collection.all(), OWNER, recording)
    assert [(p.page_url, p.warc_record, p.box) for p in one.places] == [
        (FEED, "r-1", None),
        (PAGE, "r-2", box),
        (PAGE, "r-2", box),
        ("https://torget.se/annan", "r-3", None),
    ]


def test_a_page_without_a_record_of_its_own_is_still_a_place():
    (one,) = made(post())
    (place,) = one.places
    assert (place.page_url, place.warc_record) == (FEED, None)


def test_profile_pictures_get_their_checksums():
    profile = Profile(
        avatar=Picture(url="https://b.se/a.png#x"),
        cover=Picture(url="https://b.se/c.png"),
    )
    stored = RecordingMap(
        media={"https://b.se/a.png": StoredMedia("r", 200, "image/png", OTHER)}
    )
    recorded = recorded_profile(profile, stored)
    assert recorded.avatar == Picture(url="https://b.se/a.png", sha256=OTHER)
    assert recorded.cover.sha256 is None


def test_secrets_in_addresses_are_written_as_in_the_recording():
    url = clean_url("https://b.se/1.jpg?access_token=hemligt123456789&x=1#y")
    assert "hemligt" not in url
    assert url.endswith("&x=1")
