# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Headings are recognised in the forms that towns use."""

import pytest

from rules.headings import Column, column_named, find_headings, recognise


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Handlingstyp", Column.DOCUMENT_TYPE),
        ("HANDLINGSTYP:", Column.DOCUMENT_TYPE),
        ("Handlingsslag / Handlingstyp", Column.DOCUMENT_TYPE),
        ("Kod", Column.CODE),
        ("Kod/Klass", Column.CODE),
        ("Klassificering", Column.CODE),
        ("Bevaras /\n Gallras", Column.DISPOSAL),
        ("Bevara eller gallra", Column.DISPOSAL),
        ("Gallringsfrist (år)", Column.PERIOD),
        ("Frist", Column.PERIOD),
        ("Registrering/Diarieföring", Column.REGISTRATION),
        ("Diarieförs", Column.REGISTRATION),
        ("Sekretess (OSL)", Column.SECRECY),
        ("Format/Medium", Column.STORAGE_FORMAT),
        ("Anmärkning", Column.REMARKS),
        ("Gäller för", Column.COVERS),
        ("Telefon", None),
        ("", None),
    ],
)
def test_a_heading_is_recognised(heading, column):
    assert recognise(heading) is column


@pytest.mark.parametrize(
    ("name", "column"),
    [("document_type", Column.DOCUMENT_TYPE), ("Handlingstyp", Column.DOCUMENT_TYPE)],
)
def test_a_column_map_may_use_either_language(name, column):
    assert column_named(name) is column
    assert column_named("färg") is None


def test_the_fullest_row_among_the_first_is_the_headings():
    rows = [["Plan"], ["Handlingstyp", "Gallring"], ["Handlingstyp", "Gallras", "Kod"]]
    found = find_headings(rows, {})
    assert found is not None
    assert found.row == 2
    assert found.places[Column.DISPOSAL] == 1


def test_headings_far_down_are_not_searched_for():
    assert find_headings([["x"]] * 25 + [["Handlingstyp", "Gallring"]], {}) is None


def places(*rows, chosen=None):
    found = find_headings(rows, chosen or {})
    assert found is not None
    return found, {column.value: place for column, place in found.places.items()}


def test_headings_may_stand_under_a_common_one():
    found, stand = places(
        ["Plan 2026"],
        ["Kod", "Handlingstyp", "Gallring", "", "", "Registrering"],
        ["", "", "Bevaras", "Gallras", "Frist", ""],
        ["1", "Inlägg", "X", "", "", "Nej"],
    )
    assert found.row == 2
    assert stand == {
        "code": 0,
        "document_type": 1,
        "preserve_mark": 2,
        "dispose_mark": 3,
        "disposal": 3,
        "period": 4,
        "registration": 5,
    }
    assert found.titles[Column.PERIOD] == "Frist"


def test_a_unit_may_stand_under_its_heading():
    found, stand = places(
        ["Kod", "Handlingstyp", "Bevaras/Gallras", "Gallringsfrist"],
        ["", "", "(B/G)", "(år)"],
        ["1", "Inlägg", "G", "2"],
    )
    assert found.row == 1
    assert found.units[Column.PERIOD] == "år"
    assert stand["disposal"] == 2


def test_headings_merged_over_two_rows_are_one():
    found, stand = places(
        ["Kod", "Handlingstyp", "Gallring", ""],
        ["Kod", "Handlingstyp", "Bevaras", "Gallras"],
    )
    assert (found.row, stand["preserve_mark"]) == (1, 2)


@pytest.mark.parametrize(
    "row",
    [
        ["", "Handlingar", "Bevaras"],
        ["1", "", "Bevaras"],
        ["", "", "Bevaras"],
        ["", "", "2 år"],
        ["", "", ""],
    ],
)
def test_a_row_of_the_plan_is_never_taken_for_headings(row):
    found, _ = places(["Kod", "Handlingstyp", "Bevaras/Gallras"], row)
    assert found.row == 0


def test_a_title_above_is_no_heading():
    found, _ = places(["Plan"], ["Handlingstyp", "Gallring"])
    assert (found.row, found.unknown) == (1, ())


def test_a_column_map_knows_headings_under_a_common_one():
    found, stand = places(
        ["Kod", "Handlingstyp", "Vad som sker", ""],
        ["", "", "Öde", "Tid"],
        chosen={Column.DISPOSAL: "Öde", Column.PERIOD: "Tid"},
    )
    assert (found.row, stand["disposal"], stand["period"]) == (1, 2, 3)
