# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The bytes of a message, in memory while small and on disk when large."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Self

IN_MEMORY = 8 * 1024**2
PIECE = 256 * 1024


class Body:
    """Bytes that are added at the end and read from the start, any number of times.

    A large body lies in a file without a name: nothing is left of it whatever happens
    to the process.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.length = 0
        self._small = bytearray()
        self._large: IO[bytes] | None = None
        self._folder = folder

    @classmethod
    def of(cls, chunks: Iterable[bytes], folder: Path | None = None) -> Self:
        """Make a body of some chunks."""
        body = cls(folder)
        for chunk in chunks:
            body.append(chunk)
        return body

    def append(self, data: bytes) -> None:
        """Add bytes at the end."""
        self.length += len(data)
        if self._large is None and self.length <= IN_MEMORY:
            self._small += data
            return
        if self._large is None:
            self._large = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115
            self._large.write(self._small)
            self._small.clear()
        self._large.seek(0, os.SEEK_END)
        self._large.write(data)

    def chunks(self) -> Iterator[bytes]:
        """Give the bytes from the start, in pieces."""
        for position in range(0, self.length, PIECE):
            if self._large is None:
                yield bytes(self._small[position : position + PIECE])
            else:
                self._large.seek(position)
                yield self._large.read(PIECE)

    def read(self) -> bytes:
        """Give all bytes at once."""
        return b"".join(self.chunks())

    def close(self) -> None:
        """Let go of the disk that a large body takes; a small one stays readable."""
        if self._large is not None:
            self._large.close()
