# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild login`: log in to a platform for an account, in a window of its own."""

import select
import sys

import click

from archivers.login import LoginWindow
from pipeline.logins import SavedLogin, forget_login, save_login, show_login
from portal.archive import opened
from portal.door import ArchiveCommand, answering
from portal.options import by_option
from portal.output import Output
from schemas.errors import BadInput

INVITATION = (
    "Logga in i fönstret som öppnas. Lösenordet sparas inte. "
    "Tryck Retur här när du är inloggad."
)


@click.command(cls=ArchiveCommand)
@click.argument("account_id", metavar="KONTO")
@click.option("--show", "is_show", is_flag=True, help="Visa när inloggningen går ut.")
@click.option("--forget", "is_forget", is_flag=True, help="Ta bort inloggningen.")
@by_option
@answering
def login(
    out: Output,
    account_id: str,
    is_show: bool,  # noqa: FBT001 - click's own
    is_forget: bool,  # noqa: FBT001 - click's own
    by: str,
) -> None:
    """Logga in på plattformen åt ett konto och spara inloggningen krypterad.

    Inloggningen används när kontot arkiveras och avläses. När den har gått ut stannar
    arkiveringen tills någon loggar in på nytt.
    """
    if is_show and is_forget:
        message = "Ange --show eller --forget, inte båda."
        raise BadInput(message)
    with opened(by) as archive:
        if is_forget:
            forget_login(archive, account_id)
            out.say("Inloggningen är borttagen.")
            out.document(login=None)
            return
        if is_show:
            found = show_login(archive, account_id)
        else:
            found = save_login(archive, account_id, attend)
            out.say("Inloggningen är sparad.")
    _tell(out, found)


def attend(window: LoginWindow) -> None:
    """Wait until the person says in the terminal that they are logged in."""
    click.echo(INVITATION, err=True)
    while not select.select([sys.stdin], [], [], 0)[0]:
        window.wait()
    sys.stdin.readline()


def _tell(out: Output, found: SavedLogin) -> None:
    out.facts(
        {
            "Konto": found.account_id,
            "Sparad": found.saved_at,
            "Sparad av": found.saved_by,
            "Går ut": found.expires_at or "plattformen säger inte när",
        }
    )
    rows = [
        (one.name, one.domain, one.expires_at or "när webbläsaren stängs")
        for one in found.cookies
    ]
    out.table(["Kaka", "Värd", "Går ut"], rows, "Inga kakor är sparade.")
    out.document(login=found)
