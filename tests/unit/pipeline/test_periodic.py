# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accounts are ordered once or twice a year, as much of them as the register says."""

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.order import Request, place_order
from pipeline.periodic import last_archived, order_periodic
from pipeline.policies import set_policy
from pipeline.snapshot import run_order
from rules.cadence import own_days
from schemas.account import AccountStatus, ArchiveLevel
from schemas.errors import PlatformDown
from schemas.order import OrderReason, OrderState
from schemas.policy import ChangePolicy, PolicyKind
from schemas.profile import (
    ChangeState,
    Observation,
    PageState,
    Profile,
    ProfileChange,
)

POST = "https://torget.example/almhultsbibliotek/1"
QUIET = ChangePolicy().quiet


@pytest.fixture
def set_account(archive, account):
    """Change the account's fields in the register."""

    def changed(**fields):
        after = archive.database.accounts.get(account.account_id).model_copy(
            update=fields
        )
        archive.database.accounts.change(after, "Ulla", "Prov", archive.clock())
        return after

    return changed


@pytest.fixture
def yearly(set_account):
    """The account, archived once a year."""
    return set_account(snapshots_per_year=1)


def go_to(clock, day):
    clock.now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def finish(archive, platform):
    """Carry out the order that waits."""
    (order,) = archive.database.orders.list(OrderState.QUEUED)
    return run_order(archive, order.order_id, platform.crafts())


@pytest.mark.usefixtures("account")
def test_an_account_without_a_period_is_never_ordered(archive):
    assert order_periodic(archive) == ()


@pytest.mark.usefixtures("yearly")
def test_an_account_that_was_never_archived_is_ordered_once(archive):
    (order,) = order_periodic(archive)
    assert (order.reason, order.level, order.posts) == (
        OrderReason.PERIODIC,
        ArchiveLevel.FULL,
        (),
    )
    assert order.reason_text == "Kontot arkiveras en gång om året."
    assert order.ordered_by == "Ulla"
    assert order_periodic(archive) == ()
    assert len(archive.database.orders.list()) == 1


@pytest.mark.usefixtures("yearly")
@pytest.mark.parametrize(("other", "orders"), [("1", 1), ("2", 0)])
def test_what_may_be_a_strangers_is_not_archived_before_a_person_says(
    archive, account, other, orders
):
    for number, name in enumerate(("1", other)):
        archive.database.observations.add(
            Observation(
                observation_id=f"sight-{number}",
                account_id=account.account_id,
                seen_at=archive.clock(),
                page_state=PageState.OK,
                extractor="mastodon-api/1",
                profile=Profile(platform_id=name),
            )
        )
    archive.database.changes.add(
        ProfileChange(
            change_id="change",
            account_id=account.account_id,
            before_id="sight-0",
            after_id="sight-1",
            comparisons=(),
            state=ChangeState.TO_JUDGE,
            found_at=archive.clock(),
        )
    )
    assert len(order_periodic(archive)) == orders


@pytest.mark.usefixtures("package", "yearly")
def test_what_was_just_archived_is_not_ordered_until_its_day(archive, clock):
    assert order_periodic(archive) == ()
    (day,) = own_days("biblioteket", 1, clock.now.year, QUIET)
    assert day > clock.now.date() + timedelta(days=60)
    go_to(clock, day - timedelta(days=1))
    assert order_periodic(archive) == ()
    go_to(clock, day)
    assert len(order_periodic(archive)) == 1


@pytest.mark.usefixtures("plan", "yearly")
def test_three_years_give_three_archivings(archive, clock, platform):
    order_periodic(archive)
    finish(archive, platform)
    made = []
    while clock.now.year < 2029:
        clock.pass_time(days=9)
        if order_periodic(archive):
            made.append(archive.today())
            finish(archive, platform)
    own = [own_days("biblioteket", 1, year, QUIET)[0] for year in (2026, 2027, 2028)]
    late = [(day - wanted).days for day, wanted in zip(made, own, strict=True)]
    assert all(0 <= days < 9 for days in late)


@pytest.mark.usefixtures("yearly")
@pytest.mark.parametrize("day", [(2026, 7, 10), (2026, 12, 24), (2027, 1, 2)])
def test_nothing_is_ordered_in_summer_or_at_christmas(archive, clock, day):
    clock.now = datetime(*day, 12, tzinfo=UTC)
    assert order_periodic(archive) == ()


@pytest.mark.usefixtures("yearly")
def test_a_board_has_quiet_days_of_its_own(archive, clock):
    content = {"quiet": ["05-01/05-31"]}
    set_policy(archive, PolicyKind.CHANGE, "ks", content, "Prov")
    assert order_periodic(archive) == ()
    clock.now = datetime(2026, 7, 10, 12, tzinfo=UTC)
    assert len(order_periodic(archive)) == 1


@pytest.mark.parametrize("status", [AccountStatus.CLOSED, AccountStatus.CLOSING])
def test_an_account_that_is_closed_or_closing_is_left(archive, set_account, status):
    set_account(snapshots_per_year=2, status=status)
    assert order_periodic(archive) == ()


@pytest.mark.usefixtures("yearly")
def test_an_open_order_is_never_joined_by_another(archive):
    place_order(
        archive,
        Request(account_id="biblioteket", ordered_by="Ulla", reason_text="Begärd"),
    )
    assert order_periodic(archive) == ()


@pytest.mark.usefixtures("yearly", "plan")
def test_one_that_failed_rests_and_is_tried_again(archive, clock, platform):
    (first,) = order_periodic(archive)
    platform.fault = PlatformDown("Plattformen svarar inte.")
    with pytest.raises(PlatformDown):
        run_order(archive, first.order_id, platform.crafts())
    clock.pass_time(hours=23)
    assert order_periodic(archive) == ()
    clock.pass_time(hours=2)
    (again,) = order_periodic(archive)
    assert again.order_id != first.order_id


@pytest.mark.parametrize(
    ("wanted", "taken", "counts"),
    [
        (ArchiveLevel.OVERVIEW, ArchiveLevel.OVERVIEW, True),
        (ArchiveLevel.OVERVIEW, ArchiveLevel.FULL, True),
        (ArchiveLevel.UNIQUE, ArchiveLevel.FULL, True),
        (ArchiveLevel.UNIQUE, ArchiveLevel.OVERVIEW, False),
        (ArchiveLevel.FULL, ArchiveLevel.UNIQUE, False),
        (ArchiveLevel.FULL, ArchiveLevel.FULL, True),
    ],
)
def test_only_what_took_as_much_as_is_wanted_counts(
    archive, package, set_account, wanted, taken, counts
):
    archive.database.packages.replace(package.model_copy(update={"level": taken}))
    account = set_account(snapshots_per_year=1, level=wanted)
    assert (last_archived(archive, account) is not None) is counts


def test_a_capture_that_was_kept_incomplete_archives_nothing(
    archive, package, set_account
):
    account = set_account(snapshots_per_year=1)
    archive.database.packages.replace(package.model_copy(update={"is_complete": False}))
    assert last_archived(archive, account) is None
    assert len(order_periodic(archive)) == 1


def test_gallring_makes_no_account_newly_archived(archive, package, account):
    later = package.created_at + timedelta(days=400)
    archive.database.packages.add(
        package.model_copy(update={"version": 2, "created_at": later})
    )
    assert last_archived(archive, account) == package.created_at.date()


def test_chosen_posts_are_taken_again_and_without_any_all_is_taken(
    archive, set_account, clock
):
    set_account(snapshots_per_year=2, level=ArchiveLevel.UNIQUE)
    (order,) = order_periodic(archive)
    assert (order.level, order.posts) == (ArchiveLevel.FULL, ())
    assert "Inga inlägg är utvalda" in order.reason_text
    worker = "w"
    archive.database.orders.claim(order.order_id, worker, clock(), 60)
    archive.database.orders.fail(order.order_id, worker, "Fel.", clock())
    chosen = place_order(
        archive,
        Request(
            account_id="biblioteket",
            ordered_by="Ulla",
            reason_text="Valda",
            level=ArchiveLevel.UNIQUE,
            posts=(POST,),
        ),
    )
    archive.database.orders.claim(chosen.order_id, worker, clock(), 60)
    archive.database.orders.fail(chosen.order_id, worker, "Fel.", clock())
    clock.pass_time(days=2)
    (again,) = order_periodic(archive)
    assert (again.level, again.posts) == (ArchiveLevel.UNIQUE, (POST,))


def test_many_that_are_due_at_once_are_ordered_over_days(archive, account):
    for number in range(25):
        other = {
            "account_id": f"konto-{number}",
            "url": type(account.url)(f"https://torget.example/{number}"),
            "snapshots_per_year": 1,
        }
        archive.database.accounts.add(account.model_copy(update=other))
    counts = [len(order_periodic(archive)) for _ in range(4)]
    assert counts == [10, 10, 5, 0]
