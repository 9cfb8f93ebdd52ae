# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Any page that marks up what it shows: own sites, WordPress, and their like.

The sources are tried in order of how stable they are: schema.org in JSON-LD and
microdata, then microformats and the classes of WordPress, Open Graph last. Each field
says which source gave it. The reading itself is `webpage.js`, run in the page.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from archivers.platform import (
    FoundItem,
    FoundMedia,
    FoundProfile,
    MorePages,
    Rectangle,
)
from archivers.text import moment, one_line, paragraphs, sorted_links
from schemas.profile import Picture, Profile

if TYPE_CHECKING:
    from playwright.sync_api import Page

TITLE_SUFFIXES = (" | Facebook", " • Instagram", " | LinkedIn", " / X", " - YouTube")


class Webpage:
    """A page of the open web, read by its own markup."""

    name = "webpage"
    version = 1
    hosts: tuple[str, ...] = ()

    def read_profile(self, page: "Page") -> FoundProfile:
        """Read the profile, field by field from the most stable source that has it."""
        return merge_profiles(page.evaluate(_script(), "profile"))

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
    return files("archivers.platforms").joinpath("webpage.js").read_text("utf-8")


def merge_profiles(rows: Sequence[Mapping[str, Any]]) -> FoundProfile:
    """Put together the profile of what each source gave, the first source first."""
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for field, read in _FIELDS.items():
        for row in rows:
            value = read(row)
            if value is not None:
                values[field], sources[field] = value, row["source"]
                break
    stated = next((r["stated"] for r in rows if r.get("stated") is not None), None)
    return FoundProfile(Profile(**values), sources, stated)


def _name(row: Mapping[str, Any]) -> str | None:
    name = one_line(row["name"] or "")
    for suffix in (*TITLE_SUFFIXES, *_site_suffixes(row.get("site"))):
        name = name.removesuffix(suffix)
    return name or None


def _site_suffixes(site: str | None) -> tuple[str, ...]:
    return tuple(f" {mark} {site}" for mark in "|–—-•") if site else ()


def _about(row: Mapping[str, Any]) -> str | None:
    return paragraphs(row["about"] or "") or None


def _picture(field: str) -> Callable[[Mapping[str, Any]], Picture | None]:
    return lambda row: Picture(url=row[field]) if row[field] else None


def _links(row: Mapping[str, Any]) -> tuple[str, ...] | None:
    return sorted_links(row["links"]) or None


_FIELDS: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
    "name": _name,
    "about": _about,
    "avatar": _picture("avatar"),
    "cover": _picture("cover"),
    "links": _links,
}


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
