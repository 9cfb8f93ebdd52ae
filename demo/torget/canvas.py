# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The drawing board: the few strokes that the site's pictures are made of.

Signs are kept to ASCII because Pillow's own font, the one font that is everywhere,
has no letters beyond it.
"""

import math
import random
from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]

INK: Colour = (30, 41, 59)
WHITE: Colour = (255, 255, 255)


class Canvas:
    """A picture under way, with the few strokes that the scenes are made of."""

    def __init__(self, size: tuple[int, int], seed: str) -> None:
        self.image = Image.new("RGB", size)
        self.pen = ImageDraw.Draw(self.image)
        self.width, self.height = size
        self.dice = random.Random(seed)  # noqa: S311 - a drawing, not a secret

    def x(self, share: float) -> int:
        """Give a place across, from 0 to 1."""
        return round(share * self.width)

    def y(self, share: float) -> int:
        """Give a place down, from 0 to 1."""
        return round(share * self.height)

    def sky(self, top: Colour, bottom: Colour) -> None:
        """Fill all with a gradient."""
        for row in range(self.height):
            self.pen.line(
                [(0, row), (self.width, row)], mix(top, bottom, row / self.height)
            )

    def disc(self, at: tuple[float, float], radius: float, colour: Colour) -> None:
        """Draw a disc; the radius is a share of the height."""
        r = radius * self.height
        cx, cy = self.x(at[0]), self.y(at[1])
        self.pen.ellipse([cx - r, cy - r, cx + r, cy + r], fill=colour)

    def box(self, corners: tuple[float, float, float, float], colour: Colour) -> None:
        """Draw a rectangle given as shares: left, top, right, bottom."""
        left, top, right, bottom = corners
        self.pen.rectangle(
            [self.x(left), self.y(top), self.x(right), self.y(bottom)], fill=colour
        )

    def shape(self, points: list[tuple[float, float]], colour: Colour) -> None:
        """Draw a polygon given as shares."""
        self.pen.polygon([(self.x(px), self.y(py)) for px, py in points], fill=colour)

    def hills(self, base: float, swing: float, colour: Colour) -> None:
        """Draw a rolling line of hills, filled to the bottom."""
        phase = self.dice.uniform(0, math.tau)
        pace = self.dice.uniform(1.1, 2.2)
        line = [
            (step / 80, base + swing * math.sin(phase + pace * math.tau * step / 80))
            for step in range(81)
        ]
        self.shape([*line, (1, 1), (0, 1)], colour)

    def spots(self, number: int) -> Iterator[tuple[float, float]]:
        """Give places strewn over the picture."""
        for _ in range(number):
            yield self.dice.random(), self.dice.random()

    def spruce(self, at: tuple[float, float], size: float, colour: Colour) -> None:
        """Draw a spruce standing at a place."""
        px, py = at
        slim = size * self.height / self.width
        for tier in range(3):
            top = py - size * (1 - tier * 0.26)
            half = slim * (0.2 + 0.1 * tier)
            self.shape(
                [
                    (px, top),
                    (px - half, top + size * 0.46),
                    (px + half, top + size * 0.46),
                ],
                colour,
            )

    def round_tree(self, at: tuple[float, float], size: float, colour: Colour) -> None:
        """Draw a leafy tree standing at a place."""
        px, py = at
        slim = size * self.height / self.width
        self.box(
            (px - slim * 0.06, py - size * 0.5, px + slim * 0.06, py), (92, 64, 51)
        )
        self.disc((px, py - size * 0.7), size * 0.34, colour)
        light = mix(colour, WHITE, 0.15)
        self.disc((px - slim * 0.1, py - size * 0.78), size * 0.18, light)

    def sign(self, text: str) -> None:
        """Write a sign in the lower left corner."""
        font = ImageFont.load_default(self.height * 0.06)
        left, top = self.x(0.035), self.y(0.87)
        box = self.pen.textbbox((left, top), text, font=font)
        pad = self.height * 0.02
        self.pen.rounded_rectangle(
            [box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad],
            radius=pad,
            fill=(255, 255, 255),
        )
        self.pen.text((left, top), text, fill=INK, font=font)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Give the colour between two."""
    a, b, c = (round(p + (q - p) * share) for p, q in zip(one, other, strict=True))
    return a, b, c
