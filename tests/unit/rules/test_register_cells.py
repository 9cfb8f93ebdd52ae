# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A cell that was written of a field is read back as the same."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.register_cells import (
    FORMULA,
    fault_of,
    guarded,
    plain_text,
    read_cell,
    unguarded,
    write_cell,
)
from rules.register_fields import FIELD_BY_NAME, FieldKind
from schemas.account import Account, AccountStatus, ArchiveLevel

ACCOUNT = Account(
    account_id="a", board_id="ks", platform="webpage", url="https://a.example", name="A"
)


def cell(name, text):
    return read_cell(FIELD_BY_NAME[name], text)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("opened_on", "2021-06-01", "2021-06-01"),
        ("opened_on", "2021-06-01 00:00:00", "2021-06-01"),
        ("opened_on", "1/6 2021", "2021-06-01"),
        ("opened_on", "den 1 juni 2021", "2021-06-01"),
        ("opened_on", "20210601", "2021-06-01"),
        ("opened_on", "2021-02-30", None),
        ("opened_on", "juni 2021", None),
        ("is_listed", "Ja", "true"),
        ("is_listed", "x", "true"),
        ("is_listed", "–", "false"),
        ("is_listed", "kanske", None),
        ("snapshots_per_year", "2", "2"),
        ("snapshots_per_year", "Årligen", "1"),
        ("snapshots_per_year", "12", None),
        ("status", "Aktivt", "active"),
        ("status", "Nedlagt", "closed"),
        ("status", "Under  avslut", "closing"),
        ("status", "vilande", None),
        ("level", "Översikt", "overview"),
        ("level", "utvalda inlägg", "unique"),
        ("level", "allt", "full"),
        ("level", "lite", None),
        ("purpose", " Dialog\r\nmed\x07 alla ", "Dialog\nmed alla"),
        ("purpose", "x" * 4001, None),
    ],
)
def test_a_cell_is_read_by_the_kind_of_its_field(name, text, value):
    assert cell(name, text) == value


def test_a_fault_says_what_can_be_written_and_never_the_whole_text():
    assert "ÅÅÅÅ-MM-DD" in fault_of(FIELD_BY_NAME["opened_on"], "i fjol")
    assert len(fault_of(FIELD_BY_NAME["level"], "x" * 4000)) < 150
    assert "x" not in fault_of(FIELD_BY_NAME["purpose"], "x" * 5000).replace("Tex", "")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("status", AccountStatus),
        ("level", ArchiveLevel),
        ("is_listed", (True, False)),
        ("snapshots_per_year", (0, 1, 2)),
        ("opened_on", (date(2021, 6, 1),)),
    ],
)
def test_every_word_that_is_written_is_read_back(name, values):
    for value in values:
        account = ACCOUNT.model_copy(update={name: value})
        written = write_cell(account, FIELD_BY_NAME[name])
        given = account.model_dump() | {name: cell(name, written)}
        assert Account.model_validate(given) == account


def test_an_empty_field_is_an_empty_cell():
    assert write_cell(ACCOUNT, FIELD_BY_NAME["opened_on"]) == ""
    assert write_cell(ACCOUNT, FIELD_BY_NAME["purpose"]) == ""


@given(st.text())
def test_a_text_is_written_once_and_for_all(text):
    once = plain_text(text)
    assert plain_text(once) == once


@given(st.text() | st.sampled_from([*FORMULA, "'", "'=1", "''"]).map(lambda s: s + "x"))
def test_no_spreadsheet_takes_a_text_for_a_formula_and_it_comes_back(text):
    assert not guarded(text).startswith(FORMULA)
    assert unguarded(guarded(text)) == text


def test_an_apostrophe_that_somebody_wrote_stays():
    assert unguarded("'s-Hertogenbosch") == "'s-Hertogenbosch"


@given(st.sampled_from(FieldKind), st.text())
def test_no_text_breaks_the_reading(kind, text):
    field = next(f for f in FIELD_BY_NAME.values() if f.kind is kind)
    assert read_cell(field, text) is None or isinstance(read_cell(field, text), str)
