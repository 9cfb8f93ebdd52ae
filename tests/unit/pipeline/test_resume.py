# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the platform has given an order is kept until the order is over."""

from dataclasses import replace

import pytest

from archivers.snapshot import CaptureTools
from pipeline.order import Request, place_order
from pipeline.snapshot import run_order
from schemas.errors import LoginWall, RateLimited


@pytest.fixture
def order(archive, account, plan):
    """An order that waits, of a board with a plan."""
    assert plan.board_id == account.board_id
    request = Request(
        account_id=account.account_id, ordered_by="Ulla", reason_text="Kontot läggs ner"
    )
    return place_order(archive, request)


def keeping(platform, fault=None):
    """Give crafts whose captures keep what they were given, and may then fail."""

    def capture(account, taken, folder, tools: CaptureTools):
        tools.resume.mkdir(parents=True, exist_ok=True)
        (tools.resume / "held").write_text(tools.clock().isoformat(), "ascii")
        (tools.resume / "c1-api.warc.gz").write_bytes(b"given")
        if fault is not None:
            raise fault
        return platform.crafts().capture(account, taken, folder, tools)

    return replace(platform.crafts(), capture=capture)


def kept(archive):
    found = archive.settings.work_folder.rglob("*.warc.gz")
    return sorted(str(p.relative_to(archive.settings.work_folder)) for p in found)


def test_what_was_given_is_kept_until_the_order_is_done(archive, order, platform):
    limited = RateLimited("Plattformen ber oss vänta.", 900)
    with pytest.raises(RateLimited):
        run_order(archive, order.order_id, keeping(platform, limited))
    assert kept(archive) == [f"resume/{order.order_id}/c1-api.warc.gz"]
    run_order(archive, order.order_id, keeping(platform))
    assert list(archive.settings.work_folder.iterdir()) == []


def test_what_was_given_to_a_capture_worth_nothing_is_removed(archive, order, platform):
    wall = LoginWall("Sidan kräver inloggning.")
    with pytest.raises(LoginWall):
        run_order(archive, order.order_id, keeping(platform, wall))
    assert list(archive.settings.work_folder.iterdir()) == []


def test_what_nobody_went_on_with_goes_with_the_next_order(
    archive, order, platform, clock
):
    old = archive.settings.work_folder / "resume" / "ingen"
    old.mkdir(parents=True)
    (old / "held").write_text(clock().isoformat(), "ascii")
    clock.pass_time(hours=25)
    run_order(archive, order.order_id, platform.crafts())
    assert list(archive.settings.work_folder.iterdir()) == []
