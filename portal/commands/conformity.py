# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild conformity`: check accounts against the guideline, judge and report."""

from pathlib import Path

import click

from pipeline.conformity.check import check_board, summary
from pipeline.conformity.export import export
from pipeline.conformity.judge import judge, latest_report
from pipeline.context import Archive
from portal.archive import opened
from portal.door import ArchiveGroup, answering
from portal.options import by_option
from portal.output import Output
from portal.swedish import File, OneOf
from rules.conformity import count_states
from schemas.conformity import (
    AccountConformity,
    ConformityCheck,
    ConformityReport,
    ConformityState,
)
from schemas.errors import UnknownName

NOT_CHECKED = "Inga konton är prövade än. Pröva dem med avbild conformity check."
board_option = click.option(
    "--board", metavar="ID", help="Bara den här nämnden. Annars alla nämnder."
)


@click.group(cls=ArchiveGroup)
def conformity() -> None:
    """Pröva konton mot riktlinjerna för sociala medier."""


@conformity.command("check")
@board_option
@by_option
@answering
def check(out: Output, board: str | None, by: str) -> None:
    """Pröva alla konton som är i bruk, och spara en rapport för varje nämnd.

    Det som inte går att läsa räknas aldrig som en brist.
    """
    with opened(by) as archive:
        reports = [check_board(archive, each) for each in _boards(archive, board)]
    for report in reports:
        _show_board(out, report)
    out.document(reports=reports)


@conformity.command("show")
@click.argument("account_id", metavar="[KONTO]", required=False)
@board_option
@answering
def show(out: Output, account_id: str | None, board: str | None) -> None:
    """Visa den senaste prövningen, för alla konton eller krav för krav för KONTO."""
    with opened() as archive:
        if account_id is not None:
            board = archive.database.accounts.get(account_id).board_id
        reports = _reports(archive, board)
    found = [
        (report, account)
        for report in reports
        for account in report.accounts
        if account.account_id == account_id
    ]
    if account_id is not None and not found:
        message = f"Kontot {account_id} är inte prövat än."
        raise UnknownName(message)
    for report, account in found:
        _show_account(out, report, account)
    if account_id is None:
        _show_boards(out, reports)
    out.document(reports=reports)


@conformity.command("export")
@click.argument("folder", metavar="MAPP", type=File())
@board_option
@by_option
@answering
def export_reports(out: Output, folder: Path, board: str | None, by: str) -> None:
    """Skriv den senaste prövningen till MAPP, som webbsida och PDF/A."""
    with opened(by) as archive:
        reports = _reports(archive, board)
        written = [path for each in reports for path in export(archive, each, folder)]
    for path in written:
        out.say(f"{path} är skriven.")
    if not written:
        out.say(NOT_CHECKED)
    out.document(files=[str(path) for path in written])


@conformity.command("judge")
@click.argument("account_id", metavar="KONTO")
@click.argument("check_name", metavar="KRAV", type=OneOf(ConformityCheck))
@click.option(
    "--state",
    type=OneOf(ConformityState),
    metavar="ORD",
    required=True,
    help="conforms (uppfyllt) eller lacks (saknas).",
)
@click.option("--reason", metavar="TEXT", required=True, help="Varför du bedömer så.")
@by_option
@answering
def judge_check(
    out: Output,
    account_id: str,
    check_name: ConformityCheck,
    state: ConformityState,
    reason: str,
    by: str,
) -> None:
    """Bedöm det som bara en människa kan se, till exempel om bilden visar kommunen.

    KRAV är sender (avsändare), purpose (syfte), contact (kontakt), rules_link (länk)
    eller på Facebook rules_published, staffing_hours och answer_time. Bedömningen
    gäller så länge bilden eller texten är densamma.
    """
    with opened(by) as archive:
        judgement = judge(archive, account_id, check_name, state, reason)
    out.say(f"{check_name.label}: {state.label.lower()}. Bedömningen är sparad.")
    out.document(judgement=judgement)


def _boards(archive: Archive, board: str | None) -> list[str]:
    if board is not None:
        return [archive.database.boards.get(board).board_id]
    return [each.board_id for each in archive.database.boards.list()]


def _reports(archive: Archive, board: str | None) -> list[ConformityReport]:
    found = (latest_report(archive, each) for each in _boards(archive, board))
    return [report for report in found if report is not None]


def _show_boards(out: Output, reports: list[ConformityReport]) -> None:
    for report in reports:
        _show_board(out, report)
    if not reports:
        out.say(NOT_CHECKED)


def _show_board(out: Output, report: ConformityReport) -> None:
    out.facts(
        {
            "Nämnd": report.board_name,
            "Prövat": report.made_at,
            "Resultat": summary(report),
            "Inte i registret": report.strangers,
        }
    )
    headings = [
        "Konto",
        *(state.label for state in _SHOWN),
        "Krav som inte är uppfyllda",
    ]
    rows = [_account_row(each) for each in report.accounts]
    out.table(headings, rows, "Nämnden har inga konton i bruk.")


_SHOWN = (ConformityState.CONFORMS, ConformityState.LACKS, ConformityState.UNKNOWN)


def _account_row(account: AccountConformity) -> tuple[object, ...]:
    found = count_states([account])
    lacks = ConformityState.LACKS
    missing = [each.check.label for each in account.findings if each.state is lacks]
    numbers = (str(found.get(state, 0)) for state in _SHOWN)
    return (account.account_id, *numbers, tuple(missing))


def _show_account(
    out: Output, report: ConformityReport, account: AccountConformity
) -> None:
    quoted = {each.check: each for each in report.quotations}
    out.facts({"Konto": account.name, "Adress": account.url, "Sett": account.seen_at})
    for found in account.findings:
        quote = quoted.get(found.check)
        out.say("")
        out.say(f"{found.check.label} ({found.check.value})")
        out.facts(
            {
                "Läge": found.state,
                "Funnet": found.shown,
                "Bedömt av": found.judged_by,
                "Gör så här": found.advice,
                "Riktlinjerna": f"”{quote.words}” ({quote.heading})" if quote else "",
            }
        )
