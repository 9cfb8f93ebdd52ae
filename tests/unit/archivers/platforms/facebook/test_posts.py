# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows of the Graph API become items, whatever they lack."""

from datetime import UTC, datetime, timedelta

import pytest

from archivers.platform import FoundItem
from archivers.platforms.facebook.attachments import attached, links_of
from archivers.platforms.facebook.posts import (
    PostReader,
    marked,
    pointer_of,
    stated_in,
    text_of,
)

READER = PostReader("9", "Kommunen")
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
POST = FoundItem(
    "9_1",
    is_post=True,
    author="",
    text="",
    source="",
    permalink="https://www.facebook.com/kommun/posts/1",
    published=NOON,
)


def test_a_post_that_nobody_signs_is_the_pages_own():
    post = READER.post({"id": "9_1", "message": "Hej"}, (), is_own=True)
    assert post.author == "Kommunen"
    assert post.author_url == "https://www.facebook.com/9"
    assert post.permalink == "https://www.facebook.com/9/posts/1"


def test_a_comment_that_nobody_signs_has_no_author():
    comment = READER.comment({"id": "1_2", "message": "Hej"}, POST, "9_1", ())
    assert (comment.author, comment.author_url) == ("", None)
    assert comment.permalink == f"{POST.permalink}?comment_id=2"


def test_a_post_without_words_is_headed_by_its_story():
    row = {"id": "9_1", "story": "Kommunen uppdaterade sin omslagsbild."}
    post = READER.post(row, (), is_own=True)
    assert (post.title, post.text) == (row["story"], "")
    assert pointer_of(row, 3) == "/data/3/story"


@pytest.mark.parametrize(
    ("row", "pointer"), [({"message": "a"}, "/data/0/message"), ({}, "/data/0")]
)
def test_a_pointer_leads_to_the_words_if_there_are_any(row, pointer):
    assert pointer_of(row, 0) == pointer


def test_a_text_is_kept_as_it_was_written():
    assert (
        text_of({"message": " A\u030a  två\n\n\nVisa mer "}) == "Å  två\n\n\nVisa mer"
    )
    assert text_of({"message": "\ud83d"}) == "\ufffd"
    assert text_of({"message": 7}) == ""


def test_a_link_that_the_text_has_is_not_repeated():
    card = {"media_type": "link", "unshimmed_url": "https://a.se/1", "url": "https://l"}
    row = {"id": "9_1", "message": "Läs", "attachments": {"data": [card]}}
    assert READER.post(row, (), is_own=True).text == "Läs\n\nhttps://a.se/1"
    row["message"] = "Läs https://a.se/1"
    assert READER.post(row, (), is_own=True).text == "Läs https://a.se/1"


@pytest.mark.parametrize(
    ("row", "stated"),
    [
        ({"comments": {"summary": {"total_count": 4}}}, 4),
        ({"comments": {}}, None),
        ({}, None),
    ],
)
def test_the_stated_number_of_comments_may_be_unknown(row, stated):
    assert stated_in(row) == stated


@pytest.mark.parametrize(
    ("updated", "last", "is_edited"),
    [
        (None, None, False),
        (0, None, False),
        (1, None, False),
        (5, None, True),
        (60, 60, False),
        (60, 30, True),
        (60, 90, False),
    ],
)
def test_what_is_later_than_every_comment_is_an_edit(updated, last, is_edited):
    def after(minutes):
        return None if minutes is None else NOON + timedelta(minutes=minutes)

    found = marked(POST, after(updated), after(last))
    assert found.is_edited is is_edited
    assert found.edited == (after(updated) if is_edited else None)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"media_type": "photo", "type": "cover_photo"}, "photo"),
        ({"type": "profile_media"}, "photo"),
        ({"media_type": "video", "type": "video_inline"}, "video"),
        ({"type": "video_autoplay"}, "video"),
        ({"type": "sticker"}, "sticker"),
        ({"media_type": "link", "type": "share"}, "link"),
        ({"media_type": "album"}, "album"),
    ],
)
def test_an_attachment_says_what_it_is(row, kind):
    assert attached(row).kind == kind


def test_nothing_attached_is_nothing():
    assert attached({}) is None
    assert list(links_of({})) == []
    assert list(links_of({"attachments": {"data": ["x"]}})) == []
