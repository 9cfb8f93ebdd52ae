# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What fails now and then is counted; what fails time after time is down."""

import pytest

from archivers.api.graph.losses import FEW, MOST_IN_A_ROW, Losses
from schemas.errors import PlatformDown, RateLimited

DOWN = PlatformDown("Facebook svarar med fel.")


def fail(losses, times=1, error=DOWN):
    for _ in range(times):
        with losses.counted("threads"):
            raise error


def test_a_failure_is_counted_and_told():
    losses = Losses()
    fail(losses, 2)
    words = {"media": "{number} bilder.", "threads": "{number} trådar."}
    assert losses.sentences(words) == ("2 trådar.",)


def test_success_in_between_forgives():
    losses = Losses()
    for _ in range(MOST_IN_A_ROW):
        fail(losses)
        with losses.counted("threads"):
            pass
    assert losses.counts["threads"] == MOST_IN_A_ROW


def test_a_platform_that_fails_time_after_time_is_down():
    losses = Losses()
    with pytest.raises(PlatformDown):
        fail(losses, MOST_IN_A_ROW)


def test_a_limit_is_no_loss():
    losses = Losses()
    with pytest.raises(RateLimited):
        fail(losses, 1, RateLimited("Vänta."))
    assert not losses.counts


@pytest.mark.parametrize(
    ("passed", "given", "is_gap"),
    [(FEW, 0, False), (FEW + 1, 0, True), (90, 100, False), (101, 100, True)],
)
def test_what_is_passed_over_most_of_all_is_lacking(passed, given, is_gap):
    losses = Losses()
    losses.counts["unseen"] = passed
    losses.suspect("unseen", "ungiven", given)
    assert (losses.counts["ungiven"] == passed) is is_gap
    assert (losses.counts["unseen"] == passed) is not is_gap
