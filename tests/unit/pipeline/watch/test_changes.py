# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Series of sights: what holds is archived once, what does not is only noted."""

import pytest

from pipeline.watch.answer import answer_change
from schemas.errors import BadInput, Refused, StoreDown
from schemas.order import EventKind, OrderReason
from schemas.policy import Policy, PolicyKind
from schemas.profile import ChangeState, PageState, ProfileField
from tests.unit.pipeline.watch.world import picture

NAME = "biblioteket"
CHANGED = (NAME, OrderReason.PROFILE_CHANGE)


@pytest.fixture
def archived(world):
    """An account with pictures, archived, and seen by the watch."""
    world.new_account(NAME)
    world.shows(NAME, avatar=picture("gammal"), cover=picture("vy"))
    world.archived(NAME)
    hour(world)
    return NAME


def hour(world):
    """Let an hour pass, and look."""
    world.clock.pass_time(hours=1)
    return world.look(NAME)


def hours(world, number):
    return [hour(world) for _ in range(number)]


def changes(world):
    return [change.state for change in reversed(world.archive.database.changes.list())]


def set_policy(world, **content):
    version = Policy(
        kind=PolicyKind.CHANGE,
        version=1,
        content=content,
        set_at=world.clock(),
        set_by="Ulla",
        reason="Prov",
    )
    world.archive.database.policies.add(version)


def grey(name):
    """Give a picture that a machine cannot tell from the old one, nor take for it."""
    return picture(name, phash="00000000000003ff")


@pytest.mark.usefixtures("archived")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Biblioteket"),
        ("about", "Vi har flyttat."),
        ("avatar", picture("ny", phash="f" * 16)),
        ("cover", picture("annan vy", phash="f" * 16)),
    ],
)
def test_each_larger_change_gives_exactly_one_order(world, field, value):
    world.shows(NAME, **{field: value})
    assert [found.change for found in hours(world, 2)] == [
        ChangeState.WAITING,
        ChangeState.CONFIRMED,
    ]
    hours(world, 3)
    world.carry_out()
    hours(world, 5)
    assert (world.orders(), changes(world)) == ([CHANGED], [ChangeState.CONFIRMED])
    assert world.notices() == ["change_confirmed"]
    assert world.events()["change_found"] == 1


@pytest.mark.usefixtures("archived")
def test_a_picture_and_a_name_changed_in_two_steps_are_one_order_each(world):
    world.shows(NAME, avatar=picture("ny", phash="f" * 16))
    hours(world, 2)
    world.carry_out()
    world.shows(NAME, name="Biblioteket")
    hours(world, 2)
    world.carry_out()
    hours(world, 3)
    assert world.orders() == [CHANGED, CHANGED]
    found = world.archive.database.changes.list()
    assert [change.fields for change in reversed(found)] == [
        (ProfileField.AVATAR,),
        (ProfileField.NAME,),
    ]
    assert all(change.order_id for change in found)


@pytest.mark.usefixtures("archived")
def test_a_second_change_while_the_first_is_ordered_waits_with_it(world):
    """The archiving has not begun: it takes both."""
    world.shows(NAME, avatar=picture("ny", phash="f" * 16))
    hours(world, 2)
    world.shows(NAME, name="Biblioteket")
    hours(world, 2)
    first, second = reversed(world.archive.database.changes.list())
    assert second.fields == (ProfileField.NAME,)
    assert first.order_id == second.order_id
    world.carry_out()
    hours(world, 3)
    assert world.orders() == [CHANGED]


@pytest.mark.usefixtures("archived")
def test_a_change_during_an_archiving_waits_for_its_end_and_is_archived_anew(world):
    """What runs may have passed the profile already."""
    world.shows(NAME, about="Vi har flyttat.")
    hours(world, 2)
    [order] = world.archive.database.orders.list()[:1]
    world.archive.database.orders.claim(order.order_id, "v", world.clock(), 9999)
    old = world.profiles[NAME]
    world.shows(NAME, name="Biblioteket")
    assert [found.change for found in hours(world, 3)] == [ChangeState.WAITING] * 3
    world.archive.database.orders.fail(order.order_id, "v", "Avbrott.", world.clock())
    world.clock.pass_time(hours=25)
    outcome = world.look(NAME)
    assert (outcome.change, outcome.is_new_order) == (ChangeState.CONFIRMED, True)
    assert old.name != world.profiles[NAME].name


@pytest.mark.usefixtures("archived")
def test_what_an_archiving_has_taken_meanwhile_is_settled_with_its_order(world):
    world.shows(NAME, about="Vi har flyttat.")
    hour(world)
    world.clock.pass_time(minutes=5)
    world.archived(NAME)
    outcome = hour(world)
    [change] = world.archive.database.changes.list()
    assert change.state is ChangeState.CONFIRMED
    package = world.archive.database.packages.latest_for(NAME)
    assert change.order_id == package.order_id
    assert (outcome.order_id, world.orders()) == (None, [])


@pytest.mark.usefixtures("archived")
def test_pictures_that_nobody_can_tell_apart_ask_a_person_once(world):
    world.shows(NAME, avatar=grey("ny"))
    outcomes = hours(world, 5)
    assert outcomes[-1].change is ChangeState.TO_JUDGE
    assert (world.orders(), world.notices()) == ([], ["change_to_judge"])
    [notice] = world.archive.database.notices.list()
    assert f"avbild change judge {outcomes[-1].change_id}" in notice.action


@pytest.mark.usefixtures("archived")
def test_a_person_says_that_it_has_changed_and_it_is_archived(world):
    world.shows(NAME, avatar=grey("ny"))
    asked = hours(world, 3)[-1].change_id
    judged, order = answer_change(world.archive, asked, "Nytt märke", is_changed=True)
    assert (judged.state, judged.settled_by, judged.reason) == (
        ChangeState.CONFIRMED,
        "Ulla",
        "Nytt märke",
    )
    assert (order.change_id, judged.order_id) == (asked, order.order_id)
    world.carry_out()
    hours(world, 4)
    assert world.orders() == [CHANGED]
    assert world.archive.database.notices.list(is_done=False) == ()
    assert world.events()["change_judged"] == 1


@pytest.mark.usefixtures("archived")
def test_a_person_says_that_it_is_the_same_and_is_not_asked_again(world):
    world.shows(NAME, avatar=grey("ny"))
    asked = hours(world, 3)[-1].change_id
    judged, order = answer_change(world.archive, asked, "Beskuren", is_changed=False)
    assert (judged.state, order) == (ChangeState.DISMISSED, None)
    hours(world, 3)
    world.states[NAME] = PageState.UNAVAILABLE
    hour(world)
    del world.states[NAME]
    hours(world, 3)
    world.shows(NAME, name="Biblioteket")
    hours(world, 2)
    [named] = [c for c in world.archive.database.changes.list() if c.order_id]
    assert named.fields == (ProfileField.NAME,)
    assert world.notices() == ["change_to_judge", "change_confirmed"]


@pytest.mark.usefixtures("archived")
def test_an_answer_needs_a_reason_and_an_open_question(world):
    world.shows(NAME, avatar=grey("ny"))
    asked = hours(world, 3)[-1].change_id
    with pytest.raises(BadInput, match="varför"):
        answer_change(world.archive, asked, "  ", is_changed=True)
    answer_change(world.archive, asked, "Beskuren", is_changed=False)
    with pytest.raises(Refused, match="redan avgjord"):
        answer_change(world.archive, asked, "Ändrat", is_changed=True)
    assert world.orders() == []


@pytest.mark.usefixtures("archived")
def test_a_picture_put_in_anew_that_looks_the_same_is_noted_once(world):
    same = picture("gammal").model_copy(update={"sha256": "a" * 64, "tiles": TILES})
    world.shows(NAME, avatar=picture("gammal", tiles=TILES))
    hours(world, 2)
    world.archived(NAME)
    world.shows(NAME, avatar=same)
    hours(world, 4)
    assert (world.events()["picture_replaced"], world.orders()) == (1, [])
    assert world.notices() == []


TILES = "A" * (32 * 32 * 3 * 4 // 3)


@pytest.mark.usefixtures("archived")
def test_what_the_board_does_not_count_as_larger_is_noted_once(world):
    set_policy(world, larger=["name"])
    world.shows(NAME, about="Vi har flyttat.")
    hours(world, 4)
    assert (world.events()["change_minor"], world.orders()) == (1, [])
    assert changes(world) == [ChangeState.MINOR]
    world.shows(NAME, name="Biblioteket")
    hours(world, 2)
    assert world.orders() == [CHANGED]


@pytest.mark.usefixtures("archived")
def test_another_extractor_begins_anew_without_an_alarm(world):
    world.extractor = "webpage-http/2"
    world.shows(NAME, about="Vi har flyttat.")
    hours(world, 4)
    assert (world.orders(), changes(world), world.notices()) == ([], [], [])
    assert world.events()["rebaselined"] == 1
    world.shows(NAME, name="Biblioteket")
    hours(world, 2)
    assert world.orders() == [CHANGED]


def test_a_new_handle_is_archived_and_the_register_is_to_be_mended(world):
    world.new_account(NAME)
    world.shows(NAME, handle="gammalt", platform_id="did:1")
    world.archived(NAME)
    hour(world)
    world.shows(NAME, handle="nytt")
    hours(world, 2)
    assert world.orders() == [CHANGED]
    assert world.notices() == ["change_confirmed", "change_confirmed"]
    told = world.archive.database.notices.list()
    assert sorted(notice.key.partition(":")[0] for notice in told) == [
        "change",
        "handle",
    ]
    assert str(world.archive.database.accounts.get(NAME).url).endswith(NAME)


@pytest.mark.parametrize("larger", [["name", "handle"], ["name"]])
def test_another_account_at_the_address_is_asked_about_before_it_is_archived(
    world, larger
):
    """It may be a stranger's."""
    set_policy(world, larger=larger)
    world.new_account(NAME)
    world.shows(NAME, handle="kommunen", platform_id="1")
    world.archived(NAME)
    hour(world)
    world.shows(NAME, platform_id="2", about="Mitt eget konto.")
    hours(world, 30)
    assert (world.orders(), world.notices()) == ([], ["change_to_judge"])
    [asked] = world.archive.database.notices.list()
    assert "ett annat konto" in asked.text
    assert "eget" not in asked.text
    open_change = world.archive.database.changes.open_for(NAME)
    answer_change(world.archive, open_change.change_id, "Nytt konto", is_changed=True)
    assert world.orders() == [CHANGED]
    assert [one.done_by for one in world.archive.database.notices.list()] == ["Ulla"]


def test_a_page_that_moved_to_another_host_is_asked_about(world):
    """A capture does not say where it was led; the watch's earlier sight does."""
    world.new_account(NAME)
    world.shows(NAME, platform_id="torget.example")
    hour(world)
    world.shows(NAME, platform_id=None)
    world.archived(NAME)
    world.shows(NAME, platform_id="torget.example")
    hours(world, 3)
    before = world.orders()
    world.shows(NAME, platform_id="till-salu.example", name="Domänen är till salu")
    hours(world, 30)
    assert (world.orders(), world.notices()) == (before, ["change_to_judge"])


@pytest.mark.usefixtures("archived")
def test_a_field_hidden_once_is_still_watched_afterwards(world):
    world.shows(NAME, about=None)
    hour(world)
    world.shows(NAME, about="Vi har flyttat.")
    hours(world, 2)
    assert world.orders() == [CHANGED]


def test_a_field_that_the_archive_never_saw_is_watched_from_its_first_sight(world):
    world.new_account(NAME)
    world.shows(NAME, about=None, category="Bibliotek")
    world.archived(NAME)
    world.shows(NAME, about="Välkommen in.")
    hours(world, 3)
    assert world.orders() == []
    world.shows(NAME, about="Vi har flyttat.")
    hours(world, 2)
    assert world.orders() == [CHANGED]


def test_a_year_of_the_same_is_one_row(world):
    world.account(NAME)
    hours(world, 20)
    rows = world.archive.database.observations.list(NAME)
    assert [row.sights for row in rows] == [21]
    assert (rows[0].until - rows[0].seen_at).total_seconds() > 19 * 3600


@pytest.mark.usefixtures("archived")
@pytest.mark.parametrize("step", ["order", "change", "notice", "event"])
def test_a_crash_between_the_parts_of_a_confirmation_leaves_none_of_them(
    world, monkeypatch, step
):
    """The next look finds the same and makes it whole: exactly one order."""
    world.shows(NAME, about="Vi har flyttat.")
    hour(world)
    database = world.archive.database
    place = {
        "order": (type(database.orders), "add"),
        "change": (type(database.changes), "settle"),
        "notice": (type(database.notices), "add"),
        "event": (type(database.events), "append"),
    }[step]
    before = (len(database.events.list()), database.observations.last_seen(NAME))
    with monkeypatch.context() as patch:
        patch.setattr(*place, _raise)
        world.clock.pass_time(hours=1)
        with pytest.raises(MemoryError):
            world.look(NAME)
    assert (world.orders(), world.notices()) == ([], [])
    assert changes(world) == [ChangeState.WAITING]
    assert (
        len(database.events.list()),
        database.observations.last_seen(NAME),
    ) == before
    hours(world, 2)
    assert (world.orders(), world.notices()) == ([CHANGED], ["change_confirmed"])
    assert world.events()[EventKind.CHANGE_FOUND.value] == 1


def _raise(*_args, **_kwargs):
    raise MemoryError


@pytest.mark.usefixtures("archived")
def test_a_fault_that_is_one_account_s_own_stops_no_other(world, monkeypatch):
    world.account("grann")
    world.shows(NAME, about="Vi har flyttat.")
    hour(world)
    monkeypatch.setattr(type(world.archive.database.changes), "settle", _down)
    world.clock.pass_time(hours=1)
    world.look(NAME, "grann")
    seen = world.archive.database.watch.states([NAME, "grann"])
    assert seen["grann"].last_looked_at > seen[NAME].last_looked_at
    assert "databasen" in world.look(NAME).failure


def _down(*_args):
    message = "Nu svarar inte databasen."
    raise StoreDown(message)
