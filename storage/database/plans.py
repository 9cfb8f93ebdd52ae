# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The boards' information management plans, each version with the file it came from.

A version is never changed: a package that cites plan, version and row must be readable
against exactly that row for as long as the package is kept.
"""

import hashlib
from datetime import date

from sqlalchemy import Connection, RowMapping, insert, or_, select

from schemas.errors import DigestMismatch, NotInPlan, Refused, UnknownName
from schemas.plan import PlanItem, PlanVersion
from storage.database.connections import Connections
from storage.database.rows import exists, from_row, to_row
from storage.database.tables import boards, plan_rows, plan_sources, plans


class Plans:
    """Adopted plan versions, their rows and their source files."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, plan: PlanVersion, source: bytes) -> None:
        """Keep a plan version and the file that it was read from.

        Raises:
            Refused: that version is already there, or a row id comes twice.
            UnknownName: the board is not there.
            DigestMismatch: the file is not the one that the record speaks of.
        """
        _must_match(plan, source)
        key = {"plan_id": plan.plan_id, "plan_version": plan.version}
        rows = [
            {**key, "position": position, **to_row(row, plan_rows)}
            for position, row in enumerate(plan.rows)
        ]
        with self._connections.write() as connection:
            _must_be_new(connection, plan)
            connection.execute(insert(plans).values(to_row(plan, plans)))
            connection.execute(insert(plan_sources).values(content=source, **key))
            if rows:
                connection.execute(insert(plan_rows), rows)

    def get(self, plan_id: str, version: int) -> PlanVersion:
        """Give a plan version with its rows.

        Raises:
            UnknownName: there is no such version.
        """
        found = select(plans).where(
            plans.c.plan_id == plan_id, plans.c.version == version
        )
        with self._connections.read() as connection:
            row = connection.execute(found).mappings().first()
            if row is None:
                raise UnknownName(_unknown(plan_id, version))
            return _whole(connection, row)

    def current(self, board_id: str, on: date) -> PlanVersion:
        """Give the plan version that is in force for a board on a day.

        Where two overlap, the one that came into force last holds; of the same day,
        the later version.

        Raises:
            NotInPlan: no version is in force on that day.
        """
        found = (
            select(plans)
            .where(
                plans.c.board_id == board_id,
                plans.c.valid_from <= on,
                or_(plans.c.valid_to.is_(None), plans.c.valid_to >= on),
            )
            .order_by(
                plans.c.valid_from.desc(), plans.c.version.desc(), plans.c.plan_id
            )
            .limit(1)
        )
        with self._connections.read() as connection:
            row = connection.execute(found).mappings().first()
            if row is None:
                message = (
                    f"Nämnden ”{board_id}” har ingen informationshanteringsplan som "
                    f"gäller {on.isoformat()}. Läs in den med avbild plan import."
                )
                raise NotInPlan(message)
            return _whole(connection, row)

    def list(self, board: str | None = None) -> tuple[PlanVersion, ...]:
        """Give every plan version, or a board's, by plan and version."""
        found = select(plans).order_by(plans.c.plan_id, plans.c.version)
        if board is not None:
            found = found.where(plans.c.board_id == board)
        with self._connections.read() as connection:
            rows = connection.execute(found).mappings().all()
            return tuple(_whole(connection, row) for row in rows)

    def source(self, plan_id: str, version: int) -> bytes:
        """Give the file that a plan version was read from, byte for byte.

        Raises:
            UnknownName: there is no such version.
            DigestMismatch: the file has changed since it was kept.
        """
        found = select(plan_sources.c.content).where(
            plan_sources.c.plan_id == plan_id, plan_sources.c.plan_version == version
        )
        with self._connections.read() as connection:
            plan = self.get(plan_id, version)
            content = bytes(connection.execute(found).scalar_one())
        _must_match(plan, content)
        return content


def _whole(connection: Connection, plan: RowMapping) -> PlanVersion:
    found = (
        select(plan_rows)
        .where(
            plan_rows.c.plan_id == plan["plan_id"],
            plan_rows.c.plan_version == plan["version"],
        )
        .order_by(plan_rows.c.position)
    )
    items = (from_row(PlanItem, row) for row in connection.execute(found).mappings())
    return from_row(PlanVersion, {**plan, "rows": tuple(items)})


def _must_be_new(connection: Connection, plan: PlanVersion) -> None:
    if not exists(connection, boards, boards.c.board_id == plan.board_id):
        message = f"Nämnden ”{plan.board_id}” finns inte i registret."
        raise UnknownName(message)
    same = (plans.c.plan_id == plan.plan_id, plans.c.version == plan.version)
    if exists(connection, plans, *same):
        message = f"Planen ”{plan.plan_id}” version {plan.version} finns redan."
        raise Refused(message)
    if len({row.row_id for row in plan.rows}) < len(plan.rows):
        message = f"Planen ”{plan.plan_id}” har två rader med samma id."
        raise Refused(message)


def _must_match(plan: PlanVersion, source: bytes) -> None:
    if hashlib.sha256(source).hexdigest() != plan.source_sha256:
        message = (
            f"Filen ”{plan.source_name}” stämmer inte med kontrollsumman för planen "
            f"”{plan.plan_id}” version {plan.version}."
        )
        raise DigestMismatch(message)


def _unknown(plan_id: str, version: int) -> str:
    return f"Planen ”{plan_id}” version {version} finns inte."
