# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the guideline asks of an account in the register (kontoregister)."""

from collections.abc import Collection
from itertools import count
from urllib.parse import urlsplit

from rules.register_cells import LONGEST_TEXT
from rules.register_fields import heading_of
from rules.wording import slug
from schemas.account import Account, AccountStatus
from schemas.errors import BadInput

LONGEST_ADDRESS = 2000
LONGEST_HOST = 253

_WANTED: dict[str, str] = {
    "responsible_manager": "verksamhetens chef",
    "account_owner": "den som ansvarar för kontot",
    "stand_in": "ersättare vid ledighet",
    "activity": "verksamheten som kontot tillhör",
    "purpose": "kontots syfte",
    "target_group": "målgruppen",
    "goals": "mätbara mål för kontot",
    "goals_follow_up": "hur målen följs upp",
    "decision": "beslutet om kontot",
    "decided_by": "vem som beslutade",
    "decided_on": "när det beslutades",
    "approval": "kommunikationsavdelningens godkännande",
    "approved_by": "vem som godkände",
    "approved_on": "när det godkändes",
    "opened_on": "när kontot startades",
}


def lacking(account: Account) -> tuple[str, ...]:
    """Name what the guideline wants in the register and the account does not say.

    The guideline, "Krav och ansvar för att använda sociala medier": the head of the
    activity decides, names who is responsible and sees to it that the account is
    watched during leave, and the communications department approves; "Mål och
    utvärdering": measurable goals and how they are followed up are there for every
    account. It is a reminder, never a refusal: an account that nobody answers for must
    still be archived.
    """
    found = [label for name, label in _WANTED.items() if not _says(account, name)]
    if account.status is AccountStatus.CLOSED and account.closed_on is None:
        found.append("när kontot avslutades")
    return tuple(found)


def _says(account: Account, name: str) -> bool:
    value = getattr(account, name)
    return bool(value.strip() if isinstance(value, str) else value)


def check_account(account: Account) -> None:
    """Refuse an account whose fields go ill together, or are longer than a list holds.

    Raises:
        BadInput: it has a day of closing and is not closed, one that is before its
            start, or a text that is too long.
    """
    problems = [
        f"{heading_of(name)} är längre än {LONGEST_TEXT} tecken."
        for name, value in account
        if type(value) is str and len(value) > LONGEST_TEXT
    ]
    if account.closed_on and account.status is not AccountStatus.CLOSED:
        problems.append("Ett konto som inte är avslutat har inget avslutsdatum.")
    if (
        account.opened_on
        and account.closed_on
        and account.closed_on < account.opened_on
    ):
        problems.append("Avslutsdatumet är före startdatumet.")
    if problems:
        message = "Kontots uppgifter kan inte sparas."
        raise BadInput(message, problems)


def check_address(address: str) -> str:
    """Refuse an address that is not a web page's.

    Returns:
        The address without surrounding space.

    Raises:
        BadInput: no http or https address with a host, or one that carries a password.
    """
    text = address.strip()
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        message = "Adressen går inte att tolka."
        raise BadInput(message) from error
    if parts.scheme.lower() not in {"http", "https"}:
        message = "Adressen måste börja med https:// eller http://."
        raise BadInput(message)
    is_plain = not any(letter.isspace() or ord(letter) < 32 for letter in text)  # noqa: PLR2004 - control characters
    if not host or len(host) > LONGEST_HOST or not is_plain or port == 0:
        message = "Adressen saknar ett giltigt värdnamn."
        raise BadInput(message)
    if parts.username is not None or parts.password is not None:
        message = "Adressen får inte innehålla användarnamn eller lösenord."
        raise BadInput(message)
    if len(text) > LONGEST_ADDRESS:
        message = f"Adressen är längre än {LONGEST_ADDRESS} tecken."
        raise BadInput(message)
    return text


def new_id(name: str, taken: Collection[str]) -> str:
    """Make an id from a name: "Älmhults kommun" -> "almhults-kommun", then "…-2".

    Raises:
        BadInput: the name has no letter or digit to make an id of.
    """
    wanted = slug(name)
    if not wanted:
        message = f"Namnet ”{name}” går inte att göra ett id av. Ange id själv."
        raise BadInput(message)
    if wanted not in taken:
        return wanted
    return next(
        tried for number in count(2) if (tried := f"{wanted}-{number}") not in taken
    )
