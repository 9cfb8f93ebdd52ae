# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finds where each post and comment stands in the recording: record and pointer.

Without this map nobody could remove a person's words from the archive, or show that the
text of a transcript is what the server sent. Every place counts: the same text comes
with the feed, with the post's own page, and once more when the page is loaded again.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from archivers.items import Gathered
from archivers.media_bytes import MediaShelf, StoredMedia
from archivers.passages import Passage, passages, text_key
from archivers.warc import WarcRecord, read_records
from schemas.errors import Undecodable
from schemas.item import ExportMember

SHORTEST_PART = 16
LARGEST_TEXT = 64 * 1024**2


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place of a text in the recording, and the page it was asked for by.

    `member` is the file of the owner's export that it stands in instead of a record;
    then `record_id` is empty.
    """

    record_id: str
    pointer: str
    page_url: str | None = None
    member: ExportMember | None = None


@dataclass(frozen=True)
class Wanted:
    """What is looked for in a recording."""

    items: Sequence[Gathered]
    media: frozenset[str]


@dataclass
class RecordingMap:
    """What stands where in a recording."""

    occurrences: dict[str, tuple[Occurrence, ...]] = field(default_factory=dict)
    media: dict[str, StoredMedia] = field(default_factory=dict)

    def joined(self, other: "RecordingMap") -> "RecordingMap":
        """Join what stands in two recordings of the same items; the first comes first.

        Media of the first is that of the items; the second adds what it has besides.
        """
        if not self.occurrences and not self.media:
            return other
        ids = dict.fromkeys((*self.occurrences, *other.occurrences))
        return RecordingMap(
            occurrences={
                item_id: (
                    *self.occurrences.get(item_id, ()),
                    *other.occurrences.get(item_id, ()),
                )
                for item_id in ids
            },
            media={**other.media, **self.media},
        )


@dataclass
class _Asked:
    """Which page asked for which response, by the Referer of the requests."""

    referers: dict[str, str] = field(default_factory=dict)

    def take(self, record: WarcRecord) -> None:
        partner = record.fields.get("WARC-Concurrent-To")
        if record.head is None or partner is None:
            return
        if record.type == "request":
            self.referers[partner] = record.head.value("referer")
            self.referers[record.record_id] = self.referers[partner]
        elif partner in self.referers:
            self.referers[record.record_id] = self.referers[partner]


def map_recording(
    warc: Path,
    wanted: Wanted,
    workspace: Path,
    inspect: Callable[[WarcRecord], None],
) -> RecordingMap:
    """Read a recording once and note where every item and every picture stands.

    Texts that stand nowhere by themselves are looked for inside longer ones, which
    takes a second reading. `inspect` sees every response and may refuse it by raising.

    Raises:
        Damaged: the recording is not a whole WARC file.
    """
    result = RecordingMap()
    search = _Search(wanted.items)
    with closing(MediaShelf(workspace)) as shelf:
        asked = _Asked()
        for record in read_records(warc):
            asked.take(record)
            if record.type == "response":
                inspect(record)
                shelf.take(record)
                search.look_in(record)
        for url in wanted.media:
            found = shelf.find(url)
            if found is not None:
                result.media[url] = found
    if search.has_missing():
        for record in _responses(warc):
            search.look_inside(record)
    result.occurrences = search.found(asked.referers)
    return result


def _responses(warc: Path) -> Iterator[WarcRecord]:
    return (record for record in read_records(warc) if record.type == "response")


class _Search:
    """Looks for the texts of items in responses."""

    def __init__(self, items: Sequence[Gathered]) -> None:
        self._wanted: dict[str, list[Gathered]] = {}
        self._found: dict[str, dict[tuple[str, str], str]] = {}
        self._items = items
        for item in items:
            for key in _keys_of(item):
                self._wanted.setdefault(key, []).append(item)
        self._longest = max(map(len, self._wanted), default=0)

    def look_in(self, record: WarcRecord) -> None:
        """Note every passage of a response that is the whole text of an item."""
        given: dict[str, int] = {}
        for passage in _passages_of(record, self._longest):
            items = self._wanted.get(passage.key)
            if items:
                item = _most_alike(items, passage, given)
                given[item.item_id] = given.get(item.item_id, 0) + 1
                self._note(item, record, passage)

    def has_missing(self) -> bool:
        """Whether an item that could stand inside a longer text was not found."""
        return any(True for _ in self._missing())

    def _missing(self) -> Iterator[tuple[Gathered, str]]:
        for item in self._items:
            key = text_key(item.found.text)
            if item.item_id not in self._found and len(key) >= SHORTEST_PART:
                yield item, key

    def look_inside(self, record: WarcRecord) -> None:
        """Note the shortest passage of a response that holds a missing item's text."""
        shortest: dict[str, tuple[Gathered, Passage]] = {}
        missing = list(self._missing())
        for passage in _passages_of(record):
            for item, key in missing:
                best = shortest.get(item.item_id)
                if key in passage.key and (
                    best is None or len(passage.key) < len(best[1].key)
                ):
                    shortest[item.item_id] = (item, passage)
        for item, passage in shortest.values():
            self._note(item, record, passage)

    def _note(self, item: Gathered, record: WarcRecord, passage: Passage) -> None:
        places = self._found.setdefault(item.item_id, {})
        places[record.record_id, passage.pointer] = record.target_uri

    def found(self, referers: Mapping[str, str]) -> dict[str, tuple[Occurrence, ...]]:
        """Give the places of every item, with the page that asked for each."""
        return {
            item_id: tuple(
                Occurrence(record, pointer, referers.get(record) or url)
                for (record, pointer), url in places.items()
            )
            for item_id, places in self._found.items()
        }


def _passages_of(record: WarcRecord, longest: int | None = None) -> Iterator[Passage]:
    if record.body.length > LARGEST_TEXT or not _may_hold_text(record):
        return iter(())
    try:
        body = record.decoded()
    except Undecodable:
        return iter(())
    return passages(body, record.mime_type, record.target_uri, longest)


def _may_hold_text(record: WarcRecord) -> bool:
    kind = record.mime_type
    return (
        "html" in kind
        or "json" in kind
        or kind in {"", "text/plain"}
        or ("javascript" in kind and record.body.length > 0)
    )


def _keys_of(item: Gathered) -> set[str]:
    """Give what to look for: the texts, or the pictures of an item without text."""
    texts = {text_key(text) for text in item.texts} - {""}
    if texts:
        return texts
    title = text_key(item.found.title)
    return {title} if title else {urldefrag(m.url).url for m in item.found.media}


def _most_alike(
    items: Sequence[Gathered], passage: Passage, given: Mapping[str, int]
) -> Gathered:
    """Choose among items with the same text the one that the surroundings speak of.

    Where they say nothing, each in its turn: the order of reading is that of the page.
    """
    return max(
        items,
        key=lambda item: (_likeness(item, passage), -given.get(item.item_id, 0)),
    )


def _likeness(item: Gathered, passage: Passage) -> int:
    signs = [mark for mark in _marks(item.found.permalink) if mark in passage.context]
    author = item.found.author
    return 2 * len(signs) + bool(author and author in passage.context)


def _marks(permalink: str | None) -> tuple[str, ...]:
    """Give the parts of a permalink that name the item."""
    if not permalink:
        return ()
    parts = urlsplit(permalink)
    name = parts.fragment or parts.path.rstrip("/").rpartition("/")[2]
    numbers = re.findall(r"\d{2,}", name)
    return (name, *numbers[-1:]) if name else ()
