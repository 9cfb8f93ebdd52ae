# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads one post or comment out of an answer of Instagram's API, with its pictures.

https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference:
ig-media and ig-comment
"""

import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from archivers.api.graph import Graph, Row
from archivers.api.graph.fresh import MEDIA, FreshOriginals
from archivers.api.graph.rows import inside, listed, number, words
from archivers.platform import FoundItem, FoundMedia
from archivers.platforms.instagram.addresses import account_address, comment_address
from archivers.platforms.instagram.telling import WITHHELD
from archivers.text import mended, moment

SOURCE = "instagram-graph"
FILM = "VIDEO"
NONE: Mapping[str, int] = MappingProxyType({})


@dataclass
class PostReader:
    """Makes items of an account's posts and comments, and fetches their originals.

    `ids` are those by which the account may be named as the writer of a comment.
    """

    graph: Graph
    fresh: FreshOriginals
    handle: str
    ids: frozenset[str]

    def post(self, row: Row) -> FoundItem:
        """Make an item of a post; its comments are counted by its thread."""
        return FoundItem(
            key=words(row, "id"),
            is_post=True,
            author=self.handle,
            author_url=account_address(self.handle),
            text=text_of(row, "caption"),
            source=SOURCE,
            permalink=words(row, "permalink") or None,
            published=moment(words(row, "timestamp")),
            media=tuple(self._media(row)),
            reactions=_likes(row),
        )

    def comment(self, row: Row, post: FoundItem, above: str = "") -> FoundItem:
        """Make an item of a comment; `above` is the comment that it answers."""
        key = words(row, "id")
        author, is_own = self._writer(row)
        pair = (above, key) if above else (key, "")
        return FoundItem(
            key=key,
            is_post=False,
            parent_key=above or post.key,
            author=author,
            author_url=account_address(self.handle if is_own else author)
            if author
            else None,
            text=text_of(row, "text"),
            source=SOURCE,
            permalink=(
                comment_address(post.permalink, *pair) if post.permalink else None
            ),
            published=moment(words(row, "timestamp")),
            is_hidden=row.get("hidden") is True,
            reactions=_likes(row),
        )

    def _writer(self, row: Row) -> tuple[str, bool]:
        """Give who has written a comment, and whether it is the account itself."""
        writer = inside(row, "from")
        name = words(writer, "username") or words(row, "username")
        is_own = name == self.handle or words(writer, "id") in self.ids
        return (self.handle, True) if is_own else (sys.intern(name), False)

    # --- pictures and films -----------------------------------------------------------

    def _media(self, row: Row) -> Iterator[FoundMedia]:
        """Fetch what a post shows: its own, or those of each part of a carousel."""
        described = words(row, "alt_text")
        parts = listed(row, "children")
        for one in parts or [row]:
            found = self._original(one, "" if parts else described)
            if found is not None:
                yield found

    def _original(self, row: Row, described: str) -> FoundMedia | None:
        is_film = words(row, "media_type") == FILM
        address = words(row, "media_url")
        if not address:
            return self._withheld(row, described)
        anew = partial(self._anew, words(row, "id"), "media_url")
        return FoundMedia(self.fresh.fetch(address, anew), described, is_film)

    def _withheld(self, row: Row, described: str) -> FoundMedia | None:
        """Take the picture of a film that is not given, as for others' music in it."""
        shown = words(row, "thumbnail_url")
        if not shown:
            self.fresh.losses.counts[MEDIA] += 1
            return None
        self.fresh.losses.counts[WITHHELD] += 1
        anew = partial(self._anew, words(row, "id"), "thumbnail_url")
        return FoundMedia(self.fresh.fetch(shown, anew), described)

    def _anew(self, media: str, name: str) -> str:
        row, _ = self.graph.get(media, self.graph.spec.of("original"))
        return words(row, name)


def text_of(row: Row, name: str) -> str:
    """Give a text as it was written."""
    return unicodedata.normalize("NFC", mended(words(row, name))).strip()


def pointer_of(row: Row, name: str, *place: int | str) -> str:
    """Give the JSON pointer to the text of a row, or to the row if it has none."""
    steps = [str(one) for one in place] + ([name] if words(row, name) else [])
    return sys.intern("/" + "/".join(steps))  # the same in every answer


def _likes(row: Row) -> Mapping[str, int]:
    likes = number(row, "like_count")
    return {"like": likes} if likes else NONE
