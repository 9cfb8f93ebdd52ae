# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The index of items: which package version holds which post or comment.

It is derived from the packages and can be made again from them. It holds no text and
no author, so that nothing is left in it when an item is disposed of.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, delete, exists, func, insert, select

from schemas.classification import ItemEntry
from schemas.errors import UnknownName
from schemas.gallring import KeptIn
from storage.database.connections import Connections
from storage.database.judged_tables import items
from storage.database.rows import exists as is_there
from storage.database.rows import from_row, to_row
from storage.database.tables import packages


class Items:
    """What the archive holds, item by item."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def put(self, entries: Iterable[ItemEntry]) -> None:
        """Enter the items of package versions, in place of what was entered of them.

        A version that was destroyed can be entered too, while gallring is carried out
        again after a restore: it counts for nothing but `of_package`.

        Raises:
            UnknownName: a package version is not there.
        """
        rows = [to_row(entry, items) for entry in entries]
        with self._connections.write() as connection:
            for package_id, version in {
                (row["package_id"], row["version"]) for row in rows
            }:
                _must_be_entered(connection, package_id, version)
                connection.execute(delete(items).where(_of(package_id, version)))
            if rows:
                connection.execute(insert(items), rows)

    def of_package(self, package_id: str, version: int) -> tuple[ItemEntry, ...]:
        """Give the items of a package version."""
        return self._list(_of(package_id, version))

    def of_account(self, account_id: str) -> tuple[ItemEntry, ...]:
        """Give the items in the newest version of each of an account's packages.

        What was disposed of is there too, as `is_gallrad`; a destroyed version is not.
        """
        return self._list((items.c.account_id == account_id) & _is_newest())

    def get(self, account_id: str, item_id: str) -> tuple[ItemEntry, ...]:
        """Give an item as each package holds it in its newest version, if not gallrad.

        A comment that was there at several captures stands in several packages.
        """
        return self._list(
            (items.c.account_id == account_id)
            & (items.c.item_id == item_id)
            & items.c.is_gallrad.is_(False)
            & _is_newest()
        )

    def kept_in(self, account_id: str, item_id: str) -> tuple[KeptIn, ...]:
        """Give every package version that disposal of the item must reach."""
        return tuple(
            KeptIn(package_id=entry.package_id, version=entry.version)
            for entry in self.get(account_id, item_id)
        )

    def forget(self, package_id: str, version: int) -> None:
        """Remove what was entered of a package version; harmless when nothing was."""
        with self._connections.write() as connection:
            connection.execute(delete(items).where(_of(package_id, version)))

    def missing(self) -> tuple[KeptIn, ...]:
        """Give the newest package versions that hold items but were never entered."""
        found = (
            select(packages.c.package_id, packages.c.version)
            .where(
                packages.c.posts + packages.c.comments > 0,
                packages.c.version == _newest_of(packages.c.package_id),
                ~exists().where(
                    items.c.package_id == packages.c.package_id,
                    items.c.version == packages.c.version,
                ),
            )
            .order_by(packages.c.package_id)
        )
        with self._connections.read() as connection:
            rows = connection.execute(found).mappings()
            return tuple(from_row(KeptIn, row) for row in rows)

    def _list(self, where: ColumnElement[bool]) -> tuple[ItemEntry, ...]:
        """By package, version and item, so that the order is always the same."""
        found = (
            select(items)
            .where(where)
            .order_by(items.c.package_id, items.c.version, items.c.item_id)
        )
        with self._connections.read() as connection:
            rows = connection.execute(found).mappings()
            return tuple(from_row(ItemEntry, row) for row in rows)


def _of(package_id: str, version: int) -> ColumnElement[bool]:
    return (items.c.package_id == package_id) & (items.c.version == version)


def _is_newest() -> ColumnElement[bool]:
    """Whether an entry is of its package's newest version that is not destroyed."""
    return items.c.version == _newest_of(items.c.package_id)


def _newest_of(package_id: ColumnElement[str]) -> ColumnElement[int]:
    kept = packages.alias("kept")
    return (
        select(func.max(kept.c.version))
        .where(kept.c.package_id == package_id, kept.c.purged_by.is_(None))
        .scalar_subquery()
    )


def _must_be_entered(connection: Connection, package_id: str, version: int) -> None:
    same = (packages.c.package_id == package_id, packages.c.version == version)
    if not is_there(connection, packages, *same):
        message = f"Paketet ”{package_id}” version {version} finns inte."
        raise UnknownName(message)
