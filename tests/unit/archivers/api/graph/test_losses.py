# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What fails now and then is counted; what fails time after time is down."""

import pytest

from archivers.api.graph.losses import MOST_IN_A_ROW, Losses
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
