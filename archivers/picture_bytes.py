# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Opens pictures that come from a stranger's server.

Only a few formats are opened, and nothing of unreasonable size: a file of some hundred
bytes can hold a picture that fills the memory.
"""

import struct

from PIL import Image

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP")
NOT_A_PICTURE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What Pillow raises on bytes that are not the picture they say."""


def is_reasonable(image: Image.Image, most_pixels: int) -> bool:
    """Whether a picture, as its head says, is of a size that is opened."""
    return 0 < image.width * image.height <= most_pixels


def on_white(image: Image.Image) -> Image.Image:
    """Lay what can be seen through on white, as on paper."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(paper, layer).convert("RGB")
