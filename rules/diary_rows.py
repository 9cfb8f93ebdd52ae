# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The list that goes to the diary and comes back with diary numbers, row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.diary import read_number
from rules.plan_cells import cell_text
from rules.wording import fold
from rules.written_days import read_day
from schemas.diary import Direction, RegistrationSheet

REFERENCE, ACCOUNT, ITEM = "Referens", "Konto", "Handling"
NUMBER, REGISTERED_ON = "Diarienummer", "Diarieförd"
HEADINGS = (
    REFERENCE,
    "Nämnd",
    ACCOUNT,
    ITEM,
    "Inkom eller upprättades",
    "Riktning",
    "Avsändare",
    "Mottagare",
    "Ärendemening",
    "Offentlig ärendemening",
    "Sekretess",
    "Senast",
    NUMBER,
    REGISTERED_ON,
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_USUAL: Mapping[str, tuple[str, ...]] = {
    REFERENCE: ("referens", "registrering", "referens-id", "avbild"),
    ACCOUNT: ("konto", "konto-id", "kontoid"),
    ITEM: ("handling", "handling-id", "handlings-id"),
    NUMBER: ("diarienummer", "dnr", "diarienr"),
    REGISTERED_ON: ("diarieförd", "diariefört", "datum", "registrerad"),
}
_BY_HEADING = {word: name for name, words in _USUAL.items() for word in words}


@dataclass(frozen=True)
class Returned:
    """A diary number that came back: by the reference, or by account and item.

    `registered_on` None says that the list did not tell the day.
    """

    row: int
    reference: str
    account_id: str
    item_id: str
    diary_number: str
    registered_on: date | None


@dataclass(frozen=True)
class Reading:
    """What was read of a list, and what was not understood."""

    returned: tuple[Returned, ...]
    problems: tuple[str, ...]


def line_of(sheet: RegistrationSheet) -> tuple[str, ...]:
    """Write a sheet as a row; the last two cells are the registrar's to fill in."""
    found = sheet.registration
    cells = (
        sheet.reference,
        sheet.board.board_id,
        sheet.account.account_id,
        found.item_id,
        str(found.document_date or ""),
        (found.direction or Direction.INTERNAL).label,
        sheet.sender,
        sheet.recipient,
        found.subject,
        found.public_subject,
        found.secrecy,
        str(found.due or ""),
        found.diary_number,
        str(found.registered_on or ""),
    )
    return tuple(map(safe_cell, cells))


def safe_cell(text: str) -> str:
    """Write a text so that no spreadsheet takes it for a formula, on one line.

    What strangers wrote may begin with "=" or the like; an apostrophe before it is how
    a spreadsheet marks plain text.
    """
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_FORMULA) else line


def read_returned(rows: Sequence[Sequence[object]], today: date) -> Reading:
    """Read the rows of a list that came back from the diary.

    A row without a number is not registered yet and is passed over. The first row with
    a heading for the diary number is the heading row.
    """
    for at, row in enumerate(rows):
        places = _places(row)
        if NUMBER in places and (REFERENCE in places or {ACCOUNT, ITEM} <= set(places)):
            return _read(rows, at, places, today)
    problem = (
        f"Listan ska ha rubriken {NUMBER} och antingen {REFERENCE} eller både "
        f"{ACCOUNT} och {ITEM}."
    )
    return Reading((), (problem,))


def _places(row: Sequence[object]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(row):
        name = _BY_HEADING.get(fold(_text(cell)))
        if name is not None:
            places.setdefault(name, place)
    return places


def _read(
    rows: Sequence[Sequence[object]], at: int, places: Mapping[str, int], today: date
) -> Reading:
    returned, problems = [], []
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        cells = {name: _cell(row, place) for name, place in places.items()}
        if not cells[NUMBER]:
            continue
        faults = _faults(cells, today)
        problems += [f"Rad {number}: {fault}" for fault in faults]
        if not faults:
            returned.append(_returned(number, cells))
    return Reading(tuple(returned), (*problems, *_repeated(returned)))


def _faults(cells: Mapping[str, str], today: date) -> list[str]:
    said = []
    if read_number(cells[NUMBER]) is None:
        said.append(f"”{cells[NUMBER]}” kan inte vara ett diarienummer.")
    written = cells.get(REGISTERED_ON, "")
    day = read_day(written)
    if written and day is None:
        said.append(f"”{written}” är inget datum.")
    if day is not None and day > today:
        said.append(f"Datumet {day} har inte inträffat.")
    if not cells.get(REFERENCE) and not (cells.get(ACCOUNT) and cells.get(ITEM)):
        said.append("Det framgår inte vilken handling raden gäller.")
    return said


def _returned(number: int, cells: Mapping[str, str]) -> Returned:
    return Returned(
        row=number,
        reference=cells.get(REFERENCE, ""),
        account_id=cells.get(ACCOUNT, ""),
        item_id=cells.get(ITEM, ""),
        diary_number=read_number(cells[NUMBER]) or "",
        registered_on=read_day(cells.get(REGISTERED_ON, "")),
    )


def _repeated(returned: Sequence[Returned]) -> list[str]:
    """Refuse a document that has two numbers: nobody can tell which is right."""
    first: dict[tuple[str, ...], Returned] = {}
    said = []
    for one in returned:
        key = (one.reference,) if one.reference else (one.account_id, one.item_id)
        earlier = first.setdefault(key, one)
        if earlier.diary_number != one.diary_number:
            said.append(
                f"Rad {one.row}: handlingen har ett annat diarienummer på rad "
                f"{earlier.row}."
            )
    return said


def _cell(row: Sequence[object], place: int) -> str:
    return _text(row[place]) if place < len(row) else ""


def _text(cell: object) -> str:
    """Give a cell's text without the apostrophe that marks it as plain."""
    return cell_text(cell).strip().removeprefix("'")
