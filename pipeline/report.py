# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""capture.json (fångstrapport): how a capture went, and what its package is.

It travels in the package. If Avbild dies between the store and the database, the row
that is missing in the database is read back from it.
"""

import hashlib
from pathlib import Path

from pydantic import Field, ValidationError

from eark.profile import HEALTH_PATH, METS_NAME
from schemas.account import ArchiveLevel
from schemas.capture import CaptureFile, CaptureHealth, FileRole, Software
from schemas.change_report import ChangeReport
from schemas.errors import InvalidPackage
from schemas.item import Item, ItemKind
from schemas.package import PackageFiles, PackageVersion
from schemas.plan import PlanReference
from schemas.profile import ObservedAs, Profile
from schemas.record import Identifier, Instant, Record

NAME = "capture.json"


class CaptureReport(Record):
    """A capture but for its items, which stand in items.xml.

    `change_report` is what the change report on paper says, when there is one.
    """

    package_id: Identifier
    version: int
    created_at: Instant
    board_id: Identifier
    plan_row: PlanReference
    posts: int
    comments: int
    capture_id: Identifier
    account_id: Identifier
    order_id: Identifier
    started_at: Instant
    ended_at: Instant
    url: str
    level: ArchiveLevel = ArchiveLevel.FULL
    observed_as: ObservedAs = ObservedAs.GUEST
    extractor: str
    profile: Profile
    health: CaptureHealth
    files: tuple[CaptureFile, ...]
    software: tuple[Software, ...] = Field(default=())
    change_report: ChangeReport | None = None


def write_report(report: CaptureReport, folder: Path) -> CaptureFile:
    """Write the report into the capture's folder."""
    data = (report.model_dump_json(indent=2) + "\n").encode()
    (folder / NAME).write_bytes(data)
    return CaptureFile(
        path=NAME,
        role=FileRole.HEALTH,
        mime_type="application/json",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def read_report(files: PackageFiles) -> CaptureReport:
    """Read the report of a package back.

    Raises:
        InvalidPackage: the package has none that can be read.
    """
    try:
        with files.open(HEALTH_PATH) as stream:
            return CaptureReport.model_validate_json(stream.read())
    except (FileNotFoundError, ValidationError) as error:
        message = "Paketets fångstrapport saknas eller går inte att läsa."
        raise InvalidPackage(message) from error


def entry_of(report: CaptureReport, files: PackageFiles) -> PackageVersion:
    """Make the database's row for a package that lies in the store."""
    with files.open(METS_NAME) as stream:
        digest = hashlib.sha256(stream.read()).hexdigest()
    paths = list(files.paths())
    return PackageVersion(
        package_id=report.package_id,
        version=report.version,
        account_id=report.account_id,
        board_id=report.board_id,
        order_id=report.order_id,
        capture_id=report.capture_id,
        created_at=report.created_at,
        files=len(paths),
        size=sum(files.size(path) for path in paths),
        mets_sha256=digest,
        posts=report.posts,
        comments=report.comments,
        plan_id=report.plan_row.plan_id,
        plan_version=report.plan_row.plan_version,
        row_id=report.plan_row.row_id,
        is_complete=report.health.is_complete,
        level=report.level,
    )


def count_posts(items: tuple[Item, ...]) -> int:
    """Count the posts of a capture."""
    return sum(item.kind is ItemKind.POST for item in items)


def count_comments(items: tuple[Item, ...]) -> int:
    """Count the comments of a capture, replies included."""
    return sum(item.kind in {ItemKind.COMMENT, ItemKind.REPLY} for item in items)
