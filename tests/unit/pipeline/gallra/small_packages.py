# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Packages of four files: five items, a web archive with one gzip member for each."""

import gzip
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from eark.items import write_items
from eark.items_read import ITEMS_PATH, read_items
from eark.profile import HEALTH_PATH, METS_NAME
from pipeline.report import CaptureReport
from rules.removal import tombstone
from schemas.item import Item, ItemKind
from schemas.package import PackageFiles
from tests.samples import sample_capture

KINDS = {
    "p1": (ItemKind.POST, None),
    "c1": (ItemKind.COMMENT, "p1"),
    "c2": (ItemKind.COMMENT, "p1"),
    "c3": (ItemKind.COMMENT, "p1"),
    "r1": (ItemKind.REPLY, "c2"),
}
"""The thread that every capture finds: kind and parent."""

WARC_PATH = "representations/warc/data/capture.warc.gz"


@lru_cache
def items() -> tuple[Item, ...]:
    """The items of every capture."""
    return tuple(
        Item(
            item_id=name,
            kind=kind,
            parent_id=parent,
            position=number,
            author=f"Person {name}",
            is_by_account=name in {"p1", "r1"},
            body=f"Ord i {name}.",
        )
        for number, (name, (kind, parent)) in enumerate(KINDS.items(), start=1)
    )


def member(package_id: str, item_id: str) -> bytes:
    """What the web archive of a package holds of an item."""
    return gzip.compress(f"{package_id}: ord i {item_id}.".encode(), mtime=0)


def empty_member(item_id: str) -> bytes:
    """What the web archive holds in the place of what is gone."""
    return gzip.compress(f"{item_id} är gallrad.".encode(), mtime=0)


def head(package_id: str) -> bytes:
    """The first member of a web archive, which speaks of no item."""
    return gzip.compress(f"warcinfo {package_id}".encode(), mtime=0)


def package_content(
    report: CaptureReport, listed: Sequence[Item], members: Sequence[bytes]
) -> dict[str, bytes]:
    """Write a package: its report, its items, its web archive, and METS.xml."""
    content = {
        HEALTH_PATH: report.model_dump_json().encode(),
        ITEMS_PATH: _items_xml(tuple((i.item_id, i.gallring) for i in listed)),
        WARC_PATH: b"".join(members),
    }
    lines = (
        f"{hashlib.sha256(data).hexdigest()} {path}\n" for path, data in content.items()
    )
    return {**content, METS_NAME: "".join(lines).encode()}


def is_whole(files: PackageFiles) -> bool:
    """Whether a package holds what its METS.xml says, and no more."""
    found = {}
    for path in files.paths():
        with files.open(path) as stream:
            found[path] = stream.read()
    said = found.pop(METS_NAME, b"").decode().splitlines()
    return sorted(said) == sorted(
        f"{hashlib.sha256(data).hexdigest()} {path}" for path, data in found.items()
    )


@lru_cache(maxsize=4096)
def _items_xml(states: tuple[tuple[str, str | None], ...]) -> bytes:
    gone = dict(states)
    listed = [tombstone(i, gone[i.item_id]) if gone[i.item_id] else i for i in items()]
    target = _folder() / "items.xml"
    write_items(the_capture().model_copy(update={"items": tuple(listed)}), target)
    return target.read_bytes()


@lru_cache(maxsize=4096)
def _read_items_xml(data: bytes) -> tuple[Item, ...]:
    class One:
        def open(self, path: str):
            del path
            return (_folder() / "again.xml").open("rb")

    (_folder() / "again.xml").write_bytes(data)
    return read_items(One())


def quick_read_items(files: PackageFiles) -> tuple[Item, ...]:
    """Read items.xml; what was read once is remembered by its bytes."""
    with files.open(ITEMS_PATH) as stream:
        return _read_items_xml(stream.read())


FOLDERS: list[Path] = []


def _folder() -> Path:
    return FOLDERS[-1]


@lru_cache
def the_capture():
    return sample_capture(_folder())


def write_folder(folder: Path, content: dict[str, bytes]) -> None:
    """Write a package's files where the store takes them from."""
    for path, data in content.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
