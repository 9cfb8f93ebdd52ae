# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Take items out of the files of a capture: web archives, exports, pictures, PDF files.

Every file is written anew into a folder or left out; those that hold nothing of what
goes are copied byte for byte.
"""

import hashlib
import shutil
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from archivers.gallring import (
    Removal,
    RewritePlan,
    Rewritten,
    RewrittenExport,
    plan_export,
    plan_rewrite,
    rewrite_export,
    rewrite_warc,
)
from archivers.gallring.pictures import paint_over
from archivers.warc import record_ids
from pipeline.contents import Contents, package_path
from proof import BESIDE, Search
from schemas.capture import CaptureFile, FileRole
from schemas.change_report import ChangeReport
from schemas.gallring import RemovedValue, ValueKind
from schemas.item import Box, ExportMember, Item, Place


@dataclass(frozen=True)
class Task:
    """What is to go from one package, and where the verifier found it beforehand."""

    contents: Contents
    decision_id: str
    removed: tuple[Item, ...]
    kept: tuple[Item, ...]
    values: tuple[RemovedValue, ...]
    found: Search

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every mapped place of what goes."""
        return tuple(place for item in self.removed for place in item.places)

    @cached_property
    def pages(self) -> frozenset[str]:
        """The pages that showed something of what goes."""
        return frozenset(place.page_url for place in self.places)

    @cached_property
    def boxes(self) -> dict[str, list[Box]]:
        """The rectangles of what goes, by screenshot."""
        boxes: dict[str, list[Box]] = defaultdict(list)
        for place in self.places:
            if place.box is not None:
                boxes[place.box.file].append(place.box)
        return boxes

    @cached_property
    def unmeasured_pages(self) -> frozenset[str]:
        """The pages that showed an item of which nobody measured where it stood."""
        return frozenset(
            page
            for item in self.removed
            for page in {place.page_url for place in item.places}
            if not any(p.box for p in item.places if p.page_url == page)
        )

    @cached_property
    def is_somewhere(self) -> bool:
        """Whether nobody knows at all on which page something that goes stood."""
        return any(not item.places for item in self.removed)

    def is_named_after(self, file: CaptureFile) -> bool:
        """Whether the page of a file is itself something that goes: a post's own."""
        gone = {v.text for v in self.values if v.kind is ValueKind.ADDRESS}
        return file.page_url in gone

    def hit_records(self, file: CaptureFile) -> frozenset[str]:
        """Give the records of a web archive in which the verifier found a value."""
        path = package_path(file)
        return frozenset(
            hit.record_id
            for hit in self.found.hits
            if hit.path == path
            if hit.record_id
        )

    def hit_members(self, file: CaptureFile) -> frozenset[ExportMember]:
        """Give the files of an export in whose content the verifier found a value."""
        path = package_path(file)
        return frozenset(
            ExportMember(file=file.path, name=hit.member)
            for hit in self.found.hits
            if hit.path == path and hit.member is not None
            if hit.place not in BESIDE
        )

    def is_hit(self, file: CaptureFile) -> bool:
        """Whether the verifier found a value in a file."""
        path = package_path(file)
        return any(hit.path == path for hit in self.found.hits)


@dataclass
class Remade:
    """The files of the next version, and what was done to get there.

    `plans` and `exports` go by path in the package; `reprint` are the page PDFs that
    were left out since they showed something of what goes, and may be printed anew.
    `change_report` is what the package's change report says from now on, if it has one.
    """

    files: list[CaptureFile] = field(default_factory=list)
    rewritten: list[CaptureFile] = field(default_factory=list)
    dropped: list[CaptureFile] = field(default_factory=list)
    reprint: list[CaptureFile] = field(default_factory=list)
    plans: dict[str, RewritePlan] = field(default_factory=dict)
    warcs: list[Rewritten] = field(default_factory=list)
    exports: dict[str, RewrittenExport] = field(default_factory=dict)
    boxes: dict[str, list[Box]] = field(default_factory=dict)
    change_report: ChangeReport | None = None

    @property
    def new_ids(self) -> dict[str, str]:
        """The new ids of the records that changed, by their old ids."""
        return {old: new for one in self.warcs for old, new in one.new_ids.items()}

    @property
    def new_names(self) -> dict[ExportMember, ExportMember | None]:
        """The files of exports that changed: as what, or None if they were left out."""
        return {
            ExportMember(file=one.export, name=old): (
                None if new is None else ExportMember(file=one.export, name=new)
            )
            for one in self.exports.values()
            for old, new in one.names.items()
        }


def remake_files(task: Task, originals: Path, folder: Path) -> Remade:
    """Write a capture's files anew without what goes.

    The transcript is left out: it is made from the items that remain. So is the change
    report, which has data of its own.

    Args:
        task: what is to go.
        originals: a folder for copies of what has to be opened; the caller's to remove.
        folder: the capture's folder of the next version.

    Raises:
        Damaged: a file of the package cannot be read or rewritten.
        DiskFull: there is no room.
    """
    remaking = _Remaking(task, originals, folder, Remade())
    for file in task.contents.capture.files:
        remaking.take(file)
    return remaking.remade


@dataclass(frozen=True)
class _Remaking:
    task: Task
    originals: Path
    folder: Path
    remade: Remade

    def take(self, file: CaptureFile) -> None:
        if file.role is FileRole.WARC:
            self._warc(file)
        elif file.role is FileRole.EXPORT:
            self._export(file)
        elif file.role is FileRole.SCREENSHOT:
            self._screenshot(file)
        elif file.role is FileRole.PAGE_PDF:
            self._page(file)

    def _warc(self, file: CaptureFile) -> None:
        original = self._copied(file, self.originals)
        removal = Removal(
            self.task.removed, self.task.values, self.task.hit_records(file)
        )
        plan = plan_rewrite(original, removal)
        if not plan.members:
            self._keep(file)
            return
        target = self.folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        self.remade.warcs.append(
            rewrite_warc(original, target, plan, removal, self._record_ids(file))
        )
        self.remade.plans[package_path(file)] = plan
        self._rewrote(described(file, self.folder))
        original.unlink()

    def _export(self, file: CaptureFile) -> None:
        original = self._copied(file, self.originals)
        removal = Removal(
            self.task.removed,
            self.task.values,
            members=self.task.hit_members(file),
            kept=self.task.kept,
        )
        plan = plan_export(original, file.path, removal)
        if not plan:
            self._keep(file)
            return
        target = self.folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        self.remade.exports[package_path(file)] = rewrite_export(
            original, target, plan, removal
        )
        self._rewrote(described(file, self.folder))
        original.unlink()

    def _record_ids(self, file: CaptureFile) -> Callable[[], str]:
        """Give ids for the records that change: the same ones if it is done again."""
        return record_ids(self.task.decision_id, file.path)

    def _screenshot(self, file: CaptureFile) -> None:
        boxes = self.task.boxes.get(file.path, [])
        if (
            self.task.is_somewhere
            or file.page_url in self.task.unmeasured_pages
            or self.task.is_named_after(file)
            or self.task.is_hit(file)
        ):
            self.remade.dropped.append(file)
        elif boxes:
            original = self._copied(file, self.originals)
            self._rewrote(paint_over(file, original, self.folder / file.path, boxes))
            self.remade.boxes[package_path(file)] = boxes
        else:
            self._keep(file)

    def _page(self, file: CaptureFile) -> None:
        is_shown = self.task.is_somewhere or file.page_url in self.task.pages
        if is_shown or self.task.is_hit(file):
            self.remade.reprint.append(file)
        else:
            self._keep(file)

    def _keep(self, file: CaptureFile) -> None:
        self._copied(file, self.folder)
        self.remade.files.append(file)

    def _rewrote(self, file: CaptureFile) -> None:
        self.remade.files.append(file)
        self.remade.rewritten.append(file)

    def _copied(self, file: CaptureFile, folder: Path) -> Path:
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            self.task.contents.files.open(package_path(file)) as source,
            target.open("wb") as copy,
        ):
            shutil.copyfileobj(source, copy, 1 << 20)
        return target


def described(file: CaptureFile, folder: Path) -> CaptureFile:
    """Describe a file of a capture's folder as it is now."""
    target = folder / file.path
    with target.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return file.model_copy(update={"size": target.stat().st_size, "sha256": digest})
