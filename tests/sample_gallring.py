# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sample package after gallring: a comment and its reply are gone, with the page.

The files are rewritten plainly here; how that is done is the rewriters' own matter.
"""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from eark.build import build_version
from eark.gallring import GallringNote
from schemas.capture import Capture, CaptureFile, FileRole
from schemas.item import Item, ItemKind
from schemas.package import PackageFiles
from tests.samples import PACKAGE_ID, sample_capture, sample_description

DECISION_ID = "gallring-2028-0001"
DECIDED = datetime(2028, 1, 10, 9, 0, 0, tzinfo=UTC)
DISPOSED = datetime(2028, 1, 12, 6, 30, 0, tzinfo=UTC)
REMADE = datetime(2028, 1, 12, 6, 31, 0, tzinfo=UTC)
GONE_ITEMS = ("c1", "r1")
PLAN = "Informationshanteringsplan, version 3, rad 2.4.2 Kommentarer från allmänheten"
REDONE = frozenset({FileRole.TRANSCRIPT, FileRole.WARC})


def tombstone(item: Item, decision_id: str = DECISION_ID) -> Item:
    """Leave of an item what may be left."""
    return Item(
        item_id=item.item_id,
        kind=item.kind,
        parent_id=item.parent_id,
        position=item.position,
        author="",
        is_by_account=item.is_by_account,
        body="",
        sources=item.sources,
        plan=item.plan,
        gallring=decision_id,
    )


def remaining(folder: Path, again: int = 1) -> Capture:
    """Write what remains of the sample capture into a folder.

    The transcript and the web archive get other bytes, the printed page is gone, and
    the rest is as it was.
    """
    capture = sample_capture(folder)
    files = []
    for file in capture.files:
        path = folder / file.path
        if file.role is FileRole.PAGE_PDF:
            path.unlink()
            continue
        if file.role in REDONE:
            path.write_bytes(_redone(file, path.read_bytes(), again))
        files.append(_measured(file, path))
    items = tuple(
        tombstone(item) if item.item_id in GONE_ITEMS else item
        for item in capture.items
    )
    return capture.model_copy(update={"items": items, "files": tuple(files)})


def _redone(file: CaptureFile, data: bytes, again: int) -> bytes:
    """Change a file's bytes so that it still is what it says that it is."""
    if file.role is FileRole.WARC:  # another time in the first gzip member's head
        return data[:4] + again.to_bytes(4, "little") + data[8:]
    return data + b"%%%d\n" % again


def _measured(file: CaptureFile, path: Path) -> CaptureFile:
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    return file.model_copy(update={"size": len(data), "sha256": digest})


def content_path(file: CaptureFile) -> str:
    """Say where a file of the sample lies in the package."""
    kind = "warc" if file.role is FileRole.WARC else "rendering"
    inner = file.path.removeprefix(f"{kind}/")
    return f"representations/{kind}/data/{inner}"


def sample_note(files: tuple[CaptureFile, ...], **changes: object) -> GallringNote:
    """Note what was done to the sample package; `files` are those before."""
    values: dict[str, object] = {
        "decision_id": DECISION_ID,
        "version": 2,
        "at": DISPOSED,
        "approved_by": "Bo Beslutsfattare",
        "executed_by": "Avbild",
        "plans": (PLAN,),
        "detail": f"Gallring enligt beslut {DECISION_ID}: 2 poster togs bort.",
        "counts": {ItemKind.COMMENT: 1, ItemKind.REPLY: 1},
        "removed": tuple(content_path(f) for f in files if f.role is FileRole.PAGE_PDF),
        "rewritten": (
            "representations/items/data/items.xml",
            *(content_path(f) for f in files if f.role in REDONE),
        ),
    }
    return GallringNote(**{**values, **changes})  # type: ignore[arg-type]


def build_second(folder: Path, previous: PackageFiles, **changes: object) -> Path:
    """Build version 2 of the sample package in a folder; give the package's folder."""
    before = sample_capture(folder / "before")
    capture = remaining(folder / "remaining")
    description = sample_description(capture).model_copy(
        update={"version": 2, "created_at": REMADE}
    )
    target = folder / PACKAGE_ID
    note = sample_note(before.files, **changes)
    build_version(description, folder / "remaining", target, previous, note)
    return target
