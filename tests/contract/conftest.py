# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The stores and databases that the contract suites run over."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from storage import Database, PackageStore, open_database
from tests.contract.store_places import CONTENT, PLACES, LocalDisk, build

POSTGRES = os.environ.get("AVBILD_TEST_POSTGRES", "")
"""A server where the tests may make databases, as postgresql://user@host/postgres."""


@pytest.fixture(params=sorted(PLACES))
def place(request, tmp_path, monkeypatch) -> LocalDisk:
    """Where the store lies, and how it can be hurt."""
    return PLACES[request.param](tmp_path, monkeypatch)


@pytest.fixture
def store(place) -> PackageStore:
    """A store that is ready for use."""
    opened: PackageStore = place.open()
    opened.prepare()
    return opened


@pytest.fixture
def folder(tmp_path) -> Path:
    """A package as it was built, ready to be stored."""
    return build(tmp_path / "byggt", CONTENT)


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRES else ["sqlite"])
def database_url(request, tmp_path) -> Iterator[str]:
    """A database that is not set up yet: a new file, or a new database on a server."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/avbild.db"
        return
    server = make_url(POSTGRES).set(drivername="postgresql+psycopg")
    name = f"avbild_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        try:
            url = server.set(database=name)
            yield url.render_as_string(hide_password=False)
        finally:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def database(database_url) -> Iterator[Database]:
    """A database that is set up and empty."""
    with open_database(database_url) as opened:
        opened.upgrade()
        yield opened
