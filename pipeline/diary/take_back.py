# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Take back what the diary answers: numbers from a list, and that a case is closed."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pipeline.context import Archive
from pipeline.diary.judge import DiaryEntry, Judgement, judge_all
from pipeline.diary.matter import follow_on
from pipeline.spreadsheet import read_bytes, read_sheets
from rules.diary import is_of_case, read_number
from rules.diary_rows import Returned, read_returned
from schemas.diary import Registration, RegistrationState
from schemas.errors import BadInput, Refused, UnknownName
from schemas.order import EventKind


def import_numbers(archive: Archive, file: Path) -> tuple[Registration, ...]:
    """Take the diary numbers of a list, all of them or none.

    The list may be read again: a number that is known already is passed over.

    Raises:
        UnknownName: there is no such file.
        BadInput: the list cannot be understood, or names what is not in the archive;
            each fault names its row.
        Refused: the list has a document that may not be registered so.
    """
    sheets = read_sheets(file.name, read_bytes(file))
    rows = sheets[0].rows if sheets else []
    reading = read_returned(rows, archive.today())
    if reading.problems:
        raise _not_taken(file, reading.problems)
    judgements, problems = [], []
    for returned in reading.returned:
        try:
            judgements += _judgement(archive, returned)
        except Refused as error:
            problems.append(f"Rad {returned.row}: {error}")
    if problems:
        raise _not_taken(file, problems)
    return judge_all(archive, judgements)


def _not_taken(file: Path, problems: Iterable[str]) -> BadInput:
    message = f"Listan {file.name} går inte att läsa in. Inget är infört."
    return BadInput(message, tuple(problems))


def _judgement(archive: Archive, returned: Returned) -> list[Judgement]:
    """Make the judgement that a row stands for; none if its number is known already.

    Raises:
        UnknownName: the reference, or the account's item, is not in the archive.
    """
    account_id, item_id, covers_thread = _about(archive, returned)
    known = _newest(archive, account_id, item_id, covers_thread=covers_thread)
    day = returned.registered_on
    if (
        known is not None
        and known.state is RegistrationState.REGISTERED
        and known.diary_number == returned.diary_number
        and day in {None, known.registered_on}
    ):
        return []
    entry = DiaryEntry(diary_number=returned.diary_number, registered_on=day)
    state = RegistrationState.REGISTERED
    return [Judgement(account_id, item_id, state, covers_thread, entry=entry)]


def _about(archive: Archive, returned: Returned) -> tuple[str, str, bool]:
    if returned.reference:
        found = archive.database.registrations.get(returned.reference)
        return found.account_id, found.item_id, found.covers_thread
    account_id, item_id = returned.account_id, returned.item_id
    archive.database.accounts.get(account_id)
    if not archive.database.items.get(account_id, item_id):
        packages = archive.database.packages.list(account_id)
        if item_id not in {package.package_id for package in packages}:
            message = f"”{item_id}” finns inte bland kontots handlingar."
            raise UnknownName(message)
    return account_id, item_id, False


def _newest(
    archive: Archive, account_id: str, item_id: str, *, covers_thread: bool
) -> Registration | None:
    decisions = archive.database.registrations.of_account(account_id)
    same = (
        found
        for found in reversed(decisions)
        if (found.item_id, found.covers_thread) == (item_id, covers_thread)
    )
    return next(same, None)


def close_case(
    archive: Archive, number: str, on: date, board_id: str | None = None
) -> tuple[Registration, ...]:
    """Note that a case is closed in the diary, on all that is registered in it.

    A retention period may count from that day. Only the registrations that count now
    are touched; what has the same day already is left as it is.

    Raises:
        BadInput: it cannot be a diary number, the day has not come, or something was
            registered in the case after it.
        UnknownName: nothing is registered in the case, or there is no such board.
        Refused: several boards have such a case and none was named.
    """
    case = read_number(number)
    if case is None:
        message = f"”{number}” kan inte vara ett diarienummer."
        raise BadInput(message)
    if on > archive.today():
        message = f"Dagen {on} har inte inträffat."
        raise BadInput(message)
    with archive.database.transaction():
        found = _in_case(archive, case, board_id)
        latest = max(one.registered_on or on for one in found)
        if on < latest:
            message = f"Ärendet har en handling från {latest}, efter {on}."
            raise BadInput(message)
        return tuple(
            _closed(archive, one, on) for one in found if one.case_closed_on != on
        )


def _in_case(
    archive: Archive, case: str, board_id: str | None
) -> tuple[Registration, ...]:
    """Find what is registered in a case, of one board only.

    Raises:
        UnknownName: nothing is, or there is no such board.
        Refused: several boards have such a case.
    """
    if board_id is not None:
        archive.database.boards.get(board_id)
    boards: dict[str, list[Registration]] = defaultdict(list)
    for account in archive.database.accounts.list(board_id):
        decisions = archive.database.registrations.of_account(account.account_id)
        boards[account.board_id] += (
            one for one in _that_count(decisions) if is_of_case(one.diary_number, case)
        )
    having = {board: found for board, found in boards.items() if found}
    if not having:
        message = f"Inget är diariefört i ärendet {case}."
        raise UnknownName(message)
    if len(having) > 1:
        message = (
            f"Ärendet {case} finns hos flera nämnder: {', '.join(sorted(having))}. "
            "Ange vilken nämnd det gäller."
        )
        raise Refused(message)
    ((_, found),) = having.items()
    return tuple(found)


def _that_count(decisions: Iterable[Registration]) -> tuple[Registration, ...]:
    """Give the newest decision on each item and on each thread, if it is registered."""
    newest = {(found.item_id, found.covers_thread): found for found in decisions}
    return tuple(
        found
        for found in newest.values()
        if found.state is RegistrationState.REGISTERED
    )


def _closed(archive: Archive, registered: Registration, on: date) -> Registration:
    said = {"registration_id": archive.new_id(), "case_closed_on": on}
    made = registered.model_copy(update=said)
    detail = {
        "registration": made.registration_id,
        "item": made.item_id,
        "state": made.state.value,
        "case_closed_on": on.isoformat(),
    }
    follow_on(archive, made)
    archive.note(EventKind.REGISTERED, made.account_id, detail)
    return made
