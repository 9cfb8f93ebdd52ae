# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The bytes that show what was seen, kept once each under their digest."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from schemas.errors import DigestMismatch, UnknownName
from schemas.profile import Evidence
from storage.database.batches import add_missing, chunks
from storage.database.connections import Connections
from storage.database.evidence_use import alone_in
from storage.database.rows import from_row
from storage.database.watch_tables import evidence


class EvidenceStore:
    """Pictures and answers that the watch kept."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def put(self, kept: Sequence[Evidence]) -> None:
        """Keep evidence; what is there already stays as it was first taken.

        Raises:
            DigestMismatch: the bytes are not what the digest says; nothing is kept.
        """
        rows: dict[str, dict[str, Any]] = {}
        for one in kept:
            _must_match(one)
            rows.setdefault(one.sha256, one.model_dump())
        with self._connections.write() as connection:
            ordered = [rows[sha] for sha in sorted(rows)]
            add_missing(connection, evidence, ordered)

    def get(self, sha256: str) -> Evidence:
        """Give evidence by its digest, which its bytes are checked against.

        Raises:
            UnknownName: there is no such evidence.
            DigestMismatch: the bytes are not those that were kept.
        """
        mine = select(evidence).where(evidence.c.sha256 == sha256)
        with self._connections.read() as connection:
            row = connection.execute(mine).mappings().first()
        if row is None:
            message = f"Beviset ”{sha256}” finns inte."
            raise UnknownName(message)
        found = from_row(Evidence, row)
        _must_match(found)
        return found

    def has(self, digests: Iterable[str]) -> frozenset[str]:
        """Give those of the digests whose evidence is kept."""
        found: set[str] = set()
        with self._connections.read() as connection:
            for some in chunks(digests):
                there = select(evidence.c.sha256).where(evidence.c.sha256.in_(some))
                found |= set(connection.execute(there).scalars())
        return frozenset(found)

    def taken(self, account_id: str) -> tuple[datetime, ...]:
        """Give when the evidence that only this account refers to was taken."""
        times: list[datetime] = []
        with self._connections.read() as connection:
            for some in chunks(sorted(alone_in(connection, account_id))):
                there = select(evidence.c.taken_at).where(evidence.c.sha256.in_(some))
                times += connection.execute(there).scalars()
        return tuple(times)

    def purge(self, digests: Iterable[str]) -> None:
        """Destroy evidence; what is not there is passed over.

        Only gallring does this, and only when a decision stands behind it, with what
        `Observations.purge` gave in the same transaction.
        """
        with self._connections.write() as connection:
            for some in chunks(digests):
                gone = delete(evidence).where(evidence.c.sha256.in_(some))
                connection.execute(gone)


def _must_match(one: Evidence) -> None:
    if hashlib.sha256(one.content).hexdigest() != one.sha256:
        message = f"Beviset ”{one.sha256}” stämmer inte med sin kontrollsumma."
        raise DigestMismatch(message)
