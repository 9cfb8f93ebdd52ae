# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild plan compare` and `avbild plan changes`: what a new plan changes."""

import click

from pipeline.plans import ChangeReport, board_changes, compare_plans, find_plan
from portal.archive import opened
from portal.door import ArchiveCommand, answering
from portal.output import Output
from rules.plan_changes import RowChange, RowChangeKind

HEADINGS = ["Rad", "Kod", "Handlingstyp", "Ändring", "Innebär", "Klassificerade"]


@click.command("compare", cls=ArchiveCommand)
@click.argument("old", metavar="GAMMAL")
@click.argument("new", metavar="NY")
@answering
def compare(out: Output, old: str, new: str) -> None:
    """Jämför två planversioner, till exempel ks:1 och ks:2.

    Utan kolon och nummer menas planens senaste version. Sist i varje rad står hur
    många handlingar som är klassificerade enligt raden i den gamla versionen.
    """
    with opened() as archive:
        report = compare_plans(
            archive, find_plan(archive, old), find_plan(archive, new)
        )
    _show(out, report)
    out.document(report=report)


@click.command("changes", cls=ArchiveCommand)
@click.argument("board", metavar="NÄMND")
@answering
def changes(out: Output, board: str) -> None:
    """Visa vad nämndens senaste plan ändrar, och vad som ska klassificeras på nytt."""
    with opened() as archive:
        found = board_changes(archive, board)
    _show(out, found.report)
    stale = [(plan_id, number, n) for plan_id, number, n in found.older if n]
    if stale:
        out.say(
            "Klassificerat enligt rader som den senaste planen inte har oförändrade:"
        )
        out.table(["Plan", "Version", "Handlingar"], stale, "")
    out.document(newest=found.newest, report=found.report, older=found.older)


def _show(out: Output, report: ChangeReport) -> None:
    found = report.changes
    out.say(
        f"{found.plan_id}, version {found.old_version} jämförd med "
        f"{found.new_plan_id}, version {found.new_version}:"
    )
    rows = (_line(change, report) for change in found.rows)
    out.table(HEADINGS, rows, "Inga rader skiljer sig åt.")
    out.say(f"Oförändrade rader: {found.unchanged}.")
    if report.to_classify:
        out.say(f"Handlingar som måste klassificeras på nytt: {report.to_classify}.")


def _line(change: RowChange, report: ChangeReport) -> tuple[object, ...]:
    row = change.new or change.old
    return (
        row.source_row if row else "",
        row.code if row else "",
        row.document_type if row else "",
        _differs(change),
        "; ".join(change.meaning),
        report.classified.get(change.old.row_id) if change.old else None,
    )


def _differs(change: RowChange) -> str:
    """Say what a row was and is: "Gallringsfrist: 2 år → 5 år"."""
    if change.kind is not RowChangeKind.CHANGED:
        return change.kind.label
    return "; ".join(
        f"{part.label}: {_shown(part.before)} → {_shown(part.after)}"
        for part in change.fields
    )


def _shown(text: str) -> str:
    return " ".join(text.split()) or "(tomt)"
