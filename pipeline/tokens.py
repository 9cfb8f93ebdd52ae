# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Owners' keys to their accounts (åtkomstnycklar): kept encrypted, never shown.

A platform that is read through its owner's own door asks for a key that the owner has
made there. Avbild keeps it beside the saved logins, or is handed it by whoever runs
Avbild, such as Airflow with its Connections. What is handed in goes first: an operator
who keeps keys in one place changes them there, and an old copy here must not win.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from archivers.tools import CaptureTools
from pipeline.context import Archive
from pipeline.sealed import SealedFolder
from schemas.account import Account
from schemas.errors import BadInput, NotAllowed, UnknownName
from schemas.order import EventKind
from schemas.record import Instant, Record

KEYED = frozenset({"facebook", "instagram"})
"""The platforms whose API is read with a key of each account's owner."""

TOKENS = SealedFolder(
    "tokens",
    "mappen för åtkomstnycklar",
    "Åtkomstnyckeln för {account_id} går inte att öppna med nyckeln som finns. "
    "Lägg in den på nytt med avbild account token {account_id}.",
)
SHORTEST, LONGEST = 16, 4096
_FORM = (
    "Det som lämnades är ingen åtkomstnyckel. Kopiera hela nyckeln från plattformen, "
    "utan mellanslag och radbrytningar i den."
)


class SavedToken(Record):
    """What may be told of a saved key: that it is there, since when, and by whom."""

    account_id: str
    saved_at: Instant
    saved_by: str


def save_token(
    archive: Archive, account_id: str, read: Callable[[], str]
) -> SavedToken:
    """Keep the owner's key to an account, in the place of the one that was there.

    `read` asks a person for it, when it is known that it can be kept.

    Raises:
        UnknownName: the account is not in the register.
        NotAllowed: the account's platform is not read with such a key.
        BadInput: it cannot be a key, or the archive's own key cannot be used.
    """
    account = archive.database.accounts.get(account_id)
    _check_keyed(account)
    TOKENS.make_ready(archive)
    token = _cleaned(read())
    kept = SavedToken(
        account_id=account_id, saved_at=archive.clock(), saved_by=archive.agent
    )
    told = kept.model_dump(mode="json", exclude={"account_id"})
    TOKENS.put(archive, account_id, {**told, "token": token})
    archive.note(EventKind.TOKEN_SAVED, account_id)
    return kept


def forget_token(archive: Archive, account_id: str) -> None:
    """Remove an account's key; one that Airflow has is removed there.

    Raises:
        UnknownName: the account is not in the register, or has no saved key.
    """
    archive.database.accounts.get(account_id)
    if not TOKENS.remove(archive, account_id):
        message = f"Kontot {account_id} har ingen sparad åtkomstnyckel."
        raise UnknownName(message)
    archive.note(EventKind.TOKEN_FORGOTTEN, account_id)


def takes_token(account: Account) -> bool:
    """Whether an account's platform is read with a key of the account's owner."""
    return account.platform in KEYED


def token_for(archive: Archive, account: Account) -> str:
    """Give the owner's key to an account, or nothing.

    Raises:
        BadInput: the archive's own key cannot be used.
        Damaged: the archive's key does not fit, or the file is not what was written.
    """
    if not takes_token(account):
        return ""
    handed = archive.tokens(account.account_id)
    if handed:
        return handed
    kept = TOKENS.get(archive, account.account_id)
    return str(kept["token"]) if kept else ""


def saved_token(archive: Archive, account: Account) -> SavedToken | None:
    """Tell of the key that Avbild keeps for an account; None if another one is used.

    Raises:
        BadInput: the archive's own key cannot be used.
        Damaged: the archive's key does not fit, or the file is not what was written.
    """
    if not takes_token(account) or archive.tokens(account.account_id):
        return None
    kept = TOKENS.get(archive, account.account_id)
    if kept is None:
        return None
    told = {name: kept[name] for name in ("saved_at", "saved_by")}
    return SavedToken(account_id=account.account_id, **told)


def tokens_of(archive: Archive, accounts: Iterable[Account]) -> dict[str, str]:
    """Give the owners' keys to some accounts, by account: of those that have one.

    Raises:
        BadInput: the archive's own key cannot be used.
        Damaged: the archive's key does not fit, or a file is not what was written.
    """
    found = {each.account_id: token_for(archive, each) for each in accounts}
    return {account_id: token for account_id, token in found.items() if token}


def holding(tools: CaptureTools, tokens: Mapping[str, str]) -> CaptureTools:
    """Give the same tools with the owners' keys to some accounts, and to no others."""
    return replace(tools, access=replace(tools.access, account_tokens=tokens))


def _check_keyed(account: Account) -> None:
    if not takes_token(account):
        message = (
            f"Kontot {account.account_id} läses utan åtkomstnyckel. Nycklar behövs för "
            "Facebook och Instagram."
        )
        raise NotAllowed(message)


def _cleaned(token: str) -> str:
    """Take away what came with a key when it was copied; never quote it."""
    found = token.strip()
    is_one = found.isascii() and found.isprintable() and " " not in found
    if not is_one or not SHORTEST <= len(found) <= LONGEST:
        raise BadInput(_FORM)
    return found
