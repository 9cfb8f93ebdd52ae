# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is built around an item is its own; what is built around its answers is not."""

import json

from archivers.gallring.own_parts import Placed, own_parts

PAGE = """<!doctype html><html><body><header><img src="/logo.png"></header>
<main><article><img src="/town.png"><p>Sagostund.</p></article><ul>
<li><img src="/asa.png"><div><b>Åsa</b> <p>Tack!</p></div>
 <ol><li><img src="/bo.png"><p>Instämmer</p></li></ol></li>
<li><img src="/ceder.png"><p>Hej</p></li></ul></main></body></html>""".encode()
LIST = "html > body > main > ul > li"
POST = Placed("post", "html > body > main > article > p")
ASA = Placed("asa", f"{LIST}:nth-of-type(1) > div > p")
BO = Placed("bo", f"{LIST}:nth-of-type(1) > ol > li > p")
CEDER = Placed("ceder", f"{LIST}:nth-of-type(2) > p")


def shown(parts, item_id):
    """Name the pictures in an item's part."""
    text = "".join(parts.get(item_id, ()))
    return {name for name in ("logo", "town", "asa", "bo", "ceder") if name in text}


def test_in_a_page_each_picture_belongs_to_the_item_it_stands_beside():
    parts = own_parts(PAGE, [POST, ASA, BO, CEDER], is_page=True)
    assert shown(parts, "post") == {"town"}
    assert shown(parts, "asa") == {"asa"}
    assert shown(parts, "bo") == {"bo"}
    assert shown(parts, "ceder") == {"ceder"}


def test_the_page_around_a_sole_item_is_not_its_own():
    page = PAGE.replace(b"<li>", b"<div>").replace(b"</li>", b"</div>")
    sole = Placed("ceder", f"{LIST.replace('li', 'div')}:nth-of-type(2) > p")
    assert shown(own_parts(page, [sole], is_page=True), "ceder") == {"ceder"}


def test_in_json_the_object_of_a_list_is_the_items_and_replies_are_others():
    body = json.dumps(
        {
            "me": {"face": "logo"},
            "edges": [
                {
                    "node": {"words": {"text": "Tack!"}, "by": {"face": "asa"}},
                    "replies": [{"text": "Instämmer", "face": "bo"}],
                },
                {"node": {"words": {"text": "Hej"}, "by": {"face": "ceder"}}},
            ],
        }
    ).encode()
    places = [
        Placed("asa", "/edges/0/node/words/text"),
        Placed("bo", "/edges/0/replies/0/text"),
        Placed("ceder", "/edges/1/node/words/text"),
    ]
    parts = own_parts(body, places, is_page=False)
    assert shown(parts, "asa") == {"asa"}
    assert shown(parts, "bo") == {"bo"}
    assert shown(parts, "ceder") == {"ceder"}


def test_a_text_in_pieces_belongs_to_the_object_around_all_of_them():
    body = json.dumps({"rows": [{"blocks": [{"text": "Hej"}], "face": "asa"}, {}]})
    place = Placed("asa", "/rows/0/blocks/0/text")
    assert shown(own_parts(body.encode(), [place], is_page=False), "asa") == {"asa"}


def test_without_a_list_it_is_the_object_that_the_text_stands_in():
    body = json.dumps({"me": "logo", "post": {"text": "Sagostund.", "face": "town"}})
    place = Placed("post", "/post/text")
    assert shown(own_parts(body.encode(), [place], is_page=False), "post") == {"town"}


def test_data_in_a_script_of_a_page_is_read_as_data():
    data = json.dumps({"rows": [{"text": "Hej", "face": "asa"}, {"face": "bo"}]})
    page = f"<html><body><p>bo</p><script>{data}</script></body></html>".encode()
    place = Placed("asa", "html > body > script /rows/0/text")
    assert shown(own_parts(page, [place], is_page=True), "asa") == {"asa"}


def test_a_place_that_is_not_there_gives_nothing():
    assert own_parts(b"{}", [Placed("asa", "/rows/0/text")], is_page=False) == {}
    assert own_parts(PAGE, [Placed("asa", "html > table")], is_page=True) == {}
