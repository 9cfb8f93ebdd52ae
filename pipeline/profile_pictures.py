# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the pictures of a profile can still be had, once the platform has others.

A platform removes a picture when it is replaced. The watch keeps each one that it sees;
where it never saw it, the web archive of that time may hold it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from archivers.change_report.recorded import recorded_pictures
from archivers.watch.looks import looks_of
from pipeline.contents import package_path
from pipeline.context import Archive
from schemas.capture import CaptureFile, FileRole
from schemas.change_report import ChangeReport, PictureState, ReportedPicture
from schemas.errors import DigestMismatch
from schemas.package import PackageFiles
from schemas.profile import Picture, Profile, ProfileField

Warcs = Sequence[Callable[[], BinaryIO]]

PICTURE_FIELDS: Mapping[ProfileField, Callable[[Profile], Picture | None]] = {
    ProfileField.AVATAR: lambda profile: profile.avatar,
    ProfileField.COVER: lambda profile: profile.cover,
}


def warcs_in(files: PackageFiles, listed: Iterable[CaptureFile]) -> Warcs:
    """Name the web archives of a package."""
    paths = [package_path(file) for file in listed if file.role is FileRole.WARC]
    return [partial(files.open, path) for path in paths]


def warcs_of(folder: Path, listed: Iterable[CaptureFile]) -> Warcs:
    """Name the web archives in a capture's folder."""
    paths = [folder / file.path for file in listed if file.role is FileRole.WARC]
    return [partial(_opened, path) for path in paths]


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def found_pictures(
    archive: Archive, profile: Profile, warcs: Warcs
) -> tuple[dict[ProfileField, ReportedPicture], dict[str, bytes]]:
    """Give what there is of a profile's pictures, and their bytes by digest.

    Raises:
        Damaged: a web archive cannot be read.
        StoreDown: the store or the database stopped answering.
    """
    seen = {name: read(profile) for name, read in PICTURE_FIELDS.items()}
    wanted = [picture for picture in seen.values() if picture and picture.url]
    kept = _kept(archive, [p.sha256 for p in wanted if p.sha256])
    missing = [picture for picture in wanted if picture.sha256 not in kept]
    by_address: dict[str, str] = {}
    if missing:
        addresses = {picture.url for picture in missing}
        digests = {p.sha256 for p in missing if p.sha256}
        for address, digest, content in recorded_pictures(warcs, addresses, digests):
            kept.setdefault(digest, content)
            by_address.setdefault(address, digest)
    reported = {
        name: _reported(picture, kept, by_address)
        for name, picture in seen.items()
        if picture is not None
    }
    shown = {each.sha256 for each in reported.values()}
    return reported, {digest: kept[digest] for digest in shown if digest}


def measured(
    profile: Profile,
    reported: Mapping[ProfileField, ReportedPicture],
    kept: Mapping[str, bytes],
) -> Profile:
    """Give a profile with how those of its pictures look that were found."""
    looking: dict[str, Picture] = {}
    for name, read in PICTURE_FIELDS.items():
        picture, found = read(profile), reported.get(name)
        if picture is None or picture.phash or found is None or not found.sha256:
            continue
        looks = looks_of(kept[found.sha256])
        seen = {"sha256": found.sha256}
        if looks is not None:
            seen |= {"phash": looks.phash, "tiles": looks.tiles}
        looking[name.value] = picture.model_copy(update=seen)
    return profile.model_copy(update=looking)


def _reported(
    picture: Picture, kept: Mapping[str, bytes], by_address: Mapping[str, str]
) -> ReportedPicture:
    """Say what is known of a picture; another one at its address is not it."""
    if not picture.url:
        return ReportedPicture(state=PictureState.NONE)
    digest = picture.sha256 or by_address.get(picture.url)
    if digest is None or digest not in kept:
        return ReportedPicture(state=PictureState.LOST)
    return ReportedPicture(state=PictureState.KEPT, sha256=digest)


def pictures_of_report(
    archive: Archive, report: ChangeReport, warcs: Warcs
) -> dict[str, bytes]:
    """Find the pictures of a report that is to be printed again.

    Raises:
        Damaged: a web archive cannot be read.
        StoreDown: the store or the database stopped answering.
    """
    pairs = ((row.before_picture, row.after_picture) for row in report.rows)
    named = [one.sha256 for pair in pairs for one in pair if one and one.sha256]
    kept = _kept(archive, named)
    missing = frozenset(named) - kept.keys()
    if missing:
        for _, digest, content in recorded_pictures(warcs, (), missing):
            kept.setdefault(digest, content)
    return kept


def _kept(archive: Archive, digests: Sequence[str]) -> dict[str, bytes]:
    """Give what the watch has kept, and what is still what it was."""
    evidence = archive.database.evidence
    there = evidence.has(digests) if digests else frozenset()
    kept: dict[str, bytes] = {}
    for digest in sorted(there):
        with suppress(DigestMismatch):  # the web archive may have it whole
            kept[digest] = evidence.get(digest).content
    return kept
