# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Content codings."""

import pytest

from torget.coding import decode, encode, pick

BODY = "Älmhults kommun 🚜 ".encode() * 200


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "zstd", None])
def test_a_body_survives_every_coding(coding):
    packed = encode(BODY, coding)
    assert decode(packed, coding) == BODY
    assert (packed == BODY) == (coding is None)
    assert encode(BODY, coding) == packed


def test_codings_alternate_among_those_that_are_accepted():
    assert [pick("gzip, deflate, br, zstd", turn) for turn in range(3)] == [
        "gzip",
        "br",
        "gzip",
    ]
    assert pick("br;q=1", 0) == "br"
    assert pick("identity", 1) is None
