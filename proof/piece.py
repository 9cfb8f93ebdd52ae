# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A piece of a file, opened, that is searched by itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """Bytes to be searched, and what kind of place they are.

    `size` counts what was opened to get at them, pixels too. `member` is the file
    within a ZIP file of the package that they come from. The first `repeated` bytes
    stood in the piece before as well, so that nothing hides on a border.
    """

    place: str
    data: bytes
    size: int
    record_id: str | None = None
    member: str | None = None
    repeated: int = 0
