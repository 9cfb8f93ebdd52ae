# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A rule proposes a row of the plan, and a person's word decides."""

import pytest

from pipeline.classify import classified, classify_account, confirm, set_rules
from schemas.classification import ClassificationRule, ClassificationState
from schemas.errors import NotInPlan, UnknownName
from schemas.order import EventKind

ACCOUNT = "biblioteket"


def rows(archive) -> dict[str, str]:
    known = archive.database.classifications.of_account(ACCOUNT)
    return {item_id: one.plan.row_id for item_id, one in known.items()}


def rule(**parts) -> ClassificationRule:
    given = {"rule_id": "ks-1", "board_id": "ks", "position": 1, "row_id": "1.5.6"}
    return ClassificationRule.model_validate(given | parts)


@pytest.mark.usefixtures("package")
def test_every_item_gets_one_proposal_and_no_more(archive):
    proposed = classify_account(archive, ACCOUNT)
    assert {one.state for one in proposed} == {ClassificationState.PROPOSED}
    assert rows(archive) == {
        "p1": "1.5.2",
        "p2": "1.5.2",
        "c1": "1.5.3",
        "c2": "1.5.3",
        "r1": "1.5.4",
    }
    assert classify_account(archive, ACCOUNT) == ()
    assert archive.database.events.list()[-1].kind is EventKind.CLASSIFIED


@pytest.mark.usefixtures("package")
def test_a_board_s_own_rule_goes_first(archive):
    set_rules(archive, "ks", [rule(keywords=("personnummer",), by_account=False)])
    classify_account(archive, ACCOUNT)
    assert rows(archive)["c1"] == "1.5.6"
    assert rows(archive)["c2"] == "1.5.3"


@pytest.mark.usefixtures("plan")
def test_a_rule_for_a_row_that_is_not_there_is_refused(archive):
    with pytest.raises(NotInPlan, match=r"9\.9"):
        set_rules(archive, "ks", [rule(row_id="9.9")])
    assert archive.database.classifications.rules("ks") == ()


@pytest.mark.usefixtures("package")
def test_a_person_confirms_or_chooses_another_row(archive):
    classify_account(archive, ACCOUNT)
    (same,) = confirm(archive, ACCOUNT, ("c1",))
    (other,) = confirm(archive, ACCOUNT, ("c2",), "1.5.6", "En fråga")
    assert (same.state, same.decided_by) == (ClassificationState.CONFIRMED, "Ulla")
    assert same.plan.row_id == "1.5.3"
    assert (other.plan.row_id, other.reason) == ("1.5.6", "En fråga")
    shown = {
        one.entry.item_id: one.classification for one in classified(archive, ACCOUNT)
    }
    assert shown["c2"] == other


@pytest.mark.usefixtures("package")
def test_a_confirmed_row_keeps_its_plan_version(archive):
    classify_account(archive, ACCOUNT)
    (confirmed,) = confirm(archive, ACCOUNT, ("c1",))
    assert (confirmed.plan.plan_id, confirmed.plan.plan_version) == ("ks", 1)


def test_a_whole_package_is_classified_under_its_id(archive, package):
    (confirmed,) = confirm(archive, ACCOUNT, (package.package_id,), "1.5.1")
    assert confirmed.item_id == package.package_id


@pytest.mark.usefixtures("package")
def test_what_nobody_proposed_or_holds_is_not_confirmed(archive):
    with pytest.raises(UnknownName):
        confirm(archive, ACCOUNT, ("c1",))
    with pytest.raises(UnknownName):
        confirm(archive, ACCOUNT, ("c9",), "1.5.3")
    with pytest.raises(NotInPlan):
        confirm(archive, ACCOUNT, ("c1",), "9.9")
    assert archive.database.classifications.of_account(ACCOUNT) == {}
