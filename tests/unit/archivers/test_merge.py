# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an export and an API both tell is one item; nothing is lost, nothing doubled."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivers.api.platform import Sheet
from archivers.assembly import Owner
from archivers.items import Gathered
from archivers.media_bytes import StoredMedia
from archivers.merge import COMPARED, match
from archivers.platform import FoundItem, FoundMedia
from schemas.item import ExportMember, Item, ItemKind

OWN = "https://www.facebook.com/almhult"
OTHER = "https://www.facebook.com/nagon-annan"
NOON = datetime(2026, 3, 2, 12, 0, 0, tzinfo=UTC)
MEMBER = ExportMember(file="export/1.zip", name="posts/posts_1.json")
OWNER = Owner("", frozenset({"//www.facebook.com/almhult"}))


def known(
    number: int,
    text: str,
    when: datetime | None = NOON,
    *,
    is_post: bool = True,
    by: str = OWN,
    media: tuple[FoundMedia, ...] = (),
) -> Gathered:
    found = FoundItem(
        key=f"api-{number}",
        is_post=is_post,
        author="Älmhults kommun",
        text=text,
        source="message",
        author_url=by,
        permalink=f"{OWN}/posts/{number}",
        published=when,
        media=media,
    )
    return Gathered(f"post-{number}", found, None, None)


def exported(
    text: str,
    when: datetime | None = NOON,
    *,
    is_post: bool = True,
    media: tuple[FoundMedia, ...] = (),
) -> FoundItem:
    return FoundItem(
        key=f"/{text}",
        is_post=is_post,
        author="Älmhults kommun",
        text=text,
        source="posts",
        author_url=OWN,
        published=when,
        media=media,
    )


def sheet(*items: FoundItem) -> Sheet:
    keyed = [replace(item, key=f"/{n}") for n, item in enumerate(items)]
    pointers = {item.key: f"{item.key}/post" for item in keyed}
    return Sheet("export:posts", "", tuple(keyed), pointers, member=MEMBER)


def addresses(items, *api, media=None):
    found = match([sheet(*items)], media or {}, api, OWNER)
    return [item.permalink for item in found.sheets[0].items]


def test_the_same_second_and_the_same_words_are_the_same_item():
    assert addresses([exported("Vi öppnar  igen")], known(1, "Vi öppnar igen")) == [
        f"{OWN}/posts/1"
    ]


@pytest.mark.parametrize(
    "item",
    [
        exported("Vi stänger"),
        exported("Vi öppnar", NOON + timedelta(minutes=3)),
        exported("Vi öppnar", None),
        exported("Vi öppnar", is_post=False),
    ],
)
def test_other_words_another_time_or_another_kind_is_another_item(item):
    assert addresses([item], known(1, "Vi öppnar")) == [None]


def test_the_clock_of_an_export_may_differ_a_little():
    near, nearer = NOON + timedelta(seconds=90), NOON + timedelta(seconds=4)
    found = addresses([exported("Hej")], known(1, "Hej", near), known(2, "Hej", nearer))
    assert found == [f"{OWN}/posts/2"]


def test_what_is_surely_known_is_taken_before_what_is_only_near():
    first, second = NOON, NOON + timedelta(seconds=45)
    found = addresses(
        [exported("Hej", first), exported("Hej", second)], known(1, "Hej", second)
    )
    assert found == [None, f"{OWN}/posts/1"]


def test_the_same_said_twice_in_a_second_is_two_items_on_both_sides():
    twice = [exported("Hej"), exported("Hej"), exported("Hej")]
    found = addresses(twice, known(1, "Hej"), known(2, "Hej"))
    assert found == [f"{OWN}/posts/1", f"{OWN}/posts/2", None]


def test_a_citizen_who_says_the_same_is_somebody_else():
    citizen = known(1, "Tack!", is_post=False, by=OTHER)
    assert addresses([exported("Tack!", is_post=False)], citizen) == [None]


def test_a_picture_without_words_is_known_by_its_second_if_it_is_alone():
    alone = known(1, "Bild från torget")
    assert addresses([exported("")], alone) == [f"{OWN}/posts/1"]
    assert addresses([exported("")], alone, known(2, "En till")) == [None]


def test_a_text_with_a_link_added_is_the_same_if_it_is_alone_in_its_second():
    linked = known(1, "Läs mer\n\nhttps://almhult.example/nytt")
    assert addresses([exported("Läs mer")], linked) == [f"{OWN}/posts/1"]
    assert addresses([exported("Läs mer")], linked, known(2, "Annat")) == [None]
    assert addresses([exported("Läs det")], linked) == [None]


def on_a_page(*items, api):
    page = replace(sheet(*items), member=member_called("posts/your_posts_1.html"))
    (found,) = match([page], {}, api, OWNER).sheets
    return [item.permalink for item in found.items]


def member_called(name: str) -> ExportMember:
    return ExportMember(file="export/1.zip", name=name)


def test_a_page_of_an_export_tells_the_minute_alone():
    later = NOON + timedelta(seconds=33)
    picture, linked = (
        known(1, "", later),
        known(2, "Läs mer\n\nhttps://a.example", later),
    )
    assert on_a_page(exported(""), api=[picture]) == [f"{OWN}/posts/1"]
    assert on_a_page(exported("Läs mer"), api=[linked]) == [f"{OWN}/posts/2"]
    assert on_a_page(exported(""), api=[picture, linked]) == [None]
    assert addresses([exported("")], picture) == [None]  # JSON tells the second


def test_the_clock_of_a_page_counts_no_wordless_item_for_one_with_its_words():
    later = NOON + timedelta(seconds=33)
    found = on_a_page(exported(""), exported("Hej"), api=[known(1, "Hej", later)])
    assert found == [None, f"{OWN}/posts/1"]


def test_what_was_edited_since_is_the_same_if_both_are_alone_in_their_second():
    now = known(1, "Vi öppnar badet klockan 10 i dag, välkomna")
    before = exported("Vi öppnar badet klockan 9 i dag, välkomna")
    assert addresses([before], now) == [f"{OWN}/posts/1"]
    assert addresses([before], now, known(2, "Annat")) == [None]
    another = exported("Vi öppnar badet klockan 8 i dag, välkomna")
    assert addresses([before, another], now) == [None, None]
    assert addresses([replace(before, is_post=False)], now) == [None]
    rewritten = known(1, "Badet är stängt")
    assert addresses([before], rewritten) == [None]
    told = replace(rewritten.found, is_edited=True)
    assert addresses([before], replace(rewritten, found=told)) == [f"{OWN}/posts/1"]


def test_of_long_texts_only_the_beginnings_are_compared():
    alike = " ".join(f"ord{number}" for number in range(COMPARED))
    old, new = (f"{first} {alike} {first * 3}" for first in ("Då", "Nu"))
    rest = " helt annat" * COMPARED
    assert addresses([exported(old + rest)], known(1, new)) == [f"{OWN}/posts/1"]


def test_an_address_of_its_own_counts_most():
    item = replace(exported("Ändrad text"), permalink=f"{OWN}/posts/7?fbclid=abc")
    assert addresses([item], known(7, "Text")) == [f"{OWN}/posts/7"]
    other = replace(exported("Text"), permalink=f"{OWN}/posts/8")
    assert addresses([other], known(7, "Text")) == [f"{OWN}/posts/7"]


def test_what_the_platform_says_above_an_item_is_not_added_to_its_words():
    item = replace(exported("Hej!"), title="Kommunen kommenterade Karins inlägg.")
    (found,) = match([sheet(item)], {}, [known(1, "Hej!")], OWNER).sheets[0].items
    assert (found.title, found.text) == ("", "Hej!")


def test_pictures_are_paired_when_both_have_as_many():
    copy = StoredMedia("", 200, "image/jpeg", "a" * 64, MEMBER)
    mine, theirs = FoundMedia("export:a.jpg"), FoundMedia("https://cdn.example/a.jpg")
    items = [exported("Bild", media=(mine,))]
    found = match(
        [sheet(*items)], {mine.url: copy}, [known(1, "Bild", media=(theirs,))], OWNER
    )
    assert found.copies == {theirs.url: copy}
    assert found.sheets[0].items[0].media == (theirs,)


def test_pictures_stay_the_exports_own_when_their_number_differs():
    copy = StoredMedia("", 200, "image/jpeg", "a" * 64, MEMBER)
    mine = FoundMedia("export:a.jpg")
    items = [exported("Bild", media=(mine,))]
    found = match([sheet(*items)], {mine.url: copy}, [known(1, "Bild")], OWNER)
    assert found.copies == {}
    assert found.sheets[0].items[0].media == (mine,)


def shown(mine, theirs):
    """Give the copies of pictures, and what the item shows, by name alone."""
    media = {
        f"export:media/{name}": StoredMedia(name, 200, "image/jpeg", "a" * 64, MEMBER)
        for name in mine
    }
    item = exported("Bild", media=tuple(map(FoundMedia, media)))
    cdn = tuple(
        FoundMedia(f"https://cdn.example/v/{name}?oh=12345678") for name in theirs
    )
    found = match([sheet(item)], media, [known(1, "Bild", media=cdn)], OWNER)
    (one,) = found.sheets[0].items
    names = [each.url.rpartition("/")[2].partition("?")[0] for each in one.media]
    copies = {
        url.rpartition("/")[2].partition("?")[0]: copy.record_id
        for url, copy in found.copies.items()
    }
    return copies, names


def test_pictures_in_another_order_are_known_by_the_numbers_in_their_names():
    one, two = "122000000001_n.jpg", "122000000002_n.jpg"
    kept = {one: "122000000001_7.jpg", two: "122000000002_8.jpg"}
    assert shown(reversed(kept.values()), [one, two]) == (kept, [one, two])
    assert shown(["a.jpg", kept[one]], [one, two])[0] == {one: kept[one], two: "a.jpg"}


def test_a_picture_that_the_api_leaves_out_is_added_and_no_other_doubled():
    copies, names = shown(["122000000001_7.jpg", "b.jpg"], ["122000000001_n.jpg"])
    assert copies == {"122000000001_n.jpg": "122000000001_7.jpg"}
    assert names == ["122000000001_n.jpg", "b.jpg"]


WORDS = st.sampled_from(["Hej", "Vi öppnar", "Tack!", ""])
TIMES = st.integers(0, 4).map(lambda n: NOON + timedelta(seconds=n * 45))


@given(
    st.lists(st.tuples(WORDS, TIMES), max_size=8),
    st.lists(st.tuples(WORDS, TIMES), max_size=8),
)
def test_no_known_item_is_taken_twice_and_no_item_is_lost(api, items):
    pool = [known(n, text, when) for n, (text, when) in enumerate(api)]
    found = addresses([exported(text, when) for text, when in items], *pool)
    taken = [address for address in found if address]
    assert len(found) == len(items)
    assert len(set(taken)) == len(taken)


def before(number: int, text: str, **more) -> Item:
    given = {"is_by_account": True, "permalink": f"{OWN}/posts/{number}", **more}
    return Item(
        item_id=f"post-{number}",
        kind=ItemKind.POST,
        position=1,
        author="Älmhults kommun",
        body=text,
        published=NOON,
        **given,
    )


def of_old(item, *earlier, api=()):
    (found,) = match([sheet(item)], {}, api, OWNER, earlier).sheets[0].items
    return found


def test_what_an_earlier_capture_had_keeps_its_address_and_all_of_its_own():
    item = replace(
        exported("", media=(FoundMedia("export:a.jpg"),)), title="Bytte bild"
    )
    found = of_old(item, before(1, "Bytte bild"))
    assert found == replace(item, key="/0", permalink=f"{OWN}/posts/1")


def test_what_the_api_gives_now_is_held_before_what_an_earlier_capture_had():
    api = known(1, "Hej")
    assert of_old(exported("Hej"), before(1, "Hej"), api=[api]).media == ()
    assert of_old(exported("Hej"), before(1, "Då"), api=[api]).title == ""
    assert of_old(exported("Då"), before(2, "Då"), api=[api]).permalink.endswith("/2")


@pytest.mark.parametrize(
    "item",
    [before(1, "Hej", is_by_account=False), before(1, "Hej", permalink=None)],
)
def test_what_others_wrote_or_has_no_address_is_not_remembered(item):
    assert of_old(exported("Hej"), item).permalink is None
