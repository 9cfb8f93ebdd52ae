# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looks for the session's own secrets in an owner's export, before it is packed.

The export is kept as it came and nothing in it is replaced, so only what is known to
open something of ours is looked for. Every text is gone through as a stream. Of a
picture or a film only the edges are, where what is written about it stands: what lies
between is no writing, and is most of an export.
"""

import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from archivers.secrets import Scrubber, secret_in, windows
from schemas.errors import Damaged
from schemas.package import Finding

EDGE = 256 * 1024
"""Bytes at the beginning and the end of what is no text."""

SAMPLE, PIECE = 4096, 1024**2


def find_in_export(path: Path, known: Collection[str]) -> list[Finding]:
    """Look for known secrets in a part of an export: names, comments, and contents.

    Raises:
        Damaged: it cannot be read.
    """
    if not known:
        return []
    scrubber = Scrubber(known)
    counts: Counter[str] = Counter()
    try:
        with ZipFile(path) as archive:
            for piece in _pieces(archive):
                scrubber.binary(piece, counts)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as e:
        message = "Kontoägarens export går inte att läsa och söka igenom."
        raise Damaged(message) from e
    return [secret_in(path)] if counts else []


def _pieces(archive: ZipFile) -> Iterator[bytes]:
    yield archive.comment
    for info in archive.infolist():
        name = info.filename.encode("utf-8", "replace")
        yield b"\n".join((name, info.comment, info.extra))
        yield from windows(_written(archive, info))


def _written(archive: ZipFile, info: ZipInfo) -> Iterator[bytes]:
    """Give what may be writing in a file of an export, piece by piece."""
    with archive.open(info) as file:
        start = file.read(EDGE)
        yield start
        rest = iter(lambda: file.read(PIECE), b"")
        if b"\0" in start[:SAMPLE]:
            yield _end_of(rest)
        else:
            yield from rest


def _end_of(pieces: Iterator[bytes]) -> bytes:
    end = b""
    for piece in pieces:
        end = (end + piece)[-EDGE:]
    return end
