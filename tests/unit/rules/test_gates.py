# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nothing is disposed of unless every gate is known to be open."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.gates import Case, counts_for, holds_on, judge
from schemas.classification import ClassificationState
from schemas.diary import RegistrationState
from schemas.gallring import Gate, HoldLevel, HoldReason
from schemas.plan import Disposal, RegistrationRule, Trigger
from tests.unit.rules.cases import (
    MOMENT,
    TODAY,
    case,
    classification,
    entry,
    hold,
    plan_row,
    plan_version,
    registered,
    registration,
)


def refusals(found: Case, today: date = TODAY, *, year_end: bool = False):
    verdict = judge(found, today, year_end=year_end)
    assert verdict.is_allowed == (not verdict.refusals)
    return [(refusal.gate, refusal.message) for refusal in verdict.refusals]


def only(found: Case, gate: Gate, today: date = TODAY) -> str:
    """Give the sentence of the one gate that refuses."""
    [(refused_by, message)] = refusals(found, today)
    assert refused_by is gate
    return message


def test_an_item_that_nothing_stops_may_go_and_says_by_what():
    verdict = judge(case(), TODAY, year_end=False)
    assert verdict.is_allowed
    assert verdict.plan == classification().plan
    assert (verdict.trigger, verdict.trigger_date) == (
        Trigger.CAPTURE,
        date(2026, 3, 2),
    )
    assert verdict.due == date(2026, 6, 3)
    assert verdict.registration is RegistrationState.NOT_TO_BE_REGISTERED
    assert verdict.registration_id == "d1"


def test_an_item_that_nobody_has_judged_is_refused_by_each_gate():
    bare = Case(entry(), None, None, None, None, (hold(),))
    assert [gate for gate, _ in refusals(bare)] == [
        *(Gate.PLAN_ROW, Gate.REGISTRATION, Gate.HOLD)
    ]


def test_every_gate_is_tried_in_the_order_of_the_law():
    found = case(
        classification=classification(state=ClassificationState.PROPOSED),
        registration=None,
        captured_on=date(2026, 11, 1),
        holds=(hold(), hold(HoldLevel.BOARD, "ks", hold_id="stopp-2")),
    )
    assert [gate for gate, _ in refusals(found)] == [
        *(Gate.PLAN_ROW, Gate.REGISTRATION, Gate.PERIOD, Gate.HOLD, Gate.HOLD)
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"classification": None}, "Ingen rad i planen är vald."),
        ({"classification": classification(item_id="c2")}, "Ingen rad"),
        ({"classification": classification(account_id="annat")}, "Ingen rad"),
        (
            {"classification": classification(state=ClassificationState.PROPOSED)},
            "bara föreslagen",
        ),
        ({"classification": classification(decided_by=" ")}, "inte vem"),
        ({"classification": classification(decided_at=None)}, "inte vem"),
        ({"plan": None}, "Raden 2.4.2 finns inte i planen ”ks”, version 1."),
        ({"plan": plan_version(version=2)}, "finns inte i planen"),
        ({"plan": plan_version(plan_row(row_id="2.4.3"))}, "finns inte i planen"),
        ({"plan": plan_version(plan_row(code="9"))}, "återger inte raden"),
        ({"plan": plan_version(plan_row(), plan_row())}, "finns inte i planen"),
        ({"in_force": None}, "ingen plan som gäller i dag"),
        ({"in_force": plan_version(valid_to=date(2026, 2, 1))}, "gäller i dag"),
        ({"in_force": plan_version(valid_from=date(2027, 1, 1))}, "gäller i dag"),
        ({"in_force": plan_version(board_id="bun")}, "annan nämnd"),
        ({"entry": entry(is_gallrad=True)}, "Redan gallrad."),
        ({"entry": entry(board_id="bun")}, "annan nämnd"),
    ],
)
def test_the_plan_gate(changes, said):
    found = [m for g, m in refusals(case(**changes)) if g is Gate.PLAN_ROW]
    assert said in " ".join(found)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (plan_row(disposal=Disposal.PRESERVE), "Rad 2.4.2 i planen säger att hand"),
        (plan_row(period_text="vid inaktualitet", period_months=None), "”vid inakt"),
        (plan_row(trigger=Trigger.PERSON_DECIDES), "en person avgör"),
        (plan_row(period_text="", period_months=None), "en person avgör"),
        (plan_row(period_months=0), "en person avgör"),
    ],
)
def test_a_row_that_preserves_or_cannot_be_counted_stops_at_the_plan(row, said):
    message = only(case(row=row), Gate.PLAN_ROW)
    assert said.replace("Rad 2", "Raden 2") in message


def test_an_old_classification_holds_while_the_row_stands_unchanged():
    assert not refusals(case(in_force=plan_version(version=2)))
    moved = plan_version(plan_row(source_row=99, remarks="Ny"), version=2)
    assert not refusals(case(in_force=moved))


@pytest.mark.parametrize(
    "change",
    [
        {"disposal": Disposal.PRESERVE},
        {"period_months": 12},
        {"trigger": Trigger.PUBLICATION},
        {"registration": RegistrationRule.YES},
        {"document_type": "Något annat"},
        {"code": "7"},
    ],
)
def test_a_row_that_the_plan_in_force_changed_must_be_classified_anew(change):
    newer = plan_version(plan_row(**change), version=2)
    message = only(case(in_force=newer), Gate.PLAN_ROW)
    assert "version 2" in message
    assert "Klassificera på nytt" in message


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (None, "inte bedömt"),
        (registration(item_id="c2"), "inte bedömt"),
        (registration(account_id="annat"), "inte bedömt"),
        (registration(item_id="p1"), "inte bedömt"),
        (registration(RegistrationState.TO_REGISTER), "inget diarienummer"),
        (
            registration(RegistrationState.TO_REGISTER, diary_number="KS 1"),
            "inget diarienummer",
        ),
        (registered(diary_number=" "), "saknar diarienummer eller datum"),
        (registered(registered_on=None), "saknar diarienummer eller datum"),
        (registered(registered_on=TODAY + timedelta(days=1)), "inte har inträffat"),
        (registration(reason=""), "inte varför"),
    ],
)
def test_the_registration_gate(found, said):
    assert said in only(case(registration=found), Gate.REGISTRATION)


@pytest.mark.parametrize(
    "found",
    [registered(), registration(), registration(item_id="p1", covers_thread=True)],
)
def test_a_judged_registration_opens_the_gate(found):
    assert not refusals(case(registration=found))


def test_what_the_plan_wants_registered_may_not_go_unregistered():
    row = plan_row(registration=RegistrationRule.YES)
    message = only(case(row=row), Gate.REGISTRATION)
    assert "ska diarieföras" in message
    assert not refusals(case(row=row, registration=registered()))


@pytest.mark.parametrize(
    ("trigger", "field", "due"),
    [
        (Trigger.CAPTURE, "captured_on", date(2026, 6, 3)),
        (Trigger.PUBLICATION, "published_on", date(2026, 6, 2)),
        (Trigger.REGISTRATION, "registered_on", date(2026, 6, 4)),
        (Trigger.CASE_CLOSED, "case_closed_on", date(2026, 6, 5)),
        (Trigger.ACCOUNT_CLOSED, "account_closed_on", date(2026, 6, 6)),
    ],
)
def test_a_period_counts_from_its_own_event(trigger, field, due):
    found = case(row=plan_row(trigger=trigger))
    assert judge(found, TODAY, year_end=False).due == due
    assert not refusals(found, due)
    early = only(found, Gate.PERIOD, due - timedelta(days=1))
    assert str(due) in early
    missing = only(replace(found, **{field: None}), Gate.PERIOD)
    assert "inte inträffat" in missing


def test_years_wait_for_the_end_of_the_year_when_so_set():
    found = case(row=plan_row(period_months=12))
    assert judge(found, TODAY, year_end=False).due == date(2027, 3, 3)
    assert judge(found, TODAY, year_end=True).due == date(2028, 1, 1)


@pytest.mark.parametrize("level", HoldLevel)
def test_a_hold_says_what_it_covers_why_and_who_placed_it(level):
    placed = hold(level, "c1", reason=HoldReason.AUDIT, reason_text="Anna Svensson")
    message = only(case(holds=(placed,)), Gate.HOLD)
    assert "revision" in message
    assert "Infört av Rut 2026-03-02" in message
    assert "Svensson" not in message


def test_a_released_hold_stops_nothing_but_an_old_one_does():
    assert not refusals(case(holds=(hold(released_at=MOMENT),)))
    assert only(case(holds=(hold(until=date(2026, 4, 1)),)), Gate.HOLD)


@pytest.mark.parametrize(
    ("level", "subject", "account", "covers"),
    [
        (HoldLevel.ITEM, "c1", "konto", True),
        (HoldLevel.ITEM, "c1", None, True),
        (HoldLevel.ITEM, "c1", "annat", False),
        (HoldLevel.ITEM, "c2", "konto", False),
        (HoldLevel.THREAD, "p1", "konto", True),
        (HoldLevel.THREAD, "p1", "annat", False),
        (HoldLevel.THREAD, "c1", "konto", False),
        (HoldLevel.ACCOUNT, "konto", None, True),
        (HoldLevel.ACCOUNT, "annat", None, False),
        (HoldLevel.BOARD, "ks", None, True),
        (HoldLevel.BOARD, "ks", "annat", True),
        (HoldLevel.BOARD, "bun", None, False),
        (HoldLevel.CASE, "ks  2026/31", None, True),
        (HoldLevel.CASE, "KS2026/31", None, True),
        (HoldLevel.CASE, "KS 2026/3", None, False),
    ],
)
def test_which_items_a_hold_covers(level, subject, account, covers):
    placed = hold(level, subject, account_id=account)
    assert bool(holds_on(entry(), registered(), [placed])) is covers


def test_a_hold_on_a_case_covers_only_what_is_registered_in_it():
    placed = hold(HoldLevel.CASE, "KS 2026/31")
    assert not holds_on(entry(), None, [placed])
    assert not holds_on(entry(), registration(), [placed])
    released = hold(HoldLevel.BOARD, "ks", released_at=MOMENT)
    assert not holds_on(entry(), registered(), [released])


def test_a_thread_registration_counts_for_its_items_only():
    of_thread = registration(item_id="p1", covers_thread=True)
    assert counts_for(entry(), of_thread)
    assert not counts_for(entry(thread_id="p2"), of_thread)
    assert not counts_for(entry(), registration(item_id="p1"))


DAYS = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))
ROWS = st.builds(
    plan_row,
    disposal=st.sampled_from(Disposal),
    period_months=st.none() | st.integers(0, 60),
    trigger=st.sampled_from(Trigger),
    registration=st.sampled_from(RegistrationRule),
)
REGISTRATIONS = st.none() | st.builds(
    registration,
    st.sampled_from(RegistrationState),
    diary_number=st.sampled_from(["", "KS 2026/31"]),
    registered_on=DAYS,
    item_id=st.sampled_from(["c1", "p1"]),
    covers_thread=st.booleans(),
)
HOLDS = st.builds(
    hold,
    st.sampled_from(HoldLevel),
    st.sampled_from(["c1", "p1", "konto", "ks", "KS 2026/31"]),
    released_at=st.none() | st.just(MOMENT),
)


@st.composite
def cases(draw):
    row = draw(ROWS)
    plan = plan_version(row)
    state = draw(st.sampled_from(ClassificationState))
    classified = classification(plan=plan, state=state)
    return case(
        row=row,
        classification=draw(st.sampled_from([classified, None])),
        plan=draw(st.sampled_from([plan, plan, None])),
        in_force=draw(st.sampled_from([plan, plan_version(version=2), None])),
        registration=draw(REGISTRATIONS),
        holds=tuple(draw(st.lists(HOLDS, max_size=2))),
        captured_on=draw(DAYS),
        published_on=draw(DAYS),
        registered_on=draw(DAYS),
        case_closed_on=draw(DAYS),
        account_closed_on=draw(DAYS),
    )


@given(cases(), HOLDS, st.dates(date(2020, 1, 1), date(2032, 1, 1)), st.booleans())
def test_a_hold_never_allows_more(found, added, today, year_end):
    before = refusals(found, today, year_end=year_end)
    more = replace(found, holds=(*found.holds, added))
    after = refusals(more, today, year_end=year_end)
    assert set(before) <= set(after)
    assert (len(after) > len(before)) == added.is_active


@given(cases(), st.dates(date(2020, 1, 1), date(2032, 1, 1)), st.booleans())
def test_what_is_allowed_has_a_row_a_judgement_a_period_and_no_hold(
    found, today, year_end
):
    verdict = judge(found, today, year_end=year_end)
    order = [refusal.gate for refusal in verdict.refusals]
    assert order == sorted(order, key=list(Gate).index)
    if not verdict.is_allowed:
        return
    assert found.row is not None
    assert found.row.disposal is Disposal.DISPOSE
    assert found.classification is not None
    assert found.classification.state is ClassificationState.CONFIRMED
    assert found.registration is not None
    assert found.registration.state is not RegistrationState.TO_REGISTER
    assert verdict.due is not None
    assert verdict.due <= today
    assert not any(placed.is_active for placed in found.holds)


@given(cases(), st.dates(date(2020, 1, 1), date(2032, 1, 1)), st.booleans())
def test_knowing_less_never_allows_more(found, today, year_end):
    known = refusals(found, today, year_end=year_end)
    optional = [f.name for f in fields(Case) if f.name not in {"entry", "holds"}]
    for name in optional:
        less = refusals(replace(found, **{name: None}), today, year_end=year_end)
        assert less or not known
