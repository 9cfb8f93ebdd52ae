# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tells when a capture brings back what the archive has disposed of.

Disposal is in the archive: the platform may still show what is gone here, and an export
that was made before holds it whatever the platform shows. A new capture keeps what it
finds, for it cannot know why it is there. But nobody shall believe that it is gone when
it is not: it is to be disposed of anew, under a decision of its own.
"""

from collections.abc import Iterable, Iterator, Sequence

from pipeline.context import Archive
from pipeline.notices import Message, tell
from rules.wording import counted
from schemas.classification import ItemEntry
from schemas.gallring import GallringDecision
from schemas.order import EventKind
from schemas.watch import NoticeFor, NoticeKind


def tell_of_returned(archive: Archive, entries: Sequence[ItemEntry]) -> int:
    """Note what of a new package was disposed of before, and tell the secretary.

    Ids and counts only: the notice leaves by e-mail.

    Raises:
        StoreDown: the database does not answer.
    """
    if not entries:
        return 0
    account_id, package_id = entries[0].account_id, entries[0].package_id
    gone = _disposed_of(archive, account_id)
    if not gone:
        return 0
    gone -= _told_of(archive, account_id, package_id)
    returned = sum(entry.item_id in gone for entry in entries)
    if returned:
        detail = {"package": package_id, "items": str(returned)}
        archive.note(EventKind.CONTENT_RETURNED, account_id, detail)
        tell(archive, _message(account_id, package_id, returned))
    return returned


def _disposed_of(archive: Archive, account_id: str) -> frozenset[str]:
    """Give the ids of everything that has been disposed of, of an account."""
    gallring = archive.database.gallring
    executed = {execution.decision_id for execution in gallring.executed()}
    decisions = (gallring.get_decision(one) for one in sorted(executed))
    return frozenset(_items_of(archive, account_id, decisions))


def _told_of(archive: Archive, account_id: str, package_id: str) -> frozenset[str]:
    """Give what stands in other packages: when it came back there it was told of."""
    known = archive.database.items.of_account(account_id)
    return frozenset(
        one.item_id
        for one in known
        if one.package_id != package_id and not one.is_gallrad
    )


def _items_of(
    archive: Archive, account_id: str, decisions: Iterable[GallringDecision]
) -> Iterator[str]:
    for decision in decisions:
        frozen = archive.database.gallring.get_list(decision.list_id)
        if frozen.account_id == account_id:
            yield from (entry.verdict.item_id for entry in frozen.entries)


def _message(account_id: str, package_id: str, returned: int) -> Message:
    what = counted(returned, "handling som är gallrad", "handlingar som är gallrade")
    return Message(
        key=f"returned:{package_id}",
        kind=NoticeKind.CONTENT_RETURNED,
        recipient=NoticeFor.SECRETARY,
        account_id=account_id,
        title="Gallrat innehåll finns i arkivet igen",
        text=(
            f"{what} ur arkivet kom tillbaka när kontot {account_id} arkiverades på "
            f"nytt. Innehållet finns i arkivpaketet {package_id}, för att plattformen "
            "eller kontots export fortfarande har det."
        ),
        action=(
            f"Föreslå gallring på nytt med avbild gallra propose {account_id}. Ta bort "
            "innehållet från plattformen om det inte längre ska finnas där, och läs "
            "inte in en export som är äldre än gallringen."
        ),
    )
