# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""When an archiving may be ordered, and when an order may be taken by a worker.

An order row is the queue. A worker holds a running order on a lease: if the worker
dies, another may take the order when the lease has run out.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from rules.accounts import check_address
from schemas.account import Account, AccountStatus, ArchiveLevel
from schemas.errors import BadInput, NotAllowed
from schemas.order import Order, OrderReason, OrderState

LEASE = timedelta(minutes=30)
"""How long a worker that says nothing keeps an order; each sign of life renews it."""

LONGEST_REASON = 2000
"""Characters; the reason is printed on the transcript's cover sheet."""

MOST_POSTS = 200
"""Chosen posts in one order; who wants more takes the whole account."""

REST = timedelta(days=1)
"""How long the watch leaves an account alone after an order of its own has failed."""

_OPEN = frozenset({OrderState.QUEUED, OrderState.RUNNING})


def is_open(order: Order) -> bool:
    """Tell whether an order still waits or runs; an account has at most one such."""
    return order.state in _OPEN


def check_orderable(
    account: Account, reason: OrderReason, reason_text: str, ordered_by: str
) -> None:
    """Refuse an order that must not be placed.

    A board secretary's order must say why in words (`reason_text`), since the reason is
    a part of the package's provenance.

    Raises:
        NotAllowed: the account is closed: there is nothing left to capture.
        BadInput: the order gives no reason, too long a one, or no orderer.
    """
    if account.status is AccountStatus.CLOSED:
        message = (
            f"Kontot {account.account_id} är avslutat och kan inte arkiveras på nytt."
        )
        raise NotAllowed(message)
    if not ordered_by.strip():
        message = "Ange vem som beställer arkiveringen."
        raise BadInput(message)
    if reason is OrderReason.REQUEST and not reason_text.strip():
        message = "Ange varför kontot ska arkiveras."
        raise BadInput(message)
    if len(reason_text) > LONGEST_REASON:
        message = f"Anledningen är längre än {LONGEST_REASON} tecken."
        raise BadInput(message)


def check_level(
    reason: OrderReason, level: ArchiveLevel, posts: Sequence[str]
) -> tuple[str, ...]:
    """Refuse posts that do not go with what is to be taken of an account.

    Only the level `unique` takes chosen posts whole, and it must say which. What is
    archived before an account is closed can never be taken again: it is taken in full
    (the guideline, "Avsluta ett konto": "ska innehållet arkiveras").

    Returns:
        The addresses of the posts, each once.

    Raises:
        BadInput: posts are missing, or are given in vain, or one is no web address.
    """
    chosen = tuple(dict.fromkeys(map(check_address, posts)))
    if reason is OrderReason.CLOSURE and level is not ArchiveLevel.FULL:
        message = "Inför ett avslut arkiveras allt innehåll. Ange ingen annan nivå."
        raise BadInput(message)
    if chosen and level is not ArchiveLevel.UNIQUE:
        message = "Utvalda inlägg anges bara för nivån unique."
        raise BadInput(message)
    if level is ArchiveLevel.UNIQUE and not chosen:
        message = "Nivån unique kräver minst ett inlägg som ska tas i sin helhet."
        raise BadInput(message)
    if len(chosen) > MOST_POSTS:
        message = f"Högst {MOST_POSTS} inlägg kan väljas ut i en beställning."
        raise BadInput(message)
    return chosen


def check_same_board(account: Account, board_id: str | None) -> None:
    """Refuse an account that belongs to another board than the one that asks.

    Raises:
        NotAllowed: the account is another board's.
    """
    if board_id is not None and account.board_id != board_id:
        message = (
            f"Kontot {account.account_id} tillhör en annan nämnd ({account.board_id})."
        )
        raise NotAllowed(message)


def may_be_taken(order: Order, now: datetime) -> bool:
    """Tell whether a worker may take an order.

    A failed order may be taken again: the failure may have been the platform's. A
    running one may be taken when its worker's lease has run out.
    """
    if order.state is OrderState.RUNNING:
        return order.lease_until is None or order.lease_until <= now
    return order.state is not OrderState.DONE


def is_resting(latest: Order | None, now: datetime) -> bool:
    """Tell whether the watch must not order on its own just now.

    Its last order failed recently: the next hour's would most likely fail the same way,
    and one failure a day is enough for a person to see. A person may order meanwhile.
    """
    if latest is None or latest.state is not OrderState.FAILED:
        return False
    return latest.ended_at is not None and now - latest.ended_at < REST
