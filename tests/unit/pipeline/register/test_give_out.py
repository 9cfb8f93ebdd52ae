# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A list that was given out is taken in again with no change at all."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from pipeline.register.give_out import (
    csv_bytes,
    give_out,
    register_lines,
    workbook_bytes,
)
from pipeline.register.take_in import Wishes, take_in
from pipeline.spreadsheet import read_sheets
from rules.register_cells import FORMULA, plain_text
from rules.register_fields import REGISTER_FIELDS, FieldKind
from rules.register_rows import read_register
from schemas.account import Account, AccountStatus, ArchiveLevel
from schemas.errors import BadInput, UnknownName

TEXTS = [f.name for f in REGISTER_FIELDS if f.kind is FieldKind.TEXT and f.may_be_empty]
DAYS = st.none() | st.dates(date(1900, 1, 1), date(2099, 12, 31))
CELL = st.text(max_size=12) | st.sampled_from(
    [
        "=1+1",
        "'=1",
        "+46 476",
        "-",
        "@x",
        "#N/A",
        "a;b",
        'a "b", c',
        "rad 1\nrad 2, x\ny, z",
    ]
)
ACCOUNTS = st.builds(
    Account,
    account_id=st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True),
    board_id=st.just("ks"),
    platform=st.sampled_from(["webpage", "bluesky"]),
    url=st.just("https://torget.example/a?b=1"),
    name=CELL.filter(lambda text: plain_text(text) != ""),
    **dict.fromkeys(TEXTS, CELL),
    decided_on=DAYS,
    approved_on=DAYS,
    opened_on=DAYS,
    closed_on=DAYS,
    status=st.sampled_from(AccountStatus),
    is_listed=st.booleans(),
    snapshots_per_year=st.integers(0, 2),
    level=st.sampled_from(ArchiveLevel),
)
BOTH = pytest.mark.parametrize(
    ("name", "write"), [("a.csv", csv_bytes), ("a.xlsx", workbook_bytes)]
)


def said(account):
    """What an account says, by field, as its own record would take it."""
    dumped = account.model_dump(mode="json")
    texts = {name: plain_text(v) for name, v in dumped.items() if isinstance(v, str)}
    return {name: value for name, value in {**dumped, **texts}.items() if value != ""}


@BOTH
@settings(max_examples=25)
@given(st.lists(ACCOUNTS, min_size=1, max_size=3))
def test_every_field_of_every_account_comes_back(name, write, accounts):
    ((_, table),) = read_sheets(name, write(register_lines(accounts)))
    reading = read_register(table)
    assert (reading.problems, reading.unused_headings) == ((), ())
    for account, row in zip(accounts, reading.rows, strict=True):
        base = account.model_dump() | dict.fromkeys(TEXTS, "")
        base |= {f.name: None for f in REGISTER_FIELDS if f.kind is FieldKind.DAY}
        assert said(Account.model_validate(base | dict(row.values))) == said(account)


@BOTH
@settings(max_examples=15)
@given(st.lists(ACCOUNTS, min_size=1, max_size=2))
def test_no_cell_is_a_formula(name, write, accounts):
    ((_, table),) = read_sheets(name, write(register_lines(accounts)))
    cells = [cell for row in table for cell in row if cell]
    assert not [cell for cell in cells if str(cell).startswith(FORMULA)]


@pytest.fixture
def varied(archive, board):
    """Accounts whose fields hold what spreadsheets trip over."""
    hard = {
        "purpose": "=HYPERLINK(1)\nrad 2",
        "goals": "  Nå fler ",
        "stand_in": "'s",
        "decision": "+46",
        "activity": 'Kultur; "Fritid", m.m.',
        "target_group": "-",
        "goals_follow_up": "@varje\r\nkvartal",
    }
    for number, (field, text) in enumerate(hard.items()):
        given_fields = {
            "account_id": f"konto-{number}",
            "board_id": board.board_id,
            "platform": "webpage",
            "url": f"https://torget.example/{number}",
            "name": f"=Konto {number}",
            field: text,
            "opened_on": date(2021, 6, 1 + number),
            "level": list(ArchiveLevel)[number % 3],
            "snapshots_per_year": number % 3,
            "is_listed": number % 2 == 0,
        }
        archive.database.accounts.add(Account.model_validate(given_fields))
    return archive.database.accounts.list()


@pytest.mark.parametrize("name", ["ut.csv", "ut.XLSX"])
@pytest.mark.parametrize("blank_clears", [True, False])
def test_the_register_imports_back_to_no_change(
    archive, varied, tmp_path, name, blank_clears
):
    give_out(archive, tmp_path / name)
    wishes = Wishes(reason="", blank_clears=blank_clears)
    intake = take_in(archive, tmp_path / name, wishes)
    assert (intake.added, intake.changed) == ((), ())
    assert intake.unchanged == len(varied)
    assert archive.database.accounts.list() == varied
    assert archive.database.events.list() == ()


@pytest.mark.usefixtures("varied")
def test_a_workbook_opens_with_bold_headings_that_stay(archive, tmp_path):
    give_out(archive, tmp_path / "ut.xlsx")
    book = load_workbook(tmp_path / "ut.xlsx")
    sheet = book["Kontoregister"]
    assert book.sheetnames == ["Kontoregister"]
    assert [cell.value for cell in sheet[1]] == [f.heading for f in REGISTER_FIELDS]
    assert sheet.freeze_panes == "A2"
    assert {cell.data_type for row in sheet for cell in row if cell.value} == {"s"}


def test_only_a_board_s_accounts_when_one_is_named(archive, varied, board, tmp_path):
    other = board.model_copy(update={"board_id": "bun"})
    archive.database.boards.add(other)
    assert give_out(archive, tmp_path / "a.csv", "bun") == ()
    assert give_out(archive, tmp_path / "b.csv", "ks") == varied
    with pytest.raises(UnknownName):
        give_out(archive, tmp_path / "c.csv", "okand")
    assert not (tmp_path / "c.csv").exists()


def test_a_file_that_is_there_is_not_written_over(archive, tmp_path):
    path = tmp_path / "ut.csv"
    path.write_text("viktigt", encoding="utf-8")
    with pytest.raises(BadInput, match="finns redan"):
        give_out(archive, path)
    with pytest.raises(BadInput, match="ska sluta på"):
        give_out(archive, tmp_path / "ut.ods")
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["ut.csv"]
    assert path.read_text(encoding="utf-8") == "viktigt"
