# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finds what a post or comment shows below its text: pictures, films, albums, links.

An attachment shows a picture reduced; the original is the largest image of its photo,
which is asked for by its number, many at a time.
https://developers.facebook.com/docs/graph-api/reference/story-attachment
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from archivers.api.graph import Graph, Row
from archivers.api.graph.fresh import MEDIA, FreshOriginals
from archivers.api.graph.rows import inside, words
from archivers.platform import FoundMedia
from archivers.platforms.facebook.telling import QUESTIONS, SMALLER

LINKS = frozenset({"link", "share", "event", "note", "fallback", "unavailable"})
FILM = "video"
PHOTO = "photo"


@dataclass(frozen=True)
class Attached:
    """One thing that is shown; `target` is the number of the photo or film.

    `shown` is the address of what the post itself shows of it.
    """

    kind: str
    shown: str
    target: str = ""
    text: str = ""

    @property
    def is_film(self) -> bool:
        """Whether it is a film."""
        return self.kind == FILM


@dataclass
class Attachments:
    """Finds and fetches what posts show, page by page of a list of posts."""

    graph: Graph
    fresh: FreshOriginals
    _photos: dict[str, Row] = field(default_factory=dict)
    _films: dict[str, Row] = field(default_factory=dict)

    def of_post(self, row: Row) -> list[Attached]:
        """List what a post shows; of an album every picture, however many."""
        return [
            shown
            for one in _listed(row.get("attachments"))
            for each in self._within(one)
            if (shown := attached(each)) is not None
        ]

    def _within(self, one: Row) -> Iterator[Row]:
        parts = inside(one, "subattachments")
        listed = _listed(parts)
        if not listed:
            yield one
            return
        yield from listed
        if "next" not in inside(parts, "paging"):
            return
        with self.fresh.losses.counted(MEDIA):
            for page in self.graph.rest(parts, self.graph.spec.of("attachments")):
                yield from page.rows

    def prepare(self, shown: Sequence[Attached]) -> None:
        """Ask for the originals of all that a page of posts shows, at once."""
        self._photos = self._asked("photos", (o for o in shown if o.kind == PHOTO))
        without = (one for one in shown if one.is_film and not one.shown)
        self._films = self._asked("videos", without)

    def _asked(self, name: str, wanted: Iterable[Attached]) -> dict[str, Row]:
        numbers = list(dict.fromkeys(one.target for one in wanted if one.target))
        if not numbers:
            return {}
        found: dict[str, Row] = {}
        with self.fresh.losses.counted(QUESTIONS):
            found |= self.graph.many(numbers, self.graph.spec.of(name))
        return found

    def media(self, row: Row, shown: Iterable[Attached]) -> tuple[FoundMedia, ...]:
        """Fetch what a post shows, and name it."""
        found = (self._media(row, one) for one in shown if one.kind not in LINKS)
        return tuple(one for one in found if one is not None)

    def _media(self, row: Row, one: Attached) -> FoundMedia | None:
        known = self._photos.get(one.target) or self._films.get(one.target) or {}
        address = _largest(known) or words(known, "source") or one.shown
        if not address:
            self.fresh.losses.counts[MEDIA] += 1
            return None
        if one.kind == PHOTO and not _largest(known):
            self.fresh.losses.counts[SMALLER] += 1
        kept = self.fresh.fetch(address, partial(self._anew, words(row, "id"), one))
        text = words(known, "alt_text_custom") or one.text
        return FoundMedia(kept, text, one.is_film)

    def of_comment(self, row: Row) -> tuple[FoundMedia, ...]:
        """Fetch what a comment shows; its author's photos are not ours to ask for."""
        shown = attached(inside(row, "attachment"))
        if shown is None or shown.kind in LINKS or not shown.shown:
            return ()
        anew = partial(self._anew_of_comment, words(row, "id"))
        address = self.fresh.fetch(shown.shown, anew, is_own=False)
        return (FoundMedia(address, shown.text, shown.is_film),)

    # --- addresses that have stopped working ------------------------------------------

    def _anew(self, post: str, one: Attached) -> str:
        """Ask the photo or film itself for an address; else the post that shows it."""
        name = {PHOTO: "photos", FILM: "videos"}.get(one.kind)
        if one.target and name:
            found, _ = self.graph.get(one.target, self.graph.spec.of(name))
            address = _largest(found) or words(found, "source")
            if address:
                return address
        row, _ = self.graph.get(post, self.graph.spec.of("attachments"))
        same = (each for each in self.of_post(row) if each.target == one.target)
        return next((each.shown for each in same), "")

    def _anew_of_comment(self, comment: str) -> str:
        row, _ = self.graph.get(comment, self.graph.spec.of("comment"))
        shown = attached(inside(row, "attachment"))
        return "" if shown is None else shown.shown


def attached(row: Row) -> Attached | None:
    """Read an attachment; None if it shows nothing."""
    if not row:
        return None
    kind = words(row, "media_type") or words(row, "type")
    media = inside(row, "media")
    image, film = words(inside(media, "image"), "src"), words(media, "source")
    is_film = kind == FILM or kind.startswith("video")
    is_photo = kind in {PHOTO, "cover_photo", "profile_media"}
    return Attached(
        kind=FILM if is_film else PHOTO if is_photo else kind,
        shown=film if is_film else image,
        target=words(inside(row, "target"), "id"),
        text=words(row, "description"),
    )


def links_of(row: Row) -> Iterator[str]:
    """Give the addresses that a post shows as cards, such as a shared page's."""
    for one in _listed(row.get("attachments")):
        kind = words(one, "media_type") or words(one, "type")
        address = words(one, "unshimmed_url") or words(one, "url")
        if kind in LINKS and address:
            yield address


def _listed(found: object) -> list[Row]:
    rows = found.get("data") if isinstance(found, Mapping) else None
    return [r for r in rows if isinstance(r, dict)] if isinstance(rows, list) else []


def _largest(photo: Row) -> str:
    """Give the address of the largest image of a photo: what was published."""
    images = photo.get("images")
    rows = (
        [r for r in images if isinstance(r, dict)] if isinstance(images, list) else []
    )
    best = max(rows, key=_area, default={})
    return words(best, "source")


def _area(image: Row) -> int:
    width, height = image.get("width"), image.get("height")
    return width * height if isinstance(width, int) and isinstance(height, int) else 0
