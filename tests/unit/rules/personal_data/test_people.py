# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The thread's own names, wherever they stand in its texts."""

import pytest

from rules.personal_data import ThreadNames, find, find_in_item
from schemas.item import Item, ItemKind
from schemas.personal_data import Certainty, DataKind

TOWN = "Älmhults kommun (@almhult.example)"


def item(author, body, *, own=False):
    """Make a comment."""
    return Item(
        item_id="c1",
        kind=ItemKind.COMMENT,
        position=1,
        author=author,
        is_by_account=own,
        body=body,
    )


THREAD = ThreadNames.of(
    [
        item(TOWN, "Hej!", own=True),
        item("Kicki", "Vad tycker @kul_kalle?"),
        item("Björn Ros", "Ja"),
        item("Małgorzata Zając (@gosia.bsky.example)", "@almhult.example när?"),
        item("anna_k73", "Nej"),
        item("Sven-Erik Vik", "Jo"),
        item("سلمى حداد", "مرحبا"),
    ]
)


def found(body, names=THREAD):
    """Give what is found in a comment, as text with its kind and certainty."""
    hits = find_in_item(item("X", body), names)
    return [(body[f.start : f.end], f.kind, f.certainty) for f in hits]


NAME, HANDLE = DataKind.NAME, DataKind.HANDLE
CERTAIN, LIKELY, POSSIBLE = Certainty.CERTAIN, Certainty.LIKELY, Certainty.POSSIBLE


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("håller med kicki", [("kicki", NAME, CERTAIN)]),
        ("Kickis hund", [("Kickis", NAME, CERTAIN)]),
        ("björn ros är snäll", [("björn ros", NAME, CERTAIN)]),
        ("Ros, Björn", [("Ros, Björn", NAME, LIKELY)]),
        ("Tack Björn!", [("Björn", NAME, POSSIBLE)]),
        ("malgorzata zajac har rätt", [("malgorzata zajac", NAME, CERTAIN)]),
        ("Zając sa det", [("Zając", NAME, POSSIBLE)]),
        ("Małgorzata sa det", [("Małgorzata", NAME, LIKELY)]),
        ("visst, małgorzata!", [("małgorzata", NAME, POSSIBLE)]),
        ("Sven Erik Vik", [("Sven Erik Vik", NAME, CERTAIN)]),
        ("gosia.bsky.example", [("gosia.bsky.example", HANDLE, CERTAIN)]),
        ("fråga kul_kalle", [("kul_kalle", HANDLE, LIKELY)]),
        ("ANNA_K73 igen", [("ANNA_K73", NAME, CERTAIN)]),
        ("enligt سلمى حداد", [("سلمى حداد", NAME, CERTAIN)]),
        (
            "Ma\u0142gorzata Zaja\u0328c",
            [("Ma\u0142gorzata Zaja\u0328c", NAME, CERTAIN)],
        ),
    ],
)
def test_a_name_of_the_thread_is_found(body, expected):
    assert found(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "En björn och en ros",
        "Björn i skogen",
        "Ros är fina blommor",
        "Älmhults kommuns svar",
        "@almhult.example när kommer svar?",
        "kickish",
        "viken är djup",
    ],
)
def test_words_and_the_accounts_own_names_are_left_alone(body):
    assert found(body) == []


def test_more_names_of_the_account_may_be_told():
    items = [item("Kontaktcenter Ek", "Hej")]
    assert ThreadNames.of(items).people == ("Kontaktcenter Ek",)
    names = ThreadNames.of(items, own=["Kontaktcenter Ek"])
    assert names.people == ()
    assert found("Kontaktcenter Ek svarar", names) == []


def test_whoever_wrote_is_known_once_and_the_account_is_not():
    names = ThreadNames.of(
        [item("Bo Ek", "a"), item("Bo Ek", "b"), item(TOWN, "c", own=True)]
    )
    assert names.people == ("Bo Ek",)


def test_a_mention_of_the_account_makes_no_name_of_the_thread():
    assert find("almhult.example svarar", THREAD) == []


def test_an_empty_thread_finds_what_the_rules_find():
    assert found("ring 070-174 06 05", ThreadNames.of([]))[0][1] is DataKind.PHONE
    assert found("Kicki sa det", ThreadNames.of([item("", "@ @.")])) == []
