# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Invented shields, logos and covers, and what platforms and owners do to pictures."""

import io
import random
from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw, ImageFilter, ImageFont

AVATAR, COVER = (400, 400), (1200, 400)
GREEN, BLUE, RED, GOLD, WHITE = "#1f7a3d", "#1b4f9c", "#b3202c", "#e0b020", "#ffffff"

Paint = Callable[[ImageDraw.ImageDraw, str], None]


def shield(paint: ImageDraw.ImageDraw, colour: str) -> None:
    """Draw a shield with a chief and three roundels."""
    paint.polygon(
        [(70, 50), (330, 50), (330, 220), (200, 360), (70, 220)],
        fill=colour,
        outline="black",
    )
    paint.rectangle((70, 50, 330, 120), fill=GOLD)
    for x, y in ((130, 180), (270, 180), (200, 270)):
        paint.ellipse((x - 26, y - 26, x + 26, y + 26), fill=WHITE)


def wave(paint: ImageDraw.ImageDraw, colour: str) -> None:
    """Draw a round mark with two waves."""
    paint.ellipse((30, 30, 370, 370), fill=colour)
    for top in (150, 230):
        points = [(30, top), (110, top - 40), (200, top), (290, top - 40), (370, top)]
        paint.line(points, fill=WHITE, width=26, joint="curve")


def letter(paint: ImageDraw.ImageDraw, colour: str) -> None:
    """Draw a letter mark of a library."""
    paint.rectangle((40, 40, 360, 360), fill=colour)
    paint.text((110, 40), "B", font=_font(260), fill=WHITE)


def tree(paint: ImageDraw.ImageDraw, colour: str) -> None:
    """Draw a tree upon a hill."""
    paint.ellipse((-60, 280, 460, 640), fill=GOLD)
    paint.rectangle((185, 200, 215, 320), fill="#6b4423")
    paint.polygon([(200, 40), (300, 220), (100, 220)], fill=colour)


def rings(paint: ImageDraw.ImageDraw, colour: str) -> None:
    """Draw rings, one within another."""
    for step, inset in enumerate(range(20, 190, 34)):
        fill = colour if step % 2 == 0 else WHITE
        paint.ellipse((inset, inset, 400 - inset, 400 - inset), fill=fill)


MARKS: Mapping[str, Paint] = {
    "shield": shield,
    "wave": wave,
    "letter": letter,
    "tree": tree,
    "rings": rings,
}


def mark(name: str, colour: str = GREEN, background: str = "#f4f4f0") -> Image.Image:
    """Draw a profile picture."""
    image = Image.new("RGB", AVATAR, background)
    MARKS[name](ImageDraw.Draw(image), colour)
    return image


def see_through(name: str, colour: str = GREEN) -> Image.Image:
    """Draw a profile picture on nothing."""
    image = Image.new("RGBA", AVATAR, (0, 0, 0, 0))
    MARKS[name](ImageDraw.Draw(image), colour)
    return image


def landscape(seed: int) -> Image.Image:
    """Draw a cover: a sky, hills and a town, with the grain of a photograph."""
    dice = random.Random(seed)  # noqa: S311 -- a drawing that is the same each time
    image = Image.linear_gradient("L").resize(COVER)
    sky = Image.merge(
        "RGB",
        (
            image,
            image.point(lambda v: 110 + v // 3),
            image.point(lambda v: 255 - v // 4),
        ),
    )
    paint = ImageDraw.Draw(sky)
    sun = dice.randrange(100, 1100)
    paint.ellipse((sun - 45, 40, sun + 45, 130), fill="#ffd75e")
    for layer in range(3):
        tone = (30 + 25 * layer, 90 + 30 * layer, 40)
        points = [
            (x, 400 - dice.randrange(40, 230 - 60 * layer)) for x in range(0, 1201, 120)
        ]
        paint.polygon([(0, 400), *points, (1200, 400)], fill=tone)
    for _ in range(9):
        x, high = dice.randrange(0, 1150), dice.randrange(40, 120)
        paint.rectangle(
            (x, 400 - high, x + 46, 400), fill=dice.choice([RED, WHITE, GOLD])
        )
    grain = Image.frombytes("L", COVER, dice.randbytes(COVER[0] * COVER[1]))
    return Image.blend(sky, Image.merge("RGB", (grain,) * 3), 0.06).filter(
        ImageFilter.GaussianBlur(0.6)
    )


def as_png(image: Image.Image) -> bytes:
    """Write a picture as PNG."""
    return _written(image, "PNG")


def as_jpeg(image: Image.Image, quality: int = 85) -> bytes:
    """Write a picture as JPEG, as platforms do."""
    return _written(image.convert("RGB"), "JPEG", quality=quality)


def as_webp(image: Image.Image, quality: int = 80) -> bytes:
    """Write a picture as WebP, as platforms do."""
    return _written(image, "WEBP", quality=quality)


def resized(image: Image.Image, share: float) -> Image.Image:
    """Make a picture smaller or larger."""
    size = (round(image.width * share), round(image.height * share))
    return image.resize(size, Image.Resampling.LANCZOS)


def cropped(image: Image.Image, share: float) -> Image.Image:
    """Cut away a share of each side, and fill the frame again."""
    x, y = image.width * share, image.height * share
    box = (x, y, image.width - x, image.height - y)
    return image.crop(tuple(map(round, box))).resize(
        image.size, Image.Resampling.LANCZOS
    )


def with_text(
    image: Image.Image, text: str, height: int, fill: str = "black"
) -> Image.Image:
    """Write a small text in a corner."""
    copy = image.copy()
    place = (copy.width - int(height * 2.6), copy.height - int(height * 1.5))
    ImageDraw.Draw(copy).text(place, text, font=_font(height), fill=fill)
    return copy


def flattened(image: Image.Image) -> Image.Image:
    """Put a picture that can be seen through on white."""
    ground = Image.new("RGB", image.size, WHITE)
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _font(height: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    return ImageFont.load_default(height)


def _written(image: Image.Image, form: str, **options: int) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()
