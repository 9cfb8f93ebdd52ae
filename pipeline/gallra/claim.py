# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hold a decision while it is carried out, so that two workers never destroy by it.

Every sign of life renews the claim: a large package may take longer than a lease.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from pipeline.context import Archive
from rules.orders import LEASE
from schemas.order import Progress

INTERVAL = timedelta(minutes=5)
"""How often the claim is renewed at most."""


@contextmanager
def claimed(archive: Archive, decision_id: str) -> Iterator[Archive]:
    """Hold a decision; give the archive whose progress keeps holding it.

    Raises:
        Unavailable: another worker holds it, or has taken it over.
        UnknownName: there is no such decision.
    """
    worker = archive.new_id()
    claim = _Claim(archive, decision_id, worker)
    claim.renew(archive.clock())
    try:
        yield archive.telling(claim)
    finally:
        archive.database.gallring.release_claim(decision_id, worker)


class _Claim:
    """Listens to the work, and renews the claim now and then."""

    def __init__(self, archive: Archive, decision_id: str, worker: str) -> None:
        self._archive = archive
        self._decision_id = decision_id
        self._worker = worker
        self._renewed = archive.clock()

    def __call__(self, progress: Progress) -> None:
        self._archive.progress(progress)
        now = self._archive.clock()
        if now - self._renewed >= INTERVAL:
            self.renew(now)

    def renew(self, now: datetime) -> None:
        """Hold it from now on for as long as a lease lasts."""
        claims, seconds = self._archive.database.gallring, LEASE.total_seconds()
        claims.claim(self._decision_id, self._worker, now, seconds)
        self._renewed = now
