# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A plan's period is read only when every word of it is understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.periods import LONGEST, UNUSABLE, Period, read_period, read_trigger
from schemas.plan import Trigger

PERSON = Trigger.PERSON_DECIDES


@pytest.mark.parametrize(
    ("text", "months", "trigger"),
    [
        ("2 år", 24, PERSON),
        ("2år", 24, PERSON),
        ("  2\n ÅR ", 24, PERSON),
        ("två år", 24, PERSON),
        ("ett år", 12, PERSON),
        ("1,5 år", 18, PERSON),
        ("ett halvt år", 6, PERSON),
        ("ett halvår", 6, PERSON),
        ("6 månader", 6, PERSON),
        ("6 mån.", 6, PERSON),
        ("en månad", 1, PERSON),
        ("1 år och 6 månader", 18, PERSON),
        ("Gallras efter 2 år", 24, PERSON),
        ("100 år", 1200, PERSON),
        ("2 år efter att ärendet avslutats", 24, Trigger.CASE_CLOSED),
        ("2 år efter det att ärendet har avslutats.", 24, Trigger.CASE_CLOSED),
        ("Gallras 5 år efter avslutat ärende", 60, Trigger.CASE_CLOSED),
        ("2 år från publicering", 24, Trigger.PUBLICATION),
        ("6 mån efter att inlägget publicerats", 6, Trigger.PUBLICATION),
        ("2 år efter diarieföring", 24, Trigger.REGISTRATION),
        ("3 år, räknat från arkiveringen", 36, Trigger.CAPTURE),
        ("12 månader fr.o.m. arkivering", 12, Trigger.CAPTURE),
        ("2 år efter att kontot stängts", 24, Trigger.ACCOUNT_CLOSED),
        ("2 år från kontots avslut", 24, Trigger.ACCOUNT_CLOSED),
    ],
)
def test_a_known_length_and_event_are_read(text, months, trigger):
    assert read_period(text) == Period(months, trigger)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "vid inaktualitet",
        "1-2 månader vid behov",
        "när de inte längre är aktuella",
        "minst 2 år",
        "cirka 2 år",
        "2 år efter beslut som vunnit laga kraft",
        "2 år 3 år",
        "2 år om inget annat beslutats",
        "14 dagar",
        "0 år",
        "1,5 månader",
        "500 år",
        "10 000 år",
        "2",
        "år",
        "2 åriga",
        "tvåår kanske",
    ],
)
def test_one_word_too_many_and_a_person_decides(text):
    assert read_period(text) == UNUSABLE


def test_an_event_alone_is_read_without_its_preposition():
    assert read_trigger("Publicering") is Trigger.PUBLICATION
    assert read_trigger("från diarieföring.") is Trigger.REGISTRATION
    assert read_trigger("när det passar") is None


@given(
    st.integers(1, LONGEST // 12), st.sampled_from(["{} år", "Gallras {} år.", "{}år"])
)
def test_every_credible_number_of_years_is_read(years, form):
    assert read_period(form.format(years)).months == 12 * years


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text):
    period = read_period(text)
    assert period.months is None or 1 <= period.months <= LONGEST
    if period.months is None:
        assert period.trigger is PERSON


@given(
    st.integers(1, 90),
    st.text(alphabet=st.characters(categories=["Ll"]), min_size=2, max_size=12),
)
def test_an_unknown_word_is_never_read_past(years, word):
    period = read_period(f"{years} år {word}")
    assert period == UNUSABLE
