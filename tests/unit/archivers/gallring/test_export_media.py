# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pictures that only removed items show go; what is kept keeps its own."""

import io
import json
from functools import partial

import pytest

from archivers.gallring import files_within
from archivers.owner_export import media_address
from schemas.errors import Damaged
from schemas.item import ExportMember, Item, ItemKind, Media, Place
from tests.unit.archivers.gallring.test_export_rewrite import PART, zipped

POSTS = "posts/posts.json"
FILES = {
    POSTS: json.dumps(
        [
            {
                "data": [{"post": "Bort"}],
                "media": {"uri": "p/1.jpg", "thumb": "p/t.jpg"},
            },
            {"data": [{"post": "Kvar"}], "media": {"uri": "p/2.jpg"}},
        ]
    ).encode(),
    "p/1.jpg": b"\xff\xd8\xffett",
    "p/2.jpg": b"\xff\xd8\xfftv\xc3\xa5",
    "p/t.jpg": b"\xff\xd8\xfflitet",
    "album/1.jpg": b"\xff\xd8\xffett",
    "album/2.jpg": b"\xff\xd8\xfftv\xc3\xa5",
}


def member(name: str) -> ExportMember:
    """Name a file of the export."""
    return ExportMember(file=PART, name=name)


def post(number: int, body: str, *pictures: str) -> Item:
    """Give a post of the export."""
    return Item(
        item_id=f"p{number}",
        kind=ItemKind.POST,
        position=number + 1,
        author="Almhult",
        is_by_account=True,
        body=body,
        places=(
            Place(
                page_url="https://facebook.com/almhult",
                member=member(POSTS),
                pointer=f"/{number}/data/0/post",
            ),
        ),
        media=tuple(
            Media(url=media_address(member(p)), member=member(p)) for p in pictures
        ),
    )


def found(removed: Item, *kept: Item, own: frozenset[str] = frozenset()) -> set[str]:
    """Give the names of the files that go with an item."""
    exports = [(PART, partial(io.BytesIO, zipped(FILES)))]
    (item,) = files_within(exports, [removed], kept, own)
    return {m.member.name for m in item.media if m.member}


def test_copies_and_what_the_entry_names_go_too():
    removed = post(0, "Bort", "p/1.jpg")
    assert found(removed, post(1, "Kvar", "p/2.jpg")) == {
        "p/1.jpg",
        "album/1.jpg",
        "p/t.jpg",
    }


def test_what_something_kept_shows_stays():
    """Be it under another name."""
    removed = post(0, "Bort", "p/1.jpg", "p/2.jpg")
    kept = post(1, "Kvar", "album/1.jpg", "album/2.jpg")
    assert found(removed, kept) == {"p/t.jpg"}


def test_the_picture_of_the_profile_stays():
    own = frozenset([media_address(member("album/1.jpg"))])
    assert "p/1.jpg" not in found(post(0, "Bort", "p/1.jpg"), own=own)


def test_without_an_export_nothing_is_added():
    removed = post(0, "Bort")
    assert files_within([], [removed], [], frozenset()) == (removed,)


def test_a_damaged_export_is_told_of():
    exports = [(PART, partial(io.BytesIO, zipped(FILES)[:-30]))]
    with pytest.raises(Damaged):
        files_within(exports, [post(0, "Bort")], [], frozenset())
