# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The list for the diary is safe to open, and is understood when it returns."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.diary_rows import HEADINGS, read_returned, safe_cell

TODAY = date(2026, 5, 4)
HEAD = ["Referens", "Diarienummer", "Diarieförd"]
STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@pytest.mark.parametrize("text", ["=1+1", "+46", "-2", "@SUM(A1)", "  =HYPERLINK()"])
def test_what_a_stranger_wrote_is_no_formula(text):
    assert safe_cell(text) == f"'{text.strip()}"


@given(st.text())
def test_no_cell_begins_as_a_formula_or_breaks_its_row(text):
    cell = safe_cell(text)
    assert not cell.startswith(STARTS)
    assert not set(cell) & set("\n\r\t")


def test_numbers_come_back_by_reference():
    rows = [["Lista"], HEAD, ["r1", "Dnr KS 2026/1", "2026-05-03"], ["r2", "", ""]]
    reading = read_returned(rows, TODAY)
    assert reading.problems == ()
    (one,) = reading.returned
    assert (one.row, one.reference, one.diary_number) == (3, "r1", "KS 2026/1")
    assert one.registered_on == date(2026, 5, 3)


def test_numbers_come_back_by_account_and_item_from_the_list_we_wrote():
    line = dict.fromkeys(HEADINGS, "") | {
        "Konto": "biblioteket",
        "Handling": "c2",
        "Diarienummer": "KS 2026/1",
    }
    reading = read_returned([HEADINGS, list(line.values())], TODAY)
    (one,) = reading.returned
    assert (one.account_id, one.item_id, one.registered_on) == (
        "biblioteket",
        "c2",
        None,
    )


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (["r1", "inget", ""], "kan inte vara ett diarienummer"),
        (["r1", "KS 2026/1", "i går"], "är inget datum"),
        (["r1", "KS 2026/1", "2026-05-05"], "har inte inträffat"),
        (["", "KS 2026/1", ""], "vilken handling"),
    ],
)
def test_a_fault_names_its_row(cells, fault):
    reading = read_returned([HEAD, ["r0", "KS 2026/9", ""], cells], TODAY)
    (problem,) = reading.problems
    assert problem.startswith("Rad 3: ")
    assert fault in problem


def test_two_numbers_for_one_document_are_refused():
    rows = [HEAD, ["r1", "KS 2026/1", ""], ["r1", "KS 2026/2", ""]]
    (problem,) = read_returned(rows, TODAY).problems
    assert problem.startswith("Rad 3: ")
    assert "rad 2" in problem


def test_a_list_without_its_headings_is_refused():
    reading = read_returned([["Referens", "Datum"], ["r1", "2026-05-03"]], TODAY)
    assert reading.returned == ()
    assert "Diarienummer" in reading.problems[0]
