# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""items.xml gives back the records that it was written from, and nothing broken."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eark.content_check import items_faults
from eark.items import write_items
from eark.items_read import ITEMS_PATH, read_items
from schemas.capture import Capture
from schemas.errors import InvalidPackage
from schemas.item import ExportMember, Item, ItemKind, Media, Place
from tests.samples import FolderFiles, MemoryFiles, sample_capture

TOMBSTONE = Item(
    item_id="c1",
    kind=ItemKind.COMMENT,
    parent_id="p1",
    position=1,
    author="",
    is_by_account=False,
    body="",
    gallring="gallring-2028-0001",
)
TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="￾￿"))


@pytest.fixture
def capture(tmp_path: Path) -> Capture:
    return sample_capture(tmp_path / "capture")


def round_trip(capture: Capture, folder: Path) -> tuple[Item, ...]:
    target = folder / "items.xml"
    write_items(capture, target)
    return read_items(MemoryFiles({ITEMS_PATH: target.read_bytes()}))


def test_a_package_gives_its_items_back(built: FolderFiles, capture: Capture):
    """All of them exactly, but for the one character that XML cannot hold."""
    expected = [
        item.model_copy(update={"body": item.body.replace("\x0b", "\ufffd")})
        for item in capture.items
    ]
    assert list(read_items(built)) == expected


def marked(item: Item) -> Item:
    """Give an item everything that the owner's own doors tell."""
    member = ExportMember(file="export/1.zip", name="inlägg/posts_1.json")
    place = Place(page_url="export:a", member=member, pointer="/0/data/0/post")
    media = Media(url="export:b.jpg", member=member.model_copy(update={"name": "b"}))
    marks = {
        "is_hidden": True,
        "is_edited": True,
        "edited": datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        "reactions": {"like": 12, "love": 0},
        "places": (*item.places, place),
        "media": (media,),
        "sources": ("api", "export"),
    }
    return item.model_copy(update=marks)


def test_what_the_owners_doors_tell_comes_back(capture: Capture, tmp_path: Path):
    items = (marked(capture.items[0]), capture.items[4])
    found = round_trip(capture.model_copy(update={"items": items}), tmp_path)
    assert found == items


def test_nothing_of_it_stays_when_it_is_disposed_of(capture: Capture, tmp_path: Path):
    gone = {"gallring": "gallring-2028-0001"}
    item = marked(capture.items[4]).model_copy(update=gone)
    [found] = round_trip(capture.model_copy(update={"items": (item,)}), tmp_path)
    left = found.model_dump(include={"is_hidden", "is_edited", "edited", "reactions"})
    assert not any(left.values())
    assert (found.media, found.places) == ((), ())
    assert b"posts_1" not in (tmp_path / "items.xml").read_bytes()


def test_a_disposed_item_stays_as_a_tombstone(capture: Capture, tmp_path: Path):
    disposed = capture.items[1].model_copy(update={"gallring": "gallring-2028-0001"})
    left = tuple(disposed if i.item_id == "c1" else i for i in capture.items)
    found = round_trip(capture.model_copy(update={"items": left}), tmp_path)
    assert found[1] == TOMBSTONE.model_copy(update={"plan": disposed.plan})
    assert found[0] == capture.items[0]
    assert found[2:] == capture.items[2:]
    written = (tmp_path / "items.xml").read_text(encoding="utf-8")
    for gone in ("Påhittad", "19121212", "8 min", "#c1", "/inlagg/1#"):
        assert gone not in written


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(author=TEXT, body=TEXT, shown=TEXT)
def test_any_text_comes_back(
    capture: Capture, tmp_path: Path, author: str, body: str, shown: str
):
    said = {"author": author, "body": body, "published_text": shown}
    item = capture.items[0].model_copy(update=said)
    changed = capture.model_copy(update={"items": (item,)})
    assert round_trip(changed, tmp_path) == (item,)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'count="5"', b'count="4"'),
        (b'kind="reply"', b'kind="shout"'),
        (b"</items>", b""),
        (b"<author>", b"<author/><author>"),
    ],
)
def test_what_is_broken_is_refused(package: MemoryFiles, old: bytes, new: bytes):
    data = package.content[ITEMS_PATH]
    assert old in data
    package.content[ITEMS_PATH] = data.replace(old, new, 1)
    with pytest.raises(InvalidPackage):
        read_items(package)


def test_a_package_without_items_is_refused(package: MemoryFiles):
    del package.content[ITEMS_PATH]
    with pytest.raises(InvalidPackage, match="saknar"):
        read_items(package)


def test_the_check_finds_a_disposed_item_with_something_left(package: MemoryFiles):
    data = package.content[ITEMS_PATH]
    assert items_faults(io.BytesIO(data)) == []
    marked = data.replace(b'id="c2"', b'id="c2" gallring="gallring-1"')
    assert items_faults(io.BytesIO(marked)) == [
        "Posten c2 är gallrad men har innehåll kvar."
    ]
