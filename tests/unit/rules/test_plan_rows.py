# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cells are named as the spreadsheet names them."""

import pytest

from rules.headings import Column, find_headings
from rules.plan_rows import PlanRow, letters

HEADINGS = [["Kod", "Handlingstyp", "Gallring"]]


@pytest.mark.parametrize(
    ("place", "name"),
    [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")],
)
def test_columns_are_lettered(place, name):
    assert letters(place) == name


def test_a_cell_is_named_by_row_letter_and_heading():
    headings = find_headings(HEADINGS, {})
    assert headings is not None
    row = PlanRow(7, ["1", "Inlägg", "B"], headings)
    assert row.where(Column.DISPOSAL) == "Rad 7, kolumn C (Gallring)"
    assert row.where(Column.COVERS) == "Rad 7, kolumn Gäller för"


@pytest.mark.parametrize(
    ("cells", "after", "expected"),
    [
        (["Ledning"], None, True),
        (["1", "Ledning"], ["1.1", "Inlägg", "B"], True),
        (["1.", "Ledning"], ["1.1", "Inlägg", "B"], True),
        (["1", "Ledning"], ["11", "Inlägg", "B"], False),
        (["1", "Ledning"], None, False),
        ([None, "Inlägg"], ["1.1", "Inlägg", "B"], False),
        (["1", "Ledning", "B"], ["1.1", "Inlägg", "B"], False),
    ],
)
def test_a_section_is_told_from_a_row_that_lacks_its_answer(cells, after, expected):
    headings = find_headings(HEADINGS, {})
    assert headings is not None
    following = PlanRow(8, after, headings) if after else None
    assert PlanRow(7, cells, headings).is_section(following) is expected
