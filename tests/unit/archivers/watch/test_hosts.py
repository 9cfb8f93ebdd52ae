# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A host that is down is left in peace for the rest of a round."""

from archivers.watch.hosts import ENOUGH, HostHealth
from schemas.profile import PageState


def test_a_host_is_refused_when_enough_in_a_row_have_met_the_same():
    health = HostHealth()
    for _ in range(ENOUGH):
        assert health.refusal("torget.se") is None
        health.note("torget.se", PageState.UNAVAILABLE)
    assert health.refusal("torget.se") is PageState.UNAVAILABLE
    assert health.refusal("almhult.se") is None


def test_an_account_that_is_gone_says_nothing_bad_of_its_host():
    health = HostHealth()
    for _ in range(2 * ENOUGH):
        health.note("torget.se", PageState.GONE)
    assert health.refusal("torget.se") is None


def test_one_answer_makes_a_host_well_again():
    health = HostHealth()
    for _ in range(ENOUGH):
        health.note("torget.se", PageState.RATE_LIMITED)
    health.note("torget.se", PageState.OK)
    assert health.refusal("torget.se") is None


def test_a_host_that_rests_is_not_asked_with_www_or_without():
    health = HostHealth({"torget.se": PageState.UNAVAILABLE})
    assert health.refusal("www.torget.se") is PageState.UNAVAILABLE
    assert health.refusal("torget.se") is PageState.UNAVAILABLE
    assert health.refusal("almhult.se") is None
