# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How far an order has come, told to the door that watches and to the order's row.

Every sign of life renews the worker's lease, so that an order is taken over only from
a worker that has died.
"""

from datetime import datetime, timedelta

from pipeline.context import Archive
from rules.orders import LEASE
from schemas.order import Progress

INTERVAL = timedelta(seconds=2)
"""How often the order's row is written at most; a new step is written at once."""


class OrderProgress:
    """Listens to the work on one order."""

    def __init__(self, archive: Archive, order_id: str, worker: str) -> None:
        self._archive = archive
        self._order_id = order_id
        self._worker = worker
        self._step = ""
        self._written: datetime | None = None

    def __call__(self, progress: Progress) -> None:
        """Take note of how far it has come.

        Raises:
            Refused: another worker has taken over the order, so this one must stop.
        """
        self._archive.progress(progress)
        now = self._archive.clock()
        if self._is_too_soon(progress, now):
            return
        self._step, self._written = progress.step, now
        orders = self._archive.database.orders
        with self._archive.database.transaction():
            orders.progress(self._order_id, self._worker, progress)
            orders.renew(self._order_id, self._worker, now, LEASE.total_seconds())

    def _is_too_soon(self, progress: Progress, now: datetime) -> bool:
        if self._written is None or progress.step != self._step:
            return False
        return now - self._written < INTERVAL
