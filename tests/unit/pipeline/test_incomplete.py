# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What lacks something is refused, or kept as evidence and called nothing else."""

import pytest

from pipeline.order import Request, place_order
from pipeline.report import read_report
from pipeline.snapshot import run_order
from schemas.errors import CaptureIncomplete
from schemas.order import EventKind


@pytest.fixture
def lacking(platform):
    """A platform that shows less than it says that it has."""
    platform.missing = ("2 av 40 inlägg hittades.",)
    return platform


def order_of(archive, *, keep: bool):
    """Order an archiving of the library's account."""
    request = Request(
        account_id="biblioteket",
        ordered_by="Ulla",
        reason_text="Kontot läggs ner",
        keep_incomplete=keep,
    )
    return place_order(archive, request)


@pytest.mark.usefixtures("account", "plan")
def test_it_is_refused_unless_it_was_asked_for(archive, lacking):
    """The order fails and the store has nothing."""
    order = order_of(archive, keep=False)
    with pytest.raises(CaptureIncomplete, match="2 av 40"):
        run_order(archive, order.order_id, lacking.crafts())
    assert list(archive.store.packages()) == []
    assert archive.database.packages.list() == ()


@pytest.mark.usefixtures("account", "plan")
def test_it_is_kept_and_marked_when_it_was_asked_for(archive, lacking):
    """Database, capture report and event log all say that it is incomplete."""
    order = order_of(archive, keep=True)
    package = run_order(archive, order.order_id, lacking.crafts())
    assert not package.is_complete
    files = archive.store.open(package.package_id, 1)
    assert read_report(files).health.missing == lacking.missing
    stored = archive.database.events.list()[-1]
    assert (stored.kind, stored.detail["complete"]) == (EventKind.STORED, "no")
    assert archive.database.orders.get(order.order_id).keep_incomplete


@pytest.mark.usefixtures("account", "plan")
def test_the_account_still_counts_as_not_archived(archive, lacking):
    """Nothing but an archive is the latest package of an account."""
    order = order_of(archive, keep=True)
    run_order(archive, order.order_id, lacking.crafts())
    assert archive.database.packages.latest_for("biblioteket") is None
