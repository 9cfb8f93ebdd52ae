# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The benchmark's film: the site's short film made as heavy as a recorded one."""

import hashlib
from pathlib import Path

CLUSTER = bytes.fromhex("1f43b675")
VOID = b"\xec"
WEIGHT = 20_600_000


def heavy_film(films: Path, folder: Path) -> Path:
    """Write each film anew with void elements between its clusters.

    WebM readers skip void elements, so the film still plays; its bytes are the same in
    every run. The films are written without an index, and with a segment of unknown
    length, so that they may be stretched.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for film in sorted(films.glob("*.webm")):
        target = folder / film.name
        if not target.exists():
            target.write_bytes(_stretched(film.read_bytes()))
    return folder


def _stretched(film: bytes) -> bytes:
    head, *clusters = film.split(CLUSTER)
    padding = (WEIGHT - len(film)) // max(1, len(clusters))
    void = VOID + (0x0100_0000_0000_0000 | padding).to_bytes(8, "big")
    return head + b"".join(
        CLUSTER + cluster + void + _filler(number, padding)
        for number, cluster in enumerate(clusters)
    )


def _filler(number: int, size: int) -> bytes:
    return hashlib.shake_128(f"film {number}".encode()).digest(size)
