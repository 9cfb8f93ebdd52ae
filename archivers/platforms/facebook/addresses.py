# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses on Facebook: of pages, and the forms that a post's address has on the web.

The same post is `/NAME/posts/ID`, `/permalink.php?story_fbid=ID&id=PAGE`, and by its
picture or film `/photo/?fbid=ID`, `/NAME/videos/ID`, `/reel/ID`, `/watch/?v=ID`.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote

from archivers.platform import FoundItem
from archivers.text import address_parts
from schemas.errors import BadInput

WEB = "https://www.facebook.com"
NUMBERED = re.compile(r"^/(?:pages|people)/(?:[^/]+/)+?(\d{5,})(?:/|$)")
ENDS_IN_NUMBER = re.compile(r"^/(?:p/|pages/(?:category/)?[^/]+/)?[^/]+-(\d{9,})/?$")
NAMED = re.compile(r"^/([A-Za-z0-9.]{2,})(?:/|$)")
NO_PAGES = frozenset(
    {
        *("groups", "events", "profile.php", "pages", "people", "p", "watch", "reel"),
        *("photo", "photo.php", "permalink.php", "story.php", "share", "sharer.php"),
        *("login", "login.php", "marketplace", "hashtag", "help", "home.php"),
        *("me", "settings", "search", "messages", "notifications"),
    }
)
POST_PATH = re.compile(r"/posts/(?:[^/]+/)?(\d+)/?$")
FILM_PATH = re.compile(r"/(?:videos|reel)/(?:[^/]+/)?(\d+)/?$")
PHOTO_PATH = re.compile(r"/photos/(?:[^/]+/)*(\d+)/?$")
SHOWN_BY = ("story_fbid", "fbid", "v")


def page_of(url: str) -> str:
    """Give the page that an address leads to, by its number or its name.

    Raises:
        BadInput: it is not the address of a page.
    """
    parts = address_parts(url)
    path = unquote(parts.path)
    if path.rstrip("/") == "/profile.php":
        numbers = parse_qs(parts.query).get("id", [])
        if numbers and numbers[0].isdecimal():
            return numbers[0]
    found = NUMBERED.match(path) or ENDS_IN_NUMBER.match(path)
    if found is None:
        found = NAMED.match(path)
        if found is not None and found.group(1).lower() in NO_PAGES:
            found = None
    if found is None:
        msg = (
            "Adressen är inte en sida på Facebook. "
            "Den ska se ut som https://www.facebook.com/NAMN."
        )
        raise BadInput(msg)
    return found.group(1)


def numbers_in(url: str) -> frozenset[str]:
    """Give the numbers by which an address names a post, a picture or a film."""
    parts = address_parts(url)
    path = parts.path
    paths = (pattern.search(path) for pattern in (POST_PATH, FILM_PATH, PHOTO_PATH))
    query = parse_qs(parts.query)
    asked = (value for name in SHOWN_BY for value in query.get(name, []))
    return frozenset([*(found.group(1) for found in paths if found), *asked])


def author_address(number: str) -> str:
    """Give the address by which a page signs, whatever it is called."""
    return f"{WEB}/{number}"


def post_address(key: str) -> str:
    """Give the address of a post by its id alone, `PAGE_POST`."""
    page, _, post = key.rpartition("_")
    return f"{WEB}/{page}/posts/{post}" if page else f"{WEB}/{post}"


def forms(item: FoundItem, names: tuple[str, ...]) -> Iterator[str]:
    """Give the addresses that a page may have for a post: by any name of its page."""
    if item.permalink:
        yield item.permalink
    page, _, post = item.key.rpartition("_")
    if not item.is_post or not page:
        return
    for name in dict.fromkeys((*names, page)):
        yield f"{WEB}/{name}/posts/{post}"
    yield f"{WEB}/permalink.php?story_fbid={post}&id={page}"
    yield f"{WEB}/story.php?story_fbid={post}&id={page}"
