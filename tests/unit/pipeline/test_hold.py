# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Holds are placed on what is there, and released by a person with a reason."""

import pytest

from pipeline.hold import HoldRequest, place_hold, release_hold
from schemas.errors import BadInput, Refused, UnknownName
from schemas.gallring import HoldLevel, HoldReason
from schemas.order import EventKind


def asked(level: HoldLevel, subject: str, account: str | None = None) -> HoldRequest:
    return HoldRequest(level, subject, HoldReason.DISCLOSURE, account)


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("level", "subject", "owner"),
    [
        (HoldLevel.ITEM, "c1", "biblioteket"),
        (HoldLevel.THREAD, "p1", "biblioteket"),
        (HoldLevel.ACCOUNT, "biblioteket", None),
        (HoldLevel.CASE, "KS 2026/118", None),
        (HoldLevel.BOARD, "ks", None),
    ],
)
def test_a_hold_is_placed_at_every_level(archive, level, subject, owner):
    hold = place_hold(archive, asked(level, subject, owner))
    assert archive.database.holds.get(hold.hold_id) == hold
    assert (hold.placed_by, hold.is_active) == ("Ulla", True)
    event = archive.database.events.list()[-1]
    assert event.kind is EventKind.HOLD_PLACED
    assert event.detail["subject"] == subject


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("level", "subject", "owner"),
    [
        (HoldLevel.ITEM, "c9", "biblioteket"),
        (HoldLevel.THREAD, "p1", "museet"),
        (HoldLevel.ACCOUNT, "museet", None),
        (HoldLevel.BOARD, "bun", None),
    ],
)
def test_a_hold_on_what_is_not_there_protects_nothing(archive, level, subject, owner):
    with pytest.raises(UnknownName):
        place_hold(archive, asked(level, subject, owner))
    assert archive.database.holds.list(active_only=False) == ()


@pytest.mark.usefixtures("package")
def test_an_item_is_known_only_with_its_account(archive):
    with pytest.raises(BadInput, match="kontot"):
        place_hold(archive, asked(HoldLevel.ITEM, "c1"))


@pytest.mark.usefixtures("board")
def test_a_hold_is_released_once_with_a_reason(archive):
    hold = place_hold(archive, asked(HoldLevel.BOARD, "ks"))
    with pytest.raises(BadInput):
        release_hold(archive, hold.hold_id, " ")
    released = release_hold(archive, hold.hold_id, " Avgjort ")
    assert (released.is_active, released.release_reason) == (False, "Avgjort")
    assert released.released_by == "Ulla"
    assert archive.database.holds.active(board_id="ks") == ()
    assert archive.database.events.list()[-1].kind is EventKind.HOLD_RELEASED
    with pytest.raises(Refused):
        release_hold(archive, hold.hold_id, "Igen")


def test_an_unknown_hold_is_not_released(archive):
    with pytest.raises(UnknownName):
        release_hold(archive, "okänt", "Därför")
