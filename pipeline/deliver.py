# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Deliver a package: a container file for an archive or for someone who asked."""

from pathlib import Path

from pipeline.context import Archive
from schemas.package import PackageFile, PackageKind


def export(
    archive: Archive,
    package_id: str,
    kind: PackageKind,
    target: Path,
    version: int | None = None,
) -> PackageFile:
    """Write a package as a .tar or .zip file, whole or not at all.

    Raises:
        UnknownName: there is no such package or version.
        BadInput: the file's name does not end in .tar or .zip, or it is there already.
        DiskFull: there is no room.
    """
    raise NotImplementedError
