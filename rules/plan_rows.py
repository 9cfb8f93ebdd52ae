# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Read one row of a plan's table, and say what could not be read and where."""

import re
from collections.abc import Sequence
from datetime import date

from rules.headings import Column, Headings, folded_line
from rules.periods import Period, read_period, read_trigger
from rules.plan_cells import (
    cell_text,
    is_ticked,
    kind_words,
    read_covers,
    read_disposal,
    read_registration,
    says_only_disposal,
)
from rules.wording import fold
from schemas.plan import Disposal, PlanItem, RegistrationRule, Trigger

LONGEST_TEXT = 4000
"""Characters in a cell; a longer text is a misplaced document, not a plan cell."""

_NOTE = re.compile(r"\*|\d\)|(?:obs|anm|anmärkning|not|fotnot|förklaring)\s*[:.!]")


class PlanRow:
    """A row of the table, seen through the headings; it gathers its own faults."""

    def __init__(
        self, number: int, cells: Sequence[object], headings: Headings
    ) -> None:
        self.number = number
        self.problems: list[str] = []
        self.remarks: list[str] = []
        self._values = cells
        self._cells = [cell_text(cell) for cell in cells]
        self._headings = headings

    @property
    def is_empty(self) -> bool:
        """Whether no cell says anything."""
        return not any(self._cells)

    @property
    def repeats_headings(self) -> bool:
        """Whether it is the headings once more, as at the top of a printed page."""
        return folded_line(self._cells) in self._headings.lines

    @property
    def is_note(self) -> bool:
        """Whether it holds nothing but a note: "* Se riktlinjen"."""
        filled = [text for text in self._cells if text]
        return len(filled) == 1 and _NOTE.match(fold(filled[0])) is not None

    def has(self, column: Column) -> bool:
        """Tell whether the plan has such a column at all."""
        return column in self._headings.places

    def text(self, column: Column) -> str:
        """Give the text of a cell; "" when it is empty or there is no such column."""
        place = self._headings.places.get(column)
        return "" if place is None or place >= len(self._cells) else self._cells[place]

    def value(self, column: Column) -> object:
        """Give a cell's value as the spreadsheet holds it."""
        place = self._headings.places.get(column)
        return (
            None if place is None or place >= len(self._values) else self._values[place]
        )

    def unit(self, column: Column) -> str:
        """Give what stands in parentheses after a heading: "år"."""
        return self._headings.units.get(column, "")

    def is_section(self, following: "PlanRow | None") -> bool:
        """Tell whether the row is a heading between rows: "1 | Ledning", then "1.1".

        A row with a document type of its own but no answer is not one: it is a fault.
        """
        filled = [place for place, text in enumerate(self._cells) if text]
        if len(filled) == 1:
            return filled[0] <= min(self._headings.places.values())
        places = self._headings.places
        named = {places.get(Column.CODE), places[Column.DOCUMENT_TYPE]}
        code = self.text(Column.CODE).rstrip(".")
        return (
            set(filled) == named
            and following is not None
            and following.text(Column.CODE).startswith(f"{code}.")
        )

    def summary(self) -> str:
        """Say in short what the row holds."""
        return f"Rad {self.number}: {' '.join(text for text in self._cells if text)}"

    def fault(self, column: Column, what: str) -> None:
        """Note what stops the import."""
        self.problems.append(f"{self.where(column)}: {what}")

    def remark(self, column: Column, what: str) -> None:
        """Note what a person must know or decide."""
        self.remarks.append(f"{self.where(column)}: {what}")

    def where(self, column: Column) -> str:
        """Name a cell as the spreadsheet does: "Rad 7, kolumn C (Gallringsfrist)"."""
        place = self._headings.places.get(column)
        if place is None:
            return f"Rad {self.number}, kolumn {column.label}"
        title = " ".join(self._headings.titles[column].split())
        return f"Rad {self.number}, kolumn {letters(place)} ({title})"

    def check_cells(self) -> None:
        """Note broken formulas and cells that stand outside the table."""
        width = self._headings.width
        for place, text in enumerate(self._cells):
            cell = f"Rad {self.number}, kolumn {letters(place)}"
            if text and place >= width:
                self.problems.append(f"{cell}: cellen står utanför tabellens rubriker.")
            if text.startswith("#") and text.rstrip("!?").isupper():
                self.problems.append(f"{cell}: formeln har inget värde ({text}).")
            if len(text) > LONGEST_TEXT:
                self.problems.append(
                    f"{cell}: texten är längre än {LONGEST_TEXT} tecken."
                )


def letters(place: int) -> str:
    """Name a column as a spreadsheet does: 0 is A, 26 is AA."""
    name = ""
    rest = place + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def read_item(row: PlanRow, code: str, covers: str) -> PlanItem | None:
    """Read a row; its faults are noted on it.

    `code` is the row's own, or the one above when its cell is empty (merged cells);
    `covers` the kinds that a column map states for the code, "" for none.

    Returns:
        None when the row has a fault.
    """
    row.check_cells()
    number = _code(row, code)
    document_type = row.text(Column.DOCUMENT_TYPE)
    if not document_type:
        row.fault(Column.DOCUMENT_TYPE, "handlingstypen saknas.")
    disposal = _disposal(row)
    text, period = _period(row, disposal)
    kinds = _covers(row, covers)
    registration = _registration(row)
    if row.problems or disposal is None:
        return None
    return PlanItem(
        row_id="row",
        code=number,
        document_type=document_type,
        disposal=disposal,
        period_text=text,
        period_months=period.months,
        trigger=period.trigger,
        registration=registration,
        secrecy=row.text(Column.SECRECY),
        storage_format=row.text(Column.STORAGE_FORMAT),
        remarks=row.text(Column.REMARKS),
        covers=kinds,
        source_row=row.number,
    )


def _code(row: PlanRow, code: str) -> str:
    value = row.value(Column.CODE)
    if isinstance(value, date):
        what = "koden är ett datum i filen. Gör om kolumnen till text."
        row.fault(Column.CODE, what)
    elif isinstance(value, float) and not value.is_integer():
        what = "koden är ett tal i filen, så 3.1 och 3.10 kan inte skiljas åt. "
        row.fault(Column.CODE, f"{what}Gör om kolumnen till text.")
    elif row.has(Column.CODE) and not code:
        row.fault(Column.CODE, "koden saknas.")
    return code or f"Rad {row.number}"


def _disposal(row: PlanRow) -> Disposal | None:
    if row.has(Column.PRESERVE_MARK):
        return _ticked_disposal(row)
    text = row.text(Column.DISPOSAL)
    disposal = read_disposal(text)
    if disposal is None:
        said = f"”{text}” går inte att tolka" if text else "uppgiften saknas"
        row.fault(Column.DISPOSAL, f"{said}. Skriv Bevaras eller Gallras.")
    return disposal


def _ticked_disposal(row: PlanRow) -> Disposal | None:
    preserved = is_ticked(row.text(Column.PRESERVE_MARK))
    disposed = is_ticked(row.text(Column.DISPOSE_MARK))
    if preserved == disposed:
        which = "båda" if preserved else "ingen av"
        what = f"{which} kolumnerna Bevaras och Gallras är ifyllda. Fyll i en av dem."
        row.fault(Column.DISPOSE_MARK, what)
        return None
    return Disposal.PRESERVE if preserved else Disposal.DISPOSE


def _period(row: PlanRow, disposal: Disposal | None) -> tuple[str, Period]:
    """Read the period from its own column, else from what the disposal cell adds."""
    column = Column.PERIOD if row.text(Column.PERIOD) else Column.DISPOSAL
    text = row.text(column)
    if text.isdecimal() and row.unit(column):
        text = f"{text} {row.unit(column)}"
    period = read_period(text)
    if disposal is not Disposal.DISPOSE:
        if period.months is not None:
            row.remark(column, f"raden bevaras, så fristen ”{text}” används inte.")
        own = row.text(Column.PERIOD)
        return own, Period(None, Trigger.PERSON_DECIDES)
    if column is Column.DISPOSAL and says_only_disposal(text):
        text = ""
    return text, _with_event(row, column, text, period)


def _with_event(row: PlanRow, column: Column, text: str, period: Period) -> Period:
    said = row.text(Column.COUNTS_FROM)
    event = read_trigger(said) if said else None
    if said and event is None:
        row.remark(
            Column.COUNTS_FROM, f"”{said}” är inte en händelse som Avbild känner."
        )
    if period.months is None:
        what = f"fristen ”{text}” kan inte räknas ut" if text else "fristen saknas"
        row.remark(column, f"{what}. En person avgör när det gallras.")
        return period
    if event and period.trigger not in {Trigger.PERSON_DECIDES, event}:
        row.fault(Column.COUNTS_FROM, "fristen räknas från en annan händelse än så.")
    trigger = event or period.trigger
    if trigger is Trigger.PERSON_DECIDES:
        what = f"fristen ”{text}” säger inte från vilken händelse den räknas"
        row.remark(column, f"{what}. En person avgör när det gallras.")
    return Period(period.months, trigger)


def _covers(row: PlanRow, chosen: str) -> tuple[str, ...]:
    kinds, unknown = read_covers(chosen or row.text(Column.COVERS))
    for word in unknown:
        row.fault(Column.COVERS, f"”{word}” är okänt. Skriv något av {kind_words()}.")
    return kinds


def _registration(row: PlanRow) -> RegistrationRule:
    """Read the registration rule; a word that is not known means that it is judged."""
    text = row.text(Column.REGISTRATION)
    rule = read_registration(text)
    if rule is None:
        what = (
            f"”{fold(text)}” är inte ett känt svar, så det bedöms från fall till fall."
        )
        row.remark(Column.REGISTRATION, what)
    return rule or RegistrationRule.JUDGE
