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
from archivers.reading_order import ReadingOrder
from archivers.text import one_line, same_address
from schemas.item import Box

ID_DIGITS = 20
OPENING = 80
IN_EXPORT = "export:"
BROWSER = "browser"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A page that an item was seen on, and its rectangles on the page's pictures."""

    page_url: str
    boxes: tuple[Box, ...] = ()


@dataclass(slots=True)
class Gathered:
    """A post or comment as all pages together show it.

    `sources` are those that gave it: the API of its platform, the browser.
    `other_texts` are the forms that its text was seen in besides that of `found`.
    """

    item_id: str
    found: FoundItem
    parent_id: str | None
    thread_page: int | None
    sightings: Mapping[str, Sighting] = field(default_factory=dict)
    other_texts: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()

    @property
    def texts(self) -> frozenset[str]:
        """All the forms its text was seen in: cut short, and whole."""
        return self.other_texts | {self.found.text}

    def take(self, item: FoundItem) -> None:
        """Join with another sight of the same item."""
        if item != self.found:
            texts = self.texts | {item.text}
            self.found = joined(self.found, item)
            self.other_texts = texts - {self.found.text}

    def add_to(self, other: "Gathered") -> None:
        """Add what another source knows of the same item; a text stays as it is."""
        texts = self.texts | other.texts
        worded = self.found if self.found.text else other.found
        self.found = replace(
            joined(self.found, other.found), text=worded.text, source=worded.source
        )
        self.other_texts = texts - {self.found.text}


class ItemCollection:
    """The posts and comments of one account, gathered page by page from a source.

    What is seen once more costs no more than it is long, however much is known already:
    an API gives a large account in thousands of answers.
    """

    def __init__(self, account_id: str, source: str = BROWSER) -> None:
        self._account_id = account_id
        self._sources = (source,)
        self._gathered: dict[str, Gathered] = {}
        self._order = ReadingOrder()
        self._all: tuple[Gathered, ...] | None = None
        self._reached = 0
        self._below: Counter[str] | None = None

    def add(
        self,
        page_url: str,
        found: Sequence[FoundItem],
        thread_page: int | None = None,
        above: Sequence[FoundItem] = (),
    ) -> dict[str, str]:
        """Take in what a page shows at this moment, in its reading order.

        `above` are items that those on the page answer to and that are not shown on it.
        They say nothing of the order: later pages of a long thread come after earlier.
        Gives the ids of all of them, by their keys on the page.
        """
        self._forget_view()
        ids = item_ids(self._account_id, (*above, *found))
        here = {page_url: Sighting(page_url)}  # one for all that stand there
        shown = [ids[item.key] for item in found]
        self._order.take(_others((ids[item.key] for item in above), shown))
        self._order.take(shown)
        for item in above:
            self._take(ids[item.key], item, ids.get(item.parent_key or ""), None)
        for item in found:
            parent = ids.get(item.parent_key) if item.parent_key else None
            page = None if item.is_post else thread_page
            known = self._take(ids[item.key], item, parent, page)
            if not known.sightings:
                known.sightings = here
            elif page_url not in known.sightings:
                known.sightings = {**known.sightings, **here}
        return ids

    def _take(
        self, item_id: str, item: FoundItem, parent: str | None, page: int | None
    ) -> Gathered:
        known = self._gathered.get(item_id)
        if known is None:
            known = Gathered(item_id, _first(item), parent, page, sources=self._sources)
            self._gathered[item_id] = known
        else:
            known.take(item)
        known.thread_page = page if page is not None else known.thread_page
        if known.parent_id is None or self._is_comment(parent):
            known.parent_id = parent
        return known

    def _is_comment(self, item_id: str | None) -> bool:
        known = self._gathered.get(item_id) if item_id else None
        return known is not None and not known.found.is_post

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
        self._forget_view()
        for seen in other.all():
            known = self._gathered.setdefault(seen.item_id, seen)
            if known is not seen:
                known.add_to(seen)
        self._order.take(other._order)  # noqa: SLF001 - its own kind

    def place(
        self,
        page_url: str,
        found: Sequence[FoundItem],
        boxes_of: Callable[[Rectangle], tuple[Box, ...]],
    ) -> None:
        """Note where on a page's pictures its items stand."""
        ids = self.add(page_url, found)
        for item in found:
            if item.box is not None:
                known = self._gathered[ids[item.key]]
                sighting = Sighting(page_url, boxes_of(item.box))
                known.sightings = {**known.sightings, page_url: sighting}

    def all(self) -> tuple[Gathered, ...]:
        """Give everything in reading order: a post, its comments, their replies."""
        if self._all is None:
            reached, circles = self._in_order()
            self._all, self._reached = reached + circles, len(reached)
        return self._all

    def _in_order(self) -> tuple[tuple[Gathered, ...], tuple[Gathered, ...]]:
        """Give what can be reached from above, and what answers itself.

        Broken markup may let two comments answer each other: neither is lost.
        """
        children: dict[str | None, list[Gathered]] = {}
        for item_id in self._order:
            one = self._gathered[item_id]
            parent = one.parent_id if one.parent_id in self._gathered else None
            children.setdefault(parent, []).append(one)
        reached = tuple(_walk(children))
        if len(reached) == len(self._gathered):
            return reached, ()
        there = {one.item_id for one in reached}
        rest = (self._gathered[i] for i in self._order if i not in there)
        return reached, tuple(rest)

    def clear(self) -> None:
        """Let go of everything."""
        self._forget_view()
        self._gathered, self._order = {}, ReadingOrder()

    def posts(self) -> tuple[Gathered, ...]:
        """Give the posts in the order of the feed."""
        return tuple(one for one in self.all() if one.found.is_post)

    def post_at(self, url: str) -> Gathered | None:
        """Give the post whose own page has this address."""
        wanted = same_address(url)
        return next((p for p in self.posts() if _is_at(p.found, wanted)), None)

    def comments_below(self, item_id: str) -> int:
        """Count the comments and replies below a post."""
        if self._below is None:
            self._below = self._counted()
        return self._below[item_id]

    def _counted(self) -> Counter[str]:
        """Count what stands below each; what answers an item comes after it."""
        found, below = self.all(), Counter[str]()
        for one in reversed(found[: self._reached]):
            if one.parent_id is not None:
                below[one.parent_id] += below[one.item_id] + 1
        circles = {one.item_id: one.parent_id for one in found[self._reached :]}
        for item_id in circles:
            below.update(_above(item_id, circles))
        return below

    def _forget_view(self) -> None:
        """Let go of what is put together only when somebody asks for it."""
        self._all = self._below = None


def _others(ids: Iterable[str], known: Sequence[str]) -> list[str]:
    there = set(known)
    return [one for one in ids if one not in there]


def _is_at(found: FoundItem, wanted: str) -> bool:
    return found.permalink is not None and same_address(found.permalink) == wanted


def _above(item_id: str, parents: Mapping[str, str | None]) -> Iterable[str]:
    seen = {item_id}
    above = parents.get(item_id)
    while above is not None and above not in seen:
        yield above
        seen.add(above)
        above = parents.get(above)


def _walk(children: Mapping[str | None, list[Gathered]]) -> Iterable[Gathered]:
    """Give what answers to nothing known, each followed by all that answers to it."""
    waiting = _last_first(children.get(None, []))
    while waiting:
        one = waiting.pop()
        yield one
        waiting += _last_first(children.get(one.item_id, []))


def _last_first(found: list[Gathered]) -> list[Gathered]:
    # Sorting is stable: without page numbers the order in the pages is kept.
    return sorted(found, key=lambda one: one.thread_page or 0)[::-1]


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
    opening = one_line(item.text or item.title)[:OPENING] or _file_shown(item)
    return "\n".join((address or "", above, item.author, when, opening))


def _file_shown(item: FoundItem) -> str:
    """Name the file of the owner's export that an item without words shows.

    Nothing else tells two stories of one second apart. Elsewhere a picture's address
    changes from page to page, and says nothing.
    """
    shown = item.media[0].url if item.media else ""
    return shown.rpartition("/")[2] if shown.startswith(IN_EXPORT) else ""


def _item_id(account_id: str, item: FoundItem, identity: str | None) -> str:
    kind = "post" if item.is_post else "comment"
    digest = hashlib.sha256(f"{account_id}\n{kind}\n{identity}".encode()).hexdigest()
    return f"{kind}-{digest[:ID_DIGITS]}"


def _first(item: FoundItem) -> FoundItem:
    """Give an item as it is when nothing else is known of it: each picture once."""
    media = _all_media(item.media)
    return item if len(media) == len(item.media) else replace(item, media=media)


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
