# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An order is placed by someone, for a reason, and an account has one open at most."""

import pytest

from pipeline.order import Request, place_order
from schemas.errors import BadInput, NotAllowed, Refused, UnknownName
from schemas.order import EventKind, OrderReason, OrderState


def request_for(**changes):
    given = {
        "account_id": "biblioteket",
        "ordered_by": "Ulla",
        "reason_text": " Begärd ",
    }
    return Request.model_validate(given | changes)


@pytest.mark.usefixtures("account")
def test_an_order_waits_with_who_why_and_when(archive, clock):
    order = place_order(archive, request_for(diary_number=" KS 2026/7 "))
    assert archive.database.orders.get(order.order_id) == order
    assert order.state is OrderState.QUEUED
    assert (order.reason_text, order.diary_number) == ("Begärd", "KS 2026/7")
    assert order.ordered_at <= clock()
    event = archive.database.events.list()[-1]
    assert (event.kind, event.agent) == (EventKind.ORDERED, "Ulla")
    assert event.detail == {"order": order.order_id, "reason": "request"}


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("changes", "error", "sentence"),
    [
        ({"account_id": "okänt"}, UnknownName, "finns inte"),
        ({"board_id": "okänd"}, UnknownName, "finns inte"),
        ({"reason_text": " "}, BadInput, "Ange varför"),
        ({"ordered_by": " "}, BadInput, "Ange vem"),
    ],
)
def test_what_cannot_be_ordered_leaves_no_trace(archive, changes, error, sentence):
    with pytest.raises(error, match=sentence):
        place_order(archive, request_for(**changes))
    assert archive.database.orders.list() == ()
    assert archive.database.events.list() == ()


@pytest.mark.usefixtures("account")
def test_another_boards_account_is_refused(archive, board):
    other = board.model_copy(update={"board_id": "bun", "name": "Barn- och utbildning"})
    archive.database.boards.add(other)
    with pytest.raises(NotAllowed, match="annan nämnd"):
        place_order(archive, request_for(board_id="bun"))


@pytest.mark.usefixtures("account")
def test_an_account_has_one_open_order_at_most(archive):
    first = place_order(archive, request_for())
    with pytest.raises(Refused, match=first.order_id):
        place_order(archive, request_for(reason=OrderReason.CLOSURE))
    assert len(archive.database.events.list()) == 1
