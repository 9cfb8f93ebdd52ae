# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a connection is made: one place that knows SQLite from PostgreSQL."""

import json
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from schemas.errors import Refused, ToolMissing

BUSY_SECONDS = 30
"""How long a writer waits for another before it gives up."""

KINDS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
"""The kinds of database, and the SQLAlchemy dialect for each."""


def make_engine(url: str) -> Engine:
    """Make the engine for a database URL; nothing is connected or created yet.

    Raises:
        Refused: the URL cannot be understood, or names an unknown kind of database.
        ToolMissing: the driver for that kind of database is not installed.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    try:
        return create_engine(parsed, pool_pre_ping=True, **_common())
    except ModuleNotFoundError as error:
        message = (
            "Drivrutinen för PostgreSQL saknas. Installera Python-paketet psycopg."
        )
        raise ToolMissing(message) from error


def sqlite_file(engine: Engine) -> Path | None:
    """Give the file that an SQLite database lies in; None for other databases."""
    if engine.dialect.name != "sqlite":
        return None
    return Path(engine.url.database or "")


def begin_writing(connection: Connection) -> None:
    """Mark the connection's next transaction as one that writes.

    SQLite then takes the write lock at once, so that what the transaction reads first
    still holds when it writes.
    """
    connection.execution_options(writes=True)


def begin_reading(connection: Connection) -> None:
    """Let the connection's next transaction see one moment from start to end."""
    if connection.dialect.name == "postgresql":
        connection.execution_options(isolation_level="REPEATABLE READ")


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        message = "Databasens adress går inte att tolka. Exempel: sqlite:////srv/a.db"
        raise Refused(message) from error
    kind = parsed.get_backend_name()
    if kind not in KINDS:
        message = f"Avbild kan inte använda en databas av slaget ”{kind}”."
        raise Refused(message)
    if kind == "sqlite" and not Path(parsed.database or "").is_absolute():
        message = "Adressen till en SQLite-databas ska ange en fil med hela sökvägen."
        raise Refused(message)
    return parsed.set(drivername=KINDS[kind])


def _common() -> dict[str, Any]:
    """Parameters stay out of error texts: they may hold what must not be logged."""
    readable = partial(json.dumps, ensure_ascii=False, sort_keys=True)
    return {"hide_parameters": True, "json_serializer": readable}


def _sqlite(url: URL) -> Engine:
    """No pool: an open SQLite connection must never cross a fork."""
    engine = create_engine(
        url,
        poolclass=NullPool,
        connect_args={"timeout": BUSY_SECONDS},
        **_common(),
    )
    event.listen(engine, "connect", _sqlite_connected)
    event.listen(engine, "begin", _sqlite_begin)
    return engine


def _sqlite_connected(connection: sqlite3.Connection, _record: object) -> None:
    """Take BEGIN from the driver, which would delay it, and set what SQLite needs."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
