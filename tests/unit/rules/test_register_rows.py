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
    assert reading.rows[1].blanks == {"platform", "opened_on"}


def test_a_title_may_stand_above_the_headings():
    table = [["Konton, uppdaterat i mars"], [], ["Id", "Mål"], ["a", "Nå fler"]]
    reading = read_register(table)
    assert [(row.number, dict(row.values)) for row in reading.rows] == [
        (4, {"account_id": "a", "goals": "Nå fler"})
    ]


def test_a_list_must_say_which_account_each_row_is():
    assert read_register([["x"], ["Namn", "Syfte"]]).problems == (
        "Rad 2 saknar rubriken Adress. Konton känns igen på Id eller Adress.",
    )
    (problem,) = read_register([["Id", "Adress", "Namn"], ["", "", "A"]]).problems
    assert problem == "Rad 2, kolumn B (Adress): uppgiften saknas."


def test_two_columns_of_one_field_are_not_guessed_between():
    (problem,) = read_register([["Id", "Beslut", "Beslutsnummer"]]).problems
    assert problem.startswith("Rad 1: rubrikerna ”Beslut” och ”Beslutsnummer” betyder")


def test_each_cell_is_read_by_its_kind_and_each_fault_named():
    headings = ["Id", "Startdatum", "Status", "Publikt", "Arkiveringar per år", "Nivå"]
    good = ["a", "1 juni 2021", "Aktivt", "Ja", "Halvårsvis", "Översikt"]
    bad = ["b", "i fjol", "vilande", "kanske", "3", "lagom"]
    reading = read_register([headings, good, bad])
    assert dict(reading.rows[0].values) == {
        "account_id": "a",
        "opened_on": "2021-06-01",
        "status": "active",
        "is_listed": "true",
        "snapshots_per_year": "2",
        "level": "overview",
    }
    assert [problem.split(":")[0] for problem in reading.problems] == [
        "Rad 3, kolumn B (Startdatum)",
        "Rad 3, kolumn C (Status)",
        "Rad 3, kolumn D (I publika registret)",
        "Rad 3, kolumn E (Arkiveringar per år)",
        "Rad 3, kolumn F (Arkiveringens omfattning)",
    ]


CELLS = st.one_of(st.none(), st.text(max_size=9), st.integers(), st.floats())


@given(st.lists(st.lists(CELLS, max_size=4), max_size=5))
def test_no_table_breaks_the_reading(rows):
    reading = read_register([["Namn", "Adress", "Startdatum"], *rows])
    assert reading.rows or reading.problems
