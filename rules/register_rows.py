# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Read a list of accounts that someone has kept in a spreadsheet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rules.plan_cells import cell_text
from rules.plan_rows import letters
from rules.register_cells import fault_of, read_cell, unguarded
from rules.register_fields import FIELD_BY_NAME, field_headed, heading_of
from rules.wording import listed

SEARCHED_ROWS = 25
"""A list's title and introduction may stand above it, but not more than this."""

_KNOWN_BY = ("account_id", "url")


@dataclass(frozen=True)
class RegisterRow:
    """One account as it stands in the file.

    `values` are as the account's record takes them: "2021-06-01", "true", "full".
    `blanks` are the fields whose column is there and whose cell is empty.
    """

    number: int
    values: Mapping[str, str]
    places: Mapping[str, int] = field(default_factory=dict)
    blanks: frozenset[str] = frozenset()

    def where(self, name: str) -> str:
        """Name a cell as the spreadsheet does: "Rad 7, kolumn C (Adress)"."""
        place, label = self.places.get(name), heading_of(name)
        column = label if place is None else f"{letters(place)} ({label})"
        return f"Rad {self.number}, kolumn {column}"


@dataclass(frozen=True)
class RegisterReading:
    """The accounts that were read, and what was not understood."""

    rows: tuple[RegisterRow, ...] = ()
    problems: tuple[str, ...] = ()
    unused_headings: tuple[str, ...] = ()


def read_register(table: Sequence[Sequence[object]]) -> RegisterReading:
    """Read a table of accounts under its row of headings.

    The headings are the row, among the first, that names most fields.
    """
    texts = [[unguarded(cell_text(cell)) for cell in row] for row in table]
    filled = [number for number, row in enumerate(texts) if any(row)]
    if not filled:
        return RegisterReading(problems=("Filen är tom.",))
    first = max(filled[:SEARCHED_ROWS], key=lambda number: _known(texts[number]))
    headings = texts[first]
    if problem := _heading_fault(first + 1, headings):
        return RegisterReading(problems=(problem,))
    places = {
        found.name: place
        for place, cell in enumerate(headings)
        if (found := field_headed(cell))
    }
    unused = tuple(cell for cell in headings if cell and not field_headed(cell))
    below = (number for number in filled if number > first)
    readings = [_read_row(number + 1, texts[number], places) for number in below]
    rows = tuple(row for row, _ in readings)
    problems = tuple(said for _, faults in readings for said in faults)
    if not rows:
        problems = ("Filen har inga konton under rubrikerna.",)
    return RegisterReading(rows, problems, unused)


def _known(cells: Sequence[str]) -> int:
    return sum(field_headed(cell) is not None for cell in cells)


def _heading_fault(number: int, headings: Sequence[str]) -> str:
    """Tell why a row of headings cannot be used, or nothing."""
    by_name: dict[str, list[str]] = {}
    for cell in headings:
        if found := field_headed(cell):
            by_name.setdefault(found.name, []).append(f"”{cell}”")
    same = next((cells for cells in by_name.values() if len(cells) > 1), None)
    if same:
        return f"Rad {number}: rubrikerna {listed(same)} betyder samma sak. Ta bort en."
    if not any(name in by_name for name in _KNOWN_BY):
        known = "Konton känns igen på Id eller Adress."
        return f"Rad {number} saknar rubriken Adress. {known}"
    return ""


def _read_row(
    number: int, cells: Sequence[str], places: Mapping[str, int]
) -> tuple[RegisterRow, list[str]]:
    """Read a row, and tell the faults of its cells."""
    given = {
        name: cells[place] if place < len(cells) else ""
        for name, place in places.items()
    }
    read = {
        name: read_cell(FIELD_BY_NAME[name], text)
        for name, text in given.items()
        if text
    }
    values = {name: value for name, value in read.items() if value}
    blanks = frozenset(name for name, text in given.items() if not text)
    row = RegisterRow(number, values, places, blanks)
    return row, [*_faults(row, given, read)]


def _faults(
    row: RegisterRow, given: Mapping[str, str], read: Mapping[str, str | None]
) -> Iterator[str]:
    for name, value in read.items():
        if value is None:
            yield f"{row.where(name)}: {fault_of(FIELD_BY_NAME[name], given[name])}"
    if not any(given.get(name) for name in _KNOWN_BY):
        yield f"{row.where('url')}: uppgiften saknas."
