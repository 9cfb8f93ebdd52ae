# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild account token`: what an account's content is read with."""

import sys

import click

from pipeline.tokens import SavedToken, forget_token, save_token
from portal.archive import opened
from portal.door import ArchiveCommand, answering
from portal.options import by_option
from portal.output import Output

LARGEST = 65536
"""More than this on standard input is no key."""


@click.command("token", cls=ArchiveCommand)
@click.argument("account_id", metavar="KONTO")
@click.option("--forget", "is_forget", is_flag=True, help="Ta bort nyckeln.")
@by_option
@answering
def token(
    out: Output,
    account_id: str,
    is_forget: bool,  # noqa: FBT001 - click's own
    by: str,
) -> None:
    """Spara kontoägarens åtkomstnyckel till plattformens API, krypterad.

    Nyckeln skrivs in dolt, eller kommer på standard in; aldrig på kommandoraden, där
    andra på datorn kan se den. Den visas inte igen. En nyckel i Airflow (anslutningen
    avbild_KONTO) går före den som sparas här.
    """
    with opened(by) as archive:
        if is_forget:
            forget_token(archive, account_id)
            out.say("Åtkomstnyckeln är borttagen.")
            out.document(token=None)
            return
        saved = save_token(archive, account_id, _read_token)
    out.say("Åtkomstnyckeln är sparad.")
    _tell(out, saved)


def _tell(out: Output, saved: SavedToken) -> None:
    out.facts(
        {
            "Konto": saved.account_id,
            "Sparad": saved.saved_at,
            "Sparad av": saved.saved_by,
        }
    )
    out.document(token=saved)


def _read_token() -> str:
    """Read a key that nobody beside the person sees."""
    if sys.stdin.isatty():
        entered: str = click.prompt("Åtkomstnyckel", hide_input=True, err=True)
        return entered
    return sys.stdin.read(LARGEST)
