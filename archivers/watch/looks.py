# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a picture looks, in a form that can be compared when the picture itself is gone.

Two measures, since neither is enough alone: a perceptual hash does not see that a logo
has got another colour, and a grid of colours does not see a small text. Neither says
that two pictures are the same; what they mean is judged elsewhere, by the policy.
"""

import base64
import io
import threading
from dataclasses import dataclass

import imagehash
from PIL import Image, ImageOps

from archivers.picture_bytes import (
    FORMATS,
    NOT_A_PICTURE,
    is_reasonable,
    on_white,
)

HASH_SIZE = 8
"""Eight by eight signs of a cosine transform: 64 bits."""

TILES = (32, 32)
MOST_PIXELS = 40_000_000
"""More than any platform shows as a profile picture or cover."""

_one_at_a_time = threading.Lock()
"""A picture of the largest size takes 160 MB when it is open; looks run in threads."""


@dataclass(frozen=True)
class Looks:
    """How a picture looks: `phash` in 16 hexadecimal digits, `tiles` in Base64.

    The tiles are the mean colours of 32 x 32 squares, RGB, row by row from the top.
    """

    phash: str
    tiles: str


def looks_of(content: bytes) -> Looks | None:
    """Measure how a picture looks to a person; None if it cannot be opened.

    What can be seen through is white, a photograph is turned as its camera says, and of
    a moving picture the first frame counts.
    """
    with _one_at_a_time:
        try:
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                may_open = is_reasonable(image, MOST_PIXELS)
                return _measured(image) if may_open else None
        except NOT_A_PICTURE:
            return None


def _measured(image: Image.Image) -> Looks:
    shown = on_white(ImageOps.exif_transpose(image))
    tiles = shown.resize(TILES, Image.Resampling.BOX).tobytes()
    return Looks(
        phash=str(imagehash.phash(shown, hash_size=HASH_SIZE)),
        tiles=base64.b64encode(tiles).decode("ascii"),
    )
