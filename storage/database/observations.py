# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every sight of a profile; the last good one is what the next is compared with."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, insert, or_, select

from schemas.errors import Refused, UnknownName
from schemas.profile import Observation, ObservedAs, PageState
from storage.database.connections import Connections
from storage.database.rows import exists, from_row, to_row
from storage.database.tables import accounts, observations

_NEWEST_FIRST = (observations.c.seen_at.desc(), observations.c.observation_id.desc())


class Observations:
    """What the watch has seen."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, observation: Observation) -> None:
        """Note a sight of a profile, whatever kind of page answered.

        Raises:
            Refused: an observation with that id is already there.
            UnknownName: the account is not there.
        """
        mine = observations.c.observation_id == observation.observation_id
        theirs = accounts.c.account_id == observation.account_id
        with self._connections.write() as connection:
            if not exists(connection, accounts, theirs):
                message = f"Kontot ”{observation.account_id}” finns inte i registret."
                raise UnknownName(message)
            if exists(connection, observations, mine):
                message = f"Avläsningen ”{observation.observation_id}” finns redan."
                raise Refused(message)
            row = to_row(observation, observations)
            connection.execute(insert(observations).values(row))

    def get(self, observation_id: str) -> Observation:
        """Give an observation.

        Raises:
            UnknownName: there is no such observation.
        """
        mine = observations.c.observation_id == observation_id
        with self._connections.read() as connection:
            row = (
                connection.execute(select(observations).where(mine)).mappings().first()
            )
        if row is None:
            message = f"Avläsningen ”{observation_id}” finns inte."
            raise UnknownName(message)
        return from_row(Observation, row)

    def last_good(
        self, account_id: str, observed_as: ObservedAs | None = None
    ) -> Observation | None:
        """Give the newest sight of a page that showed as it should.

        With `observed_as`, only sights by such eyes: like is compared with like.
        """
        good = observations.c.page_state == PageState.OK.value
        if observed_as is not None:
            good &= observations.c.observed_as == observed_as.value
        return self._first(_of(account_id, good))

    def nearest(self, like: Observation, at: datetime) -> Observation | None:
        """Give the good sight of a moment, by the same eyes and the same extractor.

        It is the newest at or before the moment, else the oldest after it.
        """
        name, _, number = like.extractor.partition("/")
        line = f"{name}/{number.partition('.')[0]}"
        extractor = observations.c.extractor
        alike = (
            observations.c.page_state == PageState.OK.value,
            observations.c.observed_as == like.observed_as.value,
            or_(extractor == line, extractor.startswith(f"{line}.", autoescape=True)),
        )
        seen_at = observations.c.seen_at
        before = self._first(_of(like.account_id, *alike, seen_at <= at))
        if before is not None:
            return before
        after = _of(like.account_id, *alike, seen_at > at).order_by(None)
        return self._first(after.order_by(seen_at, observations.c.observation_id))

    def last_seen(self, account_id: str) -> Observation | None:
        """Give the newest sight, whatever page answered."""
        return self._first(_of(account_id))

    def list(
        self, account_id: str, limit: int | None = None
    ) -> tuple[Observation, ...]:
        """Give an account's observations, newest first."""
        with self._connections.read() as connection:
            rows = connection.execute(_of(account_id).limit(limit)).mappings()
            return tuple(from_row(Observation, row) for row in rows)

    def _first(self, found: Select[tuple[object, ...]]) -> Observation | None:
        with self._connections.read() as connection:
            row = connection.execute(found.limit(1)).mappings().first()
            return None if row is None else from_row(Observation, row)


def _of(account_id: str, *where: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    mine = observations.c.account_id == account_id
    return select(observations).where(mine, *where).order_by(*_NEWEST_FIRST)
