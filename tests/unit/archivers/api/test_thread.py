# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A thread is asked for until it is whole, and what is shown to nobody is no gap."""

from archivers.api.thread import ThreadCount


def counted(views, start="a"):
    """Ask for every view that is wanted; a view lists posts with what they state."""
    count, asked = ThreadCount(start), []
    for name in count.to_ask():
        asked.append(name)
        if name not in views:
            continue
        count.answered(name)
        for post, (stated, shown) in views[name].items():
            count.take(post, stated, iter(shown))
    return count, asked


def test_a_thread_that_comes_whole_is_asked_for_once():
    count, asked = counted({"a": {"a": (2, "bc"), "b": (0, ""), "c": (0, "")}})
    assert asked == ["a"]
    assert (count.stated(), count.hidden()) == (2, 0)


def test_a_thread_is_asked_for_again_from_where_it_was_cut():
    count, asked = counted(
        {
            "a": {"a": (1, "b"), "b": (1, "")},
            "b": {"b": (1, "c"), "c": (1, "")},
            "c": {"c": (1, "d"), "d": (0, "")},
        }
    )
    assert asked == ["a", "b", "c"]
    assert (count.stated(), count.hidden()) == (3, 0)


def test_answers_that_nobody_is_shown_are_hidden_not_missing():
    count, asked = counted({"a": {"a": (3, "b"), "b": (0, "")}})
    assert asked == ["a"]
    assert (count.stated(), count.hidden()) == (1, 2)


def test_answers_that_could_not_be_asked_for_are_missing():
    count, asked = counted({"a": {"a": (1, "b"), "b": (2, "c"), "c": (0, "")}})
    assert asked == ["a", "b"]
    assert (count.stated(), count.hidden()) == (3, 0)


def test_views_that_show_different_parts_are_put_together():
    count, _ = counted({"a": {"a": (2, "b"), "b": (2, "c")}, "b": {"b": (2, "d")}})
    assert count.stated() == 1 + 2
