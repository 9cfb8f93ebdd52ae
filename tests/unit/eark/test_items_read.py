# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""items.xml gives back the records that it was written from, and nothing broken."""

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eark.content_check import items_faults
from eark.items import write_items
from eark.items_read import ITEMS_PATH, read_items
from schemas.capture import Capture
from schemas.errors import InvalidPackage
from schemas.item import Item, ItemKind
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
