# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long a capture may go on before it gives up and says so."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The bounds of one capture; a bound that is reached makes it incomplete.

    Seconds are wall-clock. `quiet_checks` checks in a row, `poll_ms` apart, must find
    the network idle and the page unchanged before a page counts as at rest. As long as
    less has been found than the page itself states, `doubtful_checks` are asked for:
    a feed may take its time to give its end signal. No single wait is longer than
    250 ms. A host gets `visit_burst` visits at once and `visits_per_second` from then
    on, whether by the browser or without it. `watchers` accounts are looked at at once.
    """

    navigation_seconds: float = 45.0
    page_seconds: float = 1800.0
    total_seconds: float = 3 * 3600.0
    video_seconds: float = 120.0
    scrolls: int = 20_000
    pages: int = 5000
    poll_ms: int = 100
    settled_checks: int = 3
    quiet_checks: int = 12
    doubtful_checks: int = 60
    stalled_seconds: float = 20.0
    retry_after_seconds: float = 120.0
    retry_seconds: float = 1.0
    retries: int = 3
    visits_per_second: float = 2.0
    visit_burst: int = 20
    watchers: int = 8
