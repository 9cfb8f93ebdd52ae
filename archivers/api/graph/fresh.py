# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fetches originals whose addresses stop working: at once, and by a new one if need be.

Meta signs the addresses of pictures and films for some days. In a capture that takes
long, or goes on where an earlier one was interrupted, some have expired before they are
fetched; the object that they belong to then gives a new one.
"""

from collections.abc import Callable
from dataclasses import dataclass

from archivers.api.graph.losses import Losses
from archivers.api.originals import Originals
from schemas.errors import AccountGone

EXPIRED = frozenset({403, 410})
MEDIA = "media"
REMOVED = "removed-media"
OTHERS = "others-media"


@dataclass
class FreshOriginals:
    """The originals of one capture, and what was not given of them."""

    originals: Originals
    losses: Losses

    def fetch(
        self, address: str, anew: Callable[[], str], *, is_own: bool = True
    ) -> str:
        """Fetch an original, and give the address under which it is kept.

        Args:
            address: where it is said to be.
            anew: asks its object for an address that works; "" if it has none.
            is_own: whether the account itself published it.

        Raises:
            Unavailable: the platform asks us to wait, or fails time after time.
        """
        with self.losses.counted(MEDIA):
            stored = self.originals.fetch(address, is_own=is_own)
            if stored.status in EXPIRED:
                try:
                    address = anew() or address
                except AccountGone:
                    self.losses.counts[REMOVED] += 1
                    return address
                stored = self.originals.fetch(address, is_own=is_own)
            if stored.sha256 is None:
                self.losses.counts[MEDIA if is_own else OTHERS] += 1
        return address
