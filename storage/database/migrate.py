# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Create the database, and take it from one version of Avbild to another."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text

from schemas.errors import Refused, StoreDown
from storage.database.engine import begin_writing, sqlite_file
from storage.database.errors import NOT_SET_UP, translated

MIGRATIONS = Path(__file__).parent / "migrations"

_UPGRADE_LOCK = 4_716_002
"""The PostgreSQL advisory lock that lets one process migrate at a time."""


class Migrations:
    """The way between the revisions of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._scripts = ScriptDirectory(str(MIGRATIONS))

    def upgrade(self) -> None:
        """Create the database or bring it up to date; all of it or nothing.

        Raises:
            Refused: the database belongs to a newer version of Avbild.
            StoreDown: the database cannot be reached or written.
        """
        self._make_room()
        if self._is_newer(self.revision()):
            raise Refused(_NEWER)
        self._run(command.upgrade, "head")

    def downgrade(self, revision: str) -> None:
        """Take the database back to an older revision.

        Raises:
            Refused: the database is not set up, or the revision is unknown.
        """
        self._run(command.downgrade, revision)

    def revision(self) -> str | None:
        """Give the revision that the database is at; None before the first."""
        self._must_exist()
        with translated(), self._engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def check(self) -> None:
        """Refuse a database that does not fit this version of Avbild.

        Raises:
            Refused: it is missing, not upgraded, or from a newer version.
        """
        found = self.revision()
        if found == self._scripts.get_current_head():
            return
        if found is None:
            raise Refused(NOT_SET_UP)
        raise Refused(_NEWER if self._is_newer(found) else _OLDER)

    def _is_newer(self, revision: str | None) -> bool:
        known = {script.revision for script in self._scripts.walk_revisions()}
        return revision is not None and revision not in known

    def _must_exist(self) -> None:
        """Keep SQLite from making an empty file of what was only asked for."""
        file = sqlite_file(self._engine)
        if file is not None and not file.is_file():
            raise Refused(NOT_SET_UP)

    def _make_room(self) -> None:
        """Make the folder and the file of an SQLite database, in WAL mode for good."""
        file = sqlite_file(self._engine)
        if file is None:
            return
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = "Mappen för databasen går inte att skapa."
            raise StoreDown(message) from error
        with translated(), self._engine.connect() as connection:
            driver = connection.connection.driver_connection
            if driver is not None:
                driver.execute("PRAGMA journal_mode = WAL")

    def _run(self, step: Callable[[Config, str], None], revision: str) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        self._must_exist()
        with translated(), self._engine.connect() as connection:
            begin_writing(connection)
            with connection.begin():
                _one_at_a_time(connection)
                config.attributes["connection"] = connection
                try:
                    step(config, revision)
                except CommandError as error:
                    message = f"Databasen kan inte föras till version ”{revision}”."
                    raise Refused(message) from error


_NEWER = "Databasen hör till en nyare version av Avbild. Uppgradera programmet."
_OLDER = "Databasen hör till en äldre version av Avbild. Kör avbild init."


def _one_at_a_time(connection: Connection) -> None:
    """SQLite took its write lock when the transaction began."""
    if connection.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:lock)")
        connection.execute(lock, {"lock": _UPGRADE_LOCK})
