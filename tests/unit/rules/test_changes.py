# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A larger change is seen; noise, errors and unlike sights never are."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.changes import (
    compare,
    filled_from,
    is_rebaselined,
    is_same_sight,
    reason_text,
)
from schemas.policy import ChangePolicy
from schemas.profile import (
    FieldVerdict,
    ObservedAs,
    PageState,
    Picture,
    Profile,
    ProfileField,
)
from tests.unit.rules.sights import BLUE, FIRST, PROFILE, RED, but, change, seen

POLICY = ChangePolicy()
CALM = (FieldVerdict.SAME, FieldVerdict.UNKNOWN)

WORDS = st.text(max_size=40)
PICTURES = st.sampled_from(
    [
        Picture(url=""),
        Picture(url="https://cdn.example/1"),
        Picture(url="https://cdn.example/1", key="k1"),
        Picture(url="https://cdn.example/1", sha256=RED),
        Picture(url="https://cdn.example/2", sha256=BLUE, phash="f" * 16),
        *(
            Picture(url="https://cdn.example/3", key=key, sha256=sha256, phash=phash)
            for key in ("k1", "k2")
            for sha256, phash in ((RED, "0" * 16), (BLUE, "0f" * 8), ("c" * 64, None))
        ),
    ]
)
PROFILES = st.builds(
    Profile,
    name=st.none() | WORDS,
    about=st.none() | WORDS,
    avatar=st.none() | PICTURES,
    cover=st.none() | PICTURES,
    links=st.none() | st.lists(WORDS, max_size=3).map(tuple),
    contact=st.none() | st.lists(WORDS, max_size=3).map(tuple),
    category=st.none() | WORDS,
    handle=st.none() | WORDS,
    platform_id=st.none() | st.just("did:1"),
)


def differing(before, after):
    found = compare(before, after, POLICY)
    return {one.field: one.verdict for one in found if one.verdict not in CALM}


@pytest.mark.parametrize(
    ("profile", "field"),
    [
        (but(name="Älmhult"), ProfileField.NAME),
        (but(about="Kontot är stängt."), ProfileField.ABOUT),
        (but(about=""), ProfileField.ABOUT),
        (but(avatar=Picture(url="")), ProfileField.AVATAR),
        (but(cover=Picture(url="")), ProfileField.COVER),
        (but(links=()), ProfileField.LINKS),
        (but(links=("https://almhult.se/nytt",)), ProfileField.LINKS),
    ],
)
def test_each_field_of_the_guideline_is_watched(profile, field):
    assert differing(seen(1), seen(2, profile)) == {field: FieldVerdict.CHANGED}
    assert len(compare(seen(1), seen(2, profile), POLICY)) == len(ProfileField)


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
    assert differing(seen(1), seen(2, profile)) == {}
    assert differing(seen(1, profile), seen(2)) == {}


@given(PROFILES)
def test_a_profile_does_not_differ_from_itself(profile):
    assert differing(seen(1, profile), seen(2, profile)) == {}
    assert is_same_sight(seen(1, profile), seen(2, profile))


@given(PROFILES, st.sets(st.sampled_from(list(ProfileField))))
def test_what_was_not_found_is_never_a_change(profile, hidden):
    less = profile.model_copy(update={field.value: None for field in hidden})
    assert differing(seen(1, profile), seen(2, less)) == {}
    assert differing(seen(1, less), seen(2, profile)) == {}


@given(PROFILES, PROFILES)
def test_a_change_is_as_large_in_both_directions(one, other):
    assert differing(seen(1, one), seen(2, other)) == differing(
        seen(1, other), seen(2, one)
    )


@given(PROFILES, PROFILES)
def test_a_span_that_goes_on_hides_no_change(one, other):
    if is_same_sight(seen(1, one), seen(2, other)):
        assert differing(seen(1, one), seen(2, other)) == {}


@given(PROFILES, PROFILES)
def test_a_filled_profile_forgets_nothing_and_keeps_what_was_seen(profile, older):
    filled = filled_from(profile, older)
    for name in Profile.model_fields:
        was = getattr(profile, name)
        if was is None:
            assert getattr(filled, name) == getattr(older, name)
        elif not isinstance(was, Picture):
            assert getattr(filled, name) == was
    assert differing(seen(1, profile), seen(2, filled)) == {}


@pytest.mark.parametrize("state", [state for state in PageState if state.value != "ok"])
def test_only_pages_in_order_are_compared(state):
    other = but(name="Logga in")
    assert compare(seen(1), seen(2, other, page_state=state), POLICY) == ()
    assert compare(seen(1, page_state=state), seen(2, other), POLICY) == ()


@pytest.mark.parametrize(
    "unlike",
    [
        {"observed_as": ObservedAs.LOGGED_IN},
        {"extractor": "torget/2.0"},
        {"extractor": "generic/1.0"},
        {"account_id": "tekniska"},
        {"locale": "en-US"},
    ],
)
def test_only_like_is_compared_with_like(unlike):
    before = seen(1, locale="sv-SE")
    after = seen(2, but(name="Annat"), **({"locale": "sv"} | unlike))
    assert compare(before, after, POLICY) == ()
    assert not is_same_sight(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [("sv", "sv-SE"), ("sv_SE", "SV-se"), ("", "sv"), ("", "")],
)
def test_a_language_that_may_be_the_same_is_compared(before, after):
    old, new = seen(1, locale=before), seen(2, but(name="Annat"), locale=after)
    assert differing(old, new) == {ProfileField.NAME: FieldVerdict.CHANGED}


def test_a_new_minor_version_of_the_extractor_still_sees_changes():
    assert differing(seen(1), seen(2, but(name="Annat"), extractor="torget/1.9"))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ({"extractor": "torget/2.0"}, True),
        ({"extractor": "torget/1.9"}, False),
        ({"extractor": "generic/2.0"}, False),
        ({"extractor": "torget/2.0", "observed_as": ObservedAs.API}, False),
        ({"extractor": "torget/2.0", "page_state": PageState.GONE}, False),
    ],
)
def test_a_new_version_of_the_extractor_begins_anew(after, expected):
    assert is_rebaselined(seen(1), seen(2, **after)) is expected


@pytest.mark.parametrize(
    "after",
    [
        {"profile": but(about=None)},
        {"profile": but(category="Kommun")},
        {"profile": but(platform_id="7")},
        {"profile": but(avatar=Picture(url="https://cdn.example/1", sha256=BLUE))},
        {"profile": but(avatar=Picture(url="https://cdn.example/1"))},
        {"page_state": PageState.GONE},
        {"code": "AccountDeactivated"},
        {"control_ok": True},
        {"extractor": "torget/1.1"},
    ],
)
def test_a_new_sight_begins_a_new_span(after):
    assert not is_same_sight(seen(1), seen(2, **after))


@pytest.mark.parametrize(
    "after",
    [
        {"profile": but(revision="3n2")},
        {"profile": but(about="  Här svarar vi\u00a0på frågor. ")},
        {"counters": {"posts": 7}, "last_active_at": FIRST},
        {"seen_at": FIRST + timedelta(days=1), "evidence": (RED,)},
    ],
)
def test_the_same_sight_goes_on(after):
    assert is_same_sight(seen(1), seen(2, **after))


def test_a_field_hidden_once_is_still_watched_afterwards():
    """A -> unknown -> B is a change of A to B, not two times unknown."""
    hidden = filled_from(but(about=None, avatar=Picture(url="x")), PROFILE)
    assert hidden == PROFILE
    assert differing(seen(2, hidden), seen(3, but(about="Nytt"))) == {
        ProfileField.ABOUT: FieldVerdict.CHANGED
    }


def test_a_picture_under_the_same_key_keeps_its_looks():
    old = Picture(url="a", key="k1", sha256=RED, phash="0" * 16, tiles="AAAA")
    again = Picture(url="b", key="k1")
    other = Picture(url="b", key="k2")
    filled = filled_from(but(avatar=again, cover=other), but(avatar=old, cover=old))
    assert filled.avatar == old.model_copy(update={"url": "b"})
    assert filled.cover == other


def test_a_picture_that_has_come_is_there_also_when_it_was_not_fetched():
    come = Picture(url="https://cdn.example/3")
    filled = filled_from(but(avatar=come), but(avatar=Picture(url="")))
    assert filled.avatar == come


def test_what_stands_elsewhere_in_the_page_tells_nothing():
    before = seen(1, sources={"about": "json-ld", "name": "json-ld"})
    after = seen(
        2,
        but(name="Älmhult", about="Kort"),
        sources={"about": "open-graph", "name": "json-ld"},
    )
    assert differing(before, after) == {ProfileField.NAME: FieldVerdict.CHANGED}


def test_a_link_that_is_broken_in_form_is_a_link_like_others():
    before, after = but(links=("https://[trasig",)), but(links=("https://hel.example",))
    assert differing(seen(1, before), seen(2, after)) == {
        ProfileField.LINKS: FieldVerdict.CHANGED
    }


def test_an_address_that_another_account_has_taken_is_a_change():
    mine, other = but(handle="torget", platform_id="1"), but(handle="torget")
    theirs = other.model_copy(update={"platform_id": "2"})
    assert differing(seen(1, mine), seen(2, theirs)) == {
        ProfileField.HANDLE: FieldVerdict.CHANGED
    }
    assert differing(seen(1, mine), seen(2, other)) == {}


def test_the_reason_names_the_fields_in_swedish():
    assert (
        reason_text(change(about=1, avatar=1))
        == "Kontots profil har ändrats: om-information och profilbild."
    )
