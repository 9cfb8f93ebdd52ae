# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Picture files."""

import io
from datetime import UTC, datetime

import pytest
from PIL import Image, ImageChops

from torget.content import load_content
from torget.pictures import PictureShelf

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def content():
    return load_content(NOW, None, heavy=False)


def image(body: bytes) -> Image.Image:
    return Image.open(io.BytesIO(body)).convert("RGB")


def test_pictures_come_in_three_formats_and_widths(tmp_path, content):
    shelf = PictureShelf(tmp_path, content)
    pictures = [picture for post in content.posts for picture in post.pictures]
    assert {picture.file_type for picture in pictures} == {"jpg", "png", "webp"}
    for picture in pictures[:3]:
        for size, width in (("480", 480), ("960", 960), ("original", 1600)):
            found = shelf.find(picture.picture_id, f"{size}.{picture.file_type}")
            assert image(found.body).width == width


def test_the_same_picture_is_drawn_every_time(tmp_path, content):
    picture = content.posts[0].pictures[0]
    name = f"480.{picture.file_type}"
    one, other = (
        PictureShelf(tmp_path / folder, content).find(picture.picture_id, name).body
        for folder in ("a", "b")
    )
    assert one == other


@pytest.mark.parametrize(("kind", "size"), [("avatar", "160"), ("cover", "800")])
def test_the_two_versions_differ_clearly(tmp_path, content, kind, size):
    shelf = PictureShelf(tmp_path, content)
    one, other = (
        image(shelf.find(f"{kind}-{version}", f"{size}.png").body) for version in (1, 2)
    )
    small = ImageChops.difference(one, other).resize((32, 32)).convert("L")
    assert sum(small.tobytes()) / 1024 > 40


@pytest.mark.parametrize(
    ("picture_id", "name"),
    [
        ("avatar-3", "160.png"),
        ("avatar-1", "161.png"),
        ("avatar-1", "160.jpg"),
        ("saknas-1", "480.jpg"),
        ("..", "state.json"),
    ],
)
def test_what_is_not_there_is_not_given(tmp_path, content, picture_id, name):
    assert PictureShelf(tmp_path, content).find(picture_id, name) is None
    assert list(tmp_path.iterdir()) == []


def test_heavy_pictures_weigh_what_photographs_do(tmp_path):
    content = load_content(NOW, 4, heavy=True)
    shelf = PictureShelf(tmp_path, content)
    shelf.draw_all()
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 8
    assert all(50_000 < size < 300_000 for size in sizes)
