# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Takes an owner's export into a capture: kept as it came, checked, and read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archivers.owner_export.keeping import keep_parts, let_go
from archivers.owner_export.opened import OpenedPart, OwnerExport
from archivers.owner_export.platform import ExportPlatform, ExportReading
from archivers.tools import CaptureTools
from schemas.account import Account
from schemas.capture import CaptureFile, ExportPart, ExportReport, FileRole
from schemas.order import Progress

MIME_TYPE = "application/zip"
READS = "Läser exporten"


@dataclass(frozen=True)
class Taken:
    """What an export says, what of it was not understood, and the files it came as."""

    reading: ExportReading
    report: ExportReport
    files: tuple[CaptureFile, ...]


def take_export(
    platform: ExportPlatform,
    account: Account,
    parts: Sequence[Path],
    folder: Path,
    tools: CaptureTools,
) -> Taken:
    """Keep the parts of an export in a capture's folder, check them, and read them.

    The parts may come in any order: they are numbered by their names. They are linked
    or copied, never moved or changed. What is checked and read is what was kept.

    Raises:
        BadInput: why the export is refused; nothing of it is kept then.
        Damaged: a file within cannot be read.
        DiskFull: there is no room left.
    """
    kept = keep_parts(parts, folder, tools.progress)
    try:
        labels = [one.label for one in kept]
        paths = [one.path for one in kept]
        with OwnerExport.opened(paths, tools.progress, labels) as export:
            tools.progress(Progress(step=READS))
            reading = platform.read_export(export, account)
            report = _report(export, reading)
        return Taken(reading, report, tuple(map(_described, export.parts)))
    except BaseException:
        let_go(folder)
        raise


def _report(export: OwnerExport, reading: ExportReading) -> ExportReport:
    """List what was not understood; it is in the export all the same."""
    names = export.members.keys()
    return ExportReport(
        layout=reading.layout,
        parts=tuple(map(_part, export.parts)),
        understood=len(names & reading.understood),
        not_understood=tuple(sorted(names - reading.understood)),
    )


def _part(part: OpenedPart) -> ExportPart:
    return ExportPart(
        path=part.path,
        name=part.label,
        size=part.size,
        sha256=part.sha256,
        members=part.members,
    )


def _described(part: OpenedPart) -> CaptureFile:
    return CaptureFile(
        path=part.path,
        role=FileRole.EXPORT,
        mime_type=MIME_TYPE,
        size=part.size,
        sha256=part.sha256,
    )
