# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a thread states is held against what came of it, if it was read to its end."""

from datetime import UTC, datetime, timedelta

import pytest

from archivers.api.graph import Graph, Page
from archivers.platform import FoundItem
from archivers.platforms.facebook.telling import NOTES, UNSEEN, UNSIGNED
from archivers.platforms.facebook.threads import Thread
from graph import ids

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)


def item(key, *, is_post=False, published=NOON):
    return FoundItem(
        key, is_post=is_post, author="", text="", source="", published=published
    )


def thread(stated, *found, updated=NOON):
    comments = {one.key: one for one in found}
    return Thread(item("9_1", is_post=True), stated, updated, comments)


def test_of_a_thread_that_was_cut_off_all_that_it_states_must_be_found():
    assert thread(3, item("a")).top(is_whole=False).stated_comments == 3


def test_of_a_whole_thread_only_what_is_given_must_be_found():
    top = thread(3, item("a")).top(is_whole=True)
    assert top.stated_comments == 1
    assert thread(3, item("a")).unseen == 2
    assert thread(1, item("a"), item("b")).unseen == 0
    assert thread(None, item("a")).unseen == 0


def test_an_edit_is_told_only_when_every_comment_is_known():
    assert thread(1, item("a"), updated=LATER).top(is_whole=True).is_edited
    assert not thread(2, item("a"), updated=LATER).top(is_whole=True).is_edited
    assert not thread(1, item("a"), updated=LATER).top(is_whole=False).is_edited


@pytest.fixture
def given(played, monkeypatch):
    """Let the comments of every post be given as pages of one's own."""
    asked_for = Graph.pages

    def give(pages):
        def given_pages(graph, path, fields):
            if fields.edge != "comments":
                yield from asked_for(graph, path, fields)
            elif path == ids.post_id(7):
                answer = graph.get(path, graph.spec.of("attachments"))[1]
                yield from (Page(rows, answer) for rows in pages)

        monkeypatch.setattr(Graph, "pages", given_pages)
        return played.read()

    return give


def test_a_comment_that_comes_twice_is_taken_once(given):
    row = {"id": "1_2", "message": "Hej", "from": {"id": "5", "name": "Bo"}}
    reading = given([[row], [row, {**row, "id": "1_3"}]])
    keys = [i.key for s in reading.sheets for i in s.items if not i.is_post]
    assert keys == ["1_2", "1_3"]


def test_what_is_counted_and_not_given_is_a_note(given):
    reading = given([[{"id": "1_2", "message": "Hej"}]])
    assert NOTES[UNSIGNED].format(number=1) in reading.notes
    unseen = NOTES[UNSEEN].format(number=4 + 3 + 2 + 1 + 2)
    assert unseen in reading.notes
    assert not reading.gaps


def test_a_reply_to_what_is_gone_answers_the_post(given):
    reading = given([[{"id": "1_2", "message": "Hej", "parent": {"id": "1_1"}}]])
    found = {i.key: i for s in reading.sheets for i in s.items}
    assert found["1_2"].parent_key == ids.post_id(7)


def test_a_post_that_states_no_comments_is_not_asked(played):
    played.read()
    assert not played.asked_of(f"{ids.post_id(2)}/comments")
    assert played.asked_of(f"{ids.post_id(7)}/comments")
