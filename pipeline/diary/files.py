# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The files that a registrar is handed: ERMS XML, the words as PDF/A, checksums."""

import hashlib
import shutil
from pathlib import Path

from eark.erms import Appendix, erms_document
from pipeline.contents import Contents, package_path
from pipeline.context import Archive
from pipeline.crafts import Crafts
from pipeline.diary.sheet import Gathered
from schemas.capture import CaptureFile, FileRole

ERMS_NAME = "erms.xml"
SHEET_NAME = "underlag.pdf"
TRANSCRIPT_NAME = "handling.pdf"
CHECKSUMS_NAME = "sha256.txt"
_PDF_A = "PDF/A-2b (fmt/477)"
WITH_PICTURES = frozenset({FileRole.WARC, FileRole.EXPORT})
"""Files in which the items' pictures lie."""


def write_files(
    archive: Archive, gathered: Gathered, folder: Path, workspace: Path, crafts: Crafts
) -> None:
    """Write everything that is handed over of a decision into an empty folder.

    Raises:
        Damaged: the package cannot be read, or the PDF was not approved as PDF/A.
        ToolMissing: there is no browser to print with.
        ArchiveError: it could not print, or the disk is full.
    """
    sheet, contents = gathered.sheet, gathered.contents
    originals = _copy_archives(gathered, workspace)
    chromium = crafts.chromium(archive.settings.chromium)
    capture = contents.capture
    target = folder / SHEET_NAME
    crafts.registration(sheet, capture, originals, target, chromium, workspace)
    appendices = [Appendix(SHEET_NAME, "Underlag för diarieföring", _PDF_A)]
    if not sheet.items:
        appendices += _copy_transcript(contents, folder)
    (folder / ERMS_NAME).write_bytes(erms_document(sheet, appendices))
    names = [ERMS_NAME, *(appendix.name for appendix in appendices)]
    (folder / CHECKSUMS_NAME).write_text(_checksums(folder, names), encoding="utf-8")


def _copy_archives(gathered: Gathered, workspace: Path) -> Path | None:
    """Copy the web archives and the owner's export if pictures are to be read there."""
    shown = (*gathered.sheet.items, *gathered.sheet.context)
    if not any(item.media for item in shown):
        return None
    contents, originals = gathered.contents, workspace / "originals"
    for file in contents.capture.files:
        if file.role in WITH_PICTURES:
            _copy(contents, file, originals / file.path)
    return originals


def _copy_transcript(contents: Contents, folder: Path) -> list[Appendix]:
    """Copy the package's readable text, which a whole package is registered with."""
    files = [f for f in contents.capture.files if f.role is FileRole.TRANSCRIPT]
    names = [_volume_name(number) for number in range(1, len(files) + 1)]
    for file, name in zip(files, names, strict=True):
        _copy(contents, file, folder / name)
    return [Appendix(name, "Läsbar handling", _PDF_A) for name in names]


def _volume_name(number: int) -> str:
    """Name a volume; most accounts have one."""
    if number == 1:
        return TRANSCRIPT_NAME
    stem, _, ending = TRANSCRIPT_NAME.rpartition(".")
    return f"{stem}-{number}.{ending}"


def _copy(contents: Contents, file: CaptureFile, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with contents.files.open(package_path(file)) as source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy)


def _checksums(folder: Path, names: list[str]) -> str:
    """List the checksums as `sha256sum --check` reads them."""
    digests = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names
    }
    return "".join(f"{digest}  {name}\n" for name, digest in digests.items())
