# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Give out the register as a list that a spreadsheet opens and that is taken in again.

The list holds every field, also those that are not public: it is for those who keep
the register. What is public is published, see `pipeline.register.publish`.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from pipeline.context import Archive
from pipeline.whole_files import write_new
from rules.register_cells import guarded, write_cell
from rules.register_fields import REGISTER_FIELDS
from schemas.account import Account
from schemas.errors import BadInput

SHEET = "Kontoregister"
ENDINGS = (".csv", ".xlsx")
COLUMN_WIDTH = 24

Lines = Sequence[Sequence[str]]


def give_out(
    archive: Archive, path: Path, board_id: str | None = None
) -> tuple[Account, ...]:
    """Write the register, or a board's part of it, to a new CSV or XLSX file.

    Raises:
        UnknownName: there is no such board.
        BadInput: the file's name has another ending, or there is such a file.
        DiskFull: there is no room.
        StoreDown: the file cannot be written.
    """
    if path.suffix.lower() not in ENDINGS:
        message = f"Filen {path.name} ska sluta på .csv eller .xlsx."
        raise BadInput(message)
    accounts = archive.database.accounts.list(board_id)
    write = csv_bytes if path.suffix.lower() == ".csv" else workbook_bytes
    content = write(register_lines(accounts))
    write_new(path, content)
    return accounts


def register_lines(accounts: Iterable[Account]) -> list[list[str]]:
    """Give the headings and a line for each account, safe for a spreadsheet."""
    headings = [field.heading for field in REGISTER_FIELDS]
    lines = (
        [guarded(write_cell(account, field)) for field in REGISTER_FIELDS]
        for account in accounts
    )
    return [headings, *lines]


def csv_bytes(lines: Lines) -> bytes:
    """Write lines as the CSV that Swedish Excel opens: semicolons, UTF-8 with a mark.

    Every cell is quoted, so that no text in it can be taken for a delimiter.
    """
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL).writerows(lines)
    return written.getvalue().encode("utf-8-sig")


def workbook_bytes(lines: Lines) -> bytes:
    """Write lines as a workbook where every cell is text and the headings stay."""
    book = Workbook()
    sheet = book.create_sheet(SHEET, 0)
    book.remove(book.worksheets[-1])
    for number, line in enumerate(lines, start=1):
        for place, text in enumerate(line, start=1):
            cell = sheet.cell(number, place)
            cell.value, cell.data_type = text, "s"  # "#N/A" is a text, no error
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place, cell in enumerate(sheet[1], start=1):
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = COLUMN_WIDTH
    sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
