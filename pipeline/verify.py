# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Verify packages: every file, checksum, reference and WARC record."""

from collections.abc import Iterator

from pipeline.context import Archive
from schemas.package import CheckReport


def verify_package(
    archive: Archive, package_id: str, version: int | None = None
) -> CheckReport:
    """Check a package as it lies in the store, and note what was found.

    Raises:
        UnknownName: there is no such package or version.
    """
    raise NotImplementedError


def verify_all(archive: Archive) -> Iterator[CheckReport]:
    """Check every version of every package in the store, one at a time."""
    raise NotImplementedError
