# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An account's own items as its packages hold them, for an export to be held against.

An export names neither a post's id nor its address. Without these, a post that the
platform no longer gives would be another record in the package of an export than in
that of the capture before: its classification, its registration and the disposal of it
would not reach its copy.
"""

from collections.abc import Iterator
from contextlib import suppress

from eark.items_read import walk_items
from pipeline.context import Archive
from pipeline.index import index_missing
from schemas.errors import Damaged, UnknownName
from schemas.item import Item


def earlier_items(archive: Archive, account_id: str) -> Iterator[Item]:
    """Give each of an account's own items once, as its newest capture has it.

    Only the packages that hold one are read. One that is damaged or gone is passed
    over: it must not stop an archiving, which may be the last that can be made.

    Raises:
        StoreDown: the store or the database stopped answering.
    """
    with suppress(Damaged):
        index_missing(archive)
    left: dict[tuple[str, int], set[str]] = {}
    seen: set[str] = set()
    entries = archive.database.items.of_account(account_id)
    for entry in sorted(entries, key=lambda each: each.captured_at, reverse=True):
        if entry.is_by_account and not entry.is_gallrad and entry.item_id not in seen:
            seen.add(entry.item_id)
            place = entry.package_id, entry.version
            left.setdefault(place, set()).add(entry.item_id)
    for (package_id, version), wanted in left.items():
        with suppress(Damaged, UnknownName):
            for item in walk_items(archive.store.open(package_id, version)):
                if item.item_id in wanted:
                    yield item.model_copy(update={"media": (), "places": ()})
