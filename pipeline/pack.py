# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Make a checked package folder of an account, ready to be stored."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from archivers.export_secrets import find_in_export
from archivers.resume import kept_for
from archivers.secrets import find_known, find_secrets
from archivers.tools import CaptureTools
from archivers.transcript import TranscriptCover
from archivers.warc_check import check_warc
from eark.build import build_package
from eark.check import check_package
from eark.items import write_items
from eark.layout import EXPORT
from eark.profile import DATA_FOLDER
from pipeline.change_report import Archiving, changes_of
from pipeline.context import Archive
from pipeline.crafts import Crafts, tools_for
from pipeline.disk import translated
from pipeline.earlier_items import earlier_items
from pipeline.report import (
    CaptureReport,
    count_comments,
    count_posts,
    write_report,
)
from pipeline.take_export import exports_of
from rules.classify import classify_items
from rules.legal import legal_basis
from schemas.account import Account, Board
from schemas.capture import Capture, CaptureFile, FileRole
from schemas.change_report import ChangeReport
from schemas.errors import InvalidPackage
from schemas.order import EventKind, Order, Progress
from schemas.package import Finding, PackageDescription, Severity
from schemas.plan import PlanReference, PlanVersion
from storage import open_folder

TRANSCRIPT_STEP = "Skriver den läsbara handlingen"
ITEMS_NAME = "items.xml"
EXPORTS = f"{EXPORT.folder}/{DATA_FOLDER}"
WRITTEN = frozenset({".json", ".txt", ".xml"})
"""Files in a package that hold text as it is."""


@dataclass(frozen=True)
class Assignment:
    """What is to be captured, for whom, and by which plan."""

    package_id: str
    version: int
    account: Account
    board: Board
    order: Order
    plan: PlanVersion
    plan_row: PlanReference


@dataclass(frozen=True)
class Seen:
    """With what a capture was made, and what had changed.

    `changes` is None when the account was never archived before.
    """

    tools: CaptureTools
    changes: ChangeReport | None


def make_package(
    archive: Archive, assignment: Assignment, workspace: Path, crafts: Crafts
) -> Path:
    """Capture an account, and build and check its package in the workspace.

    Raises:
        ArchiveError: what stopped it; the workspace is the caller's to remove.
    """
    chromium = crafts.chromium(archive.settings.chromium)
    folder = workspace / "capture"
    folder.mkdir()
    tools = _tools(archive, assignment, workspace)
    capture = crafts.capture(assignment.account, assignment.order, folder, tools)
    capture = capture.model_copy(
        update={"items": classify_items(assignment.plan, capture.items)}
    )
    _note_captured(archive, assignment, capture)
    changes = changes_of(
        archive,
        Archiving(
            package_id=assignment.package_id,
            account=assignment.account,
            board=assignment.board,
            order=assignment.order,
            capture=capture,
            folder=folder,
        ),
    )
    if changes is not None:
        archive.progress(Progress(step="Skriver förändringsrapporten"))
        report, pictures = changes.report, changes.pictures
        paper = crafts.change_report(report, pictures, folder, chromium, workspace)
        capture = _with(capture, paper)
    archive.progress(Progress(step=TRANSCRIPT_STEP))
    cover = _cover(assignment)
    volumes = crafts.transcript(capture, cover, folder, chromium, workspace)
    capture = with_volumes(archive, capture, volumes)
    seen = Seen(tools, changes.report if changes else None)
    return _build(archive, assignment, capture, folder, seen)


def with_volumes(
    archive: Archive, capture: Capture, volumes: Iterable[CaptureFile]
) -> Capture:
    """Add the volumes of a transcript to a capture, telling of each as it is written.

    Raises:
        ArchiveError: what stopped the writing of one.
    """
    written = []
    for volume in volumes:
        written.append(volume)
        archive.progress(Progress(step=TRANSCRIPT_STEP, done=len(written)))
    return capture.model_copy(update={"files": (*capture.files, *written)})


def _tools(archive: Archive, assignment: Assignment, workspace: Path) -> CaptureTools:
    """Give a capture what it needs, and what its order brings."""
    order = assignment.order
    return replace(
        tools_for(archive, assignment.account.account_id, workspace),
        resume=kept_for(archive.settings.work_folder, order.order_id),
        exports=exports_of(order),
        earlier=partial(earlier_items, archive, assignment.account.account_id),
    )


def _cover(assignment: Assignment) -> TranscriptCover:
    return TranscriptCover(
        account=assignment.account,
        board=assignment.board,
        order=assignment.order,
        plan=assignment.plan,
        plan_row=assignment.plan_row,
        package_id=assignment.package_id,
    )


def _build(
    archive: Archive,
    assignment: Assignment,
    capture: Capture,
    folder: Path,
    seen: Seen,
) -> Path:
    archive.progress(Progress(step="Gör arkivpaketet"))
    created_at = archive.clock()
    with translated("fångsten"):
        capture = _with(capture, listed_items(capture, folder))
        report = _report(assignment, capture, created_at, seen)
        capture = _with(capture, write_report(report, folder))
    description = PackageDescription(
        package_id=assignment.package_id,
        version=assignment.version,
        created_at=created_at,
        account=assignment.account,
        board=assignment.board,
        order=assignment.order,
        plan=assignment.plan,
        plan_row=assignment.plan_row,
        capture=capture,
        legal_basis=legal_basis(assignment.plan),
    )
    target = folder.parent / assignment.package_id
    build_package(description, folder, target)
    known = (*seen.tools.access.secrets, *seen.tools.secrets)
    check_built(archive, assignment.package_id, target, known)
    return target


def check_built(
    archive: Archive, package_id: str, target: Path, known: Collection[str] = ()
) -> None:
    """Refuse a package with a secret or a fault in it, before it is stored.

    Raises:
        InvalidPackage: each fault is named.
    """
    archive.progress(Progress(step="Söker efter hemligheter"))
    secrets = [
        finding
        for warc in sorted(target.rglob("*.warc.gz"))
        for finding in find_secrets(warc, known)
    ]
    written = (p for p in sorted(target.rglob("*")) if p.suffix in WRITTEN)
    secrets += [found for path in written for found in find_known(path, known)]
    exports = sorted((target / EXPORTS).glob("*.zip"))
    secrets += [found for path in exports for found in find_in_export(path, known)]
    _refuse("Fångsten innehåller en hemlighet och lagrades inte.", secrets)
    files = open_folder(target)
    report = check_package(files, package_id, check_warc, archive.progress)
    _refuse("Arkivpaketet har fel och lagrades inte.", list(report.findings))


def _refuse(message: str, findings: list[Finding]) -> None:
    errors = [found for found in findings if found.severity is Severity.ERROR]
    if errors:
        said = [f"{found.path}: {found.message}" for found in errors]
        raise InvalidPackage(message, said)


def listed_items(capture: Capture, folder: Path) -> CaptureFile:
    """Write items.xml into the capture's folder, and describe it.

    Raises:
        InvalidPackage: an item breaks the schema.
        DiskFull: there is no room.
    """
    target = folder / ITEMS_NAME
    write_items(capture, target)
    with target.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return CaptureFile(
        path=ITEMS_NAME,
        role=FileRole.ITEMS,
        mime_type="application/xml",
        size=target.stat().st_size,
        sha256=digest,
    )


def _report(
    assignment: Assignment,
    capture: Capture,
    created_at: datetime,
    seen: Seen,
) -> CaptureReport:
    return CaptureReport(
        package_id=assignment.package_id,
        version=assignment.version,
        created_at=created_at,
        board_id=assignment.board.board_id,
        plan_row=assignment.plan_row,
        posts=count_posts(capture.items),
        comments=count_comments(capture.items),
        capture_id=capture.capture_id,
        account_id=capture.account_id,
        order_id=capture.order_id,
        started_at=capture.started_at,
        ended_at=capture.ended_at,
        url=capture.url,
        level=capture.level,
        observed_as=capture.observed_as,
        extractor=capture.extractor,
        profile=capture.profile,
        health=capture.health,
        files=capture.files,
        software=capture.software,
        change_report=seen.changes,
    )


def _with(capture: Capture, file: CaptureFile) -> Capture:
    return capture.model_copy(update={"files": (*capture.files, file)})


def _note_captured(archive: Archive, assignment: Assignment, capture: Capture) -> None:
    detail = {
        "order": assignment.order.order_id,
        "capture": capture.capture_id,
        "posts": str(count_posts(capture.items)),
        "comments": str(count_comments(capture.items)),
    }
    archive.note(EventKind.CAPTURED, assignment.account.account_id, detail)
