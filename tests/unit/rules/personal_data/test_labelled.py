# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the rules do on comments that they were not made for."""

import pytest

from rules.personal_data import find
from schemas.personal_data import DataKind
from tests.unit.rules.personal_data.labelled import comments, parse, score

STRUCTURED = set(DataKind) - {DataKind.NAME, DataKind.PICTURE}


def test_the_set_is_large_and_half_of_it_holds_nothing():
    both = [*comments("tuning"), *comments("held_out")]
    assert len(both) >= 150
    assert sum(len(comment.spans) for comment in both) >= 100
    assert sum(not comment.spans for comment in both) * 2 >= len(both)


def test_no_comment_stands_in_both_halves():
    tuning = {comment.text for comment in comments("tuning")}
    assert not tuning & {comment.text for comment in comments("held_out")}


@pytest.mark.parametrize("half", ["tuning", "held_out"])
def test_structured_data_is_found_and_little_else(half):
    result = score(comments(half), find, STRUCTURED)
    assert result.recall >= 0.98
    assert result.precision >= 0.95


@pytest.mark.parametrize("half", ["tuning", "held_out"])
def test_names_that_greetings_and_pairs_tell_of_are_found(half):
    result = score(comments(half), find, {DataKind.NAME})
    assert result.recall >= 0.8
    assert result.precision >= 0.7


def test_a_marked_comment_is_read():
    comment = parse("nr [[giro|5050-105?]] ok")
    assert comment.text == "nr 5050-1055 ok"
    assert comment.spans == ((DataKind.GIRO, 3, 12),)


def test_what_is_missed_and_what_is_false_counts():
    half = [parse("ring [[phone|070-174 06 05]]"), parse("dnr 12")]
    blind = score(half, lambda _: [], STRUCTURED)
    assert (blind.wanted, blind.hit, blind.false) == (1, 0, 0)
    eager = score(half, lambda _: find("ring 070-174 06 05"), STRUCTURED)
    assert (eager.hit, eager.false) == (1, 1)
