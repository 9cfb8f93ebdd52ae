# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A long text is swept piece by piece, and nothing hides where two pieces meet."""

import pytest

from archivers.gallring import Needles, Sweep, in_pieces
from archivers.gallring.in_pieces import clean_in_pieces
from schemas.gallring import RemovedValue, ValueKind

NAME = RemovedValue(kind=ValueKind.NAME, text="Åsa Nyström")
SWEEP = Sweep(Needles([NAME]))


@pytest.mark.parametrize("edge", range(-14, 15, 2))
def test_what_lies_over_a_seam_is_taken_out(monkeypatch, edge):
    monkeypatch.setattr(in_pieces, "SEAM", 64)
    text = b"x" * (1000 + edge) + "Åsa Nyström".encode() + b"y" * 1500
    found = clean_in_pieces(SWEEP, text, 1000)
    assert found.data == b"x" * (1000 + edge) + b"gallrad" + b"y" * 1500 or (
        b"Nystr" not in found.data and found.is_clean
    )
    assert found.is_clean
    assert found.pieces >= 1


def test_the_same_is_taken_out_as_of_the_whole(monkeypatch):
    """And every other byte stays."""
    monkeypatch.setattr(in_pieces, "SEAM", 128)
    lines = [f'{{"n":{n},"by":"Åsa Nyström"}},\n' for n in range(500)]
    text = "".join(lines).encode()
    assert clean_in_pieces(SWEEP, text, 2000) == SWEEP.clean(text)


def test_a_text_without_it_is_the_same_bytes():
    text = "kvar å\n".encode() * 2000
    assert clean_in_pieces(SWEEP, text, 1000).data == text
