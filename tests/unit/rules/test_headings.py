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
