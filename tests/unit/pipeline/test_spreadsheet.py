# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables are read as people save them; a damaged file is told as one."""

import io
import random
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from pipeline import spreadsheet
from pipeline.spreadsheet import read_bytes, read_sheets
from schemas.errors import BadInput, UnknownName

ROWS = [["Kod", "Handlingstyp"], ["1.1", "Inlägg; med ”citat”"], ["1.2", ""]]


def workbook(**sheets):
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def only(name, content):
    (sheet,) = read_sheets(name, content)
    return sheet.rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_csv_is_read_as_excel_writes_it(encoding, delimiter, newline):
    lines = [["Kod", "Handlingstyp"], ["1.1", "Inlägg på Åsens sida"], ["1.2", "Ö"]]
    text = newline.join(delimiter.join(line) for line in lines)
    assert only("plan.csv", text.encode(encoding)) == lines


def test_a_cell_may_hold_delimiters_and_line_breaks():
    text = 'Kod;Handlingstyp\n1;"Rad ett;\nrad ""två"""\n'
    assert only("plan.csv", text.encode()) == [
        ["Kod", "Handlingstyp"],
        ["1", 'Rad ett;\nrad "två"'],
    ]


def test_the_comma_of_a_number_is_no_delimiter():
    text = "Kod;Handlingstyp;Frist\n1;Avtal, stora;1,5 år\n2;Avtal, små;2,5 år"
    assert only("plan.csv", text.encode())[1] == ["1", "Avtal, stora", "1,5 år"]


@pytest.mark.parametrize(
    ("content", "sentence", "problem"),
    [
        (b'Kod;Namn\n1;"Aldrig slut', "ingen riktig CSV-fil", "Rad 2: citattecknen"),
        (b'Kod;Namn\n1;"a"b', "ingen riktig CSV-fil", "Rad 2: citattecknen"),
        (b"Kod;Namn\n1;\x00", "annat än text", None),
        (b"Kod;Namn\n1;\x81", "teckenkodning", None),
        (b"\xff\xfe\x00", "teckenkodning", None),
    ],
)
def test_a_damaged_csv_file_is_told_as_one(content, sentence, problem):
    with pytest.raises(BadInput, match=sentence) as caught:
        read_sheets("plan.csv", content)
    assert (problem is None) == (caught.value.problems == ())
    assert all(said.startswith(problem) for said in caught.value.problems)


def test_every_sheet_of_a_workbook_is_read():
    sheets = read_sheets("plan.XLSX", workbook(Läs=[["Hej"]], Plan=ROWS))
    assert [sheet.name for sheet in sheets] == ["Läs", "Plan"]
    assert sheets[1].rows == [["Kod", "Handlingstyp"], ["1.1", ROWS[1][1]], ["1.2"]]


def test_numbers_and_dates_keep_their_kind():
    (row,) = only("plan.xlsx", workbook(Plan=[[3.1, 7, True, None, "x"]]))
    assert row == [3.1, 7, True, None, "x"]


def merged(rows, *ranges):
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cells in ranges:
        sheet.merge_cells(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_value_that_is_merged_over_rows_holds_for_all_of_them():
    rows = [["Kod", "Typ", "Gallring"], ["1", "a", "Bevaras"], ["", "b"], ["", "c"]]
    content = merged(rows, "A2:A4", "C2:C3")
    assert only("plan.xlsx", content)[1:] == [
        ["1", "a", "Bevaras"],
        ["1", "b", "Bevaras"],
        ["1", "c"],
    ]


def test_a_title_that_is_merged_to_the_side_stands_once():
    content = merged([["Planen"], ["Kod", "Typ"]], "A1:D1", "B2:C3")
    assert only("plan.xlsx", content) == [["Planen"], ["Kod", "Typ"], [None, "Typ"]]


def test_a_range_that_claims_more_than_the_sheet_has_fills_what_there_is():
    content = _with_range(merged([["a"], ["b", "c"]], "A1:A2"), "A1:XFD1048576")
    assert only("plan.xlsx", content) == [["a"], ["a", "c"]]


def test_ranges_without_end_are_refused(monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_FILLED", 2)
    with pytest.raises(BadInput, match="för stor"):
        read_sheets("plan.xlsx", merged([["a"], ["b"], ["c"]], "A1:A3"))


def _with_range(content, cells):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'"A1:A2"', f'"{cells}"'.encode())
    assert cells.encode() in parts[sheet]
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return changed.getvalue()


def test_a_workbook_of_another_program_is_told_as_one():
    for content in (b"", b"PK\x03\x04rubbish", b"\xd0\xcf\x11\xe0" * 9):
        with pytest.raises(BadInput, match="skadad eller ingen Excel-fil"):
            read_sheets("plan.xlsx", content)


def test_a_workbook_that_unpacks_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(spreadsheet, "LARGEST_UNPACKED", 1000)
    with pytest.raises(BadInput, match="för stor"):
        read_sheets("plan.xlsx", workbook(Plan=ROWS))


@pytest.mark.parametrize("name", ["plan.csv", "plan.xlsx"])
def test_a_table_without_end_is_refused(monkeypatch, name):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 2)
    text = "\n".join(";".join(row) for row in [["a", "b"]] * 3).encode()
    content = text if name.endswith("csv") else workbook(Plan=ROWS)
    with pytest.raises(BadInput, match="högst 2 rader"):
        read_sheets(name, content)


@pytest.mark.parametrize("name", ["plan.pdf", "plan.xls", "plan.ods", "plan"])
def test_other_kinds_of_files_are_named(name):
    with pytest.raises(BadInput, match=f"Filen {name} går inte att läsa. Spara"):
        read_sheets(name, b"x")


def test_a_file_that_is_not_there_is_named(tmp_path, monkeypatch):
    with pytest.raises(UnknownName, match="finns inte"):
        read_bytes(tmp_path / "plan.csv")
    with pytest.raises(BadInput, match="ingen fil"):
        read_bytes(tmp_path)
    (tmp_path / "stor.csv").write_bytes(b"12345")
    monkeypatch.setattr(spreadsheet, "LARGEST_FILE", 4)
    with pytest.raises(BadInput, match="större än"):
        read_bytes(tmp_path / "stor.csv")


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_csv_reading(content):
    try:
        read_sheets("plan.csv", content)
    except BadInput as error:
        assert str(error).startswith("Filen plan.csv")  # noqa: PT017 - either is right


def test_no_damage_to_a_workbook_crashes_the_reading():
    """Each part is cut, dropped or altered; the seed makes the damage the same."""
    whole = workbook(Plan=[[f"rad {n}", n, 1.5, None] for n in range(5)])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(7)  # noqa: S311 - no secret
    refused = sum(_is_refused(_damaged(parts, chance)) for _ in range(150))
    assert refused > 50


def _damaged(parts, chance):
    name = chance.choice(sorted(parts))
    data = bytearray(parts[name])
    how = chance.randrange(3)
    if how == 0:
        data = data[: chance.randrange(len(data))]
    elif how == 1:
        for _ in range(5):
            data[chance.randrange(len(data))] = chance.randrange(32, 127)
    kept = {**parts, name: bytes(data)}
    if how == 2:
        del kept[name]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for part, value in kept.items():
            archive.writestr(part, value)
    return content.getvalue()


def _is_refused(content):
    try:
        read_sheets("plan.xlsx", content)
    except BadInput:
        return True
    return False
