# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An order that a person attends is carried out with that person, or not at all."""

import pytest

from pipeline.order import Request, place_order
from pipeline.snapshot import run_order
from schemas.errors import NeedsPerson
from schemas.order import OrderState

pytestmark = pytest.mark.usefixtures("account", "plan")


@pytest.fixture
def order(archive):
    """An order that Ulla attends."""
    request = Request(
        account_id="biblioteket",
        ordered_by="Ulla",
        reason_text="Begärd",
        attended_by=" Ulla ",
    )
    return place_order(archive, request)


def test_whoever_sits_at_the_browser_is_named_in_the_order(archive, order, platform):
    """And the capture may use the browser, in a window."""
    seen = []
    crafts = platform.crafts()

    def capture(account, ordered, folder, tools):
        seen.append((ordered.attended_by, tools.is_attended, tools.is_visible))
        return platform.crafts().capture(account, ordered, folder, tools)

    object.__setattr__(crafts, "capture", capture)
    run_order(archive.attended(), order.order_id, crafts)
    assert seen == [("Ulla", True, True)]


def test_a_worker_without_eyes_does_not_take_it_up(archive, order, platform):
    """Such as the queue's, after an interruption."""
    with pytest.raises(NeedsPerson, match="--attended"):
        run_order(archive, order.order_id, platform.crafts())
    assert platform.captures == 0
    assert archive.database.orders.get(order.order_id).state is OrderState.FAILED
