# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Any page that marks up what it shows: own sites, WordPress, and their like.

The sources are tried in order of how stable they are: schema.org in JSON-LD and
microdata, then microformats and the classes of WordPress, Open Graph last. Each field
says which source gave it. The reading itself is `webpage_*.js`, run in the page.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from archivers.markup import merge_profiles, read_markup
from archivers.platform import (
    FoundItem,
    FoundMedia,
    FoundProfile,
    MorePages,
    Rectangle,
)
from archivers.text import moment, one_line, paragraphs

if TYPE_CHECKING:
    from playwright.sync_api import Page


PARTS = ("words", "profile", "items")
LOCALE = "() => document.documentElement.lang.trim()"
CHOICE = "return { profile, items, more }[wanted]();"


class Webpage:
    """A page of the open web, read by its own markup."""

    name = "webpage"
    version = 1
    hosts: tuple[str, ...] = ()
    private: Mapping[str, str] = MappingProxyType(
        {
            # admin-ajax.php is what public pages fetch more posts by.
            "administration": r"^[^?#]*/wp-admin/(?!admin-ajax\.php)",
            "viewer": r"/wp/v2/users/me\b",
        }
    )

    def read_profile(self, page: "Page") -> FoundProfile:
        """Read the profile, field by field from the most stable source that has it."""
        found = merge_profiles(page.evaluate(_script(), "profile"))
        return replace(found, locale=page.evaluate(LOCALE))

    def read_static(self, body: bytes, url: str) -> FoundProfile:
        """Read the profile from a page as the server sent it, without a browser."""
        return read_markup(body, url)

    def read_items(self, page: "Page") -> tuple[FoundItem, ...]:
        """Read the posts and comments in the page, in reading order."""
        return tuple(_item(row) for row in page.evaluate(_script(), "items"))

    def permalinks(self, page: "Page") -> tuple[str, ...]:
        """Give the address of each post in the page that has a page of its own."""
        links = (item.permalink for item in self.read_items(page) if item.is_post)
        return tuple(dict.fromkeys(link for link in links if link))

    def more_pages(self, page: "Page") -> MorePages:
        """Give the pages that the links of paging lead to."""
        row = page.evaluate(_script(), "more")
        return MorePages(tuple(row["feed"]), tuple(row["thread"]), row["page"])


@cache
def _script() -> str:
    """Join the parts of the reading to one function that is run in the page."""
    folder = files("archivers.platforms")
    parts = (folder.joinpath(f"webpage_{name}.js").read_text("utf-8") for name in PARTS)
    body = "\n".join(parts)
    return f'(wanted) => {{ "use strict";\n{body}\n{CHOICE}\n}}'


def _item(row: Mapping[str, Any]) -> FoundItem:
    box = row["box"]
    return FoundItem(
        key=row["key"],
        is_post=row["post"],
        parent_key=row["parent"],
        author=one_line(row["author"]),
        author_url=row["author_url"],
        title=one_line(row["title"]),
        text=paragraphs(row["text"]),
        source=row["source"],
        permalink=row["permalink"],
        published=moment(row["published"]),
        published_text=one_line(row["published_text"] or row["published"] or ""),
        stated_comments=row["comments"],
        media=tuple(FoundMedia(m["url"], m["alt"], m["video"]) for m in row["media"]),
        box=Rectangle(**box) if box else None,
    )
