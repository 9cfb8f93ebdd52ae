# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Classify an account's items: a rule proposes a row of the plan, a person decides.

A proposal opens no gate. Once a person has confirmed a row, the item keeps that row of
that plan version, also when the board adopts a new plan.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.contents import items_of_account
from pipeline.context import Archive
from pipeline.index import index_missing
from rules.classify import propose_for, refer
from schemas.account import Account
from schemas.classification import (
    Classification,
    ClassificationRule,
    ClassificationState,
    ItemEntry,
)
from schemas.errors import NotInPlan, UnknownName
from schemas.item import Item
from schemas.order import EventKind
from schemas.plan import PlanItem, PlanVersion


@dataclass(frozen=True)
class Classified:
    """An item with its words, as the archive holds it, and its classification."""

    item: Item
    entry: ItemEntry
    classification: Classification | None


def classify_account(archive: Archive, account_id: str) -> tuple[Classification, ...]:
    """Propose a row for each of the account's items that has none.

    Raises:
        UnknownName: the account is not in the register.
        NotInPlan: the board has no plan in force, or it has no row for an item.
    """
    account = archive.database.accounts.get(account_id)
    plan = archive.database.plans.current(account.board_id, archive.today())
    known = archive.database.classifications.of_account(account_id)
    items = items_of_account(archive, account_id)
    new = [item for item in items.values() if item.item_id not in known]
    return _propose(archive, account, plan, new)


def _propose(
    archive: Archive, account: Account, plan: PlanVersion, items: Sequence[Item]
) -> tuple[Classification, ...]:
    rules = archive.database.classifications.rules(account.board_id)
    proposed = tuple(
        propose_for(plan, rules, item, account.account_id, account.platform)
        for item in items
    )
    with archive.database.transaction():
        for classification in proposed:
            archive.database.classifications.add(classification)
        if proposed:
            detail = {"proposed": str(len(proposed)), "plan": plan.plan_id}
            archive.note(EventKind.CLASSIFIED, account.account_id, detail)
    return proposed


def confirm(
    archive: Archive,
    account_id: str,
    item_ids: Sequence[str],
    row_id: str | None = None,
    reason: str = "",
) -> tuple[Classification, ...]:
    """Take a person's word on which row some items belong to.

    Without a row the proposed ones are confirmed; with one, it is chosen from the plan
    in force. A package as a whole is classified under its own id.

    Raises:
        UnknownName: an item has no proposal, or is not the account's.
        NotInPlan: the plan in force has no such row.
    """
    account = archive.database.accounts.get(account_id)
    chosen = _row(archive, account, row_id) if row_id else None
    decided = tuple(
        _confirmed(archive, account_id, item_id, chosen, reason) for item_id in item_ids
    )
    with archive.database.transaction():
        for classification in decided:
            archive.database.classifications.add(classification)
        for row, count in _by_row(decided).items():
            detail = {"confirmed": str(count), "row": row}
            archive.note(EventKind.CLASSIFIED, account_id, detail)
    return decided


def _confirmed(
    archive: Archive,
    account_id: str,
    item_id: str,
    chosen: tuple[PlanVersion, PlanItem] | None,
    reason: str,
) -> Classification:
    before = archive.database.classifications.of(account_id, item_id)
    proposed = before.plan if before else None
    plan = refer(*chosen) if chosen else proposed
    if plan is None:
        message = f"”{item_id}” har ingen föreslagen klassificering i kontot."
        raise UnknownName(message)
    _must_be_held(archive, account_id, item_id)
    return Classification(
        account_id=account_id,
        item_id=item_id,
        plan=plan,
        state=ClassificationState.CONFIRMED,
        rule=before.rule if before else "",
        decided_by=archive.agent,
        decided_at=archive.clock(),
        reason=reason,
    )


def _must_be_held(archive: Archive, account_id: str, item_id: str) -> None:
    """Refuse what is neither one of the account's items nor one of its packages."""
    if archive.database.items.get(account_id, item_id):
        return
    packages = archive.database.packages.list(account_id)
    if item_id not in {package.package_id for package in packages}:
        message = f"”{item_id}” finns inte bland kontots handlingar eller arkivpaket."
        raise UnknownName(message)


def _row(
    archive: Archive, account: Account, row_id: str
) -> tuple[PlanVersion, PlanItem]:
    plan = archive.database.plans.current(account.board_id, archive.today())
    for row in plan.rows:
        if row.row_id == row_id:
            return plan, row
    message = f"Planen ”{plan.title}” har ingen rad ”{row_id}”."
    raise NotInPlan(message)


def _by_row(decided: Iterable[Classification]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in decided:
        counts[one.plan.row_id] = counts.get(one.plan.row_id, 0) + 1
    return counts


def classified(archive: Archive, account_id: str) -> tuple[Classified, ...]:
    """Give the account's items with their words and how they are classified.

    Raises:
        UnknownName: the account is not in the register.
    """
    index_missing(archive)
    known = archive.database.classifications.of_account(account_id)
    words = items_of_account(archive, account_id)
    entries = {e.item_id: e for e in archive.database.items.of_account(account_id)}
    return tuple(
        Classified(item, entries[item_id], known.get(item_id))
        for item_id, item in words.items()
        if item_id in entries
    )


def set_rules(
    archive: Archive, board_id: str, rules: Sequence[ClassificationRule]
) -> None:
    """Give a board its rules for proposals, in place of those that it had.

    Raises:
        UnknownName: the board is not in the register.
        NotInPlan: a rule proposes a row that the plan in force does not have.
    """
    archive.database.boards.get(board_id)
    plan = archive.database.plans.current(board_id, archive.today())
    rows = {row.row_id for row in plan.rows}
    missing = sorted({rule.row_id for rule in rules} - rows)
    if missing:
        message = f"Planen ”{plan.title}” saknar rad {', '.join(missing)}."
        raise NotInPlan(message)
    with archive.database.transaction():
        archive.database.classifications.set_rules(board_id, tuple(rules))
        archive.note(EventKind.CLASSIFIED, board_id, {"rules": str(len(rules))})
