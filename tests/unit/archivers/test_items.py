# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Posts and comments put together from pages."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivers.items import ItemCollection, item_ids, joined
from archivers.platform import FoundItem, FoundMedia, Rectangle
from archivers.reading_order import ReadingOrder
from schemas.item import Box
from tests.unit.archivers.plain_items import PlainItems, spliced

FEED, PAGE = "https://torget.se/almhult", "https://torget.se/almhult/1"


def post(number=1, **more):
    given_fields = {
        "key": f"p{number}",
        "is_post": True,
        "author": "Älmhults kommun",
        "text": f"Inlägg {number}",
        "source": "microdata",
        "permalink": f"https://torget.se/almhult/{number}",
    }
    return FoundItem(**{**given_fields, **more})


def comment(number, parent="p1", **more):
    given_fields = {
        "key": f"c{number}",
        "is_post": False,
        "author": "Karin S",
        "text": f"Kommentar {number}",
        "source": "microdata",
        "parent_key": parent,
        "permalink": f"{PAGE}#c{number}",
    }
    return FoundItem(**{**given_fields, **more})


def collected(*pages):
    items = ItemCollection("konto")
    for page in pages:
        items.add(*page)
    return items


def texts(items):
    return [one.found.text for one in items.all()]


def wordless(number, address):
    shown = (FoundMedia(address),)
    return post(number, text="", permalink=None, media=shown)


def test_two_stories_of_one_second_in_an_export_are_told_by_their_files():
    stories = [wordless(n, f"export:media/stories/{n}.jpg") for n in (1, 2)]
    moved = [wordless(n, f"export:other/{n}.jpg") for n in (1, 2)]

    ids = item_ids("konto", stories)

    assert ids["p1"] != ids["p2"]
    assert item_ids("konto", moved) == ids


def test_a_picture_on_the_web_says_nothing_of_whose_it_is():
    ids = item_ids("konto", [wordless(n, f"https://a.se/{n}.jpg") for n in (1, 2)])

    assert ids["p1"] == ids["p2"]


def test_the_id_rests_on_account_and_permalink():
    first = item_ids("konto", [post()])["p1"]
    moved = post(7, key="x", permalink="http://torget.se/almhult/1?utm_source=a")
    assert item_ids("konto", [moved])["x"] == first
    assert item_ids("annat", [post()])["p1"] != first
    assert first.startswith("post-")


def test_comments_that_share_an_address_are_told_apart():
    shared = [comment(n, permalink=PAGE) for n in (1, 2)]
    ids = item_ids("konto", [post(), *shared])
    assert len(set(ids.values())) == 3


def test_items_without_an_address_rest_on_what_they_say():
    one, two = comment(1, permalink=None), comment(2, permalink=None)
    ids = item_ids("konto", [post(), one, two])
    assert len(set(ids.values())) == 3
    assert item_ids("konto", [post(), two, one])["c1"] == ids["c1"]


def test_the_longer_text_and_all_else_is_kept():
    cut = post(text="Vi öppnar", stated_comments=2)
    whole = post(text="Vi öppnar på måndag.", published_text="8 min")
    both = joined(cut, whole)
    assert (both.text, both.stated_comments) == ("Vi öppnar på måndag.", 2)
    assert both.published_text == "8 min"
    assert joined(whole, cut).text == both.text


def test_media_is_joined_by_address():
    one, two = FoundMedia("https://b/1.jpg"), FoundMedia("https://b/2.jpg")
    assert joined(post(media=(one,)), post(media=(one, two))).media == (one, two)


def test_feed_and_own_page_are_one_post_seen_twice():
    items = collected((FEED, [post(text="Kort")]), (PAGE, [post(), comment(1)]))
    first, second = items.all()
    assert list(first.sightings) == [FEED, PAGE]
    assert first.texts == {"Kort", "Inlägg 1"}
    assert second.parent_id == first.item_id
    assert items.comments_below(first.item_id) == 1
    assert items.post_at(f"{PAGE}?fbclid=x") is first


def test_an_answer_below_a_comment_is_not_moved_up_again():
    deep = [post(), comment(1), comment(2, parent="c1")]
    flat = [post(), comment(1), comment(2, parent="p1")]
    items = collected((PAGE, deep), (f"{PAGE}?x=1", flat))
    assert items.all()[2].parent_id == items.all()[1].item_id
    assert items.comments_below(items.all()[0].item_id) == 2


def test_posts_that_the_page_has_taken_away_keep_their_place():
    items = collected(
        (FEED, [post(1), post(2), post(3)]), (FEED, [post(3), post(4), post(5)])
    )
    assert texts(items) == [f"Inlägg {n}" for n in range(1, 6)]


def test_older_comments_that_are_put_above_come_first():
    items = collected(
        (PAGE, [post(), comment(3), comment(4)]),
        (PAGE, [post(), comment(1), comment(2), comment(3), comment(4)]),
    )
    assert texts(items)[1:] == [f"Kommentar {n}" for n in range(1, 5)]


def test_numbered_pages_of_comments_are_read_by_number():
    items = collected(
        (PAGE, [post(), comment(3)], 2), (f"{PAGE}/1", [post(), comment(1)], 1)
    )
    assert texts(items) == ["Inlägg 1", "Kommentar 1", "Kommentar 3"]


def test_answers_follow_what_they_answer():
    page = [post(1), post(2), comment(1), comment(2, parent="c1"), comment(3)]
    assert texts(collected((FEED, page))) == [
        *("Inlägg 1", "Kommentar 1", "Kommentar 2", "Kommentar 3", "Inlägg 2")
    ]


MEDIA = st.sampled_from([(), *((FoundMedia(f"https://b/{n}.jpg"),) for n in (1, 2))])


@st.composite
def shown_items(draw):
    """Posts and comments as a page may show them, with broken markup now and then."""
    number = draw(st.integers(0, 9))
    is_post = draw(st.booleans())
    address = draw(st.sampled_from([number, number, number, 0, None]))
    above = draw(st.sampled_from([None, *(f"k{n}" for n in range(10))]))
    return FoundItem(
        key=f"k{draw(st.sampled_from([number, number, 10]))}",
        is_post=is_post,
        parent_key=None if is_post and draw(st.booleans()) else above,
        author=draw(st.sampled_from(["", "Karin S"])),
        text=draw(st.sampled_from(["", "Hej", f"Hej {number}"])),
        source=draw(st.sampled_from(["microdata", "markup"])),
        permalink=None if address is None else f"{PAGE}#{address}",
        stated_comments=draw(st.sampled_from([None, 1, 2])),
        media=(*draw(MEDIA), *draw(MEDIA)),
        is_hidden=draw(st.booleans()),
    )


PAGES = st.lists(
    st.tuples(
        st.sampled_from([FEED, PAGE, f"{PAGE}?x=1"]),
        st.lists(shown_items(), max_size=6, unique_by=lambda item: item.key),
        st.sampled_from([None, None, 1, 2]),
        st.lists(shown_items(), max_size=2, unique_by=lambda item: item.key),
    ),
    max_size=5,
)


def filled(kind, source, pages):
    items = kind("konto", source)
    for page in pages:
        items.add(*page)
    return items


def plain(items):
    """Give everything that a collection says."""
    everything = [
        (
            one.item_id,
            one.found,
            one.parent_id,
            one.thread_page,
            dict(one.sightings),
            set(one.texts),
            one.sources,
        )
        for one in items.all()
    ]
    below = {name: items.comments_below(name) for name, *_ in everything}
    return everything, below, [one.item_id for one in items.posts()]


@settings(max_examples=150, deadline=None)
@given(PAGES, PAGES, PAGES)
def test_what_is_put_together_is_what_the_plain_way_gives(pages, others, later):
    """Whatever is seen, in whatever order, and from whichever sources."""
    told = []
    for kind in (ItemCollection, PlainItems):
        items = filled(kind, "api", pages)
        said = [plain(items)]
        items.join(filled(kind, "export", others))
        said.append(plain(items))
        items.absorb(filled(kind, "browser", later))
        for page in later:
            items.add(*page)
        told.append([*said, plain(items)])
    assert told[0] == told[1]


@given(st.lists(st.lists(st.integers(0, 20), max_size=8), max_size=12))
def test_readings_are_joined_in_the_plain_order(readings):
    order, expected = ReadingOrder(), []
    for reading in readings:
        names = [str(number) for number in reading]
        order.take(names)
        expected = spliced(expected, names)
        assert list(order) == expected


def test_a_later_page_of_a_long_thread_comes_after_the_earlier():
    """The post that both pages answer to stands on neither."""
    items = ItemCollection("konto", "api")
    items.add(FEED, [post()])
    items.add(PAGE, [comment(1), comment(2)], above=[post()])
    items.add(f"{PAGE}?sida=2", [comment(3), comment(4)], above=[post(), comment(1)])
    assert texts(items) == ["Inlägg 1", *(f"Kommentar {n}" for n in (1, 2, 3, 4))]


def test_a_thread_may_be_as_deep_as_people_make_it():
    deep = [comment(n, parent=f"c{n - 1}" if n > 1 else "p1") for n in range(1, 3000)]
    items = collected((PAGE, [post(), *deep]))
    assert len(items.all()) == 3000
    assert items.comments_below(items.all()[0].item_id) == 2999


def test_what_is_let_go_of_is_gone():
    items = collected((PAGE, [post(), comment(1)]))
    items.clear()
    assert items.all() == ()
    items.add(PAGE, [post()])
    assert texts(items) == ["Inlägg 1"]


def test_rectangles_become_boxes_of_the_page_they_were_seen_on():
    items = collected((FEED, [post()]))
    seen = replace(post(), box=Rectangle(1, 2, 3, 4))
    items.place(
        FEED,
        [seen],
        lambda r: (Box(file="a.png", x=r.x, y=r.y, width=r.width, height=r.height),),
    )
    (box,) = items.all()[0].sightings[FEED].boxes
    assert (box.x, box.y, box.width, box.height) == (1, 2, 3, 4)


def test_a_circle_of_answers_does_not_go_round_for_ever():
    """Broken markup may say that two comments answer each other."""
    page = [post(), comment(1, parent="c2"), comment(2, parent="c1")]
    items = collected((PAGE, page), (PAGE, page))
    assert items.comments_below("post-saknas") == 0
    assert sorted(texts(items)) == ["Inlägg 1", "Kommentar 1", "Kommentar 2"]


@pytest.mark.parametrize("page", [[], [post()]])
def test_a_page_read_twice_is_read_once(page):
    assert texts(collected((FEED, page), (FEED, page))) == [p.text for p in page]
