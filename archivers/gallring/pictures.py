# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Take items out of the pictures of a page: their rectangles become one colour.

The pixels themselves are filled and the picture is written anew; a shape laid on top
could be taken off again. The rectangles were measured at the capture.
"""

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, PngImagePlugin, UnidentifiedImageError

from archivers.screenshot import write_whole
from schemas.capture import CaptureFile
from schemas.errors import Damaged
from schemas.item import Box

COLOUR = (96, 96, 96)
MARGIN = 1
"""Pixels around a rectangle that may hold half a pixel of a letter."""


def paint_over(
    file: CaptureFile, source: Path, target: Path, boxes: Sequence[Box]
) -> CaptureFile:
    """Write a screenshot with some rectangles filled; describe the new file.

    What the file said beside its pixels, such as comments, is left out.

    Raises:
        Damaged: the picture cannot be opened.
        DiskFull: there is no room.
    """
    try:
        with Image.open(source) as picture:
            painted = picture.convert("RGB")
    except (OSError, UnidentifiedImageError) as error:
        message = "En skärmbild i paketet går inte att öppna."
        raise Damaged(message) from error
    draw = ImageDraw.Draw(painted)
    for box in boxes:
        draw.rectangle(_pixels(box), fill=COLOUR)
    stream = io.BytesIO()
    painted.save(stream, "PNG", pnginfo=PngImagePlugin.PngInfo())
    content = stream.getvalue()
    write_whole(target, content)
    digest = hashlib.sha256(content).hexdigest()
    return file.model_copy(update={"size": len(content), "sha256": digest})


def _pixels(box: Box) -> tuple[int, int, int, int]:
    left, top = int(box.x) - MARGIN, int(box.y) - MARGIN
    right, bottom = int(box.x + box.width), int(box.y + box.height)
    return max(left, 0), max(top, 0), right + MARGIN, bottom + MARGIN
