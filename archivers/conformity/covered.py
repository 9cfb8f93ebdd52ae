# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A portrait without posts and comments: it shows the profile, and nobody's words.

The portrait is kept as evidence, where the gallring of items does not search. So what
others, or the account itself, have posted is painted over before it is kept.
"""

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, PngImagePlugin

from archivers.linked_pages import LinkedPages, PageLink
from archivers.platform import FoundItem, FoundProfile, Platform, Rectangle

if TYPE_CHECKING:
    from playwright.sync_api import Page

COLOUR = (224, 224, 224)
MARGIN = 2
SHOT_MS = 60_000

POST_PATH = re.compile(r"/post/[^/]+/?$|/@[^/]+/\d+/?$|/statuses/\d+/?$")
"""How the web clients of platforms with an API address a post."""

_LINKS = "() => [...document.links].map((link) => link.href)"
_LISTS = """() => [scrollX, scrollY, ...[...document.querySelectorAll(
  "[role=feed], #comments, iframe")].map((element) => {
    const box = element.getBoundingClientRect();
    return [box.x + scrollX, box.y + scrollY, box.width, box.height];
  })]"""


def photograph(page: "Page", platform: Platform) -> bytes:
    """Photograph the window as PNG, with every post and comment painted over.

    They are sought before and after, since a page that grows moves what stands on it.

    Raises:
        ArchiveError: the browser could not do it.
    """
    before = _places(page, platform)
    picture = page.screenshot(
        type="png", scale="css", animations="disabled", timeout=SHOT_MS
    )
    return covered(picture, [*before, *_places(page, platform)])


def covered(picture: bytes, places: Iterable[Rectangle]) -> bytes:
    """Fill rectangles of a picture, and leave out what it says beside its pixels."""
    with Image.open(io.BytesIO(picture)) as opened:
        painted = opened.convert("RGB")
    draw = ImageDraw.Draw(painted)
    for place in places:
        right, bottom = place.x + place.width, place.y + place.height
        if place.width > 0 and place.height > 0 and right > 0 and bottom > 0:
            corner = (int(place.x) - MARGIN, int(place.y) - MARGIN)
            draw.rectangle((*corner, int(right) + MARGIN, int(bottom) + MARGIN), COLOUR)
    stream = io.BytesIO()
    painted.save(stream, "PNG", pnginfo=PngImagePlugin.PngInfo())
    return stream.getvalue()


def _places(page: "Page", platform: Platform) -> list[Rectangle]:
    """Give where posts, comments and embedded pages stand in the window."""
    left, top, *lists = page.evaluate(_LISTS)
    reader = _knowing_posts(page, platform)
    boxes = [item.box for item in reader.read_items(page) if item.box is not None]
    boxes += [Rectangle(*each) for each in lists]
    return [Rectangle(b.x - left, b.y - top, b.width, b.height) for b in boxes]


def _knowing_posts(page: "Page", platform: Platform) -> Platform:
    """Give a reader of the page's posts; one that an API feeds knows them by links."""
    if not isinstance(platform, LinkedPages):
        return platform
    links = dict.fromkeys(filter(POST_PATH.search, page.evaluate(_LINKS)))
    posts = tuple(PageLink(_post(link), (link,)) for link in links)
    return LinkedPages(platform.name, platform.version, FoundProfile(), posts)


def _post(link: str) -> FoundItem:
    return FoundItem(key=link, is_post=True, author="", text="", source="link")
