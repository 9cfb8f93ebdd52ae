# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one door to the database: repositories that share a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from storage.database.accounts import Accounts, Boards
from storage.database.changes import Changes
from storage.database.classifications import Classifications
from storage.database.closures import Closures
from storage.database.conformity import Conformity
from storage.database.connections import Connections
from storage.database.engine import make_engine
from storage.database.events import Events
from storage.database.evidence import EvidenceStore
from storage.database.gallring import Gallring
from storage.database.holds import Holds
from storage.database.items import Items
from storage.database.migrate import Migrations
from storage.database.notices import Notices
from storage.database.observations import Observations
from storage.database.orders import Orders
from storage.database.packages import Packages
from storage.database.personal_data import PersonalData
from storage.database.plans import Plans
from storage.database.policies import Policies
from storage.database.registrations import Registrations
from storage.database.standings import Standings
from storage.database.watch import Watch


class Database:
    """What Avbild knows: register, plans, observations, orders, packages, events.

    Of each item: where it is kept, and what was judged, stopped and disposed of. Of
    each account: how the watch stands, what changed, how it is closed, how it conforms.

    Every method of a repository is a transaction of its own, unless it is called
    inside `transaction`: then all of them stand or fall together. Safe to use from
    several threads and several processes at once; open one in each process.
    """

    def __init__(self, url: str) -> None:
        self._engine = make_engine(url)
        self._migrations = Migrations(self._engine)
        self._connections = Connections(self._engine, self._migrations.check)
        self.boards = Boards(self._connections)
        self.accounts = Accounts(self._connections)
        self.plans = Plans(self._connections)
        self.observations = Observations(self._connections)
        self.orders = Orders(self._connections)
        self.packages = Packages(self._connections)
        self.items = Items(self._connections)
        self.classifications = Classifications(self._connections)
        self.personal_data = PersonalData(self._connections)
        self.registrations = Registrations(self._connections)
        self.holds = Holds(self._connections)
        self.gallring = Gallring(self._connections)
        self.policies = Policies(self._connections)
        self.watch = Watch(self._connections)
        self.standings = Standings(self._connections)
        self.changes = Changes(self._connections)
        self.evidence = EvidenceStore(self._connections)
        self.notices = Notices(self._connections)
        self.closures = Closures(self._connections)
        self.conformity = Conformity(self._connections)
        self.events = Events(self._connections)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Let everything inside be written together, or not at all.

        An order that moves to a new state and the event that says so belong in one
        transaction. A transaction inside another joins it. Others that want to write
        wait meanwhile: never capture, copy or fetch anything inside.

        Raises:
            Refused: the database is missing or not upgraded.
            StoreDown: the database does not answer, or was busy too long.
        """
        with self._connections.write():
            yield

    @contextmanager
    def view(self) -> Iterator[None]:
        """Let everything that is read inside be of one moment, on one connection.

        What others write meanwhile is not seen; what is written inside is seen after.

        Raises:
            Refused: the database is missing or not upgraded.
            StoreDown: the database does not answer, or was busy too long.
        """
        with self._connections.view():
            yield

    def upgrade(self) -> None:
        """Create the database, or bring an older one up to this version of Avbild.

        Raises:
            Refused: the database belongs to a newer version of Avbild.
            StoreDown: the database cannot be reached or written.
        """
        self._migrations.upgrade()

    def downgrade(self, revision: str) -> None:
        """Take the database back to an older revision; `base` empties it.

        What the older revision has no room for is lost, so a door that offers this
        asks for a backup first.

        Raises:
            Refused: the revision is unknown.
            StoreDown: the database cannot be reached or written.
        """
        self._migrations.downgrade(revision)

    def revision(self) -> str | None:
        """Give the database's revision; None when it was never set up."""
        return self._migrations.revision()

    def close(self) -> None:
        """Close what connections are kept open; safe to call twice."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
