# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Copies of what goes, cut short or written otherwise, beside where it is mapped."""

import json

import pytest

from tests.gallring_samples import COMMENTS, NUMBER
from tests.unit.pipeline.gallra.nasty import (
    HTML,
    NastyPlatform,
    attack,
    opened_home,
    response,
)

AUTHOR, BODY = COMMENTS["c1"]
KEPT = "Biblioteket har öppet som vanligt i påsk."


def _page(inside: str) -> bytes:
    return f"<html><body><p>{KEPT}</p>{inside}</body></html>".encode()


def _json(**fields: object) -> bytes:
    return json.dumps({"kvar": KEPT, **fields}, ensure_ascii=False).encode()


CUT = BODY[:34]
COPIES = {
    "a preview cut in a word": (
        response(1, _page(f'<meta property="og:description" content="{CUT}…">'), HTML),
        ("Mitt person", "ringa mig"),
    ),
    "a preview cut late": (
        response(1, _json(d=f"{BODY[:48]}...")),
        ("Mitt person", "ringa mig"),
    ),
    "a number without its century": (
        response(1, _json(n="121212-1212", m="tel 121212 1212.")),
        ("121212-1212", "121212 1212"),
    ),
    "a number in fields and spaces": (
        response(1, _page("<b>19 12 12 12 - 1212</b><i>121212</i>+<u>1212</u>"), HTML),
        ("12 12 12 - 1212",),
    ),
    "a name in a handle": (
        response(1, _json(h="@kerstinpahittad99", u="/u/Kerstin.Påhittad.7")),
        ("kerstinpahittad", "Kerstin.Påhittad"),
    ),
    "a name spelled in ASCII": (
        response(1, _json(m="kerstin.paahittad@post.example")),
        ("paahittad",),
    ),
    "a name in fields apart": (
        response(1, _json(first="Kerstin", x={"a": [1, 2]}, last="Påhittad")),
        ("Kerstin", "Påhittad"),
    ),
}


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_goes_and_what_stands_beside_it_stays(tmp_path, empty_home, name):
    record, gone = COPIES[name]
    with attack(tmp_path, empty_home, NastyPlatform(records=(record,))) as thread:
        certificate = thread.dispose("c1")
        assert certificate.is_carried_out
        assert thread.holds(AUTHOR, BODY, NUMBER, *gone) == []
        assert any(KEPT.encode() in data for data in opened_home(thread.home).values())
