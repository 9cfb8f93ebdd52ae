# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Copies of what goes, cut short or written otherwise, beside where it is mapped."""

import json

import pytest

from pipeline.gallra.execute import execute
from schemas.errors import Damaged
from schemas.gallring import ExecutionState
from tests.gallring_samples import COMMENTS, NUMBER, thread_items
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
    "a charset of old": (
        response(
            1,
            f"<p>{AUTHOR}</p>".encode("mac_roman") + f"<p>{KEPT}</p>".encode(),
            "text/html; charset=macintosh",
        ),
        ("Kerstin P",),
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


REACHED = "Nå mig på kerstin.p@post.example eller 070-174 06 05 efter sju."
WAYS = (
    "kerstin.p (at) post.example",
    "kerstin punkt p snabela post punkt example",
    "+46 70 174 06 05",
    "46701740605",
    "0046 (0)70-1740605",
    "70-174 06 05",
)


def test_an_address_and_a_number_go_however_people_write_them(tmp_path, empty_home):
    records = (response(n, _json(m=way)) for n, way in enumerate(WAYS, 1))
    first, comment, *others = thread_items()
    comment = comment.model_copy(update={"body": REACHED, "places": ()})
    platform = NastyPlatform(records=tuple(records), thread=(first, comment, *others))
    with attack(tmp_path, empty_home, platform) as thread:
        assert thread.dispose("c1").is_carried_out
        assert thread.holds(REACHED, *WAYS) == []


ODD = {
    "UTF-32": f"<p>{AUTHOR}</p>".encode("utf-32"),
    "UTF-7": f"<p>{AUTHOR}</p>".encode("utf-7"),
}


@pytest.mark.parametrize("name", ODD)
def test_what_the_rewriter_cannot_read_the_verifier_refuses(tmp_path, empty_home, name):
    """Incomplete is the honest answer, and the version that was there stays whole."""
    record = response(1, ODD[name], f"text/html; charset={name.lower()}")
    with attack(tmp_path, empty_home, NastyPlatform(records=(record,))) as thread:
        decision = thread.decide("c1")
        with pytest.raises(Damaged, match="bevisas"):
            execute(thread.archive, decision.decision_id, thread.crafts)
        gallring = thread.archive.database.gallring
        (execution,) = gallring.executions(decision.decision_id)
        assert execution.state is ExecutionState.INCOMPLETE
        assert thread.archive.store.versions(execution.package_id) == (1,)
        assert not gallring.certificates()
