# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A difference is seen again before it counts, and an account is looked at in time."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.watch import (
    LONGEST_PLEA,
    LONGEST_WAIT,
    Weighed,
    begin_change,
    is_turned_back,
    move_change,
    next_due,
    state_after,
    weigh_change,
)
from schemas.policy import ChangePolicy
from schemas.profile import ChangeState, PageState, ProfileField
from schemas.watch import WatchState
from tests.unit.rules.sights import FIRST, change, judged, seen

POLICY = ChangePolicy()
NAME, ABOUT, AVATAR = ProfileField.NAME, ProfileField.ABOUT, ProfileField.AVATAR
WAITING, TO_JUDGE = ChangeState.WAITING, ChangeState.TO_JUDGE
CONFIRMED, MINOR = ChangeState.CONFIRMED, ChangeState.MINOR
REVERTED = ChangeState.REVERTED
SOON, LATE = FIRST + timedelta(hours=24), FIRST + timedelta(hours=25)
HOUR = timedelta(hours=1)
ACCOUNTS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)


def asked():
    open_change = change(TO_JUDGE, avatar=2)
    unsure = judged(avatar="unsure")
    only = tuple(x for x in unsure if x.field is AVATAR)
    counted = tuple(x.model_copy(update={"sights": 2}) for x in only)
    return open_change.model_copy(update={"comparisons": counted})


def weigh(open_change, now=SOON, policy=POLICY, moved=(), **verdicts):
    return weigh_change(open_change, judged(**verdicts), seen(2), policy, now, moved)


@pytest.mark.parametrize(
    ("open_change", "verdicts", "expected"),
    [
        (None, {}, None),
        (None, {"name": "unknown"}, None),
        (None, {"name": "changed"}, WAITING),
        (None, {"avatar": "unsure"}, WAITING),
        (None, {"avatar": "replaced"}, MINOR),
        (change(name=1), {"name": "changed"}, CONFIRMED),
        (change(name=1), {"name": "same"}, REVERTED),
        (change(name=1), {"name": "unknown"}, None),
        (change(name=1), {"about": "changed"}, WAITING),
        (change(name=1), {"name": "unknown", "about": "changed"}, WAITING),
        (change(name=1), {"name": "changed", "about": "changed"}, CONFIRMED),
        (change(name=1, about=1), {"name": "same", "about": "unknown"}, WAITING),
        (change(avatar=1), {"avatar": "unsure"}, TO_JUDGE),
        (change(avatar=1), {"avatar": "replaced"}, MINOR),
        (change(avatar=1), {"avatar": "unsure", "name": "changed"}, WAITING),
        (asked(), {"avatar": "unsure"}, None),
        (asked(), {"avatar": "unknown"}, None),
        (asked(), {"avatar": "same"}, REVERTED),
        (asked(), {"avatar": "changed"}, CONFIRMED),
        (asked(), {"avatar": "unsure", "name": "changed"}, TO_JUDGE),
        (asked(), {"avatar": "same", "name": "changed"}, WAITING),
    ],
)
def test_a_sight_moves_a_change(open_change, verdicts, expected):
    assert weigh(open_change, **verdicts).state is expected


@pytest.mark.parametrize(
    ("open_change", "verdicts", "expected"),
    [
        (change(name=1), {"name": "same"}, REVERTED),
        (asked(), {"avatar": "same"}, None),
        (asked(), {"avatar": "replaced"}, None),
        (asked(), {"avatar": "same", "name": "changed"}, TO_JUDGE),
    ],
)
def test_what_went_back_after_the_window_is_still_judged(
    open_change, verdicts, expected
):
    assert weigh(open_change, LATE, **verdicts).state is expected


def test_a_value_that_moves_on_is_counted_again_but_not_for_ever():
    assert weigh(change(name=1), moved=(NAME,), name="changed").state is WAITING
    assert weigh(change(name=1), LATE, moved=(NAME,), name="changed").state is CONFIRMED
    late_guest = weigh(change(name=1), LATE, name="same", about="changed")
    assert late_guest.state is WAITING
    unseen = weigh(change(name=1), LATE, name="unknown", about="changed")
    assert unseen.state is WAITING


def test_each_field_is_counted_by_itself():
    patient = POLICY.model_copy(update={"confirm_sights": 3})
    weighed = weigh(change(name=2), policy=patient, name="unknown", about="changed")
    counts = {each.field: each.sights for each in weighed.comparisons}
    assert (counts[NAME], counts[ABOUT], weighed.state) == (2, 1, WAITING)
    assert weighed.times_seen == 2


def test_a_text_is_counted_while_a_person_is_asked_about_a_picture():
    patient = POLICY.model_copy(update={"confirm_sights": 3})
    first = weigh(asked(), policy=patient, avatar="unsure", name="changed")
    joined = move_change(asked(), seen(2), first, SOON)
    again = weigh(joined, policy=patient, avatar="unsure", name="changed")
    assert again.state is TO_JUDGE
    moved = move_change(joined, seen(2), again, SOON)
    assert moved.settled_at is None
    last = weigh(moved, policy=patient, avatar="unsure", name="changed")
    assert last.state is CONFIRMED


def test_a_policy_may_confirm_at_first_sight():
    eager = POLICY.model_copy(update={"confirm_sights": 1})
    assert weigh(None, policy=eager, name="changed").state is CONFIRMED
    assert weigh(None, policy=eager, avatar="unsure").state is TO_JUDGE


def test_what_is_not_larger_by_the_policy_is_noted():
    narrow = POLICY.model_copy(update={"larger": (NAME,)})
    assert weigh(None, policy=narrow, about="changed", avatar="unsure").state is MINOR
    both = weigh(None, policy=narrow, about="changed", name="changed")
    assert both.state is WAITING
    assert weigh(change(name=1), policy=narrow, about="changed").state is MINOR


@pytest.mark.parametrize("state", [s for s in PageState if s is not PageState.OK])
def test_an_error_page_weighs_nothing(state):
    sight = seen(2, page_state=state)
    found = judged(name="changed")
    assert weigh_change(change(name=1), found, sight, POLICY, SOON) == Weighed(None)


def test_what_cannot_be_compared_weighs_nothing():
    assert weigh_change(change(name=1), (), seen(2), POLICY, SOON) == Weighed(None)


def test_a_change_is_begun_and_moved_on():
    first = weigh(None, name="changed")
    begun = begin_change("c-9", seen(1), seen(2), first, FIRST)
    assert (begun.before_id, begun.after_id) == ("obs-1", "obs-2")
    assert (begun.state, begun.found_at, begun.settled_at) == (WAITING, FIRST, None)
    assert begun.fields == (NAME,)
    again = weigh(begun, name="changed", about="changed")
    moved = move_change(begun, seen(3), again, SOON)
    assert (moved.before_id, moved.after_id, moved.found_at) == (
        "obs-1",
        "obs-3",
        FIRST,
    )
    assert (moved.state, moved.times_seen, moved.settled_at) == (CONFIRMED, 2, SOON)
    assert moved.fields == (NAME, ABOUT)


def test_what_went_back_still_shows_what_was_seen():
    begun = change(name=1)
    back = move_change(begun, seen(3), weigh(begun, name="same"), SOON)
    assert (back.state, back.after_id, back.fields) == (REVERTED, "obs-2", (NAME,))
    assert back.settled_at == SOON


def test_nothing_to_write_writes_nothing():
    open_change = change(name=1)
    nothing = weigh(open_change, name="unknown")
    assert move_change(open_change, seen(3), nothing, SOON) is open_change
    with pytest.raises(ValueError, match="nothing to write"):
        begin_change("c-1", seen(1), seen(2), nothing, SOON)


@pytest.mark.parametrize(
    ("state", "now", "verdicts", "expected"),
    [
        (CONFIRMED, SOON, {}, True),
        (CONFIRMED, SOON, {"name": "unknown"}, False),
        (CONFIRMED, SOON, {"about": "unknown"}, True),
        (CONFIRMED, SOON, {"name": "changed"}, False),
        (CONFIRMED, SOON, {"about": "changed"}, False),
        (CONFIRMED, LATE, {}, False),
        (MINOR, SOON, {}, False),
    ],
)
def test_a_confirmed_change_that_goes_back_is_known(state, now, verdicts, expected):
    confirmed = change(state, name=2)
    assert is_turned_back(confirmed, judged(**verdicts), POLICY, now) is expected


def test_a_change_has_gone_back_when_all_of_it_has():
    confirmed = change(CONFIRMED, name=2, about=2)
    assert is_turned_back(confirmed, judged(), POLICY, SOON)
    assert not is_turned_back(confirmed, judged(about="unknown"), POLICY, SOON)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["name", "about", "avatar"]),
            st.sampled_from(["same", "changed", "unknown", "unsure"]),
        ),
        max_size=12,
    ),
    st.integers(1, 4),
)
def test_nothing_is_confirmed_that_was_not_seen_often_enough(sights, needed):
    policy = POLICY.model_copy(update={"confirm_sights": needed})
    open_change, runs = None, {}
    for number, verdicts in enumerate(sights):
        for name in ("name", "about", "avatar"):
            verdict = verdicts.get(name, "same")
            differs = verdict in ("changed", "unsure")
            kept = runs.get(name, 0) if verdict == "unknown" else 0
            runs[name] = runs.get(name, 0) + 1 if differs else kept
        now = FIRST + number * HOUR
        weighed = weigh(open_change, now, policy, **verdicts)
        if weighed.state is None:
            continue
        if weighed.state in (CONFIRMED, TO_JUDGE):
            assert max(runs.values()) >= needed
        sight = seen(number + 1)
        if open_change is None:
            open_change = begin_change("c-1", seen(1), sight, weighed, now)
        else:
            open_change = move_change(open_change, sight, weighed, now)
        if open_change.state not in (WAITING, TO_JUDGE):
            open_change, runs = None, {}


def state(failures=0, account_id="almhult"):
    return WatchState(account_id=account_id, due_at=FIRST, failures=failures)


def down(now=FIRST):
    return seen(1, page_state=PageState.UNAVAILABLE, seen_at=now)


@given(ACCOUNTS, st.integers(15, 10080), st.integers(0, 10**6))
def test_a_good_account_is_looked_at_once_an_interval(account_id, minutes, second):
    policy = POLICY.model_copy(update={"interval_minutes": minutes})
    interval, now = timedelta(minutes=minutes), FIRST + timedelta(seconds=second)
    before = state(account_id=account_id)
    due = next_due(before, seen(), policy, now)
    assert interval / 2 <= due - now <= interval * 1.5
    assert next_due(before, seen(), policy, due) - due == interval
    late = due + interval * 0.4
    assert next_due(before, seen(), policy, late) == due + interval


def test_a_part_of_a_second_late_is_late():
    due = next_due(state(), seen(), POLICY, FIRST)
    just_after = due - HOUR / 2 + timedelta(milliseconds=500)
    assert next_due(state(), seen(), POLICY, just_after) == due + HOUR


def test_accounts_are_spread_over_the_hour():
    minutes = [
        next_due(state(account_id=f"konto-{number}"), seen(), POLICY, FIRST).minute
        for number in range(6000)
    ]
    assert len(set(minutes)) == 60
    assert max(minutes.count(minute) for minute in range(60)) < 160


@given(ACCOUNTS, st.integers(15, 10080), st.integers(0, 10**4), st.integers(0, 7200))
def test_a_failing_account_is_never_left_for_more_than_six_hours(
    account_id, minutes, failures, second
):
    policy = POLICY.model_copy(update={"interval_minutes": minutes})
    now = FIRST + timedelta(seconds=second)
    due = next_due(state(failures, account_id), down(), policy, now)
    assert timedelta(minutes=7) <= due - now <= LONGEST_WAIT


def test_each_failure_waits_longer():
    waits = [
        next_due(state(failures), down(), POLICY, FIRST) - FIRST
        for failures in range(5)
    ]
    assert waits == sorted(waits)
    assert waits[0] < timedelta(minutes=90)
    assert waits[1] > timedelta(minutes=90)
    assert LONGEST_WAIT - HOUR / 2 <= waits[-1] <= LONGEST_WAIT


@pytest.mark.parametrize(
    ("retry_after", "least", "most"),
    [
        (None, timedelta(minutes=30), HOUR * 1.5),
        (-5.0, timedelta(minutes=30), HOUR * 1.5),
        (60.0, timedelta(minutes=30), HOUR * 1.5),
        (7200.0, HOUR * 2, HOUR * 3),
        (36000.0, HOUR * 10, HOUR * 11),
        (1e30, LONGEST_PLEA, LONGEST_PLEA + HOUR),
    ],
)
def test_a_server_that_asks_for_patience_gets_it(retry_after, least, most):
    due = next_due(state(), down(), POLICY, FIRST, retry_after)
    assert least <= due - FIRST <= most


def test_an_error_keeps_when_it_was_good():
    good = state_after(state(4), seen(), POLICY, FIRST)
    assert (good.failures, good.last_good_at, good.last_state) == (0, FIRST, "ok")
    bad = state_after(good, down(), POLICY, SOON)
    assert (bad.failures, bad.last_good_at, bad.last_looked_at) == (1, FIRST, SOON)
    assert bad.last_state is PageState.UNAVAILABLE
    nothing = state_after(bad, None, POLICY, LATE)
    assert (nothing.failures, nothing.last_good_at) == (2, FIRST)
    assert nothing.last_state is PageState.UNAVAILABLE
