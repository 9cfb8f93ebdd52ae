# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Puts together what the pages of an account showed: each post and comment once.

The same post stands in the feed, on a page of its own, and in the feed of the next
capture. It gets the same id everywhere, so that captures can be compared and a decision
on a post finds all of it.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archivers.platform import FoundItem, FoundMedia, Rectangle
from archivers.text import one_line, same_address
from schemas.item import Box

ID_DIGITS = 20
OPENING = 80
BROWSER = "browser"


@dataclass
class Sighting:
    """A page that an item was seen on, and its rectangles on the page's pictures."""

    page_url: str
    boxes: tuple[Box, ...] = ()


@dataclass
class Gathered:
    """A post or comment as all pages together show it.

    `texts` are all the forms its text was seen in: cut short, and whole. `sources` are
    those that gave it: the API of its platform, the browser.
    """

    item_id: str
    found: FoundItem
    parent_id: str | None
    thread_page: int | None
    sightings: dict[str, Sighting] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    sources: tuple[str, ...] = ()


class ItemCollection:
    """The posts and comments of one account, gathered page by page from a source."""

    def __init__(self, account_id: str, source: str = BROWSER) -> None:
        self._account_id = account_id
        self._source = source
        self._gathered: dict[str, Gathered] = {}
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
        self._order = spliced(self._order, [ids[i.key] for i in (*above, *found)])
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
            known = Gathered(item_id, item, parent, page, sources=(self._source,))
            self._gathered[item_id] = known
        known.texts.add(item.text)
        known.found = joined(known.found, item)
        known.thread_page = page if page is not None else known.thread_page
        if known.parent_id is None or self._is_comment(parent):
            known.parent_id = parent

    def _is_comment(self, item_id: str | None) -> bool:
        known = self._gathered.get(item_id) if item_id else None
        return known is not None and not known.found.is_post

    def ids(self, found: Sequence[FoundItem]) -> dict[str, str]:
        """Give the ids of items of one page, by their keys on it."""
        return item_ids(self._account_id, found)

    def absorb(self, other: "ItemCollection") -> None:
        """Take in where another source saw what is known here.

        What it alone saw is left out: it is meant for sources that only say where.
        """
        for seen in other.all():
            known = self._gathered.get(seen.item_id)
            if known is not None:
                known.sources = tuple(dict.fromkeys((*known.sources, *seen.sources)))
                known.sightings = {**seen.sightings, **known.sightings}

    def join(self, other: "ItemCollection") -> None:
        """Take in all that another source gave, also what is not known here.

        The words of what is known stay as they are; another source may know more of it.
        """
        self.absorb(other)
        for seen in other.all():
            known = self._gathered.setdefault(seen.item_id, seen)
            if known is not seen:
                known.texts |= seen.texts
                known.found = replace(
                    joined(known.found, seen.found), text=known.found.text
                )
        self._order = spliced(self._order, other._order)  # noqa: SLF001 - its own kind

    def place(
        self,
        page_url: str,
        found: Sequence[FoundItem],
        boxes_of: Callable[[Rectangle], tuple[Box, ...]],
    ) -> None:
        """Note where on a page's pictures its items stand."""
        ids = item_ids(self._account_id, found)
        self.add(page_url, found)
        for item in found:
            if item.box is not None:
                sighting = self._gathered[ids[item.key]].sightings[page_url]
                sighting.boxes = boxes_of(item.box)

    def all(self) -> tuple[Gathered, ...]:
        """Give everything in reading order: a post, its comments, their replies."""
        children: dict[str | None, list[Gathered]] = {}
        for item_id in self._order:
            one = self._gathered[item_id]
            parent = one.parent_id if one.parent_id in self._gathered else None
            children.setdefault(parent, []).append(one)
        reached = {one.item_id: one for one in _walk(children, None)}
        # Broken markup may let two comments answer each other: lose neither.
        rest = (self._gathered[i] for i in self._order if i not in reached)
        return (*reached.values(), *rest)

    def posts(self) -> tuple[Gathered, ...]:
        """Give the posts in the order of the feed."""
        return tuple(one for one in self.all() if one.found.is_post)

    def post_at(self, url: str) -> Gathered | None:
        """Give the post whose own page has this address."""
        wanted = same_address(url)
        return next((p for p in self.posts() if _is_at(p.found, wanted)), None)

    def comments_below(self, item_id: str) -> int:
        """Count the comments and replies below a post."""
        parents = {one.item_id: one.parent_id for one in self._gathered.values()}
        return sum(item_id in _ancestors(one, parents) for one in parents)


def _is_at(found: FoundItem, wanted: str) -> bool:
    return found.permalink is not None and same_address(found.permalink) == wanted


def _ancestors(item_id: str, parents: Mapping[str, str | None]) -> Iterable[str]:
    seen = {item_id}
    above = parents.get(item_id)
    while above is not None and above not in seen:
        yield above
        seen.add(above)
        above = parents.get(above)


def _walk(
    children: Mapping[str | None, list[Gathered]], parent: str | None
) -> Iterable[Gathered]:
    # Sorting is stable: without page numbers the order in the pages is kept.
    for one in sorted(children.get(parent, []), key=lambda g: g.thread_page or 0):
        yield one
        yield from _walk(children, one.item_id)


def item_ids(account_id: str, found: Sequence[FoundItem]) -> dict[str, str]:
    """Give each item on a page its id, the same on every page and in every capture.

    The id rests on the permalink. Where a page gives several items the same address,
    or none, it rests on author, time and opening words instead.
    """
    addresses = {item.key: _address(item) for item in found}
    shared = Counter(address for address in addresses.values() if address)
    ids: dict[str, str] = {}
    for item in found:
        address = addresses[item.key]
        is_own = address is not None and shared[address] == 1
        above = ids.get(item.parent_key or "", "")
        ids[item.key] = _item_id(
            account_id, item, address if is_own else _likeness(item, address, above)
        )
    return ids


def _address(item: FoundItem) -> str | None:
    return same_address(item.permalink) if item.permalink else None


def _likeness(item: FoundItem, address: str | None, above: str) -> str:
    when = item.published.isoformat() if item.published else ""
    opening = one_line(item.text or item.title)[:OPENING]
    return "\n".join((address or "", above, item.author, when, opening))


def _item_id(account_id: str, item: FoundItem, identity: str | None) -> str:
    kind = "post" if item.is_post else "comment"
    digest = hashlib.sha256(f"{account_id}\n{kind}\n{identity}".encode()).hexdigest()
    return f"{kind}-{digest[:ID_DIGITS]}"


def joined(one: FoundItem, other: FoundItem) -> FoundItem:
    """Join two sights of one item: the longer text, and all that either knows."""
    fuller = other if len(other.text) > len(one.text) else one
    return replace(
        one,
        text=fuller.text,
        source=fuller.source,
        title=one.title or other.title,
        author=one.author or other.author,
        author_url=one.author_url or other.author_url,
        permalink=one.permalink or other.permalink,
        published=one.published or other.published,
        published_text=one.published_text or other.published_text,
        stated_comments=_larger(one.stated_comments, other.stated_comments),
        media=_all_media((*one.media, *other.media)),
        is_hidden=one.is_hidden or other.is_hidden,
        is_edited=one.is_edited or other.is_edited,
        edited=max((t for t in (one.edited, other.edited) if t), default=None),
        reactions=one.reactions or other.reactions,
    )


def _larger(one: int | None, other: int | None) -> int | None:
    return max((n for n in (one, other) if n is not None), default=None)


def _all_media(media: Iterable[FoundMedia]) -> tuple[FoundMedia, ...]:
    return tuple({one.url: one for one in media}.values())


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
