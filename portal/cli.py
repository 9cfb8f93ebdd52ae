# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command line `avbild`: each command is loaded when it is used."""

from importlib.metadata import PackageNotFoundError, version

import click

from portal.door import ArchiveGroup

_COMMANDS = {
    "init": "Gör i ordning arkivet: mapp, databas och lager.",
    "board": "Nämnder.",
    "account": "Konton: för in och visa.",
    "register": "Kontoregistret: läs in, ändra, pröva och publicera.",
    "policy": "Regler för bevakning, prövning och publicering.",
    "plan": "Informationshanteringsplaner.",
    "login": "Logga in på plattformen åt ett konto.",
    "snapshot": "Arkivera ett konto.",
    "import": "Läs in och arkivera kontoägarens export.",
    "watch": "Avläs konton och beställ arkivering vid större förändring.",
    "change": "Förändringar av profiler: visa och bedöm.",
    "close": "Avsluta ett konto, steg för steg.",
    "inbox": "Inkorgen: vad som har hänt och vad någon kan göra.",
    "conformity": "Pröva konton mot riktlinjerna för sociala medier.",
    "order": "Beställningar.",
    "package": "Arkivpaket.",
    "classify": "Klassificera inlägg och kommentarer efter planen.",
    "diary": "Bedöm och lämna över det som ska diarieföras.",
    "hold": "Gallringsstopp.",
    "gallra": "Gallra: föreslå, besluta, genomför och bevisa.",
}


def _place(name: str) -> str:
    """Say where a command is; a word of the language cannot name a module."""
    module = {"import": "import_export"}.get(name, name)
    return f"portal.commands.{module}:{module}"


def _show_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's own
    if wanted:
        try:
            number = version("avbild")
        except PackageNotFoundError:
            number = "(inte installerad)"
        click.echo(f"Avbild {number}")
        ctx.exit()


@click.group(
    cls=ArchiveGroup,
    name="avbild",
    lazy={name: (_place(name), helped) for name, helped in _COMMANDS.items()},
    epilog="Inställningar görs med miljövariabler som börjar på AVBILD_. "
    "Slutkoder: 0 klart, 2 nekat eller fel skrivet, 3 någon måste göra något, "
    "4 försök igen senare, 5 skadat, 1 oväntat fel.",
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Visa vilken version av Avbild det är.",
)
def main() -> None:
    """Arkivera kommunens konton i sociala medier."""
