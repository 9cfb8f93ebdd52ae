# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild account token` and others: what an account's content is read with."""

import sys
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import click

from pipeline.register.clearance import (
    Clearance,
    clear_browser,
    is_attended,
    withdraw_clearance,
)
from pipeline.source_check import check_sources
from pipeline.tokens import SavedToken, forget_token, save_token
from portal.archive import opened
from portal.door import ArchiveCommand, answering
from portal.options import by_option
from portal.output import TIME_ZONE, Output
from portal.swedish import Day
from rules.register_fields import CLEARANCE_FIELDS
from schemas.account import Account
from schemas.errors import BadInput, NeedsPerson
from schemas.source import SourceCheck

LARGEST = 65536
"""More than this on standard input is no key."""


@click.command("token", cls=ArchiveCommand)
@click.argument("account_id", metavar="KONTO")
@click.option("--forget", "is_forget", is_flag=True, help="Ta bort nyckeln.")
@by_option
@answering
def token(
    out: Output,
    account_id: str,
    is_forget: bool,  # noqa: FBT001 - click's own
    by: str,
) -> None:
    """Spara kontoägarens åtkomstnyckel till plattformens API, krypterad.

    Nyckeln skrivs in dolt, eller kommer på standard in; aldrig på kommandoraden, där
    andra på datorn kan se den. Den visas inte igen. En nyckel i Airflow (anslutningen
    avbild_KONTO) går före den som sparas här.
    """
    with opened(by) as archive:
        if is_forget:
            forget_token(archive, account_id)
            out.say("Åtkomstnyckeln är borttagen.")
            out.document(token=None)
            return
        saved = save_token(archive, account_id, _read_token)
    out.say("Åtkomstnyckeln är sparad.")
    _tell(out, saved)


@click.command("check", cls=ArchiveCommand)
@click.argument("account_id", metavar="KONTO")
@by_option
@answering
def check(out: Output, account_id: str, by: str) -> int:
    """Pröva vad ett konto kan läsas med: API, export och webbläsare.

    Plattformen tillfrågas nu. Visar vilken behörighet som fattas och när nyckeln går
    ut. En nyckel som finns i Airflow syns inte härifrån. Slutkoden är 3 när någon
    behöver göra något.
    """
    with opened(by) as archive:
        checks = check_sources(archive, account_id)
    for one in checks:
        out.say(f"{one.source.label}: {_works(one)}")
        out.facts(
            {
                "  Läget": one.finding,
                "  Behörighet som fattas": one.missing,
                "  Går ut": _day(one.expires_at),
                "  Gör så här": one.action,
            }
        )
    out.document(checks=checks)
    return NeedsPerson.exit_code if any(one.action for one in checks) else 0


@click.command("clear-browser", cls=ArchiveCommand)
@click.argument("account_id", metavar="KONTO")
@click.option("--decision", metavar="TEXT", help="Beslutets nummer eller hänvisning.")
@click.option("--decided-by", metavar="NAMN", help="Vem som har beslutat.")
@click.option("--on", "decided_on", type=Day(), metavar="DAG", help="När.")
@click.option("--withdraw", "is_withdrawn", is_flag=True, help="Ta tillbaka beslutet.")
@click.option("--reason", metavar="TEXT", default="", help="Varför det tas tillbaka.")
@by_option
@answering
def clear_browser_command(
    out: Output,
    account_id: str,
    by: str,
    reason: str,
    is_withdrawn: bool,  # noqa: FBT001 - click's own
    **given: Any,  # noqa: ANN401 - the options above
) -> None:
    """För in beslutet att webbläsaren får besöka ett konto utan att någon är med.

    Facebooks, Instagrams och X villkor tillåter ingen automatisk insamling. Utan
    beslutet används webbläsaren där bara när en person är med. Beslutet fattas av den
    som äger kontot, ett konto i taget, och kan tas tillbaka med --withdraw --reason.
    """
    if is_withdrawn:
        _check_withdrawal(given, reason)
    clearance = None if is_withdrawn else _clearance(given)
    with opened(by) as archive:
        if clearance is None:
            change = withdraw_clearance(archive, account_id, reason)
        else:
            change = clear_browser(archive, account_id, clearance)
        found = archive.database.accounts.get(account_id)
    out.say(_said(found))
    out.document(account=found, change=change)


def clearance_facts(found: Account) -> Mapping[str, object]:
    """Say of an account who must be at the browser, where the terms ask for anybody."""
    facts = {one.heading: getattr(found, one.name) for one in CLEARANCE_FIELDS}
    return {"Webbläsaren": _said(found), **facts} if is_attended(found) else {}


def _works(one: SourceCheck) -> str:
    if one.works:
        return "fungerar"
    return "fungerar inte" if one.action else "används inte"


def _clearance(given: Mapping[str, Any]) -> Clearance:
    names = {
        "decision": "--decision",
        "decided_by": "--decided-by",
        "decided_on": "--on",
    }
    if missing := [names[name] for name in names if not given[name]]:
        message = "Beslutet är inte fullständigt."
        raise BadInput(message, [f"{name} måste anges." for name in missing])
    return Clearance.model_validate(given)


def _check_withdrawal(given: Mapping[str, Any], reason: str) -> None:
    """See that who takes a decision back says why, and takes no other.

    Raises:
        BadInput: there is no reason, or a decision too.
    """
    if not reason.strip():
        message = "--reason måste anges tillsammans med --withdraw."
        raise BadInput(message)
    if any(given.values()):
        message = "Ange antingen --withdraw eller ett nytt beslut, inte båda."
        raise BadInput(message)


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(TIME_ZONE).date() if moment else None


def _said(found: Account) -> str:
    if found.is_browser_cleared:
        return "Webbläsaren får användas utan att en person är med."
    return "Webbläsaren används bara när en person är med."


def _tell(out: Output, saved: SavedToken) -> None:
    out.facts(
        {
            "Konto": saved.account_id,
            "Sparad": saved.saved_at,
            "Sparad av": saved.saved_by,
        }
    )
    out.document(token=saved)


def _read_token() -> str:
    """Read a key that nobody beside the person sees."""
    if sys.stdin.isatty():
        entered: str = click.prompt("Åtkomstnyckel", hide_input=True, err=True)
        return entered
    return sys.stdin.read(LARGEST)
