# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the archive lies: package stores, the database and its migrations.

Both are opened by a URL, so that a small town runs on a folder and a file, and a
county on S3 and PostgreSQL, with the same code.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from schemas.errors import Refused
from schemas.package import PackageFiles
from storage.base import PackageLocation, PackageStore
from storage.database import Database
from storage.local import LocalPackage, LocalStore

__all__ = [
    "STORES",
    "Database",
    "PackageLocation",
    "PackageStore",
    "open_database",
    "open_folder",
    "open_store",
]

STORES: Mapping[str, Callable[[str], PackageStore]] = MappingProxyType(
    {"file": LocalStore.from_url}
)
"""The class for each URL scheme; a new store is one more line."""


def open_store(url: str) -> PackageStore:
    """Open the package store at a URL such as `file:///srv/avbild/packages`.

    Raises:
        Refused: the scheme is unknown or the URL names no place.
    """
    scheme = urlsplit(url).scheme
    if scheme not in STORES:
        known = ", ".join(f"{name}://" for name in sorted(STORES))
        message = (
            f"Lagrets adress börjar med ”{scheme}://”, som Avbild inte känner till. "
            f"Använd något av: {known}"
        )
        raise Refused(message)
    return STORES[scheme](url)


def open_folder(folder: Path) -> PackageFiles:
    """Open a package that is not in a store yet, where it was built."""
    return LocalPackage(folder)


def open_database(url: str) -> Database:
    """Open the database at a URL such as `sqlite:////srv/avbild/avbild.db`.

    Nothing is connected yet, and nothing is created until `Database.upgrade`.

    Raises:
        Refused: the URL cannot be understood, or names an unknown kind of database.
        ToolMissing: the driver for that kind of database is not installed.
    """
    return Database(url)
