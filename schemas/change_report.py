# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The change report: what differs between an archiving and the one before it.

The guideline, "Arkivering": an account is archived at larger changes. Whoever opens
the package later must see which change that was, without comparing two packages.
"""

from collections.abc import Iterable

from schemas.item import ItemKind
from schemas.order import OrderReason
from schemas.profile import FieldVerdict, ObservedAs, ProfileChange, ProfileField
from schemas.record import Identifier, Instant, Labelled, Record, Sha256


class PictureState(Labelled):
    """What is known of a profile picture at a sight of it."""

    KEPT = "kept", "Bilden är sparad"
    NONE = "none", "Ingen bild"
    LOST = "lost", "Bilden fanns inte sparad"


class ReportedPicture(Record):
    """A picture of a change report; one that is kept is named by its bytes' digest."""

    state: PictureState
    sha256: Sha256 | None = None


class ReportRow(Record):
    """One field of the profile, before and after; None is what was not seen.

    A picture's row has no texts, and the others no pictures. The distances are those of
    `FieldComparison`.
    """

    field: ProfileField
    verdict: FieldVerdict
    before: str | None = None
    after: str | None = None
    before_picture: ReportedPicture | None = None
    after_picture: ReportedPicture | None = None
    phash_distance: int | None = None
    tile_difference: int | None = None


class ReportedSight(Record):
    """When a profile was seen so for the first and the last time, and as whom."""

    first_seen_at: Instant
    last_seen_at: Instant
    sights: int = 1
    observed_as: ObservedAs = ObservedAs.GUEST


class ListedItem(Record):
    """A post or comment that is gone or edited, named by no more than its tombstone.

    `number` is the one that the earlier package's transcript gives it. When it was
    published, by whom and what it said stand in that package alone: so an item that is
    disposed of there leaves no more here than there.
    """

    item_id: Identifier
    kind: ItemKind
    number: str
    is_by_account: bool


class ContentDifference(Record):
    """How the content differs from that of the previous package (innehållsskillnad).

    `missing` are on the platform no more, `edited` say something else there now.
    `disposed` counts those that were listed here and have been disposed of since.
    """

    earlier_package_id: Identifier
    earlier_captured_at: Instant
    missing: tuple[ListedItem, ...] = ()
    edited: tuple[ListedItem, ...] = ()
    new_posts: int = 0
    new_comments: int = 0
    disposed: int = 0

    @property
    def missing_posts(self) -> int:
        """How many posts are gone."""
        return posts_of(self.missing)

    @property
    def missing_comments(self) -> int:
        """How many comments and replies are gone."""
        return len(self.missing) - posts_of(self.missing)


def posts_of(items: Iterable[ListedItem]) -> int:
    """Count the posts among items."""
    return sum(item.kind is ItemKind.POST for item in items)


class ChangeReport(Record):
    """What changed of an account between two archivings (förändringsrapport).

    `change` is the profile change that the archiving was ordered for, if it was.
    `before` is None when no earlier sight can be compared with, and `before_package_id`
    the package in which that sight can be read. `content` is None when the captures
    cannot show what disappeared; `notes` are Swedish sentences that say why, and what
    else a reader should know.
    """

    package_id: Identifier
    account_id: Identifier
    account_name: str
    url: str
    board: str
    municipality: str
    order_id: Identifier
    reason: OrderReason
    reason_text: str = ""
    ordered_by: str
    diary_number: str = ""
    captured_at: Instant
    made_at: Instant
    change: ProfileChange | None = None
    before: ReportedSight | None = None
    before_package_id: Identifier | None = None
    after: ReportedSight
    rows: tuple[ReportRow, ...] = ()
    content: ContentDifference | None = None
    notes: tuple[str, ...] = ()
