# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild snapshot`: archive an account now."""

from typing import Any

import click

from pipeline.attended import check_can_attend
from pipeline.order import Request, place_order
from pipeline.snapshot import run_order
from pipeline.take_export import health_of
from portal.archive import opened, user
from portal.door import ArchiveCommand, answering, warn
from portal.options import by_option
from portal.output import Output
from portal.show import package_facts
from portal.swedish import OneOf
from schemas.account import ArchiveLevel
from schemas.capture import CaptureHealth
from schemas.errors import ArchiveError, BadInput

STAY = (
    "Webbläsaren öppnas i ett fönster. Sitt kvar och följ med tills arkiveringen är "
    "klar, och stäng inte fönstret. Frågar plattformen något svarar du själv."
)


@click.command(cls=ArchiveCommand)
@click.argument("account_id", metavar="KONTO")
@click.option(
    "--reason", metavar="TEXT", required=True, help="Varför kontot arkiveras."
)
@click.option("--diary-number", metavar="NUMMER", default="", help="Diarienummer.")
@click.option("--board", "board_id", metavar="ID", help="Neka andra nämnders konton.")
@click.option(
    "--keep-incomplete",
    is_flag=True,
    help="Spara även en ofullständig fångst, som bevis. Den är ingen arkivering.",
)
@click.option(
    "--level",
    type=OneOf(ArchiveLevel),
    metavar="NIVÅ",
    default=ArchiveLevel.FULL.value,
    help="Hur mycket som tas med: overview (översikt), unique (översikt och utvalda "
    "inlägg) eller full (allt innehåll). Annars full.",
)
@click.option(
    "--post",
    "posts",
    metavar="ADRESS",
    multiple=True,
    help="Ett inlägg som nivån unique tar i sin helhet. Kan anges flera gånger.",
)
@click.option("--queue", is_flag=True, help="Lägg bara beställningen, utför den inte.")
@click.option(
    "--attended",
    "is_attended",
    is_flag=True,
    help="Du sitter vid webbläsaren, i ett fönster, så länge arkiveringen pågår.",
)
@by_option
@answering
def snapshot(
    out: Output,
    by: str,
    queue: bool,  # noqa: FBT001 - click's own
    is_attended: bool,  # noqa: FBT001 - click's own
    **given: Any,  # noqa: ANN401 - the options above
) -> None:
    """Arkivera ett konto: fånga det, gör ett arkivpaket och lagra det.

    Anledningen följer med arkivpaketet, så skriv inga personuppgifter i den.
    Facebooks, Instagrams och X villkor kräver att en person är med när webbläsaren
    används: ange --attended. Annars läses bara det som ägarens nyckel eller export ger.
    """
    reason_text = given.pop("reason")
    orderer = by or user()
    if is_attended:
        _demand_attendance(is_queued=queue)
        given["attended_by"] = orderer
    with opened(orderer) as archive:
        archive = archive.attended() if is_attended else archive  # noqa: PLW2901
        request = Request(ordered_by=orderer, reason_text=reason_text, **given)
        order = place_order(archive, request)
        if queue:
            out.say(f"Beställningen {order.order_id} väntar på att utföras.")
            out.document(order=order, package=None)
            return
        try:
            package = run_order(archive, order.order_id)
        except ArchiveError:
            warn(f"Beställningen {order.order_id} misslyckades.")
            raise
        order = archive.database.orders.get(order.order_id)
        health = health_of(archive, package)
    _tell(out, health)
    out.facts(package_facts(package))
    out.document(order=order, package=package)


def _tell(out: Output, health: CaptureHealth) -> None:
    """Say what a person should know of the capture, and what it lacks."""
    if health.notes:
        warn("Att känna till:", health.notes)
    if health.is_complete:
        out.say("Kontot är arkiverat.")
    else:
        out.say("Fångsten är ofullständig och sparad som bevis.")
        warn("Kontot är inte arkiverat. Det som saknas:", health.missing)


def _demand_attendance(*, is_queued: bool) -> None:
    """Let the person say that they stay, on a computer that can show the browser."""
    if is_queued:
        message = "En arkivering med --attended utförs genast och kan inte läggas i kö."
        raise BadInput(message)
    check_can_attend()
    click.echo(STAY, err=True)
    answer = click.prompt(
        "Skriv ja för att börja", default="", show_default=False, err=True
    )
    if answer.strip().casefold() != "ja":
        raise click.Abort
