# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild hold`: stops to disposal (gallringsstopp)."""

from typing import Any

import click

from pipeline.hold import HoldRequest, place_hold, release_hold
from portal.archive import opened
from portal.door import ArchiveGroup, answering
from portal.options import by_option
from portal.output import Output
from portal.swedish import Day, OneOf
from schemas.gallring import Hold, HoldLevel, HoldReason


@click.group(cls=ArchiveGroup)
def hold() -> None:
    """Gallringsstopp: det som inte får förstöras just nu."""


@hold.command("add")
@click.argument("level", metavar="NIVÅ", type=OneOf(HoldLevel))
@click.argument("subject", metavar="ID")
@click.option(
    "--reason",
    type=OneOf(HoldReason),
    metavar="SKÄL",
    required=True,
    help="disclosure (begäran om utlämnande), appeal (överklagande), police_report "
    "(polisanmälan), audit (revision), research (forskning), erasure_request (begäran "
    "om radering), transfer (överlämnande) eller open_case (pågående ärende).",
)
@click.option("--account", metavar="KONTO", help="Kontot som inlägget hör till.")
@click.option("--text", metavar="TEXT", default="", help="Skälet med egna ord.")
@click.option("--until", type=Day(), metavar="DAG", help="När någon ska se över det.")
@by_option
@answering
def add(
    out: Output,
    level: HoldLevel,
    subject: str,
    by: str,
    **given: Any,  # noqa: ANN401 - the options above
) -> None:
    """Stoppa gallring av ett inlägg, en tråd, ett konto, ett ärende eller en nämnd.

    NIVÅ är item (inlägg eller kommentar), thread (tråd), account (konto), case (ärende,
    med diarienummer) eller board (nämnd). Stoppet gäller tills någon häver det.
    """
    request = HoldRequest(
        level=level,
        subject=subject,
        reason=given["reason"],
        account_id=given["account"],
        reason_text=given["text"],
        until=given["until"],
    )
    with opened(by) as archive:
        placed = place_hold(archive, request)
    out.say(f"Gallringsstoppet {placed.hold_id} gäller från nu.")
    out.document(hold=placed)


@hold.command("release")
@click.argument("hold_id", metavar="STOPP")
@click.option("--reason", metavar="TEXT", required=True, help="Varför det hävs.")
@by_option
@answering
def release(out: Output, hold_id: str, reason: str, by: str) -> None:
    """Häv ett gallringsstopp."""
    with opened(by) as archive:
        released = release_hold(archive, hold_id, reason)
    out.say(f"Gallringsstoppet {hold_id} är hävt.")
    out.document(hold=released)


@hold.command("list")
@click.option("--all", "is_all", is_flag=True, help="Visa också hävda stopp.")
@answering
def list_holds(out: Output, is_all: bool) -> None:  # noqa: FBT001 - click's own
    """Visa gallringsstopp."""
    with opened() as archive:
        holds = archive.database.holds.list(active_only=not is_all)
    headings = ["Stopp", "Omfattar", "Id", "Skäl", "Av", "Från", "Ses över", "Hävt"]
    out.table(headings, map(_row, holds), "Det finns inga gallringsstopp.")
    out.document(holds=holds)


def _row(held: Hold) -> tuple[object, ...]:
    return (
        held.hold_id,
        held.level,
        held.subject,
        held.reason,
        held.placed_by,
        held.placed_at,
        held.until,
        held.released_at,
    )
