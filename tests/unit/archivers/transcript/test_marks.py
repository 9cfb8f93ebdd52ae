# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hidden and edited items say so on paper, and reactions are counted."""

from datetime import UTC, datetime

import pytest

from archivers.transcript.content import threads_markup
from archivers.transcript.marks import marks_markup, reactions_markup
from archivers.transcript.pictures import Pictures
from archivers.transcript.thread import in_reading_order
from schemas.item import Item, ItemKind

ITEM = Item(
    item_id="c1",
    kind=ItemKind.COMMENT,
    position=1,
    author="Testperson",
    is_by_account=False,
    body="Hej",
)


def marked(**marks) -> Item:
    return ITEM.model_copy(update=marks)


def test_an_item_without_marks_says_nothing():
    assert marks_markup(ITEM) == reactions_markup(ITEM) == ""


def test_a_hidden_item_says_so_where_it_stands():
    [thread] = in_reading_order((marked(is_hidden=True),))
    assert "dold på plattformen" in threads_markup([thread], Pictures())


def test_an_edited_item_says_when_if_that_is_known():
    assert "redigerad<" in marks_markup(marked(is_edited=True))
    when = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert "redigerad 2 mars 2026" in marks_markup(marked(is_edited=True, edited=when))


@pytest.mark.parametrize(
    ("reactions", "said"),
    [
        ({"love": 1, "like": 12, "sad": 0}, "12 gilla och 1 älskar"),
        ({"LIKE": 1200}, "1\u00a0200 gilla"),
        ({"<b>ny</b>": 1}, "1 &lt;b&gt;ny&lt;/b&gt;"),
    ],
)
def test_reactions_are_counted_the_most_first(reactions, said):
    assert said in reactions_markup(marked(reactions=reactions))


def test_reactions_that_nobody_gave_are_nothing_to_tell():
    assert reactions_markup(marked(reactions={"like": 0})) == ""
