# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Read a plan's table (informationshanteringsplan) into rows that a machine can use.

Nothing is guessed: a cell that cannot be understood is a problem that names row and
column, and a period that a machine cannot use stays a text for a person. A plan is
taken in whole or not at all, since half a plan would be a rule that the board never
adopted.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, zip_longest

from rules.headings import Column, Headings, find_headings
from rules.plan_cells import cell_text, kind_label
from rules.plan_intro import PlanIntroduction, read_introduction
from rules.plan_rows import PlanRow, read_item
from rules.wording import listed, slug
from schemas.plan import PlanItem


@dataclass(frozen=True)
class ColumnMap:
    """What an importer says about a plan file that its headings do not say.

    `headings` names the file's own heading of a column; `covers` says, for a code of
    the plan, which kinds of items the row is proposed for, so that a plan that the
    board has adopted need not be edited to be read.
    """

    headings: Mapping[Column, str] = field(default_factory=dict)
    covers: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""


@dataclass(frozen=True)
class PlanReading:
    """What was understood of a plan file, and what was not.

    `problems` stop the import. `remarks` do not: they tell what a person must decide
    later, such as a period without an event. `columns` pairs the file's headings with
    what they were taken for; `sections` are rows taken for headings or notes between
    rows.
    """

    items: tuple[PlanItem, ...] = ()
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    columns: tuple[tuple[str, Column], ...] = ()
    unused_headings: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    introduction: PlanIntroduction = field(default_factory=PlanIntroduction)


def read_plan(
    table: Sequence[Sequence[object]], column_map: ColumnMap | None = None
) -> PlanReading:
    """Read a plan's table: rows of cell values, the first of them row 1 of the file."""
    chosen = column_map or ColumnMap()
    texts = [[cell_text(cell) for cell in row] for row in table]
    headings = find_headings(texts, chosen.headings)
    if headings is None:
        return PlanReading(problems=(_no_headings(texts, chosen),))
    missing = tuple(
        f"Kolumnkartan nämner rubriken ”{heading}”, som inte finns i filen."
        for column, heading in chosen.headings.items()
        if column not in headings.places
    )
    reading = _read_rows(table, headings, chosen)
    return PlanReading(
        items=with_ids(reading.items),
        problems=(*missing, *reading.problems),
        remarks=(*reading.remarks, *_shared_covers(reading.items)),
        columns=tuple((title, column) for column, title in headings.titles.items()),
        unused_headings=headings.unknown,
        sections=reading.sections,
        introduction=read_introduction(texts[: headings.row]),
    )


def with_ids(items: Sequence[PlanItem]) -> tuple[PlanItem, ...]:
    """Give each row an id that tells it apart: its code, or code and document type.

    Several rows of a plan often share the code of their process.
    """
    codes = Counter(code_name(item.code) for item in items)
    taken: set[str] = set()
    named = []
    for item in items:
        code = code_name(item.code)
        shared = f"{code}-{slug(item.document_type)}"[:70].strip("-")
        wanted = code if codes[code] == 1 else shared
        row_id = _free(wanted or f"rad-{item.source_row}", taken)
        taken.add(row_id)
        named.append(item.model_copy(update={"row_id": row_id}))
    return tuple(named)


def code_name(code: str) -> str:
    """Give a code as an id; "3.2.1" stays as it is."""
    return ".".join(slug(part) for part in code.strip(" .").split("."))[:60].strip(".")


def _free(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    return next(
        name for number in count(2) if (name := f"{wanted}-{number}") not in taken
    )


def _read_rows(
    table: Sequence[Sequence[object]], headings: Headings, chosen: ColumnMap
) -> PlanReading:
    rows = [
        PlanRow(number + 1, table[number], headings)
        for number in range(headings.row + 1, len(table))
    ]
    filled = [row for row in rows if not row.is_empty]
    items, sections = [], []
    problems: list[str] = []
    remarks: list[str] = []
    code = ""
    for row, after in zip_longest(filled, filled[1:]):
        if row.repeats_headings or row.is_note or row.is_section(after):
            sections.append(row.summary())
            continue
        code = row.text(Column.CODE) or code
        item = read_item(row, code, _covers_of(chosen, code))
        items += [item] if item else []
        problems += row.problems
        remarks += row.remarks
    if not items and not problems:
        problems.append("Planen har inga rader under rubrikerna.")
    return PlanReading(
        tuple(items), tuple(problems), tuple(remarks), (), (), tuple(sections)
    )


def _covers_of(chosen: ColumnMap, code: str) -> str:
    return next(
        (
            kinds
            for name, kinds in chosen.covers.items()
            if code_name(name) == code_name(code)
        ),
        "",
    )


def _shared_covers(items: Sequence[PlanItem]) -> tuple[str, ...]:
    """Say which rows are proposed for the same kind; the first of them is used."""
    kinds = dict.fromkeys(kind for item in items for kind in item.covers)
    rows = {
        kind: [str(item.source_row) for item in items if kind in item.covers]
        for kind in kinds
    }
    return tuple(
        f"Raderna {listed(numbers)} gäller alla för {kind_label(kind)}; "
        f"rad {numbers[0]} föreslås."
        for kind, numbers in rows.items()
        if len(numbers) > 1
    )


def _no_headings(texts: Sequence[Sequence[str]], chosen: ColumnMap) -> str:
    if not any(any(row) for row in texts):
        return "Filen är tom."
    named = ", ".join(f"”{heading}”" for heading in chosen.headings.values())
    wanted = f" Kolumnkartan nämner {named}." if named else ""
    return (
        "Ingen rubrikrad hittades. En rad måste ha rubrikerna Handlingstyp och "
        f"Bevaras/Gallras eller motsvarande.{wanted}"
    )
