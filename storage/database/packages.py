# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Package versions as they lie in the store."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, insert, select, update

from schemas.errors import Refused, UnknownName
from schemas.package import PackageVersion
from storage.database.connections import Connections
from storage.database.judged_tables import gallring_decisions
from storage.database.rows import exists, from_row, to_row
from storage.database.tables import accounts, orders, packages, plan_rows

_NEWEST_FIRST = (
    packages.c.created_at.desc(),
    packages.c.package_id.desc(),
    packages.c.version.desc(),
)

_Named = tuple[Table, tuple[ColumnElement[bool], ...], str]


class Packages:
    """The list of what the store holds, entered after the store has committed it."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, package: PackageVersion) -> None:
        """Enter a package version.

        Raises:
            Refused: that version is already there.
            UnknownName: the account, the order or the plan row is not there.
        """
        mine = packages.c.package_id == package.package_id
        with self._connections.write() as connection:
            if exists(
                connection, packages, mine, packages.c.version == package.version
            ):
                message = (
                    f"Paketet ”{package.package_id}” version {package.version} "
                    "finns redan."
                )
                raise Refused(message)
            for table, where, name in _named_by(package):
                if not exists(connection, table, *where):
                    message = f"Paketet kan inte föras in: {name} finns inte."
                    raise UnknownName(message)
            connection.execute(insert(packages).values(to_row(package, packages)))

    def replace(self, package: PackageVersion) -> None:
        """Enter a version that was made again after a restore, in place of the first.

        Raises:
            Refused: that version was destroyed, and is never to come back.
            UnknownName: there is no such version.
        """
        mine = (
            packages.c.package_id == package.package_id,
            packages.c.version == package.version,
        )
        kept = update(packages).where(*mine, packages.c.purged_by.is_(None))
        with self._connections.write() as connection:
            changed = connection.execute(kept.values(to_row(package, packages)))
            if changed.rowcount:
                return
            self.get(package.package_id, package.version)
        message = (
            f"Paketet ”{package.package_id}” version {package.version} är gallrat."
        )
        raise Refused(message)

    def get(self, package_id: str, version: int | None = None) -> PackageVersion:
        """Give a package version, the newest one when none is given.

        The newest is one that is still kept; a version that is named is given also when
        it was destroyed, and then says by which decision.

        Raises:
            UnknownName: there is no such package or version, or none is kept.
        """
        where = packages.c.package_id == package_id
        if version is not None:
            where &= packages.c.version == version
        found = self._list(where)
        kept = [one for one in found if version or one.purged_by is None]
        if kept:
            return max(kept, key=lambda package: package.version)
        if found:
            message = (
                f"Paketet ”{package_id}” är gallrat (beslut ”{found[0].purged_by}”)."
            )
            raise UnknownName(message)
        suffix = "" if version is None else f" version {version}"
        message = f"Paketet ”{package_id}”{suffix} finns inte."
        raise UnknownName(message)

    def list(
        self,
        account: str | None = None,
        board: str | None = None,
        *,
        with_purged: bool = False,
    ) -> tuple[PackageVersion, ...]:
        """Give the package versions that are kept, newest first; destroyed if asked."""
        where = packages.c.version > 0
        if not with_purged:
            where &= packages.c.purged_by.is_(None)
        if account is not None:
            where &= packages.c.account_id == account
        if board is not None:
            where &= packages.c.board_id == board
        return self._list(where)

    def mark_purged(
        self, package_id: str, version: int, decision_id: str, at: datetime
    ) -> PackageVersion:
        """Say that a version was destroyed, under which decision and when.

        Marked again under the same decision, it keeps the first time.

        Raises:
            Refused: it was destroyed under another decision.
            UnknownName: there is no such version or decision.
        """
        mine = (packages.c.package_id == package_id, packages.c.version == version)
        unmarked = update(packages).where(*mine, packages.c.purged_by.is_(None))
        with self._connections.write() as connection:
            _must_be_decided(connection, decision_id)
            values = {"purged_by": decision_id, "purged_at": at}
            connection.execute(unmarked.values(values))
            package = self.get(package_id, version)
            if package.purged_by == decision_id:
                return package
        message = (
            f"Paketet ”{package_id}” version {version} är redan gallrat enligt ett "
            "annat beslut."
        )
        raise Refused(message)

    def latest_for(self, account_id: str) -> PackageVersion | None:
        """Give the newest package version that archives an account, if it has one.

        What was kept as evidence of an incomplete capture archives nothing.
        """
        where = (
            (packages.c.account_id == account_id)
            & packages.c.is_complete
            & packages.c.purged_by.is_(None)
        )
        return next(iter(self._list(where, 1)), None)

    def _list(
        self, where: ColumnElement[bool], limit: int | None = None
    ) -> tuple[PackageVersion, ...]:
        found = select(packages).where(where).order_by(*_NEWEST_FIRST).limit(limit)
        with self._connections.read() as connection:
            rows = connection.execute(found).mappings()
            return tuple(from_row(PackageVersion, row) for row in rows)


def _must_be_decided(connection: Connection, decision_id: str) -> None:
    decided = gallring_decisions.c.decision_id == decision_id
    if not exists(connection, gallring_decisions, decided):
        message = f"Gallringsbeslutet ”{decision_id}” finns inte."
        raise UnknownName(message)


def _named_by(package: PackageVersion) -> tuple[_Named, ...]:
    """What a package version points at; the foreign keys say the same, in no words."""
    plan_row = (
        plan_rows.c.plan_id == package.plan_id,
        plan_rows.c.plan_version == package.plan_version,
        plan_rows.c.row_id == package.row_id,
    )
    return (
        (
            accounts,
            (
                accounts.c.account_id == package.account_id,
                accounts.c.board_id == package.board_id,
            ),
            f"kontot ”{package.account_id}” hos nämnden ”{package.board_id}”",
        ),
        (
            orders,
            (orders.c.order_id == package.order_id,),
            f"beställningen ”{package.order_id}”",
        ),
        (plan_rows, plan_row, f"planraden ”{package.row_id}”"),
    )
