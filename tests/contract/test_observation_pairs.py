# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""No false change and no missed larger change in a corpus of pairs of sights."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from rules.changes import compare, is_same_sight
from schemas.policy import ChangePolicy
from schemas.profile import FieldVerdict, ProfileField
from tests.contract.observed_profiles import Pair
from tests.contract.picture_pairs import CHURN, ENCODINGS, PICTURES
from tests.contract.view_pairs import VIEWS
from tests.contract.word_pairs import WORDS

PAIRS = (*WORDS, *VIEWS, *CHURN, *ENCODINGS, *PICTURES)
POLICY = ChangePolicy()
ALARMING = (FieldVerdict.CHANGED, FieldVerdict.UNSURE)


@dataclass(frozen=True)
class Row:
    """One field of a pair: what was expected, and what the rules said."""

    pair: str
    field: ProfileField
    expected: FieldVerdict
    found: FieldVerdict
    distances: str

    @property
    def is_false(self) -> bool:
        """Whether somebody is troubled for nothing."""
        return self.expected not in ALARMING and self.found in ALARMING

    @property
    def is_missed(self) -> bool:
        """Whether a larger change passes unseen."""
        return self.expected in ALARMING and self.found not in ALARMING


def rows_of(pairs: Sequence[Pair], policy: ChangePolicy) -> list[Row]:
    """Judge every field of every pair."""
    rows = []
    for pair in pairs:
        found = {c.field: c for c in compare(pair.before, pair.after, policy)}
        for field in ProfileField:
            one = found.get(field)
            rows.append(
                Row(
                    pair.name,
                    field,
                    _expected(pair, field),
                    one.verdict if one else FieldVerdict.UNKNOWN,
                    f"{one.phash_distance}/{one.tile_difference}" if one else "",
                )
            )
    return rows


def _expected(pair: Pair, field: ProfileField) -> FieldVerdict:
    usual = FieldVerdict.SAME if pair.may_compare else FieldVerdict.UNKNOWN
    return pair.expected.get(field, usual)


def table(rows: Sequence[Row]) -> str:
    """Write the figures, and every row that is not as expected."""
    false = sum(row.is_false for row in rows)
    missed = sum(row.is_missed for row in rows)
    wrong = [row for row in rows if row.expected is not row.found]
    lines = [
        f"{row.pair:45} {row.field.value:9} {row.expected.value:9} "
        f"{row.found.value:9} {row.distances}"
        for row in wrong
    ]
    head = f"{len(PAIRS)} pairs, {false} false changes, {missed} missed changes"
    return "\n".join(["", head, *lines])


def test_no_false_change_and_no_missed_change():
    rows = rows_of(PAIRS, POLICY)
    assert not [row for row in rows if row.is_false or row.is_missed], table(rows)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_each_pair_is_judged_as_a_careful_person_would(pair):
    rows = rows_of([pair], POLICY)
    assert all(row.expected is row.found for row in rows), table(rows)
    comparisons = compare(pair.before, pair.after, POLICY)
    assert len(comparisons) == (len(ProfileField) if pair.may_compare else 0)


def test_the_corpus_is_of_every_kind():
    assert len(PAIRS) >= 90
    assert len({pair.name for pair in PAIRS}) == len(PAIRS)
    judged = {verdict for pair in PAIRS for verdict in pair.expected.values()}
    assert judged == set(FieldVerdict) - {FieldVerdict.SAME}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_a_pair_turned_round_alarms_as_much(pair):
    """What was put in is as large a change as the same thing taken out."""
    there = compare(pair.before, pair.after, POLICY)
    back = compare(pair.after, pair.before, POLICY)
    assert there == back


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_a_span_of_sights_never_hides_a_change(pair):
    if pair.expected or not pair.may_compare:
        assert not is_same_sight(pair.before, pair.after)


@pytest.mark.parametrize(
    ("broken", "hurts"),
    [
        ({"same_tile": 255, "same_phash": 13}, "is_missed"),
        ({"same_tile": 255}, "is_missed"),
        ({"changed_phash": 64, "same_phash": 64, "same_tile": 240}, "is_missed"),
        ({"same_tile": 4}, "is_false"),
        ({"same_phash": 0, "same_tile": 12}, "is_false"),
    ],
)
def test_the_corpus_tells_when_a_threshold_is_wrong(broken, hurts):
    rows = rows_of(PAIRS, POLICY.model_copy(update=broken))
    assert [row for row in rows if getattr(row, hurts)]
