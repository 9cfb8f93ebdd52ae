# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Picture files in the widths and formats that the media origin serves.

They are drawn when first asked for and kept in the state directory.
"""

import io
import random
import threading
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from torget.content import Content, Picture
from torget.scenes import draw_avatar, draw_cover, draw_scene

WIDTHS = (480, 960)
ORIGINAL = "original"
MIME_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
HEAVY_WIDTH = 1200
PROFILE_SIZES = {"avatar": ("160", "640"), "cover": ("800", "1600")}


@dataclass(frozen=True)
class PictureFile:
    """A picture in one width and format, ready to be sent."""

    body: bytes
    mime_type: str


class PictureShelf:
    """Gives picture files by the names that stand in their addresses."""

    def __init__(self, folder: Path, content: Content) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._pictures = {
            picture.picture_id: picture
            for post in content.posts
            for picture in post.pictures
        }
        folder.mkdir(parents=True, exist_ok=True)

    def draw_all(self) -> None:
        """Draw everything beforehand, so that a benchmark does not time the drawing."""
        for picture in self._pictures.values():
            self.find(picture.picture_id, f"{ORIGINAL}.{picture.file_type}")

    def find(self, picture_id: str, file_name: str) -> PictureFile | None:
        """Give a picture file; None when there is no such picture or width."""
        size, _, file_type = file_name.partition(".")
        if not self._exists(picture_id, size, file_type):
            return None
        kept = self._folder / f"{picture_id}-{file_name}"
        with self._lock:
            if not kept.exists():
                kept.write_bytes(self._draw(picture_id, size, file_type))
        return PictureFile(kept.read_bytes(), MIME_TYPES[file_type])

    def _exists(self, picture_id: str, size: str, file_type: str) -> bool:
        picture = self._pictures.get(picture_id)
        if picture is not None:
            sizes = {ORIGINAL, *map(str, WIDTHS)}
            return file_type == picture.file_type and size in sizes
        kind, _, version = picture_id.partition("-")
        known = version in {"1", "2"} and size in PROFILE_SIZES.get(kind, ())
        return known and file_type == "png"

    def _draw(self, picture_id: str, size: str, file_type: str) -> bytes:
        picture = self._pictures.get(picture_id)
        if picture is None:
            kind, _, version = picture_id.partition("-")
            draw = draw_avatar if kind == "avatar" else draw_cover
            return _packed(_scaled(draw(int(version)), int(size)), file_type)
        image = draw_scene(picture.scene, picture.variant, picture.sign)
        if picture.is_heavy:
            return _photograph(image, picture)
        return _packed(
            image if size == ORIGINAL else _scaled(image, int(size)), file_type
        )


def _scaled(image: Image.Image, width: int) -> Image.Image:
    height = round(image.height * width / image.width)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _packed(image: Image.Image, file_type: str, quality: int = 84) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, FORMATS[file_type], quality=quality)
    return buffer.getvalue()


def _photograph(image: Image.Image, picture: Picture) -> bytes:
    """Add a film's grain, so that the file weighs what a photograph does."""
    image = _scaled(image, HEAVY_WIDTH)
    dice = random.Random(picture.picture_id)  # noqa: S311 - a drawing, not a secret
    grain = Image.frombytes("L", image.size, dice.randbytes(image.width * image.height))
    share = dice.uniform(0.05, 0.2)
    return _packed(Image.blend(image, grain.convert("RGB"), share), "jpg", quality=72)
