# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Gather what changed of an account since its last archiving, for the change report.

For every archiving that follows another, and for each that a larger change of the
profile gave: then the report shows the two sights that the watch compared.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pipeline.context import Archive
from pipeline.difference import (
    NO_EARLIER,
    OTHER_EYES,
    SOURCES,
    Earlier,
    are_alike,
    content_difference,
    earlier_packages,
    is_whole,
    why_not,
)
from pipeline.policies import change_policy
from pipeline.profile_pictures import (
    PICTURE_FIELDS,
    Warcs,
    found_pictures,
    measured,
    warcs_in,
    warcs_of,
)
from rules.changes import compare
from schemas.account import Account, Board
from schemas.capture import Capture
from schemas.change_report import (
    ChangeReport,
    ContentDifference,
    ReportedPicture,
    ReportedSight,
    ReportRow,
)
from schemas.errors import Damaged
from schemas.order import Order
from schemas.profile import (
    FieldComparison,
    Observation,
    PageState,
    Profile,
    ProfileChange,
    ProfileField,
)

NOT_ALIKE = (
    "Den förra arkiveringen gjordes på ett annat sätt, så profilen går inte att "
    "jämföra."
)
UNREADABLE = (
    "Det förra arkivpaketet gick inte att läsa, så inget går att jämföra med det. "
    "Kontrollera det med avbild package verify."
)


@dataclass(frozen=True)
class Archiving:
    """A capture on its way to a package, and why it was made."""

    package_id: str
    account: Account
    board: Board
    order: Order
    capture: Capture
    folder: Path


@dataclass(frozen=True)
class Changes:
    """A report, and the pictures that it shows, by their digests."""

    report: ChangeReport
    pictures: dict[str, bytes] = field(repr=False)


def changes_of(archive: Archive, archiving: Archiving) -> Changes | None:
    """Say what differs from before; None when there is no before.

    An earlier package that is damaged does not stop the archiving, which may be the
    last that can be made: the report says that there was nothing to compare with.

    Raises:
        UnknownName: the change that the order is for is not there.
        StoreDown: the store or the database stopped answering.
    """
    gathering = _Gathering(archive, archiving)
    try:
        if gathering.change is None and gathering.earlier is None:
            return None
        return gathering.gathered()
    except Damaged:
        return Changes(gathering.report((), None, (UNREADABLE,)), {})


@dataclass(frozen=True)
class _Gathering:
    archive: Archive
    archiving: Archiving

    def gathered(self) -> Changes:
        content, notes = self._content()
        rows, pictures = self._rows()
        if self._before is not None and not rows:
            notes = (*notes, NOT_ALIKE)
        return Changes(self.report(rows, content, notes), pictures)

    def report(
        self,
        rows: tuple[ReportRow, ...],
        content: ContentDifference | None,
        notes: tuple[str, ...],
    ) -> ChangeReport:
        account, board = self.archiving.account, self.archiving.board
        order, before = self.archiving.order, self._before if rows else None
        return ChangeReport(
            package_id=self.archiving.package_id,
            account_id=account.account_id,
            account_name=account.name,
            url=str(account.url),
            board=board.name,
            municipality=board.municipality,
            order_id=order.order_id,
            reason=order.reason,
            reason_text=order.reason_text,
            ordered_by=order.ordered_by,
            diary_number=order.diary_number,
            captured_at=self.archiving.capture.started_at,
            made_at=self.archive.clock(),
            change=self.change,
            before=_sight(before) if before else None,
            before_package_id=self._before_package if rows else None,
            after=_sight(self._after),
            rows=rows,
            content=content,
            notes=notes,
        )

    @cached_property
    def change(self) -> ProfileChange | None:
        """The change that the order is for, if it is for one."""
        change_id = self.archiving.order.change_id
        return self.archive.database.changes.get(change_id) if change_id else None

    @cached_property
    def earlier(self) -> Earlier | None:
        """The newest package that archives the account."""
        account_id = self.archiving.account.account_id
        return next(earlier_packages(self.archive, account_id), None)

    @property
    def _before_package(self) -> str | None:
        return self.earlier.package.package_id if self.earlier else None

    # --- the profile ------------------------------------------------------------------

    @cached_property
    def _before(self) -> Observation | None:
        if self.change is not None:
            return self.archive.database.observations.get(self.change.before_id)
        return _seen_in(self.earlier) if self.earlier else None

    @cached_property
    def _after(self) -> Observation:
        if self.change is not None:
            return self.archive.database.observations.get(self.change.after_id)
        capture = self.archiving.capture
        return Observation(
            observation_id=capture.capture_id,
            account_id=capture.account_id,
            seen_at=capture.started_at,
            page_state=PageState.OK,
            observed_as=capture.observed_as,
            extractor=capture.extractor,
            profile=capture.profile,
        )

    def _comparisons(
        self, before: Observation, after: Observation
    ) -> tuple[FieldComparison, ...]:
        """Give what the watch compared, or compare the two captures' own sights."""
        if self.change is not None:
            return self.change.comparisons
        policy = change_policy(self.archive, self.archiving.board.board_id)
        return compare(before, after, policy)

    def _rows(self) -> tuple[tuple[ReportRow, ...], dict[str, bytes]]:
        """Put the fields side by side, those that differ and those that do not."""
        if self._before is None:
            return (), {}
        old, new = self._before.profile, self._after.profile
        before, kept = found_pictures(self.archive, old, self._earlier_warcs)
        after, more = found_pictures(self.archive, new, self._warcs)
        comparisons = self._comparisons(
            _looked_at(self._before, before, kept), _looked_at(self._after, after, more)
        )
        rows = [
            ReportRow(
                field=one.field,
                verdict=one.verdict,
                before=said(old, one.field),
                after=said(new, one.field),
                before_picture=before.get(one.field),
                after_picture=after.get(one.field),
                phash_distance=one.phash_distance,
                tile_difference=one.tile_difference,
            )
            for one in comparisons
        ]
        shown = kept | more if rows else {}
        return tuple(sorted(rows, key=_as_in_profile)), shown

    @property
    def _warcs(self) -> Warcs:
        return warcs_of(self.archiving.folder, self.archiving.capture.files)

    @property
    def _earlier_warcs(self) -> Warcs:
        if self.earlier is None:
            return ()
        return warcs_in(self.earlier.files, self.earlier.report.files)

    # --- the content ------------------------------------------------------------------

    def _content(self) -> tuple[ContentDifference | None, tuple[str, ...]]:
        """Compare with the newest package that holds all of the account."""
        capture, order = self.archiving.capture, self.archiving.order
        hindrance = why_not(capture, order.level)
        if hindrance:
            return None, (hindrance,)
        packages = earlier_packages(self.archive, self.archiving.account.account_id)
        whole = (p for p in packages if is_whole(self.archive, p.report.order_id))
        earlier = next(whole, None)
        if earlier is None:
            return None, (NO_EARLIER,)
        if not are_alike(earlier.report, capture):
            return None, (OTHER_EYES,)
        sources = {share.name for share in capture.health.sources} or SOURCES
        return content_difference(earlier, capture.items, sources), ()


def said(profile: Profile, name: ProfileField) -> str | None:
    """Give a field of a profile as text; None if it was not seen or is a picture."""
    if name in PICTURE_FIELDS:
        return None
    value = getattr(profile, name.value)
    return "\n".join(value) if isinstance(value, tuple) else value


def _as_in_profile(row: ReportRow) -> int:
    return list(ProfileField).index(row.field)


def _seen_in(earlier: Earlier) -> Observation:
    """Give the sight of the profile that an earlier capture had."""
    report = earlier.report
    return Observation(
        observation_id=report.capture_id,
        account_id=report.account_id,
        seen_at=report.started_at,
        last_seen_at=report.ended_at,
        page_state=PageState.OK,
        observed_as=report.observed_as,
        extractor=report.extractor,
        profile=report.profile,
    )


def _looked_at(
    seen: Observation,
    reported: Mapping[ProfileField, ReportedPicture],
    kept: Mapping[str, bytes],
) -> Observation:
    """Give a sight with how its pictures look; a capture knows their bytes only."""
    profile = measured(seen.profile, reported, kept)
    return seen.model_copy(update={"profile": profile})


def _sight(seen: Observation) -> ReportedSight:
    return ReportedSight(
        first_seen_at=seen.seen_at,
        last_seen_at=seen.until,
        sights=seen.sights,
        observed_as=seen.observed_as,
    )
