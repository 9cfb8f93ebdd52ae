# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Let a person say what a check could not: whether a picture shows the sender."""

from pipeline.conformity.check import rules_for
from pipeline.context import Archive
from rules.conformity import with_judgements
from schemas.account import Account
from schemas.conformity import (
    ConformityCheck,
    ConformityJudgement,
    ConformityReport,
    ConformityState,
)
from schemas.errors import BadInput, NotAllowed
from schemas.order import EventKind

_VERDICTS = (ConformityState.CONFORMS, ConformityState.LACKS)


def judge(
    archive: Archive,
    account_id: str,
    check: ConformityCheck,
    state: ConformityState,
    reason: str,
) -> ConformityJudgement:
    """Keep a person's word on what the latest report shows of an account.

    It holds for as long as the picture, or the profile's words, are the same.

    Raises:
        UnknownName: the account is not in the register.
        BadInput: no reason, or a state that is no verdict.
        NotAllowed: the account has not been checked, or nothing there can be judged.
    """
    account = archive.database.accounts.get(account_id)
    _check_word(state, reason)
    judgement = ConformityJudgement(
        account_id=account_id,
        check=check,
        state=state,
        subject_sha256=_subject(archive, account, check),
        judged_at=archive.clock(),
        judged_by=archive.agent,
        reason=reason,
    )
    with archive.database.transaction():
        archive.database.conformity.judge(judgement)
        detail = {"check": check.value, "state": state.value}
        archive.note(EventKind.CONFORMITY_JUDGED, account_id, detail)
    return judgement


def _check_word(state: ConformityState, reason: str) -> None:
    if state not in _VERDICTS:
        message = "En bedömning är antingen uppfyllt (conforms) eller saknas (lacks)."
        raise BadInput(message)
    if not reason.strip():
        message = "Ange varför du bedömer så."
        raise BadInput(message)


def _subject(archive: Archive, account: Account, check: ConformityCheck) -> str:
    """Give the digest of what the latest report shows: what the person looked at."""
    report = archive.database.conformity.latest_report(account.board_id)
    found = report.accounts if report else ()
    mine = [each for each in found if each.account_id == account.account_id]
    if not mine:
        message = (
            f"Kontot {account.account_id} är inte prövat än. Pröva det med avbild "
            f"conformity check --board {account.board_id}."
        )
        raise NotAllowed(message)
    subjects = (x.subject_sha256 for x in mine[0].findings if x.check is check)
    subject = next(subjects, None)
    if subject is None:
        message = (
            f"I den senaste prövningen finns inget att bedöma av ”{check.label}” för "
            f"kontot {account.account_id}."
        )
        raise NotAllowed(message)
    return subject


def latest_report(archive: Archive, board_id: str) -> ConformityReport | None:
    """Give a board's latest report, with what people have judged since it was made.

    Raises:
        UnknownName: there is no such board.
        Damaged: the rules that are kept cannot be read.
    """
    board = archive.database.boards.get(board_id)
    report = archive.database.conformity.latest_report(board_id)
    if report is None:
        return None
    rules, kept = rules_for(archive, board), archive.database.conformity
    accounts = (
        with_judgements(each, kept.judgements(each.account_id), rules)
        for each in report.accounts
    )
    return report.model_copy(update={"accounts": tuple(accounts)})
