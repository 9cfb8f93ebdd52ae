# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The last archiving of an account: ordered, taken when whole, or accepted as it is.

The guideline, "Arkivering": an account is archived before it is closed. What is lacking
then can never be had again, so it blocks the closure until a person answers for it.
"""

from pipeline.close.situation import current, situation_of, take
from pipeline.context import Archive
from pipeline.order import Request, place_order
from rules.closure import Situation, hindrance
from rules.orders import is_open
from schemas.closure import Closure, ClosureEntry, ClosureStep
from schemas.errors import NotAllowed, Refused
from schemas.order import Order, OrderReason


def order_final_capture(archive: Archive, account_id: str) -> Order:
    """Order the last archiving; what it cannot get is kept as evidence all the same.

    Raises:
        UnknownName: there is no such account.
        Refused: it is not being closed, the announcement is not over, or another order
            is open; the message names it.
    """
    with archive.database.transaction():
        closure = current(archive, account_id)
        _must_be_due(situation_of(archive, closure))
        request = Request(
            account_id=account_id,
            ordered_by=archive.agent,
            reason=OrderReason.CLOSURE,
            reason_text=_why(closure),
            keep_incomplete=True,
        )
        return place_order(archive, request)


def take_capture(archive: Archive, account_id: str) -> Closure:
    """Note that the last archiving is whole.

    Raises:
        UnknownName: there is no such account.
        Refused: it is not being closed, or the archiving is not whole or not the last.
    """

    def entry(now: Situation) -> ClosureEntry:
        capture = now.capture
        return ClosureEntry(
            step=ClosureStep.CAPTURED,
            at=archive.clock(),
            by=archive.agent,
            order_id=capture.order.order_id if capture else None,
            package_id=capture.package_id if capture else None,
        )

    return take(archive, account_id, entry)


def accept(
    archive: Archive, account_id: str, reason: str, package_id: str | None = None
) -> Closure:
    """Accept an archiving with what it lacks, for a reason that a person answers for.

    It is the last one, or an earlier package of the account if it cannot be archived
    any more.

    Raises:
        UnknownName: there is no such account or package.
        NotAllowed: the package is another account's.
        Refused: it is not being closed, or the announcement is not over.
        BadInput: there is nothing to accept, or no reason is given.
    """

    def entry(now: Situation) -> ClosureEntry:
        given = now.capture.package_id if package_id is None and now.capture else None
        order_id, chosen = _chosen(archive, account_id, package_id or given)
        return ClosureEntry(
            step=ClosureStep.CAPTURED,
            at=archive.clock(),
            by=archive.agent,
            reason=reason.strip(),
            order_id=order_id,
            package_id=chosen,
            accepted_incomplete=True,
        )

    return take(archive, account_id, entry)


def _why(closure: Closure) -> str:
    """Say why in the words that are printed on the transcript's cover sheet."""
    decided = closure.done(ClosureStep.DECIDED)
    return f"Beslut om att avsluta kontot: {decided.decision if decided else ''}"


def _must_be_due(now: Situation) -> None:
    """Refuse an order while the announcement is up, or when one waits or is taken."""
    is_missing = now.capture is None or not is_open(now.capture.order)
    taken = now.closure.done(ClosureStep.CAPTURED) is not None
    announced = now.closure.done(ClosureStep.ANNOUNCED)
    is_early = announced is None or (announced.until or now.today) > now.today
    why_not = hindrance(ClosureStep.CAPTURED, now)
    if taken or is_early or not is_missing:
        raise Refused(why_not)


def _chosen(
    archive: Archive, account_id: str, package_id: str | None
) -> tuple[str | None, str | None]:
    """Give the order and the id of the package that is to be accepted."""
    if package_id is None:
        return None, None
    package = archive.database.packages.get(package_id)
    if package.account_id != account_id:
        message = f"Paketet {package_id} är inte av kontot {account_id}."
        raise NotAllowed(message)
    return package.order_id, package.package_id
