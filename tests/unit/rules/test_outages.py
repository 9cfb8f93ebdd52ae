# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""One alarm for an outage, one when it changes, one when it is over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.outages import Looked, Turn, is_access_fault, is_outage, weigh_outages
from schemas.policy import ChangePolicy
from schemas.profile import ObservedAs, PageState
from schemas.watch import NoticeKind, Outage, OutageScope
from tests.unit.rules.sights import FIRST

POLICY = ChangePolicy()
OK, DOWN, BUSY = PageState.OK, PageState.UNAVAILABLE, PageState.RATE_LIMITED
GONE, WALL = PageState.GONE, PageState.LOGIN_WALL
HOST = "torget.example"


def look(number, state=DOWN, failures=1, host=HOST, **changes):
    count = 0 if state is OK else failures
    return Looked(f"konto-{number}", host, state, count, **changes)


def looks(**states):
    """Give so many looks of each state, of accounts of their own."""
    each = [PageState(name) for name, count in states.items() for _ in range(count)]
    return [look(number, state) for number, state in enumerate(each)]


def outage(subject, state=DOWN, scope=OutageScope.ACCOUNT):
    return Outage(
        outage_id="o-1", scope=scope, subject=subject, state=state, began_at=FIRST
    )


HOST_OUT = outage(HOST, scope=OutageScope.HOST)


def turns(batch, *known, policy=POLICY):
    return [
        (one.turn, one.scope, one.state, one.notice)
        for one in weigh_outages(batch, known, policy)
    ]


def account(turn, state, notice):
    return [(turn, OutageScope.ACCOUNT, state, notice)]


def host(turn, state, notice=None):
    return [(turn, OutageScope.HOST, state, notice)]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (look(1, OK), []),
        (look(1, DOWN, 1), []),
        (look(1, DOWN, 2), account(Turn.BEGINS, DOWN, NoticeKind.OUTAGE)),
        (look(1, GONE, 9), []),
        (look(1, PageState.DEACTIVATED, 9), []),
        (
            look(1, PageState.ACCESS_REFUSED, 2),
            account(Turn.BEGINS, PageState.ACCESS_REFUSED, NoticeKind.ACCESS),
        ),
        (look(1, WALL, 2), account(Turn.BEGINS, WALL, NoticeKind.OUTAGE)),
        (
            look(1, WALL, 2, observed_as=ObservedAs.LOGGED_IN),
            account(Turn.BEGINS, WALL, NoticeKind.ACCESS),
        ),
    ],
)
def test_an_account_is_out_after_some_failed_looks(one, expected):
    assert turns([one]) == expected


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (look(1, DOWN, 9), []),
        (look(1, BUSY, 9), account(Turn.CHANGES, BUSY, NoticeKind.OUTAGE)),
        (look(1, OK), account(Turn.ENDS, OK, NoticeKind.RECOVERED)),
        (look(1, GONE, 9), []),
    ],
)
def test_an_open_outage_is_told_again_only_when_it_turns(one, expected):
    assert turns([one], outage("konto-1")) == expected


def test_the_policy_says_how_many_failed_looks_are_an_outage():
    patient = POLICY.model_copy(update={"outage_sights": 5})
    assert not turns([look(1, DOWN, 4)], policy=patient)
    assert turns([look(1, DOWN, 5)], policy=patient)
    assert is_outage(DOWN, 2, POLICY)
    assert not is_outage(OK, 2, POLICY)


@pytest.mark.parametrize(
    ("batch", "expected"),
    [
        (looks(unavailable=3), host(Turn.BEGINS, DOWN, NoticeKind.OUTAGE)),
        (looks(unavailable=2), []),
        (looks(unavailable=3, ok=3), host(Turn.BEGINS, DOWN, NoticeKind.OUTAGE)),
        (looks(unavailable=3, ok=4), []),
        (looks(unavailable=2, rate_limited=2), []),
        (looks(unavailable=25, ok=25), host(Turn.BEGINS, DOWN, NoticeKind.OUTAGE)),
        (looks(gone=3), host(Turn.BEGINS, GONE, NoticeKind.OUTAGE)),
        (looks(gone=9, ok=1), []),
        (
            looks(access_refused=3),
            host(Turn.BEGINS, PageState.ACCESS_REFUSED, NoticeKind.ACCESS),
        ),
    ],
)
def test_a_host_is_out_when_many_fail_alike(batch, expected):
    assert turns(batch) == expected


@pytest.mark.parametrize(
    ("batch", "expected"),
    [
        (looks(unavailable=50), host(Turn.GOES_ON, DOWN)),
        (looks(unavailable=1), host(Turn.GOES_ON, DOWN)),
        (looks(rate_limited=50), host(Turn.CHANGES, BUSY, NoticeKind.OUTAGE)),
        (looks(ok=2, unavailable=1), host(Turn.GOES_ON, DOWN)),
        (looks(ok=3, unavailable=1), host(Turn.ENDS, DOWN, NoticeKind.RECOVERED)),
        (looks(ok=1), host(Turn.ENDS, DOWN, NoticeKind.RECOVERED)),
        (looks(gone=1), host(Turn.ENDS, DOWN, NoticeKind.RECOVERED)),
    ],
)
def test_a_host_that_is_out_is_told_of_once(batch, expected):
    assert turns(batch, HOST_OUT) == expected


def test_a_host_where_all_seem_gone_is_not_over_until_one_is_there():
    known = outage(HOST, GONE, OutageScope.HOST)
    assert turns(looks(gone=1), known) == host(Turn.GOES_ON, GONE)
    assert turns(looks(ok=1), known) == host(Turn.ENDS, GONE, NoticeKind.RECOVERED)


def test_while_a_host_is_out_its_accounts_are_not():
    batch = [look(number, DOWN, 9) for number in range(5)]
    assert turns(batch) == host(Turn.BEGINS, DOWN, NoticeKind.OUTAGE)
    assert turns(batch[:1], HOST_OUT) == host(Turn.GOES_ON, DOWN)


def test_an_account_that_was_out_before_does_not_hide_its_host():
    batch = [look(number, DOWN, 9) for number in range(5)]
    known = [outage("konto-0"), outage("konto-1")]
    assert turns(batch, *known) == host(Turn.BEGINS, DOWN, NoticeKind.OUTAGE)


def test_an_account_may_recover_by_itself_while_its_host_is_out():
    batch = [look(0, OK), *(look(number) for number in range(1, 5))]
    assert turns(batch, HOST_OUT, outage("konto-0")) == [
        *host(Turn.GOES_ON, DOWN),
        *account(Turn.ENDS, OK, NoticeKind.RECOVERED),
    ]


def test_hosts_are_weighed_apart():
    batch = [look(number) for number in range(3)]
    batch += [look(number, OK, host="b.example") for number in range(3, 6)]
    found = weigh_outages(batch, [], POLICY)
    assert [(one.subject, one.accounts) for one in found] == [(HOST, 3)]


@pytest.mark.parametrize(
    ("state", "eyes", "expected"),
    [
        (PageState.ACCESS_REFUSED, ObservedAs.API, True),
        (WALL, ObservedAs.LOGGED_IN, True),
        (WALL, ObservedAs.GUEST, False),
        (GONE, ObservedAs.API, False),
    ],
)
def test_a_fault_of_our_login_is_told_apart(state, eyes, expected):
    assert is_access_fault(state, eyes) is expected


STATES = st.sampled_from([OK, DOWN, BUSY, GONE])


@given(st.lists(st.lists(STATES, min_size=1, max_size=8), max_size=12))
def test_nothing_is_told_twice(batches):
    """Whatever comes, an outage begins once, changes into something else, and ends."""
    known: dict[str, Outage] = {}
    failures: dict[str, int] = {}
    for batch in batches:
        made = []
        for number, state in enumerate(batch):
            name = f"konto-{number}"
            failures[name] = 0 if state is OK else failures.get(name, 0) + 1
            made.append(look(number, state, failures[name]))
        for turn in weigh_outages(made, known.values(), POLICY):
            before = known.pop(turn.subject, None)
            assert (before is None) is (turn.turn is Turn.BEGINS)
            is_told = turn.notice is not None
            assert is_told is (turn.turn is not Turn.GOES_ON)
            if before is not None and turn.turn is Turn.CHANGES:
                assert before.state is not turn.state
            if turn.turn is not Turn.ENDS:
                known[turn.subject] = outage(turn.subject, turn.state, turn.scope)
