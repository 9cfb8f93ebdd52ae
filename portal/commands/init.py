# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild init`: make the archive ready."""

import click

from pipeline.context import set_up
from pipeline.settings import read_settings
from portal.door import ArchiveCommand, answering
from portal.output import Output


@click.command(cls=ArchiveCommand)
@answering
def init(out: Output) -> None:
    """Gör i ordning arkivet: mapp, databas och lager.

    Arkivet hamnar i mappen som AVBILD_HOME anger, annars i ~/.local/share/avbild.
    Kommandot kan köras flera gånger utan att något går förlorat; efter en ny version av
    Avbild för det databasen framåt.
    """
    settings = read_settings()
    set_up(settings)
    out.say(f"Arkivet är klart att användas: {settings.home_folder}")
    out.document(home=str(settings.home_folder), store=settings.store)
