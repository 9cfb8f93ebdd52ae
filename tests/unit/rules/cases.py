# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An item that every gate lets through, and the ways to make each gate refuse it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from rules.classify import refer
from rules.gates import Case
from schemas.classification import Classification, ClassificationState, ItemEntry
from schemas.diary import Registration, RegistrationState
from schemas.gallring import Hold, HoldLevel, HoldReason
from schemas.item import ItemKind
from schemas.plan import (
    Disposal,
    PlanItem,
    PlanVersion,
    RegistrationRule,
    Trigger,
)

MOMENT = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def plan_row(**changes):
    given = {
        "row_id": "2.4.2",
        "code": "2.4.2",
        "document_type": "Kommentarer",
        "disposal": Disposal.DISPOSE,
        "period_text": "3 månader",
        "period_months": 3,
        "trigger": Trigger.CAPTURE,
        "registration": RegistrationRule.JUDGE,
        "covers": ("comment",),
        "source_row": 18,
    }
    return PlanItem.model_validate(given | changes)


def plan_version(*rows, version=1, **changes):
    given = {
        "plan_id": "ks",
        "board_id": "ks",
        "version": version,
        "title": "Planen",
        "decision": "KS 2026-01-10 § 4",
        "valid_from": date(2026, 1, 1),
        "source_name": "plan.csv",
        "source_sha256": "0" * 64,
        "imported_at": MOMENT,
        "imported_by": "Ulla",
        "rows": rows or (plan_row(),),
    }
    return PlanVersion.model_validate(given | changes)


def entry(**changes):
    given = {
        "package_id": "paket-1",
        "version": 1,
        "account_id": "konto",
        "board_id": "ks",
        "item_id": "c1",
        "thread_id": "p1",
        "parent_id": "p1",
        "kind": ItemKind.COMMENT,
        "is_by_account": False,
        "captured_at": MOMENT,
    }
    return ItemEntry.model_validate(given | changes)


def classification(row=None, plan=None, **changes):
    plan = plan or plan_version()
    given = {
        "account_id": "konto",
        "item_id": "c1",
        "plan": refer(plan, row or plan.rows[0]),
        "state": ClassificationState.CONFIRMED,
        "decided_by": "Ulla",
        "decided_at": MOMENT,
    }
    return Classification.model_validate(given | changes)


def registration(state=RegistrationState.NOT_TO_BE_REGISTERED, **changes):
    given = {
        "registration_id": "d1",
        "account_id": "konto",
        "item_id": "c1",
        "state": state,
        "decided_by": "Ulla",
        "decided_at": MOMENT,
        "reason": "Av ringa betydelse",
    }
    return Registration.model_validate(given | changes)


def registered(**changes):
    number = {"diary_number": "KS 2026/31", "registered_on": date(2026, 3, 3)}
    return registration(RegistrationState.REGISTERED, **(number | changes))


def hold(level=HoldLevel.ITEM, subject="c1", **changes):
    given = {
        "hold_id": "stopp-1",
        "level": level,
        "subject": subject,
        "reason": HoldReason.DISCLOSURE,
        "placed_by": "Rut",
        "placed_at": MOMENT,
    }
    return Hold.model_validate(given | changes)


def case(*, row=None, **changes):
    """An item that may go; `row` replaces the row in the plan it is judged by."""
    plan = plan_version(row or plan_row())
    free = Case(
        entry=entry(),
        classification=classification(plan=plan),
        plan=plan,
        in_force=plan,
        registration=registration(),
        holds=(),
        captured_on=date(2026, 3, 2),
        published_on=date(2026, 3, 1),
        registered_on=date(2026, 3, 3),
        case_closed_on=date(2026, 3, 4),
        account_closed_on=date(2026, 3, 5),
    )
    return replace(free, **changes)
