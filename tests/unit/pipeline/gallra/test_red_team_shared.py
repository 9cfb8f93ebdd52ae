# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Texts that stand in what goes and in what is kept: none too few go, none too many."""

import json

import pytest

from schemas.errors import Damaged
from schemas.item import Item, ItemKind, Place
from tests.gallring_samples import (
    ANSWER,
    COMMENTS,
    PAGE_URL,
    PUBLISHED,
    TOWN,
    thread_items,
)
from tests.unit.pipeline.gallra.nasty import (
    HTML,
    NastyPlatform,
    attack,
    opened_home,
    record_id,
    response,
)

AUTHOR, TEXT = COMMENTS["c3"]


def again(pointer: str, body: str = TEXT, author: str = AUTHOR, **more: object) -> Item:
    """A comment that says once more what a kept one says."""
    return Item(
        item_id="c9",
        kind=ItemKind.COMMENT,
        parent_id="p1",
        position=9,
        author=author,
        is_by_account=False,
        body=body,
        published=PUBLISHED,
        places=(Place(page_url=PAGE_URL, warc_record=record_id(1), pointer=pointer),),
    ).model_copy(update=more)


def twice(body: str = TEXT) -> bytes:
    """An answer with the same comment twice."""
    said = {"by": AUTHOR, "text": body}
    return json.dumps({"a": [said, said]}, ensure_ascii=False).encode()


def said_in(thread) -> list[dict[str, str]]:
    """What the answer says now."""
    archives = opened_home(thread.home)
    data = next(d for p, d in archives.items() if p.endswith("capture.warc.gz"))
    start = data.rindex(b'{"a"')
    return json.JSONDecoder().raw_decode(data[start:].decode("utf-8", "replace"))[0][
        "a"
    ]


@pytest.mark.parametrize("body", [TEXT, "Ja", "\u2764", "Tack!"])
def test_one_of_two_that_say_the_same_goes(tmp_path, empty_home, body):
    kept = thread_items()[3].model_copy(update={"body": body, "places": ()})
    items = (*thread_items()[:3], kept, again("/a/0/text", body))
    platform = NastyPlatform(records=(response(1, twice(body)),), thread=items)
    with attack(tmp_path, empty_home, platform) as thread:
        assert thread.dispose("c9").is_carried_out
        assert said_in(thread) == [{"by": AUTHOR, "text": body}]


@pytest.mark.parametrize("permalink", [None, f"{PAGE_URL}/inlagg/123456789"])
def test_a_map_that_leads_astray_is_no_proof(tmp_path, empty_home, permalink):
    """Its writer and its words are a kept comment's too; only the map tells them."""
    item = again("/b/0/text", permalink=permalink)
    platform = NastyPlatform(
        records=(response(1, twice()),), thread=(*thread_items(), item)
    )
    with attack(tmp_path, empty_home, platform) as thread:
        with pytest.raises(Damaged, match="bevisas"):
            thread.dispose("c9")
        assert len(said_in(thread)) == 2
        (package,) = thread.archive.database.packages.list()
        assert thread.archive.store.versions(package.package_id) == (1,)


def test_a_reply_inside_what_goes_stays(tmp_path, empty_home):
    """It stands in the element and in the object of the comment that it answers."""
    author, body = COMMENTS["c2"]
    page = (
        f"<html><body><ul><li><b>{author}</b><p>{body}</p><ul><li><p>{ANSWER}</p>"
        "</li></ul></li></ul></body></html>"
    )
    reply = {"text": ANSWER, "by": TOWN}
    data = {"a": {"text": body, "by": author, "replies": [reply]}}
    records = (
        response(2, page.encode(), HTML),
        response(1, json.dumps(data, ensure_ascii=False).encode()),
    )
    first, second, comment, third, answer = thread_items()
    list_path = "html > body > ul > li"
    comment = _also(comment, f"{list_path} > p", "/a/text")
    answer = _also(answer, f"{list_path} > ul > li > p", "/a/replies/0/text")
    platform = NastyPlatform(
        records=records, thread=(first, second, comment, third, answer)
    )
    with attack(tmp_path, empty_home, platform) as thread:
        assert thread.dispose("c2").is_carried_out
        assert thread.holds(author, body) == []
        assert said_in(thread)["replies"] == [reply]
        held = b"".join(opened_home(thread.home).values())
        assert f"<ul><li><p>{ANSWER}</p></li></ul>".encode() in held


def _also(item: Item, path: str, pointer: str) -> Item:
    page = Place(page_url=PAGE_URL, warc_record=record_id(2), pointer=path)
    data = Place(page_url=PAGE_URL, warc_record=record_id(1), pointer=pointer)
    return item.model_copy(update={"places": (*item.places, page, data)})
