# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rectangles of a screenshot become one colour in the pixels; the rest stays."""

import hashlib

import pytest
from PIL import Image, PngImagePlugin

from archivers.gallring.pictures import COLOUR, paint_over
from schemas.capture import CaptureFile, FileRole
from schemas.errors import Damaged
from schemas.item import Box

SIZE = (200, 100)
FILE = CaptureFile(
    path="screenshots/a.png",
    role=FileRole.SCREENSHOT,
    mime_type="image/png",
    size=1,
    sha256="0" * 64,
)


@pytest.fixture
def source(tmp_path):
    """A picture of noise that says something beside its pixels."""
    path = tmp_path / "a.png"
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "Kerstin Påhittad")
    Image.effect_noise(SIZE, 64).convert("RGB").save(path, pnginfo=said)
    return path


def box(x: float, y: float, width: float, height: float) -> Box:
    """Give a rectangle."""
    return Box(file=FILE.path, x=x, y=y, width=width, height=height)


def test_a_rectangle_is_filled_to_its_last_half_pixel(source, tmp_path):
    target = tmp_path / "b.png"
    paint_over(FILE, source, target, [box(10.5, 20.5, 50.2, 30.7)])
    with Image.open(target) as picture:
        inside = picture.crop((10, 20, 61, 52))
        assert inside.getcolors() == [(51 * 32, COLOUR)]


def test_every_other_pixel_is_as_it_was(source, tmp_path):
    target = tmp_path / "b.png"
    paint_over(FILE, source, target, [box(10, 20, 50, 30)])
    with Image.open(source) as before, Image.open(target) as after:
        for area in ((0, 0, 200, 18), (0, 53, 200, 100), (63, 0, 200, 100)):
            assert before.crop(area).tobytes() == after.crop(area).tobytes()


def test_a_rectangle_beyond_the_edge_is_filled_as_far_as_the_picture_goes(
    source, tmp_path
):
    target = tmp_path / "b.png"
    paint_over(FILE, source, target, [box(-20, -20, 500, 500)])
    with Image.open(target) as picture:
        assert picture.size == SIZE
        assert picture.getcolors() == [(SIZE[0] * SIZE[1], COLOUR)]


def test_what_the_file_said_beside_its_pixels_is_gone_and_it_is_described_anew(
    source, tmp_path
):
    target = tmp_path / "b.png"
    made = paint_over(FILE, source, target, [box(0, 0, 10, 10)])
    content = target.read_bytes()
    assert b"Kerstin" not in content
    assert (made.size, made.path) == (len(content), FILE.path)
    assert made.sha256 == hashlib.sha256(content).hexdigest()


def test_a_picture_that_cannot_be_opened_is_damaged(tmp_path):
    broken = tmp_path / "a.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(Damaged):
        paint_over(FILE, broken, tmp_path / "b.png", [])
