# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What packages hold of an account's own is there to hold an export against."""

from dataclasses import replace

import pytest

from pipeline import earlier_items as module
from pipeline.earlier_items import earlier_items
from pipeline.order import Request, place_order
from pipeline.snapshot import run_order
from schemas.errors import InvalidPackage
from schemas.item import Item, ItemKind

pytestmark = pytest.mark.usefixtures("account", "plan")


def item(item_id: str, *, body: str = "", is_by_account: bool = True) -> Item:
    return Item(
        item_id=item_id,
        kind=ItemKind.POST,
        position=1,
        author="Kerstin Påhittad",
        is_by_account=is_by_account,
        body=body or f"Text {item_id}",
        permalink=f"https://torget.se/biblioteket/{item_id}",
    )


def archived(archive, platform, *items: Item):
    platform.items = items
    request = Request(account_id="biblioteket", ordered_by="Ulla", reason_text="Begärd")
    order = place_order(archive, request)
    return run_order(archive, order.order_id, platform.crafts())


def bodies(archive) -> dict[str, str]:
    return {one.item_id: one.body for one in earlier_items(archive, "biblioteket")}


def test_each_is_given_once_as_it_was_last_seen(archive, platform):
    archived(archive, platform, item("gone"), item("kept", body="Först"))
    archived(archive, platform, item("kept", body="Sedan"))
    assert bodies(archive) == {"gone": "Text gone", "kept": "Sedan"}


def test_what_others_wrote_is_not_given(archive, platform):
    archived(archive, platform, item("own"), item("theirs", is_by_account=False))
    assert set(bodies(archive)) == {"own"}


def test_of_an_account_that_was_never_captured_there_is_nothing(archive):
    assert bodies(archive) == {}


def test_a_damaged_package_stops_no_archiving(archive, platform, monkeypatch):
    def damaged(_files):
        msg = "Paketet saknar items.xml."
        raise InvalidPackage(msg)

    archived(archive, platform, item("own"))
    monkeypatch.setattr(module, "walk_items", damaged)
    assert bodies(archive) == {}


def test_a_capture_is_given_them(archive, platform):
    archived(archive, platform, item("own"))
    crafts, found = platform.crafts(), []

    def capture(account, order, folder, tools):
        found.extend(one.item_id for one in tools.earlier())
        return crafts.capture(account, order, folder, tools)

    request = Request(account_id="biblioteket", ordered_by="Ulla", reason_text="Begärd")
    order = place_order(archive, request)
    run_order(archive, order.order_id, replace(crafts, capture=capture))
    assert found == ["own"]
