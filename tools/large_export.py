# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Makes an export of gigabytes, as a page has it that has been used for ten years.

Its texts are those of the demo's builder of exports. Its photos are deflated and its
films are stored: programs that pack do the one or the other, and a ratio to what
reads both should hide neither.
"""

import random
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "demo"))

from exports.facebook import FacebookMedia, FacebookPost, FacebookWorld
from exports.facebook import build_facebook_export as build

MEGABYTE = 1000**2
PHOTO, FILM = MEGABYTE // 2, 50 * MEGABYTE
SHARE_OF_FILMS = 0.5
FIRST = datetime(2016, 1, 4, 8, 0, tzinfo=UTC)
USERNAME = "almhultskommun"
NAME = "Älmhults kommun"


def large_export(folder: Path, size: int) -> Path:
    """Write an export of about that many bytes, and give its zip file."""
    photos = round(size * (1 - SHARE_OF_FILMS) / PHOTO)
    films = round(size * SHARE_OF_FILMS / FILM)
    names = [f"{n}.jpg" for n in range(photos)] + [f"{n}.mp4" for n in range(films)]
    world = FacebookWorld(name=NAME, username=USERNAME, posts=tuple(_posts(names)))
    (folder / "small").mkdir()
    (small,) = build(folder / "small", world)
    target = folder / "facebook-almhultskommun.zip"
    _swell(small, target)
    small.unlink()
    return target


def _posts(names: list[str]) -> Iterator[FacebookPost]:
    for number, name in enumerate(names):
        text = f"Inlägg {number}: biblioteket håller öppet, välkommen in! 📚"
        media = (FacebookMedia(name, b"-"),)
        yield FacebookPost(text, FIRST + timedelta(hours=number), media)


def _swell(small: Path, target: Path) -> None:
    """Copy an export, with pictures and films of their true size."""
    chance = random.Random(4)  # noqa: S311 -- content to measure with
    block = chance.randbytes(FILM)
    with (
        zipfile.ZipFile(small) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out,
    ):
        for name in source.namelist():
            if name.endswith(".mp4"):
                out.writestr(name, block, zipfile.ZIP_STORED)
            elif name.endswith(".jpg"):
                start = chance.randrange(FILM - PHOTO)
                out.writestr(name, block[start : start + PHOTO])
            else:
                out.writestr(name, source.read(name), compresslevel=6)
