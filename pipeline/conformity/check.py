# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Check a board's accounts against the guideline, and tell what was found.

The guideline, "Krav och ansvar för att använda sociala medier": the municipality is to
"kontinuerligt uppdatera, utvärdera och följa upp om kontot uppfyller krav".
"""

from collections.abc import Sequence

from archivers.scratch import scratch_folder
from pipeline.conformity.crafts import REAL, ConformityCrafts, Links
from pipeline.conformity.sight import Seen, see_account, watch_sights
from pipeline.context import Archive
from pipeline.crafts import watch_tools
from pipeline.notices import Message, tell
from pipeline.policies import conformity_rules
from rules.accounts_named import strangers
from rules.conformity import check_account, count_states
from rules.guideline import QUOTATIONS
from rules.profile_words import normal_address
from rules.sender import with_sender
from rules.wording import counted
from schemas.account import Account, AccountStatus, Board
from schemas.conformity import (
    AccountConformity,
    ConformityReport,
    ConformityRules,
    ConformityState,
)
from schemas.errors import ArchiveError
from schemas.order import EventKind, Progress
from schemas.watch import NoticeFor, NoticeKind

STEP = "Prövar konton mot riktlinjerna"
ACTION = (
    "Läs rapporten med avbild conformity show --board {board}, eller hämta den som "
    "webbsida och PDF/A med avbild conformity export MAPP --board {board}."
)


def check_board(
    archive: Archive, board_id: str, crafts: ConformityCrafts = REAL
) -> ConformityReport:
    """Check every account of a board that is in use, and keep the report.

    One account that cannot be seen stops no other: what was not seen is unknown.

    Raises:
        UnknownName: there is no such board.
        BadInput: the settings name a file of keys that cannot be used.
        ToolMissing: there is no browser.
        Damaged: the rules that are kept cannot be read.
        StoreDown: the database does not answer.
    """
    board = archive.database.boards.get(board_id)
    crafts.chromium(archive.settings.chromium)
    rules = rules_for(archive, board)
    register = archive.database.accounts.list()
    links = _links(archive, rules, register, crafts)
    report = ConformityReport(
        report_id=archive.new_id(),
        board_id=board_id,
        board_name=board.name,
        municipality=board.municipality,
        made_at=archive.clock(),
        accounts=_checked(archive, board_id, rules, links, crafts),
        strangers=strangers(links, register, str(rules.register_page)) if links else (),
        quotations=QUOTATIONS,
    )
    _keep(archive, report)
    return report


def rules_for(archive: Archive, board: Board) -> ConformityRules:
    """Give the rules of a board; the sender is the municipality unless they say more.

    Raises:
        Damaged: the rules that are kept cannot be read.
    """
    return with_sender(conformity_rules(archive, board.board_id), board.municipality)


def _checked(
    archive: Archive,
    board_id: str,
    rules: ConformityRules,
    links: Links | None,
    crafts: ConformityCrafts,
) -> tuple[AccountConformity, ...]:
    accounts = _in_use(archive.database.accounts.list(), board_id)
    listed = None if links is None else frozenset(map(normal_address, links))
    seen = watch_sights(archive, accounts, crafts)
    checked = []
    for number, account in enumerate(accounts):
        archive.progress(Progress(step=STEP, done=number, total=len(accounts)))
        own = seen.get(account.account_id, Seen())
        sight = see_account(archive, account, own, listed, crafts)
        words = archive.database.conformity.judgements(account.account_id)
        checked.append(check_account(account, sight, rules, words))
    archive.progress(Progress(step=STEP, done=len(checked), total=len(accounts)))
    return tuple(checked)


def _in_use(register: Sequence[Account], board_id: str | None = None) -> list[Account]:
    return [
        account
        for account in register
        if account.status is not AccountStatus.CLOSED
        and board_id in {None, account.board_id}
    ]


def _links(
    archive: Archive,
    rules: ConformityRules,
    register: Sequence[Account],
    crafts: ConformityCrafts,
) -> Links | None:
    """Give what the municipality's page links to; None when it could not be read."""
    if rules.register_page is None:
        return None
    page = str(rules.register_page)
    known = {normal_address(str(each.url)) for each in _in_use(register)}

    def names_accounts(links: Links) -> bool:
        return not known.isdisjoint(map(normal_address, links))

    try:
        with scratch_folder(archive.settings.work_folder) as workspace:
            tools = watch_tools(archive, workspace)
            links = crafts.links(page, tools, names_accounts)
    except ArchiveError:
        return None
    # A page that names no account at all is not the register, whatever it answers.
    is_register = names_accounts(links) or strangers(links, register, page)
    return links if is_register else None


def _keep(archive: Archive, report: ConformityReport) -> None:
    """Keep a report, note it and tell of it: all or nothing."""
    found = count_states(report.accounts)
    detail = {"report": report.report_id, "accounts": str(len(report.accounts))}
    detail |= {state.value: str(found.get(state, 0)) for state in ConformityState}
    with archive.database.transaction():
        archive.database.conformity.add_report(report)
        archive.note(EventKind.CONFORMITY_CHECKED, report.board_id, detail)
        tell(archive, _message(report))


def _message(report: ConformityReport) -> Message:
    return Message(
        key=f"conformity:{report.report_id}",
        kind=NoticeKind.CONFORMITY,
        recipient=NoticeFor.COMMUNICATIONS,
        board_id=report.board_id,
        title=f"Kontona är prövade mot riktlinjerna: {report.board_name}",
        text=summary(report),
        action=ACTION.format(board=report.board_id),
    )


def summary(report: ConformityReport) -> str:
    """Say in counts how it stands with a board's accounts."""
    found = count_states(report.accounts)
    lacking = found.get(ConformityState.LACKS, 0)
    unknown = found.get(ConformityState.UNKNOWN, 0)
    told = [
        f"{counted(len(report.accounts), 'konto är prövat', 'konton är prövade')}.",
        f"{counted(lacking, 'krav är inte uppfyllt', 'krav är inte uppfyllda')}.",
        f"{counted(unknown, 'krav', 'krav')} gick inte att bedöma.",
    ]
    if report.strangers:
        many = counted(len(report.strangers), "konto", "konton")
        told.append(f"{many} på kommunens sida står inte i registret.")
    return " ".join(told)
