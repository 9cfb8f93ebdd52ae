# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What SQLAlchemy's errors mean to the caller, as one table.

The first row that fits decides. Rows are told apart by SQLSTATE (PostgreSQL) or by a
piece of the driver's text (SQLite has nothing better), then by SQLAlchemy's class.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import exc

from schemas.errors import (
    ArchiveError,
    BadInput,
    Damaged,
    DiskFull,
    NeedsPerson,
    Refused,
    StoreDown,
)

NOT_SET_UP = "Databasen är inte iordningställd. Kör avbild init."

_BUSY = "Databasen är upptagen av ett annat arbete. Försök igen om en stund."
_FULL = "Det finns inte plats kvar för databasen."
_DOWN = "Databasen svarar inte. Försök igen om en stund."
_RULE = "Uppgiften strider mot registrets regler och sparades inte."


@dataclass(frozen=True)
class _Row:
    """`states` are beginnings of SQLSTATE, `texts` pieces of the driver's message."""

    error: type[ArchiveError]
    message: str
    texts: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    classes: tuple[type[exc.SQLAlchemyError], ...] = ()

    def fits(self, error: exc.SQLAlchemyError) -> bool:
        """Whether this row speaks of the error."""
        original = getattr(error, "orig", None)
        state = str(getattr(original, "sqlstate", None) or "")
        return (
            any(state.startswith(start) for start in self.states)
            or any(piece in str(original) for piece in self.texts)
            or isinstance(error, self.classes)
        )


TABLE: tuple[_Row, ...] = (
    _Row(DiskFull, _FULL, ("database or disk is full",), ("53100",)),
    _Row(Refused, NOT_SET_UP, ("no such table", "no such column"), ("42P01", "42703")),
    _Row(
        Refused,
        "Databasen eller användaren finns inte på databasservern. Skapa dem där.",
        ('" does not exist',),
        ("3D000",),
    ),
    _Row(StoreDown, _BUSY, ("is locked",), ("40001", "40P01", "55P03")),
    _Row(
        Damaged,
        "Databasen är skadad. Återställ den från en säkerhetskopia.",
        ("malformed", "not a database"),
        ("XX001", "XX002"),
    ),
    _Row(
        NeedsPerson,
        "Databasen går inte att skriva till. Kontrollera filens rättigheter.",
        ("readonly database",),
        ("25006", "42501"),
    ),
    _Row(
        NeedsPerson,
        "Databasen tar inte emot användarnamnet eller lösenordet.",
        ("password authentication failed",),
        ("28",),
    ),
    _Row(StoreDown, _DOWN, ("unable to open", "disk I/O"), ("08", "53", "57P", "58")),
    _Row(Refused, _RULE, ("append-only",), ("23", "P0001"), (exc.IntegrityError,)),
    _Row(
        BadInput,
        "Uppgiften får inte plats eller har fel form för databasen.",
        states=("22",),
        classes=(exc.DataError,),
    ),
    _Row(StoreDown, _DOWN, classes=(exc.DBAPIError, exc.TimeoutError)),
    _Row(StoreDown, _DOWN, classes=(exc.DisconnectionError,)),
)


def translate(error: exc.SQLAlchemyError) -> ArchiveError | None:
    """Say what an error means to the caller; None for a fault in our own code."""
    for row in TABLE:
        if row.fits(error):
            return row.error(row.message)
    return None


@contextmanager
def translated() -> Iterator[None]:
    """Let SQLAlchemy's errors leave as ours."""
    try:
        yield
    except exc.SQLAlchemyError as error:
        known = translate(error)
        if known is None:
            raise
        raise known from error
