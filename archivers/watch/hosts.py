# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Leaves a host in peace for the rest of a round when it has shown that it is down.

A platform that is down would else cost each of its accounts the patience of a look, and
one that asks us to wait would be asked again by every account.
"""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.profile import PageState

TRYING = frozenset({PageState.UNAVAILABLE, PageState.RATE_LIMITED})
"""The states of a host, not of an account."""

ENOUGH = 3


@dataclass
class HostHealth:
    """What the looks of one round have met at each host; threads share it.

    `resting` are hosts that were found to be out a short while ago.
    """

    resting: Mapping[str, PageState] = field(default_factory=dict)
    _met: dict[str, PageState] = field(default_factory=dict)
    _in_a_row: Counter[str] = field(default_factory=Counter)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def refusal(self, host: str) -> PageState | None:
        """Give the state of a host that is not to be asked again this round."""
        named = host.removeprefix("www.")
        if named in self.resting:
            return self.resting[named]
        with self._turn:
            return self._met[host] if self._in_a_row[host] >= ENOUGH else None

    def note(self, host: str, state: PageState) -> None:
        """Note what a look met; one good answer makes a host well again."""
        with self._turn:
            self._met[host] = state
            self._in_a_row[host] = self._in_a_row[host] + 1 if state in TRYING else 0
