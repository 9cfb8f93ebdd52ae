# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write a report as files that people read: a web page and PDF/A."""

from collections.abc import Mapping
from pathlib import Path

from archivers.scratch import scratch_folder
from pipeline.conformity.crafts import REAL, ConformityCrafts
from pipeline.context import Archive
from pipeline.disk import translated
from schemas.conformity import ConformityReport


def export(
    archive: Archive,
    report: ConformityReport,
    folder: Path,
    crafts: ConformityCrafts = REAL,
) -> tuple[Path, Path]:
    """Write a report as HTML and PDF/A in a folder; give where they are.

    Raises:
        Damaged: the PDF was not approved, or a picture is not the one that was kept.
        ToolMissing: there is no browser.
        StoreDown: the database does not answer, or the folder cannot be written.
        DiskFull: there is no room for the files.
    """
    chromium = crafts.chromium(archive.settings.chromium)
    pictures = _pictures(archive, report)
    with translated(f"mappen {folder}"):
        folder.mkdir(parents=True, exist_ok=True)
        with scratch_folder(archive.settings.work_folder) as workspace:
            return crafts.report(report, pictures, folder, chromium, workspace)


def _pictures(archive: Archive, report: ConformityReport) -> Mapping[str, bytes]:
    """Give the pictures that are kept; what was disposed of since is not there."""
    wanted = {
        digest
        for account in report.accounts
        for digest in (account.picture_sha256, account.avatar_sha256)
        if digest
    }
    kept = archive.database.evidence
    return {digest: kept.get(digest).content for digest in sorted(kept.has(wanted))}
