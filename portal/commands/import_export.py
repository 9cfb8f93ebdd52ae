# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild import`: read the export that a platform gives an account's owner."""

from pathlib import Path
from typing import Any

import click

from pipeline.order import Request
from pipeline.snapshot import run_order
from pipeline.take_export import health_of, order_import
from portal.archive import opened, user
from portal.door import ArchiveCommand, answering, warn
from portal.options import by_option
from portal.output import Output, size
from portal.show import package_facts
from schemas.capture import CaptureHealth, ExportReport
from schemas.errors import ArchiveError

MOST_SHOWN = 20
INCOMPLETE = (
    "Arkivpaketet är sparat som bevis, men kontot är inte fullständigt arkiverat. En "
    "export innehåller bara det som ägaren själv har skrivit."
)


@click.command("import", cls=ArchiveCommand)
@click.argument("account_id", metavar="KONTO")
@click.argument(
    "files",
    metavar="FIL.zip…",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
)
@click.option("--reason", metavar="TEXT", default="", help="Varför den läses in.")
@click.option("--diary-number", metavar="NUMMER", default="", help="Diarienummer.")
@click.option("--board", "board_id", metavar="ID", help="Neka andra nämnders konton.")
@by_option
@answering
def import_export(
    out: Output,
    account_id: str,
    files: tuple[Path, ...],
    by: str,
    **given: Any,  # noqa: ANN401 - the options above
) -> None:
    """Läs in kontoägarens export, gör ett arkivpaket och lagra det.

    Ange alla zip-filer som plattformen delade upp exporten i, i vilken ordning som
    helst. De bevaras i arkivpaketet som de är. Anledningen följer med arkivpaketet, så
    skriv inga personuppgifter i den.
    """
    reason_text = given.pop("reason")
    orderer = by or user()
    with opened(orderer) as archive:
        request = Request(
            account_id=account_id, ordered_by=orderer, reason_text=reason_text, **given
        )
        order = order_import(archive, request, files)
        try:
            package = run_order(archive, order.order_id)
        except ArchiveError:
            warn(f"Beställningen {order.order_id} misslyckades.")
            raise
        order = archive.database.orders.get(order.order_id)
        health = health_of(archive, package)
    _tell(out, health)
    out.facts(package_facts(package))
    out.document(
        order=order,
        package=package,
        export=health.export,
        missing=health.missing,
        notes=health.notes,
    )


def _tell(out: Output, health: CaptureHealth) -> None:
    if health.export is not None:
        _tell_of(out, health.export)
    if health.notes:
        warn("Att känna till:", health.notes)
    if health.is_complete:
        out.say("Kontot är arkiverat.")
    else:
        warn(INCOMPLETE, health.missing)


def _tell_of(out: Output, export: ExportReport) -> None:
    """Say what was read of an export, and name what was not understood."""
    packed = sum(part.size for part in export.parts)
    files = sum(part.members for part in export.parts)
    left = export.not_understood
    out.say(f"Exporten är bevarad som den är: {files} filer, {size(packed)}.")
    out.say(f"Lästa filer: {export.understood}. Filer som inte tolkades: {len(left)}.")
    if left:
        rest = len(left) - MOST_SHOWN
        more = (f"och {rest} till, som står i fångstrapporten",) if rest > 0 else ()
        warn("Filer i exporten som inte tolkades:", (*left[:MOST_SHOWN], *more))
