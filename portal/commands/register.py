# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild register`: the account register, taken in, changed, checked, published."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from pipeline.register.change import change_account
from pipeline.register.give_out import give_out
from pipeline.register.publish import PAGE_NAME, publish_register
from pipeline.register.review import history, review
from pipeline.register.take_in import Intake, Wishes, take_in
from portal.archive import opened
from portal.door import ArchiveGroup, answering, warn
from portal.options import by_option
from portal.output import Output
from portal.register_options import given_fields, register_options
from portal.swedish import File
from rules.register_cells import kept_words
from rules.register_fields import REGISTER_FIELDS, heading_of

HEADINGS = ", ".join(field.heading for field in REGISTER_FIELDS)
reason_option = click.option(
    "--reason", metavar="TEXT", required=True, help="Varför registret ändras."
)


@click.group(cls=ArchiveGroup)
def register() -> None:
    """Kontoregistret: läs in, ändra, pröva och publicera."""


@register.command(
    "import",
    help=f"""Läs in konton från en fil (.csv eller .xlsx): alla eller inga.

    Nya konton förs in och de som finns ändras. Ett konto känns igen på sitt id, annars
    på sin adress. En tom cell ändrar ingenting, om inte --blank-clears anges.

    Första raden är rubriker, vilka som helst av: {HEADINGS}. Vanliga andra ord för
    dem går också bra.
    """,
)
@click.argument("file", metavar="FIL", type=File())
@click.option(
    "--board",
    "board_id",
    metavar="ID",
    help="Nämnd för nya konton som inte anger någon.",
)
@click.option("--blank-clears", is_flag=True, help="En tom cell tömmer uppgiften.")
@click.option(
    "--dry-run", "is_dry_run", is_flag=True, help="Visa bara vad som skulle ändras."
)
@reason_option
@by_option
@answering
def import_file(
    out: Output,
    file: Path,
    by: str,
    **given: Any,  # noqa: ANN401 - the options above
) -> None:
    """Take in a list; the help text stands above."""
    with opened(by) as archive:
        intake = take_in(archive, file, Wishes.model_validate(given))
    _show_intake(out, intake)
    out.document(intake=intake)


@register.command("export")
@click.argument("file", metavar="FIL", type=File())
@click.option("--board", metavar="ID", help="Bara den här nämndens konton.")
@answering
def export(out: Output, file: Path, board: str | None) -> None:
    """Skriv registret till en ny fil, .csv eller .xlsx.

    Filen har alla uppgifter, även de som inte är publika, och kan läsas in igen.
    """
    with opened() as archive:
        accounts = give_out(archive, file, board)
    out.say(f"{len(accounts)} konton är skrivna till {file}.")
    out.document(file=str(file), accounts=[found.account_id for found in accounts])


@register.command("change")
@click.argument("account_id", metavar="KONTO")
@register_options()
@reason_option
@by_option
@answering
def change(
    out: Output, account_id: str, reason: str, by: str, **given: str | None
) -> None:
    """Ändra uppgifter om ett konto. En flagga med tom text ("") tömmer uppgiften."""
    with opened(by) as archive:
        found = change_account(archive, account_id, given_fields(given), reason)
        account = archive.database.accounts.get(account_id)
    if found is None:
        out.say("Registret sade redan så. Ingenting ändrades.")
    else:
        out.say(f"{account.name} är ändrat i registret.")
        rows = _differences(account_id, found.before, found.after)
        out.table(["Konto", "Uppgift", "Före", "Efter"], rows, "")
    out.document(account=account, change=found)


@register.command("history")
@click.argument("account_id", metavar="[KONTO]", required=False)
@answering
def show_history(out: Output, account_id: str | None) -> None:
    """Visa allt som har ändrats i registret: när, av vem, varför, före och efter."""
    with opened() as archive:
        entries = history(archive, account_id)
    rows = [
        (entry.at, entry.who, entry.why, *row)
        for entry in entries
        for row in list(_differences(entry.account_id, entry.before, entry.after))
        or [(entry.account_id, "", "", "")]
    ]
    headings = ["När", "Vem", "Varför", "Konto", "Uppgift", "Före", "Efter"]
    out.table(headings, rows, "Ingenting är infört eller ändrat.")
    out.document(history=entries)


@register.command("check")
@click.option("--board", metavar="ID", help="Bara den här nämndens konton.")
@answering
def check(out: Output, board: str | None) -> None:
    """Visa vad registret saknar enligt riktlinjerna, konto för konto."""
    with opened() as archive:
        found = review(archive, board)
    rows = [
        (lack.account.account_id, lack.account.name, what)
        for lack in found
        for what in lack.lacks
    ]
    out.table(["Konto", "Namn", "Saknas"], rows, "Registret är fullständigt.")
    out.document(lacks=found)


@register.command("publish")
@click.argument("folder", metavar="MAPP", type=File())
@by_option
@answering
def publish(out: Output, folder: Path, by: str) -> None:
    """Skriv den publika listan till en mapp: JSON, CSV och HTML för webbplatsen.

    Vilka uppgifter som är publika bestäms med `avbild policy set publication`.
    """
    with opened(by) as archive:
        found = publish_register(archive, folder)
    out.say(f"{len(found.accounts)} konton är på den publika listan.")
    out.say(f"Titta på {folder / PAGE_NAME} innan listan läggs ut.")
    out.document(folder=str(folder), register=found)


def _show_intake(out: Output, intake: Intake) -> None:
    verb = "skulle föras in" if intake.is_dry_run else "är införda"
    rows = [(a.account_id, a.name, a.board_id, str(a.url)) for a in intake.added]
    if rows:
        out.say(f"{len(rows)} konton {verb} i registret:")
        out.table(["Konto", "Namn", "Nämnd", "Adress"], rows, "")
    verb = "skulle ändras" if intake.is_dry_run else "är ändrade"
    if intake.changed:
        out.say(f"{len(intake.changed)} konton {verb}:")
        changes = (
            row
            for change in intake.changed
            for row in _differences(change.account_id, change.before, change.after)
        )
        out.table(["Konto", "Uppgift", "Före", "Efter"], changes, "")
    out.say(f"Oförändrade konton: {intake.unchanged}.")
    if intake.unused_headings:
        warn("Kolumner som inte är kända lästes inte:", intake.unused_headings)
    if intake.is_dry_run:
        out.say("Ingenting är sparat.")


def _differences(
    account_id: str,
    before: Mapping[str, str | None],
    after: Mapping[str, str | None],
) -> Iterator[tuple[str, ...]]:
    for name, value in after.items():
        said = (_said(name, kept) for kept in (before.get(name), value))
        yield account_id, heading_of(name), *said


def _said(name: str, kept: str | None) -> str:
    return kept_words(name, kept).replace("\n", " ") or "–"
