# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The bytes of a message, in memory while small and on disk when large."""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

IN_MEMORY = 8 * 1024**2
PIECE = 256 * 1024


class Body:
    """Bytes that are added at the end and read from the start, any number of times.

    A large body lies in a file without a name: nothing is left of it whatever happens
    to the process.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.length = 0
        self._file = tempfile.SpooledTemporaryFile(  # noqa: SIM115 -- closed by close()
            max_size=IN_MEMORY, dir=folder
        )

    @classmethod
    def of(cls, chunks: Iterable[bytes], folder: Path | None = None) -> Self:
        """Make a body of some chunks."""
        body = cls(folder)
        for chunk in chunks:
            body.append(chunk)
        return body

    def append(self, data: bytes) -> None:
        """Add bytes at the end."""
        self._file.seek(self.length)
        self._file.write(data)
        self.length += len(data)

    def chunks(self) -> Iterator[bytes]:
        """Give the bytes from the start, in pieces."""
        position = 0
        while position < self.length:
            self._file.seek(position)
            piece = self._file.read(PIECE)
            position += len(piece)
            yield piece

    def read(self) -> bytes:
        """Give all bytes at once."""
        return b"".join(self.chunks())

    def release(self) -> None:
        """Let go of the disk that a large body takes; a small one stays readable."""
        if self.length > IN_MEMORY:
            self.close()

    def close(self) -> None:
        """Let go of the bytes."""
        self._file.close()
