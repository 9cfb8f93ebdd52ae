# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which row of the board's plan an item is proposed to belong to.

A proposal only: a person may decide otherwise. The board's own rules are tried first,
in their order; else the first row of the plan that covers the item's kind is proposed.
No row, no proposal: never a default, since the same content has opposite rules in
different towns.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rules.plan_cells import ACCOUNT, kind_label
from rules.wording import fold, listed
from schemas.classification import (
    Classification,
    ClassificationRule,
    ClassificationState,
)
from schemas.errors import NotInPlan
from schemas.item import Item, ItemKind
from schemas.plan import PlanItem, PlanReference, PlanVersion

PUBLIC_KINDS = (ACCOUNT, ItemKind.POST, ItemKind.COMMENT, ItemKind.REPLY)
"""What any public account may hold; a plan must have a row for each of them."""

_WRITER: Mapping[bool | None, str] = {True: "kontot", False: "andra", None: ""}


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


def propose_for(
    plan: PlanVersion,
    rules: Iterable[ClassificationRule],
    item: Item,
    account_id: str,
    platform: str,
) -> Classification:
    """Propose the row that an item belongs to, and say what proposed it.

    A rule whose row this version of the plan no longer has is passed over: it was
    written for another plan.

    Raises:
        NotInPlan: no rule fits, and the plan has no row for the item's kind.
    """
    rule = fitting_rule(plan, rules, item, platform)
    row = next((r for r in plan.rows if rule and r.row_id == rule.row_id), None)
    proposed = refer(plan, row) if row else propose(plan, item.kind)
    if proposed is None:
        raise _not_covered(plan, [item.kind])
    return Classification(
        account_id=account_id,
        item_id=item.item_id,
        plan=proposed,
        state=ClassificationState.PROPOSED,
        rule=_told(rule) if rule else f"Planens rad för {kind_label(item.kind)}",
    )


def fitting_rule(
    plan: PlanVersion,
    rules: Iterable[ClassificationRule],
    item: Item,
    platform: str,
) -> ClassificationRule | None:
    """Find the first of the board's rules that fits an item and names a row it has."""
    known = {row.row_id for row in plan.rows}
    usable = (r for r in rules if r.board_id == plan.board_id and r.row_id in known)
    ordered = sorted(usable, key=lambda rule: (rule.position, rule.rule_id))
    return next((rule for rule in ordered if fits(rule, item, platform)), None)


def fits(rule: ClassificationRule, item: Item, platform: str) -> bool:
    """Tell whether every condition of a rule holds for an item."""
    return (
        (not rule.kinds or item.kind in rule.kinds)
        and (not rule.platforms or platform in rule.platforms)
        and rule.by_account in {None, item.is_by_account}
        and (not rule.keywords or mentions(item.body, rule.keywords))
    )


def mentions(text: str, keywords: Sequence[str]) -> bool:
    """Tell whether a text has one of some words or phrases, whole and in any case.

    Inflected forms are other words: "fråga" is not found in "frågan". A board that
    wants both writes both.
    """
    return _pattern(tuple(keywords)).search(fold(text)) is not None


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


@lru_cache(maxsize=256)
def _pattern(keywords: tuple[str, ...]) -> re.Pattern[str]:
    phrases = "|".join(re.escape(fold(keyword)) for keyword in keywords)
    return re.compile(rf"(?<!\w)(?:{phrases})(?!\w)")


def _told(rule: ClassificationRule) -> str:
    """Say which rule it was, and what it looks at, without what the item says."""
    looks_at = {
        "slag": listed([kind_label(kind) for kind in rule.kinds]),
        "plattform": listed(list(rule.platforms)),
        "skrivet av": _WRITER[rule.by_account],
        "ord": listed([f"”{word}”" for word in rule.keywords]),
    }
    parts = [f"{what}: {said}" for what, said in looks_at.items() if said]
    return f"Regel {rule.rule_id} ({'; '.join(parts) or 'allt'})"


def _not_covered(plan: PlanVersion, kinds: Sequence[str]) -> NotInPlan:
    labels = listed([kind_label(kind) for kind in kinds])
    message = (
        f"Planen ”{plan.title}” (version {plan.version}) har ingen rad för {labels}. "
        "Ange i planens kolumn ”Gäller för” vilken rad det är."
    )
    return NotInPlan(message)
