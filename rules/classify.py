# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which row of the board's plan an item is proposed to belong to.

A proposal only: a person may decide otherwise. The first row of the plan that covers
the item's kind is proposed. No row, no proposal: never a default, since the same
content has opposite rules in different towns.
"""

from collections.abc import Iterable, Sequence

from rules.plan_cells import ACCOUNT, kind_label
from rules.wording import listed
from schemas.errors import NotInPlan
from schemas.item import Item, ItemKind
from schemas.plan import PlanItem, PlanReference, PlanVersion

PUBLIC_KINDS = (ACCOUNT, ItemKind.POST, ItemKind.COMMENT, ItemKind.REPLY)
"""What any public account may hold; a plan must have a row for each of them."""


def refer(plan: PlanVersion, row: PlanItem) -> PlanReference:
    """Cite a row of a plan."""
    return PlanReference(
        plan_id=plan.plan_id,
        plan_version=plan.version,
        row_id=row.row_id,
        code=row.code,
        document_type=row.document_type,
        disposal=row.disposal,
    )


def propose(plan: PlanVersion, kind: str) -> PlanReference | None:
    """Propose the row for a kind of item: the first that covers it, else none."""
    rows = sorted(plan.rows, key=lambda row: row.source_row)
    return next((refer(plan, row) for row in rows if kind in row.covers), None)


def account_row(plan: PlanVersion) -> PlanReference:
    """Give the row for the account as a whole; it governs the package.

    Raises:
        NotInPlan: the plan has no row for accounts.
    """
    row = propose(plan, ACCOUNT)
    if row is None:
        raise _not_covered(plan, [ACCOUNT])
    return row


def classify_items(plan: PlanVersion, items: Sequence[Item]) -> tuple[Item, ...]:
    """Give each item the row it is proposed to belong to.

    Raises:
        NotInPlan: the plan has no row for a kind that was found.
    """
    check_covered(plan, (item.kind for item in items))
    rows = {kind: propose(plan, kind) for kind in ItemKind}
    return tuple(item.model_copy(update={"plan": rows[item.kind]}) for item in items)


def check_covered(plan: PlanVersion, kinds: Iterable[str]) -> None:
    """Refuse kinds that the plan has no row for.

    Raises:
        NotInPlan: at least one kind has no row; the message names them all.
    """
    missing = [kind for kind in dict.fromkeys(kinds) if propose(plan, kind) is None]
    if missing:
        raise _not_covered(plan, missing)


def _not_covered(plan: PlanVersion, kinds: Sequence[str]) -> NotInPlan:
    labels = listed([kind_label(kind) for kind in kinds])
    message = (
        f"Planen ”{plan.title}” (version {plan.version}) har ingen rad för {labels}. "
        "Ange i planens kolumn ”Gäller för” vilken rad det är."
    )
    return NotInPlan(message)
