# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An account is probably closed after many looks in many ways, never after one."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.gone import is_probably_gone
from schemas.policy import ChangePolicy
from schemas.profile import ObservedAs, PageState, Profile
from tests.unit.rules.sights import FIRST, seen

POLICY = ChangePolicy()
STATES = st.sampled_from(list(PageState))


def gone(hours, *, until=None, sights=1, **changes):
    return seen(
        1,
        Profile(),
        **(
            {
                "seen_at": FIRST + timedelta(hours=hours),
                "last_seen_at": FIRST + timedelta(hours=until or hours),
                "sights": sights,
                "page_state": PageState.GONE,
                "control_ok": True,
            }
            | changes
        ),
    )


def by_api(hours, **changes):
    return gone(
        hours, **({"observed_as": ObservedAs.API, "extractor": "api/1.0"} | changes)
    )


ENOUGH = (gone(0), by_api(24), gone(48))


def test_three_looks_over_two_days_in_two_ways_are_enough():
    verdict = is_probably_gone(ENOUGH, POLICY)
    assert verdict
    assert (verdict.is_gone, verdict.why_not, verdict.is_ours) == (True, "", False)


@pytest.mark.parametrize(
    ("observations", "lacking"),
    [
        ((), "Ingen avläsning säger att kontot är borta."),
        ((seen(),), "Ingen avläsning säger att kontot är borta."),
        (
            (gone(0), by_api(48)),
            "Det krävs 3 avläsningar (hittills 2).",
        ),
        (
            (gone(0), by_api(24), gone(47.9)),
            "Det krävs 48 timmar mellan den första och den sista (hittills 47).",
        ),
        (
            (gone(0), gone(24), gone(48, extractor="torget/2.0")),
            "Det krävs 2 sätt att läsa av (hittills 1).",
        ),
        (
            (gone(0),),
            (
                "Det krävs 3 avläsningar (hittills 1), 48 timmar mellan den första och "
                "den sista (hittills 0) och 2 sätt att läsa av (hittills 1)."
            ),
        ),
        (
            (*ENOUGH, seen(seen_at=FIRST + timedelta(hours=50))),
            "Kontot har visats som det ska sedan dess.",
        ),
        (
            [x.model_copy(update={"control_ok": None}) for x in ENOUGH],
            "Ingen kontrollsida på plattformen har lästs av samtidigt.",
        ),
    ],
)
def test_what_is_lacking_is_said(observations, lacking):
    verdict = is_probably_gone(observations, POLICY)
    assert not verdict
    assert verdict.why_not == lacking
    assert not verdict.is_ours


def test_a_failing_control_page_is_for_operations():
    failing = [one.model_copy(update={"control_ok": False}) for one in ENOUGH]
    verdict = is_probably_gone(failing, POLICY)
    assert not verdict
    assert verdict.is_ours
    assert "Kontrollsidan" in verdict.why_not


def test_only_looks_beside_a_good_control_page_count():
    half = (gone(0, control_ok=False), gone(12), by_api(24), gone(48))
    assert not is_probably_gone(half, POLICY)
    assert is_probably_gone((*half, gone(60)), POLICY)


def test_the_looks_of_a_span_count_each():
    assert is_probably_gone((gone(0, until=48, sights=40), by_api(30)), POLICY)
    assert not is_probably_gone((gone(0, until=48, sights=40),), POLICY)


def test_a_good_look_in_between_begins_the_count_again():
    good = seen(seen_at=FIRST + timedelta(hours=30))
    assert not is_probably_gone((*ENOUGH, good), POLICY)
    later = (gone(72), by_api(100), gone(121))
    assert is_probably_gone((*ENOUGH, good, *later), POLICY)


def test_a_span_that_began_before_the_good_look_counts_once():
    good = seen(seen_at=FIRST, last_seen_at=FIRST + timedelta(hours=40), sights=40)
    api = by_api(10, until=100, sights=90)
    assert not is_probably_gone((good, api, gone(41)), POLICY)
    assert is_probably_gone((good, api, gone(41), gone(90)), POLICY)


def test_the_same_page_read_by_another_program_is_another_way():
    ways = (gone(0), gone(24, extractor="browser/1.0"), gone(48))
    assert is_probably_gone(ways, POLICY)


def test_deactivated_counts_like_gone():
    off = [x.model_copy(update={"page_state": PageState.DEACTIVATED}) for x in ENOUGH]
    assert is_probably_gone(off, POLICY)


@pytest.mark.parametrize(
    "state", [s for s in PageState if s not in (PageState.GONE, PageState.DEACTIVATED)]
)
def test_nothing_else_ever_counts(state):
    other = [x.model_copy(update={"page_state": state}) for x in ENOUGH]
    assert not is_probably_gone(other, POLICY)
    assert not is_probably_gone([ENOUGH[0], *other, ENOUGH[1]], POLICY)


@given(st.lists(st.tuples(STATES, st.integers(0, 200), st.booleans()), max_size=12))
def test_a_verdict_always_rests_on_the_policy(looks):
    rows = [
        (by_api if is_api else gone)(hours, page_state=state)
        for state, hours, is_api in looks
    ]
    verdict = is_probably_gone(rows, POLICY)
    assert bool(verdict.why_not) is not verdict.is_gone
    if verdict:
        good = [x.until for x in rows if x.page_state is PageState.OK]
        late = [
            x
            for x in rows
            if x.page_state in (PageState.GONE, PageState.DEACTIVATED)
            and all(x.until > moment for moment in good)
        ]
        assert len(late) >= POLICY.gone_sights
        assert len({x.extractor for x in late}) >= POLICY.gone_ways
        times = [x.seen_at for x in late]
        assert max(times) - min(times) >= timedelta(hours=POLICY.gone_hours)
