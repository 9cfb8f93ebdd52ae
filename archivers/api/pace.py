# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asks a server no more often than is polite: a bucket of tokens for each host."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache


@dataclass
class Pace:
    """How often a host may be asked.

    A bucket holds `burst` tokens and gets `per_second` new ones each second; a question
    takes one, and waits if there is none. Both stay below what the platforms state that
    they allow, so that a capture of a large account is never shut out half-way. Any
    number of threads may share it: a turn is taken under a lock and waited for without.
    """

    per_second: float
    burst: int
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def wait_for(self, host: str) -> None:
        """Take a token for a host, and wait until there is one."""
        wait = self.take(host)
        if wait:
            self.sleep(wait)

    def take(self, host: str) -> float:
        """Take a token for a host, and say how many seconds there are until it."""
        with self._turn:
            now = self.monotonic()
            tokens, filled_at = self._buckets.get(host, (float(self.burst), now))
            tokens = min(self.burst, tokens + (now - filled_at) * self.per_second) - 1
            self._buckets[host] = (tokens, now)
        return max(0.0, -tokens / self.per_second)

    def pause(self, seconds: float) -> None:
        """Wait as long as a server has asked us to."""
        self.sleep(seconds)


@cache
def shared_pace(per_second: float, burst: int) -> Pace:
    """Give the pace that everybody in this process keeps who wants this one.

    So accounts on the same host, seen by whichever client, share its buckets.
    """
    return Pace(per_second, burst)
