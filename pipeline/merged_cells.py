# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which cells of a workbook are merged downwards, so that one value holds for several.

A plan often merges a code or a "Bevaras" over the rows that share it; the file then
holds the value in the topmost cell alone. Merging to the side says nothing about rows:
it makes a title or a note.
"""

import io
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple
from zipfile import ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import range_boundaries
from openpyxl.xml.functions import iterparse

MOST_RANGES = 100_000
"""What lies beyond is left as it stands: an empty cell is a fault that is told."""

_MERGED = "mergeCell"
_UNNEEDED = frozenset({"c", "row"})


class Merged(NamedTuple):
    """A column's rows that share the value of the first; all count from 0."""

    column: int
    first: int
    last: int


def merged_downwards(content: bytes) -> Mapping[str, tuple[Merged, ...]]:
    """Give, by the name of its sheet, what is merged downwards in a workbook.

    Raises what openpyxl and the standard library raise for a damaged workbook; the
    caller knows what it is called.
    """
    reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=True)
    reader.read_manifest()
    reader.read_workbook()
    with reader.archive as archive:
        return {
            sheet.name: tuple(islice(_merged(archive, part.target), MOST_RANGES))
            for sheet, part in reader.parser.find_sheets()
            if part.target in reader.valid_files
        }


def _merged(archive: ZipFile, path: str) -> Iterator[Merged]:
    with archive.open(path) as source:
        for _, element in iterparse(source):
            name = element.tag.rpartition("}")[2]
            if name == _MERGED:
                yield from _downwards(element.get("ref", ""))
            if name in _UNNEEDED:
                element.clear()


def _downwards(cells: str) -> Iterator[Merged]:
    """Give the range of cells ("A5:A9") if it has rows, and more of them than one."""
    column, first, _, last = range_boundaries(cells)
    if column is not None and first is not None and last is not None and last > first:
        yield Merged(column - 1, first - 1, last - 1)
