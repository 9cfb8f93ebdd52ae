# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A person's word wins, and the last word counts."""

from datetime import UTC, datetime, timedelta

from rules.personal_data import apply_decisions, find
from schemas.personal_data import Certainty, DataKind, PersonalDataDecision

MOMENT = datetime(2026, 3, 14, 9, tzinfo=UTC)
TEXT = "Ring 070-174 06 05 eller mejla eva@post.example"
PHONE, MAIL = find(TEXT)


def decided(kind, start, end, *, personal, minutes=0):
    """Make a decision on a place."""
    return PersonalDataDecision(
        account_id="torget",
        item_id="c1",
        kind=kind,
        start=start,
        end=end,
        is_personal_data=personal,
        decided_by="Arkivarie",
        decided_at=MOMENT + timedelta(minutes=minutes),
    )


def on(finding, *, personal, minutes=0):
    """Make a decision on a finding."""
    return decided(
        finding.kind, finding.start, finding.end, personal=personal, minutes=minutes
    )


def test_without_decisions_the_findings_stand():
    assert apply_decisions([PHONE, MAIL], []) == [PHONE, MAIL]


def test_a_rejected_finding_disappears():
    assert apply_decisions([PHONE, MAIL], [on(PHONE, personal=False)]) == [MAIL]


def test_a_rejected_place_covers_its_parts_and_no_other_kind():
    whole = decided(DataKind.PHONE, 0, len(TEXT), personal=False)
    assert apply_decisions([PHONE, MAIL], [whole]) == [MAIL]
    part = decided(DataKind.PHONE, PHONE.start, PHONE.end - 1, personal=False)
    assert apply_decisions([PHONE, MAIL], [part]) == [PHONE, MAIL]


def test_a_place_that_a_person_pointed_out_is_certain():
    added = decided(DataKind.NAME, 0, 4, personal=True)
    first, *rest = apply_decisions([PHONE, MAIL], [added])
    assert (first.kind, first.start, first.end) == (DataKind.NAME, 0, 4)
    assert first.certainty is Certainty.CERTAIN
    assert rest == [PHONE, MAIL]


def test_a_confirmed_finding_is_certain_and_stands_once():
    (hit,) = apply_decisions([PHONE], [on(PHONE, personal=True)])
    assert (hit.start, hit.end) == (PHONE.start, PHONE.end)
    assert "person" in hit.reason


def test_the_last_word_counts_whatever_the_order():
    words = [on(PHONE, personal=True, minutes=5), on(PHONE, personal=False)]
    assert len(apply_decisions([PHONE], words)) == 1
    words = [on(PHONE, personal=False, minutes=5), on(PHONE, personal=True)]
    assert apply_decisions([PHONE], words) == []
