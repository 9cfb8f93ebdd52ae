# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A closure's steps are taken in order, each for a reason, and taken back until closed.

The guideline, "Avsluta ett konto".
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from rules.closure import (
    STEPS,
    FinalCapture,
    Situation,
    acceptance_hindrance,
    check_entry,
    counts_as_final,
    hindrance,
    next_step,
    outdated,
    undo_hindrance,
    undone,
    withdraw_hindrance,
)
from rules.closure_moves import Move, next_move
from schemas.closure import Closure, ClosureEntry, ClosureState
from schemas.errors import BadInput, Refused
from schemas.order import Order, OrderReason, OrderState
from schemas.profile import Observation, PageState

START = datetime(2026, 5, 4, 10, tzinfo=UTC)
TODAY = date(2026, 5, 25)
UNTIL = date(2026, 5, 20)
SHA = "a" * 64
DECIDED, ANNOUNCED, CAPTURED, CONFIRMED, CLOSED, UNLISTED, TOLD = STEPS


def entry(step, minutes=0, **given):
    """A step with everything that it must say."""
    told = {
        DECIDED: {"reason": "Kontot används inte", "decision": "KS 2026 § 1"},
        ANNOUNCED: {
            "announcement": "Vi stänger.",
            "link": "https://torget.example/1",
            "turn_to": "Servicecenter",
            "until": UNTIL,
            "reason": "Publicerat den 1 maj",
        },
        CAPTURED: {"package_id": "paket", "order_id": "order"},
        CLOSED: {"evidence": (SHA,)},
    }
    known = {
        "step": step,
        "at": START + timedelta(hours=STEPS.index(step), minutes=minutes),
        "by": "Ulla",
    }
    return ClosureEntry.model_validate(known | told.get(step, {}) | given)


def closure(*entries, state=ClosureState.OPEN):
    return Closure(
        closure_id="avslut",
        account_id="biblioteket",
        opened_at=START,
        opened_by="Ulla",
        state=state,
        entries=entries,
    )


def taken(count, **changes):
    """A closure with its first steps taken."""
    return closure(*map(entry, STEPS[:count]), **changes)


def order(state=OrderState.DONE, **given):
    known = {
        "order_id": "order",
        "account_id": "biblioteket",
        "reason": OrderReason.CLOSURE,
        "ordered_by": "Avbild",
        "ordered_at": datetime(2026, 5, 21, tzinfo=UTC),
        "state": state,
    }
    return Order.model_validate(known | given)


CAPTURE_TIME = datetime(2026, 5, 21, 5, tzinfo=UTC)
WHOLE = FinalCapture(order(), "paket", is_complete=True, captured_at=CAPTURE_TIME)
LATER, EARLIER = CAPTURE_TIME + timedelta(days=1), CAPTURE_TIME - timedelta(days=1)


def situation(found, **given):
    known = {"today": TODAY, "announce_days": 14, "capture": WHOLE}
    return Situation(closure=found, **(known | given))


@pytest.mark.parametrize("count", range(len(STEPS)))
@pytest.mark.parametrize("step", STEPS)
def test_only_the_next_step_may_be_taken(count, step):
    """Every step out of order is refused, and the sentence names what lacks."""
    found = taken(count)
    turn = STEPS[count]
    assert next_step(found) is turn
    said = hindrance(step, situation(found))
    if step is turn:
        assert said == ""
        check_entry(entry(step), situation(found))
        return
    if STEPS.index(step) < count:
        assert said == f"Steget ”{step.label}” är redan taget, 2026-05-04."
    else:
        assert said == f"Steget ”{turn.label}” måste tas före ”{step.label}”."
    with pytest.raises(Refused) as caught:
        check_entry(entry(step), situation(found))
    assert str(caught.value) == said


@pytest.mark.parametrize("state", [ClosureState.DONE, ClosureState.WITHDRAWN])
@pytest.mark.parametrize("step", STEPS)
def test_an_ended_closure_is_not_touched(state, step):
    found = taken(2, state=state)
    sentence = f"Avslutet av kontot pågår inte: {state.label.lower()}."
    assert hindrance(step, situation(found)) == sentence
    assert withdraw_hindrance(found) == sentence
    assert next_move(situation(found)) is Move.WAIT


def test_all_steps_taken_leaves_none():
    assert next_step(taken(len(STEPS))) is None
    assert next_move(situation(taken(len(STEPS)))) is Move.WAIT
    assert next_move(situation(closure())) is Move.WAIT


@pytest.mark.parametrize(
    ("step", "lacking", "sentence"),
    [
        (DECIDED, {"reason": " "}, "Ange varför kontot ska avslutas."),
        (DECIDED, {"decision": " "}, "Ange beslutets nummer"),
        (DECIDED, {"decision": "§" * 201}, "längre än 200 tecken"),
        (DECIDED, {"reason": "x" * 5001}, "längre än 5000 tecken"),
        (ANNOUNCED, {"turn_to": "x" * 5001}, "längre än 5000 tecken"),
        (ANNOUNCED, {"announcement": " "}, "Ange texten"),
        (ANNOUNCED, {"link": "torget"}, "Ange webbadressen"),
        (ANNOUNCED, {"link": "javascript:alert(1)"}, "Ange webbadressen"),
        (ANNOUNCED, {"link": "http://[x"}, "Ange webbadressen"),
        (ANNOUNCED, {"turn_to": ""}, "Ange vart följarna"),
        (ANNOUNCED, {"until": None}, "Ange den sista dagen"),
        (CAPTURED, {"package_id": None}, "inget arkivpaket"),
        (CLOSED, {"evidence": ()}, "Ingen avläsning efter"),
    ],
)
def test_a_step_says_what_it_must(step, lacking, sentence):
    with pytest.raises(BadInput, match=sentence):
        check_entry(entry(step, **lacking), situation(taken(STEPS.index(step))))


def test_an_observation_shows_that_it_is_closed():
    shown = entry(CLOSED, evidence=(), observation_id="sedd")
    check_entry(shown, situation(taken(4)))


@pytest.mark.parametrize(
    ("until", "reason", "is_taken"),
    [
        (date(2026, 6, 8), "", True),
        (date(2026, 6, 7), "", False),
        (date(2026, 6, 7), " ", False),
        (date(2026, 6, 7), "Kontot har fyra följare", True),
        (date(2026, 5, 1), "Stod 1–14 april", True),
    ],
)
def test_a_shorter_time_needs_a_reason(until, reason, is_taken):
    given = entry(ANNOUNCED, until=until, reason=reason)
    if is_taken:
        check_entry(given, situation(taken(1)))
        return
    with pytest.raises(BadInput, match="minst 14 dagar, till och med 2026-06-08"):
        check_entry(given, situation(taken(1)))


CAPTURES = [
    (None, Move.ORDER, "inte beställd"),
    (FinalCapture(order(OrderState.QUEUED)), Move.WAIT, "inte klar: väntar"),
    (FinalCapture(order(OrderState.RUNNING)), Move.WAIT, "inte klar: pågår"),
    (
        FinalCapture(order(OrderState.FAILED, failure="Sidan kräver inloggning.")),
        Move.TELL_FAILED,
        "misslyckades. Sidan kräver inloggning. Beställ",
    ),
    (replace(WHOLE, is_complete=False), Move.TELL_INCOMPLETE, "ofullständig"),
    (WHOLE, Move.TAKE_CAPTURE, ""),
]


@pytest.mark.parametrize(("capture", "move", "sentence"), CAPTURES)
def test_the_last_archiving_must_be_whole(capture, move, sentence):
    now = situation(taken(2), capture=capture)
    said = hindrance(CAPTURED, now)
    assert (sentence in said) if sentence else said == ""
    assert next_move(now) is move


@pytest.mark.parametrize("capture", [capture for capture, *_ in CAPTURES])
def test_nothing_is_archived_before_the_last_day(capture):
    early = situation(taken(2), capture=capture, today=UNTIL - timedelta(days=1))
    assert "till och med 2026-05-20" in hindrance(CAPTURED, early)
    assert "till och med 2026-05-20" in acceptance_hindrance(early)
    assert next_move(early) is Move.WAIT
    last = situation(taken(2), capture=None, today=UNTIL)
    assert next_move(last) is Move.ORDER


@pytest.mark.parametrize(("capture", "move"), [row[:2] for row in CAPTURES])
def test_a_person_may_accept_what_is_not_whole(capture, move):
    """But not what still runs, nor without a reason."""
    now = situation(taken(2), capture=capture, latest_change=LATER)
    given = entry(CAPTURED, accepted_incomplete=True, reason="Kontot är borta")
    if move is Move.WAIT:
        with pytest.raises(Refused, match="inte klar"):
            check_entry(given, now)
        return
    check_entry(given, now)
    with pytest.raises(BadInput, match="Ange varför"):
        check_entry(given.model_copy(update={"reason": " "}), now)
    nothing = given.model_copy(update={"package_id": None})
    with pytest.raises(BadInput, match="inget arkivpaket"):
        check_entry(nothing, now)


@pytest.mark.parametrize(
    ("news", "sentence"),
    [
        ({}, ""),
        ({"latest_change": EARLIER, "latest_post": EARLIER}, ""),
        ({"latest_change": CAPTURE_TIME, "latest_post": CAPTURE_TIME}, ""),
        ({"latest_change": LATER}, "Profilen har ändrats efter"),
        ({"latest_post": LATER}, "Kontot har publicerat efter"),
    ],
)
@pytest.mark.parametrize("step", [CAPTURED, CONFIRMED, CLOSED])
def test_what_happened_later_demands_a_new_archiving(step, news, sentence):
    now = situation(taken(STEPS.index(step)), **news)
    said = hindrance(step, now)
    assert said.startswith(sentence) if sentence else said == ""
    assert bool(sentence) == (next_move(now) in (Move.ORDER, Move.TELL_OUTDATED))


def test_who_accepts_accepts_what_is_known():
    """What happens after that demands a new archiving all the same."""
    given = entry(CAPTURED, accepted_incomplete=True, reason="Kontot är borta")
    given = given.model_copy(update={"at": LATER})
    found = closure(entry(DECIDED), entry(ANNOUNCED), given)
    assert outdated(situation(found, latest_change=LATER, latest_post=LATER)) == ""
    later = LATER + timedelta(seconds=1)
    assert outdated(situation(found, latest_change=later)) != ""
    assert outdated(situation(found, latest_post=later)) != ""


@pytest.mark.parametrize(
    ("given", "is_final"),
    [
        ({}, True),
        ({"reason": OrderReason.PROFILE_CHANGE}, False),
        ({"ordered_at": datetime(2026, 5, 19, 21, 59, tzinfo=UTC)}, False),
        ({"ordered_at": datetime(2026, 5, 19, 22, 0, tzinfo=UTC)}, True),
    ],
)
def test_an_order_counts_from_the_announcements_last_day(given, is_final):
    """By Swedish days: the 20th begins at 22 UTC on the 19th."""
    assert counts_as_final(order(**given), taken(2)) is is_final


def test_an_order_counts_after_the_announcement_was_noted():
    late = entry(ANNOUNCED).model_copy(update={"at": LATER})
    assert not counts_as_final(order(), closure(entry(DECIDED), late))
    assert not counts_as_final(order(), taken(1))


def test_what_was_taken_back_does_not_come_again_by_itself():
    back = undone(CAPTURED, taken(3), LATER, "Ulla", "Filmerna saknas")
    found = closure(*taken(3).entries, *back)
    assert not counts_as_final(order(), found)
    assert counts_as_final(order(ordered_at=LATER + timedelta(minutes=1)), found)


@pytest.mark.parametrize("step", STEPS[:4])
def test_taking_back_a_step_takes_back_those_after_it(step):
    found = taken(4)
    back = undone(step, found, LATER, "Ulla", " Fel beslut ")
    affected = STEPS[STEPS.index(step) : 4]
    assert [each.step for each in back] == list(reversed(affected))
    assert {(e.reason, e.by, e.at, e.is_undone) for e in back} == {
        ("Fel beslut", "Ulla", LATER, True)
    }
    after = closure(*found.entries, *back)
    assert next_step(after) is step
    assert after.entries[:4] == found.entries


def test_taking_back_needs_a_reason_and_a_step_that_is_taken():
    with pytest.raises(BadInput, match="Ange varför"):
        undone(ANNOUNCED, taken(2), LATER, "Ulla", " ")
    with pytest.raises(BadInput, match="vem som gör det"):
        undone(ANNOUNCED, taken(2), LATER, " ", "Fel")
    with pytest.raises(Refused, match="är inte taget"):
        undone(CAPTURED, taken(2), LATER, "Ulla", "Fel")


@pytest.mark.parametrize("count", [5, 6, 7])
def test_a_closed_account_is_closed(count):
    for step in STEPS[:count]:
        assert "går inte längre att ångra" in undo_hindrance(step, taken(count))
        with pytest.raises(Refused, match="går inte längre"):
            undone(step, taken(count), LATER, "Ulla", "Ångrar mig")
    assert "går inte längre att ångra" in withdraw_hindrance(taken(count))
    assert all(withdraw_hindrance(taken(open_)) == "" for open_ in range(5))


GONE = Observation(
    observation_id="sedd",
    account_id="biblioteket",
    seen_at=LATER,
    page_state=PageState.GONE,
    extractor="webpage/1",
)


@pytest.mark.parametrize(
    ("count", "given", "move"),
    [
        (1, {}, Move.ASK_ANNOUNCE),
        (3, {}, Move.ASK_CONFIRM),
        (4, {}, Move.REMIND_CLOSE),
        (4, {"gone": GONE}, Move.ASK_CLOSED),
        (4, {"gone": GONE, "latest_post": LATER}, Move.TELL_OUTDATED),
        (5, {}, Move.ASK_UNLIST),
        (6, {}, Move.TELL),
    ],
)
def test_what_is_due(count, given, move):
    assert next_move(situation(taken(count), **given)) is move


def test_the_steps_stand_in_the_guidelines_order():
    first = ["decided", "announced", "captured", "confirmed"]
    assert [str(step) for step in STEPS] == [*first, "closed", "unlisted", "told"]
