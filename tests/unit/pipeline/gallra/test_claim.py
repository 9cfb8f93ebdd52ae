# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A decision is held by one worker for as long as that one gives signs of life."""

from dataclasses import replace

import pytest

from pipeline.gallra.claim import claimed
from pipeline.gallra.propose import Wish, approve, propose
from schemas.errors import Unavailable
from schemas.order import Progress
from tests.unit.pipeline.gallra.conftest import ACCOUNT


@pytest.fixture
def decision_id(archive, due) -> str:
    """A decision that nobody is carrying out."""
    assert due.account_id == ACCOUNT
    frozen = propose(archive, Wish(ACCOUNT)).frozen
    return approve(replace(archive, agent="Gun"), frozen.list_id, "KS 4.2").decision_id


def test_nobody_else_takes_it_while_it_is_held(archive, decision_id):
    with (
        claimed(archive, decision_id),
        pytest.raises(Unavailable),
        claimed(archive, decision_id),
    ):
        pass
    with claimed(archive, decision_id):
        pass


def test_signs_of_life_hold_it_longer_than_a_lease(archive, decision_id, clock):
    with claimed(archive, decision_id) as held:
        for _ in range(10):
            clock.pass_time(minutes=10)
            held.progress(Progress(step="Söker"))
        with pytest.raises(Unavailable), claimed(archive, decision_id):
            pass


def test_one_that_died_is_followed_by_another(archive, decision_id, clock):
    with claimed(archive, decision_id) as dead:
        clock.pass_time(minutes=31)
        with claimed(archive, decision_id):
            clock.pass_time(minutes=6)
            with pytest.raises(Unavailable):
                dead.progress(Progress(step="Söker"))


def test_progress_is_still_told(archive, decision_id):
    told = []
    with claimed(archive.telling(told.append), decision_id) as held:
        held.progress(Progress(step="Söker"))
    assert told == [Progress(step="Söker")]
