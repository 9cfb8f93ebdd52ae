# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write the demo's plan as a workbook, from the same rows as kommunstyrelsen.csv.

The workbook has a sheet of introduction first and a merged title, as municipalities'
own files do.
"""

import argparse
import csv
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

SOURCE = Path(__file__).parent / "kommunstyrelsen.csv"
TITLE_ROWS = 2
HEADING_ROW = 4


def write_workbook(target: Path, source: Path = SOURCE) -> None:
    """Write the rows of the CSV file as a workbook with two sheets."""
    with source.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter=";"))
    book = Workbook()
    book.remove(book.worksheets[0])
    introduction = book.create_sheet("Läs mig")
    introduction.append(["Planen står på bladet Plan."])
    sheet = book.create_sheet("Plan")
    for row in rows:
        sheet.append([cell or None for cell in row])
    for number in range(1, TITLE_ROWS + 1):
        sheet.merge_cells(
            start_row=number, end_row=number, start_column=1, end_column=len(rows[0])
        )
    for cell in sheet[HEADING_ROW]:
        cell.font = Font(bold=True)
    book.save(target)


def main() -> None:
    """Write the workbook where the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, help="the .xlsx file to write")
    write_workbook(parser.parse_args().target)


if __name__ == "__main__":
    main()
