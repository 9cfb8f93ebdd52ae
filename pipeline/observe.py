# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Watch accounts: see whether a profile changed, and order an archiving if it did."""

from collections.abc import Sequence

from pipeline.context import Archive
from schemas.profile import PageState, ProfileField
from schemas.record import Record


class WatchOutcome(Record):
    """What a look at one account gave.

    `order_id` is the order that is open for the account because of the look, whether
    it was placed now or waited already. `failure` is the Swedish sentence of an error;
    then nothing was seen and `state` is None.
    """

    account_id: str
    state: PageState | None = None
    fields: tuple[ProfileField, ...] = ()
    order_id: str | None = None
    is_new_order: bool = False
    failure: str = ""


def watch(archive: Archive, account_ids: Sequence[str]) -> tuple[WatchOutcome, ...]:
    """Look at each account once; one bad account never fails its batch."""
    raise NotImplementedError
