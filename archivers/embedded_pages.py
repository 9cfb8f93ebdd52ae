# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads pages that hide behind a login, when no API has told what they hold.

The profile comes from the page's own data, keyed by the account's own id or username,
then from JSON-LD, for guests from what the page calls itself (Open Graph), and last
from where the account's own page shows it. A post is what stands around a link to it;
its markup means nothing and changes often, so its text is what a visitor sees there,
and nothing more is claimed. Fewer than two core fields is a reader that failed, never a
profile that changed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from archivers.embedded import (
    AccountKey,
    PageScript,
    PageWords,
    account_rows,
    key_in,
    read_words,
)
from archivers.markup import merge_profiles, parsed
from archivers.picture_keys import key_of
from archivers.platform import (
    FoundItem,
    FoundMedia,
    FoundProfile,
    MorePages,
    Rectangle,
)
from archivers.text import moment, one_line, paragraphs
from schemas.account import Account
from schemas.errors import BadInput
from schemas.profile import Picture, Profile

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from playwright.sync_api import Page

SEEN = "synlig text"
"""Where the text of a post comes from: what a visitor sees around its link."""

GUESTS, SHOWN = "open-graph", "shown"
_NOTHING: Mapping[str, Any] = MappingProxyType(
    {"name": None, "about": None, "avatar": None, "cover": None, "links": []}
)


class PageSource(NamedTuple):
    """What a page carries: its data, what it calls itself to guests, and what it shows.

    `shown` is what stands where the account's own page shows its profile.
    """

    url: str
    language: str
    scripts: tuple[PageScript, ...]
    meta: Mapping[str, str]
    shown: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class EmbeddedPages:
    """The reader of one account's pages."""

    name: str
    version: int
    words: PageWords
    account: Account
    key: AccountKey

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that the platform serves."""
        return self.words.hosts

    def read_profile(self, page: "Page") -> FoundProfile:
        """Read the profile of the account, never that of whoever is logged in."""
        row = page.evaluate(_script(), self._asked("source"))
        scripts = (PageScript(one["kind"], one["text"]) for one in row["scripts"])
        source = PageSource(
            row["url"], row["lang"], tuple(scripts), row["meta"], row["shown"]
        )
        return self.profile_in(source, is_guest=self._is_guest(page))

    def read_static(self, body: bytes, url: str) -> FoundProfile:
        """Read the profile from a page as the server sent it, to a guest."""
        root = parsed(body)
        if root is None:
            return FoundProfile()
        return self.profile_in(_source_of(root, url), is_guest=True)

    def read_items(self, page: "Page") -> tuple[FoundItem, ...]:
        """Read the posts that the page links to as the account's own."""
        rows = page.evaluate(_script(), self._asked("found", page.url))
        return tuple(self._item(row) for row in rows)

    def permalinks(self, page: "Page") -> tuple[str, ...]:
        """Give the address of each post of the account in the page."""
        return tuple(i.permalink for i in self.read_items(page) if i.permalink)

    def more_pages(self, page: "Page") -> MorePages:
        """Give none: these clients scroll."""
        del page
        return MorePages()

    def profile_in(self, source: PageSource, *, is_guest: bool) -> FoundProfile:
        """Read the profile from what a page carries."""
        key, rows = account_rows(source.scripts, self.words, self.key)
        if is_guest and self._calls_itself(source):
            rows.append(self._open_graph(source.meta))
        if source.shown and key_in(self.words, source.url).shares(self.key):
            rows.append({**_NOTHING, "source": SHOWN, **source.shown})
        found = merge_profiles(rows)
        return FoundProfile(
            profile=_named(found.profile, key),
            sources=found.sources,
            locale=source.language.strip(),
        )

    # --- what a page calls itself -----------------------------------------------------

    def _calls_itself(self, source: PageSource) -> bool:
        """Whether a page says that it is the account's own."""
        address = source.meta.get("og:url") or source.url
        return key_in(self.words, address).shares(self.key)

    def _open_graph(self, meta: Mapping[str, str]) -> dict[str, Any]:
        """Take name and picture; the description mixes counters, about and language."""
        title = one_line(meta.get("og:title", ""))
        found = re.search(self.words.title, title)
        name = found.group(1) if found else title
        picture = meta.get("og:image") or None
        return {**_NOTHING, "source": GUESTS, "name": name or None, "avatar": picture}

    def _is_guest(self, page: "Page") -> bool:
        names = {cookie["name"] for cookie in page.context.cookies(page.url)}
        return self.words.login_cookies.isdisjoint(names)

    # --- posts --------------------------------------------------------------------

    def _asked(self, wanted: str, url: str = "") -> dict[str, object]:
        is_own = bool(url) and key_in(self.words, url).shares(self.key)
        return {
            "wanted": wanted,
            "names": self.key.names,
            "places": self.words.places,
            "posts": list(_addresses(self.words.posts, self.key)),
            "own": list(self.words.own_posts) if is_own else [],
        }

    def _item(self, row: Mapping[str, Any]) -> FoundItem:
        return FoundItem(
            key=row["key"],
            is_post=True,
            author=self.account.name,
            author_url=str(self.account.url),
            text=paragraphs(row["text"]),
            source=SEEN,
            permalink=_plain(row["address"]),
            published=moment(row["published"]),
            published_text=one_line(row["said"]),
            media=tuple(FoundMedia(one["url"], one["alt"]) for one in row["media"]),
            box=Rectangle(**row["box"]),
        )


def pages_of(name: str, version: int, package: str, account: Account) -> EmbeddedPages:
    """Give the reader of an account's pages, with the words of its platform.

    Raises:
        BadInput: the address names no account on the platform.
    """
    words = read_words(package)
    key = key_in(words, str(account.url))
    if not key:
        message = (
            f"Adressen till {account.account_id} är ingen kontosida på plattformen. "
            "Rätta adressen i kontoregistret."
        )
        raise BadInput(message)
    return EmbeddedPages(name, version, words, account, key)


def _addresses(patterns: Sequence[str], key: AccountKey) -> list[str]:
    names = [re.escape(name) for name in key.names]
    return [pattern.replace("{who}", f"(?:{'|'.join(names)})") for pattern in patterns]


def _named(profile: Profile, key: AccountKey) -> Profile:
    """Add what names the account, and what names its pictures."""
    named = profile.model_copy(
        update={
            "handle": key.username or None,
            "platform_id": key.number or None,
        }
    )
    pictures = {
        field: picture.model_copy(update={"key": key_of(picture.url)})
        for field in ("avatar", "cover")
        if isinstance(picture := getattr(named, field), Picture)
    }
    return named.model_copy(update=pictures) if _is_any(profile) else profile


def _is_any(profile: Profile) -> bool:
    """Whether anything was read: a name that is ours already is no sign of a page."""
    return profile != Profile()


def _plain(address: str) -> str:
    """Give an address without what follows the visitor around."""
    path, _, query = address.partition("#")[0].partition("?")
    kept = [p for p in query.split("&") if p.partition("=")[0] in {"id", "story_fbid"}]
    return f"{path}?{'&'.join(kept)}" if kept else path


def _source_of(root: "HtmlElement", url: str) -> PageSource:
    scripts = tuple(
        PageScript(one.get("type") or "", one.text or "")
        for one in root.xpath("//script[not(@src)]")
    )
    meta: dict[str, str] = {}
    for one in root.xpath("//meta[@property or @name]"):
        meta.setdefault(
            one.get("property") or one.get("name"), one.get("content") or ""
        )
    return PageSource(url, root.get("lang") or "", scripts, meta)


@cache
def _script() -> str:
    return files("archivers").joinpath("embedded_pages.js").read_text("utf-8")
