# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which row of the plan each item belongs to, and the rules that propose it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from schemas.classification import Classification, ClassificationRule
from schemas.errors import Refused, UnknownName
from storage.database.connections import Connections
from storage.database.judged_tables import classification_rules, classifications
from storage.database.rows import exists, from_row, to_row
from storage.database.tables import accounts, boards, plan_rows

_PLAN_ROW = ("plan_id", "plan_version", "row_id")


class Classifications:
    """Proposed and confirmed rows; each follows on the one before, the newest counts.

    A classification keeps the plan version that it was made by, also when the board
    adopts a new one.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, classification: Classification) -> None:
        """Keep a classification as the newest of its item.

        Raises:
            UnknownName: the account or the plan row is not there.
        """
        self.add_all((classification,))

    def add_all(self, made: Iterable[Classification]) -> None:
        """Keep many classifications at once, in their order, or none of them.

        Raises:
            UnknownName: an account or a plan row is not there.
        """
        rows = [_row(classification) for classification in made]
        with self._connections.write() as connection:
            for account_id in {row["account_id"] for row in rows}:
                _must_have_account(connection, account_id)
            for key in {tuple(row[name] for name in _PLAN_ROW) for row in rows}:
                _must_have_plan_row(connection, *key)
            if rows:
                connection.execute(insert(classifications), rows)

    def of(self, account_id: str, item_id: str) -> Classification | None:
        """Give an item's newest classification, if it has one."""
        mine = (classifications.c.account_id == account_id) & (
            classifications.c.item_id == item_id
        )
        return next(iter(self._newest(mine)), None)

    def of_account(self, account_id: str) -> Mapping[str, Classification]:
        """Give the newest classification of each of an account's items, by item id."""
        mine = classifications.c.account_id == account_id
        return {found.item_id: found for found in self._newest(mine)}

    def count_by_row(self, plan_id: str, version: int) -> Mapping[str, int]:
        """Count the items that now belong to each row of a plan version, by row id."""
        table = classifications.c
        found = (
            select(table.row_id, func.count())
            .where(
                table.plan_id == plan_id,
                table.plan_version == version,
                _is_newest(),
            )
            .group_by(table.row_id)
            .order_by(table.row_id)
        )
        with self._connections.read() as connection:
            rows = connection.execute(found).all()
            return {row[0]: row[1] for row in rows}

    def rules(self, board_id: str) -> tuple[ClassificationRule, ...]:
        """Give a board's rules in the order that they are tried."""
        table = classification_rules.c
        found = (
            select(classification_rules)
            .where(table.board_id == board_id)
            .order_by(table.position, table.rule_id)
        )
        with self._connections.read() as connection:
            rows = connection.execute(found).mappings()
            return tuple(from_row(ClassificationRule, row) for row in rows)

    def set_rules(self, board_id: str, rules: Iterable[ClassificationRule]) -> None:
        """Let these be a board's rules, in place of those it had.

        Raises:
            Refused: a rule belongs to another board, or two have the same id.
            UnknownName: the board is not there.
        """
        rows = [to_row(rule, classification_rules) for rule in rules]
        if any(row["board_id"] != board_id for row in rows):
            message = f"En av reglerna hör inte till nämnden ”{board_id}”."
            raise Refused(message)
        if len({row["rule_id"] for row in rows}) < len(rows):
            message = "Två av reglerna har samma id."
            raise Refused(message)
        with self._connections.write() as connection:
            if not exists(connection, boards, boards.c.board_id == board_id):
                message = f"Nämnden ”{board_id}” finns inte i registret."
                raise UnknownName(message)
            table = classification_rules
            connection.execute(delete(table).where(table.c.board_id == board_id))
            if rows:
                connection.execute(insert(table), rows)

    def _newest(self, where: ColumnElement[bool]) -> tuple[Classification, ...]:
        found = (
            select(classifications)
            .where(where, _is_newest())
            .order_by(classifications.c.item_id)
        )
        with self._connections.read() as connection:
            rows = connection.execute(found).mappings()
            return tuple(from_row(Classification, row) for row in rows)


def _row(classification: Classification) -> dict[str, Any]:
    """The plan row stands in columns of its own too, to be counted and checked by."""
    plan = classification.plan
    key = (plan.plan_id, plan.plan_version, plan.row_id)
    return to_row(classification, classifications) | dict(
        zip(_PLAN_ROW, key, strict=True)
    )


def _must_have_account(connection: Connection, account_id: str) -> None:
    if not exists(connection, accounts, accounts.c.account_id == account_id):
        message = f"Kontot ”{account_id}” finns inte."
        raise UnknownName(message)


def _must_have_plan_row(
    connection: Connection, plan_id: str, version: int, row_id: str
) -> None:
    same = (
        plan_rows.c.plan_id == plan_id,
        plan_rows.c.plan_version == version,
        plan_rows.c.row_id == row_id,
    )
    if not exists(connection, plan_rows, *same):
        message = f"Planraden ”{row_id}” finns inte."
        raise UnknownName(message)


def _is_newest() -> ColumnElement[bool]:
    other = classifications.alias("other")
    newest = (
        select(func.max(other.c.number))
        .where(
            other.c.account_id == classifications.c.account_id,
            other.c.item_id == classifications.c.item_id,
        )
        .scalar_subquery()
    )
    return classifications.c.number == newest
