# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The health report: expected against found, and a sentence for each shortfall."""

from dataclasses import replace

import pytest

from archivers.health import Evidence, Thread, judge
from schemas.capture import FailedResource, RecorderReport, ReplayCheck
from schemas.item import Item, ItemKind, Media
from schemas.profile import PageState

SHA = "a" * 64
REPORT = RecorderReport(recorder="netlog", browser="Chromium 156", exchanges=3)


def item(number, kind=ItemKind.POST, media=()):
    return Item(
        item_id=f"i-{number}",
        kind=kind,
        position=number,
        author="Älmhults kommun",
        is_by_account=True,
        body="Hej",
        media=media,
    )


WHOLE = Evidence(
    page_state=PageState.OK,
    items=(
        item(1, media=(Media(url="https://b/1.jpg", sha256=SHA),)),
        item(2),
        item(3, ItemKind.COMMENT),
        item(4, ItemKind.REPLY),
    ),
    stated_posts=2,
    threads=(Thread(2, 2), Thread(0, 0)),
    refused_media=0,
    pages_visited=3,
    lost_pages=(),
    failed_resources=(),
    limits_hit=(),
    recorder=REPORT,
)


def missing(**changes):
    return judge(replace(WHOLE, **changes)).missing


def test_a_capture_with_all_that_is_stated_is_complete():
    health = judge(WHOLE)
    assert health.is_complete
    assert (health.posts.expected, health.posts.found) == (2, 2)
    assert (health.comments.expected, health.comments.found) == (2, 2)
    assert (health.media.expected, health.media.found) == (1, 1)


def test_fewer_posts_than_the_profile_states_are_missing():
    assert missing(stated_posts=60) == (
        "2 av 60 inlägg hittades (antalet som profilen anger).",
    )


def test_one_rich_thread_does_not_make_up_for_a_poor_one():
    threads = (Thread(4, 1), Thread(0, 1))
    assert missing(threads=threads) == (
        "2 av 5 kommentarer hittades (antalet som inläggen anger).",
    )


def test_nothing_stated_is_nothing_missing():
    health = judge(replace(WHOLE, stated_posts=None, threads=(Thread(None, 2),)))
    assert health.is_complete
    assert health.posts.expected is health.comments.expected is None
    assert health.posts.source == "sidan anger inget antal"


def test_a_picture_that_never_came_is_missing():
    lost = (*WHOLE.items, item(5, media=(Media(url="https://b/2.jpg"),)))
    changes = {"items": lost, "stated_posts": 3}
    assert missing(**changes) == (
        "1 av 2 bilder och filmer hittades (bilder och filmer som inläggen visar).",
    )
    assert missing(**changes, refused_media=1) == ()


def test_failed_sub_resources_alone_do_not_make_it_incomplete():
    failure = FailedResource(
        url="https://b/x", reason="Servern svarade 500", status=500
    )
    health = judge(replace(WHOLE, failed_resources=(failure,)))
    assert health.is_complete
    assert health.failed_resources == (failure,)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"limits_hit": ("Alla sidor hann inte öppnas.",)}, "En gräns nåddes: Alla"),
        ({"lost_pages": ("https://torget.se/1",)}, "1 av kontots sidor gick inte"),
        ({"items": (), "stated_posts": None, "threads": ()}, "Inget inlägg hittades"),
        (
            {
                "recorder": REPORT.model_copy(
                    update={"undecodable": (FailedResource(url="u", reason="r"),)}
                )
            },
            "1 svar från servern går inte att avkoda.",
        ),
    ],
)
def test_each_gap_is_one_sentence(changes, sentence):
    (found,) = missing(**changes)
    assert found.startswith(sentence)
    assert found.endswith(".")


def test_an_account_that_states_no_posts_may_have_none():
    assert missing(items=(), stated_posts=0, threads=()) == ()


def test_the_threshold_is_the_operators():
    assert missing(stated_posts=3, threshold=0.6) == ()
    assert len(missing(stated_posts=4, threshold=0.6)) == 1


REPLAYED = ReplayCheck(
    posts=2, comments=2, expected_posts=2, expected_comments=2, passed=True
)


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({"posts": 1}, ["1 inlägg visas när fångsten spelas upp utan nät, mot 2"]),
        ({"comments": 3}, ["3 kommentarer visas när fångsten spelas upp utan nät"]),
        ({"missing": ("https://b/1",)}, ["1 adress saknas när fångsten spelas upp"]),
        ({"missing": ("a", "b"), "posts": 0}, ["2 adresser saknas", "0 inlägg visas"]),
        ({"stopped_by": "Sidan svarar inte."}, ["utan nät: Sidan svarar inte."]),
    ],
)
def test_what_a_replay_does_not_show_is_missing(changes, sentences):
    """A recording that does not show what was found is no archive."""
    check = REPLAYED.model_copy(update={"passed": False, **changes})
    found = missing(replay=check)
    assert len(found) == len(sentences)
    assert all(part in said for part, said in zip(sentences, found, strict=True))


def test_a_replay_that_shows_all_is_in_the_report():
    """The result is kept, and nothing is missing."""
    health = judge(replace(WHOLE, replay=REPLAYED))
    assert health.is_complete
    assert health.replay == REPLAYED
