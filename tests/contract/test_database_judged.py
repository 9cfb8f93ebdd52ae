# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people judge of items: classification, personal data, registration, holds."""

from datetime import date

import pytest

from schemas.classification import ClassificationRule, ClassificationState
from schemas.diary import Direction, RegistrationState
from schemas.errors import Refused, UnknownName
from schemas.gallring import HoldLevel
from schemas.item import ItemKind
from schemas.personal_data import DataKind, PersonalDataDecision
from tests.contract.database_records import (
    BOARD,
    MINUTE,
    NOW,
)
from tests.contract.judged_homes import MINE, filled, two_boards
from tests.contract.judged_records import (
    DISPOSED,
    PRESERVED,
    classification,
    hold,
    registration,
)

__all__ = ["filled", "two_boards"]


def test_the_newest_classification_of_an_item_counts(filled):
    """What a person confirmed follows on what a rule proposed."""
    confirmed = classification(
        "k1",
        plan=PRESERVED,
        state=ClassificationState.CONFIRMED,
        decided_by="Ulla",
        decided_at=NOW,
        reason="Ett ärende",
    )
    for one in (classification("k1"), classification("k2"), confirmed):
        filled.classifications.add(one)
    assert filled.classifications.of(MINE, "k1") == confirmed
    assert filled.classifications.of(MINE, "k9") is None
    assert filled.classifications.of("annat", "k1") is None
    newest = {"k1": confirmed, "k2": classification("k2")}
    assert filled.classifications.of_account(MINE) == newest
    assert filled.classifications.of_account("annat") == {}


def test_items_are_counted_by_their_newest_row(filled):
    """An item that moved to another row is counted there only."""
    for one in (
        classification("k1"),
        classification("k2"),
        classification("k3"),
        classification("k1", plan=PRESERVED),
    ):
        filled.classifications.add(one)
    count = filled.classifications.count_by_row
    plan_id, version = DISPOSED.plan_id, DISPOSED.plan_version
    assert count(plan_id, version) == {"row-0017": 1, "row-0018": 2}
    assert count(plan_id, 9) == count("annan", version) == {}


def test_a_classification_needs_its_account_and_its_plan_row(filled):
    """A row that is in no plan is no authority for anything."""
    unknown = DISPOSED.model_copy(update={"row_id": "okand"})
    with pytest.raises(UnknownName, match="”okand”"):
        filled.classifications.add(classification("k1", plan=unknown))
    with pytest.raises(UnknownName, match="”okant”"):
        filled.classifications.add(classification("k1", account_id="okant"))
    assert filled.classifications.of(MINE, "k1") is None


def test_many_classifications_are_kept_in_their_order_or_not_at_all(filled):
    """Of two of the same item the later counts; one that cannot be stops all."""
    later = classification("k1", plan=PRESERVED)
    filled.classifications.add_all([classification("k1"), later])
    filled.classifications.add_all([])
    assert filled.classifications.of(MINE, "k1") == later
    unknown = classification("k3", account_id="okant")
    with pytest.raises(UnknownName, match="”okant”"):
        filled.classifications.add_all([classification("k2"), unknown])
    assert filled.classifications.of(MINE, "k2") is None


def rule(number, **changes):
    made = ClassificationRule(
        rule_id=f"regel-{number}",
        board_id=BOARD.board_id,
        position=number,
        row_id="row-0018",
        kinds=(ItemKind.COMMENT, ItemKind.REPLY),
        platforms=("torget",),
        by_account=False,
        keywords=("felanmälan", "hål i vägen"),
    )
    return made.model_copy(update=changes)


def test_a_boards_rules_are_replaced_together(two_boards):
    """They come back in the order that they are tried."""
    classifications = two_boards.classifications
    first, last = rule(1), rule(2, by_account=None, kinds=(), keywords=())
    classifications.set_rules("bygg", [rule(1, board_id="bygg")])
    classifications.set_rules(BOARD.board_id, [last, first])
    assert classifications.rules(BOARD.board_id) == (first, last)
    classifications.set_rules(BOARD.board_id, [last])
    assert classifications.rules(BOARD.board_id) == (last,)
    classifications.set_rules(BOARD.board_id, [])
    assert classifications.rules(BOARD.board_id) == ()
    assert len(classifications.rules("bygg")) == 1


def test_rules_that_cannot_be_are_refused_and_the_old_ones_stay(filled):
    """Another board's, twins, or no board."""
    classifications = filled.classifications
    classifications.set_rules(BOARD.board_id, [rule(1)])
    with pytest.raises(Refused, match="hör inte till"):
        classifications.set_rules(BOARD.board_id, [rule(2, board_id="annan")])
    with pytest.raises(Refused, match="samma id"):
        classifications.set_rules(BOARD.board_id, [rule(2), rule(2)])
    with pytest.raises(UnknownName, match="Nämnden"):
        classifications.set_rules("okand", [])
    assert classifications.rules(BOARD.board_id) == (rule(1),)


def judged(start, **changes):
    made = PersonalDataDecision(
        account_id=MINE,
        item_id="k1",
        kind=DataKind.PHONE,
        start=start,
        end=start + 10,
        is_personal_data=True,
        decided_by="Ulla",
        decided_at=NOW,
    )
    return made.model_copy(update=changes)


def test_personal_data_is_judged_place_by_place(filled):
    """Every decision is kept, in the order they were made."""
    changed = judged(4, is_personal_data=False, reason="Kommunens växel")
    for one in (judged(4), judged(40), changed, judged(4, item_id="k2")):
        filled.personal_data.add(one)
    assert filled.personal_data.of(MINE, "k1") == (judged(4), judged(40), changed)
    assert filled.personal_data.of("annat", "k1") == ()
    with pytest.raises(UnknownName, match="”okant”"):
        filled.personal_data.add(judged(4, account_id="okant"))


def test_a_registration_comes_back_with_all_that_the_diary_holds(filled):
    """Each field of OSL 5:2 and those around it."""
    whole = registration(
        1,
        state=RegistrationState.REGISTERED,
        reason="Felanmälan",
        handed_over_at=NOW,
        handed_over_by="csv",
        diary_number="KFN 2026/77",
        registered_on=date(2026, 3, 3),
        registered_by="Rut Registrator",
        document_date=date(2026, 3, 1),
        direction=Direction.INCOMING,
        party="Kerstin Påhittad",
        subject="Trasig lampa",
        public_subject="Felanmälan",
        secrecy="OSL 21:7",
    )
    filled.registrations.add(whole)
    assert filled.registrations.get("reg-1") == whole
    with pytest.raises(UnknownName, match="”reg-2” finns inte"):
        filled.registrations.get("reg-2")
    with pytest.raises(Refused, match="finns redan"):
        filled.registrations.add(whole)
    with pytest.raises(UnknownName, match="”okant”"):
        filled.registrations.add(registration(2, account_id="okant"))


def test_an_items_own_registration_goes_before_its_threads(filled):
    """The newest of its own; else the newest that covers the thread; else none."""
    registrations = filled.registrations
    own, newer = registration(1), registration(2, reason="Omprövad")
    alone = registration(3, "i1")
    thread, later = (registration(n, "i1", covers_thread=True) for n in (4, 5))
    assert registrations.of(MINE, "k1", "i1") is None
    registrations.add(alone)
    assert registrations.of(MINE, "k1", "i1") is None
    for one in (own, newer, thread, later):
        registrations.add(one)
    assert registrations.of(MINE, "k1", "i1") == newer
    assert registrations.of(MINE, "k2", "i1") == later
    assert registrations.of(MINE, "i1", "i1") == later
    assert registrations.of("annat", "k1", "i1") is None
    assert registrations.of_account(MINE) == (alone, own, newer, thread, later)


def test_the_newest_is_the_one_that_was_entered_last(filled):
    """A clock that was set back decides nothing."""
    filled.registrations.add(registration(5))
    filled.registrations.add(registration(1, reason="Senare"))
    assert filled.registrations.of(MINE, "k1", "i1").reason == "Senare"


def test_what_waits_to_be_registered_is_listed_by_board(two_boards):
    """Until a newer decision says otherwise."""
    registrations = two_boards.registrations
    theirs = registration(2, account_id="annat")
    for one in (registration(1), theirs, registration(3, "k3")):
        registrations.add(one)
    registrations.add(registration(4, state=RegistrationState.REGISTERED))
    assert registrations.waiting() == (theirs, registration(3, "k3"))
    assert registrations.waiting(BOARD.board_id) == (registration(3, "k3"),)
    assert registrations.waiting("okand") == ()


def test_a_thread_waits_though_its_post_alone_was_registered(filled):
    """The comments under it are still not registered."""
    registrations = filled.registrations
    done = RegistrationState.REGISTERED
    thread = registration(1, "i1", covers_thread=True)
    registrations.add(thread)
    registrations.add(registration(2, "i1", state=done))
    assert registrations.waiting() == (thread,)
    registrations.add(registration(3, "i1", covers_thread=True, state=done))
    assert registrations.waiting() == ()


def test_what_is_overdue_was_due_before_today(filled):
    """The day itself is in time; without a day nothing is overdue."""
    late = registration(1, "k1", due=date(2026, 3, 3))
    for one in (late, registration(2, "k2", due=date(2026, 3, 4))):
        filled.registrations.add(one)
    filled.registrations.add(registration(3, "k3", due=None))
    assert filled.registrations.overdue(date(2026, 3, 3)) == ()
    assert filled.registrations.overdue(date(2026, 3, 4)) == (late,)


def test_a_hold_is_released_once_by_somebody_for_a_reason(filled):
    """Who, when and why are kept, and it no longer counts."""
    placed = hold(1, HoldLevel.ACCOUNT, MINE)
    filled.holds.add(placed)
    assert filled.holds.get("stopp-1") == placed
    for who, why in ((" ", "Klart"), ("Ulla", "")):
        with pytest.raises(Refused, match="vem som häver"):
            filled.holds.release("stopp-1", who, NOW, why)
    released = filled.holds.release("stopp-1", "Ulla", NOW + MINUTE, "Klart")
    assert (released.released_by, released.release_reason) == ("Ulla", "Klart")
    assert filled.holds.get("stopp-1") == released
    assert filled.holds.active() == filled.holds.list(active_only=True) == ()
    assert filled.holds.list() == (released,)
    with pytest.raises(Refused, match="redan hävt"):
        filled.holds.release("stopp-1", "Ulla", NOW, "Igen")
    with pytest.raises(UnknownName, match="”stopp-2” finns inte"):
        filled.holds.release("stopp-2", "Ulla", NOW, "Klart")
    with pytest.raises(UnknownName, match="”stopp-2” finns inte"):
        filled.holds.get("stopp-2")


@pytest.fixture
def held(two_boards):
    """A hold of each kind on each side."""
    for one in (
        hold(1, HoldLevel.ITEM, "k1", account_id=MINE),
        hold(2, HoldLevel.THREAD, "i1", account_id="annat"),
        hold(3, HoldLevel.ACCOUNT, MINE),
        hold(4, HoldLevel.ACCOUNT, "annat"),
        hold(5, HoldLevel.BOARD, BOARD.board_id),
        hold(6, HoldLevel.BOARD, "bygg"),
        hold(7, HoldLevel.CASE, "KFN 2026/77"),
        hold(8, HoldLevel.ITEM, "k1", account_id=MINE),
    ):
        two_boards.holds.add(one)
    two_boards.holds.release("stopp-8", "Ulla", NOW, "Klart")
    return two_boards.holds


@pytest.mark.parametrize(
    ("account_id", "board_id", "expected"),
    [
        (MINE, None, [1, 3, 5, 7]),
        (MINE, BOARD.board_id, [1, 3, 5, 7]),
        ("annat", None, [2, 4, 6, 7]),
        (None, BOARD.board_id, [1, 3, 5, 7]),
        (None, "bygg", [2, 4, 6, 7]),
        ("okant", None, [7]),
        (None, None, [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_every_hold_that_may_touch_an_account_is_found(
    held, account_id, board_id, expected
):
    """Its items', threads', its own, its board's, and those on any case."""
    found = held.active(account_id, board_id)
    assert [one.hold_id for one in found] == [f"stopp-{n}" for n in expected]


def test_a_hold_must_cover_something(filled):
    """A misspelt name would stop nothing and nobody would know."""
    for error, message, one in (
        (Refused, "vilket konto", hold(1, HoldLevel.ITEM, "k1")),
        (Refused, "vilket konto", hold(1, HoldLevel.THREAD, "i1")),
        (UnknownName, "”okant”", hold(1, HoldLevel.ITEM, "k1", account_id="okant")),
        (UnknownName, "”okant”", hold(1, HoldLevel.ACCOUNT, "okant")),
        (UnknownName, "Nämnden ”okand”", hold(1, HoldLevel.BOARD, "okand")),
    ):
        with pytest.raises(error, match=message):
            filled.holds.add(one)
    filled.holds.add(hold(1, HoldLevel.BOARD, BOARD.board_id))
    with pytest.raises(Refused, match="finns redan"):
        filled.holds.add(hold(1, HoldLevel.CASE, "KFN 2026/1"))
    assert len(filled.holds.list()) == 1
