# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a picture looks, measured; what is not a picture, or a trap, is not opened."""

import base64
import io
import struct
import zlib

import pytest
from PIL import Image, ImageDraw

from archivers.watch.looks import MOST_PIXELS, looks_of


def logo(size=(200, 200), *, colour="navy", mode="RGB", paper="white"):
    image = Image.new(mode, size, paper)
    side = size[0]
    ImageDraw.Draw(image).rectangle(
        (side // 5, side // 4, side // 2, side * 3 // 4), fill=colour
    )
    return image


def bytes_of(image, kind="PNG", **how):
    written = io.BytesIO()
    image.save(written, kind, **how)
    return written.getvalue()


def tiles_of(content):
    return base64.b64decode(looks_of(content).tiles)


def distance(one, other):
    return (int(one.phash, 16) ^ int(other.phash, 16)).bit_count()


def difference(one, other):
    return max(abs(a - b) for a, b in zip(tiles_of(one), tiles_of(other), strict=True))


def test_a_look_has_sixteen_digits_and_a_grid_of_colours():
    looks = looks_of(bytes_of(logo()))
    assert len(looks.phash) == 16
    assert int(looks.phash, 16)
    assert len(base64.b64decode(looks.tiles)) == 32 * 32 * 3


def test_the_tiles_go_row_by_row_from_the_top():
    image = Image.new("RGB", (64, 64), (0, 0, 0))
    image.paste((200, 100, 50), (2, 0, 4, 2))
    tiles = tiles_of(bytes_of(image))
    assert tuple(tiles[:6]) == (0, 0, 0, 200, 100, 50)
    assert sum(tiles) == 350


@pytest.mark.parametrize(
    ("kind", "how"), [("JPEG", {"quality": 80}), ("WEBP", {"quality": 80}), ("BMP", {})]
)
def test_an_encoding_looks_as_the_original(kind, how):
    original, again = bytes_of(logo()), bytes_of(logo(), kind, **how)
    assert distance(looks_of(original), looks_of(again)) <= 4
    assert difference(original, again) <= 32


def test_another_colour_shows_in_the_tiles_though_hardly_in_the_hash():
    """A recoloured logo is what a perceptual hash alone would miss."""
    blue, red = bytes_of(logo(colour="navy")), bytes_of(logo(colour="darkred"))
    assert distance(looks_of(blue), looks_of(red)) <= 4
    assert difference(blue, red) > 100


def test_what_can_be_seen_through_is_white():
    """And not the colour that happens to lie under it."""
    clear = logo(mode="RGBA", paper=(255, 0, 0, 0))
    assert looks_of(bytes_of(clear)) == looks_of(bytes_of(logo()))


def test_a_palette_with_a_transparent_colour_is_white_too():
    image = logo().convert("P")
    plain = looks_of(bytes_of(image))
    image.info["transparency"] = image.getpixel((0, 0))
    assert looks_of(bytes_of(image, transparency=image.getpixel((0, 0)))) == plain


def test_a_photograph_is_turned_as_its_camera_says():
    turned = logo().transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown rotated by 90 degrees clockwise
    assert looks_of(bytes_of(turned, exif=exif)) == looks_of(bytes_of(logo()))


def test_of_a_moving_picture_the_first_frame_counts():
    moving = bytes_of(
        logo().convert("P"), "GIF", save_all=True, append_images=[logo(colour="red")]
    )
    still = bytes_of(logo().convert("P"), "GIF")
    assert looks_of(moving) == looks_of(still)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg/>",
        b"<!doctype html>",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"RIFF0000WEBP",
    ],
)
def test_what_is_not_a_picture_has_no_looks(content):
    assert looks_of(content) is None


def test_a_picture_that_ends_too_early_has_no_looks():
    """It shows half of what its owner published."""
    whole = bytes_of(logo((600, 600)), "JPEG")
    assert looks_of(whole[: len(whole) // 2]) is None


def chunk(name, data):
    check = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + check


def test_a_picture_larger_than_any_platform_shows_is_not_opened():
    """It is whole, and some hundred bytes of it give forty million pixels."""
    large = Image.new("1", (6_400, 6_400))
    assert large.width * large.height > MOST_PIXELS
    assert looks_of(bytes_of(large)) is None


@pytest.mark.parametrize("side", [10_000, 60_000])
def test_a_small_file_that_fills_the_memory_is_not_opened(side):
    """A file of some bytes may say that it is as large as it likes."""
    assert side * side > MOST_PIXELS
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(1000)))
    assert looks_of(b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")) is None
