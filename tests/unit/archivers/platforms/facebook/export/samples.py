# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small invented page, and exports of it, for the tests of the reader."""

import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from archivers.owner_export.opened import OwnerExport
from archivers.owner_export.platform import ExportReading
from archivers.platform import FoundItem
from archivers.platforms.facebook.export import read_export
from schemas.account import Account
from tests.exports.facebook import (
    FacebookAlbum,
    FacebookComment,
    FacebookMedia,
    FacebookPost,
    FacebookWorld,
)

PROFILE = "personal_information/profile_information/profile_information.json"
ACTIVITY = "this_profile's_activity_across_facebook"
POSTS = f"{ACTIVITY}/posts/profile_posts_1.json"
COMMENTS = f"{ACTIVITY}/comments_and_reactions/comments.json"
MADE = 1_793_697_240


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    """Give a time on the third of November 2026, which is an hour later in Sweden."""
    return datetime(2026, 11, 3, hour, minute, second, tzinfo=UTC)


def account(
    name: str = "Älmhults kommun", url: str = "https://www.facebook.com/almhultskommun"
) -> Account:
    """Give the account that the exports are of."""
    return Account(
        account_id="ks-fb", board_id="ks", platform="facebook", url=url, name=name
    )


BRIDGE = FacebookMedia("bro_å.jpg", b"bridge", "Bron från söder")
FILM = FacebookMedia("film.mp4", b"film", "")
LOST = FacebookMedia("borta.jpg", None, "")
WORLD = FacebookWorld(
    name="Älmhults kommun",
    username="almhultskommun",
    about="Välkommen till Älmhult!\nVi svarar vardagar.",
    website="https://www.almhult.se",
    email="info@almhult.se",
    posts=(
        FacebookPost("Bron öppnar på måndag 🎉\nKör försiktigt!", at(12), (BRIDGE,)),
        FacebookPost("Så gick mötet", at(11), (FILM, LOST), edited=at(11, 30)),
        FacebookPost("Läs mer", at(10), link="https://www.almhult.se/bron"),
        FacebookPost("Öppet hus", at(9), place="Folkets hus, Älmhult"),
        FacebookPost("", at(8), (FacebookMedia("ny.jpg", b"new", "Ny bänk"),)),
    ),
    comments=(
        FacebookComment("Tack för frågan, vi återkommer.", at(13)),
        FacebookComment("Grattis!", at(14), "Anna Andersson"),
        FacebookComment("Ja, det stämmer.", at(15), "Anna Andersson", is_reply=True),
    ),
    albums=(
        FacebookAlbum(
            "Sommar i parken",
            "Bilder från parken",
            at(7),
            (FacebookMedia("s1.jpg", b"s1", "Lek"), FacebookMedia("s2.jpg", b"s2")),
        ),
    ),
    avatar=(FacebookMedia("vapen.jpg", b"arms"), FacebookMedia("gammal.jpg", b"old")),
    cover=(FacebookMedia("sjö.jpg", b"lake"),),
    conversations=2,
)


def zipped(folder: Path, files: Mapping[str, object], name: str = "e.zip") -> Path:
    """Write files into a zip file: bytes as they are, other values as JSON."""
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, value in files.items():
            raw = value if isinstance(value, bytes) else json.dumps(value).encode()
            archive.writestr(member, raw)
    return path


def read(*parts: Path, of: Account | None = None) -> ExportReading:
    """Read an export."""
    with OwnerExport.opened(parts) as export:
        return read_export(export, of or account())


def read_files(folder: Path, files: Mapping[str, object]) -> ExportReading:
    """Read an export of these files, with a profile in it unless they have one."""
    profile = {"profile_v2": {"name": {"full_name": "Älmhults kommun"}}}
    return read(zipped(folder, {PROFILE: profile, **files}))


def items_of(reading: ExportReading) -> list[FoundItem]:
    """Give all items of a reading, in its order."""
    return [item for sheet in reading.sheets for item in sheet.items]
