# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A list of accounts is read by its headings."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from rules.register_rows import read_register


def test_rows_are_read_by_their_headings_wherever_they_start():
    opened = datetime(2021, 6, 1)  # noqa: DTZ001 - as a sheet gives it
    table = [
        [],
        ["Webbadress:", "KONTO", "Plattform", "Startdatum", "Telefon"],
        ["https://a.example", "A", None, opened, "1177"],
        [None, None],
        ["https://b.example", "B"],
    ]
    reading = read_register(table)
    assert reading.problems == ()
    assert reading.unused_headings == ("Telefon",)
    assert [(row.number, dict(row.values)) for row in reading.rows] == [
        (3, {"url": "https://a.example", "name": "A", "opened_on": "2021-06-01"}),
        (5, {"url": "https://b.example", "name": "B"}),
    ]
    assert reading.rows[0].where("name") == "Rad 3, kolumn B (Namn)"
    assert reading.rows[0].where("purpose") == "Rad 3, kolumn Syfte"


def test_both_needed_headings_are_asked_for():
    assert read_register([["x"]]).problems == (
        "Rad 1 saknar rubriken Namn och Adress.",
    )


CELLS = st.one_of(st.none(), st.text(max_size=9), st.integers(), st.floats())


@given(st.lists(st.lists(CELLS, max_size=4), max_size=5))
def test_no_table_breaks_the_reading(rows):
    reading = read_register([["Namn", "Adress", "Startdatum"], *rows])
    assert reading.rows or reading.problems
