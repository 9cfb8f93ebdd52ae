# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Read the tables that people send: CSV in the forms Excel writes it, and XLSX.

Files come from outside, so sizes are bounded and every fault of the file is told as
one, never as a crash.
"""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from pipeline.disk import translated
from pipeline.merged_cells import Merged, merged_downwards
from schemas.errors import BadInput, UnknownName

LARGEST_FILE = 50 * 1024 * 1024
LARGEST_UNPACKED = 400 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_FILLED = 1_000_000
"""Cells in merged ranges; far more than any plan has, less than a file may claim."""

_BROKEN_WORKBOOK = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    SyntaxError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    TypeError,
    ValueError,
)
"""What openpyxl is seen to raise for workbooks that are damaged or not workbooks."""

_DELIMITERS = ";,\t"
Table = list[list[object]]


class Sheet(NamedTuple):
    """A table and the name of the sheet it stands on; "" in a CSV file."""

    name: str
    rows: Table


class _Parsed(NamedTuple):
    """The rows of a CSV text as far as it could be parsed, and what stopped it."""

    rows: Table
    fault: BadInput | None


def read_bytes(path: Path) -> bytes:
    """Read a file that someone wants to import.

    Raises:
        UnknownName: there is no such file.
        BadInput: it is a folder, or larger than any plan or register.
    """
    if not path.exists():
        message = f"Filen {path} finns inte."
        raise UnknownName(message)
    if not path.is_file():
        message = f"{path} är ingen fil."
        raise BadInput(message)
    if path.stat().st_size > LARGEST_FILE:
        message = f"Filen {path.name} är större än {LARGEST_FILE // 2**20} MB."
        raise BadInput(message)
    with translated(f"filen {path.name}"):
        return path.read_bytes()


def read_sheets(name: str, content: bytes) -> tuple[Sheet, ...]:
    """Read the tables of a file by the ending of its name.

    Raises:
        BadInput: the file is damaged, or of a kind that cannot be read.
    """
    suffix = Path(name).suffix.lower()
    if suffix in {".csv", ".txt", ".tsv"}:
        return (Sheet("", _read_csv(name, content)),)
    if suffix in {".xlsx", ".xlsm"}:
        return _read_workbook(name, content)
    message = f"Filen {name} går inte att läsa. Spara den som .xlsx eller .csv."
    raise BadInput(message)


def _read_csv(name: str, content: bytes) -> Table:
    """Read a CSV text by the delimiter that divides most of its rows."""
    text = _decode(name, content)
    if "\0" in text:
        message = f"Filen {name} innehåller annat än text."
        raise BadInput(message)
    parsed = [_parse(name, text, delimiter) for delimiter in _DELIMITERS]
    best = max(parsed, key=lambda found: sum(len(row) > 1 for row in found.rows))
    if best.fault is not None:
        raise best.fault
    return best.rows


def _decode(name: str, content: bytes) -> str:
    """Decode what Excel and other programs write in Sweden."""
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_wide else ["utf-8-sig", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    message = f"Filen {name} har en teckenkodning som inte går att läsa. Välj UTF-8."
    raise BadInput(message)


def _parse(name: str, text: str, delimiter: str) -> _Parsed:
    """Parse a CSV text; a fault is given back, since another delimiter may do."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: Table = []
    try:
        for row in lines:
            rows.append([cell.strip() for cell in row])
            if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS:
                return _Parsed(rows, _too_large(name))
    except csv.Error:
        problem = f"Rad {len(rows) + 1}: citattecknen i raden går inte ihop."
        message = f"Filen {name} är ingen riktig CSV-fil."
        return _Parsed(rows, BadInput(message, [problem]))
    return _Parsed(rows, None)


def _read_workbook(name: str, content: bytes) -> tuple[Sheet, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise _too_large(name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of styles and the like
            sheets = _read_worksheets(name, content)
            merged = merged_downwards(content)
    except _BROKEN_WORKBOOK as error:
        message = f"Filen {name} är skadad eller ingen Excel-fil (.xlsx)."
        raise BadInput(message) from error
    for sheet in sheets:
        _fill(name, sheet, merged.get(sheet.name, ()))
    return sheets


def _fill(name: str, sheet: Sheet, merged: Iterable[Merged]) -> None:
    """Give the cells that are merged downwards the value of the topmost."""
    filled = 0
    for column, first, last in merged:
        rows = sheet.rows[first : last + 1]
        filled += len(rows)
        if filled > MOST_FILLED:
            raise _too_large(name)
        if not rows or column >= len(rows[0]):
            continue
        for row in rows[1:]:
            row.extend([None] * (column + 1 - len(row)))
            row[column] = rows[0][column] if row[column] is None else row[column]


def _read_worksheets(name: str, content: bytes) -> tuple[Sheet, ...]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheets = []
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = _rows(name, sheet.iter_rows(values_only=True))
            sheets.append(Sheet(sheet.title, list(rows)))
    finally:
        book.close()
    return tuple(sheets)


def _rows(name: str, rows: Iterator[tuple[object, ...]]) -> Iterator[list[object]]:
    for number, row in enumerate(rows, start=1):
        cells = list(row)
        while cells and cells[-1] in {None, ""}:
            cells.pop()
        if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
            raise _too_large(name)
        yield cells


def _too_large(name: str) -> BadInput:
    most = f"{MOST_ROWS} rader och {MOST_COLUMNS} kolumner"
    return BadInput(f"Filen {name} är för stor: högst {most} kan läsas.")
