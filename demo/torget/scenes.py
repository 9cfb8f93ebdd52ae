# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The site's pictures: landscapes, emblem and cover, the same in every run."""

import math
from collections.abc import Callable

from PIL import Image

from torget.canvas import INK, WHITE, Canvas, Colour, mix

Scene = Callable[[Canvas], None]

WIDTH, HEIGHT = 1600, 1066


def draw_scene(scene: str, variant: int, sign: str) -> Image.Image:
    """Draw a scene; each variant lays it out a little differently."""
    canvas = Canvas((WIDTH, HEIGHT), f"{scene} {variant}")
    SCENES[scene](canvas)
    canvas.sign(sign)
    return canvas.image


def draw_cover(version: int) -> Image.Image:
    """Draw the cover picture; the two versions are clearly different."""
    canvas = Canvas((1600, 600), f"cover {version}")
    if version == 1:
        canvas.sky((150, 196, 230), (240, 246, 250))
        canvas.disc((0.8, 0.3), 0.1, (255, 236, 179))
        canvas.hills(0.55, 0.05, (132, 176, 148))
        _row_of_houses(canvas, 0.78, 11)
        canvas.box((0, 0.78, 1, 1), (96, 150, 190))
        for px, py in canvas.spots(60):
            canvas.box(
                (px, 0.8 + py * 0.19, px + 0.03, 0.804 + py * 0.19), (180, 212, 234)
            )
    else:
        canvas.sky((38, 30, 74), (214, 94, 96))
        for px, py in canvas.spots(80):
            canvas.disc((px, py * 0.5), 0.004, WHITE)
        canvas.disc((0.25, 0.62), 0.16, (255, 196, 112))
        canvas.hills(0.7, 0.06, (70, 40, 84))
        canvas.hills(0.84, 0.05, (36, 24, 56))
        for px, _ in canvas.spots(26):
            canvas.spruce((px, 0.98), 0.3, (20, 16, 36))
    return canvas.image


def draw_avatar(version: int) -> Image.Image:
    """Draw the invented emblem: a shield with an elm leaf, then a round badge."""
    canvas = Canvas((640, 640), f"avatar {version}")
    if version == 1:
        canvas.sky((232, 240, 247), (232, 240, 247))
        canvas.shape(_shield(0.38), (22, 78, 134))
        canvas.shape(_shield(0.345), (240, 196, 64))
        canvas.shape(_shield(0.32), (22, 78, 134))
        _leaf(canvas, (0.5, 0.47), 0.24, (244, 208, 92))
        canvas.box((0.3, 0.7, 0.7, 0.72), (232, 240, 247))
    else:
        canvas.sky((17, 94, 89), (13, 70, 84))
        canvas.disc((0.5, 0.5), 0.4, (250, 250, 244))
        canvas.disc((0.5, 0.5), 0.36, (217, 83, 60))
        for turn in range(8):
            angle = turn * math.tau / 8
            at = (0.5 + 0.2 * math.sin(angle), 0.5 - 0.2 * math.cos(angle))
            canvas.disc(at, 0.07, (250, 224, 140))
        canvas.disc((0.5, 0.5), 0.12, (250, 250, 244))
    return canvas.image


def _shield(half: float) -> list[tuple[float, float]]:
    top, waist = 0.5 - half, 0.52
    arc = [
        (0.5 + half * math.cos(t), waist + half * 1.05 * math.sin(t))
        for t in (step * math.pi / 40 for step in range(41))
    ]
    return [(0.5 - half, top), (0.5 + half, top), *arc]


def _leaf(canvas: Canvas, at: tuple[float, float], size: float, colour: Colour) -> None:
    px, py = at
    right = [
        (
            px + size * 0.62 * math.sin(math.pi * s / 20) * (1 if s % 2 else 0.86),
            py - size + 2 * size * s / 20,
        )
        for s in range(21)
    ]
    left = [(2 * px - qx, qy) for qx, qy in reversed(right)]
    canvas.shape([*right, *left], colour)
    canvas.box(
        (px - 0.008, py - size * 0.8, px + 0.008, py + size * 1.25), (22, 78, 134)
    )


def _snow(canvas: Canvas) -> None:
    canvas.sky((120, 150, 190), (246, 224, 214))
    canvas.disc((0.72, 0.42), 0.09, (255, 236, 190))
    canvas.hills(0.55, 0.05, (196, 210, 228))
    for px, py in sorted(canvas.spots(34), key=lambda spot: spot[1]):
        canvas.spruce((px, 0.62 + py * 0.14), 0.2 + py * 0.12, (66, 96, 98))
    canvas.hills(0.78, 0.04, (246, 249, 252))
    for px, py in canvas.spots(160):
        canvas.disc((px, py), 0.004, WHITE)


def _road(canvas: Canvas) -> None:
    canvas.sky((178, 205, 224), (240, 240, 232))
    _row_of_houses(canvas, 0.58, 9)
    canvas.box((0, 0.58, 1, 1), (140, 156, 120))
    canvas.shape([(0.42, 0.58), (0.58, 0.58), (0.95, 1), (0.05, 1)], (84, 88, 94))
    for step in range(6):
        top, size = 0.6 + step * 0.07, 0.012 + step * 0.008
        canvas.box((0.5 - size / 4, top, 0.5 + size / 4, top + size), WHITE)
    for step in range(7):
        base, side = 0.66 + step * 0.05, 0.1 + step * 0.045
        size = 0.03 + step * 0.012
        for px in (0.5 - side, 0.5 + side):
            canvas.shape(
                [(px, base - size * 2), (px - size / 2, base), (px + size / 2, base)],
                (236, 110, 36),
            )
            canvas.box(
                (px - size / 4, base - size, px + size / 4, base - size * 0.7), WHITE
            )


def _map(canvas: Canvas) -> None:
    canvas.sky((238, 234, 222), (238, 234, 222))
    canvas.shape([(0, 0.7), (0.3, 0.8), (0.5, 1), (0, 1)], (170, 208, 228))
    for px, py in canvas.spots(14):
        canvas.box((px, py * 0.6, px + 0.08, py * 0.6 + 0.09), (214, 206, 190))
    streets = [((0, 0.3), (1, 0.22)), ((0.25, 0), (0.35, 1)), ((0.7, 0), (0.62, 1))]
    for start, end in streets:
        canvas.pen.line(
            [
                (canvas.x(start[0]), canvas.y(start[1])),
                (canvas.x(end[0]), canvas.y(end[1])),
            ],
            fill=WHITE,
            width=34,
        )
    detour = [(0.28, 0.28), (0.32, 0.76), (0.64, 0.72), (0.68, 0.25)]
    canvas.pen.line(
        [(canvas.x(px), canvas.y(py)) for px, py in detour],
        fill=(226, 88, 34),
        width=22,
    )
    for at in (detour[0], detour[-1]):
        canvas.disc(at, 0.026, (150, 40, 20))


def _library(canvas: Canvas) -> None:
    canvas.sky((92, 62, 44), (60, 40, 30))
    palette: list[Colour] = [
        (196, 84, 60), (222, 168, 80), (74, 112, 130), (120, 140, 92), (226, 212, 184),
    ]  # fmt: skip
    last = 0.96
    for shelf in range(4):
        base, px = 0.24 + shelf * 0.23, 0.02
        while px < last:
            width = canvas.dice.uniform(0.012, 0.03)
            height = canvas.dice.uniform(0.12, 0.18)
            canvas.box(
                (px, base - height, px + width, base), canvas.dice.choice(palette)
            )
            px += width + 0.003
        canvas.box((0, base, 1, base + 0.02), (132, 92, 62))
    canvas.disc((0.82, 0.5), 0.2, (250, 226, 160))
    canvas.shape([(0.76, 0.5), (0.88, 0.5), (0.85, 0.38), (0.79, 0.38)], (64, 110, 90))


def _ballot(canvas: Canvas) -> None:
    canvas.sky((226, 236, 246), (206, 222, 238))
    canvas.box((0.3, 0.45, 0.7, 0.84), (24, 92, 160))
    canvas.box((0.28, 0.4, 0.72, 0.48), (18, 70, 128))
    canvas.box((0.42, 0.425, 0.58, 0.445), (8, 30, 60))
    canvas.shape(
        [(0.43, 0.16), (0.57, 0.12), (0.57, 0.43), (0.43, 0.43)], (250, 214, 60)
    )
    canvas.box((0.46, 0.22, 0.54, 0.235), (150, 110, 20))
    canvas.box((0.46, 0.27, 0.54, 0.285), (150, 110, 20))


def _night(canvas: Canvas) -> None:
    canvas.sky((28, 36, 72), (150, 108, 120))
    canvas.hills(0.6, 0.05, (40, 46, 66))
    canvas.shape([(0.46, 0.6), (0.54, 0.6), (0.9, 1), (0.3, 1)], (70, 74, 88))
    for step in range(5):
        px, base, size = 0.42 - step * 0.07, 0.64 + step * 0.07, 0.18 + step * 0.09
        canvas.box((px - 0.003, base - size, px + 0.003, base), (20, 22, 32))
        canvas.disc((px + 0.01, base - size), 0.014 + step * 0.004, (255, 222, 140))


def _stage(canvas: Canvas) -> None:
    canvas.sky((40, 18, 26), (70, 26, 36))
    for step in range(8):
        shade = mix((150, 30, 44), (96, 18, 32), step % 2)
        canvas.box((step * 0.028, 0, (step + 1) * 0.028, 0.86), shade)
        canvas.box((1 - (step + 1) * 0.028, 0, 1 - step * 0.028, 0.86), shade)
    for px, colour in ((0.36, (104, 66, 62)), (0.64, (112, 80, 60))):
        canvas.shape([(px, 0), (px - 0.16, 0.86), (px + 0.16, 0.86)], colour)
    canvas.box((0, 0.84, 1, 1), (110, 72, 48))
    for _ in range(7):
        px = canvas.dice.uniform(0.28, 0.72)
        canvas.disc((px, 0.66), 0.03, (232, 196, 164))
        canvas.shape([(px, 0.68), (px - 0.03, 0.86), (px + 0.03, 0.86)], INK)


def _forest(canvas: Canvas) -> None:
    autumn = canvas.dice.random() < 0.6  # noqa: PLR2004 - the share of autumns
    leaves: list[Colour] = (
        [(212, 122, 42), (226, 172, 58), (176, 70, 40)]
        if autumn
        else [(84, 142, 76), (112, 164, 84), (60, 116, 70)]
    )
    canvas.sky((190, 216, 232), (244, 240, 226))
    canvas.hills(0.62, 0.04, mix(leaves[0], WHITE, 0.45))
    canvas.box((0, 0.8, 1, 1), mix(leaves[1], (90, 110, 70), 0.6))
    for px, py in sorted(canvas.spots(22), key=lambda spot: spot[1]):
        canvas.round_tree((px, 0.74 + py * 0.2), 0.42, canvas.dice.choice(leaves))


def _houses(canvas: Canvas) -> None:
    canvas.sky((176, 206, 232), (250, 236, 220))
    canvas.disc((0.2, 0.22), 0.08, (255, 240, 200))
    canvas.hills(0.6, 0.04, (140, 176, 130))
    _row_of_houses(canvas, 0.82, 6)
    canvas.box((0, 0.82, 1, 1), (122, 158, 98))


def _row_of_houses(canvas: Canvas, base: float, number: int) -> None:
    walls: list[Colour] = [
        (164, 52, 46), (226, 186, 92), (236, 228, 210), (132, 152, 164), (196, 120, 80),
    ]  # fmt: skip
    step = 1 / number
    for place in range(number):
        left = place * step + step * 0.06
        right, tall = left + step * 0.86, canvas.dice.uniform(0.16, 0.3)
        canvas.box((left, base - tall, right, base), canvas.dice.choice(walls))
        roof = [
            (left - step * 0.05, base - tall),
            ((left + right) / 2, base - tall - 0.1),
        ]
        canvas.shape([*roof, (right + step * 0.05, base - tall)], (84, 62, 58))
        for px in (left + step * 0.16, left + step * 0.52):
            canvas.box(
                (px, base - tall * 0.75, px + step * 0.16, base - tall * 0.4),
                (250, 240, 206),
            )


def _lake(canvas: Canvas) -> None:
    warm = canvas.dice.random() < 0.5  # noqa: PLR2004 - half of them are sunsets
    canvas.sky(
        *(
            ((246, 178, 108), (250, 224, 180))
            if warm
            else ((126, 186, 226), (232, 244, 250))
        )
    )
    canvas.disc((canvas.dice.uniform(0.2, 0.8), 0.3), 0.09, (255, 244, 208))
    canvas.hills(0.5, 0.03, (86, 122, 96))
    water: Colour = (206, 132, 96) if warm else (70, 132, 176)
    canvas.box((0, 0.56, 1, 1), water)
    for px, py in canvas.spots(90):
        top, size = 0.57 + py * 0.42, 0.02 + py * 0.05
        canvas.box((px, top, px + size, top + 0.004), mix(water, WHITE, 0.35))
    canvas.shape([(0.6, 0.8), (1, 0.72), (1, 0.78), (0.6, 0.84)], (120, 84, 60))


def _chart(canvas: Canvas) -> None:
    canvas.sky((250, 250, 246), (250, 250, 246))
    bars = [(41, (22, 78, 134)), (34, (46, 140, 130)), (9, (226, 168, 60)),
            (6, (198, 84, 66)), (10, (130, 130, 140))]  # fmt: skip
    for place, (share, colour) in enumerate(bars):
        left = 0.12 + place * 0.16
        canvas.box((left, 0.8 - share * 0.016, left + 0.11, 0.8), colour)
    canvas.box((0.08, 0.8, 0.94, 0.806), INK)


def _park(canvas: Canvas) -> None:
    canvas.sky((150, 204, 238), (236, 246, 250))
    canvas.hills(0.62, 0.03, (150, 196, 120))
    for px, py in canvas.spots(9):
        canvas.round_tree((px, 0.66 + py * 0.05), 0.3, (88, 150, 84))
    canvas.box((0, 0.74, 1, 1), (170, 206, 128))
    canvas.shape([(0.3, 0.84), (0.36, 0.5), (0.4, 0.5), (0.34, 0.84)], (214, 90, 60))
    canvas.shape([(0.58, 0.84), (0.52, 0.5), (0.56, 0.5), (0.62, 0.84)], (214, 90, 60))
    canvas.box((0.36, 0.49, 0.56, 0.52), (60, 110, 170))
    for px in (0.42, 0.5):
        canvas.box((px, 0.52, px + 0.004, 0.74), INK)
        canvas.box((px - 0.015, 0.74, px + 0.02, 0.76), (240, 190, 60))


SCENES: dict[str, Scene] = {
    "snow": _snow,
    "road": _road,
    "map": _map,
    "library": _library,
    "ballot": _ballot,
    "night": _night,
    "stage": _stage,
    "forest": _forest,
    "houses": _houses,
    "lake": _lake,
    "chart": _chart,
    "park": _park,
}
