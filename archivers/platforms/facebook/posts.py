# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads one post or comment out of an answer of the Graph API.

Who has written a comment is told only to an app that may read what visitors write; the
author is then unknown, which the transcript says.
https://developers.facebook.com/docs/graph-api/reference/pagepost and .../comment
"""

import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from archivers.api.graph import Row
from archivers.api.graph.rows import inside, words
from archivers.platform import FoundItem, FoundMedia
from archivers.platforms.facebook.addresses import author_address, post_address
from archivers.platforms.facebook.attachments import links_of
from archivers.text import mended, moment, one_line

SOURCE = "facebook-graph"
KINDS = ("like", "love", "care", "haha", "wow", "sad", "angry")
NONE: Mapping[str, int] = MappingProxyType({})
AT_ONCE = timedelta(minutes=1)
"""A post that was put together for this long after it was published is not edited."""


@dataclass(frozen=True)
class PostReader:
    """Makes items of posts and comments of one page."""

    page_id: str
    page_name: str

    def post(
        self, row: Row, media: tuple[FoundMedia, ...], *, is_own: bool
    ) -> FoundItem:
        """Make an item of a post; the number of its comments is told by its thread.

        Args:
            row: the post in the answer.
            media: what it shows.
            is_own: whether it is the page's own although nobody signs it.
        """
        text = text_of(row)
        links = [link for link in links_of(row) if link not in text]
        key = words(row, "id")
        author, address = self._signature(row, is_own=is_own)
        return FoundItem(
            key=key,
            is_post=True,
            author=author,
            author_url=address,
            title="" if text else one_line(words(row, "story")),
            text="\n\n".join(part for part in (text, *links) if part),
            source=SOURCE,
            permalink=words(row, "permalink_url") or post_address(key),
            published=moment(words(row, "created_time")),
            media=media,
            is_hidden=row.get("is_hidden") is True,
            reactions=_reactions(row),
        )

    def comment(
        self, row: Row, above: FoundItem, parent: str, media: tuple[FoundMedia, ...]
    ) -> FoundItem:
        """Make an item of a comment; `above` is its post, `parent` what it answers."""
        key = words(row, "id")
        author, address = self._signature(row, is_own=False)
        likes = row.get("like_count")
        return FoundItem(
            key=key,
            is_post=False,
            parent_key=parent,
            author=author,
            author_url=address,
            text=text_of(row),
            source=SOURCE,
            permalink=words(row, "permalink_url") or _comment_address(above, key),
            published=moment(words(row, "created_time")),
            media=media,
            is_hidden=row.get("is_hidden") is True,
            reactions={"like": likes} if isinstance(likes, int) and likes else NONE,
        )

    def _signature(self, row: Row, *, is_own: bool) -> tuple[str, str | None]:
        """Give an author's name and, for the page itself, its address.

        A person's number leads nowhere: it is another for every app.
        """
        if is_own:
            return self.page_name, author_address(self.page_id)
        written_by = inside(row, "from")
        is_page = words(written_by, "id") == self.page_id
        address = author_address(self.page_id) if is_page else None
        return sys.intern(one_line(words(written_by, "name"))), address


def text_of(row: Row) -> str:
    """Give a text as it was written."""
    return unicodedata.normalize("NFC", mended(words(row, "message"))).strip()


def pointer_of(row: Row, number: int) -> str:
    """Give the JSON pointer to the text of a row of an answer."""
    return sys.intern(f"/data/{number}{pointer_within(row)}")  # in every answer


def pointer_within(row: Row) -> str:
    """Give the JSON pointer to a text within its own object; "" is all of it."""
    named = (name for name in ("message", "story") if words(row, name))
    return next((f"/{name}" for name in named), "")


def stated_in(row: Row) -> int | None:
    """Give how many comments a post states, those below comments among them."""
    found = inside(inside(row, "comments"), "summary").get("total_count")
    return found if isinstance(found, int) else None


def marked(
    post: FoundItem, updated: datetime | None, last: datetime | None
) -> FoundItem:
    """Mark a post that was edited.

    The API has no mark, but says when a post was last changed: the time of its last
    comment, else that of its last edit. So what is later than every comment is an edit;
    this may be told only of a post whose comments are all known.
    """
    if updated is None or post.published is None:
        return post
    latest = max(post.published, last or post.published)
    if updated <= latest + AT_ONCE:
        return post
    return replace(post, is_edited=True, edited=updated)


def _reactions(row: Row) -> Mapping[str, int]:
    counts = {
        kind: inside(inside(row, f"reactions_{kind}"), "summary").get("total_count")
        for kind in KINDS
    }
    found = {k: n for k, n in counts.items() if isinstance(n, int) and n}
    return found or NONE


def _comment_address(above: FoundItem, key: str) -> str:
    separator = "&" if "?" in (above.permalink or "") else "?"
    return f"{above.permalink}{separator}comment_id={key.rpartition('_')[2]}"
