# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Adopt a plan: read a board's information management plan from the file it has.

All or nothing: half a plan would be a rule that the board never adopted. The source
file is kept with its checksum, so that anyone can see what was read.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.column_maps import keep_map, parse_column_map
from pipeline.context import Archive
from pipeline.spreadsheet import Sheet, read_bytes, read_sheets
from rules.plan import ColumnMap, PlanReading, code_name, read_plan
from rules.plan_intro import decision_lacks, differences
from rules.wording import fold, listed
from schemas.errors import BadInput, NotAllowed
from schemas.order import EventKind
from schemas.plan import PlanVersion
from schemas.record import Record


class Adoption(Record):
    """What a plan file does not say of itself: who adopted it, and when.

    `decision` cites board, section, date and diary number. The plan's id is the
    board's unless one is given.
    """

    board_id: str
    title: str
    decision: str
    valid_from: date
    valid_to: date | None = None
    imported_by: str
    plan_id: str | None = None


@dataclass(frozen=True)
class PlanFile:
    """A plan file that was read, by which column map, and what was understood of it."""

    name: str
    content: bytes
    sheet: str
    reading: PlanReading
    column_map: bytes = b""

    @property
    def sha256(self) -> str:
        """The checksum of the file as it was sent."""
        return hashlib.sha256(self.content).hexdigest()


def read_plan_file(path: Path, column_map: Path | None = None) -> PlanFile:
    """Read a plan file without taking it in: what was understood, and what was not.

    Raises:
        UnknownName: there is no such file.
        BadInput: the file or the column map cannot be read at all.
    """
    said = read_bytes(column_map) if column_map else b""
    chosen = parse_column_map(column_map.name, said) if column_map else ColumnMap()
    content = read_bytes(path)
    sheets = _chosen_sheets(read_sheets(path.name, content), chosen.sheet)
    readings = [(sheet.name, read_plan(sheet.rows, chosen)) for sheet in sheets]
    name, reading = max(readings, key=lambda found: len(found[1].columns))
    return PlanFile(path.name, content, name, reading, said)


def adopt_plan(archive: Archive, file: PlanFile, adoption: Adoption) -> PlanVersion:
    """Take in a plan that was read, as the next version of the board's plan.

    The column map that it was read by becomes the board's own (`board_map`).

    Raises:
        UnknownName: the board is not in the register.
        NotAllowed: the plan's id is another board's.
        BadInput: something in the file was not understood, or the same file was
            taken in already.
    """
    if file.reading.problems:
        message = f"Planen {file.name} har fel och lästes inte in."
        raise BadInput(message, file.reading.problems)
    _check_said(adoption)
    plans = archive.database.plans
    plan_id = adoption.plan_id or adoption.board_id
    with archive.database.transaction():
        archive.database.boards.get(adoption.board_id)
        earlier = [plan for plan in plans.list() if plan.plan_id == plan_id]
        _check_earlier(earlier, file, adoption)
        plan = PlanVersion(
            plan_id=plan_id,
            board_id=adoption.board_id,
            version=max((plan.version for plan in earlier), default=0) + 1,
            title=adoption.title,
            decision=adoption.decision,
            valid_from=adoption.valid_from,
            valid_to=adoption.valid_to,
            source_name=file.name,
            source_sha256=file.sha256,
            imported_at=archive.clock(),
            imported_by=adoption.imported_by,
            rows=file.reading.items,
        )
        plans.add(plan, file.content)
        archive.note(EventKind.PLAN_ADOPTED, plan_id, _detail(plan, file))
    if file.column_map:
        keep_map(archive.settings, plan.board_id, file.column_map)
    return plan


def adoption_remarks(file: PlanFile, adoption: Adoption) -> tuple[str, ...]:
    """Tell what a person should look at in what was said of a plan's adoption.

    What the decision cannot be found by, and where the file itself says otherwise.
    Neither stops the import: a file's own heading may be old.
    """
    lacking = decision_lacks(adoption.decision)
    cited = f"Beslutet anger inte {listed(list(lacking))}." if lacking else ""
    said = differences(
        file.reading.introduction,
        adoption.decision,
        adoption.valid_from,
        adoption.valid_to,
    )
    return tuple(filter(None, (cited, *said)))


def _chosen_sheets(sheets: tuple[Sheet, ...], wanted: str) -> tuple[Sheet, ...]:
    if not wanted:
        return sheets or (Sheet("", []),)
    chosen = tuple(sheet for sheet in sheets if fold(sheet.name) == fold(wanted))
    if not chosen:
        names = ", ".join(f"”{sheet.name}”" for sheet in sheets)
        message = f"Bladet ”{wanted}” finns inte i filen. Den har {names}."
        raise BadInput(message)
    return chosen


def _detail(plan: PlanVersion, file: PlanFile) -> dict[str, str]:
    """Say what was taken in, and by which column map, so that it can be read again."""
    detail = {"version": str(plan.version), "rows": str(len(plan.rows))}
    if file.column_map:
        detail["column_map_sha256"] = hashlib.sha256(file.column_map).hexdigest()
    return detail


def _check_said(adoption: Adoption) -> None:
    """Refuse a plan that nobody has decided on, or that ends before it begins."""
    for said, what in (
        (adoption.title, "planens titel"),
        (adoption.decision, "beslutet om planen"),
        (adoption.imported_by, "vem som läser in planen"),
    ):
        if not said.strip():
            message = f"Ange {what}."
            raise BadInput(message)
    if adoption.valid_to is not None and adoption.valid_to < adoption.valid_from:
        message = "Planen slutar gälla innan den börjar gälla."
        raise BadInput(message)
    plan_id = adoption.plan_id
    if plan_id is not None and (not plan_id or code_name(plan_id) != plan_id):
        message = "Planens id skrivs med små bokstäver a–z, siffror och bindestreck."
        raise BadInput(message)


def _check_earlier(
    earlier: list[PlanVersion], file: PlanFile, adoption: Adoption
) -> None:
    """Refuse a plan id of another board, and a file that is the plan already."""
    for plan in earlier:
        if plan.board_id != adoption.board_id:
            message = f"Planen ”{plan.plan_id}” tillhör en annan nämnd."
            raise NotAllowed(message)
    latest = max(earlier, key=lambda plan: plan.version, default=None)
    if latest and latest.source_sha256 == file.sha256 and _is_same(latest, adoption):
        message = f"Planen är redan inläst, som version {latest.version}."
        raise BadInput(message)


def _is_same(plan: PlanVersion, adoption: Adoption) -> bool:
    said = (plan.decision, plan.valid_from, plan.valid_to)
    return said == (adoption.decision.strip(), adoption.valid_from, adoption.valid_to)
