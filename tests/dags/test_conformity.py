# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each board with accounts is checked every month; one that fails stops no other."""

import pytest

from pipeline.context import open_archive, set_up
from pipeline.settings import read_settings
from schemas.account import Account, Board
from schemas.conformity import ConformityReport
from schemas.errors import Damaged


@pytest.fixture
def boards(tmp_path, monkeypatch):
    """Two boards with an account each, and one with none."""
    monkeypatch.setenv("AVBILD_HOME", str(tmp_path))
    set_up(read_settings())
    with open_archive(read_settings()) as archive:
        for board_id in ("ks", "bun", "tom"):
            board = Board(board_id=board_id, name=board_id, municipality="Älmhult")
            archive.database.boards.add(board)
        for board_id in ("ks", "bun"):
            account = Account(
                account_id=f"konto-{board_id}",
                board_id=board_id,
                platform="webpage",
                url=f"https://torget.example/{board_id}",
                name=board_id,
            )
            archive.database.accounts.add(account)
    return ("bun", "ks")


def states(run, task_id: str) -> list[str]:
    found = [i for i in run.get_task_instances() if i.task_id == task_id]
    return sorted(str(instance.state) for instance in found)


def report_on(archive, board_id: str) -> ConformityReport:
    return ConformityReport(
        report_id=f"rapport-{board_id}",
        board_id=board_id,
        board_name=board_id,
        municipality="Älmhult",
        made_at=archive.clock(),
        accounts=(),
    )


def test_boards_with_accounts_are_checked(bag, boards, monkeypatch):
    checked = []

    def check(archive, board_id):
        checked.append(board_id)
        return report_on(archive, board_id)

    monkeypatch.setattr("pipeline.conformity.check.check_board", check)
    run = bag.dags["check_conformity"].test()
    assert tuple(sorted(checked)) == boards
    assert states(run, "check") == ["success", "success"]


@pytest.mark.usefixtures("boards")
def test_a_board_that_fails_stops_no_other(bag, monkeypatch):
    def check(archive, board_id):
        if board_id == "bun":
            message = "Reglerna går inte att tolka."
            raise Damaged(message)
        return report_on(archive, board_id)

    monkeypatch.setattr("pipeline.conformity.check.check_board", check)
    run = bag.dags["check_conformity"].test()
    assert "success" in states(run, "check")
    assert states(run, "check") != ["success", "success"]


def test_it_runs_in_the_first_hours_of_a_month(bag):
    timetable = bag.dags["check_conformity"].timetable
    assert str(timetable.timezone) == "Europe/Stockholm"
    assert bag.dags["check_conformity"].max_active_runs == 1
