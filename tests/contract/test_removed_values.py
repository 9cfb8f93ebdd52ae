# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is listed as removed, the verifier finds in what goes and not in what stays.

A value that stands in what is kept could never be proven gone, so the two must mean the
same by "stands in", although they share no code.
"""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from proof.find import Finder
from proof.needles import is_testable
from rules.personal_data import find
from rules.removal import removed_values
from schemas.item import Item, ItemKind

NAMES = [
    *("Kerstin Påhittad", "Kerstin Ek", "Eva Påhittad", "Bo Ek", "Åsa Tänkt"),
    *("@asa.tankt", "Påhittad, Kerstin", "Anna-Karin von Tänkt", "Solveig"),
]
PARTS = [
    "Jag bor granne med ishallen sedan 1987 och är trött på bullret.",
    "Det är tredje gången i vinter som plogbilen kör sönder vårt staket, igen!",
    "Tack!",
    "Ring mig på 070-174 06 35",
    "eller +46 70 174 06 35",
    "Mitt nummer är 19121212-1212.",
    "121212-1212",
    "Hej Kerstin!",
    "Hälsa Eva Påhittad, och Kerstin.",
    "kerstin.pahittad@post.example",
    "🎉",
]
POST = "https://www.bok.example/almhult/posts/12345678901"
LINKS = [POST, f"{POST}2", f"{POST}?comment_id=9", f"{POST}?comment_id=98"]

ITEMS = st.builds(
    Item,
    item_id=st.just("c1"),
    kind=st.just(ItemKind.COMMENT),
    position=st.just(1),
    author=st.sampled_from(NAMES),
    is_by_account=st.just(False),  # noqa: FBT003 - a strategy's value
    body=st.lists(st.sampled_from(PARTS), max_size=3).map(" ".join),
    permalink=st.none() | st.sampled_from(LINKS),
)


def written(item):
    return json.dumps([item.author, item.body, item.permalink]).encode()


@settings(max_examples=200, deadline=None)
@given(st.lists(ITEMS, min_size=1, max_size=2), st.lists(ITEMS, max_size=3))
def test_the_verifier_finds_each_value_in_what_goes_and_none_in_what_stays(going, kept):
    values = removed_values(going, kept, ["Älmhults bibliotek"], find)
    finder = Finder(values)
    found = frozenset().union(*(finder.find(written(item)) for item in going))
    for index, value in enumerate(values):
        assert index in found or not is_testable(value), value
    thread = b"\n".join(map(written, kept))
    assert [values[index] for index in finder.find(thread)] == []
