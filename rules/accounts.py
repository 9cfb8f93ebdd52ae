# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the guideline asks of an account in the register (kontoregister)."""

from collections.abc import Collection
from itertools import count
from urllib.parse import urlsplit

from rules.wording import slug
from schemas.account import Account
from schemas.errors import BadInput

LONGEST_ADDRESS = 2000
LONGEST_HOST = 253

_NAMED: dict[str, str] = {
    "responsible_manager": "verksamhetens chef",
    "account_owner": "den som ansvarar för kontot",
    "stand_in": "ersättare vid ledighet",
    "purpose": "kontots syfte",
    "decision": "beslutet om kontot",
}


def lacking(account: Account) -> tuple[str, ...]:
    """Name what the guideline wants in the register and the account does not say.

    The guideline, "Krav och ansvar för att använda sociala medier": the head of the
    activity decides and names who is responsible, and sees to it that the account is
    watched during leave. It is a reminder, never a refusal: an account that nobody
    answers for must still be archived.
    """
    return tuple(
        label for name, label in _NAMED.items() if not getattr(account, name).strip()
    )


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
