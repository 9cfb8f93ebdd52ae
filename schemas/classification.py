# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Classification: which row of the board's plan an item belongs to, and who says so."""

from schemas.item import ItemKind
from schemas.plan import PlanReference
from schemas.record import Identifier, Instant, Labelled, NonEmpty, Record


class ClassificationState(Labelled):
    """Whether a person has taken a stand."""

    PROPOSED = "proposed", "Föreslagen"
    CONFIRMED = "confirmed", "Bekräftad"


class ClassificationRule(Record):
    """A board's rule for which row to propose; every condition that is set must hold.

    `keywords` are whole words or phrases, compared without regard to case; one of them
    is enough. `by_account` None means whoever wrote it. Rules are tried in order of
    `position`, and the first that fits proposes its row.
    """

    rule_id: Identifier
    board_id: Identifier
    position: int
    row_id: Identifier
    kinds: tuple[ItemKind, ...] = ()
    platforms: tuple[Identifier, ...] = ()
    by_account: bool | None = None
    keywords: tuple[NonEmpty, ...] = ()


class Classification(Record):
    """The row that an item is proposed or confirmed to belong to.

    It keeps the plan version that it was made by, also when the board adopts a new
    one. `rule` says what proposed it; `decided_by` and `decided_at` are set when a
    person has confirmed or changed it, with `reason` for a change.
    """

    account_id: Identifier
    item_id: Identifier
    plan: PlanReference
    state: ClassificationState
    rule: str = ""
    decided_by: str = ""
    decided_at: Instant | None = None
    reason: str = ""


class ItemEntry(Record):
    """An item as the archive's index knows it: never its words, nor who wrote them.

    `thread_id` is the id of the post that it stands under (of itself, for a post);
    `package_id` and `version` say where it is kept.
    """

    package_id: Identifier
    version: int
    account_id: Identifier
    board_id: Identifier
    item_id: Identifier
    thread_id: Identifier
    parent_id: Identifier | None = None
    kind: ItemKind
    is_by_account: bool
    published: Instant | None = None
    captured_at: Instant
    is_gallrad: bool = False
