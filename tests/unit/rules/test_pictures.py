# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Key, bytes, looks: each tier has its say, and what is between is for a person."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.pictures import (
    is_known,
    is_same_picture,
    judge_pictures,
    phash_distance,
    tile_difference,
)
from schemas.policy import ChangePolicy
from schemas.profile import FieldVerdict, Picture

POLICY = ChangePolicy()
ONE, OTHER = "a" * 64, "b" * 64
COLOURS = st.integers(0, 255)
HASHES = st.integers(0, 2**64 - 1).map("{:016x}".format)
SAME, CHANGED, UNKNOWN, REPLACED, UNSURE = FieldVerdict


def grid(first: int = 0) -> str:
    return base64.b64encode(bytes([first]) + bytes(32 * 32 * 3 - 1)).decode()


def bits(count: int) -> str:
    return f"{2**count - 1:016x}"


def shown(sha256=ONE, key=None, url="https://a.example/1", **looks) -> Picture:
    return Picture(url=url, key=key, sha256=sha256, **looks)


GONE = Picture(url="")
SEEN = shown(phash=bits(0), tiles=grid())


@pytest.mark.parametrize(
    ("distance", "step", "expected"),
    [
        (0, 0, SAME),
        (4, 32, SAME),
        (5, 32, UNSURE),
        (4, 33, UNSURE),
        (13, 32, UNSURE),
        (13, 255, UNSURE),
        (14, 33, CHANGED),
        (14, 9, CHANGED),
        (64, 255, CHANGED),
        (8, 8, SAME),
        (40, 8, SAME),
        (5, 9, UNSURE),
    ],
)
def test_looks_are_judged_by_the_hash_and_the_tiles(distance, step, expected):
    url = "https://b.example/2"
    after = shown(OTHER, url=url, phash=bits(distance), tiles=grid(step))
    found = judge_pictures(SEEN, after, POLICY)
    assert found.verdict is expected
    assert (found.phash_distance, found.tile_difference) == (distance, step)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, None, UNKNOWN),
        (SEEN, None, UNKNOWN),
        (None, GONE, UNKNOWN),
        (GONE, GONE, SAME),
        (SEEN, GONE, CHANGED),
        (GONE, SEEN, CHANGED),
        (GONE, Picture(url="x"), CHANGED),
        (SEEN, Picture(url="x"), UNKNOWN),
        (shown(ONE, "k1"), shown(OTHER, "k1"), SAME),
        (shown(ONE, "k1"), shown(ONE, "k2"), SAME),
        (shown(ONE, "k1"), shown(OTHER, "k2"), UNSURE),
        (shown(ONE, "k1"), shown(None, "k2"), UNSURE),
        (shown(ONE), shown(OTHER), UNSURE),
        (shown(ONE, "k1"), shown(ONE), SAME),
        (shown(None, "k1"), shown(OTHER), UNKNOWN),
    ],
)
def test_the_first_tier_that_can_tell_does(before, after, expected):
    assert judge_pictures(before, after, POLICY).verdict is expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"key": "k1"}, {"key": "k2"}, REPLACED),
        ({"key": "k1"}, {"key": "k2", "url": "https://b.example/2"}, REPLACED),
        ({"key": "k1"}, {"url": "https://b.example/2"}, SAME),
        ({"url": "https://a.example/1?oh=1"}, {"url": "https://a.example/1"}, REPLACED),
        ({}, {"url": "https://b.example/2"}, SAME),
    ],
)
def test_a_picture_put_in_anew_that_looks_the_same_is_noted(before, after, expected):
    looks = {"phash": bits(0), "tiles": grid()}
    old, new = shown(ONE, **(looks | before)), shown(OTHER, **(looks | after))
    assert judge_pictures(old, new, POLICY).verdict is expected


def test_a_hash_without_tiles_never_says_that_pictures_are_the_same():
    after = shown(OTHER, phash=bits(0), tiles="AAAA")
    found = judge_pictures(SEEN, after, POLICY)
    assert found.verdict is UNSURE
    assert found.tile_difference is None


def test_the_limits_are_the_policys():
    after = shown(OTHER, url="b", phash=bits(6), tiles=grid(40))
    strict = POLICY.model_copy(update={"changed_phash": 6})
    lax = POLICY.model_copy(update={"same_phash": 6, "same_tile": 40})
    assert judge_pictures(SEEN, after, strict).verdict is CHANGED
    assert judge_pictures(SEEN, after, POLICY).verdict is UNSURE
    assert judge_pictures(SEEN, after, lax).verdict is SAME


@given(HASHES, HASHES, HASHES)
def test_the_distance_of_hashes_is_a_distance(one, other, third):
    there, back = phash_distance(one, other), phash_distance(other, one)
    assert there == back
    assert (there == 0) == (one == other)
    detour = (phash_distance(one, third) or 0) + (phash_distance(third, other) or 0)
    assert there <= detour
    assert phash_distance(one, None) is None


@given(st.binary(max_size=4000), st.binary(max_size=4000))
def test_the_difference_of_tiles_is_of_whole_grids_alone(one, other):
    grids = [base64.b64encode(x).decode() for x in (one, other)]
    assert tile_difference(*grids) == tile_difference(*reversed(grids))
    is_whole = len(one) == len(other) == 32 * 32 * 3
    assert (tile_difference(*grids) is None) == (not is_whole)


@given(st.lists(st.tuples(st.integers(0, 3071), COLOURS, COLOURS), max_size=9))
def test_the_largest_step_counts(steps):
    one, other = bytearray(3072), bytearray(3072)
    for place, before, after in steps:
        one[place], other[place] = before, after
    grids = [base64.b64encode(x).decode() for x in (one, other)]
    largest = max(abs(a - b) for a, b in zip(one, other, strict=True))
    assert tile_difference(*grids) == largest
    assert tile_difference(grids[0], grids[0]) == 0


@pytest.mark.parametrize("tiles", [None, "", "inte base64!", "å"])
def test_what_is_no_grid_has_no_difference(tiles):
    assert tile_difference(tiles, grid()) is None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, None, True),
        (None, Picture(url="x"), True),
        (None, GONE, False),
        (None, SEEN, False),
        (GONE, GONE, True),
        (GONE, SEEN, False),
        (SEEN, SEEN.model_copy(update={"url": "signed"}), True),
        (SEEN, shown(OTHER, phash=bits(0), tiles=grid()), False),
        (shown(ONE, "k1"), shown(OTHER, "k1"), True),
        (shown(ONE, "k1"), shown(None, "k1"), True),
        (shown(ONE, "k1"), shown(ONE, "k2"), False),
    ],
)
def test_a_span_goes_on_only_over_the_same_picture(before, after, expected):
    assert is_same_picture(before, after) is expected
    assert is_same_picture(after, before) is expected


def test_a_picture_without_key_or_bytes_is_not_known():
    assert [is_known(x) for x in (None, Picture(url="x"), GONE, SEEN)] == [
        False,
        False,
        True,
        True,
    ]
