# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An X account of Älmhults kommun in its owner's archive; all invented."""

from datetime import UTC, datetime, timedelta

from pydantic import HttpUrl

from schemas.account import Account
from tests.exports.x import XMedia, XPost, XWorld

START = datetime(2026, 11, 2, 10, 15, tzinfo=UTC)
ACCOUNT = Account(
    account_id="almhult-x",
    board_id="kommunstyrelsen",
    platform="x",
    url=HttpUrl("https://x.com/AlmhultsKommun"),
    name="Älmhults kommun",
)
LONG = " ".join(f"Mening {number} om översiktsplanen & ån." for number in range(20))


def at(minutes: int) -> datetime:
    """Give a time of the sample world."""
    return START + timedelta(minutes=minutes)


def picture(name: str, description: str = "") -> XMedia:
    """Make a picture; its bytes are of no use but to be told apart."""
    return XMedia(f"{name}.jpg", f"bild {name}".encode(), description)


WORLD = XWorld(
    username="almhultskommun",
    name="Älmhults kommun",
    number="2244994945",
    about="Frågor & svar från Älmhults kommun <3",
    website="https://www.almhult.se/",
    avatar=picture("vapen"),
    cover=picture("omslag"),
    posts=(
        XPost(
            "1001",
            "Höstlov på biblioteket & ån\n\nProgram: https://www.almhult.se/lov?a=1&copy=2",
            at(0),
            links=("https://www.almhult.se/lov?a=1&copy=2",),
            likes=3,
        ),
        XPost(
            "1002",
            "Två bilder",
            at(10),
            (picture("AbC-1", "En ås i dimma"), picture("AbC-2")),
        ),
        XPost("1003", "En film", at(20), (XMedia("film.mp4", b"film"),)),
        XPost("1004", "Mer om lovet", at(30), answers="1001"),
        XPost("1005", "@kim Tack, vi tittar på det.", at(40), answers="99"),
        XPost("1006", "RT @grannkommunen: Nu öppnar bron", at(50)),
        XPost("1007", LONG, at(60)),
        XPost("1008", "Ännu mer om lovet", at(70), answers="1004", part=1),
        XPost("1009", "Till gemenskapen", at(80), kind="community"),
        XPost("1010", "Felstavvat", at(90), versions=("1010", "1011")),
        XPost("1011", "Rättstavat", at(91), versions=("1010", "1011")),
        XPost("1012", "Borttaget", at(95), kind="deleted"),
    ),
    conversations=3,
)
