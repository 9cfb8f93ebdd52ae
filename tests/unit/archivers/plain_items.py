# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Items put together in the plainest way, for the one that is used to agree with.

Every reading goes through everything that is known: as slow as it is easy to see right.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archivers.items import Sighting, item_ids, joined
from archivers.platform import FoundItem


@dataclass
class PlainGathered:
    """A post or comment as all pages together show it."""

    item_id: str
    found: FoundItem
    parent_id: str | None
    thread_page: int | None
    sightings: dict[str, Sighting] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    sources: tuple[str, ...] = ()


class PlainItems:
    """The posts and comments of one account, gathered page by page from a source."""

    def __init__(self, account_id: str, source: str) -> None:
        self._account_id = account_id
        self._source = source
        self._gathered: dict[str, PlainGathered] = {}
        self._order: list[str] = []

    def add(
        self,
        page_url: str,
        found: Sequence[FoundItem],
        thread_page: int | None = None,
        above: Sequence[FoundItem] = (),
    ) -> None:
        """Take in what a page shows at this moment, in its reading order.

        `above` are items that those on the page answer to and that are not shown on it.
        """
        ids = item_ids(self._account_id, (*above, *found))
        shown = [ids[item.key] for item in found]
        others = [ids[i.key] for i in above if ids[i.key] not in shown]
        self._order = spliced(spliced(self._order, others), shown)
        for item in above:
            self._take(ids[item.key], item, ids.get(item.parent_key or ""), None)
        for item in found:
            parent = ids.get(item.parent_key) if item.parent_key else None
            page = None if item.is_post else thread_page
            self._take(ids[item.key], item, parent, page)
            sightings = self._gathered[ids[item.key]].sightings
            sightings.setdefault(page_url, Sighting(page_url))

    def _take(
        self, item_id: str, item: FoundItem, parent: str | None, page: int | None
    ) -> None:
        known = self._gathered.get(item_id)
        if known is None:
            known = PlainGathered(item_id, item, parent, page, sources=(self._source,))
            self._gathered[item_id] = known
        known.texts.add(item.text)
        known.found = joined(known.found, item)
        known.thread_page = page if page is not None else known.thread_page
        if known.parent_id is None or self._is_comment(parent):
            known.parent_id = parent

    def _is_comment(self, item_id: str | None) -> bool:
        known = self._gathered.get(item_id) if item_id else None
        return known is not None and not known.found.is_post

    def absorb(self, other: "PlainItems") -> None:
        """Take in where another source saw what is known here.

        What it alone saw is left out: it is meant for sources that only say where.
        """
        for seen in other.all():
            known = self._gathered.get(seen.item_id)
            if known is not None:
                known.sources = tuple(dict.fromkeys((*known.sources, *seen.sources)))
                known.sightings = {**seen.sightings, **known.sightings}

    def join(self, other: "PlainItems") -> None:
        """Take in all that another source gave, also what is not known here.

        The words of what is known stay as they are; another source may know more of it.
        """
        self.absorb(other)
        for seen in other.all():
            known = self._gathered.setdefault(seen.item_id, seen)
            if known is not seen:
                known.texts |= seen.texts
                known.found = replace(
                    joined(known.found, seen.found),
                    text=known.found.text or seen.found.text,
                    source=(known if known.found.text else seen).found.source,
                )
        self._order = spliced(self._order, other._order)  # noqa: SLF001 - its own kind

    def all(self) -> tuple[PlainGathered, ...]:
        """Give everything in reading order: a post, its comments, their replies."""
        children: dict[str | None, list[PlainGathered]] = {}
        for item_id in self._order:
            one = self._gathered[item_id]
            parent = one.parent_id if one.parent_id in self._gathered else None
            children.setdefault(parent, []).append(one)
        reached = {one.item_id: one for one in _walk(children, None)}
        # Broken markup may let two comments answer each other: lose neither.
        rest = (self._gathered[i] for i in self._order if i not in reached)
        return (*reached.values(), *rest)

    def posts(self) -> tuple[PlainGathered, ...]:
        """Give the posts in the order of the feed."""
        return tuple(one for one in self.all() if one.found.is_post)

    def comments_below(self, item_id: str) -> int:
        """Count the comments and replies below a post."""
        parents = {one.item_id: one.parent_id for one in self._gathered.values()}
        return sum(item_id in _ancestors(one, parents) for one in parents)


def _ancestors(item_id: str, parents: Mapping[str, str | None]) -> Iterable[str]:
    seen = {item_id}
    above = parents.get(item_id)
    while above is not None and above not in seen:
        yield above
        seen.add(above)
        above = parents.get(above)


def _walk(
    children: Mapping[str | None, list[PlainGathered]], parent: str | None
) -> Iterable[PlainGathered]:
    # Sorting is stable: without page numbers the order in the pages is kept.
    for one in sorted(children.get(parent, []), key=lambda g: g.thread_page or 0):
        yield one
        yield from _walk(children, one.item_id)


def spliced(order: Sequence[str], seen: Sequence[str]) -> list[str]:
    """Put newly seen ids among the known ones, where their neighbours stand.

    Pages add older comments above and newer below, and take away what has been
    scrolled past; the order of each reading is kept.
    """
    known = set(order)
    after: dict[str | None, list[str]] = {}
    waiting: list[str] = []
    before: dict[str, list[str]] = {}
    last: str | None = None
    for item_id in dict.fromkeys(seen):
        if item_id in known:
            if waiting:
                before[item_id], waiting = waiting, []
            last = item_id
        elif last is None:
            waiting.append(item_id)
        else:
            after.setdefault(last, []).append(item_id)
    result: list[str] = []
    for item_id in order:
        result += [*before.get(item_id, ()), item_id, *after.get(item_id, ())]
    return result + waiting
