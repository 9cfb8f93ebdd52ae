# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What SQLAlchemy's errors mean to the caller."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import event, exc

from schemas.errors import (
    ArchiveError,
    BadInput,
    Damaged,
    DiskFull,
    NeedsPerson,
    Refused,
    StoreDown,
)
from schemas.order import EventKind
from storage import open_database
from storage.database import engine as engine_module
from storage.database.errors import translate, translated
from tests.contract.database_records import NOW, fill, log

DRIVER_ERRORS = sorted(
    (
        exc.DBAPIError,
        *exc.DBAPIError.__subclasses__(),
        *exc.DatabaseError.__subclasses__(),
    ),
    key=lambda kind: kind.__name__,
)


class ServerError(Exception):
    """What PostgreSQL's driver raises: a text and an SQLSTATE."""

    def __init__(self, sqlstate):
        super().__init__("x")
        self.sqlstate = sqlstate


@pytest.mark.parametrize("kind", DRIVER_ERRORS)
def test_every_error_of_a_driver_is_mapped(kind):
    """None leaves storage as itself; each has a Swedish sentence."""
    error = translate(kind("SELECT 1", {}, Exception("unheard of")))
    assert isinstance(error, ArchiveError)
    assert str(error).endswith(".")
    assert "SELECT" not in str(error)


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ("53100", DiskFull),
        ("53300", StoreDown),
        ("42P01", Refused),
        ("42703", Refused),
        ("3D000", Refused),
        ("40001", StoreDown),
        ("40P01", StoreDown),
        ("55P03", StoreDown),
        ("XX001", Damaged),
        ("25006", NeedsPerson),
        ("28P01", NeedsPerson),
        ("42501", NeedsPerson),
        ("08006", StoreDown),
        ("57P01", StoreDown),
        ("23505", Refused),
        ("P0001", Refused),
        ("22001", BadInput),
    ],
)
def test_postgresql_is_understood_by_its_codes(state, error):
    """The text may be in any language."""
    raised = exc.OperationalError("SELECT 1", {}, ServerError(state))
    assert type(translate(raised)) is error


@pytest.mark.parametrize(
    ("raised", "error"),
    [(exc.TimeoutError(), StoreDown), (exc.DisconnectionError(), StoreDown)],
)
def test_a_pool_without_connections_is_a_database_that_does_not_answer(raised, error):
    """Try again later."""
    assert type(translate(raised)) is error


def test_a_fault_in_our_own_code_is_not_dressed_up():
    """It leaves as it is, so that it is found and mended."""
    with pytest.raises(exc.ArgumentError), translated():
        raise exc.ArgumentError


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/avbild.db"


@pytest.fixture
def database(url):
    with open_database(url) as opened:
        opened.upgrade()
        yield opened


def test_a_file_that_is_no_database_is_damage(tmp_path, url):
    """Something else was written over it."""
    (tmp_path / "avbild.db").write_bytes(b"not a database at all" * 100)
    with open_database(url) as opened, pytest.raises(Damaged, match="säkerhetskopia"):
        opened.boards.list()


def test_a_database_that_another_holds_is_busy(database, tmp_path, url, monkeypatch):
    """The caller may try again."""
    del database
    monkeypatch.setattr(engine_module, "BUSY_SECONDS", 0)
    with (
        closing(sqlite3.connect(tmp_path / "avbild.db")) as other,
        open_database(url) as opened,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreDown, match="upptagen"):
            log(opened, 1)
        other.rollback()
        log(opened, 1)


def test_a_full_disk_is_told_and_nothing_is_written(url):
    """A real SQLITE_FULL, in the middle of a transaction."""
    with open_database(url) as database:
        database.upgrade()
        fill(database)
        engine = database._engine  # noqa: SLF001 - the fault must be put inside

        @event.listens_for(engine, "connect")
        def limit(connection, _record):
            connection.execute("PRAGMA max_page_count = 1")

        with pytest.raises(DiskFull, match="inte plats"):
            database.events.append(
                EventKind.OBSERVED, "a", "s", {"x": "x" * 100_000}, NOW
            )
        event.remove(engine, "connect", limit)
        assert database.events.list() == ()
        assert database.events.verify().is_intact


def test_sqlite_is_set_up_for_several_processes_and_power_cuts(database):
    """WAL, foreign keys, full synchronisation and patience."""
    with database._engine.connect() as connection:  # noqa: SLF001 - looks inside
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        ]
    assert found == ["wal", 1, 2, 30_000]


def test_errors_never_show_the_values(database):
    """What was about to be stored may be what must not be logged."""
    with pytest.raises(exc.StatementError) as caught:
        database.orders.claim("hemligt-namn", "w", NOW.replace(tzinfo=None), 1)
    assert "hemligt-namn" not in str(caught.value)
