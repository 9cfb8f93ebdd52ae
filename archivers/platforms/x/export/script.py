# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Gives the JSON of a file of X's archive: what stands between the name and the end.

The pointers to posts are into this JSON, not into the file as a whole.
"""

from typing import IO, cast

from archivers.owner_export.javascript import read_assignment

ENDING = b"; \t\r\n"


def json_of(stream: IO[bytes]) -> IO[bytes]:
    """Give the JSON of a file that has just been opened.

    Raises:
        Undecodable: the file does not begin as X's archive does.
    """
    read_assignment(stream)
    return cast("IO[bytes]", _Json(stream))  # read is all that is asked of it


class _Json:
    """Reads on without the sign that may end a statement."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._held = b""

    def read(self, size: int, /) -> bytes:
        """Read on; what may be the end is held until something comes after it."""
        while size and (piece := self._stream.read(size)):
            data = self._held + piece
            kept = data.rstrip(ENDING)
            self._held = data[len(kept) :]
            if kept:
                return kept
        return b""
