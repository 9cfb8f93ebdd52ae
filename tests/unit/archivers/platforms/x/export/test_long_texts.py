# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A whole text goes to the post that was written in the same moment and begins so."""

from datetime import UTC, datetime, timedelta

import pytest

from archivers.owner_export.json_entries import Entry
from archivers.owner_export.opened import ExportMemberInfo
from archivers.platforms.x.export.long_texts import LongTexts, long_text_in
from archivers.platforms.x.export.tweets import Tweet, tweet_in

MOMENT = datetime(2026, 11, 2, 10, 15, tzinfo=UTC)
INFO = ExportMemberInfo("export/1.zip", "data/note-tweet.js", 1, "0" * 64)


def note(text: str, after: float = 0, key: str = "n", tweet_id: str = ""):
    written = (MOMENT + timedelta(seconds=after)).isoformat(timespec="milliseconds")
    told = {"createdAt": written, "core": {"text": text}, "tweetId": tweet_id}
    return long_text_in(INFO, key, Entry("/0", {"noteTweet": told}))


def tweet(text: str, number: str = "7") -> Tweet:
    told = {"id_str": number, "full_text": text, "created_at": MOMENT.isoformat()}
    return tweet_in(Entry("/0", {"tweet": told}))


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Planen och ån: vi bygger en bro…", "Planen och ån: vi bygger en bro till"),
        ("@kim @bo Planen https://t.co/a", "Planen https://t.co/b och mer"),
        ("A &amp; B https://t.co/a", "A &amp; B https://t.co/b och C"),
    ],
)
def test_the_beginning_and_the_moment_tell_whose_it_is(short, long):
    texts = LongTexts.of([note(long, after=0.4)])

    assert texts.whole_of(tweet(short)) is not None


@pytest.mark.parametrize(
    ("text", "after"), [("Något annat", 0), ("Om planen och allt", 5)]
)
def test_another_text_or_moment_is_another_posts(text, after):
    texts = LongTexts.of([note(text, after)])

    assert texts.whole_of(tweet("Om planen…")) is None
    assert [one.text for one in texts.left()] == [text]


def test_each_goes_to_one_post():
    texts = LongTexts.of([note("Lika", key="a"), note("Lika", after=1, key="b")])

    assert texts.whole_of(tweet("Lika", "1")).key == "a"
    assert texts.whole_of(tweet("Lika", "2")).key == "b"
    assert texts.whole_of(tweet("Lika", "3")) is None
    assert list(texts.left()) == []


def test_the_posts_number_decides_where_it_is_told():
    texts = LongTexts.of([note("Något annat", after=900, tweet_id="7")])

    assert texts.whole_of(tweet("Om planen…")).text == "Något annat"


@pytest.mark.parametrize("value", [{}, {"noteTweet": {"core": {"text": "x"}}}, "text"])
def test_what_has_no_text_or_time_is_no_long_text(value):
    assert long_text_in(INFO, "n", Entry("/0", value)) is None
