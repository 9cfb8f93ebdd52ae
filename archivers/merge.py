# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finds which items of an owner's export are those that the API gave.

An export names neither a post's id nor its address. What it has is when the account
wrote it, to the second, and the words. So an item of the export is one of the API's if
it has the same address; else if it is of the same kind and the same second, or nearly,
and has the same words. Each is matched once: who writes the same thing twice in a
second has written it twice. A page of an export tells the time to the minute alone.

What was edited since the export was made has other words: then two that stand alone in
their second, each on its side, are one if the API says so, or most words are the same.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from itertools import islice

from archivers.api.platform import Sheet
from archivers.assembly import Owner
from archivers.items import Gathered
from archivers.media_bytes import StoredMedia
from archivers.platform import FoundItem, FoundMedia
from archivers.text import one_line, same_address
from schemas.item import Item, ItemKind

NEARLY = timedelta(minutes=2)
"""Platforms store when an item was sent, or when it was there; never further apart."""
MOST = 0.6
"""How much of two texts must be alike for one to be the other, edited."""
COMPARED = 200
"""So many of the first words are compared: the time it takes grows by their square."""
PAGE = ".html"
EARLIER = "earlier"
LONG_NUMBER = re.compile(r"\d{8,}")

Moment = tuple[bool, datetime]
"""Of which kind an item is, and in which second, or minute, it was written."""


@dataclass(frozen=True)
class Matched:
    """Sheets of an export in which known items bear the API's addresses.

    `copies` holds, by the API's address of a picture, the export's copy of it.
    """

    sheets: tuple[Sheet, ...]
    copies: Mapping[str, StoredMedia] = field(default_factory=dict)


def match(
    sheets: Sequence[Sheet],
    media: Mapping[str, StoredMedia],
    known: Iterable[Gathered],
    owner: Owner,
    earlier: Iterable[Item] = (),
) -> Matched:
    """Match the items of an export with those of its owner that are known.

    `earlier` are items that the archive has of the account's earlier captures. One that
    the platform no longer gives keeps its address, and so its id: what was decided on
    it then holds for it here.
    """
    pool = _Pool(known, owner)
    pool.remember(earlier)
    items = [_Exported(i, _is_rough(s, i)) for s in sheets for i in s.items]
    same: dict[int, FoundItem] = {}
    # What is surely known is taken first, so that nothing else that is like it is.
    for candidates in (pool.surely, pool.nearly, pool.alone):
        for number, item in enumerate(items):
            if number not in same and (one := pool.take(candidates(item))):
                same[number] = one
    left = [(number, one) for number, one in enumerate(items) if number not in same]
    there = Counter(one.moment for _, one in left)
    for number, item in left:
        if there[item.moment] == 1 and (one := pool.take(pool.edited(item))):
            same[number] = one
    copies: dict[str, StoredMedia] = {}
    named = iter(
        _named(one.item, same[number], media, copies) if number in same else one.item
        for number, one in enumerate(items)
    )
    return Matched(
        tuple(replace(s, items=tuple(islice(named, len(s.items)))) for s in sheets),
        copies,
    )


@dataclass(frozen=True)
class _Exported:
    """An item of an export; `is_rough` if its time is told to the minute alone."""

    item: FoundItem
    is_rough: bool

    @property
    def moment(self) -> Moment | None:
        """When it was written, as exactly as the export says; None if it does not."""
        published = self.item.published
        if published is None:
            return None
        clipped = _minute(published) if self.is_rough else _second(published)
        return self.item.is_post, clipped


def _is_rough(sheet: Sheet, item: FoundItem) -> bool:
    """Whether a time is from a page of an export, which may leave the seconds out."""
    is_page = sheet.member is not None and sheet.member.name.lower().endswith(PAGE)
    return is_page and item.published is not None and item.published.second == 0


class _Pool:
    """The account's own known items that are not matched yet.

    Others' are not in it: an export holds only what its owner wrote, and a citizen may
    say "Tack!" in the same minute.
    """

    def __init__(self, known: Iterable[Gathered], owner: Owner) -> None:
        self._by_address: dict[str, FoundItem] = {}
        self._by_second: dict[Moment, list[FoundItem]] = {}
        self._by_minute: dict[Moment, list[FoundItem]] = {}
        self._by_words: dict[tuple[bool, str, int], list[FoundItem]] = {}
        self._taken: set[str] = set()
        for one in known:
            if one.found.permalink is not None and owner.wrote(one):
                self._enter(one.found, one.found.permalink)

    def remember(self, earlier: Iterable[Item]) -> None:
        """Take in the account's own items of earlier captures that are not known."""
        for item in earlier:
            address = item.permalink
            if not item.is_by_account or item.gallring or address is None:
                continue
            if same_address(address) not in self._by_address:
                self._enter(_remembered(item), address)

    def _enter(self, found: FoundItem, address: str) -> None:
        self._by_address[same_address(address)] = found
        if found.published is None:
            return
        kind, when = found.is_post, found.published
        self._by_second.setdefault((kind, _second(when)), []).append(found)
        self._by_minute.setdefault((kind, _minute(when)), []).append(found)
        said = (kind, _words(found), _span(when))
        self._by_words.setdefault(said, []).append(found)

    def take(self, candidates: Iterator[FoundItem]) -> FoundItem | None:
        """Take the first of some items, so that no other can be it."""
        same = next(candidates, None)
        if same is not None and same.permalink is not None:
            self._taken.add(same.permalink)
        return same

    def surely(self, one: _Exported) -> Iterator[FoundItem]:
        """Give what an item is: by its address, or by its second and its words."""
        item = one.item
        if item.permalink is not None:
            here = self._by_address.get(same_address(item.permalink))
            if here is not None:
                yield from self._left([here])
        if item.published is not None:
            words = _words(item)
            then = self._by_second.get((item.is_post, _second(item.published)), ())
            yield from (each for each in self._left(then) if _words(each) == words)

    def nearly(self, one: _Exported) -> Iterator[FoundItem]:
        """Give what an item must be: what has its words, nearly then."""
        words = _words(one.item)
        if words and one.item.published is not None:
            yield from self._said(one.item, words, one.item.published)

    def alone(self, one: _Exported) -> Iterator[FoundItem]:
        """Give what an item must be: what is alone then, and begins alike.

        One source may add a link to the words, or cut them; a picture has none.
        """
        words = _words(one.item)
        then = self._then(one)
        if len(then) == 1 and _begin_alike(words, _words(then[0])):
            yield from then

    def edited(self, one: _Exported) -> Iterator[FoundItem]:
        """Give what an item that is alone then has become, once it was edited."""
        then = self._then(one)
        if len(then) == 1 and (
            (then[0].is_edited and not one.is_rough)
            or _are_mostly_alike(_words(one.item), _words(then[0]))
        ):
            yield from then

    def _then(self, one: _Exported) -> list[FoundItem]:
        moment = one.moment
        if moment is None:
            return []
        known = self._by_minute if one.is_rough else self._by_second
        return self._left(known.get(moment, ()))

    def _said(
        self, item: FoundItem, words: str, moment: datetime
    ) -> Iterator[FoundItem]:
        span = _span(moment)
        alike = [
            one
            for number in (span - 1, span, span + 1)
            for one in self._left(self._by_words.get((item.is_post, words, number), ()))
        ]
        near = [(abs(one.published - moment), one) for one in alike if one.published]
        near.sort(key=lambda pair: pair[0])
        yield from (one for apart, one in near if apart <= NEARLY)

    def _left(self, found: Iterable[FoundItem]) -> list[FoundItem]:
        return [one for one in found if one.permalink not in self._taken]


def _remembered(item: Item) -> FoundItem:
    """Give an item of an earlier capture by what it is known again by, alone."""
    return FoundItem(
        key=item.item_id,
        is_post=item.kind is ItemKind.POST,
        author=item.author,
        text=item.body,
        source=EARLIER,
        permalink=item.permalink,
        published=item.published,
    )


def _named(
    item: FoundItem,
    same: FoundItem,
    media: Mapping[str, StoredMedia],
    copies: dict[str, StoredMedia],
) -> FoundItem:
    """Give an item the address that it is known by, and its pictures theirs."""
    if same.source == EARLIER:
        return replace(item, permalink=same.permalink)
    pairs = _paired(item.media, same.media)
    for mine, known in pairs.items():
        if mine in media:
            copies[known] = media[mine]
    others = (one for one in item.media if one.url not in pairs)
    pictures = (*same.media, *others) if pairs else item.media
    # What an export says above an item is its platform's words about what was done.
    title, address = same.title, same.permalink
    return replace(item, permalink=address, title=title, media=pictures)


def _paired(
    mine: Sequence[FoundMedia], known: Sequence[FoundMedia]
) -> Mapping[str, str]:
    """Say which pictures are the same: by the numbers in their names, else by order.

    Meta names a picture in its exports by the number that it has in its address. The
    order says something only when there are as many on both sides.
    """
    pairs: dict[str, str] = {}
    left = {one.url: _numbers(one.url) for one in known}
    for one in mine:
        numbers = _numbers(one.url)
        same = next((url for url in left if left[url] & numbers), None)
        if same is not None:
            pairs[one.url] = same
            del left[same]
    if len(mine) == len(known):
        others = (one.url for one in mine if one.url not in pairs)
        pairs |= dict(zip(others, left, strict=False))
    return pairs


def _numbers(address: str) -> frozenset[str]:
    """Give the long numbers in the name of the file at an address."""
    path = address.partition("?")[0]
    return frozenset(LONG_NUMBER.findall(path.rpartition("/")[2]))


def _words(item: FoundItem) -> str:
    return one_line(item.text or item.title).casefold()


def _begin_alike(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _are_mostly_alike(one: str, other: str) -> bool:
    words, others = one.split()[:COMPARED], other.split()[:COMPARED]
    return SequenceMatcher(None, words, others).ratio() >= MOST


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _span(moment: datetime) -> int:
    return int(moment.timestamp() // NEARLY.total_seconds())
