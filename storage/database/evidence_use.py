# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which evidence an account refers to: by its sights, closures and checks.

A portrait of a profile, and a screenshot of a closing, may show people as much as a
sight does; so they go when all of the account goes.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from storage.database.batches import chunks
from storage.database.tables import observations, packages
from storage.database.watch_tables import (
    closure_entries,
    closures,
    conformity_reports,
    evidence,
)

_PICTURES = ("picture_sha256", "avatar_sha256")


def alone_in(connection: Connection, account_id: str) -> set[str]:
    """Give the kept evidence that an account's records refer to and no other's do."""
    own = {sha for mine, shas in _uses(connection, account_id) if mine for sha in shas}
    for is_mine, shas in _uses(connection, account_id):
        if not is_mine:
            own -= set(shas)
    there: set[str] = set()
    for some in chunks(sorted(own)):
        kept = select(evidence.c.sha256).where(evidence.c.sha256.in_(some))
        there |= set(connection.execute(kept).scalars())
    return there


def _uses(
    connection: Connection, account_id: str
) -> Iterator[tuple[bool, Iterable[str]]]:
    """Give what refers to evidence: whether it is the account's, and the digests."""
    yield from _sights(connection, observations.c.account_id == account_id)
    yield from _closings(connection, closures.c.account_id == account_id)
    reports = select(conformity_reports.c.report).execution_options(yield_per=100)
    for report in connection.execute(reports).scalars():
        for row in report["accounts"]:
            yield row["account_id"] == account_id, pictures_of(row)


def pictures_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the digests of the pictures that an account's row of a report shows."""
    return tuple(row[name] for name in _PICTURES if row.get(name))


def _sights(
    connection: Connection, mine: ColumnElement[bool]
) -> Iterator[tuple[bool, Iterable[str]]]:
    found = select(mine, observations.c.evidence)
    for is_mine, shas in connection.execute(found.execution_options(yield_per=1000)):
        yield bool(is_mine), shas


def _closings(
    connection: Connection, mine: ColumnElement[bool]
) -> Iterator[tuple[bool, Iterable[str]]]:
    """Give what closings refer to; their entries outlive what they refer to.

    So an account that is disposed of, of which no package is kept, holds nothing back:
    one screenshot may show that two accounts are closed.
    """
    is_kept = exists().where(
        packages.c.account_id == closures.c.account_id, packages.c.purged_by.is_(None)
    )
    found = (
        select(mine, closure_entries.c.evidence)
        .join_from(
            closure_entries,
            closures,
            closure_entries.c.closure_id == closures.c.closure_id,
        )
        .where(or_(mine, is_kept))
    )
    for is_mine, shas in connection.execute(found):
        yield bool(is_mine), shas
