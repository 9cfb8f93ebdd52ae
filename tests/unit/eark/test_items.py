# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""items.xml says everything about every item, and nothing else."""

import errno
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from eark import items
from eark.items import ITEMS, write_items
from schemas.capture import Capture
from schemas.errors import DiskFull, InvalidPackage
from schemas.item import Item, ItemKind
from schemas.plan import Disposal
from tests.samples import sample_capture

I = f"{{{ITEMS}}}"  # noqa: E741 - the namespace's prefix
XSD = "{http://www.w3.org/2001/XMLSchema}"
SCHEMAS = Path(items.__file__).resolve().parents[1] / "schemas" / "xsd"


@pytest.fixture
def capture(tmp_path: Path) -> Capture:
    return sample_capture(tmp_path / "capture")


def written(capture: Capture, folder: Path) -> etree._Element:
    target = folder / "items.xml"
    write_items(capture, target)
    return etree.parse(target).getroot()


def test_every_item_is_there_in_order(capture: Capture, tmp_path: Path):
    root = written(capture, tmp_path)
    assert root.get("count") == "5"
    assert [item.get("id") for item in root] == ["p1", "c1", "r1", "c2", "p2"]
    assert [item.get("parent") for item in root] == [None, "p1", "c1", "p1", None]


def test_an_item_keeps_its_places_and_its_plan_row(capture: Capture, tmp_path: Path):
    first = written(capture, tmp_path)[0]
    place, box = first.find(f"{I}place"), first.find(f"{I}place/{I}box")
    plan = first.find(f"{I}plan")
    assert place is not None
    assert box is not None
    assert plan is not None
    assert place.get("pointer") == "/items/0/body"
    assert (box.get("file"), box.get("height")) == (
        "screenshots/page-001.png",
        "120.25",
    )
    assert (plan.get("row"), plan.get("disposal")) == ("row-0017", "preserve")


def test_replaced_characters_are_counted(capture: Capture, tmp_path: Path):
    comment = written(capture, tmp_path)[1]
    assert comment.get("replacedCharacters") == "1"
    assert (comment.findtext(f"{I}body") or "").endswith("\ufffd")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(author=st.text(), body=st.text(), url=st.text())
def test_no_text_of_a_stranger_makes_it_invalid(
    capture: Capture, tmp_path: Path, author: str, body: str, url: str
):
    odd = capture.items[0].model_copy(
        update={"author": author, "body": body, "permalink": url}
    )
    root = written(capture.model_copy(update={"items": (odd,)}), tmp_path)
    assert len(root[0].findtext(f"{I}body") or "") == len(body)


def test_two_items_with_one_id_are_refused(capture: Capture, tmp_path: Path):
    twice = capture.model_copy(update={"items": capture.items[:1] * 2})
    with pytest.raises(InvalidPackage) as caught:
        write_items(twice, tmp_path / "items.xml")
    assert caught.value.findings
    assert not (tmp_path / "items.xml").exists()


def test_a_capture_without_items_is_a_valid_document(capture: Capture, tmp_path: Path):
    root = written(capture.model_copy(update={"items": ()}), tmp_path)
    assert len(root) == 0


def test_a_full_disk_leaves_nothing_behind(capture, tmp_path, monkeypatch):
    def full(_item: Item) -> etree._Element:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(items, "_item", full)
    with pytest.raises(DiskFull):
        write_items(capture, tmp_path / "items.xml")
    assert not (tmp_path / "items.xml").exists()


@pytest.mark.parametrize(
    ("name", "words"), [("kind", ItemKind), ("disposal", Disposal)]
)
def test_the_schema_lists_the_words_that_the_records_have(name, words):
    schema = etree.parse(SCHEMAS / "avbild-items.xsd").getroot()
    values = schema.iterfind(f"{XSD}simpleType[@name='{name}']//{XSD}enumeration")
    listed = {
        value.get("value"): value.findtext(f".//{XSD}documentation") for value in values
    }
    assert listed == {word.value: word.label for word in words}


def test_every_part_of_the_schema_is_explained_in_swedish_and_english():
    for path in SCHEMAS.glob("*.xsd"):
        for part in etree.parse(path).getroot().iter(f"{XSD}complexType"):
            if part.get("name"):
                found = part.iterfind(f"{XSD}annotation/{XSD}documentation")
                languages = {
                    note.get("{http://www.w3.org/XML/1998/namespace}lang")
                    for note in found
                }
                assert languages == {"sv", "en"}, (path.name, part.get("name"))
