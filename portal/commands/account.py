# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild account`: the account register (kontoregister)."""

from pathlib import Path

import click

from pipeline.context import Archive
from pipeline.enrol import NewAccount, add_account
from pipeline.register.change import read_fields
from pipeline.register.take_in import Wishes, take_in
from portal.archive import opened
from portal.commands import account_sources
from portal.door import ArchiveGroup, answering, warn
from portal.options import by_option
from portal.output import Output
from portal.register_options import given_fields, register_options
from portal.swedish import File
from rules.accounts import lacking
from rules.register_fields import REGISTER_FIELDS
from schemas.account import Account


@click.group(cls=ArchiveGroup)
def account() -> None:
    """Kontoregistret: kommunens konton i sociala medier."""


account.add_command(account_sources.check)
account.add_command(account_sources.token)
account.add_command(account_sources.clear_browser_command)


@account.command("add")
@click.argument("account_id", metavar="[ID]", required=False, default="")
@register_options("name", "url", "board_id")
@by_option
@answering
def add(out: Output, account_id: str, by: str, **given: str | None) -> None:
    """För in ett konto i registret. Utan ID görs ett av namnet."""
    values, _ = read_fields(given_fields(given))
    wanted = NewAccount.model_validate({"account_id": account_id, **values})
    with opened(by) as archive:
        found = add_account(archive, wanted)
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
@click.option("--reason", metavar="TEXT", default="", help="Varför konton ändras.")
@by_option
@answering
def import_file(
    out: Output, file: Path, board: str | None, reason: str, by: str
) -> None:
    """För in konton från en fil (.csv eller .xlsx): alla eller inga.

    Samma sak som `avbild register import`, där rubrikerna står.
    """
    with opened(by) as archive:
        intake = take_in(archive, file, Wishes(board_id=board, reason=reason))
    out.say(f"{len(intake.added)} konton är införda i registret.")
    if intake.changed:
        out.say(f"{len(intake.changed)} konton är ändrade.")
    out.document(accounts=intake.added)


def _show(out: Output, archive: Archive, found: Account) -> None:
    seen = archive.database.observations.last_seen(found.account_id)
    latest = archive.database.packages.latest_for(found.account_id)
    facts: dict[str, object] = {
        field.heading: getattr(found, field.name) for field in REGISTER_FIELDS
    }
    facts |= account_sources.clearance_facts(found)
    facts["Senast avläst"] = seen.seen_at if seen else "aldrig"
    facts["Avläsningen"] = seen.page_state if seen else None
    facts["Senaste arkivpaket"] = latest.package_id if latest else "inget"
    facts["Saknas i registret"] = lacking(found)
    out.facts(facts)
    out.document(
        account=found, lacking=lacking(found), last_seen=seen, latest_package=latest
    )
