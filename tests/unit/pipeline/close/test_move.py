# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Avbild orders, notes, reminds and asks by itself; run twice, nothing twice."""

import pytest

from pipeline.close.back import undo
from pipeline.close.capture import accept, order_final_capture
from pipeline.close.move import move_on
from pipeline.close.steps import confirm, mark_closed, unlist
from pipeline.order import Request, place_order
from rules.closure_moves import Move
from schemas.closure import ClosureState, ClosureStep
from schemas.errors import LoginWall, Refused, StoreDown, UnknownName
from schemas.order import OrderReason, OrderState
from schemas.profile import PageState
from schemas.watch import NoticeFor
from tests.samples import sample_png


@pytest.fixture
def move(story, archive):
    """Move the closures on, twice: the second time does nothing new."""

    def moved() -> Move:
        (first,) = move_on(archive)
        assert first.failure == ""
        left = (story.closure, story.notices(), archive.database.orders.list())
        if story.closure.state is ClosureState.OPEN:
            move_on(archive)
        events = len(story.events())
        move_on(archive)
        assert left[1:] == (story.notices(), archive.database.orders.list())
        assert len(story.events()) == events
        return first.move

    return moved


def waiting(archive):
    """Give the order that is open."""
    return archive.database.orders.open_for("biblioteket")


def test_a_closure_moves_by_itself_as_far_as_it_may(story, archive, move):
    story.decide()
    assert move() is Move.ASK_ANNOUNCE
    story.announce()
    story.clock.pass_time(days=-2)
    assert move() is Move.WAIT
    story.clock.pass_time(days=2)
    assert move() is Move.ORDER
    order = waiting(archive)
    assert (order.reason, order.keep_incomplete) == (OrderReason.CLOSURE, True)
    assert move() is Move.WAIT
    story.run(order.order_id)
    assert move() is Move.TAKE_CAPTURE
    assert story.closure.done(ClosureStep.CAPTURED).order_id == order.order_id
    confirm(archive, story.account_id)
    assert move() is Move.REMIND_CLOSE
    story.see(PageState.GONE)
    assert move() is Move.ASK_CLOSED
    assert story.closure.done(ClosureStep.CLOSED) is None
    mark_closed(archive, story.account_id)
    assert move() is Move.ASK_UNLIST
    unlist(archive, story.account_id)
    (last,) = move_on(archive)
    assert last.move is Move.TELL
    assert move_on(archive) == ()
    assert story.closure.state is ClosureState.DONE
    assert story.notices() == [
        "Meddela följarna att kontot ska stängas",
        "Slutlig arkivering beställd",
        "Godkänn den slutliga arkiveringen",
        "Stäng kontot på plattformen",
        "Är kontot stängt? Älmhults bibliotek",
        "Ta bort kontot ur det publika registret",
        "Kontot är avslutat",
    ]


def test_each_is_told_to_whoever_can_do_it(story, archive, move):
    story.decide()
    story.announce()
    story.capture()
    move()
    confirm(archive, story.account_id)
    move()
    told = archive.database.notices.list()
    assert [notice.recipient for notice in told] == [
        NoticeFor.COMMUNICATIONS,
        NoticeFor.SECRETARY,
    ]
    assert {notice.board_id for notice in told} == {"ks"}
    assert not any("Ulla" in notice.text + notice.action for notice in told)
    assert all(notice.action.endswith(".") for notice in told)


def test_another_open_order_is_waited_for(story, archive, move):
    story.decide()
    story.announce()
    other = Request(
        account_id=story.account_id, ordered_by="Ulla", reason_text="Begärd"
    )
    order = place_order(archive, other)
    assert move() is Move.WAIT
    story.run(order.order_id)
    assert move() is Move.ORDER
    assert waiting(archive).reason is OrderReason.CLOSURE


def test_a_failed_archiving_is_told_with_what_to_do(story, archive, move):
    story.decide()
    story.announce()
    story.platform.fault = LoginWall("Sidan kräver inloggning.")
    story.capture()
    assert move() is Move.TELL_FAILED
    (notice,) = archive.database.notices.list()
    assert "Sidan kräver inloggning." in notice.text
    assert "avbild close capture biblioteket" in notice.action
    assert archive.database.orders.list(OrderState.QUEUED) == ()
    story.capture()
    assert move() is Move.TELL_FAILED
    assert len(archive.database.notices.list()) == 2


def test_an_incomplete_archiving_is_told_and_may_be_accepted(story, archive, move):
    story.decide()
    story.announce()
    story.platform.missing = ("Tre filmer saknas.",)
    story.capture()
    assert move() is Move.TELL_INCOMPLETE
    assert story.closure.done(ClosureStep.CAPTURED) is None
    accept(archive, story.account_id, "Filmerna är borttagna")
    assert move() is Move.ASK_CONFIRM
    notice = archive.database.notices.list()[0]
    assert "Det som saknas är godtaget." in notice.text


def test_what_a_person_took_back_is_ordered_anew(story, archive, move):
    story.decide()
    story.announce()
    first = story.capture()
    move()
    undo(archive, story.account_id, ClosureStep.CAPTURED, "Bilder saknas")
    assert move() is Move.ORDER
    assert waiting(archive).order_id != first.order_id
    story.run(waiting(archive).order_id)
    assert move() is Move.TAKE_CAPTURE
    assert story.notices().count("Godkänn den slutliga arkiveringen") == 2


def test_news_before_the_step_is_taken_give_a_new_archiving(story, archive, move):
    story.decide()
    story.announce()
    story.capture()
    story.change()
    assert move() is Move.ORDER
    story.run(waiting(archive).order_id)
    assert move() is Move.TAKE_CAPTURE


def test_news_after_the_step_are_told(story, archive, move):
    story.decide()
    story.announce()
    story.capture()
    move()
    story.change()
    assert move() is Move.TELL_OUTDATED
    assert "avbild close undo biblioteket captured" in (
        archive.database.notices.list()[0].action
    )


def test_a_screenshot_needs_no_sight(story, archive, move):
    story.decide()
    story.announce()
    story.capture()
    move()
    confirm(archive, story.account_id)
    mark_closed(archive, story.account_id, sample_png())
    assert move() is Move.ASK_UNLIST


def test_one_account_may_be_moved_on(story, archive):
    story.decide()
    (moved,) = move_on(archive, story.account_id)
    assert moved.move is Move.ASK_ANNOUNCE
    assert moved.is_told
    with pytest.raises(UnknownName):
        move_on(archive, "okant")


def test_an_account_that_is_not_being_closed_is_refused(story, archive):
    assert move_on(archive) == ()
    with pytest.raises(Refused, match="inte under avslut: Aktivt"):
        move_on(archive, story.account_id)


def test_one_that_cannot_be_moved_stops_no_other(story, archive, account, monkeypatch):
    given = account.model_dump(mode="json")
    given |= {"account_id": "badet", "url": "https://torget.example/badet"}
    archive.database.accounts.add(type(account).model_validate(given))
    story.decide()
    story.account_id = "badet"
    story.decide()
    real = archive.database.observations.heads

    def fail_one(account_ids):
        if "badet" in account_ids:
            raise fault
        return real(account_ids)

    monkeypatch.setattr(archive.database.observations, "heads", fail_one)
    fault = Refused("Något är fel.")
    moved = {each.account_id: each for each in move_on(archive)}
    assert moved["badet"].failure == "Något är fel."
    assert moved["biblioteket"].move is Move.ASK_ANNOUNCE
    fault = StoreDown("Databasen svarar inte.")
    with pytest.raises(StoreDown):
        move_on(archive)


def test_a_person_may_order_before_the_morning(story, archive, move):
    story.decide()
    story.announce()
    order = order_final_capture(archive, story.account_id)
    assert move() is Move.WAIT
    story.run(order.order_id)
    assert move() is Move.TAKE_CAPTURE
