# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild plan`: the boards' information management plans."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.adopt import (
    Adoption,
    PlanFile,
    adopt_plan,
    adoption_remarks,
    read_plan_file,
)
from pipeline.column_maps import board_map
from pipeline.context import Archive
from pipeline.settings import read_settings
from portal.archive import opened, user
from portal.commands.plan_changes import changes, compare
from portal.door import ArchiveGroup, answering, warn
from portal.options import by_option
from portal.output import Output
from portal.swedish import Day, File, Number
from rules.plan_cells import kind_label
from rules.wording import listed
from schemas.errors import BadInput, UnknownName
from schemas.plan import Disposal, PlanItem, PlanVersion

ROW_HEADINGS = [
    "Rad",
    "Kod",
    "Handlingstyp",
    "Åtgärd",
    "Frist",
    "Diarieförs",
    "Gäller för",
]


@click.group(cls=ArchiveGroup)
def plan() -> None:
    """Nämndernas informationshanteringsplaner: vad som bevaras och gallras."""


plan.add_command(compare)
plan.add_command(changes)


@plan.command("import")
@click.argument("file", metavar="FIL", type=File())
@click.option("--board", metavar="ID", help="Nämnden som har antagit planen.")
@click.option(
    "--decision", metavar="TEXT", help="Beslutet: nämnd, paragraf, dag, diarienummer."
)
@click.option("--valid-from", type=Day(), metavar="DAG", help="Gäller från.")
@click.option("--valid-to", type=Day(), metavar="DAG", help="Gäller till och med.")
@click.option("--title", metavar="TEXT", default="", help="Planens titel.")
@click.option("--id", "plan_id", metavar="ID", help="Planens id. Annars nämndens.")
@click.option(
    "--columns", type=File(), metavar="FIL", help="Kolumnkarta (.yaml eller .json)."
)
@click.option("--preview", is_flag=True, help="Visa hur filen tolkas, läs inte in den.")
@by_option
@answering
def import_file(
    out: Output,
    file: Path,
    columns: Path | None,
    preview: bool,  # noqa: FBT001 - click's own
    **given: Any,  # noqa: ANN401 - the options above
) -> None:
    """Läs in en plan från en fil (.xlsx eller .csv): hela eller inget.

    Rubrikerna känns igen i sina vanliga former. Heter de något annat, eller saknas
    kolumnen Gäller för, kan en kolumnkarta säga vad som är vad; den sparas och används
    för nämndens nästa plan. Utan --preview krävs --board, --decision och --valid-from.
    """
    read = read_plan_file(file, columns or _board_map(given["board"]))
    if preview:
        _show_reading(out, read)
        return
    needed = {
        "board": "--board",
        "decision": "--decision",
        "valid_from": "--valid-from",
    }
    missing = [option for name, option in needed.items() if not given[name]]
    if missing:
        message = f"Ange {listed(missing)}, eller --preview för att bara se tolkningen."
        raise BadInput(message)
    with opened(given["by"]) as archive:
        adoption = _adoption(archive, given)
        adopted = adopt_plan(archive, read, adoption)
    count = len(adopted.rows)
    out.say(f"{adopted.title}, version {adopted.version}, är inläst: {count} rader.")
    remarks = (*read.reading.remarks, *adoption_remarks(read, adoption))
    _tell_reading(read, remarks)
    out.document(plan=adopted, **(_reading(read) | {"remarks": remarks}))


@plan.command("list")
@click.option("--board", metavar="ID", help="Bara den här nämndens planer.")
@answering
def list_plans(out: Output, board: str | None) -> None:
    """Visa inlästa planer, alla versioner."""
    with opened() as archive:
        if board is not None:
            archive.database.boards.get(board)
        plans = archive.database.plans.list(board)
    rows = [
        (
            p.plan_id,
            p.version,
            p.title,
            p.valid_from,
            p.valid_to,
            len(p.rows),
            p.decision,
        )
        for p in plans
    ]
    headings = ["Id", "Version", "Titel", "Gäller från", "till", "Rader", "Beslut"]
    out.table(headings, rows, "Inga planer är inlästa.")
    out.document(plans=[_without_rows(found) for found in plans])


@plan.command("show")
@click.argument("plan_id", metavar="ID")
@click.option(
    "--plan-version", "number", type=Number(), metavar="NUMMER", help="Annars senaste."
)
@answering
def show(out: Output, plan_id: str, number: int | None) -> None:
    """Visa en plan med sina rader."""
    with opened() as archive:
        found = _find(archive, plan_id, number)
    out.facts(
        {
            "Titel": found.title,
            "Version": found.version,
            "Beslut": found.decision,
            "Gäller från": found.valid_from,
            "Gäller till": found.valid_to,
            "Fil": found.source_name,
            "Filens SHA-256": found.source_sha256,
            "Inläst": found.imported_at,
            "Inläst av": found.imported_by,
        }
    )
    out.table(ROW_HEADINGS, map(_row, found.rows), "Planen har inga rader.")
    out.document(plan=found)


def _board_map(board: str | None) -> Path | None:
    """Give the column map that the board's last plan was read by, and say so."""
    found = board_map(read_settings(), board) if board else None
    if found is not None:
        warn("Filen läses med den kolumnkarta som nämndens förra plan lästes in med.")
    return found


def _adoption(archive: Archive, given: Mapping[str, Any]) -> Adoption:
    board = archive.database.boards.get(given["board"])
    return Adoption(
        board_id=board.board_id,
        title=given["title"] or f"Informationshanteringsplan för {board.name}",
        decision=given["decision"],
        valid_from=given["valid_from"],
        valid_to=given["valid_to"],
        imported_by=given["by"] or user(),
        plan_id=given["plan_id"],
    )


def _find(archive: Archive, plan_id: str, number: int | None) -> PlanVersion:
    """Find a plan version, the latest when none is named.

    Raises:
        UnknownName: there is no such plan or version.
    """
    if number is not None:
        return archive.database.plans.get(plan_id, number)
    plans = [
        found for found in archive.database.plans.list() if found.plan_id == plan_id
    ]
    if not plans:
        message = f"Planen ”{plan_id}” finns inte."
        raise UnknownName(message)
    return max(plans, key=lambda found: found.version)


def _show_reading(out: Output, read: PlanFile) -> None:
    """Show what was understood of a file, and what was not.

    Raises:
        BadInput: something was not understood, so the plan could not be taken in.
    """
    reading = read.reading
    out.table(
        ["Rubrik i filen", "Tolkas som"],
        [(" ".join(title.split()), column.label) for title, column in reading.columns],
        "Ingen tabell hittades i filen.",
    )
    out.table(ROW_HEADINGS, map(_row, reading.items), "Inga rader kunde tolkas.")
    if reading.problems:
        message = f"Planen {read.name} har fel och kan inte läsas in."
        raise BadInput(message, reading.problems)
    out.facts(
        {
            "Beslut enligt filen": reading.introduction.decision,
            "Gäller från enligt filen": reading.introduction.valid_from,
            "Gäller till enligt filen": reading.introduction.valid_to,
        }
    )
    out.say("Inget är inläst. Utan --preview läses planen in så här.")
    _tell_reading(read, reading.remarks)
    out.document(plan=None, **_reading(read))


def _tell_reading(read: PlanFile, remarks: Sequence[str]) -> None:
    reading = read.reading
    unused = tuple(" ".join(title.split()) for title in reading.unused_headings)
    for sentence, said in (
        ("Att tänka på:", remarks),
        ("Rubriker som inte används:", unused),
        ("Rader som togs för mellanrubriker eller noter:", reading.sections),
    ):
        if said:
            warn(sentence, said)


def _reading(read: PlanFile) -> dict[str, object]:
    reading = read.reading
    return {
        "sheet": read.sheet,
        "source_sha256": read.sha256,
        "columns": {title: column.value for title, column in reading.columns},
        "rows": reading.items,
        "remarks": reading.remarks,
        "unused_headings": reading.unused_headings,
        "sections": reading.sections,
        "introduction": reading.introduction,
    }


def _without_rows(found: PlanVersion) -> dict[str, object]:
    return {**found.model_dump(mode="json", exclude={"rows"}), "rows": len(found.rows)}


def _row(row: PlanItem) -> tuple[object, ...]:
    return (
        row.source_row,
        row.code,
        row.document_type,
        row.disposal,
        _period(row),
        row.registration,
        ", ".join(map(kind_label, row.covers)),
    )


def _period(row: PlanItem) -> str:
    """Say what a machine made of a period: "2 år (från arkivering)"."""
    if row.disposal is Disposal.PRESERVE or not row.period_text:
        return row.period_text
    return f"{row.period_text} ({row.trigger.label.lower()})"
