# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A new version of a plan says what it changes, row by row, and what that means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.plan_changes import RowChangeKind, compare, find_row, is_same_rule
from schemas.plan import Disposal, RegistrationRule, Trigger
from tests.unit.rules.cases import plan_row, plan_version


def numbered(number, **changes):
    given = {"row_id": f"1.{number}", "code": f"1.{number}", "source_row": number}
    return plan_row(**(given | {"document_type": f"Typ {number}"} | changes))


def changes(old, new):
    found = compare(plan_version(*old), plan_version(*new, version=2))
    assert (found.plan_id, found.old_version, found.new_version) == ("ks", 1, 2)
    return found


def test_a_version_that_says_the_same_changes_nothing():
    rows = (numbered(1), numbered(2))
    moved = [row.model_copy(update={"source_row": 40}) for row in rows]
    found = changes(rows, moved)
    assert (found.rows, found.unchanged) == ((), 2)


def test_rows_that_are_new_and_gone():
    found = changes((numbered(1), numbered(2)), (numbered(2), numbered(3)))
    assert [change.kind for change in found.rows] == [
        RowChangeKind.ADDED,
        RowChangeKind.REMOVED,
    ]
    assert (found.rows[0].new.code, found.rows[1].old.code) == ("1.3", "1.1")
    assert [change.judges for change in found.rows] == [False, True]
    assert "klassificeras på nytt" in found.rows[1].meaning[0]


@pytest.mark.parametrize(
    ("before", "after", "labels", "meaning"),
    [
        (
            {},
            {"disposal": Disposal.PRESERVE},
            ["Bevaras/Gallras"],
            ["gallras → bevaras"],
        ),
        (
            {"disposal": Disposal.PRESERVE},
            {"period_months": 24, "period_text": "2 år"},
            ["Bevaras/Gallras", "Gallringsfrist"],
            ["bevaras → gallras"],
        ),
        (
            {},
            {"period_months": 24, "period_text": "2 år"},
            ["Gallringsfrist"],
            ["längre frist"],
        ),
        (
            {},
            {"period_months": 1, "period_text": "1 månad"},
            ["Gallringsfrist"],
            ["kortare frist"],
        ),
        (
            {},
            {"period_months": None, "period_text": "Vid inaktualitet"},
            ["Gallringsfrist"],
            ["fristen kan inte längre räknas ut: en person avgör"],
        ),
        (
            {"trigger": Trigger.PERSON_DECIDES},
            {},
            ["Frist räknas från"],
            ["fristen kan nu räknas ut"],
        ),
        (
            {},
            {"trigger": Trigger.CASE_CLOSED},
            ["Frist räknas från"],
            ["räknas från arkivering → från att ärendet avslutats"],
        ),
        (
            {},
            {"registration": RegistrationRule.YES},
            ["Diarieförs"],
            ["bedöms från fall till fall → diarieförs"],
        ),
    ],
)
def test_what_a_change_of_rule_means(before, after, labels, meaning):
    [change] = changes((numbered(1, **before),), (numbered(1, **after),)).rows
    assert change.kind is RowChangeKind.CHANGED
    assert [part.label for part in change.fields] == labels
    assert list(change.meaning) == meaning
    assert change.judges


def test_a_remark_changes_no_rule():
    after = numbered(1, remarks="Se rutin", secrecy="OSL 21:7", covers=("reply",))
    [change] = changes((numbered(1),), (after,)).rows
    assert [part.label for part in change.fields] == [
        *("Sekretess", "Anmärkning", "Gäller för")
    ]
    assert (change.fields[2].before, change.fields[2].after) == ("kommentar", "svar")
    assert change.meaning == ("andra slags handlingar föreslås höra till raden",)
    assert not change.judges


def test_a_length_that_is_read_otherwise_is_a_change_also_when_the_text_is_not():
    [change] = changes((numbered(1),), (numbered(1, period_months=4),)).rows
    assert change.meaning == ("längre frist",)


def test_a_renumbered_plan_has_not_got_new_rows():
    after = numbered(9, document_type="Typ 1")
    [change] = changes((numbered(1),), (after,)).rows
    assert [part.label for part in change.fields] == ["Kod"]
    assert change.judges


def test_rows_that_share_a_code_are_paired_by_what_they_are():
    old = (numbered(1, code="2.4", row_id="2.4"),)
    new = (
        numbered(2, code="2.4", row_id="2.4-typ-2"),
        numbered(1, code="2.4", row_id="2.4-typ-1"),
    )
    found = changes(old, new)
    assert [(c.kind, c.new.row_id) for c in found.rows] == [
        (RowChangeKind.ADDED, "2.4-typ-2")
    ]
    assert found.unchanged == 1


def test_a_renamed_row_keeps_its_id_and_is_told():
    [change] = changes((numbered(1),), (numbered(1, document_type="Kommentarer"),)).rows
    assert [part.label for part in change.fields] == ["Handlingstyp"]
    assert change.judges


def test_a_row_is_found_by_its_id_only_when_it_is_alone():
    plan = plan_version(numbered(1), numbered(2))
    assert find_row(plan, "1.2") == plan.rows[1]
    assert find_row(plan, "1.3") is None
    assert find_row(plan_version(numbered(1), numbered(1)), "1.1") is None


def test_spelling_of_case_and_space_is_the_same_rule():
    one, other = numbered(1), numbered(1, document_type=" TYP  1")
    assert is_same_rule(one, other)
    assert not is_same_rule(one, numbered(1, period_months=4))


ROWS = st.lists(
    st.builds(
        numbered,
        st.integers(1, 6),
        document_type=st.sampled_from(["A", "B", "C"]),
        disposal=st.sampled_from(Disposal),
        period_months=st.none() | st.integers(1, 3),
    ),
    max_size=5,
    unique_by=lambda row: row.row_id,
)


@given(ROWS, ROWS)
def test_every_row_is_accounted_for_once(old, new):
    filler = numbered(9)
    found = changes((*old, filler), (*new, filler))
    after = [change.new.row_id for change in found.rows if change.new]
    before = [change.old.row_id for change in found.rows if change.old]
    assert len(after) + found.unchanged == len(new) + 1
    assert len(before) + found.unchanged == len(old) + 1
    assert len(set(after)) == len(after)
    assert len(set(before)) == len(before)
