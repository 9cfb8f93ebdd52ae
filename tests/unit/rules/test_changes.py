# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A larger change is seen; noise, errors and unlike sights never are."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.changes import (
    filled_from,
    find_change,
    normal_link,
    normal_text,
    reason_text,
)
from schemas.profile import (
    ChangeState,
    FieldComparison,
    FieldVerdict,
    Observation,
    ObservedAs,
    PageState,
    Picture,
    Profile,
    ProfileChange,
    ProfileField,
)

RED, BLUE = "a" * 64, "b" * 64
PROFILE = Profile(
    name="Älmhults kommun",
    about="Här svarar vi på frågor.",
    avatar=Picture(url="https://cdn.example/1?oe=1", sha256=RED),
    cover=Picture(url="https://cdn.example/2", sha256=RED),
    links=("https://www.almhult.se/",),
)


def seen(number=1, profile=PROFILE, **changes):
    fields = {
        "observation_id": f"obs-{number}",
        "account_id": "almhult",
        "seen_at": datetime(2026, 5, number, tzinfo=UTC),
        "page_state": PageState.OK,
        "extractor": "torget/1.0",
        "profile": profile,
    }
    return Observation.model_validate(fields | changes)


def but(**changes):
    return PROFILE.model_copy(update=changes)


@pytest.mark.parametrize(
    ("profile", "field"),
    [
        (but(name="Älmhult"), ProfileField.NAME),
        (but(about="Kontot är stängt."), ProfileField.ABOUT),
        (but(about=""), ProfileField.ABOUT),
        (but(avatar=Picture(url="x", sha256=BLUE)), ProfileField.AVATAR),
        (but(cover=Picture(url="x", sha256=BLUE)), ProfileField.COVER),
        (but(links=()), ProfileField.LINKS),
        (but(links=("https://almhult.se/nytt",)), ProfileField.LINKS),
    ],
)
def test_each_field_of_the_guideline_is_watched(profile, field):
    change = find_change(seen(1), seen(2, profile))
    assert change is not None
    assert (change.before_id, change.after_id) == ("obs-1", "obs-2")
    assert change.fields == (field,)


@pytest.mark.parametrize(
    "profile",
    [
        PROFILE,
        but(name=" A\u0308lmhults\u200b  kommun "),
        but(about="Här svarar vi på frågor. … Visa mer"),
        but(avatar=Picture(url="https://cdn.example/1?oe=2", sha256=RED)),
        but(links=("HTTPS://WWW.Almhult.se?utm_source=x&fbclid=y",)),
        but(links=("https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.almhult.se",)),
        but(name=None),
        but(avatar=None),
        but(avatar=Picture(url="https://cdn.example/1")),
        Profile(),
    ],
)
def test_noise_and_unknown_fields_are_no_change(profile):
    assert find_change(seen(1), seen(2, profile)) is None
    assert find_change(seen(1, profile), seen(2)) is None


@pytest.mark.parametrize("state", [state for state in PageState if state.value != "ok"])
def test_only_pages_in_order_are_compared(state):
    other = but(name="Logga in")
    assert find_change(seen(1), seen(2, other, page_state=state)) is None
    assert find_change(seen(1, page_state=state), seen(2, other)) is None


@pytest.mark.parametrize(
    "unlike",
    [
        {"observed_as": ObservedAs.LOGGED_IN},
        {"extractor": "torget/2.0"},
        {"extractor": "generic/1.0"},
        {"account_id": "tekniska"},
    ],
)
def test_only_like_is_compared_with_like(unlike):
    assert find_change(seen(1), seen(2, but(name="Annat"), **unlike)) is None


def test_a_new_minor_version_of_the_extractor_still_sees_changes():
    assert find_change(seen(1), seen(2, but(name="Annat"), extractor="torget/1.9"))


def test_a_field_hidden_once_is_still_watched_afterwards():
    """A -> unknown -> B is a change of A to B, not two times unknown."""
    hidden = filled_from(but(about=None, avatar=Picture(url="x")), PROFILE)
    assert hidden == PROFILE
    change = find_change(seen(2, hidden), seen(3, but(about="Nytt")))
    assert change is not None
    assert change.fields == (ProfileField.ABOUT,)


def test_the_reason_names_the_fields_in_swedish():
    fields = (ProfileField.ABOUT, ProfileField.AVATAR)
    change = ProfileChange(
        change_id="a-1",
        account_id="a",
        before_id="b",
        after_id="c",
        comparisons=tuple(
            FieldComparison(field=field, verdict=FieldVerdict.CHANGED)
            for field in fields
        ),
        state=ChangeState.CONFIRMED,
        found_at=datetime(2026, 5, 1, tzinfo=UTC),
    )
    assert (
        reason_text(change)
        == "Kontots profil har ändrats: om-information och profilbild."
    )


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://Example.org/", "https://example.org"),
        ("example.org/a/", "https://example.org/a"),
        ("https://example.org/a?utm_source=fb&b=1#c", "https://example.org/a?b=1#c"),
        ("https://example.org:8443/", "https://example.org:8443"),
        (
            "https://l.instagram.com/?u=https%3A%2F%2Fexample.org%2F&e=x",
            "https://example.org",
        ),
        ("https://[trasig", "https://[trasig"),
    ],
)
def test_a_link_is_compared_without_its_packaging(link, expected):
    assert normal_link(link) == expected


@given(st.text(max_size=80))
def test_normal_forms_are_stable(text):
    assert normal_link(normal_link(text)) == normal_link(text) or "?u=" in text
    assert normal_text(normal_text(text)) == normal_text(text)
