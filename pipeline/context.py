# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The archive that every use case works in: settings, database, store, clock, ids."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from uuid import uuid4
from zoneinfo import ZoneInfo

from pipeline.settings import Settings
from pipeline.signing import signing_key
from schemas.errors import StoreDown
from schemas.order import EventKind, Progress
from storage import Database, PackageStore, open_database, open_store

TIME_ZONE = ZoneInfo("Europe/Stockholm")
NOTHING: Mapping[str, str] = MappingProxyType({})


def utc_now() -> datetime:
    """Read the clock; nothing else in the product does."""
    return datetime.now(UTC)  # noqa: TID251 - this is the clock


def random_id() -> str:
    """Make an id that no other archive has."""
    return str(uuid4())


def no_progress(progress: Progress) -> None:
    """Tell nobody how far it has come."""


def no_tokens(account_id: str) -> str:  # noqa: ARG001 - nobody has any
    """Know of no owner's key but those that Avbild keeps itself."""
    return ""


@dataclass(frozen=True)
class Archive:
    """Everything that a use case needs; opened by a door, closed by it.

    `agent` is the person or service on whose behalf it works, for the event log.
    `tokens` gives the owner's key to an account from where the door keeps such things,
    or nothing; it goes before what Avbild keeps itself. `is_attended`: the agent is a
    person who sits at the browser, for as long as the archive is open.
    """

    settings: Settings
    database: Database
    store: PackageStore
    clock: Callable[[], datetime] = utc_now
    new_id: Callable[[], str] = random_id
    progress: Callable[[Progress], None] = field(default=no_progress)
    agent: str = "Avbild"
    tokens: Callable[[str], str] = field(default=no_tokens, repr=False)
    is_attended: bool = False

    def telling(self, progress: Callable[[Progress], None]) -> "Archive":
        """Give the same archive with another listener to its progress."""
        return replace(self, progress=progress)

    def attended(self) -> "Archive":
        """Give the same archive to a person who sits at the browser."""
        return replace(self, is_attended=True)

    def today(self) -> date:
        """Give the day in Sweden: plans come into force and expire by Swedish days."""
        return self.clock().astimezone(TIME_ZONE).date()

    def note(
        self, kind: EventKind, subject: str, detail: Mapping[str, str] = NOTHING
    ) -> None:
        """Write in the event log what has happened."""
        self.database.events.append(kind, self.agent, subject, detail, self.clock())


@contextmanager
def open_archive(
    settings: Settings,
    *,
    agent: str = "Avbild",
    progress: Callable[[Progress], None] = no_progress,
) -> Iterator[Archive]:
    """Open the archive that the settings name.

    Raises:
        Refused: an address in the settings cannot be used, or, at the first use, the
            archive has not been set up with `avbild init`.
        StoreDown: at the first use, the database or the store cannot be reached.
    """
    store = open_store(settings.store)
    with open_database(settings.database) as database:
        yield Archive(settings, database, store, progress=progress, agent=agent)


def set_up(settings: Settings) -> None:
    """Make the data home, signing key, database and store; harmless to repeat.

    Only the user who runs Avbild may read the home: captures hold personal data.

    Raises:
        StoreDown: the home, the database or the store cannot be written.
        BadInput: a signing key that is there cannot be used.
        DiskFull: the signing key could not be written.
    """
    try:
        settings.home_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings.work_folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        message = f"Mappen {settings.home_folder} kan inte skapas eller skrivas."
        raise StoreDown(message) from error
    # Now, not at the first signature: a backup from before that would lack the key.
    signing_key(settings.home_folder)
    with open_archive(settings) as archive:
        archive.store.prepare()
        archive.database.upgrade()
