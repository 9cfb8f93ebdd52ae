# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild classify`: which row of the plan each post and comment belongs to."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.classify import (
    Classified,
    classified,
    classify_account,
    confirm,
    set_rules,
)
from pipeline.rule_file import read_rules
from portal.archive import opened
from portal.door import ArchiveGroup, answering
from portal.options import by_option
from portal.output import Output
from portal.swedish import File, OneOf
from rules.wording import counted
from schemas.classification import Classification, ClassificationState
from schemas.errors import BadInput
from schemas.personal_data import DataKind, Finding

SHOWN = 60
"""Characters of an item's words that a table shows."""


@click.group(cls=ArchiveGroup)
def classify() -> None:
    """Klassificera inlägg och kommentarer efter nämndens plan."""


@classify.command("propose")
@click.argument("account_id", metavar="KONTO")
@by_option
@answering
def propose(out: Output, account_id: str, by: str) -> None:
    """Föreslå en rad i planen för allt i kontot som ännu inte har någon."""
    with opened(by) as archive:
        proposed = classify_account(archive, account_id)
    new = counted(len(proposed), "nytt", "nya")
    out.say(f"{new} förslag. En person bekräftar dem med classify confirm.")
    out.document(classifications=proposed)


@classify.command("list")
@click.argument("account_id", metavar="KONTO")
@click.option(
    "--state",
    type=OneOf(ClassificationState),
    metavar="LÄGE",
    help="Bara proposed (föreslagna) eller confirmed (bekräftade).",
)
@answering
def list_items(out: Output, account_id: str, state: ClassificationState | None) -> None:
    """Visa kontots inlägg och kommentarer med föreslagen eller bekräftad rad."""
    with opened() as archive:
        found = classified(archive, account_id)
    chosen = [
        one
        for one in found
        if state is None or (one.classification and one.classification.state is state)
    ]
    headings = ["Handling", "Slag", "Avsändare", "Text", "Rad", "Läge", "Av"]
    out.table(headings, map(_row, chosen), "Det finns inget att visa.")
    out.document(
        items=[
            {
                "item": one.entry.model_dump(mode="json"),
                "body": one.item.body,
                "classification": _document(one.classification),
            }
            for one in chosen
        ]
    )


@classify.command("confirm")
@click.argument("account_id", metavar="KONTO")
@click.argument("item_ids", metavar="[HANDLING]…", nargs=-1)
@click.option("--row", metavar="RAD", help="Raden i planen. Annars den föreslagna.")
@click.option("--all", "is_all", is_flag=True, help="Bekräfta alla förslag i kontot.")
@click.option("--reason", metavar="TEXT", default="", help="Skäl, om raden ändras.")
@by_option
@answering
def confirm_items(
    out: Output,
    account_id: str,
    item_ids: Sequence[str],
    is_all: bool,  # noqa: FBT001 - click's own
    by: str,
    **given: Any,  # noqa: ANN401 - the options above
) -> None:
    """Bekräfta eller ändra vilken rad i planen som gäller."""
    if bool(item_ids) is is_all:
        message = "Ange en eller flera handlingar, eller --all för alla förslag."
        raise BadInput(message)
    with opened(by) as archive:
        chosen = item_ids or _proposed(classified(archive, account_id))
        decided = confirm(
            archive, account_id, tuple(chosen), given["row"], given["reason"]
        )
    confirmed = "klassificering är bekräftad", "klassificeringar är bekräftade"
    out.say(f"{counted(len(decided), *confirmed)}.")
    out.document(classifications=decided)


@classify.command("rules")
@click.argument("board_id", metavar="NÄMND")
@click.option("--import", "file", type=File(), metavar="FIL", help="Regler (.yaml).")
@by_option
@answering
def rules(out: Output, board_id: str, file: Path | None, by: str) -> None:
    """Visa nämndens regler för förslag, eller läs in dem från en fil."""
    with opened(by) as archive:
        if file is not None:
            set_rules(archive, board_id, read_rules(file, board_id))
        found = archive.database.classifications.rules(board_id)
    rows = [
        (
            rule.rule_id,
            rule.row_id,
            rule.kinds,
            rule.platforms,
            {None: "vem som helst", True: "kontot", False: "andra"}[rule.by_account],
            rule.keywords,
        )
        for rule in found
    ]
    headings = ["Regel", "Rad", "Slag", "Plattform", "Skrivet av", "Ord"]
    out.table(headings, rows, "Nämnden har inga regler.")
    out.document(rules=found)


@classify.command("personal-data")
@click.argument("account_id", metavar="KONTO")
@answering
def personal_data(out: Output, account_id: str) -> None:
    """Visa personuppgifter som regler eller personer har funnit i kontot."""
    from pipeline.personal_data import find_in_account  # noqa: PLC0415 - loads much

    with opened() as archive:
        found = find_in_account(archive, account_id)
    rows = [
        (
            one.item.item_id,
            finding.kind,
            finding.certainty,
            f"{finding.start}-{finding.end}",
            one.words(finding),
            finding.reason,
        )
        for one in found
        for finding in one.findings
    ]
    headings = ["Handling", "Slag", "Säkerhet", "Plats", "Text", "Varför"]
    out.table(headings, rows, "Inga personuppgifter hittades.")
    out.document(
        items=[
            {"item_id": one.item.item_id, "findings": _plain(one.findings)}
            for one in found
            if one.findings
        ]
    )


@classify.command("judge-data")
@click.argument("account_id", metavar="KONTO")
@click.argument("item_id", metavar="HANDLING")
@click.argument("kind", metavar="SLAG", type=OneOf(DataKind))
@click.argument("start", metavar="FRÅN", type=int)
@click.argument("end", metavar="TILL", type=int)
@click.option("--no", "is_no", is_flag=True, help="Det är ingen personuppgift.")
@click.option("--reason", metavar="TEXT", default="", help="Varför.")
@by_option
@answering
def judge_data(
    out: Output,
    account_id: str,
    item_id: str,
    is_no: bool,  # noqa: FBT001 - click's own
    by: str,
    **given: Any,  # noqa: ANN401 - the arguments and options above
) -> None:
    """Avgör om en plats i en handling är en personuppgift. Personens ord gäller."""
    from pipeline.personal_data import Place, judge_place  # noqa: PLC0415 - as above

    place = Place(given["kind"], given["start"], given["end"])
    with opened(by) as archive:
        decision = judge_place(
            archive,
            (account_id, item_id),
            place,
            is_personal_data=not is_no,
            reason=given["reason"],
        )
    said = "ingen personuppgift" if is_no else "en personuppgift"
    out.say(f"Platsen är bedömd som {said}.")
    out.document(decision=decision)


def _plain(findings: Sequence[Finding]) -> list[object]:
    return [finding.model_dump(mode="json") for finding in findings]


def _proposed(found: Sequence[Classified]) -> list[str]:
    proposed = ClassificationState.PROPOSED
    return [
        one.entry.item_id
        for one in found
        if one.classification and one.classification.state is proposed
    ]


def _document(classification: Classification | None) -> object:
    return classification.model_dump(mode="json") if classification else None


def _row(one: Classified) -> tuple[object, ...]:
    decision = one.classification
    words = " ".join(one.item.body.split())
    return (
        one.entry.item_id,
        one.entry.kind,
        one.item.author,
        words if len(words) <= SHOWN else f"{words[:SHOWN]}…",
        f"{decision.plan.code} {decision.plan.document_type}" if decision else "",
        decision.state if decision else "Inte klassificerad",
        decision.decided_by if decision else "",
    )
