# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An account whose address is changed in the register begins anew, if it is another."""

import pytest
from pydantic import HttpUrl

from pipeline.crafts import tools_for
from schemas.order import OrderReason
from schemas.profile import ObservedAs

NAME = "ett"


def move(world, url: str) -> None:
    """Let somebody correct the address in the register."""
    accounts = world.archive.database.accounts
    after = accounts.get(NAME).model_copy(update={"url": HttpUrl(url)})
    accounts.change(after, "Ulla", "Fel adress", world.clock())


@pytest.fixture
def errands(world, monkeypatch):
    """What the looks are given, while an account of an API is watched."""
    given = []
    look_at = world._look_at  # noqa: SLF001 - to note what it is given

    def noting(asked, tools):
        given.extend(asked)
        yield from look_at(asked, tools)

    monkeypatch.setattr(world, "_look_at", noting)
    world.observed_as = ObservedAs.API
    world.extractor = "bluesky-api/1"
    world.new_account(NAME)
    world.shows(NAME, handle="fel.example", platform_id="did:plc:fel")
    world.archived(NAME)
    world.pass_hours(2)
    world.clock.pass_time(minutes=1)
    return given


def known_to_a_capture(world, folder):
    return tools_for(world.archive, NAME, folder).known


def test_what_was_seen_of_another_account_is_not_known_of_this_one(
    world, errands, tmp_path
):
    """A platform that knows accounts by a name within would show the old one."""
    assert known_to_a_capture(world, tmp_path).platform_id == "did:plc:fel"
    move(world, "https://torget.example/profile/ratt.example")
    errands.clear()
    assert known_to_a_capture(world, tmp_path) is None
    world.clock.pass_time(minutes=1)
    world.shows(NAME, handle="ratt.example", platform_id="did:plc:ratt")
    world.look(NAME)
    [errand] = errands
    assert errand.last is None
    assert world.orders() == [(NAME, OrderReason.BASELINE)]
    world.look(NAME)
    assert errands[-1].last.profile.platform_id == "did:plc:ratt"
    assert known_to_a_capture(world, tmp_path).platform_id == "did:plc:ratt"
    world.clock.pass_time(minutes=1)
    world.carry_out()
    world.pass_hours(3)
    assert len(world.orders()) == 1


@pytest.mark.parametrize(
    "url",
    ["http://www.torget.example/ett/", "https://torget.example/profile/nytt.example"],
)
def test_another_way_to_write_it_or_another_name_is_the_same_account(
    world, errands, tmp_path, url
):
    world.shows(NAME, handle="nytt.example")
    world.pass_hours(3)
    world.carry_out()
    ordered = world.orders()
    errands.clear()
    move(world, url)
    world.pass_hours(3)
    assert errands[0].last.profile.platform_id == "did:plc:fel"
    assert known_to_a_capture(world, tmp_path) is not None
    assert world.orders() == ordered
