# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people judged of accounts against the guideline, and the reports.

The database refuses to change or remove a judgement (migration 0005).
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from schemas.conformity import (
    AccountConformity,
    ConformityFinding,
    ConformityJudgement,
    ConformityReport,
)
from schemas.errors import Refused, UnknownName
from storage.database.connections import Connections
from storage.database.rows import exists, from_row, to_row
from storage.database.tables import accounts, boards
from storage.database.watch_tables import conformity_judgements, conformity_reports

_REPORTS = conformity_reports.c


class Conformity:
    """Whether accounts are as the guideline says."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def judge(self, judgement: ConformityJudgement) -> None:
        """Keep a person's word on a check, after those before it.

        Raises:
            UnknownName: the account is not there.
        """
        mine = accounts.c.account_id == judgement.account_id
        row = to_row(judgement, conformity_judgements)
        with self._connections.write() as connection:
            if not exists(connection, accounts, mine):
                message = f"Kontot ”{judgement.account_id}” finns inte i registret."
                raise UnknownName(message)
            connection.execute(insert(conformity_judgements).values(row))

    def judgements(self, account_id: str) -> tuple[ConformityJudgement, ...]:
        """Give what people have judged of an account, oldest first."""
        table = conformity_judgements.c
        found = select(conformity_judgements).where(table.account_id == account_id)
        with self._connections.read() as connection:
            rows = connection.execute(found.order_by(table.number)).mappings()
            return tuple(from_row(ConformityJudgement, row) for row in rows)

    def add_report(self, report: ConformityReport) -> None:
        """Keep a report.

        Raises:
            Refused: the id is taken.
            UnknownName: the board is not there.
        """
        row = {
            "report_id": report.report_id,
            "board_id": report.board_id,
            "made_at": report.made_at,
            "report": report.model_dump(mode="json"),
        }
        with self._connections.write() as connection:
            if not exists(connection, boards, boards.c.board_id == report.board_id):
                message = f"Nämnden ”{report.board_id}” finns inte i registret."
                raise UnknownName(message)
            same = _REPORTS.report_id == report.report_id
            if exists(connection, conformity_reports, same):
                message = f"Rapporten ”{report.report_id}” finns redan."
                raise Refused(message)
            connection.execute(insert(conformity_reports).values(row))

    def report(self, report_id: str) -> ConformityReport:
        """Give a report.

        Raises:
            UnknownName: there is no such report.
        """
        with self._connections.read() as connection:
            found = _newest(connection, _REPORTS.report_id == report_id)
        if found is None:
            message = f"Rapporten ”{report_id}” finns inte."
            raise UnknownName(message)
        return found

    def latest_report(self, board_id: str) -> ConformityReport | None:
        """Give the board's newest report, if there is one."""
        with self._connections.read() as connection:
            return _newest(connection, _REPORTS.board_id == board_id)

    def forget(self, account_id: str) -> int:
        """Keep only states of an account in the reports; give how many rows that was.

        Only gallring does this, and only when a decision on the account's whole content
        stands behind it: what a report quotes and shows of the profile are copies.
        """
        with self._connections.write() as connection:
            found = connection.execute(select(_REPORTS.report_id, _REPORTS.report))
            forgotten = 0
            for report_id, report in found.all():
                rows = [_states_only(row, account_id) for row in report["accounts"]]
                if rows == report["accounts"]:
                    continue
                forgotten += 1
                mine = _REPORTS.report_id == report_id
                kept = {"report": {**report, "accounts": rows}}
                connection.execute(update(conformity_reports).where(mine).values(kept))
            return forgotten


def _states_only(row: Mapping[str, Any], account_id: str) -> dict[str, Any]:
    """Leave an account's row with what the register says, and the checks' states."""
    if row["account_id"] != account_id:
        return dict(row)
    found = AccountConformity.model_validate(row)
    findings = (
        ConformityFinding(check=each.check, state=each.state) for each in found.findings
    )
    states = {"findings": tuple(findings)}
    bare = found.model_copy(
        update={"picture_sha256": None, "avatar_sha256": None, **states}
    )
    return bare.model_dump(mode="json")


def _newest(
    connection: Connection, where: ColumnElement[bool]
) -> ConformityReport | None:
    newest_first = (_REPORTS.made_at.desc(), _REPORTS.report_id.desc())
    found = select(_REPORTS.report).where(where).order_by(*newest_first).limit(1)
    row = connection.execute(found).scalar()
    return None if row is None else from_row(ConformityReport, row)
