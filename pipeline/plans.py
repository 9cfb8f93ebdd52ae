# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a change of plan means: which rows differ, and how much is classified to them.

Old classifications keep their version, so a new plan is followed by work: what is
classified to a row that has changed must be classified anew before it may go.
"""

from collections.abc import Iterable, Mapping

from pipeline.context import Archive
from rules.plan_changes import PlanChanges, RowChange, compare, is_same_rule
from schemas.errors import BadInput, NotInPlan, UnknownName
from schemas.plan import PlanVersion
from schemas.record import Record


class ChangeReport(Record):
    """What one version changes against another.

    `classified` counts, by the old row's id, the items that now stand on rows that
    differ; `to_classify` those of them that must be classified anew.
    """

    changes: PlanChanges
    classified: Mapping[str, int]
    to_classify: int


class BoardChanges(Record):
    """What the newest of a board's plans changes, and what older ones still govern.

    `older` counts, for each earlier version, the items that stand on rows which the
    newest does not have unchanged.
    """

    newest: PlanVersion
    report: ChangeReport
    older: tuple[tuple[str, int, int], ...]


def find_plan(archive: Archive, named: str) -> PlanVersion:
    """Find a plan version by its name: "ks:2", or "ks" for the latest.

    Raises:
        UnknownName: there is no such plan or version.
        BadInput: what follows the colon is no version number.
    """
    plan_id, colon, number = named.partition(":")
    if colon and not (number.isascii() and number.isdecimal() and len(number) < 10):  # noqa: PLR2004 - what a database counts to
        message = f"”{named}” är ingen planversion. Skriv till exempel {plan_id}:2."
        raise BadInput(message)
    if colon:
        return archive.database.plans.get(plan_id, int(number))
    versions = [p for p in archive.database.plans.list() if p.plan_id == plan_id]
    if not versions:
        message = f"Planen ”{plan_id}” finns inte."
        raise UnknownName(message)
    return max(versions, key=lambda found: found.version)


def compare_plans(archive: Archive, old: PlanVersion, new: PlanVersion) -> ChangeReport:
    """Tell what a version changes, and how many items stand on the rows that differ."""
    changes = compare(old, new)
    counts = archive.database.classifications.count_by_row(old.plan_id, old.version)
    return ChangeReport(
        changes=changes,
        classified={
            change.old.row_id: counts.get(change.old.row_id, 0)
            for change in changes.rows
            if change.old is not None
        },
        to_classify=_count(filter(_must_be_judged, changes.rows), counts),
    )


def board_changes(archive: Archive, board_id: str) -> BoardChanges:
    """Tell what a board's newest plan changes against the one before it.

    The newest is the one that comes into force last, also when that is still ahead:
    the work may be planned before.

    Raises:
        UnknownName: the board is not in the register.
        NotInPlan: the board has fewer than two plan versions.
    """
    archive.database.boards.get(board_id)
    versions = sorted(archive.database.plans.list(board_id), key=_by_force)
    if len(versions) < 2:  # noqa: PLR2004 - a change takes two
        message = f"Nämnden ”{board_id}” har ingen tidigare plan att jämföra med."
        raise NotInPlan(message)
    *earlier, newest = versions
    return BoardChanges(
        newest=newest,
        report=compare_plans(archive, earlier[-1], newest),
        older=tuple(_governed(archive, plan, newest) for plan in earlier),
    )


def _by_force(plan: PlanVersion) -> tuple[object, ...]:
    return plan.valid_from, plan.version, plan.plan_id


def _governed(
    archive: Archive, plan: PlanVersion, newest: PlanVersion
) -> tuple[str, int, int]:
    """Count what stands on a version's rows that the newest has not unchanged."""
    counts = archive.database.classifications.count_by_row(plan.plan_id, plan.version)
    stale = (
        counts.get(row.row_id, 0)
        for row in plan.rows
        if not any(is_same_rule(row, current) for current in newest.rows)
    )
    return plan.plan_id, plan.version, sum(stale)


def _must_be_judged(change: RowChange) -> bool:
    return change.old is not None and change.judges


def _count(changes: Iterable[RowChange], counts: Mapping[str, int]) -> int:
    return sum(counts.get(c.old.row_id, 0) for c in changes if c.old is not None)
