# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Take out of a change report what is disposed of, and print it again without it.

The report names posts and comments by no more than their tombstones do, but what is
gone is not to be listed as edited or missing either; and an about text that a name was
taken out of is still there in its earlier wording.
"""

import io
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipeline.contents import contents_of, package_path
from pipeline.context import Archive
from pipeline.crafts import Crafts
from pipeline.gallra.files import Remade, Task
from pipeline.profile_pictures import Warcs, pictures_of_report, warcs_in
from proof import search
from schemas.capture import CaptureFile, FileRole
from schemas.change_report import ChangeReport, ContentDifference, ReportRow
from schemas.errors import Damaged, UnknownName
from schemas.gallring import RemovedValue

GONE = "Gallrat."


@dataclass(frozen=True)
class Printing:
    """With what a report is printed, and into which capture's folder."""

    crafts: Crafts
    folder: Path
    workspace: Path


def remake_report(
    archive: Archive, task: Task, remade: Remade, printing: Printing
) -> None:
    """Keep a package's change report, print it without what goes, or leave it out.

    It is left out when a text outside of the profile's own holds what is to go: then
    there is no saying what else in it does.

    Raises:
        Damaged: the report could not be printed as PDF/A.
        ArchiveError: the store or the browser could not be used, or the disk is full.
    """
    report = task.contents.report.change_report
    files = task.contents.capture.files
    file = next((f for f in files if f.role is FileRole.CHANGE_REPORT), None)
    if file is None or report is None:
        return
    remaining = remaining_report(report, task)
    is_touched = remaining != report
    if _held({"report.json": remaining.model_dump_json()}, task.values) or (
        task.is_hit(file) and not is_touched
    ):
        remade.dropped.append(file)
        return
    remade.change_report = remaining
    if is_touched:
        _print(archive, task, remade, printing)
    else:
        _copy(task, file, printing.folder)
        remade.files.append(file)


def remaining_report(report: ChangeReport, task: Task) -> ChangeReport:
    """Give a report without the items that go, and without texts that hold of them."""
    gone = frozenset(item.item_id for item in task.removed)
    rows = tuple(_row(row, task.values) for row in report.rows)
    content = _content(report.content, gone) if report.content else None
    return report.model_copy(update={"rows": rows, "content": content})


def _row(row: ReportRow, values: Sequence[RemovedValue]) -> ReportRow:
    texts = {"before": row.before or "", "after": row.after or ""}
    held = _held(texts, values)
    return row.model_copy(update=dict.fromkeys(held, GONE))


def _content(content: ContentDifference, gone: frozenset[str]) -> ContentDifference:
    missing = tuple(one for one in content.missing if one.item_id not in gone)
    edited = tuple(one for one in content.edited if one.item_id not in gone)
    left = len(missing) + len(edited)
    disposed = content.disposed + len(content.missing) + len(content.edited) - left
    changed = {"missing": missing, "edited": edited, "disposed": disposed}
    return content.model_copy(update=changed)


@dataclass(frozen=True)
class _Texts:
    """Texts in memory, as the verifier reads a package."""

    texts: Mapping[str, str]

    def paths(self) -> Iterable[str]:
        return sorted(self.texts)

    def open(self, path: str) -> BinaryIO:
        return io.BytesIO(self.texts[path].encode())

    def size(self, path: str) -> int:
        return len(self.texts[path].encode())


def _held(texts: Mapping[str, str], values: Sequence[RemovedValue]) -> frozenset[str]:
    """Name the texts in which the verifier finds a value, as it will afterwards."""
    found = search(_Texts(texts), values)
    return frozenset(hit.path for hit in found.hits) & texts.keys()


def _print(archive: Archive, task: Task, remade: Remade, printing: Printing) -> None:
    report = remade.change_report
    if report is None:
        return
    pictures = pictures_of_report(archive, report, _warcs(archive, task, report))
    chromium = printing.crafts.chromium(archive.settings.chromium)
    printed = printing.crafts.change_report(
        report, pictures, printing.folder, chromium, printing.workspace
    )
    remade.files.append(printed)
    remade.rewritten.append(printed)


def _warcs(archive: Archive, task: Task, report: ChangeReport) -> Warcs:
    """Name the web archives that may hold the pictures, the earlier package's too."""
    own = warcs_in(task.contents.files, task.contents.report.files)
    if report.before_package_id is None:
        return own
    try:
        earlier = contents_of(archive, report.before_package_id)
    except (UnknownName, Damaged):  # gone since, or not whole
        return own
    return [*own, *warcs_in(earlier.files, earlier.report.files)]


def _copy(task: Task, file: CaptureFile, folder: Path) -> None:
    target = folder / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        task.contents.files.open(package_path(file)) as source,
        target.open("wb") as copy,
    ):
        shutil.copyfileobj(source, copy, 1 << 20)
