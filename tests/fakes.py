# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Stand-ins for the clock, the ids and the crafts that need a browser.

The database and the package store are the real ones, in a temporary folder.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from archivers.watch import Look, LookErrand
from pipeline.crafts import Crafts
from schemas.account import Account
from schemas.capture import Capture, CaptureFile, FileRole
from schemas.change_report import ChangeReport
from schemas.errors import ArchiveError, CaptureIncomplete
from schemas.item import Item
from schemas.order import Order
from schemas.profile import Observation, PageState, Profile
from tests.samples import sample_capture

START = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)


@dataclass
class FakeClock:
    """A clock that is set by hand; each look at it takes a millisecond."""

    now: datetime = START

    def __call__(self) -> datetime:
        """Give the time."""
        self.now += timedelta(milliseconds=1)
        return self.now

    def pass_time(self, **amount: float) -> None:
        """Let time go by."""
        self.now += timedelta(**amount)


def ids(prefix: str = "id") -> Callable[[], str]:
    """Give ids that count."""
    numbers = count(1)
    return lambda: f"{prefix}-{next(numbers):04}"


def _profile() -> Profile:
    return Profile(name="Älmhults bibliotek", about="Välkommen in.")


@dataclass
class FakePlatform:
    """An account as its platform shows it, and what becomes of whoever captures it.

    `fault` is raised instead of an answer; `wall` is the state of every page; `missing`
    says what its captures lack.
    """

    profile: Profile = field(default_factory=_profile)
    wall: PageState = PageState.OK
    fault: BaseException | None = None
    items: tuple[Item, ...] | None = None
    missing: tuple[str, ...] = ()
    captures: int = 0
    looks: int = 0
    extractor: str = "webpage-browser/1"
    captured_by: str = "webpage-browser/1"

    def crafts(self) -> Crafts:
        """Give the crafts that see and capture this account."""
        return Crafts(
            capture=self._capture,
            look=self._look,
            look_another_way=self._look_another_way,
            look_at_control=lambda _platform, _address, _tools: True,
            transcript=_transcript,
            change_report=_change_report,
            chromium=lambda configured: configured or Path("/usr/bin/chromium"),
        )

    def _look(self, errands: Sequence[LookErrand], tools) -> Iterator[Look]:
        for errand in errands:
            self.looks += 1
            account_id = errand.account.account_id
            if isinstance(self.fault, ArchiveError):
                yield Look(account_id, failure=self.fault)
            elif self.fault:
                raise self.fault
            else:
                yield Look(account_id, self._sight(account_id, self.extractor, tools))

    def _look_another_way(self, account: Account, _seen: Observation, tools) -> Look:
        self.looks += 1
        sight = self._sight(account.account_id, "webpage-other/1", tools)
        return Look(account.account_id, sight)

    def _sight(self, account_id: str, extractor: str, tools) -> Observation:
        return Observation(
            observation_id=tools.new_id(),
            account_id=account_id,
            seen_at=tools.clock(),
            page_state=self.wall,
            extractor=extractor,
            profile=self.profile if self.wall is PageState.OK else Profile(),
        )

    def _capture(self, account: Account, order: Order, folder: Path, tools) -> Capture:
        self.captures += 1
        if self.fault:
            raise self.fault
        if self.missing and not order.keep_incomplete:
            raise CaptureIncomplete(" ".join(self.missing))
        started = tools.clock()
        found = sample_capture(folder, self.missing)
        kept = tuple(f for f in found.files if f.role is not FileRole.TRANSCRIPT)
        return found.model_copy(
            update={
                "capture_id": tools.new_id(),
                "account_id": account.account_id,
                "order_id": order.order_id,
                "url": str(account.url),
                "started_at": started,
                "ended_at": tools.clock(),
                "profile": self.profile,
                "files": kept,
                "items": found.items if self.items is None else self.items,
                "extractor": self.captured_by,
            }
        )


def _transcript(
    capture: Capture,  # noqa: ARG001
    cover,  # noqa: ARG001
    folder: Path,
    chromium: Path,  # noqa: ARG001
    workspace: Path,  # noqa: ARG001
) -> tuple[CaptureFile, ...]:
    """Take the sample's transcript, which the sample capture has written."""
    listed = sample_capture(folder).files
    return tuple(file for file in listed if file.role is FileRole.TRANSCRIPT)


def _change_report(
    report: ChangeReport,
    pictures: Mapping[str, bytes],  # noqa: ARG001
    folder: Path,
    chromium: Path,  # noqa: ARG001
    workspace: Path,  # noqa: ARG001
) -> CaptureFile:
    """Write what a report says as it is, where the real one writes a PDF."""
    target = folder / "pdf/change-report.pdf"
    target.parent.mkdir(exist_ok=True)
    target.write_text(report.model_dump_json(), encoding="utf-8")
    data = target.read_bytes()
    return CaptureFile(
        path="pdf/change-report.pdf",
        role=FileRole.CHANGE_REPORT,
        mime_type="application/pdf",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )
