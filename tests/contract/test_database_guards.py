# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was decided is never changed or removed, by whoever can reach the database."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from schemas.closure import ClosureState
from schemas.policy import PolicyKind
from schemas.profile import ChangeState
from tests.contract.database_records import ACCOUNT, BOARD, NOW, fill, observation
from tests.contract.judged_homes import MINE
from tests.contract.watch_records import change, closure, judgement, policy

KEPT = (
    "account_history",
    "closure_entries",
    "closures",
    "conformity_judgements",
    "policies",
)

CHANGED = (
    "UPDATE policies SET content = '{}' WHERE version = 1",
    "UPDATE policies SET version = 9",
    "UPDATE account_history SET changed_by = 'annan'",
    "UPDATE closure_entries SET \"by\" = 'annan'",
    "UPDATE closure_entries SET closure_id = 'avslut-2'",
    "UPDATE conformity_judgements SET state = 'lacks'",
    "UPDATE closures SET opened_by = 'annan' WHERE closure_id = 'avslut-1'",
    "UPDATE closures SET state = 'open' WHERE closure_id = 'avslut-1'",
    "UPDATE profile_changes SET state = 'waiting' WHERE change_id = 'forandring-1'",
    "UPDATE profile_changes SET state = 'dismissed' WHERE change_id = 'forandring-1'",
)


@pytest.fixture
def decided(database):
    """A database where each kind of thing has been decided."""
    fill(database)
    for board_id in (None, BOARD.board_id):
        database.policies.add(policy(1, board_id))
    renamed = ACCOUNT.model_copy(update={"name": "Nytt namn"})
    database.accounts.change(renamed, "Ulla", "Byter namn", NOW)
    database.closures.add(closure(1))
    database.closures.end("avslut-1", ClosureState.WITHDRAWN)
    database.closures.add(closure(2))
    database.conformity.judge(judgement(1))
    database.observations.add_all([observation(1), observation(2)])
    database.changes.add(change(1, ChangeState.CONFIRMED))
    database.changes.add(change(2))
    return database


@pytest.fixture
def sql(database_url):
    """Go around Avbild, as someone with access to the database can."""
    if database_url.startswith("postgresql:"):
        database_url = database_url.replace("postgresql:", "postgresql+psycopg:", 1)
    engine = create_engine(database_url)

    def run(statement):
        with engine.begin() as connection:
            connection.execute(text(statement))

    yield run
    engine.dispose()


def everything(database):
    """All that was decided, as Avbild reads it."""
    return (
        database.policies.history(PolicyKind.CHANGE),
        database.policies.history(PolicyKind.CHANGE, BOARD.board_id),
        database.accounts.history(MINE),
        database.closures.list(),
        database.conformity.judgements(MINE),
        database.changes.list(),
    )


@pytest.mark.parametrize("statement", CHANGED)
def test_what_was_decided_is_not_changed(decided, sql, statement):
    """Not even by one who knows the tables."""
    before = everything(decided)
    with pytest.raises(DatabaseError, match="append-only"):
        sql(statement)
    assert everything(decided) == before


@pytest.mark.parametrize("table", KEPT)
def test_what_was_decided_is_not_removed(decided, sql, table):
    """One row or all of them."""
    before = everything(decided)
    with pytest.raises(DatabaseError, match="append-only"):
        sql(f"DELETE FROM {table}")  # noqa: S608 - of the names above
    assert everything(decided) == before


@pytest.mark.parametrize("table", KEPT)
def test_sqlite_cannot_replace_what_was_decided(decided, sql, database_url, table):
    """INSERT OR REPLACE fires no delete trigger, and is refused all the same."""
    if not database_url.startswith("sqlite"):
        pytest.skip("only SQLite has INSERT OR REPLACE")
    before = everything(decided)
    with pytest.raises(DatabaseError, match="append-only"):
        sql(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608 - as above
    assert everything(decided) == before


@pytest.mark.parametrize("board", ["NULL", f"'{BOARD.board_id}'"])
def test_sqlite_cannot_replace_a_version_under_a_new_number(
    decided, sql, database_url, board
):
    """A board's own, or the municipality's, which has no board to be unique by."""
    if not database_url.startswith("sqlite"):
        pytest.skip("only SQLite has INSERT OR REPLACE")
    before = everything(decided)
    columns = "kind, board_id, version, content, set_at, set_by, reason"
    values = f"'change', {board}, 1, '{{}}', '2026-03-02', 'x', 'x'"
    with pytest.raises(DatabaseError, match="append-only"):
        sql(f"INSERT OR REPLACE INTO policies ({columns}) VALUES ({values})")  # noqa: S608 - as above
    assert everything(decided) == before


@pytest.mark.parametrize("table", KEPT)
def test_postgresql_cannot_truncate_what_was_decided(decided, sql, database_url, table):
    """TRUNCATE fires no row trigger, and is refused all the same."""
    if not database_url.startswith("postgresql"):
        pytest.skip("only PostgreSQL has TRUNCATE")
    before = everything(decided)
    with pytest.raises(DatabaseError, match="append-only"):
        sql(f"TRUNCATE {table} CASCADE")
    assert everything(decided) == before


def test_what_is_still_open_goes_on(decided):
    """The guards are for what was decided, not for what is under way."""
    decided.closures.end("avslut-2", ClosureState.DONE)
    decided.changes.settle(change(2, ChangeState.DISMISSED))
    decided.changes.purge(MINE)
    assert decided.changes.list() == ()
