# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The index of items: what every package holds, without its words or their authors.

It is read from the packages themselves, so that it can be made again at any time and
never says anything that a package does not.
"""

from collections.abc import Iterator, Mapping, Sequence

from eark.items_read import read_items
from pipeline.context import Archive
from pipeline.report import CaptureReport, read_report
from schemas.classification import ItemEntry
from schemas.item import Item


def entries_of(report: CaptureReport, items: Sequence[Item]) -> tuple[ItemEntry, ...]:
    """Make the index's entries of a package's items, each with its thread.

    What was captured is indexed by when its capture ended.
    """
    by_id = {item.item_id: item for item in items}
    return tuple(
        ItemEntry(
            package_id=report.package_id,
            version=report.version,
            account_id=report.account_id,
            board_id=report.board_id,
            item_id=item.item_id,
            thread_id=_thread_of(item, by_id),
            parent_id=item.parent_id,
            kind=item.kind,
            is_by_account=item.is_by_account,
            published=item.published,
            captured_at=report.ended_at,
            is_gallrad=item.gallring is not None,
        )
        for item in items
    )


def index_package(archive: Archive, package_id: str, version: int) -> None:
    """Enter the items of a stored package version, in place of what was entered.

    Raises:
        UnknownName: there is no such version in the store or the database.
        InvalidPackage: its report or its items cannot be read.
    """
    files = archive.store.open(package_id, version)
    where = {"package_id": package_id, "version": version}
    report = read_report(files).model_copy(update=where)
    archive.database.items.put(entries_of(report, read_items(files)))


def index_missing(archive: Archive) -> int:
    """Enter the packages that were stored before there was an index; say how many.

    Quick when there are none, so that whoever needs the index may always ask first.

    Raises:
        InvalidPackage: a package cannot be read. Until it can, what it holds is not
            known, and nothing may be decided as if it held nothing.
    """
    missing = archive.database.items.missing()
    for kept in missing:
        index_package(archive, kept.package_id, kept.version)
    return len(missing)


def _thread_of(item: Item, by_id: Mapping[str, Item]) -> str:
    """Give the id of the topmost item that is above this one; its own, for a post."""
    *_, top = _upwards(item, by_id)
    return top


def _upwards(item: Item, by_id: Mapping[str, Item]) -> Iterator[str]:
    """Give the ids from an item to its thread's post.

    A parent that the package does not hold still names the thread. Whoever wrote a
    circle of parents gets the item where it closes, and no endless walk.
    """
    seen: set[str] = set()
    here: str | None = item.item_id
    while here is not None and here not in seen:
        yield here
        seen.add(here)
        here = by_id[here].parent_id if here in by_id else None
