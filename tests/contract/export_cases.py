# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The same small account on each platform, in every form that its export has had."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from schemas.account import Account
from tests.exports.facebook import (
    FacebookComment,
    FacebookMedia,
    FacebookPost,
    FacebookWorld,
    build_facebook_export,
)
from tests.exports.instagram import (
    InstagramComment,
    InstagramMedia,
    InstagramPost,
    InstagramWorld,
    build_instagram_export,
)
from tests.exports.x import XMedia, XPost, XWorld, build_x_export

START = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
NAME, USERNAME = "Älmhults kommun", "almhultskommun"
OTHER = "grannkommunen"
ABOUT = "Välkommen till Älmhult – här svarar vi på frågor 🍂"
WEBSITE = "https://www.almhult.se"
POSTS = ("Höstlov på biblioteket 📚\n\nÖppet 10–16 på Åsgatan", "Bron är öppen", "")
COMMENTS = ("Tack för frågan, vi återkommer!", "Så fint på ån")
MESSAGE = "?"
"""What the builders write as the text of a message."""
CONVERSATIONS = 2


def at(minutes: int) -> datetime:
    """Give a time of the account's."""
    return START + timedelta(minutes=minutes)


def bytes_of(name: str) -> bytes:
    """Give what stands for a picture, told apart from every other by its name."""
    return f"bild {name}".encode()


PICTURES = (("torg.jpg",), ("bro-1.jpg", "bro-2.jpg"), ("utan-ord.jpg",))
AVATAR, LOST = "vapen.jpg", "borta.jpg"
MADE = tuple((POSTS[n], at(10 * n), PICTURES[n]) for n in range(len(POSTS)))
WITHOUT_PICTURE = ("Utan bild", at(90), (LOST,))

Build = Callable[[Path, str, int], tuple[Path, ...]]
"""Writes the export of the account with a user name, in so many parts, to a folder."""


@dataclass(frozen=True)
class ExportCase:
    """An account on a platform, and one form of its export."""

    platform: str
    url: str
    form: str
    build: Build

    @property
    def account(self) -> Account:
        """The account as the register has it."""
        return Account(
            account_id=f"almhult-{self.platform}",
            board_id="kommunstyrelsen",
            platform=self.platform,
            url=self.url,
            name=NAME,
        )


def _facebook(layout: str, form: str, locale: str) -> Build:
    def build(folder: Path, username: str, parts: int) -> tuple[Path, ...]:
        def media(name: str) -> FacebookMedia:
            return FacebookMedia(name, None if name == LOST else bytes_of(name))

        world = FacebookWorld(
            name=NAME if username == USERNAME else OTHER,
            username=username,
            about=ABOUT,
            website=WEBSITE,
            avatar=(media(AVATAR),),
            posts=tuple(
                FacebookPost(text, when, tuple(map(media, names)))
                for text, when, names in (*MADE, WITHOUT_PICTURE)
            ),
            comments=tuple(
                FacebookComment(text, at(60 + n)) for n, text in enumerate(COMMENTS)
            ),
            conversations=CONVERSATIONS,
        )
        return build_facebook_export(folder, world, layout, form, locale, parts)

    return build


def _instagram(layout: str, locale: str) -> Build:
    def build(folder: Path, username: str, parts: int) -> tuple[Path, ...]:
        def media(name: str) -> InstagramMedia:
            return InstagramMedia(name, None if name == LOST else bytes_of(name))

        world = InstagramWorld(
            username=username,
            name=NAME,
            about=ABOUT,
            website=WEBSITE,
            avatars=(media(AVATAR),),
            posts=tuple(
                InstagramPost(text, when, tuple(map(media, names)))
                for text, when, names in (*MADE, WITHOUT_PICTURE)
            ),
            comments=tuple(
                InstagramComment(text, at(60 + n), username)
                for n, text in enumerate(COMMENTS)
            ),
            conversations=CONVERSATIONS,
        )
        return build_instagram_export(folder, world, layout, locale, parts)

    return build


def _x(layout: str) -> Build:
    def build(folder: Path, username: str, parts: int) -> tuple[Path, ...]:
        def media(name: str) -> XMedia:
            return XMedia(name, None if name == LOST else bytes_of(name))

        made = enumerate((*MADE, WITHOUT_PICTURE), start=101)
        answers = enumerate(COMMENTS)
        world = XWorld(
            username=username,
            name=NAME,
            number="2244994945",
            about=ABOUT,
            website=WEBSITE,
            avatar=media(AVATAR),
            posts=(
                *(
                    XPost(str(number), text, when, tuple(map(media, names)))
                    for number, (text, when, names) in made
                ),
                *(
                    XPost(str(201 + n), text, at(60 + n), answers="101")
                    for n, text in answers
                ),
            ),
            conversations=CONVERSATIONS,
        )
        return build_x_export(folder, world, layout, parts)

    return build


FACEBOOK = f"https://www.facebook.com/{USERNAME}"
INSTAGRAM = f"https://www.instagram.com/{USERNAME}/"
CASES = (
    *(
        ExportCase("facebook", FACEBOOK, f"{layout}-{form}-{locale}", build)
        for layout in ("old", "new")
        for form in ("json", "html")
        for locale in ("sv", "en")
        for build in [_facebook(layout, form, locale)]
    ),
    *(
        ExportCase("instagram", INSTAGRAM, f"{layout}-{locale}", build)
        for layout in ("old", "new", "labelled")
        for locale in ("sv", "en")
        for build in [_instagram(layout, locale)]
    ),
    *(
        ExportCase("x", f"https://x.com/{USERNAME}", layout, build)
        for layout in ("old", "new")
        for build in [_x(layout)]
    ),
)
