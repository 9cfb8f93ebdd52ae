# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the pages of a platform whose API has been read already.

The web clients of Bluesky and Mastodon are programs whose markup means nothing and
changes often. What does not change is that a post is shown with a link to itself; so
the page says where a post stands and how it looked, and the API what it says.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

from archivers.api.platform import Sheet
from archivers.platform import FoundItem, FoundProfile, MorePages, Rectangle
from archivers.text import address_parts, one_line

if TYPE_CHECKING:
    from playwright.sync_api import Page


SHOWN_AT_FIRST = 100
"""Comments are looked for on a page below as many of the newest posts."""


@dataclass(frozen=True)
class PageLink:
    """A known post, and the addresses by which a page may link to it."""

    item: FoundItem
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class LinkedPages:
    """Finds known posts on pages by the links to them."""

    name: str
    version: int
    known: FoundProfile
    links: tuple[PageLink, ...]
    hosts: tuple[str, ...] = ()

    def read_profile(self, page: "Page") -> FoundProfile:
        """Give the profile if the page shows the account: its name or handle, in text.

        The state of a page is judged by it; what the fields hold is the API's word.
        """
        text = one_line(self._seen(page)["text"]).casefold()
        profile = self.known.profile
        signs = [sign for sign in (profile.name, profile.handle) if sign]
        is_shown = any(one_line(sign).casefold() in text for sign in signs)
        return replace(self.known, stated_posts=None) if is_shown else FoundProfile()

    def read_static(self, body: bytes, url: str) -> FoundProfile:
        """Give nothing: the API is asked instead."""
        del body, url
        return FoundProfile()

    def read_items(self, page: "Page") -> tuple[FoundItem, ...]:
        """Give the known posts that the page shows, and where."""
        return tuple(self._item(row) for row in self._seen(page)["items"])

    def permalinks(self, page: "Page") -> tuple[str, ...]:
        """Give none: the API has given every thread."""
        del page
        return ()

    def more_pages(self, page: "Page") -> MorePages:
        """Give none: these clients scroll."""
        del page
        return MorePages()

    def _seen(self, page: "Page") -> dict[str, Any]:
        seen: dict[str, Any] = page.evaluate(_script(), self._paths())
        return seen

    def _paths(self) -> Mapping[str, list[Mapping[str, Any]]]:
        """Give what each path may lead to, told apart by the rest of the address."""
        paths: dict[str, list[Mapping[str, Any]]] = {}
        for number, link in enumerate(self.links):
            for address in link.addresses:
                parts = address_parts(address)
                leads = {"number": number, "query": parse_qsl(parts.query)}
                paths.setdefault(unquote(parts.path), []).append(leads)
        return paths

    def _item(self, row: Mapping[str, Any]) -> FoundItem:
        """Make an item that says where it stands, and leaves the words to the API."""
        number: int = row["number"]
        item = self.links[number].item
        box = Rectangle(row["x"], row["y"], row["width"], row["height"])
        return replace(item, text="", media=(), stated_comments=None, box=box)


def shown_at_first(sheets: Sequence[Sheet]) -> Iterator[FoundItem]:
    """Give the posts, and the comments of the newest: what a page shows at first.

    A hundred thousand comments are more than a page could be searched for.
    """
    posts = [item for sheet in sheets for item in sheet.items if item.is_post]
    newest = {post.key for post in posts[:SHOWN_AT_FIRST]}
    yield from posts
    for sheet in sheets:
        if sheet.above and sheet.above[0].key in newest:
            yield from sheet.items


@cache
def _script() -> str:
    return files("archivers").joinpath("linked_pages.js").read_text("utf-8")
