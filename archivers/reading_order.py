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
        self._before: dict[str | None, str | None] | None = None
        self._last: str | None = None

    def take(self, seen: Iterable[str]) -> None:
        """Put newly seen ids among the known ones, where their neighbours stand.

        Ids before the first known one stand before it, others after what they follow.
        If nothing is known in the reading, it is put last.
        """
        ids = list(dict.fromkeys(seen))
        known = next((one for one in ids if one in self._after), None)
        at = self._last if known is None else None
        if known is not None and known != ids[0]:
            at = self._above(known)
        for item_id in ids:
            if item_id not in self._after:
                self._insert(item_id, at)
            at = item_id

    def _insert(self, item_id: str, before: str | None) -> None:
        """Put an id after another; None stands before the first and after the last."""
        after = self._after[before]
        self._after[before], self._after[item_id] = item_id, after
        if after is None:
            self._last = item_id
        if self._before is not None:
            self._before[item_id], self._before[after] = before, item_id

    def _above(self, item_id: str) -> str | None:
        """Give what stands before an id, which most readings never ask for."""
        if self._before is None:
            self._before = {after: before for before, after in self._after.items()}
        return self._before[item_id]

    def __iter__(self) -> Iterator[str]:
        item_id = self._after[None]
        while item_id is not None:
            yield item_id
            item_id = self._after[item_id]
