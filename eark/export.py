# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write a package into one container file, as SIP, AIP or DIP."""

from datetime import datetime
from typing import BinaryIO, Literal

from schemas.package import PackageFiles, PackageKind


def export_package(
    files: PackageFiles,
    package_id: str,
    kind: PackageKind,
    target: BinaryIO,
    archive: Literal["tar", "zip"],
    created_at: datetime,
) -> None:
    """Stream a package as one TAR or ZIP file."""
    raise NotImplementedError
