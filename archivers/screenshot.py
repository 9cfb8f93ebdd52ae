# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures of a page as it looked, in slices that every viewer can open."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from schemas.capture import CaptureFile
from schemas.item import Box


@dataclass(frozen=True)
class Slice:
    """A slice of the page's picture: its file, and where it lies on the page (CSS px)."""

    file: CaptureFile
    top: int
    width: int
    height: int


def screenshot_slices(page: Page, folder: Path, stem: str) -> tuple[Slice, ...]:
    """Photograph the whole page into `folder` as PNG slices of at most 16 000 px."""
    raise NotImplementedError


def boxes_on(
    slices: Sequence[Slice], rectangle: tuple[float, float, float, float]
) -> tuple[Box, ...]:
    """Place a rectangle of the page (x, y, width, height) on the slices it touches."""
    raise NotImplementedError
