# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pictures that stand in the owner's export, read out of it one by one."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from archivers.owner_export.opened import SCHEME
from schemas.capture import Capture, FileRole
from schemas.errors import Damaged

BROKEN = "Kontoägarens export i fångsten är skadad och går inte att läsa."


def exported_pictures(
    capture: Capture, folder: Path, largest: int
) -> Iterator[tuple[str, bytes]]:
    """Give what the items and the profile show of an export, by its address there.

    What has no bytes in the recording is given; what is larger than `largest` is not.

    Raises:
        Damaged: an export cannot be read.
    """
    wanted = _wanted(capture)
    for file in capture.files:
        if wanted and file.role is FileRole.EXPORT:
            try:
                yield from _pictures(folder / file.path, wanted, largest)
            except (BadZipFile, OSError, EOFError) as error:
                raise Damaged(BROKEN) from error


def _wanted(capture: Capture) -> Mapping[str, list[str]]:
    """Give the addresses that are shown, by the name of the file in the export."""
    wanted: dict[str, list[str]] = {}
    for item in capture.items:
        for media in item.media:
            if media.member is not None and media.warc_record is None:
                wanted.setdefault(media.member.name, []).append(media.url)
    for picture in (capture.profile.avatar, capture.profile.cover):
        if picture is not None and (picture.url or "").startswith(SCHEME):
            name = unquote((picture.url or "").removeprefix(SCHEME))
            wanted.setdefault(name, []).append(picture.url or "")
    return wanted


def _pictures(
    path: Path, wanted: Mapping[str, list[str]], largest: int
) -> Iterator[tuple[str, bytes]]:
    with ZipFile(path) as export:
        for info in export.infolist():
            if info.filename in wanted and info.file_size <= largest:
                content = export.read(info)
                for address in wanted[info.filename]:
                    yield address, content
