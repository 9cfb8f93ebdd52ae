# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild inbox`: what waits for people, and what they can do."""

import click

from pipeline.notices import finish_notice
from portal.archive import opened
from portal.door import ArchiveGroup, answering
from portal.options import by_option
from portal.output import Output
from portal.swedish import OneOf
from schemas.watch import Notice, NoticeFor


@click.group(cls=ArchiveGroup)
def inbox() -> None:
    """Inkorgen: vad som har hänt, och vad någon kan göra åt det."""


@inbox.command("list")
@click.option("--board", metavar="ID", help="Bara den här nämndens meddelanden.")
@click.option(
    "--for",
    "recipient",
    type=OneOf(NoticeFor),
    metavar="MOTTAGARE",
    help="secretary (nämndsekreteraren), communications (kommunikationsavdelningen) "
    "eller operations (driften).",
)
@click.option("--all", "is_all", is_flag=True, help="Visa också det som är avklarat.")
@answering
def list_notices(
    out: Output,
    board: str | None,
    recipient: NoticeFor | None,
    is_all: bool,  # noqa: FBT001 - click's own
) -> None:
    """Visa meddelanden som väntar."""
    with opened() as archive:
        if board is not None:
            archive.database.boards.get(board)
        done = None if is_all else False
        found = archive.database.notices.list(recipient, board, done)
    headings = ["Id", "Till", "Nämnd", "Konto", "Rubrik", "När", "Avklarat"]
    out.table(headings, map(_row, found), "Det finns inga meddelanden.")
    out.document(notices=found)


@inbox.command("show")
@click.argument("notice_id", metavar="ID")
@answering
def show(out: Output, notice_id: str) -> None:
    """Visa ett meddelande: vad som har hänt och vad du kan göra."""
    with opened() as archive:
        found = archive.database.notices.get(notice_id)
    out.facts(
        {
            "Meddelande": found.notice_id,
            "Slag": found.kind,
            "Till": found.recipient,
            "Nämnd": found.board_id,
            "Konto": found.account_id,
            "När": found.created_at,
            "Skickat": found.sent_at,
            "Avklarat": found.done_at,
            "Avklarat av": found.done_by,
            "Rubrik": found.title,
            "Text": found.text,
            "Det här kan du göra": found.action,
        }
    )
    out.document(notice=found)


@inbox.command("done")
@click.argument("notice_id", metavar="ID")
@by_option
@answering
def done(out: Output, notice_id: str, by: str) -> None:
    """Markera ett meddelande som avklarat."""
    with opened(by) as archive:
        found = finish_notice(archive, notice_id)
    out.say(f"Meddelandet {notice_id} är avklarat.")
    out.document(notice=found)


def _row(found: Notice) -> tuple[object, ...]:
    return (
        found.notice_id,
        found.recipient,
        found.board_id,
        found.account_id,
        found.title,
        found.created_at,
        found.done_at,
    )
