# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Check a package: every file, checksum, reference and record, with findings."""

from collections.abc import Callable
from typing import BinaryIO

from schemas.order import Progress
from schemas.package import CheckReport, Finding, PackageFiles

WarcCheck = Callable[[BinaryIO, str], tuple[int, list[Finding]]]


def check_package(
    files: PackageFiles,
    package_id: str,
    check_warc: WarcCheck,
    progress: Callable[[Progress], None],
) -> CheckReport:
    """Check a package wherever it lies."""
    raise NotImplementedError
