# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was disposed of and is captured again is not believed to be gone."""

from dataclasses import replace

import pytest

from pipeline.gallra.execute import execute
from pipeline.gallra.propose import Wish, approve, propose
from pipeline.order import Request, place_order
from pipeline.snapshot import run_order
from schemas.order import EventKind
from schemas.watch import NoticeFor, NoticeKind
from tests.gallring_samples import COMMENTS
from tests.unit.pipeline.gallra.conftest import ACCOUNT


def capture(archive, crafts):
    request = Request(account_id=ACCOUNT, ordered_by="Ulla", reason_text="Igen")
    return run_order(archive, place_order(archive, request).order_id, crafts)


def returned(archive):
    found = archive.database.notices.list()
    return [one for one in found if one.kind is NoticeKind.CONTENT_RETURNED]


@pytest.fixture
def disposed(archive, due, crafts):
    """An account with a comment that is disposed of, and still on the platform."""
    assert due.version == 1
    frozen = propose(archive, Wish(ACCOUNT, ("c1",))).frozen
    decision = approve(replace(archive, agent="Gun"), frozen.list_id, "KS 4.2")
    execute(archive, decision.decision_id, crafts)
    return decision


@pytest.mark.usefixtures("disposed")
def test_the_secretary_is_told_once_of_what_came_back(archive, crafts):
    package = capture(archive, crafts)
    (notice,) = returned(archive)
    assert notice.recipient is NoticeFor.SECRETARY
    assert notice.text.startswith("1 handling som är gallrad ur arkivet kom tillbaka")
    assert package.package_id in notice.text
    assert f"avbild gallra propose {ACCOUNT}" in notice.action
    assert not any(text in notice.text + notice.action for text in COMMENTS["c1"])
    (event,) = archive.database.events.list(ACCOUNT, EventKind.CONTENT_RETURNED)
    assert event.detail["items"] == "1"
    capture(archive, crafts)
    assert len(returned(archive)) == 1


@pytest.mark.usefixtures("due")
def test_nobody_is_told_where_nothing_was_disposed_of(archive, crafts):
    capture(archive, crafts)
    assert returned(archive) == []
