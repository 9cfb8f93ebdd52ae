# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Makes the items of a capture: what the pages showed, and where it is recorded."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urldefrag

from archivers.items import Gathered, Sighting
from archivers.locate import Occurrence, RecordingMap
from archivers.platform import FoundMedia
from archivers.secrets import Scrubber
from archivers.text import address_parts, one_line, same_address
from schemas.capture import SourceShare
from schemas.item import Box, ExportMember, Item, ItemKind, Media, Place
from schemas.profile import Picture, Profile

FIRST_ERROR = 400
SAME_PAGE = 1024
"""How many addresses are known again; all that a page holds was seen at its own."""
FILE_NAME = re.compile(
    r"\.(?:avif|gif|jpe?g|mp4|mov|png|svg|webm|webp)$", re.IGNORECASE
)


@dataclass(frozen=True)
class Owner:
    """The account, as it signs its own posts and answers."""

    name: str
    addresses: frozenset[str]

    @classmethod
    def of(cls, profile: Profile, urls: Sequence[str]) -> "Owner":
        """Know the owner by the profile's name and the account's addresses."""
        addresses = frozenset(same_address(url).rstrip("/") for url in urls)
        return cls(one_line(profile.name or "").casefold(), addresses)

    def wrote(self, gathered: Gathered) -> bool:
        """Whether the account itself is the author."""
        found = gathered.found
        if found.author_url:
            address = same_address(found.author_url).rstrip("/")
            if address in self.addresses:
                return True
        return bool(self.name) and one_line(found.author).casefold() == self.name


@lru_cache(SAME_PAGE)
def clean_url(url: str) -> str:
    """Write an address as the recording has it: without secrets, without fragment."""
    return Scrubber().url(urldefrag(url).url, Counter())


def recorded_profile(profile: Profile, recording: RecordingMap) -> Profile:
    """Add the checksums of the profile's pictures from the recording."""
    return profile.model_copy(
        update={
            "avatar": _recorded(profile.avatar, recording),
            "cover": _recorded(profile.cover, recording),
        }
    )


def _recorded(picture: Picture | None, recording: RecordingMap) -> Picture | None:
    if picture is None or not picture.url:
        return picture
    url = clean_url(picture.url)
    stored = recording.media.get(url)
    return Picture(url=url, key=picture.key, sha256=stored.sha256 if stored else None)


def assemble(
    gathered: Iterable[Gathered], owner: Owner, recording: RecordingMap
) -> tuple[Item, ...]:
    """Make the items, each after what it answers to, numbered within it.

    Their places are taken out of the recording's map, which large accounts fill.
    """
    kinds: dict[str, ItemKind] = {}
    counts: Counter[str | None] = Counter()
    items = []
    for one in gathered:
        parent = one.parent_id if one.parent_id in kinds else None
        kinds[one.item_id] = _kind(one, kinds.get(parent or ""))
        counts[parent] += 1
        items.append(
            Item(
                item_id=one.item_id,
                kind=kinds[one.item_id],
                parent_id=parent,
                position=counts[parent],
                author=one.found.author,
                is_by_account=owner.wrote(one),
                body=_body(one),
                permalink=one.found.permalink,
                published=one.found.published,
                published_text=one.found.published_text,
                media=_media(one.found.media, recording),
                places=_places(one, recording.occurrences.pop(one.item_id, ())),
                sources=(*one.sources, one.found.source),
                is_hidden=one.found.is_hidden,
                is_edited=one.found.is_edited,
                edited=one.found.edited,
                reactions=one.found.reactions,
            )
        )
    return tuple(items)


def _kind(one: Gathered, parent: ItemKind | None) -> ItemKind:
    if one.found.is_post:
        return ItemKind.POST
    is_reply = parent in {ItemKind.COMMENT, ItemKind.REPLY}
    return ItemKind.REPLY if is_reply else ItemKind.COMMENT


def _body(one: Gathered) -> str:
    """Put a headline before the text, unless the text begins with it."""
    title, text = one.found.title, one.found.text
    if not title or one_line(text).startswith(title):
        return text
    return f"{title}\n\n{text}".strip()


def _media(found: Sequence[FoundMedia], recording: RecordingMap) -> tuple[Media, ...]:
    """List pictures and films once each.

    Addresses that expire differ from page to page; that two are the same picture is
    seen by their bytes, or, when they have none, by the path of the address.
    """
    listed: dict[str, Media] = {}
    for one in found:
        url = clean_url(one.url)
        stored = recording.media.get(url)
        digest = stored.sha256 if stored else None
        media = Media(
            url=url,
            alternative_text=one.alternative_text,
            mime_type=stored.mime_type if stored else None,
            sha256=digest,
            warc_record=(stored.record_id or None) if stored else None,
            member=stored.member if stored else None,
        )
        listed.setdefault(digest or _path(url), media)
    have = {_path(m.url) for m in listed.values() if m.sha256}
    return tuple(m for m in listed.values() if m.sha256 or _path(m.url) not in have)


def _path(url: str) -> str:
    parts = address_parts(url)
    return f"{parts.netloc}{parts.path}" if FILE_NAME.search(parts.path) else url


def refused_media(items: Sequence[Item], recording: RecordingMap) -> int:
    """Count the pictures that the platform itself answered with an error."""
    missing = (m for item in items for m in item.media if m.sha256 is None)
    stored = (recording.media.get(m.url) for m in missing)
    return sum(one is not None and one.status >= FIRST_ERROR for one in stored)


def shares_of(
    items: Sequence[Item], recordings: Mapping[str, RecordingMap]
) -> tuple[SourceShare, ...]:
    """Say what each source gave: posts, comments, and pictures whose bytes it has."""
    return tuple(
        _share(name, items, frozenset(_holdings(recording)))
        for name, recording in recordings.items()
    )


def _holdings(recording: RecordingMap) -> Iterator[str | ExportMember]:
    for media in recording.media.values():
        yield media.record_id or media.member or ""


def _share(
    name: str, items: Sequence[Item], holdings: frozenset[str | ExportMember]
) -> SourceShare:
    given = [item for item in items if name in item.sources]
    posts = sum(item.kind is ItemKind.POST for item in given)
    media = [m for item in items for m in item.media if m.sha256 is not None]
    return SourceShare(
        name=name,
        posts=posts,
        comments=len(given) - posts,
        media=sum(bool({m.warc_record, m.member} & holdings) for m in media),
    )


def _places(one: Gathered, found: Sequence[Occurrence]) -> tuple[Place, ...]:
    """Join the pages an item was seen on with the records that carried it there."""
    left = list(found)
    places: list[Place] = []
    for sighting in one.sightings.values():
        here = [o for o in left if o.page_url == sighting.page_url]
        left = [o for o in left if o.page_url != sighting.page_url]
        places += _places_on(sighting, here)
    seen_on = next(iter(one.sightings), "")
    places += [_place(o.page_url or seen_on, o, None) for o in left]
    return tuple(places)


def _places_on(sighting: Sighting, here: Sequence[Occurrence]) -> Iterator[Place]:
    boxes: Sequence[Box | None] = sighting.boxes or (None,)
    for box in boxes:
        yield _place(sighting.page_url, here[0] if here else None, box)
    for occurrence in here[1:]:
        yield _place(sighting.page_url, occurrence, None)


def _place(url: str, occurrence: Occurrence | None, box: Box | None) -> Place:
    return Place(
        page_url=clean_url(url),
        warc_record=(occurrence.record_id or None) if occurrence else None,
        member=occurrence.member if occurrence else None,
        pointer=occurrence.pointer if occurrence else None,
        box=box,
    )
