# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""When an order may be placed, and when a worker may take it."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.orders import (
    check_level,
    check_orderable,
    check_same_board,
    is_open,
    is_resting,
    may_be_taken,
)
from schemas.account import Account, AccountStatus, ArchiveLevel
from schemas.errors import BadInput, NotAllowed
from schemas.order import Order, OrderReason, OrderState

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
ACCOUNT = Account.model_validate(
    {
        "account_id": "almhult",
        "board_id": "ks",
        "platform": "web",
        "url": "https://example.org/",
        "name": "Älmhult",
    }
)


def order(state, lease_until=None):
    return Order(
        order_id="o-1",
        account_id="almhult",
        reason=OrderReason.REQUEST,
        ordered_by="Anna",
        ordered_at=NOW,
        state=state,
        lease_until=lease_until,
    )


def test_a_closed_account_is_not_archived_again():
    closed = ACCOUNT.model_copy(update={"status": AccountStatus.CLOSED})
    with pytest.raises(NotAllowed, match="avslutat"):
        check_orderable(closed, OrderReason.REQUEST, "begärd", "Anna")


def test_a_secretarys_order_says_why():
    with pytest.raises(BadInput, match="Ange varför"):
        check_orderable(ACCOUNT, OrderReason.REQUEST, "  ", "Anna")


def test_an_account_under_closure_may_be_archived():
    closing = ACCOUNT.model_copy(update={"status": AccountStatus.CLOSING})
    check_orderable(closing, OrderReason.CLOSURE, "", "Anna")


def test_another_boards_account_is_refused():
    check_same_board(ACCOUNT, None)
    check_same_board(ACCOUNT, "ks")
    with pytest.raises(NotAllowed, match="annan nämnd"):
        check_same_board(ACCOUNT, "bun")


@pytest.mark.parametrize(
    ("state", "lease", "expected"),
    [
        (OrderState.QUEUED, None, True),
        (OrderState.FAILED, None, True),
        (OrderState.DONE, None, False),
        (OrderState.RUNNING, NOW + timedelta(seconds=1), False),
        (OrderState.RUNNING, NOW, True),
        (OrderState.RUNNING, None, True),
    ],
)
def test_a_running_order_is_taken_only_when_its_lease_has_run_out(
    state, lease, expected
):
    assert may_be_taken(order(state, lease), NOW) is expected


def test_waiting_and_running_orders_are_open():
    assert [state for state in OrderState if is_open(order(state))] == [
        OrderState.QUEUED,
        OrderState.RUNNING,
    ]


def test_an_order_says_who_orders_and_not_too_much():
    with pytest.raises(BadInput, match="Ange vem"):
        check_orderable(ACCOUNT, OrderReason.REQUEST, "begärd", " ")
    with pytest.raises(BadInput, match="längre än"):
        check_orderable(ACCOUNT, OrderReason.REQUEST, "x" * 2001, "Anna")


@pytest.mark.parametrize(
    ("state", "hours", "expected"),
    [
        (OrderState.FAILED, 23, True),
        (OrderState.FAILED, 24, False),
        (OrderState.DONE, 1, False),
        (OrderState.QUEUED, 1, False),
    ],
)
def test_the_watch_rests_for_a_day_after_a_failure(state, hours, expected):
    ended = NOW - timedelta(hours=hours)
    assert (
        is_resting(order(state).model_copy(update={"ended_at": ended}), NOW) is expected
    )
    assert is_resting(None, NOW) is False


POST = "https://torget.example/konto/1"


@pytest.mark.parametrize(
    ("reason", "level", "posts", "said"),
    [
        (OrderReason.CLOSURE, ArchiveLevel.OVERVIEW, [], "allt innehåll"),
        (OrderReason.CLOSURE, ArchiveLevel.UNIQUE, [POST], "allt innehåll"),
        (OrderReason.REQUEST, ArchiveLevel.FULL, [POST], "bara för nivån unique"),
        (OrderReason.REQUEST, ArchiveLevel.OVERVIEW, [POST], "bara för nivån"),
        (OrderReason.REQUEST, ArchiveLevel.UNIQUE, [], "minst ett inlägg"),
        (OrderReason.REQUEST, ArchiveLevel.UNIQUE, ["inlägg 1"], "https://"),
        (
            OrderReason.REQUEST,
            ArchiveLevel.UNIQUE,
            [f"{POST}{n}" for n in range(201)],
            "Högst 200",
        ),
    ],
)
def test_posts_and_level_that_go_ill_together_are_refused(reason, level, posts, said):
    with pytest.raises(BadInput, match=said):
        check_level(reason, level, posts)


def test_each_chosen_post_is_taken_once():
    level = ArchiveLevel.UNIQUE
    assert check_level(OrderReason.REQUEST, level, [POST, f" {POST} "]) == (POST,)
    for free in (ArchiveLevel.OVERVIEW, ArchiveLevel.FULL):
        assert check_level(OrderReason.PERIODIC, free, ()) == ()
