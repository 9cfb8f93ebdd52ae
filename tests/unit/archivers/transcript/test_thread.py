# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The order and numbers of posts, comments and replies."""

from hypothesis import given
from hypothesis import strategies as st

from archivers.transcript.thread import in_reading_order
from schemas.item import Item, ItemKind


def item(identity, parent=None, position=1, kind=ItemKind.COMMENT):
    return Item(
        item_id=identity,
        kind=ItemKind.POST if parent is None else kind,
        parent_id=parent,
        position=position,
        author="A",
        is_by_account=False,
        body=identity,
    )


def numbers(items):
    return {
        entry.item.item_id: entry.number
        for thread in in_reading_order(items)
        for entry in thread
    }


def test_numbers_say_where_an_item_belongs():
    """Post 2, its second comment 2.2, the first reply to that 2.2.1."""
    found = numbers(
        [
            item("r", "c2", kind=ItemKind.REPLY),
            item("c2", "p2", 2),
            item("p2", position=2),
            item("c1", "p2", 1),
            item("p1", position=1),
        ]
    )
    assert found == {"p1": "1", "p2": "2", "c1": "2.1", "c2": "2.2", "r": "2.2.1"}


def test_a_thread_is_read_in_depth_before_breadth():
    """A reply stands below what it answers, before the next comment."""
    (thread,) = in_reading_order(
        [item("p"), item("a", "p", 1), item("b", "p", 2), item("a1", "a")]
    )
    assert [entry.item.item_id for entry in thread] == ["p", "a", "a1", "b"]
    assert [entry.depth for entry in thread] == [0, 1, 2, 1]
    assert [entry.answers for entry in thread] == [3, 1, 0, 0]


def test_labels_and_anchors():
    """What is shown, and what is linked to."""
    (thread,) = in_reading_order([item("p"), item("a", "p")])
    assert [entry.label for entry in thread] == ["Inlägg 1", "Kommentar 1.1"]
    assert [entry.anchor for entry in thread] == ["p1", "p1-1"]


def test_an_item_whose_parent_is_missing_comes_last_and_says_so():
    """It is not an answer to nothing, nor is it left out."""
    threads = in_reading_order([item("c", "gone", 1), item("p", position=7)])
    assert [thread[0].item.item_id for thread in threads] == ["p", "c"]
    assert [thread[0].is_orphan for thread in threads] == [False, True]


def test_items_that_answer_each_other_in_a_circle_are_kept():
    """Damaged input loses nothing and does not hang."""
    found = numbers([item("a", "b"), item("b", "a"), item("c", "c"), item("p")])
    assert set(found) == {"a", "b", "c", "p"}


def test_replies_may_be_nested_deeper_than_the_interpreter_recurses():
    """Two thousand replies to replies."""
    chain = [item("p0")] + [item(f"p{n}", f"p{n - 1}") for n in range(1, 2000)]
    (thread,) = in_reading_order(chain)
    assert len(thread) == 2000
    assert thread[-1].depth == 1999
    assert thread[0].answers == 1999


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 14), st.integers(0, 5)),
        max_size=13,
        unique_by=lambda row: row[0],
    )
)
def test_every_item_has_exactly_one_number(rows):
    """Whatever the parents are."""
    items = [item(f"i{a}", f"i{b}" if b < 13 else None, pos) for a, b, pos in rows]
    found = [entry for thread in in_reading_order(items) for entry in thread]
    assert sorted(e.item.item_id for e in found) == sorted(i.item_id for i in items)
    assert len({entry.number for entry in found}) == len(items)
