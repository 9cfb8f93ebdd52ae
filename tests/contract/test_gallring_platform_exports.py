# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Any item of any platform's export can be disposed of, and is proven to be gone.

The exports are those of the demo's builders, and read by the platforms' own readers; so
what is tried is that the pointers which they give are those that disposal follows.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from archivers.gallring import Removal, files_within, plan_export, rewrite_export
from archivers.owner_export.opened import OwnerExport
from archivers.owner_export.platform import ExportReading
from archivers.platforms.facebook.export import read_export as read_facebook
from archivers.platforms.instagram.export import read_export as read_instagram
from archivers.platforms.x.export import read_export as read_x
from pipeline.contents import package_path
from pipeline.gallra.expectation import ITEMS_PATH, mapped_places
from proof import BESIDE, Expectation, PlannedExport, prove, search
from rules.personal_data import find
from rules.removal import removed_values
from schemas.capture import CaptureFile, FileRole
from schemas.gallring import RemovedValue, ValueKind
from schemas.item import ExportMember, Item, ItemKind, Media, Place
from tests.exports.facebook import build_facebook_export
from tests.exports.instagram import build_instagram_export
from tests.exports.x import build_x_export
from tests.sample_files import MemoryFiles
from tests.sample_instagram_export import ACCOUNT as INSTAGRAM
from tests.sample_instagram_export import WORLD as INSTAGRAM_WORLD
from tests.sample_x_export import ACCOUNT as X
from tests.sample_x_export import WORLD as X_WORLD
from tests.unit.archivers.platforms.facebook.export.samples import (
    WORLD as FACEBOOK_WORLD,
)
from tests.unit.archivers.platforms.facebook.export.samples import (
    account as facebook_account,
)

Made = tuple[Sequence[Path], ExportReading]


def _facebook(folder: Path, layout: str, form: str) -> Made:
    parts = build_facebook_export(folder, FACEBOOK_WORLD, layout, form)
    with OwnerExport.opened(parts) as export:
        return parts, read_facebook(export, facebook_account())


def _instagram(folder: Path) -> Made:
    parts = build_instagram_export(folder, INSTAGRAM_WORLD)
    with OwnerExport.opened(parts) as export:
        return parts, read_instagram(export, INSTAGRAM)


def _x(folder: Path) -> Made:
    parts = build_x_export(folder, X_WORLD)
    with OwnerExport.opened(parts) as export:
        return parts, read_x(export, X)


EXPORTS: dict[str, Callable[[Path], Made]] = {
    "facebook json": partial(_facebook, layout="new", form="json"),
    "facebook old json": partial(_facebook, layout="old", form="json"),
    "facebook html": partial(_facebook, layout="new", form="html"),
    "instagram": _instagram,
    "x": _x,
}


def items_of(reading: ExportReading) -> list[Item]:
    """Give the items of a reading as they stand in a capture."""
    found: list[Item] = []
    for sheet in reading.sheets:
        for one in sheet.items:
            place = Place(
                page_url="https://example.org/konto",
                member=sheet.member,
                pointer=sheet.pointers.get(one.key),
            )
            media = [
                Media(
                    url=m.url,
                    alternative_text=m.alternative_text,
                    member=stored.member if stored else None,
                )
                for m in one.media
                for stored in [reading.media.get(m.url)]
            ]
            text = one.text
            if one.title and not text.startswith(one.title):
                text = f"{one.title}\n\n{text}".strip()
            found.append(
                Item(
                    item_id=f"i{len(found)}",
                    kind=ItemKind.POST if one.is_post else ItemKind.COMMENT,
                    position=len(found) + 1,
                    author=one.author,
                    is_by_account=True,
                    body=text,
                    places=(place,),
                    media=tuple(media),
                )
            )
    return found


@pytest.mark.parametrize("name", EXPORTS)
def test_each_item_can_go_by_itself(tmp_path, name):
    """And every file that holds nothing of it is the same bytes."""
    parts, reading = EXPORTS[name](tmp_path)
    items = items_of(reading)
    assert len(items) >= 5
    for number, item in enumerate(items):
        rest = [*items[:number], *items[number + 1 :]]
        folder = tmp_path / str(number)
        folder.mkdir()
        dispose(parts, item, rest, folder)


def dispose(parts: Sequence[Path], item: Item, kept: list[Item], folder: Path) -> None:
    """Take one item out of an export, and have it proven."""
    files = {f"export/{n}.zip": part for n, part in enumerate(parts, 1)}
    exports = [(path, partial(part.open, "rb")) for path, part in files.items()]
    (removed,) = files_within(exports, [item], kept, frozenset())
    values = removed_values([removed], kept, frozenset(["Älmhults kommun"]), find)
    stored = {path: package_path(_file(path)) for path in files}
    before = MemoryFiles({stored[p]: part.read_bytes() for p, part in files.items()})
    found = search(before, values)
    after, planned = {}, {}
    for path, part in files.items():
        hits = frozenset(
            ExportMember(file=path, name=hit.member)
            for hit in found.hits
            if hit.path == stored[path] and hit.member and hit.place not in BESIDE
        )
        removal = Removal((removed,), values, members=hits, kept=tuple(kept))
        target = folder / part.name
        if plan := plan_export(part, path, removal):
            done = rewrite_export(part, target, plan, removal)
            planned[stored[path]] = PlannedExport(done.names, done.edited)
            after[stored[path]] = target.read_bytes()
        else:
            after[stored[path]] = part.read_bytes()
    task = SimpleNamespace(
        contents=SimpleNamespace(
            capture=SimpleNamespace(files=[_file(path) for path in files])
        ),
        removed=(removed,),
        values=values,
        found=found,
    )
    mapped = [one for one in mapped_places(task) if one.path != ITEMS_PATH]
    expected = Expectation(
        package_id="p",
        from_version=1,
        to_version=2,
        values=values,
        mapped=tuple(mapped),
        exports=planned,
    )
    if values:
        proof = prove(before, MemoryFiles(after), expected, found)
        assert proof.problems == (), (item, values)
    said = item.body.lower()
    others = [one for one in kept if one.body[:20].lower() not in said]
    assert texts_left(MemoryFiles(after), others) == texts_left(before, others)


def texts_left(files: MemoryFiles, kept: Sequence[Item]) -> set[tuple[str, str]]:
    """Say which kept texts stand in which files of an export."""
    bodies = [
        RemovedValue(kind=ValueKind.BODY, text=item.body) for item in kept if item.body
    ]
    hits = search(files, bodies).hits
    return {(hit.member or "", bodies[hit.value].text) for hit in hits}


def _file(path: str) -> CaptureFile:
    return CaptureFile(
        path=path,
        role=FileRole.EXPORT,
        mime_type="application/zip",
        size=0,
        sha256="0" * 64,
    )
