# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An Instagram account of Älmhults kommun in its owner's export; all invented."""

from datetime import UTC, datetime, timedelta

from pydantic import HttpUrl

from schemas.account import Account
from tests.exports.instagram import (
    InstagramComment,
    InstagramMedia,
    InstagramPost,
    InstagramWorld,
)

START = datetime(2026, 11, 3, 8, 15, tzinfo=UTC)
ACCOUNT = Account(
    account_id="almhult-instagram",
    board_id="kommunstyrelsen",
    platform="instagram",
    url=HttpUrl("https://www.instagram.com/almhultskommun/"),
    name="Älmhults kommun",
)


def at(minutes: int) -> datetime:
    """Give a time of the sample world."""
    return START + timedelta(minutes=minutes)


def picture(name: str) -> InstagramMedia:
    """Make a picture; its bytes are of no use but to be told apart."""
    return InstagramMedia(f"{name}.jpg", f"bild {name}".encode())


WORLD = InstagramWorld(
    username="almhultskommun",
    name="Älmhults kommun",
    about="Välkommen till Älmhult! Här svarar vi på frågor 🍂\nMåndag–fredag",
    website="https://www.almhult.se/?utm_source=ig",
    avatars=(picture("vapen"), picture("gammalt-vapen")),
    posts=(
        InstagramPost("Höstlov på biblioteket 📚", at(0), (picture("bibliotek"),)),
        InstagramPost(
            "Tre bilder från åsen.\n\nVilken är finast?",
            at(10),
            (picture("ås-1"), picture("ås-2"), picture("ås-3")),
        ),
        InstagramPost("", at(20), (picture("utan-ord"),)),
        InstagramPost(
            "Så gör du en felanmälan",
            at(30),
            (InstagramMedia("felanmälan.mp4", b"film"),),
            kind="reels",
        ),
        InstagramPost("Gömt inlägg", at(40), (picture("gömd"),), "archived_posts"),
        InstagramPost("Öppet hus i dag!", at(50), (picture("berättelse"),), "stories"),
    ),
    comments=(
        InstagramComment("Tack för frågan, vi återkommer!", at(60), "almhultskommun"),
        InstagramComment("Grattis!", at(70), "kulturhuset.exempel"),
        InstagramComment("Så fint på ån", at(80), "nybro_exempel", is_on_reel=True),
    ),
    conversations=2,
)
