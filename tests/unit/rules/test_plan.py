# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A plan is read as it stands; what cannot be read names its row and column."""

import csv
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.headings import Column
from rules.plan import ColumnMap, code_name, read_plan
from schemas.plan import Disposal, RegistrationRule, Trigger

DEMO = Path(__file__).parents[3] / "demo/plan/kommunstyrelsen.csv"
HEADINGS = ["Kod", "Handlingstyp", "Bevaras/Gallras", "Gallringsfrist", "Gäller för"]


def table(*rows, headings=HEADINGS):
    return [headings, *rows]


def only(reading):
    assert reading.problems == ()
    (item,) = reading.items
    return item


def test_the_demo_plan_is_read_whole():
    with DEMO.open(encoding="utf-8", newline="") as lines:
        reading = read_plan(list(csv.reader(lines, delimiter=";")))
    assert reading.problems == ()
    assert [item.row_id for item in reading.items] == [
        f"1.5.{number}" for number in range(1, 11)
    ]
    assert {kind for item in reading.items for kind in item.covers} == {
        "account",
        "post",
        "comment",
        "reply",
        "message",
    }
    comments = reading.items[2]
    assert comments.disposal is Disposal.DISPOSE
    assert (comments.period_months, comments.trigger) == (24, Trigger.CAPTURE)
    assert comments.registration is RegistrationRule.NO
    assert comments.source_row == 8
    assert reading.sections == ("Rad 5: 1.5 Extern kommunikation",)
    (remark,) = reading.remarks
    assert remark.startswith("Rad 14, kolumn D (Gallringsfrist): fristen ”Vid inakt")


def test_every_column_of_a_row_is_kept():
    headings = [
        "Klass",
        "Handlingsslag",
        "Bevaras eller gallras",
        "Frist",
        "Registrering",
        "Sekretess",
        "Medium",
        "Anm.",
        "Avser",
    ]
    row = [
        "3.1",
        "Inlägg",
        "G",
        "2 år",
        "Ja",
        "OSL 21:7",
        "PDF/A",
        "Noga",
        "Inlägg, svar",
    ]
    item = only(read_plan(table(row, headings=headings)))
    assert item.code == "3.1"
    assert item.document_type == "Inlägg"
    assert item.disposal is Disposal.DISPOSE
    assert item.period_text == "2 år"
    assert item.registration is RegistrationRule.YES
    assert item.secrecy == "OSL 21:7"
    assert item.storage_format == "PDF/A"
    assert item.remarks == "Noga"
    assert item.covers == ("post", "reply")
    assert item.source_row == 2


@pytest.mark.parametrize(
    ("disposal", "period", "expected"),
    [
        ("Bevaras", "", (Disposal.PRESERVE, "", None)),
        ("b", "", (Disposal.PRESERVE, "", None)),
        ("Bevaras (urval 2 ggr/år)", "", (Disposal.PRESERVE, "", None)),
        ("Gallras inte", "", (Disposal.PRESERVE, "", None)),
        ("Gallras", "2 år", (Disposal.DISPOSE, "2 år", 24)),
        ("G", "", (Disposal.DISPOSE, "", None)),
        ("Gallras efter 2 år", "", (Disposal.DISPOSE, "Gallras efter 2 år", 24)),
        ("2 år", "", (Disposal.DISPOSE, "2 år", 24)),
        ("Vid inaktualitet", "", (Disposal.DISPOSE, "Vid inaktualitet", None)),
        ("Gallras", "Vid inaktualitet", (Disposal.DISPOSE, "Vid inaktualitet", None)),
    ],
)
def test_what_becomes_of_the_documents_is_read(disposal, period, expected):
    item = only(read_plan(table(["1", "Inlägg", disposal, period, ""])))
    assert (item.disposal, item.period_text, item.period_months) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "Bevaras/Gallras",
        "Bevaras 2 år",
        "Bevaras ej",
        "Arkiveras",
        "Bevaras, gallras",
    ],
)
def test_doubtful_disposal_is_a_problem_never_a_guess(text):
    reading = read_plan(table(["1", "Inlägg", text, "", "inlägg"]))
    (problem,) = reading.problems
    assert problem.startswith("Rad 2, kolumn C (Bevaras/Gallras): ")
    assert reading.items == ()


def test_a_preserved_row_keeps_no_period_to_count():
    reading = read_plan(table(["1", "Inlägg", "Bevaras", "5 år", ""]))
    item = only(reading)
    assert (item.period_months, item.trigger) == (None, Trigger.PERSON_DECIDES)
    assert "används inte" in reading.remarks[0]


def test_ticked_columns_are_a_pair():
    headings = ["Kod", "Handlingstyp", "Bevaras", "Gallras"]
    reading = read_plan(
        table(
            ["1", "Konto", "X", None],
            ["2", "Kommentarer", None, "2 år"],
            ["3", "Svar", "", "X"],
            headings=headings,
        )
    )
    assert [(i.disposal.value, i.period_months) for i in reading.items] == [
        ("preserve", None),
        ("dispose", 24),
        ("dispose", None),
    ]
    both = read_plan(table(["1", "Konto", "X", "X"], headings=headings))
    neither = read_plan(table(["1", "Konto", "", "", "?"], headings=[*headings, "Anm"]))
    assert "båda kolumnerna" in both.problems[0]
    assert "ingen av kolumnerna" in neither.problems[0]


def test_a_lone_period_column_answers_for_disposal():
    headings = ["Handlingstyp", "Gallringsfrist", "Hänvisning till föreskrift"]
    reading = read_plan(
        table(["Avtal", "Bevaras", "x"], ["Notiser", "2 år", "y"], headings=headings)
    )
    assert [i.disposal.value for i in reading.items] == ["preserve", "dispose"]
    assert [i.code for i in reading.items] == ["Rad 2", "Rad 3"]
    assert reading.unused_headings == ("Hänvisning till föreskrift",)


def test_a_number_takes_the_unit_of_its_heading():
    headings = ["Kod", "Handlingstyp", "Bevaras/Gallras", "Gallringsfrist (år)"]
    item = only(read_plan(table(["1", "Inlägg", "Gallras", 2.0], headings=headings)))
    assert (item.period_text, item.period_months) == ("2 år", 24)


def test_the_event_may_stand_in_a_column_of_its_own():
    headings = ["Kod", "Handlingstyp", "Bevaras/Gallras", "Frist", "Räknas från"]
    rows = [
        ["1", "Inlägg", "Gallras", "2 år", "Publicering"],
        ["2", "Svar", "Gallras", "2 år", "Nyår"],
    ]
    reading = read_plan(table(*rows, headings=headings))
    assert reading.items[0].trigger is Trigger.PUBLICATION
    assert reading.items[1].trigger is Trigger.PERSON_DECIDES
    assert any("”Nyår” är inte en händelse" in remark for remark in reading.remarks)
    clash = ["1", "Inlägg", "Gallras", "2 år från publicering", "Diarieföring"]
    assert read_plan(table(clash, headings=headings)).problems


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (["", "Inlägg", "Bevaras", "", ""], "Rad 2, kolumn A (Kod): koden saknas."),
        (["1", "", "Bevaras", "2 år", ""], "Rad 2, kolumn B (Handlingstyp): "),
        (
            ["1", "Inlägg", "Bevaras", "", "tweets"],
            "Rad 2, kolumn E (Gäller för): ”tweets”",
        ),
        (["1", "Inlägg", "#REF!", "", ""], "Rad 2, kolumn C: formeln har inget värde"),
        ([3.1, "Inlägg", "Bevaras", "", ""], "Rad 2, kolumn A (Kod): koden är ett tal"),
        ([datetime(2026, 3, 1), "Inlägg", "Bevaras", "", ""], "koden är ett datum"),  # noqa: DTZ001 - as a sheet gives it
        (["1", "Inlägg", "Bevaras", "", "", "mer"], "kolumn F: cellen står utanför"),
        (["1", "x" * 5000, "Bevaras", "", ""], "kolumn B: texten är längre än"),
    ],
)
def test_a_bad_cell_names_its_row_and_column(row, problem):
    reading = read_plan(table(row))
    assert any(problem in found for found in reading.problems)
    assert reading.items == ()


def test_every_bad_cell_is_told_at_once():
    reading = read_plan(table(["1", "A", "?", "", "x"], ["2", "B", "Bevaras", "", "y"]))
    assert len(reading.problems) == 3


def test_a_document_type_without_answer_is_not_taken_for_a_section():
    reading = read_plan(
        table(["1", "Ledning"], ["1.1", "Inlägg"], ["1.2", "Svar", "Bevaras"])
    )
    assert reading.sections == ("Rad 2: 1 Ledning",)
    (problem,) = reading.problems
    assert problem.startswith("Rad 3, kolumn C")


def test_merged_codes_are_carried_down():
    reading = read_plan(
        table(["1.1", "Inlägg", "Bevaras"], [None, "Svar", "Bevaras"], ["", "", ""])
    )
    assert [(i.code, i.row_id) for i in reading.items] == [
        ("1.1", "1.1-inlagg"),
        ("1.1", "1.1-svar"),
    ]


def test_rows_that_are_all_alike_still_get_ids_of_their_own():
    rows = [["1", "Avtal", "Bevaras"]] * 3
    ids = [item.row_id for item in read_plan(table(*rows)).items]
    assert ids == ["1-avtal", "1-avtal-2", "1-avtal-3"]


def test_two_rows_for_one_kind_are_pointed_out():
    rows = [["1", "A", "Bevaras", "", "inlägg"], ["2", "B", "Bevaras", "", "inlägg"]]
    assert read_plan(table(*rows)).remarks == (
        "Raderna 2 och 3 gäller alla för inlägg; rad 2 föreslås.",
    )


def test_an_unknown_answer_about_registration_is_judged():
    headings = ["Kod", "Handlingstyp", "Bevaras/Gallras", "Diarieförs"]
    reading = read_plan(table(["1", "A", "Bevaras", "Fråga Eva"], headings=headings))
    assert only(reading).registration is RegistrationRule.JUDGE
    assert "bedöms från fall till fall" in reading.remarks[0]


def test_a_column_map_names_headings_and_covers():
    headings = ["Ref", "Vad", "Hur", "Kod"]
    chosen = ColumnMap(
        headings={
            Column.CODE: "Ref",
            Column.DOCUMENT_TYPE: "vad",
            Column.DISPOSAL: "HUR",
        },
        covers={"3.1": "konto, inlägg"},
    )
    row = ["3.1", "Sociala medier", "Bevaras", "annat"]
    item = only(read_plan(table(row, headings=headings), chosen))
    assert item.code == "3.1"
    assert item.covers == ("account", "post")


def test_a_heading_that_the_map_names_must_be_there():
    chosen = ColumnMap(headings={Column.SECRECY: "Hemligt"})
    reading = read_plan(table(["1", "A", "Bevaras"]), chosen)
    assert reading.problems == (
        "Kolumnkartan nämner rubriken ”Hemligt”, som inte finns i filen.",
    )


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([], "Filen är tom."),
        ([[None, ""], []], "Filen är tom."),
        ([["a", "b"], ["c"]], "Ingen rubrikrad hittades."),
        ([HEADINGS], "Planen har inga rader under rubrikerna."),
    ],
)
def test_a_file_without_a_table_says_so(rows, problem):
    (found,) = read_plan(rows).problems
    assert found.startswith(problem)


CELLS = st.one_of(
    st.none(), st.text(max_size=12), st.integers(), st.floats(), st.booleans()
)


@given(st.lists(st.lists(CELLS, max_size=7), max_size=6))
def test_no_table_breaks_the_reading(rows):
    reading = read_plan([HEADINGS, *rows])
    assert reading.items or reading.problems
    ids = [item.row_id for item in reading.items]
    assert len(ids) == len(set(ids))


@given(st.text(max_size=90))
def test_a_code_never_breaks_the_id(code):
    name = code_name(code)
    assert len(name) <= 60
    assert not name.startswith((".", "-"))


def test_headings_that_are_repeated_on_every_page_are_no_rows():
    headings = ["Kod", "Handlingstyp", "Gallring", ""]
    below = ["", "", "Bevaras", "Gallras"]
    one, two = ["1", "Inlägg", "X", ""], ["2", "Svar", "", "2 år"]
    reading = read_plan([headings, below, one, ["KOD ", *headings[1:]], below, two])
    assert reading.problems == ()
    assert [item.code for item in reading.items] == ["1", "2"]
    assert len(reading.sections) == 2


@pytest.mark.parametrize(
    "note", ["* Se riktlinjen", "Obs! Gäller 2026", "1) Enligt beslut", "Not: Ny rad"]
)
@pytest.mark.parametrize("place", [0, 1, 3])
def test_notes_between_and_under_the_rows_are_no_rows(note, place):
    cells = ["", "", "", "", ""]
    cells[place] = note
    reading = read_plan(table(cells, ["1", "Inlägg", "Bevaras", "", ""], cells))
    assert only(reading).source_row == 3
    assert reading.sections == (f"Rad 2: {note}", f"Rad 4: {note}")


def test_a_row_without_an_answer_is_no_note():
    reading = read_plan(table(["1", "Inlägg", "Bevaras", "", ""], ["", "Noter"]))
    assert any(problem.startswith("Rad 3") for problem in reading.problems)
