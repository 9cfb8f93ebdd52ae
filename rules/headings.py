# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which column of a plan file holds what.

Every town has headings of its own (Göteborg a fixed template, Linköping the document
type first), so the usual ones are recognised and the rest named in a column map.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile, zip_longest
from types import MappingProxyType

from rules.wording import fold
from schemas.record import Labelled

SEARCHED_ROWS = 25
"""A plan's title and introduction may stand above the table, but not more than this."""

DEEPEST = 3
"""Rows of headings above each other, as in "Gallring" over "Bevaras" and "Gallras"."""

_PARENTHESIS = re.compile(r"\(([^)]*)\)")
_UNIT = re.compile(r"\s*\([^)]*\)\s*")
_JOINT = re.compile(r"\s*(?:/|,|;| och | eller )\s*")


class Column(Labelled):
    """What a column of a plan may hold."""

    CODE = "code", "Kod"
    DOCUMENT_TYPE = "document_type", "Handlingstyp"
    DISPOSAL = "disposal", "Bevaras/Gallras"
    PRESERVE_MARK = "preserve_mark", "Bevaras"
    DISPOSE_MARK = "dispose_mark", "Gallras"
    PERIOD = "period", "Gallringsfrist"
    COUNTS_FROM = "counts_from", "Frist räknas från"
    REGISTRATION = "registration", "Diarieförs"
    SECRECY = "secrecy", "Sekretess"
    STORAGE_FORMAT = "storage_format", "Format"
    REMARKS = "remarks", "Anmärkning"
    COVERS = "covers", "Gäller för"


_USUAL: dict[Column, str] = {
    Column.CODE: "kod|klass|klassificering|klassificeringskod|klassifikation|id|nr"
    "|klassificeringsnummer|beteckning|processkod|process|punkt|nummer|handlingsnummer",
    Column.DOCUMENT_TYPE: "handlingstyp|handlingstyper|handlingsslag|handling"
    "|handlingar|dokumenttyp|dokument|informationstyp|informationsmängd"
    "|typ av handling|handlingens namn",
    Column.DISPOSAL: "bevaras/gallras|gallras/bevaras|bevara/gallra|gallra/bevara"
    "|bevarande/gallring|gallring/bevarande|bevaras eller gallras|bevara eller gallra"
    "|bevarande och gallring|gallring och bevarande|b/g|gallring|gallringsåtgärd"
    "|bevarande",
    Column.PRESERVE_MARK: "bevaras|bevara",
    Column.DISPOSE_MARK: "gallras|gallra",
    Column.PERIOD: "gallringsfrist|gallringsfrister|frist|gallringstid|bevarandetid"
    "|förvaringstid|gallras efter|gallringsregel",
    Column.COUNTS_FROM: "frist räknas från|fristen räknas från|räknas från"
    "|gallringsfrist räknas från|utlösande händelse|fristens start",
    Column.REGISTRATION: "diarieförs|diarieföring|diarieföras|diarium|registrering"
    "|registreras|ska diarieföras|diarieförs ja/nej|registrering i diariet",
    Column.SECRECY: "sekretess|sekretessgrund|sekretess enligt osl|osl|sekretesslagrum",
    Column.STORAGE_FORMAT: "format|medium|media|lagringsmedium|lagring|lagringsformat"
    "|bevarandeformat|förvaring|förvaringsplats",
    Column.REMARKS: "anmärkning|anmärkningar|anm|anm.|övrigt|notering|hantering"
    "|hanteringsanvisning|beskrivning|kommentar",
    Column.COVERS: "gäller för|gäller|avser|omfattar|föreslås för|innehållstyp",
}
_BY_HEADING = {
    heading: column for column, names in _USUAL.items() for heading in names.split("|")
}
_BY_NAME: Mapping[str, Column] = MappingProxyType(
    {fold(name): column for column in Column for name in (column.value, column.label)}
    | _BY_HEADING
)


@dataclass(frozen=True)
class Headings:
    """Where each column stands: `row`, the last of headings, and the places from 0.

    `titles` are the headings as they stand in the file and `units` what stands in
    parentheses after them: "Gallringsfrist (år)". `width` is the table's width. `lines`
    are the heading rows, folded, to be known again where they are repeated.
    """

    row: int
    places: Mapping[Column, int]
    titles: Mapping[Column, str]
    width: int
    units: Mapping[Column, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    lines: frozenset[tuple[str, ...]] = frozenset()


def column_named(name: str) -> Column | None:
    """Find the column that a column map means: "handlingstyp" or "document_type"."""
    return _BY_NAME.get(fold(name))


def recognise(heading: str) -> Column | None:
    """Recognise a heading: whole, else by the first known of its parts."""
    folded = fold(_PARENTHESIS.sub(" ", heading)).strip(" :*")
    whole = re.sub(r"\s*/\s*", "/", folded)
    parts = (whole, *_JOINT.split(folded))
    return next((_BY_HEADING[part] for part in parts if part in _BY_HEADING), None)


def find_headings(
    rows: Sequence[Sequence[str]], chosen: Mapping[Column, str]
) -> Headings | None:
    """Find the headings: the row, or rows, that name most columns, among the first.

    The headings that a column map has `chosen` go before the usual ones.

    Returns:
        None when no row names both a document type and what becomes of it.
    """
    reader = _HeadingReader(chosen)
    first = rows[:SEARCHED_ROWS]
    candidates = [
        reader.read(number, first[number : number + depth])
        for number in range(len(first))
        for depth in range(1, reader.depth(first[number : number + DEEPEST]) + 1)
    ]
    usable = [found for found in candidates if _is_table(found.places)]
    return max(usable, key=_fullness, default=None)


def folded_line(row: Sequence[str]) -> tuple[str, ...]:
    """Give a row's cells in a form that tells whether two rows say the same."""
    cells = [fold(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _fullness(found: Headings) -> tuple[int, int]:
    return len(found.places), len(found.units)


def _is_table(places: Iterable[Column]) -> bool:
    return Column.DOCUMENT_TYPE in places and Column.DISPOSAL in places


class _HeadingReader:
    """Reads heading rows by the usual names and those that a column map has chosen."""

    def __init__(self, chosen: Mapping[Column, str]) -> None:
        self._chosen = chosen
        self._wanted = {fold(heading): column for column, heading in chosen.items()}

    def depth(self, rows: Sequence[Sequence[str]]) -> int:
        """Count the rows of headings from the first of some rows on."""
        if not any(map(self._column, rows[0])):
            return 1
        below = (self._continues(rows[0], row) for row in rows[1:])
        return 1 + sum(takewhile(bool, below))

    def read(self, number: int, rows: Sequence[Sequence[str]]) -> Headings:
        """Read rows of headings that stand above each other, the first at `number`."""
        line = self._joined(rows)
        places: dict[Column, int] = {}
        unknown = []
        for place, cell in enumerate(line):
            column = self._column(cell)
            if column is not None and column not in places:
                places[column] = place
            elif cell:
                unknown.append(cell)
        settled = _settle_disposal(places)
        titles = {column: line[place] for column, place in settled.items()}
        return Headings(
            row=number + len(rows) - 1,
            places=settled,
            titles=titles,
            width=max(
                (place + 1 for place, cell in enumerate(line) if cell), default=0
            ),
            units=_units(titles),
            unknown=tuple(unknown),
            lines=frozenset(map(folded_line, rows)),
        )

    def _column(self, cell: str) -> Column | None:
        wanted = self._wanted.get(fold(cell))
        usual = recognise(cell)
        return wanted or (None if usual in self._chosen else usual)

    def _continues(self, first: Sequence[str], row: Sequence[str]) -> bool:
        """Tell whether a row holds headings under those of the first, and no more.

        Under a code or a document type stands nothing else: a row that does is the
        first of the plan's own, and never left out.
        """
        cells = [(place, cell) for place, cell in enumerate(row) if cell]
        return bool(cells) and all(
            self._is_below(first[place] if place < len(first) else "", cell)
            for place, cell in cells
        )

    def _is_below(self, above: str, cell: str) -> bool:
        if fold(above) == fold(cell) or _UNIT.fullmatch(cell):
            return True
        is_fixed = self._column(above) in {Column.CODE, Column.DOCUMENT_TYPE}
        return not is_fixed and self._column(cell) is not None

    def _joined(self, rows: Sequence[Sequence[str]]) -> list[str]:
        """Give, place by place, the lowest heading and the unit under it."""
        columns = zip_longest(*rows, fillvalue="")
        return [self._lowest([cell for cell in cells if cell]) for cells in columns]

    def _lowest(self, cells: Sequence[str]) -> str:
        headings = [cell for cell in cells if not _UNIT.fullmatch(cell)]
        units = [cell for cell in cells if _UNIT.fullmatch(cell)]
        return " ".join([*headings[-1:], *units[-1:]])


def _units(titles: Mapping[Column, str]) -> dict[Column, str]:
    found = {column: _PARENTHESIS.search(title) for column, title in titles.items()}
    return {column: fold(match.group(1)) for column, match in found.items() if match}


def _settle_disposal(places: Mapping[Column, int]) -> dict[Column, int]:
    """Decide which column says what becomes of the documents.

    A pair of columns "Bevaras" and "Gallras" is ticked; one of them alone, or a column
    of periods alone, holds the whole answer ("Bevaras", "2 år").
    """
    settled = dict(places)
    marks = (Column.PRESERVE_MARK, Column.DISPOSE_MARK)
    if Column.DISPOSAL in settled or not any(mark in settled for mark in marks):
        for mark in marks:
            settled.pop(mark, None)
    elif all(mark in settled for mark in marks):
        settled[Column.DISPOSAL] = settled[Column.DISPOSE_MARK]
    else:
        mark = next(mark for mark in marks if mark in settled)
        settled[Column.DISPOSAL] = settled.pop(mark)
    if Column.DISPOSAL not in settled and Column.PERIOD in settled:
        settled[Column.DISPOSAL] = settled[Column.PERIOD]
    return settled
