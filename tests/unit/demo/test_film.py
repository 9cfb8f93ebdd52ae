# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The film and its heavy version."""

from pathlib import Path

import torget.film
from torget.film import CLUSTER, WEIGHT, heavy_film

FILMS = Path(torget.film.__file__).parent / "film"


def test_the_heavy_film_is_the_film_with_void_elements(tmp_path):
    original = (FILMS / "plogbilen.webm").read_bytes()
    heavy = (heavy_film(FILMS, tmp_path) / "plogbilen.webm").read_bytes()
    assert abs(len(heavy) - WEIGHT) < 1000
    assert heavy.split(CLUSTER)[0] == original.split(CLUSTER)[0]
    position, clusters = heavy.index(CLUSTER), []
    while position < len(heavy):
        name = heavy[position : position + 4]
        if name == CLUSTER:
            size = int.from_bytes(heavy[position + 4 : position + 8], "big") & 0xFFFFFFF
            clusters.append(heavy[position : position + 8 + size])
            position += 8 + size
        else:
            assert name[:1] == b"\xec"
            length = int.from_bytes(heavy[position + 1 : position + 9], "big")
            position += 9 + (length & 0xFF_FFFF_FFFF_FFFF)
    assert original.endswith(b"".join(clusters))
    assert position == len(heavy)


def test_the_heavy_film_is_the_same_every_time(tmp_path):
    one, other = (heavy_film(FILMS, tmp_path / name) for name in ("a", "b"))
    assert (one / "plogbilen.webm").read_bytes() == (
        other / "plogbilen.webm"
    ).read_bytes()
