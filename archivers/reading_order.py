# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The order in which items stand on an account's pages, joined from many readings."""

from collections.abc import Iterable, Iterator


class ReadingOrder:
    """Ids in one order, into which readings of parts of it are taken.

    Pages add older comments above and newer below, and take away what has been
    scrolled past; the order of each reading is kept. A reading costs no more than it is
    long, however many ids there are already.
    """

    def __init__(self) -> None:
        self._after: dict[str | None, str | None] = {None: None}
        self._before: dict[str | None, str | None] = {None: None}

    def take(self, seen: Iterable[str]) -> None:
        """Put newly seen ids among the known ones, where their neighbours stand.

        Ids before the first known one stand before it, others after what they follow.
        If nothing is known in the reading, it is put last.
        """
        ids = list(dict.fromkeys(seen))
        first = next((n for n, one in enumerate(ids) if one in self._after), None)
        start = ids[first] if first is not None else None
        for item_id in ids[:first]:
            self._insert(item_id, self._before[start])
        at = start
        for item_id in ids[first:] if first is not None else ():
            if item_id not in self._after:
                self._insert(item_id, at)
            at = item_id

    def _insert(self, item_id: str, before: str | None) -> None:
        """Put an id after another; None stands before the first and after the last."""
        after = self._after[before]
        self._after[before] = self._before[after] = item_id
        self._before[item_id], self._after[item_id] = before, after

    def __iter__(self) -> Iterator[str]:
        item_id = self._after[None]
        while item_id is not None:
            yield item_id
            item_id = self._after[item_id]
