# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Build an archive package (AIP) out of a capture."""

from pathlib import Path

from schemas.package import PackageDescription, PackageFile


def build_package(
    description: PackageDescription, source: Path, target: Path
) -> tuple[PackageFile, ...]:
    """Build a package folder; METS.xml is written last."""
    raise NotImplementedError
