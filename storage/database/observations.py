# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every sight of a profile; the last good one is what the next is compared with.

A sight is a span: the same seen again moves its end. What is newest is what was seen
last, not what was seen first.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from schemas.errors import Refused, UnknownName
from schemas.profile import Observation, ObservedAs, PageState
from storage.database.batches import chunks
from storage.database.connections import Connections
from storage.database.evidence_use import alone_in
from storage.database.rows import from_row, to_row
from storage.database.tables import accounts, observations

_TABLE = observations.c
_NEWEST_FIRST = (
    _TABLE.until.desc(),
    _TABLE.seen_at.desc(),
    _TABLE.observation_id.desc(),
)
_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_GOOD = _TABLE.page_state == PageState.OK.value

_GROWING = (
    "profile",
    "last_seen_at",
    "sights",
    "last_active_at",
    "counters",
    "evidence",
)
"""What may change of a sight that goes on."""


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
        self.add_all([observation])

    def add_all(self, seen: Sequence[Observation]) -> None:
        """Note the sights of a batch of accounts; all of them or none.

        Raises:
            Refused: an observation with the same id is already there.
            UnknownName: an account is not there.
        """
        if not seen:
            return
        rows = [to_row(observation, observations) for observation in seen]
        with self._connections.write() as connection:
            theirs = {observation.account_id for observation in seen}
            for unknown in theirs - _there(connection, accounts.c.account_id, theirs):
                message = f"Kontot ”{unknown}” finns inte i registret."
                raise UnknownName(message)
            mine = {observation.observation_id for observation in seen}
            for taken in _there(connection, _TABLE.observation_id, mine):
                message = f"Avläsningen ”{taken}” finns redan."
                raise Refused(message)
            connection.execute(insert(observations), rows)

    def extend(self, seen: Sequence[Observation]) -> None:
        """Let sights that are there go on: the same was seen again.

        Moves their end, and takes what may grow meanwhile: the number of sights, the
        counters, the evidence, and fields of the profile that were not found before.
        A sight that another worker has taken further stays as it is.

        Raises:
            UnknownName: an observation is not there.
        """
        if not seen:
            return
        ordered = sorted(seen, key=lambda observation: observation.observation_id)
        with self._connections.write() as connection:
            mine = {observation.observation_id for observation in seen}
            for unknown in mine - _there(connection, _TABLE.observation_id, mine):
                message = f"Avläsningen ”{unknown}” finns inte."
                raise UnknownName(message)
            grown = (
                update(observations)
                .where(
                    _TABLE.observation_id == bindparam("b_observation_id"),
                    _TABLE.until <= bindparam("b_until"),
                )
                .values({name: bindparam(f"b_{name}") for name in _GROWING})
            )
            connection.execute(grown, [_growth(observation) for observation in ordered])

    def get(self, observation_id: str) -> Observation:
        """Give an observation.

        Raises:
            UnknownName: there is no such observation.
        """
        mine = _TABLE.observation_id == observation_id
        found = self._first(select(observations).where(mine))
        if found is None:
            message = f"Avläsningen ”{observation_id}” finns inte."
            raise UnknownName(message)
        return found

    def heads(
        self, account_ids: Iterable[str]
    ) -> Mapping[str, tuple[Observation, ...]]:
        """Give what the next sights of a batch of accounts are compared with.

        For each account, eyes and extractor: the newest sight and the newest good one,
        newest first. An account that was never seen is not there.
        """
        found: dict[str, tuple[Observation, ...]] = {}
        with self._connections.read() as connection:
            for some in chunks(account_ids):
                rows = connection.execute(_HEADS, {_IDS.key: some}).mappings()
                for row in rows:
                    seen = from_row(Observation, row)
                    found[seen.account_id] = (*found.get(seen.account_id, ()), seen)
        return {account_id: _as_heads(seen) for account_id, seen in found.items()}

    def last_good(
        self, account_id: str, observed_as: ObservedAs | None = None
    ) -> Observation | None:
        """Give the newest sight of a page that showed as it should.

        With `observed_as`, only sights by such eyes: like is compared with like.
        """
        good = _GOOD
        if observed_as is not None:
            good &= _TABLE.observed_as == observed_as.value
        return self._first(_of(account_id, good))

    def gone_since_good(self, account_id: str) -> tuple[Observation, ...]:
        """Give the bad sights since the last good one, by any eyes, oldest first.

        All of them when there never was a good one. A sight that began before the last
        good one is left out, even if it was taken further afterwards: how long an
        account has been gone cannot be read from it. So a bad sight must not go on
        over a good one by other eyes.
        """
        with self._connections.read() as connection:
            last = select(func.max(_TABLE.until)).where(
                _TABLE.account_id == account_id, _GOOD
            )
            good = connection.execute(last).scalar_one()
            after = () if good is None else (_TABLE.seen_at > good,)
            found = _of(account_id, ~_GOOD, *after).order_by(None)
            rows = connection.execute(
                found.order_by(_TABLE.seen_at, _TABLE.observation_id)
            )
            return tuple(from_row(Observation, row) for row in rows.mappings())

    def nearest(self, like: Observation, at: datetime) -> Observation | None:
        """Give the good sight of a moment, by the same eyes and the same extractor.

        It is the one that spans the moment, else the newest before it, else the oldest
        after it.
        """
        name, _, number = like.extractor.partition("/")
        line = f"{name}/{number.partition('.')[0]}"
        extractor = _TABLE.extractor
        alike = (
            _GOOD,
            _TABLE.observed_as == like.observed_as.value,
            or_(extractor == line, extractor.startswith(f"{line}.", autoescape=True)),
        )
        moment = bindparam("at", at, type_=_TABLE.seen_at.type)
        reaches = case((_TABLE.until > moment, moment), else_=_TABLE.until)
        before = _of(like.account_id, *alike, _TABLE.seen_at <= at).order_by(None)
        found = self._first(before.order_by(reaches.desc(), *_NEWEST_FIRST[1:]))
        if found is not None:
            return found
        after = _of(like.account_id, *alike, _TABLE.seen_at > at).order_by(None)
        return self._first(after.order_by(_TABLE.seen_at, _TABLE.observation_id))

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

    def purge(self, account_id: str) -> tuple[str, ...]:
        """Remove every sight of an account, and say which evidence nothing else uses.

        Only gallring does this, and only when a decision on the account's whole content
        stands behind it. Its changes point at the sights and must go first; the
        evidence goes afterwards, in the same transaction. It is that of the sights, of
        the account's closures and of its rows in conformity reports; evidence that
        another account's records refer to is not given.

        Raises:
            Refused: a change still points at the sights.
        """
        with self._connections.write() as connection:
            _hold_evidence(connection)
            alone = alone_in(connection, account_id)
            connection.execute(
                delete(observations).where(_TABLE.account_id == account_id)
            )
            return tuple(sorted(alone))

    def _first(self, found: Select[tuple[object, ...]]) -> Observation | None:
        with self._connections.read() as connection:
            row = connection.execute(found.limit(1)).mappings().first()
            return None if row is None else from_row(Observation, row)


def _of(account_id: str, *where: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    mine = _TABLE.account_id == account_id
    return select(observations).where(mine, *where).order_by(*_NEWEST_FIRST)


def _there(
    connection: Connection, column: ColumnElement[str], names: Iterable[str]
) -> set[str]:
    """Give those of the names that the column holds."""
    found: set[str] = set()
    for some in chunks(names):
        rows = connection.execute(select(column).where(column.in_(some)))
        found |= set(rows.scalars())
    return found


def _growth(observation: Observation) -> dict[str, object]:
    row = to_row(observation, observations)
    growth = {f"b_{name}": row[name] for name in _GROWING}
    key = {"b_observation_id": observation.observation_id}
    return {**growth, **key, "b_until": observation.until}


def _heads() -> Select[tuple[object, ...]]:
    """Find each account's newest good and newest other sight, by each eyes.

    Ids are ranked first, by the index, so that no profile is read in vain.
    """
    place = func.row_number().over(
        partition_by=(
            _TABLE.account_id,
            _TABLE.observed_as,
            _TABLE.extractor,
            _GOOD,
        ),
        order_by=(_TABLE.until.desc(), _TABLE.observation_id.desc()),
    )
    placed = (
        select(_TABLE.observation_id, place.label("place"))
        .where(_TABLE.account_id.in_(_IDS))
        .subquery()
    )
    first = select(placed.c.observation_id).where(placed.c.place == 1)
    heads = _TABLE.observation_id.in_(first)
    return select(observations).where(heads).order_by(*_NEWEST_FIRST)


_HEADS = _heads()
"""Made once: to make it takes longer than to ask it."""


def _as_heads(seen: Sequence[Observation]) -> tuple[Observation, ...]:
    """Leave out bad sights that a good one by the same eyes followed on."""
    good = {
        (one.observed_as, one.extractor): one.until
        for one in seen
        if one.page_state is PageState.OK
    }
    return tuple(
        one
        for one in seen
        if one.page_state is PageState.OK
        or one.until >= good.get((one.observed_as, one.extractor), one.until)
    )


def _hold_evidence(connection: Connection) -> None:
    """Keep others from putting evidence until we commit; SQLite has one writer."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE evidence IN SHARE ROW EXCLUSIVE MODE"))
