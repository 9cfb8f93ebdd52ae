# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happened, in a chain that shows if anything was altered afterwards.

Each event holds the digest of the one before it. The database refuses to change or
remove events (migration 0002); the chain shows it when someone went around that.
Whoever can rewrite the whole table can also write a new chain: the proof against that
is a digest kept elsewhere, and `Events.verify` takes such digests.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, insert, select, text, update

from schemas.errors import Damaged
from schemas.order import Event, EventKind
from storage.database.connections import Connections
from storage.database.rows import AnyRow, from_row
from storage.database.tables import event_head, events, in_utc

GENESIS = "0" * 64
"""What stands as the digest before the first event."""

_APPEND_LOCK = 4_716_001
"""The PostgreSQL advisory lock that lets one writer extend the chain at a time."""

_BATCH = 1000
_COVERED = (
    "sequence",
    "happened_at",
    "kind",
    "agent",
    "subject",
    "detail",
    "previous",
)
_NOTHING: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True)
class ChainProblem:
    """Where the chain does not hold; `message` is a Swedish sentence."""

    sequence: int
    message: str


@dataclass(frozen=True)
class ChainReport:
    """What a check of the chain found; `head` is the last event's digest."""

    events: int
    head: str
    problems: tuple[ChainProblem, ...]

    @property
    def is_intact(self) -> bool:
        """Whether nothing was changed, removed, added or moved."""
        return not self.problems


class Events:
    """The append-only record of what happened, when, and by whom."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def append(
        self,
        kind: EventKind,
        agent: str,
        subject: str,
        detail: Mapping[str, str],
        at: datetime,
    ) -> Event:
        """Add an event to the end of the chain, one writer at a time.

        `detail` holds ids, counts and labels; never personal data from a capture.
        """
        with self._connections.write() as connection:
            sequence, previous = _take_head(connection)
            row: dict[str, Any] = {
                "sequence": sequence + 1,
                "happened_at": in_utc(at).isoformat(timespec="microseconds"),
                "kind": kind.value,
                "agent": agent,
                "subject": subject,
                "detail": _canonical(dict(detail)),
                "previous": previous,
            }
            row["digest"] = digest_of(row)
            event = _event(row)
            connection.execute(insert(events).values(row))
            head = {"sequence": event.sequence, "digest": event.digest}
            connection.execute(update(event_head).values(head))
            return event

    def list(
        self,
        subject: str | None = None,
        kind: EventKind | None = None,
        limit: int | None = None,
    ) -> tuple[Event, ...]:
        """Give events in the order they happened; with a limit, the last ones."""
        found = select(events).order_by(events.c.sequence.desc()).limit(limit)
        if subject is not None:
            found = found.where(events.c.subject == subject)
        if kind is not None:
            found = found.where(events.c.kind == kind.value)
        with self._connections.read() as connection:
            rows = connection.execute(found).mappings().all()
            return tuple(_event(row) for row in reversed(rows))

    def verify(self, known: Mapping[int, str] = _NOTHING) -> ChainReport:
        """Check the whole chain, and say the sequence number of every fault.

        `known` holds digests that were kept elsewhere, by sequence number, such as
        those written into packages; they reveal a chain that was rewritten as a whole.
        """
        with self._connections.read() as connection:
            head = _head(connection)
            chain = select(events).order_by(events.c.sequence)
            stream = chain.execution_options(yield_per=_BATCH)
            return check_chain(connection.execute(stream).mappings(), head, known)


def digest_of(row: AnyRow) -> str:
    """Give the SHA-256 of an event's canonical JSON, the digest before it included.

    Canonical: keys sorted, no spaces, UTF-8, no escapes beyond what JSON demands;
    `detail` is an object in it and `happened_at` UTC with microseconds.
    """
    fields = {name: row[name] for name in _COVERED}
    try:
        detail = json.loads(fields["detail"])
    except (TypeError, ValueError):
        detail = None
    if _canonical(detail) == fields["detail"]:
        fields["detail"] = detail
    return hashlib.sha256(_canonical(fields).encode()).hexdigest()


def check_chain(
    rows: Iterable[AnyRow],
    head: tuple[int, str],
    known: Mapping[int, str] = _NOTHING,
) -> ChainReport:
    """Check rows in sequence order against each other, and against the noted head."""
    problems: list[ChainProblem] = []
    count, last = 0, (0, GENESIS)
    for row in rows:
        count += 1
        problems.extend(_faults(row, last, known.get(row["sequence"])))
        last = (row["sequence"], row["digest"])
    beyond = [head[0], *(sequence for sequence in known if sequence > last[0])]
    if last[0] < max(beyond):
        problems.append(ChainProblem(last[0] + 1, _missing(last[0] + 1, max(beyond))))
    elif last != head:
        message = f"Händelse {last[0]} är inte den som kedjan noterats sluta med."
        problems.append(ChainProblem(last[0], message))
    return ChainReport(count, last[1], tuple(problems))


def _faults(
    row: AnyRow, last: tuple[int, str], known: str | None
) -> Iterator[ChainProblem]:
    """Name what is wrong with an event, given the one before it."""
    sequence, expected = row["sequence"], last[0] + 1
    if sequence > expected:
        yield ChainProblem(expected, _missing(expected, sequence - 1))
    elif sequence < expected:
        message = f"Händelse {sequence} står på fel plats i kedjan."
        yield ChainProblem(sequence, message)
    if row["previous"] != last[1]:
        message = f"Händelse {sequence} hör inte ihop med händelsen före den."
        yield ChainProblem(sequence, message)
    if row["digest"] != digest_of(row):
        yield ChainProblem(sequence, f"Händelse {sequence} har ändrats i efterhand.")
    if known not in (None, row["digest"]):
        message = f"Händelse {sequence} är inte den som tidigare intygats."
        yield ChainProblem(sequence, message)


def _missing(first: int, last: int) -> str:
    if first == last:
        return f"Händelse {first} saknas."
    return f"Händelserna {first}–{last} saknas."


def _canonical(value: object) -> str:
    """JSON in one form only; `repr` catches what no append could have written."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=repr
    )


def _take_head(connection: Connection) -> tuple[int, str]:
    """Give the end of the chain, which nobody else may extend until we commit.

    SQLite took its write lock when the transaction began.
    """
    if connection.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:lock)")
        connection.execute(lock, {"lock": _APPEND_LOCK})
    return _head(connection)


def _head(connection: Connection) -> tuple[int, str]:
    found = connection.execute(select(event_head.c.sequence, event_head.c.digest))
    head = found.first()
    if head is None:
        message = "Händelsekedjans slut saknas i databasen."
        raise Damaged(message)
    return head.sequence, head.digest


def _event(row: AnyRow) -> Event:
    try:
        plain = {
            "detail": json.loads(row["detail"]),
            "happened_at": datetime.fromisoformat(row["happened_at"]),
        }
    except (TypeError, ValueError) as error:
        message = f"Händelse {row['sequence']} går inte att tolka."
        raise Damaged(message) from error
    return from_row(Event, {**row, **plain})
