# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Compares the members of a ZIP file before and after, by digest of their bytes.

What was not planned must be the same bytes, its own head and all, in the same order;
what was planned must be what it was said to be; and between members nothing may lie.
Digests are compared and dropped, as of a web archive's members.
"""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

from proof.results import Expectation, PlannedExport
from proof.zip_read import CANNOT, Entry, ZipContents, opened_zip, undecodable
from schemas.errors import Undecodable
from schemas.gallring import MemberProof
from schemas.package import PackageFiles

_MARKS = (b"PK\x03\x04", b"PK\x05\x06")


@dataclass(frozen=True)
class ExportVerdict:
    """What was found of a ZIP file, and what is wrong with it."""

    proof: MemberProof
    problems: tuple[str, ...]


def compare_exports(
    before: PackageFiles, after: PackageFiles, expectation: Expectation
) -> Iterator[ExportVerdict | str]:
    """Hold every ZIP file of the package against its earlier version.

    A sentence is given for one that is not in both.
    """
    kept = set(after.paths())
    earlier = {path for path in before.paths() if _is_zip(before, path)}
    now = {path for path in kept if _is_zip(after, path)}
    for path in sorted(earlier | now | set(expectation.exports)):
        if path not in earlier or path not in kept:
            yield f"Exporten {path} finns inte i båda versionerna."
            continue
        plan = expectation.exports.get(path)
        try:
            yield _compared(path, before, after, plan)
        except Undecodable as error:
            yield f"{path}: {error}"


def _is_zip(files: PackageFiles, path: str) -> bool:
    with closing(files.open(path)) as stream:
        return stream.read(4) in _MARKS


def _compared(
    path: str, before: PackageFiles, after: PackageFiles, plan: PlannedExport | None
) -> ExportVerdict | str:
    with closing(before.open(path)) as old, closing(after.open(path)) as new:
        try:
            earlier = opened_zip(old)
            if plan is not None:
                return _verdict(path, earlier, opened_zip(new), plan)
        except CANNOT as error:
            raise undecodable() from error
        if _whole(old) != _whole(new):
            return f"Exporten {path} ändrades, men skulle vara orörd."
        return ExportVerdict(_untouched(path, len(earlier.entries)), ())


def _whole(stream: BinaryIO) -> str:
    stream.seek(0)
    digest = hashlib.sha256()
    while piece := stream.read(1024**2):
        digest.update(piece)
    return digest.hexdigest()


def _untouched(path: str, members: int) -> MemberProof:
    return MemberProof(path=path, members=members, planned=0, changed=0, is_exact=True)


def _verdict(
    path: str, old: ZipContents, new: ZipContents, plan: PlannedExport
) -> ExportVerdict:
    by_name = {entry.name: entry for entry in new.entries}
    changed = added = 0
    is_exact = _is_in_order(old, new, plan)
    for entry in old.entries:
        now = by_name.pop(plan.name_of(entry.name) or "", None)
        is_planned = entry.name in plan.names
        is_same = now is not None and _is_same(old, new, entry, now)
        changed += not is_same
        is_right = (
            _is_as_planned(old, new, (entry, now), plan) if is_planned else is_same
        )
        is_exact = is_exact and is_right
    added = len(by_name)
    total, planned = len(old.entries), len(plan.names)
    proof = MemberProof(
        path=path,
        members=total,
        planned=planned,
        changed=changed + added,
        is_exact=is_exact and not added,
    )
    return ExportVerdict(proof, tuple(_problems(path, proof, new)))


def _problems(path: str, proof: MemberProof, new: ZipContents) -> Iterator[str]:
    if not proof.is_exact:
        yield (
            f"I exporten {path} ändrades inte just de filer som skulle ändras:"
            f" {proof.planned} planerade, {proof.changed} ändrade."
        )
    if new.gaps or new.overlaps:
        yield f"I exporten {path} ligger något mellan filerna."


def _is_in_order(old: ZipContents, new: ZipContents, plan: PlannedExport) -> bool:
    """Whether the directory names the members in the order that it did."""
    wanted = [plan.name_of(entry.name) for entry in old.entries]
    return [name for name in wanted if name is not None] == [
        entry.name for entry in new.entries
    ]


def _is_same(old: ZipContents, new: ZipContents, was: Entry, now: Entry) -> bool:
    """Whether a member is byte for byte what it was, and is said to be so."""
    is_told_alike = (was.name, was.said, was.texts) == (now.name, now.said, now.texts)
    is_flagged_alike = was.info.flag_bits == now.info.flag_bits
    return (
        is_told_alike
        and is_flagged_alike
        and was.head == now.head
        and _digest(old, was) == _digest(new, now)
    )


def _is_as_planned(
    old: ZipContents,
    new: ZipContents,
    pair: tuple[Entry, Entry | None],
    plan: PlannedExport,
) -> bool:
    """Whether a member that was to change did so as it was said."""
    was, now = pair
    if now is None:
        return plan.names[was.name] is None
    if was.name in plan.edited:
        return now.info.date_time == was.info.date_time and (
            (now.info.CRC, now.info.file_size) != (was.info.CRC, was.info.file_size)
        )
    is_told_alike = was.said == now.said
    return is_told_alike and _digest(old, was) == _digest(new, now)


def _digest(contents: ZipContents, entry: Entry) -> bytes:
    """Give the digest of a member's data as they lie, and of the sum after them."""
    digest = hashlib.sha256()
    for piece in contents.raw(entry.data_start, entry.end):
        digest.update(piece)
    return digest.digest()
