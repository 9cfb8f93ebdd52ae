# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sweeps a long text piece by piece, so that memory does not grow with its length.

An export has all comments of ten years in one file. It is parted where no word is:
at the end of a line. What might still stand across a seam is looked for there again.
"""

from collections.abc import Iterator

from archivers.gallring.sweep import Cleaned, Sweep

PIECE = 2 * 1024**2
SEAM = 64 * 1024
"""Bytes on each side of a seam: more than any text that is written there."""


def clean_in_pieces(sweep: Sweep, data: bytes, size: int = PIECE) -> Cleaned:
    """Take the values out of a text of any length until none is found."""
    if len(data) <= size + SEAM:
        return sweep.clean(data)
    done: list[bytes] = []
    total, is_clean = 0, True
    for piece in _pieces(data, size):
        found = sweep.clean(piece)
        total, is_clean = total + found.pieces, is_clean and found.is_clean
        if done:
            seam = _over_seam(sweep, done[-1], found.data)
            total, is_clean = total + seam.pieces, is_clean and seam.is_clean
            if seam.pieces:
                before = done.pop()[:-SEAM]
                done += (before, seam.data, found.data[SEAM:])
                continue
        done.append(found.data)
    return Cleaned(b"".join(done), total, is_clean)


def _over_seam(sweep: Sweep, before: bytes, after: bytes) -> Cleaned:
    return sweep.clean(before[-SEAM:] + after[:SEAM])


def _pieces(data: bytes, size: int) -> Iterator[bytes]:
    """Part a text at the ends of lines, or of objects if its lines are long."""
    start = 0
    while len(data) - start > size + SEAM:
        low, high = start + size // 2, start + size
        end = max(data.rfind(b"\n", low, high), data.rfind(b"}", low, high)) + 1
        end = end or high
        yield data[start:end]
        start = end
    yield data[start:]
