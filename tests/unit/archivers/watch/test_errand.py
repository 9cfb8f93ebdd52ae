# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is taken from the last sight, and what shows the same."""

import pytest

from archivers.watch.errand import (
    EXTRACTOR,
    SIGHT,
    LookErrand,
    mark_of,
    shows_the_same,
)
from schemas.profile import Observation, ObservedAs, PageState, Picture, Profile
from tests.unit.archivers.watch.sites import START, account_at

ACCOUNT = account_at("https://torget.se/almhult")
ONE, OTHER = "1" * 64, "2" * 64


def seen(**how):
    given = {
        "observation_id": "x",
        "account_id": "konto-1",
        "seen_at": START,
        "page_state": PageState.OK,
        "extractor": "webpage-http/1",
        **how,
    }
    return Observation(**given)


def validators_by(extractor):
    return {"etag": '"ett"', EXTRACTOR: extractor, SIGHT: mark_of(seen().profile)}


@pytest.mark.parametrize(
    "how",
    [
        {"page_state": PageState.GONE},
        {"extractor": "webpage-http/2"},
        {"observed_as": ObservedAs.LOGGED_IN},
    ],
)
def test_only_a_good_sight_by_the_same_eyes_is_of_use(how):
    validators = validators_by("webpage-http/1")
    eyes = ("webpage-http/1", ObservedAs.GUEST)
    assert LookErrand(ACCOUNT, seen(), validators).given_to(*eyes) == validators
    errand = LookErrand(ACCOUNT, seen(**how), validators)
    assert errand.good(*eyes) is None
    assert errand.given_to(*eyes) == {}


def test_validators_of_other_eyes_are_of_no_use():
    errand = LookErrand(ACCOUNT, seen(), validators_by("webpage-browser/1"))
    assert errand.given_to("webpage-http/1", ObservedAs.GUEST) == {}


def test_validators_of_another_sight_are_of_no_use():
    """A capture may have seen the account since, and it may have changed back."""
    later = seen(profile=Profile(name="Kommunen"))
    errand = LookErrand(ACCOUNT, later, validators_by("webpage-http/1"))
    assert errand.good("webpage-http/1", ObservedAs.GUEST) == later
    assert errand.given_to("webpage-http/1", ObservedAs.GUEST) == {}


def test_the_sight_that_can_be_compared_is_found_among_others():
    """An account is seen by whoever watches it, and by whoever captures it."""
    captured = seen(extractor="webpage-browser/1")
    errand = LookErrand(ACCOUNT, captured, others=(captured, seen()))
    assert errand.good("webpage-http/1", ObservedAs.GUEST) == seen()
    assert errand.good("webpage-http/2", ObservedAs.GUEST) is None


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ({"name": "A"}, {"name": "B"}, False),
        ({"name": None}, {"name": "B"}, True),
        ({"revision": "1"}, {"revision": "2"}, True),
        ({"avatar": Picture(url="a", key="k")}, {"avatar": Picture(url="b")}, False),
        (
            {"avatar": Picture(url="a?1", key="k")},
            {"avatar": Picture(url="a?2", key="k")},
            True,
        ),
        (
            {"avatar": Picture(url="a", sha256=ONE)},
            {"avatar": Picture(url="a", sha256=OTHER)},
            False,
        ),
        ({"avatar": Picture(url="")}, {"avatar": Picture(url="a", key="k")}, False),
    ],
)
def test_what_was_not_found_differs_from_nothing(one, other, is_same):
    assert shows_the_same(Profile(**one), Profile(**other)) is is_same
