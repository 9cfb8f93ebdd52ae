# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each item is proposed a row of the plan, or refused: never a default."""

from datetime import UTC, date, datetime

import pytest

from rules.classify import (
    PUBLIC_KINDS,
    account_row,
    check_covered,
    classify_items,
    mentions,
    propose,
    propose_for,
)
from schemas.classification import ClassificationRule, ClassificationState
from schemas.errors import NotInPlan
from schemas.item import Item, ItemKind
from schemas.plan import Disposal, PlanItem, PlanVersion


def row(number, *covers, disposal=Disposal.PRESERVE):
    return PlanItem(
        row_id=f"r{number}",
        code=f"1.{number}",
        document_type=f"Typ {number}",
        disposal=disposal,
        covers=covers,
        source_row=number,
    )


def plan(*rows):
    return PlanVersion(
        plan_id="ks",
        board_id="ks",
        version=3,
        title="Planen",
        decision="KS 2026-03-10 § 41",
        valid_from=date(2026, 3, 10),
        source_name="plan.csv",
        source_sha256="0" * 64,
        imported_at=datetime(2026, 3, 11, tzinfo=UTC),
        imported_by="Anna",
        rows=rows,
    )


def item(kind, number=1, body="", *, is_by_account=False):
    return Item(
        item_id=f"i{number}",
        kind=kind,
        position=number,
        author="Bo",
        is_by_account=is_by_account,
        body=body,
    )


def rule(number, row_id, **changes):
    given = {
        "rule_id": f"ks-{number}",
        "board_id": "ks",
        "position": number,
        "row_id": row_id,
    }
    return ClassificationRule.model_validate(given | changes)


PLAN = plan(row(1, "post"), row(2, "comment"), row(3), row(4))


def proposed(rules, found, platform="torget"):
    return propose_for(PLAN, rules, found, "konto", platform)


def test_the_first_covering_row_is_proposed_and_cited_in_full():
    found = propose(plan(row(3, "post"), row(2, "post", "comment"), row(1)), "post")
    assert found is not None
    assert found.model_dump(mode="json") == {
        "plan_id": "ks",
        "plan_version": 3,
        "row_id": "r2",
        "code": "1.2",
        "document_type": "Typ 2",
        "disposal": "preserve",
    }


def test_a_kind_without_a_row_is_proposed_nothing():
    assert propose(plan(row(1, "post")), "comment") is None
    assert propose(plan(row(1)), "post") is None


def test_items_get_their_rows():
    kinds = [ItemKind.POST, ItemKind.COMMENT, ItemKind.POST]
    items = [item(kind, number) for number, kind in enumerate(kinds, start=1)]
    found = classify_items(plan(row(1, "post"), row(2, "comment")), items)
    assert [i.plan.row_id for i in found if i.plan] == ["r1", "r2", "r1"]


def test_one_item_without_a_row_stops_them_all():
    with pytest.raises(NotInPlan, match="ingen rad för svar"):
        classify_items(
            plan(row(1, "post")), [item(ItemKind.POST), item(ItemKind.REPLY)]
        )


def test_a_plan_is_asked_for_every_public_kind_before_capture():
    with pytest.raises(NotInPlan, match="konto, kommentar och svar"):
        check_covered(plan(row(1, "post")), PUBLIC_KINDS)


def test_the_package_follows_the_row_for_accounts():
    assert account_row(plan(row(1, "account"))).row_id == "r1"
    with pytest.raises(NotInPlan, match="ingen rad för konto"):
        account_row(plan(row(1, "post")))


def test_a_rule_goes_before_the_row_of_the_kind_and_is_named():
    found = proposed(
        [rule(7, "r3", kinds=("comment",), keywords=("Bygglov", "när öppnar"))],
        item(ItemKind.COMMENT, body="Hej, NÄR\n öppnar ni?"),
    )
    assert (found.account_id, found.item_id) == ("konto", "i1")
    assert found.plan == propose(PLAN.model_copy(update={"rows": (row(3, "x"),)}), "x")
    assert found.state is ClassificationState.PROPOSED
    assert found.rule == "Regel ks-7 (slag: kommentar; ord: ”Bygglov” och ”när öppnar”)"
    assert (found.decided_by, found.decided_at) == ("", None)


def test_without_a_fitting_rule_the_kind_decides():
    found = proposed([rule(1, "r3", keywords=("fråga",))], item(ItemKind.COMMENT))
    assert (found.plan.row_id, found.rule) == ("r2", "Planens rad för kommentar")
    with pytest.raises(NotInPlan, match="ingen rad för svar"):
        proposed([], item(ItemKind.REPLY))


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        ({}, True),
        ({"kinds": ("comment", "reply")}, True),
        ({"kinds": ("post",)}, False),
        ({"platforms": ("torget",)}, True),
        ({"platforms": ("facebook",)}, False),
        ({"by_account": False}, True),
        ({"by_account": True}, False),
        ({"keywords": ("hej", "bygglov")}, True),
        ({"keywords": ("hej",)}, False),
        ({"keywords": ("bygglov",), "platforms": ("facebook",)}, False),
    ],
)
def test_every_condition_of_a_rule_must_hold(conditions, fits):
    found = proposed(
        [rule(1, "r3", **conditions)],
        item(ItemKind.COMMENT, body="Var söker man bygglov?"),
    )
    assert (found.plan.row_id == "r3") is fits


def test_what_the_account_itself_wrote_can_be_told_apart():
    rules = [rule(1, "r3", by_account=True)]
    own = item(ItemKind.COMMENT, is_by_account=True)
    assert proposed(rules, own).plan.row_id == "r3"
    assert proposed(rules, item(ItemKind.COMMENT)).plan.row_id == "r2"


def test_the_first_rule_in_order_that_fits_proposes():
    rules = [rule(10, "r4"), rule(9, "r3")]
    assert proposed(rules, item(ItemKind.POST)).plan.row_id == "r3"


def test_a_rule_of_another_board_or_for_a_row_that_is_gone_is_passed_over():
    rules = [rule(1, "r3", board_id="bun"), rule(2, "r9"), rule(3, "r4")]
    assert proposed(rules, item(ItemKind.POST)).plan.row_id == "r4"


@pytest.mark.parametrize(
    ("text", "keyword", "found"),
    [
        ("En FRÅGA till er", "fråga", True),
        ("Frågan är", "fråga", False),
        ("eftersnöröjning", "snöröjning", False),
        ("snöröjning, tack", "Snöröjning", True),
        ("#snöröjning", "snöröjning", True),
        ("När  öppnar ni", "när öppnar", True),
        ("när då öppnar", "när öppnar", False),
        ("kostar det 5 kr?", "5 kr?", True),
        ("C++ och C", "c++", True),
        ("a\u030aka", "åka", True),
        ("", "hej", False),
    ],
)
def test_keywords_are_whole_words_in_any_case(text, keyword, found):
    assert mentions(text, [keyword]) is found
