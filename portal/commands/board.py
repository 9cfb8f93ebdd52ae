# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild board`: the boards that own accounts and plans."""

import click
from pydantic import ValidationError

from pipeline.boards import change_secretary
from pipeline.enrol import add_board
from portal.archive import opened
from portal.door import ArchiveGroup, answering
from portal.options import by_option
from portal.output import Output
from schemas.account import Board
from schemas.errors import BadInput


@click.group(cls=ArchiveGroup)
def board() -> None:
    """Nämnder och andra myndigheter i kommunen, som äger konton och har egna planer."""


@board.command("add")
@click.argument("board_id", metavar="ID")
@click.option("--name", metavar="NAMN", required=True, help="Nämndens namn.")
@click.option("--municipality", metavar="NAMN", required=True, help="Kommunens namn.")
@click.option(
    "--organisation-number", metavar="NUMMER", default="", help="Organisationsnummer."
)
@by_option
@answering
def add(out: Output, by: str, board_id: str, **given: str) -> None:
    """För in en nämnd. ID är ett kort namn med små bokstäver a–z, till exempel ks."""
    try:
        wanted = Board.model_validate({"board_id": board_id, **given})
    except ValidationError as error:
        message = (
            "Nämnden kan inte föras in. Id skrivs med små bokstäver a–z, siffror och "
            "bindestreck, och namn och kommun får inte vara tomma."
        )
        raise BadInput(message) from error
    with opened(by) as archive:
        found = add_board(archive, wanted)
    out.say(f"{found.name} är införd som {found.board_id}.")
    out.document(board=found)


@board.command("change")
@click.argument("board_id", metavar="ID")
@click.option(
    "--secretary-email",
    metavar="ADRESS",
    required=True,
    help="Nämndsekreterarens e-postadress, dit meddelanden skickas. Tom för inga brev.",
)
@by_option
@answering
def change(out: Output, by: str, board_id: str, secretary_email: str) -> None:
    """Ändra en nämnd: vart nämndsekreterarens meddelanden skickas."""
    with opened(by) as archive:
        found = change_secretary(archive, board_id, secretary_email)
    out.say(f"{found.name} är ändrad.")
    out.document(board=found)


@board.command("list")
@answering
def list_boards(out: Output) -> None:
    """Visa alla nämnder."""
    with opened() as archive:
        boards = archive.database.boards.list()
    rows = [(found.board_id, found.name, found.municipality) for found in boards]
    out.table(["Id", "Namn", "Kommun"], rows, "Inga nämnder är införda.")
    out.document(boards=boards)
