# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Flags that several commands have."""

import click

from portal.swedish import Number

by_option = click.option(
    "--by",
    metavar="NAMN",
    default="",
    help="Vem som gör det. Annars den som är inloggad på datorn.",
)
version_option = click.option(
    "--package-version",
    "version",
    type=Number(),
    metavar="NUMMER",
    help="Paketets version. Annars den senaste.",
)
