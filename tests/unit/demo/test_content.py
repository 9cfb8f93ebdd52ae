# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands on the site."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from torget.content import Comment, load_content

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
CONTENT = load_content(NOW, None, heavy=False)


def every(comments: tuple[Comment, ...]) -> list[Comment]:
    return [one for top in comments for one in (top, *every(top.replies))]


COMMENTS = [one for post in CONTENT.posts for one in every(post.comments)]


def test_default_size():
    """24 posts and 60 comments, one thread of them with 25."""
    assert len(CONTENT.posts) == 24
    assert CONTENT.comment_count() == len(COMMENTS) == 60
    assert max(post.comment_count() for post in CONTENT.posts) == 25


def test_ids_are_unique_and_the_same_in_every_run():
    again = load_content(NOW + timedelta(days=3), None, heavy=False)
    assert [post.post_id for post in again.posts] == [
        post.post_id for post in CONTENT.posts
    ]
    ids = [post.post_id for post in CONTENT.posts] + [c.comment_id for c in COMMENTS]
    assert len(set(ids)) == len(ids)
    assert CONTENT.posts[0].post_id == "4836667922"


def test_times_count_back_from_the_start():
    assert CONTENT.posts[0].published == NOW - timedelta(minutes=8)
    times = [post.published for post in CONTENT.posts]
    assert times == sorted(times, reverse=True)
    assert all(comment.published < NOW for comment in COMMENTS)


def test_the_personal_data_is_official_test_data():
    """Only the tax agency's test number, and PTS's series for fiction."""
    text = "\n".join([c.text for c in COMMENTS] + [p.text for p in CONTENT.posts])
    text += "\n".join(CONTENT.account.abouts.values())
    assert set(re.findall(r"\d{8}-\d{4}", text)) == {"19121212-1212"}
    phones = {int(last) for last in re.findall(r"070-17(\d{5})", text)}
    assert phones
    assert all(40605 <= phone <= 40699 for phone in phones)
    assert len(re.findall(r"\b0\d{1,3}-\d{5,}", text)) == len(
        re.findall(r"070-17406\d\d", text)
    )


def test_the_municipality_answers_as_replies():
    answers = [comment for comment in COMMENTS if comment.author is None]
    assert len(answers) >= 10
    assert not any(
        top.author is None for post in CONTENT.posts for top in post.comments
    )


def test_signs_are_ascii():
    """The font that is everywhere has no other letters."""
    signs = [picture.sign for post in CONTENT.posts for picture in post.pictures]
    assert signs
    assert all(sign.isascii() for sign in signs)


def test_more_posts_repeat_the_older_ones():
    many = load_content(NOW, 60, heavy=True)
    assert len(many.posts) == len({post.post_id for post in many.posts}) == 60
    assert sum(len(post.pictures) for post in many.posts) == 120
    times = [post.published for post in many.posts]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("count", [1, 7])
def test_fewer_posts(count):
    assert len(load_content(NOW, count, heavy=False).posts) == count
