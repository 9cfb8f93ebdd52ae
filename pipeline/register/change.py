# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Change an account in the register, and keep who did it, when, why and what was."""

from collections.abc import Collection, Mapping

from archivers.address import resolve_host
from pipeline.context import Archive
from pipeline.enrol import (
    Resolve,
    account_of,
    check_free,
    check_reachable,
    platform_of,
)
from rules.accounts import check_address
from rules.register_cells import fault_of, read_cell, write_cell
from rules.register_fields import FIELD_BY_NAME, FieldKind, heading_of
from rules.same_address import address_key
from schemas.account import Account, AccountChange, AccountStatus
from schemas.closure import ClosureStep
from schemas.errors import BadInput, NotAllowed, Refused
from schemas.order import EventKind

NOTHING: frozenset[str] = frozenset()
NOT_CLEARED: Mapping[str, str | None] = {
    "browser_clearance": "",
    "browser_cleared_by": "",
    "browser_cleared_on": None,
}
"""What says that a person attends the browser; the terms of a platform are its own."""


def change_account(
    archive: Archive,
    account_id: str,
    values: Mapping[str, str],
    reason: str,
    resolve: Resolve = resolve_host,
) -> AccountChange | None:
    """Change fields of an account; an empty value empties a field that may be empty.

    Gives None, and keeps nothing, when nothing differs.

    Raises:
        UnknownName: the account, its board or its platform is not known.
        BadInput: a value has a form it cannot have.
        NotAllowed: the status, which only a closure changes, or a private address.
        Refused: no reason is given, or the address is another account's.
    """
    read, blanks = read_fields(values)
    before = archive.database.accounts.get(account_id)
    after = altered(before, read, blanks)
    if after.url != before.url:
        check_reachable(archive, str(after.url), resolve)
    with archive.database.transaction():
        # Once more, on what stands there now: another may have changed it meanwhile.
        now = archive.database.accounts.get(account_id)
        return keep_change(archive, altered(now, read, blanks), reason)


def altered(
    account: Account, values: Mapping[str, str], clears: Collection[str] = NOTHING
) -> Account:
    """Give an account with other values, each as its record takes it.

    A value that says what stands there already changes nothing.

    Raises:
        BadInput: a value has a form it cannot have, or a needed field is emptied.
        NotAllowed: the id, or the status, which only a closure changes.
        UnknownName: the platform is not known.
    """
    differing = {
        name: value for name, value in values.items() if value != _now(account, name)
    }
    emptied = {name for name in clears if _now(account, name)}
    if not differing and not emptied:
        return account
    _check_changeable(account, {*differing, *emptied})
    given = account.model_dump() | differing | {name: _empty(name) for name in emptied}
    if "url" in differing:
        given["url"] = check_address(differing["url"])
        given["platform"] = differing.get("platform") or _follow(account, given["url"])
    if _subject(given) != _subject(account.model_dump()):
        given |= NOT_CLEARED
    return account_of(given)


def _subject(fields: Mapping[str, object]) -> tuple[object, ...]:
    """Give what the owner's decision on the browser is about: whose account, and where.

    At another address lies another account until its owner has said that it does not.
    """
    address = address_key(str(fields["url"]))
    return fields["platform"], fields["board_id"], address


def keep_change(archive: Archive, after: Account, reason: str) -> AccountChange | None:
    """Keep a changed account, in an open transaction; None when nothing differs.

    Raises:
        UnknownName: the account or its board is not in the register.
        Refused: no reason is given, the address is another account's, or it is changed
            while the account is being closed.
    """
    register = archive.database.accounts
    _check_address(archive, after)
    change = register.change(after, archive.agent, reason, archive.clock())
    if change is not None:
        detail = {"fields": ",".join(sorted(change.after))}
        archive.note(EventKind.ACCOUNT_CHANGED, after.account_id, detail)
    return change


def read_fields(given: Mapping[str, str]) -> tuple[dict[str, str], frozenset[str]]:
    """Read fields as people write them: what they say, and those that are emptied.

    Raises:
        BadInput: one cannot be understood; each is named.
    """
    read = {
        name: read_cell(FIELD_BY_NAME[name], text)
        for name, text in given.items()
        if text.strip()
    }
    problems = [
        f"{heading_of(name)}: {fault_of(FIELD_BY_NAME[name], given[name])}"
        for name, value in read.items()
        if value is None
    ]
    if problems:
        message = "Uppgifterna går inte att förstå."
        raise BadInput(message, problems)
    values = {name: value for name, value in read.items() if value is not None}
    return values, frozenset(given) - frozenset(values)


def _now(account: Account, name: str) -> str:
    """Give what a field says, as a list that was written of it would be read."""
    return (
        read_cell(FIELD_BY_NAME[name], write_cell(account, FIELD_BY_NAME[name])) or ""
    )


def _empty(name: str) -> str | None:
    field = FIELD_BY_NAME[name]
    if not field.may_be_empty:
        message = f"{field.heading} kan inte vara tomt."
        raise BadInput(message)
    return "" if field.kind is FieldKind.TEXT else None


def _check_changeable(account: Account, names: Collection[str]) -> None:
    if "account_id" in names:
        message = "Ett kontos id kan inte ändras: arkivpaketen hänvisar till det."
        raise NotAllowed(message)
    is_closed = account.status is AccountStatus.CLOSED
    if "status" in names or ("closed_on" in names and not is_closed):
        message = (
            "Status och avslutsdatum ändras när kontot avslutas, med `avbild close`."
        )
        raise NotAllowed(message)


def _check_address(archive: Archive, after: Account) -> None:
    """Refuse an address that is taken, and another one once the followers are told.

    The last archiving is of the one that they were told at. What is not found at
    another address would else show that the account is closed.
    """
    before = archive.database.accounts.get(after.account_id)
    if address_key(str(after.url)) == address_key(str(before.url)):
        return
    check_free(after, archive.database.accounts.list())
    closure = archive.database.closures.open_for(after.account_id)
    if closure is not None and closure.done(ClosureStep.ANNOUNCED) is not None:
        message = (
            f"Kontot {after.account_id} är under avslut, så adressen kan inte ändras. "
            "Ta först tillbaka steget med `avbild close undo` (announced)."
        )
        raise Refused(message)


def _follow(account: Account, address: str) -> str:
    """Let the platform follow the address, if it did so before."""
    follows = account.platform == platform_of(str(account.url))
    return platform_of(address) if follows else account.platform
