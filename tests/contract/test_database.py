# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the database promises its callers, on SQLite and on PostgreSQL."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError

from schemas.account import AccountStatus
from schemas.errors import DigestMismatch, NotInPlan, Refused, UnknownName
from schemas.order import EventKind, OrderState
from schemas.profile import ObservedAs, PageState
from tests.contract.database_records import (
    ACCOUNT,
    BOARD,
    MINUTE,
    NOW,
    PLAN,
    SOURCE,
    fill,
    observation,
    order,
    package,
)


@pytest.fixture
def filled(database):
    """A database with a board, its plan and its account."""
    fill(database)
    return database


def test_boards_come_back_as_they_were_entered(database):
    """Listed by id; a second one with the same id is refused."""
    other = BOARD.model_copy(update={"board_id": "bygg", "organisation_number": ""})
    database.boards.add(BOARD)
    database.boards.add(other)
    assert database.boards.get(BOARD.board_id) == BOARD
    assert database.boards.list() == (other, BOARD)
    with pytest.raises(Refused, match="finns redan"):
        database.boards.add(BOARD)
    with pytest.raises(UnknownName, match="”okand” finns inte"):
        database.boards.get("okand")


def test_accounts_come_back_as_they_were_entered(filled):
    """All fields, dates and å ä ö; listed by id, for a board or for all."""
    closed = ACCOUNT.model_copy(
        update={
            "account_id": "gammalt",
            "status": AccountStatus.CLOSED,
            "closed_on": date(2025, 12, 31),
        }
    )
    filled.accounts.add(closed)
    assert filled.accounts.get(ACCOUNT.account_id) == ACCOUNT
    assert filled.accounts.list() == (closed, ACCOUNT)
    assert filled.accounts.list(BOARD.board_id) == (closed, ACCOUNT)
    with pytest.raises(UnknownName):
        filled.accounts.list("okand")
    with pytest.raises(UnknownName):
        filled.accounts.get("okant")


def test_an_account_needs_its_board_and_its_own_id_and_address(filled):
    """What is refused is not kept in part."""
    with pytest.raises(Refused, match="finns redan"):
        filled.accounts.add(ACCOUNT)
    with pytest.raises(UnknownName, match="Nämnden"):
        filled.accounts.add(ACCOUNT.model_copy(update={"board_id": "okand"}))
    with pytest.raises(Refused, match=f"som kontot ”{ACCOUNT.account_id}”"):
        filled.accounts.add(ACCOUNT.model_copy(update={"account_id": "dubbelt"}))
    assert filled.accounts.list() == (ACCOUNT,)


def test_a_change_keeps_who_when_why_and_what_stood_there(filled):
    """Only the fields that differ, oldest change first."""
    first = ACCOUNT.model_copy(update={"name": "Nytt namn", "opened_on": None})
    second = first.model_copy(update={"status": AccountStatus.CLOSED})
    filled.accounts.change(first, "Ulla", "Byter namn", NOW)
    filled.accounts.change(second, "Maj", "Läggs ned", NOW + MINUTE)
    assert filled.accounts.get(ACCOUNT.account_id) == second
    one, two = filled.accounts.history(ACCOUNT.account_id)
    assert (one.changed_by, one.reason, one.changed_at) == ("Ulla", "Byter namn", NOW)
    assert one.before == {"name": ACCOUNT.name, "opened_on": "2021-06-01"}
    assert one.after == {"name": "Nytt namn", "opened_on": None}
    assert (two.before, two.after) == ({"status": "active"}, {"status": "closed"})


def test_a_change_without_difference_reason_or_person_is_not_kept(filled):
    """Nothing differs: nothing noted. Nobody or no reason: refused."""
    changed = ACCOUNT.model_copy(update={"name": "Nytt"})
    assert filled.accounts.change(ACCOUNT, "Ulla", "Ingenting", NOW) is None
    for who, why in ((" ", "Byter"), ("Ulla", "")):
        with pytest.raises(Refused, match="vem som gör den och varför"):
            filled.accounts.change(changed, who, why, NOW)
    with pytest.raises(UnknownName):
        filled.accounts.change(
            ACCOUNT.model_copy(update={"account_id": "okant"}), "Ulla", "Byter", NOW
        )
    assert filled.accounts.history(ACCOUNT.account_id) == ()
    assert filled.accounts.get(ACCOUNT.account_id) == ACCOUNT


def test_a_plan_comes_back_with_its_rows_in_order_and_its_file(filled):
    """A package that cites a row must find exactly that row and that file."""
    assert filled.plans.get(PLAN.plan_id, PLAN.version) == PLAN
    assert filled.plans.list() == filled.plans.list(BOARD.board_id) == (PLAN,)
    assert filled.plans.list("okand") == ()
    assert filled.plans.source(PLAN.plan_id, PLAN.version) == SOURCE
    with pytest.raises(UnknownName, match="version 9 finns inte"):
        filled.plans.get(PLAN.plan_id, 9)
    with pytest.raises(UnknownName):
        filled.plans.source("okand", 1)


def test_a_plan_version_is_kept_once_with_its_own_file(filled):
    """Neither overwritten nor kept with another file, twin rows or no board."""
    newer = PLAN.model_copy(update={"version": 4})
    with pytest.raises(Refused, match="version 3 finns redan"):
        filled.plans.add(PLAN, SOURCE)
    with pytest.raises(DigestMismatch, match=r"plan-2026\.xlsx"):
        filled.plans.add(newer, b"another file")
    with pytest.raises(Refused, match="samma id"):
        filled.plans.add(newer.model_copy(update={"rows": PLAN.rows * 2}), SOURCE)
    with pytest.raises(UnknownName, match="Nämnden"):
        filled.plans.add(newer.model_copy(update={"board_id": "okand"}), SOURCE)
    assert filled.plans.list() == (PLAN,)


def test_the_plan_in_force_is_the_one_that_came_into_force_last(filled):
    """Of the same day, the later version; its last day counts, the day before not."""
    newer = PLAN.model_copy(
        update={
            "version": 4,
            "valid_from": date(2026, 7, 1),
            "valid_to": date(2026, 12, 31),
            "rows": (),
        }
    )
    filled.plans.add(newer, SOURCE)
    assert filled.plans.current(BOARD.board_id, date(2026, 1, 1)) == PLAN
    mended = PLAN.model_copy(update={"version": 5})
    filled.plans.add(mended, SOURCE)
    assert filled.plans.current(BOARD.board_id, date(2026, 1, 1)) == mended
    assert filled.plans.current(BOARD.board_id, date(2026, 7, 1)) == newer
    assert filled.plans.current(BOARD.board_id, date(2026, 12, 31)) == newer
    assert filled.plans.current(BOARD.board_id, date(2027, 1, 1)) == mended
    with pytest.raises(NotInPlan, match="gäller 2025-12-31"):
        filled.plans.current(BOARD.board_id, date(2025, 12, 31))


def test_the_last_good_sight_is_not_the_last_one(filled):
    """A login wall is seen but never compared with."""
    assert filled.observations.last_seen(ACCOUNT.account_id) is None
    assert filled.observations.last_good(ACCOUNT.account_id) is None
    good, wall = observation(2), observation(3, PageState.LOGIN_WALL)
    for seen in (wall, observation(1), good):
        filled.observations.add(seen)
    assert filled.observations.last_good(ACCOUNT.account_id) == good
    assert filled.observations.last_seen(ACCOUNT.account_id) == wall
    newest_first = (wall, good, observation(1))
    assert filled.observations.list(ACCOUNT.account_id) == newest_first
    assert filled.observations.list(ACCOUNT.account_id, limit=1) == (wall,)


def test_like_is_compared_with_like(filled):
    """What the owner's API saw is no baseline for what a guest sees."""
    guest = observation(1)
    api = observation(2).model_copy(update={"observed_as": ObservedAs.API})
    filled.observations.add(guest)
    filled.observations.add(api)
    last_good = filled.observations.last_good
    assert last_good(ACCOUNT.account_id, ObservedAs.GUEST) == guest
    assert last_good(ACCOUNT.account_id, ObservedAs.LOGGED_IN) is None
    assert last_good(ACCOUNT.account_id) == api


def test_the_nearest_sight_is_by_the_same_eyes_and_line_of_extractor(filled):
    """At or before the moment, else the first after; never a wall or another line."""
    sights = {
        1: observation(1, PageState.LOGIN_WALL),
        2: observation(2),
        3: observation(3).model_copy(update={"extractor": "torget/1.4"}),
        4: observation(4).model_copy(update={"extractor": "torget/10"}),
        5: observation(5).model_copy(update={"observed_as": ObservedAs.API}),
    }
    for sight in sights.values():
        filled.observations.add(sight)
    nearest, like = filled.observations.nearest, observation(9)
    assert nearest(like, NOW) == sights[2]
    assert nearest(like, NOW + 2 * MINUTE) == sights[2]
    assert nearest(like, NOW + 60 * MINUTE) == sights[3]
    other = like.model_copy(update={"extractor": "annat/1"})
    assert nearest(other, NOW) is None


def test_an_observation_needs_its_account_and_its_own_id(filled):
    """An unknown account is an unknown name."""
    filled.observations.add(observation(1))
    assert filled.observations.get("avlasning-1") == observation(1)
    with pytest.raises(UnknownName, match="”avlasning-2” finns inte"):
        filled.observations.get("avlasning-2")
    with pytest.raises(Refused, match="finns redan"):
        filled.observations.add(observation(1))
    with pytest.raises(UnknownName):
        filled.observations.add(
            observation(2).model_copy(update={"account_id": "okant"})
        )


def test_packages_come_back_as_they_were_entered(filled):
    """Newest first; the newest version unless one is named."""
    filled.orders.add(order(1))
    one, again, two = package(1), package(1, version=2), package(2)
    for version in (one, two, again):
        filled.packages.add(version)
    assert filled.packages.get("paket-1") == again
    assert filled.packages.get("paket-1", 1) == one
    assert filled.packages.list() == (again, two, one)
    assert filled.packages.list(account=ACCOUNT.account_id, board="okand") == ()
    assert filled.packages.latest_for(ACCOUNT.account_id) == again
    assert filled.packages.latest_for("okant") is None


def test_what_was_kept_incomplete_archives_nothing(filled):
    """It is listed as what it is, and is never the latest package of its account."""
    filled.orders.add(order(1).model_copy(update={"keep_incomplete": True}))
    assert filled.orders.get("order-1").keep_incomplete
    whole = package(1)
    kept = package(2).model_copy(update={"is_complete": False})
    filled.packages.add(kept)
    assert filled.packages.latest_for(ACCOUNT.account_id) is None
    filled.packages.add(whole)
    assert filled.packages.latest_for(ACCOUNT.account_id) == whole
    assert filled.packages.list() == (kept, whole)


def test_a_package_points_at_what_is_there(filled):
    """Account and board, order, and plan row; each version once."""
    with pytest.raises(UnknownName, match="beställningen ”order-1”"):
        filled.packages.add(package(1))
    filled.orders.add(order(1))
    filled.packages.add(package(1))
    with pytest.raises(Refused, match="version 1 finns redan"):
        filled.packages.add(package(1))
    for field, message in (
        ("row_id", "planraden ”okand”"),
        ("account_id", "kontot ”okand”"),
        ("board_id", "nämnden ”okand”"),
    ):
        with pytest.raises(UnknownName, match=message):
            filled.packages.add(package(2).model_copy(update={field: "okand"}))
    with pytest.raises(UnknownName, match="version 7 finns inte"):
        filled.packages.get("paket-1", 7)
    with pytest.raises(UnknownName, match="”paket-2” finns inte"):
        filled.packages.get("paket-2")


def test_times_come_back_in_utc_whatever_zone_they_came_in(filled):
    """The same moment, to the microsecond."""
    stockholm = timezone(timedelta(hours=2))
    placed = order(1).model_copy(update={"ordered_at": NOW.astimezone(stockholm)})
    filled.orders.add(placed)
    found = filled.orders.get("order-1").ordered_at
    assert (found, found.tzinfo) == (NOW, UTC)
    event = filled.events.append(EventKind.ORDERED, "a", "s", {}, placed.ordered_at)
    assert (event.happened_at, event.happened_at.tzinfo) == (NOW, UTC)


def test_a_time_without_zone_is_never_stored(filled):
    """It could mean any moment."""
    naive = order(1).model_copy(update={"ordered_at": datetime(2026, 1, 1)})  # noqa: DTZ001
    with pytest.raises(StatementError, match="without time zone"):
        filled.orders.add(naive)
    with pytest.raises(ValueError, match="without time zone"):
        filled.events.append(EventKind.ORDERED, "a", "s", {}, naive.ordered_at)
    assert filled.orders.list() == ()


def test_a_transaction_stands_or_falls_as_one(filled):
    """An order and its event are both there or neither, also when nested."""

    class Interrupted(Exception):
        """Something went wrong outside the database."""

    def place(number, error=None):
        with filled.transaction():
            filled.orders.add(order(number))
            with filled.transaction():
                filled.events.append(EventKind.ORDERED, "Ulla", "o", {}, NOW)
            if error:
                raise error

    with pytest.raises(Interrupted):
        place(1, Interrupted())
    assert (filled.orders.list(), filled.events.list()) == ((), ())
    place(2)
    assert filled.orders.list(OrderState.QUEUED) == (order(2),)
    assert len(filled.events.list()) == 1
    assert filled.events.verify().is_intact


def test_reading_inside_a_transaction_sees_what_it_wrote(filled):
    """And nobody else does until it is committed."""
    with filled.transaction():
        filled.orders.add(order(1))
        assert filled.orders.get("order-1") == order(1)
