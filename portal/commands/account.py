# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild account`: the account register (kontoregister)."""

from pathlib import Path
from typing import Any

import click

from pipeline.context import Archive
from pipeline.enrol import NewAccount, add_account, import_accounts
from portal.archive import opened
from portal.door import ArchiveGroup, answering, warn
from portal.options import by_option
from portal.output import Output
from portal.swedish import Day, File
from rules.accounts import lacking
from schemas.account import Account

FIELDS = {
    "account_id": "Id",
    "name": "Namn",
    "url": "Adress",
    "board_id": "Nämnd",
    "platform": "Plattform",
    "status": "Status",
    "activity": "Verksamhet",
    "responsible_manager": "Verksamhetens chef",
    "account_owner": "Ansvarig för kontot",
    "stand_in": "Ersättare",
    "purpose": "Syfte",
    "target_group": "Målgrupp",
    "decision": "Beslut",
    "opened_on": "Öppnat",
    "closed_on": "Avslutat",
}


@click.group(cls=ArchiveGroup)
def account() -> None:
    """Kontoregistret: kommunens konton i sociala medier."""


@account.command("add")
@click.argument("account_id", metavar="[ID]", required=False, default="")
@click.option("--url", metavar="ADRESS", required=True, help="Kontots adress.")
@click.option("--name", metavar="NAMN", required=True, help="Kontots namn.")
@click.option("--board", "board_id", metavar="ID", required=True, help="Nämnd.")
@click.option("--platform", metavar="NAMN", default="", help="Annars efter adressen.")
@click.option("--activity", metavar="TEXT", default="", help="Verksamhet.")
@click.option(
    "--responsible-manager", metavar="NAMN", default="", help="Verksamhetens chef."
)
@click.option(
    "--account-owner", metavar="NAMN", default="", help="Ansvarig för kontot."
)
@click.option("--stand-in", metavar="NAMN", default="", help="Ersättare vid ledighet.")
@click.option("--purpose", metavar="TEXT", default="", help="Kontots syfte.")
@click.option("--target-group", metavar="TEXT", default="", help="Målgrupp.")
@click.option("--decision", metavar="TEXT", default="", help="Beslutet om kontot.")
@click.option("--opened-on", type=Day(), metavar="DAG", help="När kontot öppnades.")
@by_option
@answering
def add(out: Output, by: str, **given: Any) -> None:  # noqa: ANN401 - the options above
    """För in ett konto i registret. Utan ID görs ett av namnet."""
    with opened(by) as archive:
        found = add_account(archive, NewAccount.model_validate(given))
    out.say(f"{found.name} är infört i registret som {found.account_id}.")
    out.document(account=found, lacking=lacking(found))
    if missing := lacking(found):
        warn("Enligt riktlinjerna ska registret också innehålla:", missing)


@account.command("list")
@click.option("--board", metavar="ID", help="Bara den här nämndens konton.")
@answering
def list_accounts(out: Output, board: str | None) -> None:
    """Visa konton i registret."""
    with opened() as archive:
        accounts = archive.database.accounts.list(board)
    rows = [
        (found.account_id, found.name, found.board_id, found.status, found.url)
        for found in accounts
    ]
    headings = ["Id", "Namn", "Nämnd", "Status", "Adress"]
    out.table(headings, rows, "Inga konton är införda.")
    out.document(accounts=accounts)


@account.command("show")
@click.argument("account_id", metavar="ID")
@answering
def show(out: Output, account_id: str) -> None:
    """Visa ett konto: registret, senaste avläsning och senaste arkivpaket."""
    with opened() as archive:
        found = archive.database.accounts.get(account_id)
        _show(out, archive, found)


@account.command("import")
@click.argument("file", metavar="FIL", type=File())
@click.option("--board", metavar="ID", help="Nämnd för rader som inte anger någon.")
@by_option
@answering
def import_file(out: Output, file: Path, board: str | None, by: str) -> None:
    """För in konton från en fil (.csv eller .xlsx): alla eller inga.

    Första raden är rubriker. Namn och Adress krävs; Nämnd, Plattform, Verksamhet,
    Verksamhetschef, Ansvarig, Ersättare, Syfte, Målgrupp, Beslut, Startdatum och Id kan
    också finnas.
    """
    with opened(by) as archive:
        accounts = import_accounts(archive, file, board)
    out.say(f"{len(accounts)} konton är införda i registret.")
    out.document(accounts=accounts)


def _show(out: Output, archive: Archive, found: Account) -> None:
    seen = archive.database.observations.last_seen(found.account_id)
    latest = archive.database.packages.latest_for(found.account_id)
    facts = {label: getattr(found, name) for name, label in FIELDS.items()}
    facts["Senast avläst"] = seen.seen_at if seen else "aldrig"
    facts["Avläsningen"] = seen.page_state if seen else None
    facts["Senaste arkivpaket"] = latest.package_id if latest else "inget"
    facts["Saknas i registret"] = lacking(found)
    out.facts(facts)
    out.document(
        account=found, lacking=lacking(found), last_seen=seen, latest_package=latest
    )
