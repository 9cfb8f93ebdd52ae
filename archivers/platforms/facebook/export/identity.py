# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tells whether an export is that of the account it is imported to.

An address tells it: a number is the account for ever, a username as long as nobody has
changed it. A name tells less, since the register may call the account something else.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qs

from archivers.platforms.facebook.export.facts import Facts
from archivers.text import address_parts, one_line
from schemas.account import Account
from schemas.errors import BadInput

UNSURE = (
    "Det går inte att avgöra av exporten att den gäller kontot i registret. "
    "Kontrollera det innan leveransen godkänns."
)
RENAMED = "Exporten har ett annat användarnamn än kontots adress i registret."
ANOTHER = (
    "Exporten gäller ett annat Facebook-konto än {name}. Lämna in exporten av rätt "
    "konto, eller rätta kontots namn och adress i registret."
)
NUMBERED = frozenset({"people", "pages", "p", "pg"})
"""What an address has before a name that ends with the account's number."""

_NUMBER = re.compile(r"(?:^|-)(\d{5,})$")
_COMMON = frozenset(
    {"kommun", "kommuns", "kommunen", "stad", "facebook", "sida", "och"}
)
LEAST_WORD = 3


@dataclass(frozen=True)
class Known:
    """What an address says of who the account is."""

    number: str = ""
    username: str = ""


def known_of(address: str) -> Known:
    """Read the number or the username off an account's address."""
    parts = address_parts(address)
    steps = [step for step in parts.path.split("/") if step]
    number = next(iter(parse_qs(parts.query).get("id", [])), "")
    if number or not steps:
        return Known(number=number)
    found = _NUMBER.search(steps[-1])
    if found and (steps[0] in NUMBERED or steps[0] == found[1]):
        return Known(number=found[1])
    return Known(username=_plain(steps[0]))


def demand_same(facts: Facts, account: Account) -> tuple[str, ...]:
    """Refuse another account's export; give what a reader should know.

    Raises:
        BadInput: it is another account's.
    """
    theirs, ours = known_of(facts.address), known_of(str(account.url))
    username = _plain(facts.username) or theirs.username
    if theirs.number and ours.number:
        return _judged(account, is_same=theirs.number == ours.number)
    if username and username == ours.username:
        return ()
    is_named = _is_named(facts.name, account)
    if is_named is None:
        is_other = bool(username and ours.username)
        return _judged(account, is_same=not is_other, note=UNSURE)
    is_renamed = bool(username and ours.username)
    return _judged(account, is_same=is_named, note=RENAMED if is_renamed else "")


def _judged(account: Account, *, is_same: bool, note: str = "") -> tuple[str, ...]:
    if not is_same:
        raise BadInput(ANOTHER.format(name=account.name))
    return (note,) if note else ()


def _is_named(name: str, account: Account) -> bool | None:
    """Whether the export's name is the account's; None if that cannot be told.

    A municipality's accounts share a word, such as its own name: a name that is the
    same in part may be that of the library's account.
    """
    plain = _plain(name)
    if not plain:
        return None
    handle = known_of(str(account.url)).username
    ours = (_plain(account.name), handle)
    if any(one and (one in plain or plain in one) for one in ours):
        return True
    words = {_plain(word) for word in one_line(name).split()}
    telling = {w for w in words - _COMMON if len(w) > LEAST_WORD}
    shared = [word for word in telling if any(word in one for one in ours)]
    if shared and len(shared) < len(telling):
        return None
    return bool(shared)


def _plain(text: str) -> str:
    """Bring a name to the letters and digits that a username may have."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if one.isalnum() and one.isascii())
