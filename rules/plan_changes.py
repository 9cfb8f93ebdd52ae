# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a new version of a plan changes, and what that means for what is classified."""

from rules.wording import fold
from schemas.plan import PlanItem, PlanVersion


def find_row(plan: PlanVersion, row_id: str) -> PlanItem | None:
    """Find a row by its id; None when the plan has no such row, or several."""
    found = [row for row in plan.rows if row.row_id == row_id]
    return found[0] if len(found) == 1 else None


def is_same_rule(one: PlanItem, other: PlanItem) -> bool:
    """Tell whether two rows say the same of the same documents.

    Code, document type, what becomes of them, period, what it counts from and
    registration; remarks and the like may differ.
    """
    return _rule(one) == _rule(other)


def _rule(row: PlanItem) -> tuple[object, ...]:
    return (
        fold(row.code),
        fold(row.document_type),
        row.disposal,
        row.period_months,
        row.trigger,
        row.registration,
    )
