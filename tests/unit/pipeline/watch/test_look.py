# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The watch orders what the guideline asks for, once, and nothing for noise."""

import pytest

from pipeline.order import Request, place_order
from pipeline.snapshot import run_order
from pipeline.watch.look import watch
from schemas.account import Account, AccountStatus
from schemas.errors import NotAllowed, PlatformDown
from schemas.order import EventKind, OrderReason, OrderState
from schemas.profile import ChangeState, PageState, ProfileField


@pytest.fixture
def archived(archive, account, plan, platform):
    """An account that the watch has had archived."""
    assert plan.board_id == account.board_id
    outcome = look(archive, platform)
    run_order(archive, outcome.order_id, platform.crafts())
    return account


def look(archive, platform, *account_ids):
    """Look at the library's account, or at others, and give the first outcome."""
    chosen = account_ids or ("biblioteket",)
    return watch(archive, chosen, platform.crafts())[0]


def confirm(archive, platform, clock):
    """Look twice, an hour apart: what is seen again counts."""
    look(archive, platform)
    clock.pass_time(hours=1)
    return look(archive, platform)


def change(platform, **fields):
    platform.profile = platform.profile.model_copy(update=fields)


def kinds(archive):
    return [event.kind for event in archive.database.events.list()]


def test_the_first_sight_orders_a_baseline(archive, account, platform):
    outcome = look(archive, platform)
    assert (outcome.state, outcome.is_new_order) == (PageState.OK, True)
    order = archive.database.orders.get(outcome.order_id)
    assert (order.account_id, order.reason) == (
        account.account_id,
        OrderReason.BASELINE,
    )
    assert order.ordered_by == "Ulla"


def test_a_second_look_finds_the_order_that_waits(archive, account, platform):
    first = look(archive, platform)
    again = look(archive, platform)
    assert (again.order_id, again.is_new_order) == (first.order_id, False)
    assert len(archive.database.orders.list(account=account.account_id)) == 1


@pytest.mark.usefixtures("archived")
def test_an_unchanged_profile_orders_nothing(archive, platform):
    outcome = look(archive, platform)
    assert (outcome.order_id, outcome.fields) == (None, ())


@pytest.mark.usefixtures("archived")
def test_a_larger_change_orders_an_archiving_that_says_which(archive, platform, clock):
    change(platform, about="Vi har flyttat.", name="Biblioteket")
    first = look(archive, platform)
    assert (first.order_id, first.change) == (None, ChangeState.WAITING)
    clock.pass_time(hours=1)
    outcome = look(archive, platform)
    assert (outcome.change_id, outcome.change) == (
        first.change_id,
        ChangeState.CONFIRMED,
    )
    assert outcome.fields == (ProfileField.NAME, ProfileField.ABOUT)
    order = archive.database.orders.get(outcome.order_id)
    assert order.reason is OrderReason.PROFILE_CHANGE
    assert order.change_id == outcome.change_id
    assert archive.database.changes.get(outcome.change_id).order_id == order.order_id
    assert order.reason_text == "Kontots profil har ändrats: namn och om-information."
    assert kinds(archive)[-2:] == [EventKind.CHANGE_FOUND, EventKind.ORDERED]


def test_a_change_between_a_manual_archiving_and_the_first_look_is_found(
    archive, account, plan, platform
):
    """The watch reads plain pages without a browser: a sight of another kind."""
    assert plan.board_id == account.board_id
    platform.extractor = "webpage-http/1"
    order = place_order(
        archive,
        Request(
            account_id=account.account_id,
            ordered_by="Ulla",
            reason_text="Årets arkivering",
        ),
    )
    run_order(archive, order.order_id, platform.crafts())
    change(platform, about="Vi har flyttat.")
    assert look(archive, platform).fields == (ProfileField.ABOUT,)


@pytest.mark.usefixtures("archived")
def test_a_change_that_was_archived_is_no_change_any_more(archive, platform, clock):
    change(platform, about="Vi har flyttat.")
    order_id = confirm(archive, platform, clock).order_id
    run_order(archive, order_id, platform.crafts())
    outcome = confirm(archive, platform, clock)
    assert (outcome.order_id, outcome.change_id) == (None, None)
    assert len(archive.database.changes.list()) == 1


@pytest.mark.usefixtures("archived")
@pytest.mark.parametrize("wall", [s for s in PageState if s.value != "ok"])
def test_an_error_page_changes_nothing_and_hides_nothing(archive, platform, wall):
    good = archive.database.observations.last_good("biblioteket")
    platform.wall = wall
    change(platform, about="Vi har flyttat.")
    outcome = look(archive, platform)
    assert (outcome.state, outcome.order_id, outcome.fields) == (wall, None, ())
    assert archive.database.observations.last_good("biblioteket") == good
    platform.wall = PageState.OK
    assert look(archive, platform).fields == (ProfileField.ABOUT,)


def test_a_first_sight_of_a_wall_orders_nothing(archive, account, platform):
    platform.wall = PageState.LOGIN_WALL
    assert look(archive, platform, account.account_id).order_id is None


@pytest.mark.usefixtures("archived")
def test_a_lasting_error_is_noted_once_and_its_end_once(archive, platform):
    before = kinds(archive).count(EventKind.OBSERVED)
    platform.wall = PageState.UNAVAILABLE
    for _ in range(3):
        look(archive, platform)
    platform.wall = PageState.OK
    for _ in range(2):
        look(archive, platform)
    assert kinds(archive).count(EventKind.OBSERVED) == before + 2


@pytest.mark.usefixtures("archived")
def test_a_change_is_found_again_until_it_is_archived(archive, platform, clock):
    """The order that it gave failed; a day later the watch orders anew."""
    change(platform, about="Vi har flyttat.")
    first = confirm(archive, platform, clock)
    platform.fault = PlatformDown("Plattformen svarar inte.")
    with pytest.raises(PlatformDown):
        run_order(archive, first.order_id, platform.crafts())
    platform.fault = None
    clock.pass_time(hours=1)
    resting = look(archive, platform)
    assert (resting.order_id, resting.fields) == (None, (ProfileField.ABOUT,))
    clock.pass_time(hours=24)
    again = look(archive, platform)
    assert again.is_new_order
    assert again.order_id != first.order_id
    assert again.change_id == first.change_id
    assert archive.database.orders.get(again.order_id).change_id == first.change_id
    assert kinds(archive).count(EventKind.CHANGE_FOUND) == 1
    assert len(archive.database.notices.list()) == 1


def test_a_baseline_that_failed_is_ordered_again_after_a_day(
    archive, account, platform, clock
):
    first = look(archive, platform)
    worker = archive.database.orders.claim(first.order_id, "w", clock(), 60)
    archive.database.orders.fail(worker.order_id, "w", "Disken är full.", clock())
    assert look(archive, platform).order_id is None
    clock.pass_time(hours=25)
    order = archive.database.orders.get(look(archive, platform).order_id)
    assert (order.reason, order.account_id) == (
        OrderReason.BASELINE,
        account.account_id,
    )


@pytest.mark.usefixtures("archived")
def test_a_secretarys_order_that_waits_is_enough(archive, platform):
    request = Request(account_id="biblioteket", ordered_by="Bo", reason_text="Begärd")
    waiting = place_order(archive, request)
    change(platform, about="Vi har flyttat.")
    outcome = look(archive, platform)
    assert (outcome.order_id, outcome.is_new_order) == (waiting.order_id, False)
    queued = archive.database.orders.list(OrderState.QUEUED)
    assert [order.order_id for order in queued] == [waiting.order_id]


def test_one_bad_account_never_fails_its_batch(archive, account, platform):
    outcomes = watch(archive, ["okänt", account.account_id], platform.crafts())
    assert outcomes[0].failure == "Kontot ”okänt” finns inte i registret."
    assert (outcomes[0].state, outcomes[0].exit_code) == (None, 2)
    assert outcomes[1].state is PageState.OK


def test_a_refused_address_is_a_failure_of_that_account(archive, account, platform):
    platform.fault = NotAllowed("Adressen ligger i ett privat nät.")
    outcome = look(archive, platform, account.account_id)
    assert (outcome.failure, outcome.order_id) == (str(platform.fault), None)
    assert archive.database.observations.last_seen(account.account_id) is None


def test_a_closed_account_is_not_looked_at(archive, account, platform, clock):
    closed = account.model_copy(update={"status": AccountStatus.CLOSED})
    archive.database.accounts.change(closed, "Ulla", "Avslutat", clock())
    assert "avslutat" in look(archive, platform).failure
    assert platform.looks == 0


def test_the_watch_tells_how_far_it_has_come(archive, account, platform):
    other = {"account_id": "museet", "url": "https://museet.example/"}
    archive.database.accounts.add(Account(**{**account.model_dump(), **other}))
    told, asked = [], ["biblioteket", "museet", "biblioteket"]
    outcomes = watch(archive.telling(told.append), asked, platform.crafts())
    assert [(p.done, p.total) for p in told] == [(0, 2), (1, 2), (2, 2)]
    assert [found.account_id for found in outcomes] == ["biblioteket", "museet"]


def keep_incomplete(archive, platform):
    """Archive the library's account by hand, and keep what there is."""
    platform.missing = ("2 av 40 inlägg hittades.",)
    request = Request(
        account_id="biblioteket",
        ordered_by="Ulla",
        reason_text="Begärd",
        keep_incomplete=True,
    )
    run_order(archive, place_order(archive, request).order_id, platform.crafts())


@pytest.mark.usefixtures("account", "plan")
def test_an_incomplete_capture_is_no_baseline(archive, platform):
    """The first archiving is still to be ordered."""
    keep_incomplete(archive, platform)
    outcome = look(archive, platform)
    assert outcome.is_new_order
    order = archive.database.orders.get(outcome.order_id)
    assert order.reason is OrderReason.BASELINE


@pytest.mark.usefixtures("archived")
def test_an_incomplete_capture_does_not_move_the_baseline(archive, platform, clock):
    """A change is found again until a complete capture has archived it."""
    clock.pass_time(hours=1)
    change(platform, name="Biblioteket")
    keep_incomplete(archive, platform)
    assert look(archive, platform).change is ChangeState.WAITING
    clock.pass_time(hours=1)
    outcome = look(archive, platform)
    assert outcome.is_new_order
    assert outcome.fields == (ProfileField.NAME,)
