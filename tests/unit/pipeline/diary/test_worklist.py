# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What nobody has judged stands in the list, and what is late stands first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pipeline.diary.judge import DiaryEntry, Judgement, judge
from pipeline.diary.worklist import WorkState, worklist
from schemas.diary import RegistrationState
from schemas.errors import UnknownName

EVERYTHING = {"p1", "c1", "c2", "c3", "r1"}
TO_REGISTER = RegistrationState.TO_REGISTER


@pytest.fixture
def wish(account) -> Judgement:
    """A judgement that the second comment is to be registered."""
    return Judgement(account.account_id, "c2", TO_REGISTER)


def states(archive):
    return {work.item_id: work.state for work in worklist(archive)}


def test_what_nobody_has_judged_is_listed(archive):
    assert states(archive) == dict.fromkeys(EVERYTHING, WorkState.NOT_JUDGED)
    assert not any(work.is_overdue for work in worklist(archive))


def test_what_is_late_is_marked_and_comes_first(archive, clock, wish):
    clock.now += timedelta(days=10)
    judge(archive, replace(wish, item_id="c1"))
    found = worklist(archive)
    assert [work.item_id for work in found] == ["c2", "c3", "p1", "r1", "c1"]
    assert [work.is_overdue for work in found] == [True] * 4 + [False]
    clock.now += timedelta(days=10)
    assert all(work.is_overdue for work in worklist(archive))


def test_what_is_done_is_never_late_and_comes_last(archive, clock, wish):
    entry = DiaryEntry("KS 2026/118")
    judge(archive, replace(wish, state=RegistrationState.REGISTERED, entry=entry))
    clock.now += timedelta(days=30)
    *rest, last = worklist(archive)
    assert last.item_id == "c2"
    assert (last.state, last.is_overdue, last.due) == (
        WorkState.REGISTERED,
        False,
        None,
    )
    assert all(work.is_overdue for work in rest)


def test_a_thread_is_one_thing_to_do(archive, wish):
    judge(archive, replace(wish, item_id="p1", covers_thread=True))
    (work,) = worklist(archive)
    assert (work.item_id, work.items, work.covers_thread) == ("p1", 5, True)
    exempt = RegistrationState.NOT_TO_BE_REGISTERED
    judge(archive, replace(wish, state=exempt, reason="Av ringa betydelse"))
    thread, alone = worklist(archive)
    assert (thread.item_id, thread.items) == ("p1", 4)
    assert (alone.item_id, alone.state) == ("c2", WorkState.NOT_TO_BE_REGISTERED)


def test_a_post_that_was_judged_alone_leaves_its_thread_waiting(archive, wish):
    judge(archive, replace(wish, item_id="p1", covers_thread=True))
    exempt = RegistrationState.NOT_TO_BE_REGISTERED
    judge(archive, replace(wish, item_id="p1", state=exempt, reason="Ringa betydelse"))
    thread, alone = worklist(archive)
    assert (thread.state, thread.items) == (WorkState.TO_REGISTER, 4)
    assert (alone.item_id, alone.covers_thread) == ("p1", False)


def test_a_package_is_listed_once_it_is_judged(archive, wish, package):
    judge(archive, replace(wish, item_id=package.package_id))
    (found,) = [w for w in worklist(archive) if w.item_id == package.package_id]
    assert (found.entry, found.state) == (None, WorkState.TO_REGISTER)


def test_the_list_can_be_a_boards_or_an_accounts(archive, account):
    whole = worklist(archive)
    assert worklist(archive, account.account_id) == whole
    assert worklist(archive, board_id=account.board_id) == whole
    with pytest.raises(UnknownName):
        worklist(archive, "annat")
