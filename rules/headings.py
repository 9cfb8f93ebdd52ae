# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which column of a plan file holds what.

Every town has headings of its own (Göteborg a fixed template, Linköping the document
type first), so the usual ones are recognised and the rest named in a column map.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from rules.wording import fold
from schemas.record import Labelled

SEARCHED_ROWS = 25
"""A plan's title and introduction may stand above the table, but not more than this."""

_PARENTHESIS = re.compile(r"\(([^)]*)\)")
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
    """Where each column stands: `row` and the places count from 0.

    `titles` are the headings as they stand in the file and `units` what stands in
    parentheses after them: "Gallringsfrist (år)". `width` is the table's width.
    """

    row: int
    places: Mapping[Column, int]
    titles: Mapping[Column, str]
    width: int
    units: Mapping[Column, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


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
    """Find the row of headings: the one that holds most of them, among the first.

    The headings that a column map has `chosen` go before the usual ones.

    Returns:
        None when no row names both a document type and what becomes of it.
    """
    candidates = [
        _read_headings(number, row, chosen)
        for number, row in enumerate(rows[:SEARCHED_ROWS])
    ]
    usable = [found for found in candidates if _is_table(found.places)]
    return max(usable, key=lambda found: len(found.places), default=None)


def _is_table(places: Iterable[Column]) -> bool:
    return Column.DOCUMENT_TYPE in places and Column.DISPOSAL in places


def _read_headings(
    number: int, row: Sequence[str], chosen: Mapping[Column, str]
) -> Headings:
    wanted = {fold(heading): column for column, heading in chosen.items()}
    places: dict[Column, int] = {}
    unknown = []
    for place, cell in enumerate(row):
        column = wanted.get(fold(cell))
        if column is None:
            usual = recognise(cell)
            column = None if usual in chosen else usual
        if column is not None and column not in places:
            places[column] = place
        elif cell:
            unknown.append(cell)
    settled = _settle_disposal(places)
    return Headings(
        row=number,
        places=settled,
        titles={column: row[place] for column, place in settled.items()},
        width=max((place + 1 for place, cell in enumerate(row) if cell), default=0),
        units=_units({column: row[place] for column, place in settled.items()}),
        unknown=tuple(unknown),
    )


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
