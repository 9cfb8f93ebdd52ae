# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild diary`: what is to be registered in the diary, and what number it got."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from pipeline.contents import items_of_account
from pipeline.context import Archive
from pipeline.diary.board_file import FOLDER, LIST, MAIL, desks_for, wishes_of
from pipeline.diary.desks import Desk
from pipeline.diary.hand_over import hand_over_all, to_hand_over
from pipeline.diary.judge import DiaryEntry, Judgement, judge_all
from pipeline.diary.smtp import smtp_sender
from pipeline.diary.take_back import close_case, import_numbers
from pipeline.diary.worklist import OPEN, Work, WorkState, worklist
from portal.archive import opened
from portal.door import ArchiveGroup, answering, warn
from portal.options import by_option
from portal.output import Output
from portal.swedish import Day, File, OneOf
from schemas.diary import Direction, Registration, RegistrationState
from schemas.errors import BadInput
from schemas.item import Item

SHOWN = 60
"""Characters of an item's words that a table shows."""

C = TypeVar("C", bound=Callable[..., Any])


@click.group(cls=ArchiveGroup)
def diary() -> None:
    """Bedöm och lämna över det som ska diarieföras.

    Avbild är inte diariet. Det håller reda på vad som är bedömt, lämnar underlag till
    diariet och tar emot diarienumret.
    """


def entry_options(command: C) -> C:
    """Add the flags for what the diary holds, by OSL 5 kap. 2 §."""
    for option in reversed(_ENTRY):
        command = option(command)
    return command


_ENTRY = (
    click.option(
        "--on",
        "registered_on",
        type=Day(),
        metavar="DAG",
        help="När det diariefördes. Annars i dag.",
    ),
    click.option(
        "--direction",
        type=OneOf(Direction),
        metavar="RIKTNING",
        help="incoming (inkommen), outgoing (utgående) eller internal (upprättad). "
        "Annars efter vem som skrev det.",
    ),
    click.option(
        "--document-date",
        type=Day(),
        metavar="DAG",
        help="När handlingen kom in eller upprättades. Annars när den publicerades.",
    ),
    click.option(
        "--party",
        metavar="NAMN",
        default="",
        help="Avsändare eller mottagare. Sparas också när handlingen gallras.",
    ),
    click.option("--subject", metavar="TEXT", default="", help="Ärendemening."),
    click.option(
        "--public-subject",
        metavar="TEXT",
        default="",
        help="Ärendemening som får visas för alla.",
    ),
    click.option(
        "--secrecy",
        metavar="BESTÄMMELSE",
        help="Sekretessbestämmelse, som ”OSL 21:7”. Tom text häver en tidigare.",
    ),
)


@diary.command("list")
@click.argument("account_id", metavar="[KONTO]", required=False)
@click.option("--board", metavar="NÄMND", help="Bara nämndens konton.")
@click.option(
    "--state",
    type=OneOf(WorkState),
    metavar="LÄGE",
    help="not_judged (inte bedömda), to_register (ska diarieföras), registered "
    "(diarieförda) eller not_to_be_registered (ska inte diarieföras). Annars det som "
    "är kvar att göra.",
)
@click.option("--overdue", is_flag=True, help="Bara det som är försenat.")
@click.option("--all", "is_all", is_flag=True, help="Visa också det som är klart.")
@answering
def list_work(
    out: Output,
    account_id: str | None,
    board: str | None,
    state: WorkState | None,
    overdue: bool,  # noqa: FBT001 - click's own
    is_all: bool,  # noqa: FBT001 - click's own
) -> None:
    """Visa vad som ska bedömas eller diarieföras. Det som är försenat står först."""
    wanted = frozenset({state}) if state else frozenset(WorkState) if is_all else OPEN
    with opened() as archive:
        found = worklist(archive, account_id, board)
        words = items_of_account(archive, account_id) if account_id else {}
    chosen = [w for w in found if w.state in wanted and (w.is_overdue or not overdue)]
    headings = ["", "Konto", "Handling", "Slag", "Text", "Läge", "Senast", "Diarienr"]
    rows = (_row(work, words) for work in chosen)
    out.table(headings, rows, "Det finns inget att visa.")
    out.document(work=[_document(work, words) for work in chosen])


@diary.command("judge")
@click.argument("account_id", metavar="KONTO")
@click.argument("item_ids", metavar="HANDLING…", nargs=-1, required=True)
@click.option(
    "--as",
    "state",
    type=OneOf(RegistrationState),
    metavar="BEDÖMNING",
    required=True,
    help="to_register (ska diarieföras), not_to_be_registered (ska inte diarieföras) "
    "eller registered (är redan diarieförd).",
)
@click.option("--thread", is_flag=True, help="Hela tråden under inlägget.")
@click.option("--reason", metavar="TEXT", default="", help="Varför.")
@click.option(
    "--due",
    type=Day(),
    metavar="DAG",
    help="Senast när det ska diarieföras. Annars nästa arbetsdag.",
)
@click.option("--number", metavar="NUMMER", default="", help="Diarienumret.")
@entry_options
@by_option
@answering
def judge_items(
    out: Output,
    account_id: str,
    item_ids: Sequence[str],
    state: RegistrationState,
    by: str,
    **given: Any,  # noqa: ANN401 - the options above
) -> None:
    """Bedöm om handlingar, en tråd eller ett helt arkivpaket ska diarieföras.

    HANDLING är ett inlägg, en kommentar eller ett arkivpaket. Den som bedömer svarar
    för bedömningen; en ny bedömning gäller före den gamla, som sparas.
    """
    judgements = [
        Judgement(
            account_id=account_id,
            item_id=item_id,
            state=state,
            covers_thread=given["thread"],
            reason=given["reason"],
            due=given["due"],
            entry=_entry(given["number"], given),
        )
        for item_id in item_ids
    ]
    with opened(by) as archive:
        made = judge_all(archive, judgements)
    for one in made:
        out.say(_told(one))
    out.document(registrations=made)


@diary.command("register")
@click.argument("account_id", metavar="KONTO")
@click.argument("item_id", metavar="HANDLING")
@click.argument("number", metavar="NUMMER")
@click.option("--thread", is_flag=True, help="Hela tråden under inlägget.")
@entry_options
@by_option
@answering
def register(
    out: Output,
    account_id: str,
    item_id: str,
    number: str,
    thread: bool,  # noqa: FBT001 - click's own
    by: str,
    **given: Any,  # noqa: ANN401 - the options above
) -> None:
    """Ta emot diarienumret för en handling, en tråd eller ett arkivpaket."""
    judgement = Judgement(
        account_id=account_id,
        item_id=item_id,
        state=RegistrationState.REGISTERED,
        covers_thread=thread,
        entry=_entry(number, given),
    )
    with opened(by) as archive:
        (made,) = judge_all(archive, [judgement])
    out.say(_told(made))
    out.document(registration=made)


@diary.command("handover")
@click.argument("account_id", metavar="[KONTO]", required=False)
@click.option("--board", metavar="NÄMND", help="Bara nämndens konton.")
@click.option("--folder", metavar="MAPP", default="", help="Lägg underlag i en mapp.")
@click.option("--csv", "file", metavar="FIL", default="", help="Skriv i en lista.")
@click.option("--mail", metavar="ADRESS", default="", help="Skicka med e-post.")
@click.option("--again", is_flag=True, help="Också det som har lämnats förut.")
@by_option
@answering
def handover(
    out: Output,
    account_id: str | None,
    board: str | None,
    again: bool,  # noqa: FBT001 - click's own
    by: str,
    **given: Any,  # noqa: ANN401 - the options above
) -> None:
    """Lämna underlag för det som ska diarieföras.

    Underlaget är handlingen som PDF/A och uppgifterna till diariet som ERMS-XML. Utan
    --folder, --csv eller --mail lämnas det dit nämndens fil säger (diary/NÄMND.yaml i
    arkivets mapp). Det som omfattas av sekretess skickas aldrig med e-post.
    """
    names = {FOLDER: given["folder"], LIST: given["file"], MAIL: given["mail"]}
    wishes = {name: value for name, value in names.items() if value}
    with opened(by) as archive:
        waiting = to_hand_over(archive, account_id, board, again=again)
        desks = _desks(archive, waiting, wishes)
        taken = hand_over_all(archive, waiting, desks)
    left = len(waiting) - len(taken)
    out.say(f"{len(taken)} underlag är lämnade till diariet.")
    if left:
        warn(f"{left} underlag är inte lämnade: de omfattas av sekretess.")
    out.document(registrations=taken, left=left)


@diary.command("import")
@click.argument("file", metavar="FIL", type=File())
@by_option
@answering
def import_list(out: Output, file: Path, by: str) -> None:
    """Läs in diarienummer från en lista (.csv eller .xlsx): hela listan eller inget.

    Listan ska ha kolumnerna Diarienummer och Diarieförd (datum) och antingen Referens
    eller både Konto och Handling. Rader utan diarienummer hoppas över.
    """
    with opened(by) as archive:
        made = import_numbers(archive, file)
    out.say(f"{len(made)} nya diarienummer är införda.")
    out.document(registrations=made)


@diary.command("close")
@click.argument("number", metavar="NUMMER")
@click.option("--on", "day", type=Day(), metavar="DAG", required=True, help="När.")
@click.option("--board", metavar="NÄMND", help="Nämnden, om flera har ärendet.")
@by_option
@answering
def close(out: Output, number: str, day: date, board: str | None, by: str) -> None:
    """Anteckna att ett ärende är avslutat i diariet.

    Det gäller allt som är diariefört i ärendet. En gallringsfrist kan räknas från den
    dagen.
    """
    with opened(by) as archive:
        made = close_case(archive, number, day, board)
    out.say(f"Ärendet är avslutat den {day}. Antal handlingar: {len(made)}.")
    out.document(registrations=made)


def _desks(
    archive: Archive, waiting: Sequence[Registration], wishes: Mapping[str, str]
) -> dict[str, tuple[Desk, ...]]:
    """Give the desks of each board that has something to hand over.

    Raises:
        BadInput: nothing says where a board wants it.
    """
    settings = archive.settings
    url = settings.smtp_url.get_secret_value()
    send = smtp_sender(url) if url else None
    accounts = {one.account_id for one in waiting}
    boards = sorted({archive.database.accounts.get(each).board_id for each in accounts})
    desks = {}
    for board_id in boards:
        wanted = wishes or wishes_of(settings, board_id)
        if not wanted:
            message = (
                f"Det är inte sagt vart {board_id} vill ha underlag. Ange --folder, "
                f"--csv eller --mail, eller skriv filen diary/{board_id}.yaml."
            )
            raise BadInput(message)
        desks[board_id] = desks_for(wanted, settings.mail_sender, send)
    return desks


def _entry(number: str, given: Mapping[str, Any]) -> DiaryEntry:
    return DiaryEntry(
        diary_number=number,
        registered_on=given["registered_on"],
        document_date=given["document_date"],
        direction=given["direction"],
        party=given["party"],
        subject=given["subject"],
        public_subject=given["public_subject"],
        secrecy=given["secrecy"],
    )


def _told(made: Registration) -> str:
    what = f"Tråden {made.item_id}" if made.covers_thread else made.item_id
    if made.state is RegistrationState.TO_REGISTER:
        return f"{what} ska diarieföras senast {made.due}."
    if made.state is RegistrationState.REGISTERED:
        day = made.registered_on
        return f"{what} är diarieförd som {made.diary_number} den {day}."
    return f"{what} ska inte diarieföras."


def _row(work: Work, words: Mapping[str, Item]) -> tuple[object, ...]:
    item = words.get(work.item_id)
    body = " ".join(item.body.split()) if item else ""
    decided = work.registration
    return (
        "FÖRSENAD" if work.is_overdue else "",
        work.account_id,
        work.item_id,
        _kind(work),
        body if len(body) <= SHOWN else f"{body[:SHOWN]}…",
        work.state,
        work.due,
        decided.diary_number if decided else "",
    )


def _kind(work: Work) -> str:
    if work.covers_thread:
        return f"Tråd ({work.items})"
    return work.entry.kind.label if work.entry else "Arkivpaket"


def _document(work: Work, words: Mapping[str, Item]) -> dict[str, object]:
    item = words.get(work.item_id)
    return {
        "account_id": work.account_id,
        "item_id": work.item_id,
        "state": work.state.value,
        "due": work.due,
        "is_overdue": work.is_overdue,
        "items": work.items,
        "item": work.entry,
        "body": item.body if item else None,
        "registration": work.registration,
    }
