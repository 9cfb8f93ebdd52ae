# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The media origin: signed addresses that stop working, and drawn pictures.

An address names the picture in its path and signs the rest, as Meta's do: `oe` is when
it stops working, `oh` the signature, and what begins with `_nc_` differs each time.
"""

import hashlib
import hmac
import io
import itertools
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image, ImageDraw

from graph.content import Picture

FILM = Path(__file__).parents[1] / "torget" / "film" / "plogbilen.webm"
FORBIDDEN, NOT_FOUND, OK = 403, 404, 200
REDUCED = 720
LIFETIME = 4 * 86_400
Size = tuple[int, int]
ORIGINAL: Size = (1200, 800)
SQUARE: Size = (800, 800)
WIDE: Size = (1640, 624)


@dataclass
class AddressBook:
    """Signs addresses of pictures, and knows which still work.

    `lifetime` is for how many seconds an address works, and `most_fetches` for how many
    visits; `missing` holds names of pictures that the origin has lost.
    """

    clock: Callable[[], float]
    origin: str = ""
    key: bytes = b"nyckel"
    lifetime: int = LIFETIME
    most_fetches: int | None = None
    missing: set[str] = field(default_factory=set)
    _pictures: dict[str, tuple[Picture, Size]] = field(default_factory=dict)
    _fetched: dict[str, int] = field(default_factory=dict)
    _serial: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def sign(self, picture: Picture, size: Size = ORIGINAL, most: int = 0) -> str:
        """Give an address of a picture; `most` is the side that it is reduced to."""
        path = path_of(picture)
        self._pictures[path] = (picture, size)
        expires = f"{int(self.clock()) + self.lifetime:X}"
        serial = next(self._serial)
        reduced = f"dst-jpg_s{most}x{most}" if most else ""
        query = {
            **({"stp": reduced} if reduced else {}),
            "_nc_cat": str(100 + serial % 9),
            "ccb": "1-7",
            "_nc_sid": "127cfc",
            "_nc_ohc": hashlib.sha256(f"{serial}".encode()).hexdigest()[:16],
            "_nc_ht": "scontent",
            "oh": self._signature(path, reduced, expires, str(serial)),
            "oe": expires,
            "_nc_gid": str(serial),
        }
        return f"{self.origin}{path}?{urlencode(query)}"

    def answer(self, path: str, query: Mapping[str, str]) -> tuple[int, str, bytes]:
        """Give status, type and content for an address."""
        if not self._works(path, query):
            return FORBIDDEN, "text/plain", b"URL signature expired"
        picture, size = self._pictures[path]
        if picture.name in self.missing:
            return NOT_FOUND, "text/plain", b"Not Found"
        most = REDUCED if query.get("stp") else 0
        body, kind = content_of(picture, _fitted(size, most))
        return OK, kind, body

    def _works(self, path: str, query: Mapping[str, str]) -> bool:
        expires, serial = query.get("oe", ""), query.get("_nc_gid", "")
        wanted = self._signature(path, query.get("stp", ""), expires, serial)
        if not hmac.compare_digest(wanted, query.get("oh", "")):
            return False
        if path not in self._pictures or int(expires, 16) < self.clock():
            return False
        self._fetched[serial] = self._fetched.get(serial, 0) + 1
        return self.most_fetches is None or self._fetched[serial] <= self.most_fetches

    def _signature(self, *parts: str) -> str:
        digest = hmac.new(self.key, " ".join(parts).encode(), hashlib.sha256)
        return f"00_{digest.hexdigest()[:32]}"


def path_of(picture: Picture) -> str:
    """Give the path of a picture, which is the same in every address of it."""
    digest = int.from_bytes(hashlib.sha256(picture.name.encode()).digest()[:12])
    digits = f"{digest:029d}"
    folder, ending = (
        ("t42.1790-2", "webm")
        if picture.is_video
        else (
            "t39.30808-6",
            "jpg",
        )
    )
    return f"/v/{folder}/{digits[:9]}_{digits[9:24]}_{digits[24:]}0_n.{ending}"


def content_of(picture: Picture, size: Size = ORIGINAL) -> tuple[bytes, str]:
    """Give a picture's or film's bytes, and of what kind they are."""
    if picture.is_video:
        return FILM.read_bytes(), "video/webm"
    return drawn(picture.name, size), "image/jpeg"


def _fitted(size: Size, most: int) -> Size:
    if not most or max(size) <= most:
        return size
    share = most / max(size)
    return round(size[0] * share), round(size[1] * share)


@lru_cache(maxsize=64)
def drawn(name: str, size: Size) -> bytes:
    """Draw the picture of a name: the same each time, unlike those of other names."""
    dice = random.Random(name)  # noqa: S311 - a drawing, not a secret
    image = Image.new("RGB", size, _colour(dice))
    pen = ImageDraw.Draw(image)
    for number in range(9):
        left, top = dice.random() * 0.8 * size[0], dice.random() * 0.8 * size[1]
        wide, tall = (0.1 + dice.random() * 0.4), (0.1 + dice.random() * 0.4)
        corners = (left, top, left + wide * size[0], top + tall * size[1])
        (pen.ellipse if number % 2 else pen.rectangle)(corners, fill=_colour(dice))
    held = io.BytesIO()
    image.save(held, "JPEG", quality=80)
    return held.getvalue()


def _colour(dice: random.Random) -> tuple[int, int, int]:
    return dice.randrange(256), dice.randrange(256), dice.randrange(256)
