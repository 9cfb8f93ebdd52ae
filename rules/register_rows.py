# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Read a list of accounts that someone has kept in a spreadsheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rules.plan_cells import cell_text
from rules.plan_rows import letters
from rules.wording import fold

_USUAL: dict[str, str] = {
    "account_id": "id|konto-id|kontoid",
    "name": "namn|konto|kontonamn|kontots namn",
    "url": "adress|url|länk|webbadress|webblänk|kontots adress",
    "board_id": "nämnd|nämnd-id|styrelse",
    "platform": "plattform|kanal|medium",
    "activity": "verksamhet|förvaltning|enhet",
    "responsible_manager": "verksamhetschef|chef|verksamhetens chef",
    "account_owner": "ansvarig|kontoansvarig|ansvarig för kontot|administratör",
    "stand_in": "ersättare|vikarie",
    "purpose": "syfte",
    "target_group": "målgrupp",
    "decision": "beslut",
    "opened_on": "startdatum|start|öppnat|startat",
}
_BY_HEADING = {
    heading: name
    for name, headings in _USUAL.items()
    for heading in headings.split("|")
}
_NEEDED = ("name", "url")
_LABELS = {name: headings.split("|")[0] for name, headings in _USUAL.items()}


@dataclass(frozen=True)
class RegisterRow:
    """One account as it stands in the file; every value is text."""

    number: int
    values: Mapping[str, str]
    places: Mapping[str, int] = field(default_factory=dict)

    def where(self, name: str) -> str:
        """Name a cell as the spreadsheet does: "Rad 7, kolumn C (Adress)"."""
        place = self.places.get(name)
        label = _LABELS.get(name, name).capitalize()
        column = label if place is None else f"{letters(place)} ({label})"
        return f"Rad {self.number}, kolumn {column}"


@dataclass(frozen=True)
class RegisterReading:
    """The accounts that were read, and what was not understood."""

    rows: tuple[RegisterRow, ...] = ()
    problems: tuple[str, ...] = ()
    unused_headings: tuple[str, ...] = ()


def read_register(table: Sequence[Sequence[object]]) -> RegisterReading:
    """Read a table of accounts; its first filled row is the headings."""
    texts = [[cell_text(cell) for cell in row] for row in table]
    first = next((number for number, row in enumerate(texts) if any(row)), None)
    if first is None:
        return RegisterReading(problems=("Filen är tom.",))
    names = [_BY_HEADING.get(fold(cell).strip(" :*")) for cell in texts[first]]
    missing = [_LABELS[name].capitalize() for name in _NEEDED if name not in names]
    if missing:
        problem = f"Rad {first + 1} saknar rubriken {' och '.join(missing)}."
        return RegisterReading(problems=(problem,))
    places = {name: place for place, name in enumerate(names) if name}
    unused = (cell for cell, name in zip(texts[first], names, strict=True) if not name)
    rows = tuple(
        RegisterRow(number + 1, _values(texts[number], places), places)
        for number in range(first + 1, len(texts))
        if any(texts[number])
    )
    problems = tuple(problem for row in rows for problem in _faults(row))
    if not rows:
        problems = ("Filen har inga konton under rubrikerna.",)
    return RegisterReading(rows, problems, tuple(filter(None, unused)))


def _values(cells: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    return {
        name: cells[place]
        for name, place in places.items()
        if place < len(cells) and cells[place]
    }


def _faults(row: RegisterRow) -> list[str]:
    found = [
        f"{row.where(name)}: uppgiften saknas."
        for name in _NEEDED
        if name not in row.values
    ]
    opened = row.values.get("opened_on")
    if opened and not _is_date(opened):
        said = f"”{opened}” är inget datum. Skriv ÅÅÅÅ-MM-DD."
        found.append(f"{row.where('opened_on')}: {said}")
    return found


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
