# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finds the pictures that removed items alone show: their writers' faces, other sizes.

The map of a capture names an item's own pictures once. Beside it stand the writer's
face, the same picture in other sizes and under other signatures, each with bytes of its
own in the recording. They are personal data until a person says otherwise, and go with
the item, unless something that is kept shows them too.
"""

import html
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO
from urllib.parse import urldefrag, urljoin

from archivers.gallring.own_parts import Placed, own_parts
from archivers.warc import WarcRecord, read_records
from schemas.errors import Undecodable
from schemas.item import Item, Media

MEDIA = ("image/", "video/", "audio/")
FOUND = frozenset({200, 203, 206})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
FIRST_ERROR = 400
MOST_HOPS = 10
LARGEST = 64 * 1024**2
PAGES = frozenset({"text/html", "application/xhtml+xml"})

_TOKEN = re.compile(r"[^\s\"'<>()\\]+")
_MEDIA_NAME = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|heic|mp4|webm|mp3)$", re.IGNORECASE
)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")

Warc = Callable[[], BinaryIO]
"""Opens a web archive for reading, from its start."""


@dataclass(frozen=True)
class Shown:
    """The removed items with every picture that goes with them, and what stays.

    `kept` are addresses that look like those of removed pictures, and must remain.
    """

    removed: tuple[Item, ...]
    kept: frozenset[str]


def pictures_within(
    warcs: Sequence[Warc],
    removed: Sequence[Item],
    kept: Sequence[Item],
    own: Collection[str],
) -> Shown:
    """Find the pictures that the removed items show and nothing else does.

    A picture is known by its bytes too: one that a kept item, or the account's profile
    (`own`, its addresses), shows under another address is kept, and so is it when
    nobody can tell.

    Raises:
        Damaged: a web archive cannot be read to its end.
    """
    recording = _Recording(warcs)
    seen = recording.shown_by(removed, kept)
    for item in removed:
        seen.setdefault(item.item_id, set()).update(_media_of(item))
    going, spared = recording.parted(seen, removed, kept, own)
    spared |= {medium.warc_record or "" for item in kept for medium in item.media}
    complete = tuple(
        _with(item, recording.like_these(seen[item.item_id]) & going, spared, recording)
        for item in removed
    )
    return Shown(complete, recording.like(going))


def _media_of(item: Item) -> Iterator[str]:
    return (urldefrag(medium.url)[0] for medium in item.media)


def _records(urls: Iterable[str], recording: "_Recording") -> set[str]:
    return {name for url in urls for name in recording.records(url)}


def _with(
    item: Item, going: Iterable[str], spared: Collection[str], recording: "_Recording"
) -> Item:
    """Give an item with its pictures as they lie in the recording.

    Its own medium keeps its bytes if something else shows them, or if there are none
    but the server's word that it has no such picture.
    """
    listed = [
        medium.model_copy(update={"warc_record": None})
        if medium.warc_record in spared
        else medium
        for medium in item.media
    ]
    known = {(urldefrag(m.url)[0], m.warc_record) for m in listed}
    more = [
        Media(url=url, warc_record=name)
        for url in sorted(going)
        for name in recording.records(url) or (None,)
        if (url, name) not in known
    ]
    return item.model_copy(update={"media": (*listed, *more)})


@dataclass(frozen=True)
class _Picture:
    record_id: str
    digest: str


@dataclass
class _Known:
    """Where pictures lie, which addresses lead on to others, and what never came."""

    pictures: dict[str, list[_Picture]] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    redirects: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Recording:
    """All web archives of one capture."""

    warcs: Sequence[Warc]

    @cached_property
    def _known(self) -> _Known:
        known = _Known()
        for record in self._responses():
            url = urldefrag(record.target_uri)[0]
            if record.status in REDIRECTS and record.head is not None:
                location = record.head.value("location")
                known.redirects[url] = urldefrag(_joined(url, location))[0]
            elif record.status in FOUND and _is_media(record):
                digest = record.fields.get("WARC-Payload-Digest", record.record_id)
                picture = _Picture(record.record_id, digest)
                known.pictures.setdefault(url, []).append(picture)
            elif (record.status or 0) >= FIRST_ERROR:
                known.failed.add(record.record_id)
        return known

    def _responses(self) -> Iterator[WarcRecord]:
        for opened in self.warcs:
            with closing(opened()) as stream:
                for record in read_records(stream):
                    if record.type == "response":
                        yield record

    def records(self, url: str) -> tuple[str, ...]:
        """Give the records with a picture's bytes."""
        return tuple(p.record_id for p in self._known.pictures.get(url, ()))

    def shown_by(
        self,
        items: Sequence[Item],
        beside: Sequence[Item],
        among: Collection[str] | None = None,
    ) -> dict[str, set[str]]:
        """Give the addresses of media that stand in what belongs to each item.

        With `among` a body is taken apart only if it names one of those.
        """
        places, others = _places(items), _places(beside)
        names = _names(among) if among is not None else None
        found: dict[str, set[str]] = {}
        for record in self._responses():
            here = places.get(record.record_id)
            body = _content(record) if here else b""
            if not here or not body:
                continue
            if names is not None and not any(name in body for name in names):
                continue
            everyone = (*here, *others.get(record.record_id, ()))
            parts = own_parts(body, everyone, is_page=record.mime_type in PAGES)
            for item_id in {place.item_id for place in here}:
                urls = self._addresses(parts.get(item_id, ()), record.target_uri)
                found.setdefault(item_id, set()).update(urls)
        return found

    def _addresses(self, parts: Iterable[str], base: str) -> Iterator[str]:
        """Give the addresses in a text that media were fetched from.

        One with a query may be that of a picture which was fetched under another, and
        of a picture's sizes the browser fetches one.
        """
        known = self._known
        for part in parts:
            for token in _tokens(part):
                url = urldefrag(_joined(base, token))[0]
                is_known = url in known.pictures or url in known.redirects
                if is_known or "?" in url or _is_media_name(url):
                    yield url

    def like_these(self, urls: Collection[str]) -> set[str]:
        """Give addresses and all that lead to the same pictures."""
        return self.family(urls).union(urls)

    def family(self, urls: Collection[str]) -> set[str]:
        """Give addresses with all that lead to the same pictures as they do."""
        digests = self._digests(urls)
        same = {
            url
            for url, pictures in self._known.pictures.items()
            if digests & {picture.digest for picture in pictures}
        }
        leading = {u for u in self._known.redirects if self._digests([u]) & digests}
        return same | leading

    def _digests(self, urls: Iterable[str]) -> set[str]:
        return {
            picture.digest
            for url in urls
            for hop in self._hops(url)
            for picture in self._known.pictures.get(hop, ())
        }

    def _hops(self, url: str) -> Iterator[str]:
        for _ in range(MOST_HOPS):
            yield url
            if url not in self._known.redirects:
                return
            url = self._known.redirects[url]

    def parted(
        self,
        seen: Mapping[str, set[str]],
        removed: Sequence[Item],
        kept: Sequence[Item],
        own: Collection[str],
    ) -> tuple[set[str], set[str]]:
        """Give the addresses that go, and the records that must keep their bytes."""
        everywhere = set().union(*seen.values())
        family = self.family(everywhere)
        alike = set(filter(_is_media_name, everywhere))
        theirs = self.shown_by(kept, removed, family | alike)
        listed = (url for item in kept for url in _media_of(item))
        staying = set(own).union(listed, *theirs.values())
        going = self._without(family, staying)
        stems = set(map(_stem, staying))
        spared = _records(family - going, self) | self._known.failed
        return going | {u for u in alike - family if _stem(u) not in stems}, spared

    def _without(self, family: Collection[str], staying: Collection[str]) -> set[str]:
        """Leave out every picture that something kept shows too.

        An address that nobody fetched says nothing of its bytes: what has the same
        path stays then.
        """
        digests = self._digests(staying)
        unknown = {_stem(url) for url in staying if not self._digests([url])}
        return {
            url
            for url in family
            if not self._digests([url]) & digests and _stem(url) not in unknown
        }

    def like(self, going: Collection[str]) -> frozenset[str]:
        """Give the addresses that remain and have the path of one that goes."""
        stems = set(map(_stem, going))
        known = {*self._known.pictures, *self._known.redirects}
        return frozenset(u for u in known - set(going) if _stem(u) in stems)


def _places(items: Iterable[Item]) -> Mapping[str, list[Placed]]:
    found: dict[str, list[Placed]] = {}
    for item in items:
        for place in item.places:
            if place.warc_record is not None and place.pointer is not None:
                placed = Placed(item.item_id, place.pointer)
                found.setdefault(place.warc_record, []).append(placed)
    return found


def _is_media(record: WarcRecord) -> bool:
    return record.mime_type.startswith(MEDIA) and record.body.length > 0


def _is_media_name(url: str) -> bool:
    return bool(_MEDIA_NAME.search(_stem(url)))


def _content(record: WarcRecord) -> bytes:
    if record.body.length > LARGEST:
        return b""
    try:
        return record.decoded()
    except Undecodable:
        return b""


def _names(urls: Iterable[str]) -> set[bytes]:
    """Give the last part of each path, which is written the same in every code."""
    return {_stem(url).rpartition("/")[2].encode() for url in urls}


def _tokens(part: str) -> Iterator[str]:
    """Give what may be an address in a text, as it stands and with escapes undone."""
    plain = part.replace("\\/", "/")
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), plain)
    for text in dict.fromkeys((plain, html.unescape(plain))):
        for match in _TOKEN.finditer(text):
            yield match[0]
            yield from match[0].split(",") if "," in match[0] else ()


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _stem(url: str) -> str:
    return url.partition("?")[0]
