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
    propose,
)
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


def item(kind, number=1):
    return Item(
        item_id=f"i{number}",
        kind=kind,
        position=number,
        author="Bo",
        is_by_account=False,
        body="",
    )


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
