# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The chain shows every change, gap and move, whatever the events say."""

import hashlib

from hypothesis import assume, given
from hypothesis import strategies as st

from storage.database.events import GENESIS, _canonical, check_chain, digest_of

WORDS = st.text(max_size=8)
FIELDS = ("happened_at", "kind", "agent", "subject", "detail", "previous", "digest")


@st.composite
def chains(draw, at_least=1):
    """Rows as `Events.append` would have written them."""
    rows, previous = [], GENESIS
    contents = st.tuples(WORDS, WORDS, st.dictionaries(WORDS, WORDS, max_size=2))
    events = draw(st.lists(contents, min_size=at_least, max_size=6))
    for sequence, (agent, subject, detail) in enumerate(events, start=1):
        row = {
            "sequence": sequence,
            "happened_at": "2026-03-02T09:30:00.000000+00:00",
            "kind": "observed",
            "agent": agent,
            "subject": subject,
            "detail": _canonical(detail),
            "previous": previous,
        }
        previous = digest_of(row)
        rows.append({**row, "digest": previous})
    return rows


def head_of(rows):
    return (rows[-1]["sequence"], rows[-1]["digest"])


def sequences(rows, head):
    return [problem.sequence for problem in check_chain(rows, head).problems]


@given(chains())
def test_what_was_appended_is_intact(rows):
    assert check_chain(rows, head_of(rows)).is_intact


@given(chains(), st.data())
def test_a_changed_field_shows_at_its_event(rows, data):
    head = head_of(rows)
    row = data.draw(st.sampled_from(rows))
    field = data.draw(st.sampled_from(FIELDS))
    value = data.draw(WORDS | st.binary(max_size=3) | st.none())
    assume(value != row[field])
    row[field] = value
    assert sequences(rows, head)[0] == row["sequence"]


@given(chains(), st.data())
def test_a_changed_event_with_a_new_digest_shows_at_the_next(rows, data):
    head = head_of(rows)
    row = data.draw(st.sampled_from(rows))
    row["agent"] += "x"
    row["digest"] = digest_of(row)
    assert sequences(rows, head)[0] == min(row["sequence"] + 1, len(rows))


@given(chains(), st.data())
def test_a_removed_event_shows_as_missing(rows, data):
    head = head_of(rows)
    gone = rows.pop(data.draw(st.integers(0, len(rows) - 1)))
    report = check_chain(rows, head)
    assert report.problems[0].sequence == gone["sequence"]
    assert "saknas" in report.problems[0].message


@given(chains(at_least=2), st.data())
def test_two_events_that_changed_places_show(rows, data):
    head = head_of(rows)
    one, two = data.draw(st.permutations(range(len(rows))))[:2]
    rows[one]["sequence"], rows[two]["sequence"] = two + 1, one + 1
    rows.sort(key=lambda row: row["sequence"])
    assert min(one, two) + 1 in sequences(rows, head)


@given(chains())
def test_an_event_added_behind_the_end_shows(rows):
    head = head_of(rows)
    row = {**rows[-1], "sequence": len(rows) + 1, "previous": rows[-1]["digest"]}
    rows.append({**row, "digest": digest_of(row)})
    assert sequences(rows, head) == [len(rows)]


def test_the_digest_can_be_recomputed_with_any_json_library():
    """Spelled out once, byte for byte, so that others can verify the chain."""
    row = {
        "sequence": 1,
        "happened_at": "2026-03-02T09:30:00.123456+00:00",
        "kind": "ordered",
        "agent": "Åsa",
        "subject": "konto-1",
        "detail": '{"b":"2","å":"1"}',
        "previous": GENESIS,
    }
    canonical = (
        '{"agent":"Åsa","detail":{"b":"2","å":"1"},'
        '"happened_at":"2026-03-02T09:30:00.123456+00:00","kind":"ordered",'
        f'"previous":"{GENESIS}","sequence":1,"subject":"konto-1"}}'
    )
    assert digest_of(row) == hashlib.sha256(canonical.encode()).hexdigest()
