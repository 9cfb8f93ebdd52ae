# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The checklist says what is done, what is next, and what else one should know."""

from datetime import timedelta

import pytest

from pipeline.close.capture import order_final_capture, take_capture
from pipeline.close.checklist import CheckState, checklist
from pipeline.close.steps import confirm
from pipeline.hold import HoldRequest, place_hold
from schemas.closure import ClosureStep
from schemas.errors import UnknownName
from schemas.gallring import HoldLevel, HoldReason
from schemas.profile import ChangeState, PageState


@pytest.fixture
def read(story, archive):
    """Read the checklist."""
    return lambda: checklist(archive, story.closure.closure_id)


def test_it_says_where_each_step_stands(story, read):
    story.decide()
    story.announce()
    story.clock.pass_time(days=-1)
    found = read()
    assert [line.state for line in found.lines] == [
        CheckState.DONE,
        CheckState.DONE,
        *[CheckState.BLOCKED] * 5,
    ]
    assert found.next_step is ClosureStep.CAPTURED
    until = story.clock.now.date() + timedelta(days=1)
    assert f"till och med {until}" in found.lines[2].why
    assert "måste tas före" in found.lines[3].why
    assert found.lines[0].entry.decision == "KS 2026 § 7"
    story.clock.pass_time(days=1)
    assert "inte beställd" in read().lines[2].why


def test_it_says_what_can_be_done_now(story, archive, read):
    story.decide()
    story.announce()
    story.capture()
    assert read().lines[2].state is CheckState.NEXT
    take_capture(archive, story.account_id)
    assert read().lines[3].state is CheckState.NEXT


def test_it_says_what_else_is_open(story, archive, read):
    story.decide()
    story.announce()
    for level, subject in (
        (HoldLevel.ACCOUNT, story.account_id),
        (HoldLevel.CASE, "KS 2026/9"),
    ):
        place_hold(archive, HoldRequest(level, subject, HoldReason.AUDIT))
    order = order_final_capture(archive, story.account_id)
    story.change(ChangeState.TO_JUDGE)
    stop, waits, judged = read().remarks
    assert "Gallringsstopp gäller" in stop
    assert order.order_id in waits
    assert "väntar på att någon bedömer" in judged


def test_it_says_that_the_account_can_still_be_seen(story, archive, read):
    story.decide()
    story.announce()
    story.capture()
    take_capture(archive, story.account_id)
    confirm(archive, story.account_id)
    assert read().remarks == (
        "Kontot syns fortfarande på plattformen, så långt Avbild vet.",
    )
    story.see(PageState.GONE)
    assert read().remarks == ()


def test_an_unknown_closure_has_none(archive):
    with pytest.raises(UnknownName):
        checklist(archive, "okant")
