# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The flags that say what stands in the account register, one for each field."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

_FLAGS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "url": ("--url", "ADRESS", "Kontots adress."),
        "name": ("--name", "NAMN", "Kontots namn."),
        "board_id": ("--board", "ID", "Nämnd."),
        "platform": ("--platform", "NAMN", "Plattform. Annars efter adressen."),
        "activity": ("--activity", "TEXT", "Verksamhet."),
        "responsible_manager": (
            "--responsible-manager",
            "NAMN",
            "Verksamhetens chef.",
        ),
        "account_owner": ("--account-owner", "NAMN", "Ansvarig för kontot."),
        "stand_in": ("--stand-in", "NAMN", "Ersättare vid ledighet."),
        "purpose": ("--purpose", "TEXT", "Kontots syfte."),
        "target_group": ("--target-group", "TEXT", "Målgrupp."),
        "goals": ("--goals", "TEXT", "Mätbara mål."),
        "goals_follow_up": ("--goals-follow-up", "TEXT", "Hur målen följs upp."),
        "decision": ("--decision", "TEXT", "Beslutet om kontot: nummer eller text."),
        "decided_by": ("--decided-by", "NAMN", "Vem som beslutade."),
        "decided_on": ("--decided-on", "DAG", "När det beslutades."),
        "approval": (
            "--approval",
            "TEXT",
            "Kommunikationsavdelningens godkännande: nummer eller text.",
        ),
        "approved_by": ("--approved-by", "NAMN", "Vem som godkände."),
        "approved_on": ("--approved-on", "DAG", "När det godkändes."),
        "opened_on": ("--opened-on", "DAG", "När kontot öppnades."),
        "is_listed": ("--listed", "JA/NEJ", "Om kontot står på den publika listan."),
        "snapshots_per_year": (
            "--snapshots-per-year",
            "ANTAL",
            "Återkommande arkiveringar per år: 0, 1 eller 2.",
        ),
        "level": (
            "--level",
            "OMFATTNING",
            "Vad de tar med: översikt, utvalda inlägg eller allt innehåll.",
        ),
    }
)


def register_options(*required: str) -> Callable[[Command], Command]:
    """Give a command a flag for each field of the register; some must be given.

    A flag that is not used gives None, and one with an empty text empties its field.
    """

    def decorate(command: Command) -> Command:
        for name in reversed(list(_FLAGS)):
            flag, metavar, helped = _FLAGS[name]
            option = click.option(
                flag, name, metavar=metavar, help=helped, required=name in required
            )
            command = option(command)
        return command

    return decorate


def given_fields(given: Mapping[str, str | None]) -> dict[str, str]:
    """Give the fields whose flags were used."""
    return {name: text for name, text in given.items() if text is not None}
