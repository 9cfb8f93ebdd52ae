# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The archive that every use case works in: settings, database, store, clock, ids."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from pipeline.settings import Settings
from schemas.errors import ToolMissing
from schemas.order import Progress
from storage import Database, PackageStore, open_database, open_store


def utc_now() -> datetime:
    """Read the clock; the only place where the product does."""
    return datetime.now(UTC)  # noqa: TID251 - this is the clock


def random_id() -> str:
    """Make an id that no other archive has."""
    return str(uuid4())


def no_progress(progress: Progress) -> None:
    """Tell nobody how far it has come."""


@dataclass(frozen=True)
class Archive:
    """Everything that a use case needs; opened by a door, closed by it.

    `agent` is the person or service on whose behalf it works, for the event log.
    """

    settings: Settings
    database: Database
    store: PackageStore
    clock: Callable[[], datetime] = utc_now
    new_id: Callable[[], str] = random_id
    progress: Callable[[Progress], None] = no_progress
    agent: str = "Avbild"

    def telling(self, progress: Callable[[Progress], None]) -> "Archive":
        """Give the same archive with another listener to its progress."""
        return replace(self, progress=progress)

    @contextmanager
    def workspace(self, name: str) -> Iterator[Path]:
        """Lend a private folder in the data home, removed whatever happens.

        It lies on the home's own disk, never in a shared temporary folder: a capture
        holds personal data until it is a package.
        """
        self.settings.work_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = Path(
            tempfile.mkdtemp(prefix=f"{name}-", dir=self.settings.work_folder)
        )
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def open_archive(
    settings: Settings,
    *,
    agent: str = "Avbild",
    progress: Callable[[Progress], None] = no_progress,
) -> Iterator[Archive]:
    """Open the archive that the settings name.

    Raises:
        ToolMissing: the archive has not been set up with `avbild init`.
        StoreDown: the database or the store cannot be reached.
    """
    database = open_database(settings.database)
    try:
        yield Archive(
            settings=settings,
            database=database,
            store=open_store(settings.store),
            progress=progress,
            agent=agent,
        )
    finally:
        database.close()


def set_up(settings: Settings) -> None:
    """Make the data home, the database and the package store; harmless to repeat.

    Raises:
        StoreDown: the home, the database or the store cannot be written.
    """
    settings.home_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
