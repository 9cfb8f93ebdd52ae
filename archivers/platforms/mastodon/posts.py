# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads one post or reply: its text, its poll, its pictures, its place."""

from collections.abc import Iterator

from lxml import etree, html

from archivers.api.originals import Originals
from archivers.platform import FoundItem, FoundMedia
from archivers.platforms.mastodon.server import Server
from archivers.platforms.mastodon.shapes import Poll, Status, Writer
from archivers.text import moment, one_line, paragraphs

SOURCE = "mastodon-api"
FILMS = frozenset({"video", "gifv", "audio"})


def text_of(markup: str) -> str:
    """Give the text of a piece of HTML, with its paragraphs and line breaks."""
    if not markup.strip():
        return ""
    try:
        root = html.fragment_fromstring(markup, create_parent=True)
    except (etree.ParserError, ValueError):
        return paragraphs(markup)
    for line_break in root.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    for paragraph in root.iter("p"):
        paragraph.tail = "\n\n" + (paragraph.tail or "")
    return paragraphs(str(root.text_content()))


def links_in(markup: str) -> Iterator[str]:
    """Give the addresses that a piece of HTML links to."""
    if "<a" not in markup:
        return
    root = html.fragment_fromstring(markup, create_parent=True)
    for anchor in root.iter("a"):
        address = anchor.get("href")
        if address:
            yield address


def signature(writer: Writer) -> str:
    """Give an author's name with the address: two people may have the same name."""
    name = one_line(writer.display_name)
    return f"{name} (@{writer.acct})" if name else f"@{writer.acct}"


class PostReader:
    """Makes items of posts, and fetches their originals."""

    def __init__(self, server: Server, owner: str, originals: Originals) -> None:
        self._server = server
        self._owner = owner
        self._originals = originals

    def item(self, status: Status, *, is_post: bool, stated: int | None) -> FoundItem:
        """Make an item; `stated` is how many comments it is said to have below it."""
        return FoundItem(
            key=status.id,
            is_post=is_post,
            parent_key=status.in_reply_to_id,
            author=signature(status.account),
            author_url=status.account.url,
            title=one_line(status.spoiler_text),
            text=_text(status),
            source=SOURCE,
            permalink=status.url or status.uri,
            published=moment(status.created_at),
            stated_comments=stated,
            media=tuple(self._media(status)),
        )

    def _media(self, status: Status) -> Iterator[FoundMedia]:
        is_own = status.account.id == self._owner
        for one in status.media_attachments:
            address = one.url or one.remote_url
            if address:
                self._originals.fetch(address, is_own=is_own)
                yield FoundMedia(address, one.description or "", one.type in FILMS)


def _text(status: Status) -> str:
    """Give the text, the choices of a poll, and the address that a card leads to."""
    text = text_of(status.content)
    card = status.card.url if status.card else ""
    shown = card in text or card in links_in(status.content)
    parts = [text, _poll(status.poll), "" if shown else card]
    return "\n\n".join(part for part in parts if part)


def _poll(poll: Poll | None) -> str:
    rows = [
        f"– {choice.title}"
        + ("" if choice.votes_count is None else f" ({choice.votes_count} röster)")
        for choice in (poll.options if poll else ())
    ]
    return "\n".join(rows)
