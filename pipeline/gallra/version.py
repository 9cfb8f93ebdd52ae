# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write the next version of a package without what goes, and have it proven.

It is written in the workspace, beside the stored version. Nothing here stores or
destroys anything.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import BinaryIO

from archivers.gallring import files_within, pictures_within, write_notes
from archivers.tools import CaptureTools
from archivers.transcript import TranscriptCover
from archivers.version import own_version
from archivers.warc import WarcHeader
from eark.build import build_version
from eark.gallring import GallringNote
from pipeline.contents import LISTED, Contents, account_of, package_path
from pipeline.context import Archive
from pipeline.crafts import Crafts, tools_for
from pipeline.gallra.change_report import Printing, remake_report
from pipeline.gallra.expectation import (
    cleared_box,
    mapped_places,
    planned_exports,
)
from pipeline.gallra.files import Remade, Task, described, remake_files
from pipeline.gallra.remains import (
    Moved,
    NewPart,
    remaining_health,
    remaining_items,
)
from pipeline.pack import (
    TRANSCRIPT_STEP,
    check_built,
    listed_items,
    with_volumes,
)
from pipeline.report import CaptureReport, count_comments, count_posts, write_report
from proof import Expectation, prove, search
from rules.legal import legal_basis
from rules.personal_data import find
from rules.removal import removed_values
from schemas.account import Account
from schemas.capture import Capture, CaptureFile, FileRole
from schemas.gallring import GallringDecision, Proof
from schemas.order import Progress
from schemas.package import PackageDescription
from storage import open_folder

DETAIL = (
    "Gallring enligt beslut: det som beslutet omfattar är borttaget ur webbarkiv, "
    "kontoägarens export, bilder, PDF-filer och register, och den tidigare versionen "
    "förstörs."
)
WRITTEN_ANEW = LISTED | {FileRole.TRANSCRIPT}
EMPTY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class Assignment:
    """What is to go from one package, and under which decision."""

    decision: GallringDecision
    contents: Contents
    item_ids: frozenset[str]
    to_version: int


@dataclass(frozen=True)
class Staged:
    """The next version as it lies in the workspace, and the verifier's word on it."""

    folder: Path
    proof: Proof
    dropped: int


def stage(
    archive: Archive, assignment: Assignment, workspace: Path, crafts: Crafts
) -> Staged:
    """Write the next version of a package in the workspace, and have it proven.

    Raises:
        Damaged: a file of the package cannot be read or rewritten.
        InvalidPackage: the next version would not be a valid package.
        ArchiveError: the browser could not print, or the disk is full.
    """
    return _Staging(archive, assignment, workspace, crafts).stage()


@dataclass(frozen=True)
class _Staging:
    """One package on its way to the next version."""

    archive: Archive
    assignment: Assignment
    workspace: Path
    crafts: Crafts

    def stage(self) -> Staged:
        self._tell("Söker upp det som ska gallras")
        task = self._task()
        self._tell("Tar bort det som ska gallras")
        remade = remake_files(task, self._originals, self._folder)
        self._reprint(task, remade)
        printing = Printing(self.crafts, self._folder, self.workspace)
        remake_report(self.archive, task, remade, printing)
        self._write_notes(remade)
        capture = self._remaining(task, remade)
        self._tell(TRANSCRIPT_STEP)
        volumes = self._transcript(capture)
        capture = with_volumes(self.archive, capture, volumes)
        target = self._build(task, remade, capture)
        self._tell("Bevisar att inget finns kvar")
        expectation = self._expectation(task, remade)
        proof = prove(
            task.contents.files,
            open_folder(target),
            expectation,
            task.found,
            self.archive.progress,
        )
        return Staged(target, proof, len(remade.dropped))

    # --- what goes --------------------------------------------------------------------

    def _task(self) -> Task:
        contents = self.assignment.contents
        present = [item for item in contents.items if item.gallring is None]
        ids = self.assignment.item_ids
        removed = tuple(item for item in present if item.item_id in ids)
        kept = tuple(item for item in present if item.item_id not in ids)
        own = self._own_texts
        shown = pictures_within(self._warcs, removed, kept, own)
        removed = files_within(self._exports, shown.removed, kept, own)
        values = removed_values(removed, kept, own | shown.kept, find)
        found = search(contents.files, values, self.archive.progress)
        decision_id = self.assignment.decision.decision_id
        return Task(contents, decision_id, removed, kept, values, found)

    @property
    def _warcs(self) -> list[Callable[[], BinaryIO]]:
        return [opener for _, opener in self._files_of(FileRole.WARC)]

    @property
    def _exports(self) -> list[tuple[str, Callable[[], BinaryIO]]]:
        return self._files_of(FileRole.EXPORT)

    def _files_of(self, role: FileRole) -> list[tuple[str, Callable[[], BinaryIO]]]:
        """Give the capture's files of a role by path, and what opens each."""
        contents = self.assignment.contents
        return [
            (file.path, partial(contents.files.open, package_path(file)))
            for file in contents.capture.files
            if file.role is role
        ]

    @property
    def _own_texts(self) -> frozenset[str]:
        """Give what the account says of itself: that is to remain."""
        account, profile = self._account, self.assignment.contents.report.profile
        pictures = (
            picture.url for picture in (profile.avatar, profile.cover) if picture
        )
        texts = (account.name, profile.name, profile.handle, profile.about, *pictures)
        return frozenset(text for text in texts if text)

    def _expectation(self, task: Task, remade: Remade) -> Expectation:
        return Expectation(
            package_id=task.contents.package_id,
            from_version=task.contents.version,
            to_version=self.assignment.to_version,
            values=task.values,
            mapped=tuple(mapped_places(task)),
            planned={
                path: tuple((member.index, member.record_id) for member in plan.members)
                for path, plan in remade.plans.items()
            },
            new_record_ids=remade.new_ids,
            exports=planned_exports(remade),
            boxes=tuple(
                cleared_box(path, box)
                for path, boxes in remade.boxes.items()
                for box in boxes
            ),
        )

    # --- what remains -----------------------------------------------------------------

    def _reprint(self, task: Task, remade: Remade) -> None:
        """Print the pages that showed something of what goes, from what remains."""
        if not remade.reprint:
            return
        printed = self.crafts.reprint(
            self._account, task.contents.capture, self._folder, self._tools
        )
        again = {file.path for file in printed}
        remade.files += printed
        remade.rewritten += printed
        remade.dropped += [f for f in remade.reprint if f.path not in again]

    def _write_notes(self, remade: Remade) -> None:
        """Say beside the web archives which records changed, and by which decision."""
        if not remade.warcs:
            return
        name = f"gallring-{self.assignment.to_version}.warc.gz"
        file = CaptureFile(
            path=f"warc/{name}",
            role=FileRole.WARC,
            mime_type="application/warc",
            size=0,
            sha256=EMPTY,
        )
        write_notes(
            self._folder / file.path,
            remade.warcs,
            self.assignment.decision.decision_id,
            self._header,
            self._now,
        )
        remade.files.append(described(file, self._folder))

    def _remaining(self, task: Task, remade: Remade) -> Capture:
        contents = task.contents
        decision_id = self.assignment.decision.decision_id
        lost = frozenset(file.path for file in remade.dropped)
        moved = Moved(remade.new_ids, remade.new_names, lost)
        gone = self.assignment.item_ids
        items = remaining_items(contents.items, gone, decision_id, moved)
        parts = {
            one.export: NewPart(file.size, file.sha256, one.members)
            for file in remade.rewritten
            for one in [remade.exports.get(package_path(file))]
            if one is not None
        }
        health = remaining_health(contents.report.health, task.values, moved, parts)
        return contents.capture.model_copy(
            update={"items": items, "files": tuple(remade.files), "health": health}
        )

    def _transcript(self, capture: Capture) -> Iterable[CaptureFile]:
        description = self._description(capture)
        cover = TranscriptCover(
            account=description.account,
            board=description.board,
            order=description.order,
            plan=description.plan,
            plan_row=description.plan_row,
            package_id=description.package_id,
        )
        chromium = self.crafts.chromium(self.archive.settings.chromium)
        return self.crafts.transcript(
            capture, cover, self._folder, chromium, self.workspace
        )

    def _build(self, task: Task, remade: Remade, capture: Capture) -> Path:
        self._tell("Gör arkivpaketets nya version")
        capture = self._with(capture, listed_items(capture, self._folder))
        report = self._report(capture, remade)
        capture = self._with(capture, write_report(report, self._folder))
        target = self.workspace / task.contents.package_id
        build_version(
            self._description(capture),
            self._folder,
            target,
            task.contents.files,
            self._note(task, remade),
        )
        check_built(self.archive, task.contents.package_id, target)
        return target

    def _report(self, capture: Capture, remade: Remade) -> CaptureReport:
        items = tuple(item for item in capture.items if item.gallring is None)
        return self.assignment.contents.report.model_copy(
            update={
                "version": self.assignment.to_version,
                "created_at": self._now,
                "posts": count_posts(items),
                "comments": count_comments(items),
                "health": capture.health,
                "files": capture.files,
                "change_report": remade.change_report,
            }
        )

    def _note(self, task: Task, remade: Remade) -> GallringNote:
        written = (f for f in task.contents.report.files if f.role in WRITTEN_ANEW)
        decision = self.assignment.decision
        return GallringNote(
            decision_id=decision.decision_id,
            version=self.assignment.to_version,
            at=self._now,
            approved_by=decision.approved_by,
            executed_by=self.archive.agent,
            plans=self._plans_cited(task),
            detail=DETAIL,
            counts=Counter(item.kind for item in task.removed),
            removed=tuple(map(package_path, remade.dropped)),
            rewritten=tuple(map(package_path, (*remade.rewritten, *written))),
        )

    # --- what the parts share ---------------------------------------------------------

    def _description(self, capture: Capture) -> PackageDescription:
        report = self.assignment.contents.report
        database, row = self.archive.database, report.plan_row
        plan = database.plans.get(row.plan_id, row.plan_version)
        return PackageDescription(
            package_id=report.package_id,
            version=self.assignment.to_version,
            created_at=self._now,
            account=self._account,
            board=database.boards.get(report.board_id),
            order=database.orders.get(report.order_id),
            plan=plan,
            plan_row=row,
            capture=capture,
            legal_basis=legal_basis(plan),
        )

    def _plans_cited(self, task: Task) -> tuple[str, ...]:
        """Cite the rows by which the items go, as they were classified."""
        known = self.archive.database.classifications.of_account(
            self._account.account_id
        )
        rows = [known[i.item_id].plan for i in task.removed if i.item_id in known]
        cited = dict.fromkeys(
            f"{row.plan_id} version {row.plan_version}, {row.code} {row.document_type}"
            for row in rows
        )
        return tuple(cited)

    @property
    def _header(self) -> WarcHeader:
        report = self.assignment.contents.report
        return WarcHeader(
            software=f"Avbild {own_version()}",
            capture_id=report.capture_id,
            account_id=report.account_id,
            order_id=report.order_id,
            url=report.url,
            started_at=self._now,
        )

    @cached_property
    def _now(self) -> datetime:
        return self.archive.clock()

    @cached_property
    def _account(self) -> Account:
        return account_of(self.archive, self.assignment.contents.report)

    @cached_property
    def _tools(self) -> CaptureTools:
        return tools_for(self.archive, self._account.account_id, self.workspace)

    @property
    def _folder(self) -> Path:
        return self.workspace / "capture"

    @property
    def _originals(self) -> Path:
        return self.workspace / "originals"

    def _with(self, capture: Capture, file: CaptureFile) -> Capture:
        return capture.model_copy(update={"files": (*capture.files, file)})

    def _tell(self, step: str) -> None:
        self.archive.progress(Progress(step=step))
