# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An item goes from its mapped place, and takes nobody else's words with it."""

import json

import pytest

from archivers.gallring.mapped import MappedPlaces, OwnTexts
from archivers.passages import passages
from schemas.item import Item, ItemKind


def item(body: str, author: str = "Åsa Nyström", name: str = "k1") -> Item:
    """Give a comment."""
    return Item(
        item_id=name,
        kind=ItemKind.COMMENT,
        position=1,
        author=author,
        is_by_account=False,
        body=body,
    )


def cleaned(text: str, *places: tuple[Item, str], is_page: bool = False) -> str:
    """Take items out of a body."""
    own = OwnTexts(tuple(one for one, _ in places), ())
    body, missed = MappedPlaces(places, own).clean(text.encode(), is_page=is_page)
    assert missed == []
    return body.decode()


@pytest.mark.parametrize(
    ("removed", "left"),
    [([0], "bc"), ([1], "ac"), ([2], "ab"), ([1, 2], "a"), ([0, 1, 2], "")],
)
def test_an_element_goes_with_its_comma(removed, left):
    """The rest is JSON still, and the bytes of it those of the server."""
    rows = [f'{{"n": 1,  "text": "Svar {c}"}}' for c in "abc"]
    text = '{"data": [' + ", ".join(rows) + '], "x":1.50}'
    places = [
        (item(f"Svar {'abc'[n]}", name=str(n)), f"/data/{n}/text") for n in removed
    ]
    found = cleaned(text, *places)
    assert [row["text"][-1] for row in json.loads(found)["data"]] == list(left)
    assert found.endswith('"x":1.50}')


def test_a_reply_to_a_removed_comment_stays():
    """Only the text goes where another's words stand in the same object."""
    text = '[{"text":"Tack!","replies":[{"text":"Varsågod"}]}]'
    assert cleaned(text, (item("Tack!"), "/0/text")) == text.replace("Tack!", "")


def test_a_post_with_the_removed_comment_inside_stays():
    """A comment shown with its post does not take the post along."""
    text = '[{"message":"Parken öppnar i dag","top":{"text":"Tack!"}}]'
    found = cleaned(text, (item("Tack!"), "/0/top/text"))
    assert found == text.replace("Tack!", "")


def test_a_text_inside_a_longer_one_goes_alone():
    """The map names the passage that holds it when it stands nowhere by itself."""
    text = '{"html":"Först: Tack! Sedan: Hej"}'
    found = cleaned(text, (item("Tack!"), "/html"))
    assert "Tack" not in found
    assert found.startswith('{"html":"Först: ')
    assert found.endswith(' Sedan: Hej"}')


PAGE = (
    "<!doctype html><title>T</title><ul>"
    "<li><b>Kim</b><p>Hej<li id=a><b>Åsa Nyström</b><p>Tack!</p><time>3 v</time>"
    "<li><b>Bo</b><p>Kvar &aring;</ul>"
    '<script type="application/json">{"c":[{"t":"Hej"},{"t":"Tack!"}]}</script>'
)


def pointers(page: str, key: str) -> list[str]:
    """Ask the capture's own map where a text stands."""
    found = passages(page.encode(), "text/html", "https://torget.example/")
    return [passage.pointer for passage in found if passage.key == key]


def test_an_element_of_a_page_goes_as_the_map_names_it():
    """With its author and time, and with tags that were never closed around it."""
    places = [(item("Tack!"), pointer) for pointer in pointers(PAGE, "Tack!")]
    assert len(places) == 2
    found = cleaned(PAGE, *places, is_page=True)
    gone = "<li id=a><b>Åsa Nyström</b><p>Tack!</p><time>3 v</time>"
    assert found == PAGE.replace(gone, "").replace(',{"t":"Tack!"}', "")


def test_a_place_that_is_not_there_is_told():
    """Whoever asked must know that the map did not fit."""
    place = (item("Tack!"), "/a/b")
    own = OwnTexts((place[0],), ())
    assert MappedPlaces([place], own).clean(b"{}", is_page=False) == (b"{}", [place])


LISTED = [{"t": f"nummer {n}", "by": {"n": n}} for n in range(5)]


def listed(number: int, *beside: int) -> tuple[bytes, list[object]]:
    """Take an entry out of a list where the map knows everything."""
    one = item(f"nummer {number}")
    pointers = frozenset(f"/entries/{n}/t" for n in beside)
    own = OwnTexts((one,), ())
    places = MappedPlaces([(one, f"/entries/{number}/t")], own, pointers)
    text = b"window.YTD.a.part0 = " + json.dumps({"entries": LISTED}).encode()
    return places.clean(text, is_page=False)


def test_an_entry_goes_whole_where_the_map_knows_all():
    """Behind a script's name too; what follows keeps its number."""
    found, missed = listed(2, 1, 3)
    said = json.loads(found.partition(b"=")[2])
    assert said == {"entries": [*LISTED[:2], None, *LISTED[3:]]}
    assert missed == []


def test_an_entry_that_holds_something_kept_stays_around_it():
    one = item("nummer 2")
    inner = frozenset(["/entries/2/by/n"])
    places = MappedPlaces([(one, "/entries/2/t")], OwnTexts((one,), ()), inner)
    found, _ = places.clean(json.dumps({"entries": LISTED}).encode(), is_page=False)
    assert json.loads(found)["entries"][2] == {"t": "", "by": {"n": 2}}


def test_an_entry_that_is_not_the_item_is_not_touched():
    """A pointer that leads to another's words must not take them."""
    one = item("något helt annat, som inte står här")
    places = MappedPlaces([(one, "/entries/2/t")], OwnTexts((one,), ()), frozenset())
    text = json.dumps({"entries": LISTED}).encode()
    assert places.clean(text, is_page=False) == (text, [(one, "/entries/2/t")])


def test_many_entries_go_with_their_commas():
    """In an answer of an interface, whose places nobody counts."""
    items = [item(f"nummer {n}") for n in (0, 1, 3, 4)]
    own = OwnTexts(tuple(items), ())
    numbers = (0, 1, 3, 4)
    placed = [(i, f"/{n}/t") for i, n in zip(items, numbers, strict=True)]
    text = json.dumps([{"t": f"nummer {n}"} for n in range(5)]).encode()
    found, _ = MappedPlaces(placed, own).clean(text, is_page=False)
    assert json.loads(found) == [{"t": "nummer 2"}]
