# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild change`: what has changed on accounts, and what a person judges of it."""

from pathlib import Path

import click

from pipeline.watch.answer import answer_change
from pipeline.watch.show import (
    PICTURES,
    ShownChange,
    ShownField,
    show_change,
    write_pictures,
)
from portal.archive import opened
from portal.door import ArchiveGroup, answering, warn
from portal.options import by_option
from portal.output import Output
from portal.swedish import File, OneOf
from schemas.errors import BadInput
from schemas.profile import ChangeState, ProfileChange

change_argument = click.argument("change_id", metavar="FÖRÄNDRING")


@click.group(cls=ArchiveGroup)
def change() -> None:
    """Förändringar av kontons profiler."""


@change.command("list")
@click.option("--account", metavar="KONTO", help="Bara det här kontots förändringar.")
@click.option(
    "--state",
    type=OneOf(ChangeState),
    metavar="LÄGE",
    help="Bara förändringar i det här läget: waiting (ska ses igen), to_judge (väntar "
    "på en människa), confirmed (bekräftad), dismissed (bedömd som oförändrad), "
    "reverted (ändrades tillbaka) eller minor (noterad).",
)
@answering
def list_changes(out: Output, account: str | None, state: ChangeState | None) -> None:
    """Visa förändringar, de senaste först."""
    with opened() as archive:
        if account is not None:
            archive.database.accounts.get(account)
        found = archive.database.changes.list(account, state)
    headings = ["Förändring", "Konto", "Läge", "Vad", "Upptäckt", "Beställning"]
    out.table(headings, map(_row, found), "Det finns inga förändringar.")
    out.document(changes=found)


@change.command("show")
@change_argument
@click.option(
    "--to", "folder", type=File(), metavar="MAPP", help="Skriv bilderna som filer här."
)
@answering
def show(out: Output, change_id: str, folder: Path | None) -> None:
    """Visa en förändring: före och efter sida vid sida."""
    with opened() as archive:
        shown = show_change(archive, change_id)
        files = write_pictures(archive, change_id, folder) if folder else ()
    out.facts(_facts(shown))
    headings = ["Fält", "Bedömning", "Före", "Efter", "Skillnad"]
    out.table(headings, map(_field_row, shown.fields), "Inga fält skiljer sig.")
    for path in files:
        out.say(f"Skrev {path}.")
    has_pictures = any(each.field in PICTURES for each in shown.fields)
    if folder and has_pictures and not files:
        warn("Ingen av bilderna har kunnat sparas, så de kan inte visas.")
    out.document(change=shown.change, fields=shown.fields, files=list(map(str, files)))


@change.command("judge")
@change_argument
@click.option(
    "--changed/--same",
    "is_changed",
    default=None,
    help="Om profilen har ändrats, eller är densamma som förut.",
)
@click.option("--reason", metavar="TEXT", required=True, help="Varför.")
@by_option
@answering
def judge(
    out: Output,
    change_id: str,
    is_changed: bool | None,  # noqa: FBT001 - click's own
    reason: str,
    by: str,
) -> None:
    """Bedöm om en profil har ändrats. Har den det arkiveras kontot."""
    if is_changed is None:
        message = "Ange --changed om profilen har ändrats, annars --same."
        raise BadInput(message)
    with opened(by) as archive:
        judged, order = answer_change(archive, change_id, reason, is_changed=is_changed)
    if order is not None:
        out.say(f"Förändringen är bekräftad. Beställning {order.order_id} väntar.")
    else:
        out.say("Förändringen är bedömd. Kontot arkiveras inte för den.")
    out.document(change=judged, order=order)


def _row(found: ProfileChange) -> tuple[object, ...]:
    return (
        found.change_id,
        found.account_id,
        found.state,
        found.fields,
        found.found_at,
        found.order_id,
    )


def _facts(shown: ShownChange) -> dict[str, object]:
    found = shown.change
    return {
        "Förändring": found.change_id,
        "Konto": found.account_id,
        "Läge": found.state,
        "Upptäckt": found.found_at,
        "Sågs så här senast": shown.before_at,
        "Sågs ändrad först": shown.after_at,
        "Antal gånger sedd": str(found.times_seen),
        "Avgjord": found.settled_at,
        "Avgjord av": found.settled_by,
        "Skäl": found.reason,
        "Beställning": found.order_id,
    }


def _field_row(each: ShownField) -> tuple[object, ...]:
    distances = [
        f"{each.phash_distance} av 64" if each.phash_distance is not None else "",
        f"färg {each.tile_difference}" if each.tile_difference is not None else "",
    ]
    difference = ", ".join(filter(None, distances))
    return (each.field, each.verdict, each.before, each.after, difference)
