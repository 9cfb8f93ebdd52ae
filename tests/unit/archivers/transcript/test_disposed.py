# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A disposed item leaves its place and its decision on paper, and nothing else."""

import pytest
from lxml import html

from archivers.transcript.cover import TranscriptCover
from archivers.transcript.disposed import amounts, disposed_facts
from archivers.transcript.document import Shown, document_markup
from archivers.transcript.pictures import Pictures
from archivers.transcript.thread import in_reading_order
from archivers.transcript.volumes import volumes_of
from schemas.item import Item, ItemKind
from tests.samples import (
    PACKAGE_ID,
    plan_reference,
    sample_account,
    sample_board,
    sample_capture,
    sample_order,
    sample_plan,
)

DECISION = "gallring-2028-0001"


def stone(item: Item, decision: str = DECISION) -> Item:
    return Item(
        item_id=item.item_id,
        kind=item.kind,
        parent_id=item.parent_id,
        position=item.position,
        author="",
        is_by_account=item.is_by_account,
        body="",
        plan=item.plan,
        gallring=decision,
    )


@pytest.fixture
def capture(tmp_path):
    """The sample capture with a comment and its reply disposed of."""
    found = sample_capture(tmp_path)
    items = tuple(
        stone(item) if item.item_id in {"c1", "r1"} else item for item in found.items
    )
    return found.model_copy(update={"items": items})


def text_of(capture, path="//body"):
    cover = TranscriptCover(
        account=sample_account(),
        board=sample_board(),
        order=sample_order(),
        plan=sample_plan(),
        plan_row=plan_reference("row-0017"),
        package_id=PACKAGE_ID,
    )
    threads = in_reading_order(capture.items)
    [volume] = volumes_of(threads)
    shown = Shown(Pictures())
    written = document_markup(capture, cover, shown, threads, volume)
    tree = html.document_fromstring(written)
    parts = (part for each in tree.xpath(path) for part in each.itertext())
    return " ".join(" ".join(parts).split())


def test_a_disposed_item_stands_in_its_place_in_the_thread(capture):
    thread = text_of(capture, '(//section[@class="thread"])[1]')
    first = thread.index("Kommentaren är gallrad enligt beslut gallring-2028-0001.")
    second = thread.index("Svaret är gallrat enligt beslut gallring-2028-0001.")
    assert thread.index("Sagostund") < first < second < thread.index("Ahmed")
    assert "Kommentar 1.1 " in thread
    assert "Svar 1.1.1 " in thread
    assert "Okänd avsändare" not in thread
    assert thread.count("tid anges inte") == 1  # Ahmed's


def test_nothing_is_shown_of_an_item_that_still_had_its_texts(tmp_path):
    """The decision's mark is enough: what it covers is never printed."""
    found = sample_capture(tmp_path)
    marked = tuple(i.model_copy(update={"gallring": DECISION}) for i in found.items)
    shown = text_of(
        found.model_copy(update={"items": marked}), '//section[@class="threads"]'
    )
    assert shown.count(DECISION) == 5
    for gone in ("Påhittad", "19121212", "Ahmed", "Sagostund", "8 min", "/inlagg/"):
        assert gone not in shown


def test_the_cover_tells_captured_from_remaining(capture):
    cover = text_of(capture, '//section[@class="cover"]')
    assert "Fångsten omfattade 2 inlägg, 3 kommentarer och svar" in cover
    assert "Gallrat 1 kommentar och 1 svar enligt beslut gallring-2028-0001" in cover
    assert "Kvar 2 inlägg och 1 kommentar" in cover


def test_about_explains_what_a_gap_means(capture):
    about = text_of(capture, '//section[@class="about"]')
    assert "Gallrat sedan dess" in about
    assert "har sin plats och sitt nummer kvar" in about


def test_each_decision_is_named_with_its_own_count(capture):
    items = tuple(
        stone(item, "gallring-2030-0007") if item.item_id == "p2" else item
        for item in capture.items
    )
    assert dict(disposed_facts(items))["Gallrat"].split("\n") == [
        "1\u00a0kommentar och 1\u00a0svar enligt beslut gallring-2028-0001",
        "1\u00a0inlägg enligt beslut gallring-2030-0007",
    ]
    everything = tuple(stone(item) for item in items)
    assert dict(disposed_facts(everything))["Kvar"] == "Ingenting"


def test_a_capture_with_everything_left_says_nothing_of_gallring(tmp_path):
    found = sample_capture(tmp_path)
    assert disposed_facts(found.items) == []
    assert "allrat" not in text_of(found)


def test_amounts_are_written_as_in_a_sentence():
    counts = {ItemKind.REPLY: 3, ItemKind.POST: 1, ItemKind.COMMENT: 0}
    assert amounts(counts) == "1\u00a0inlägg och 3\u00a0svar"
