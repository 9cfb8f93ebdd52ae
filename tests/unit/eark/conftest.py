# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sample package, built once; each test that breaks it gets its own copy."""

from pathlib import Path

import pytest

from eark.build import build_package
from schemas.package import PackageDescription
from tests.sample_gallring import build_second
from tests.samples import (
    PACKAGE_ID,
    FolderFiles,
    MemoryFiles,
    sample_capture,
    sample_description,
)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> FolderFiles:
    """The sample package in its folder; read only."""
    folder = tmp_path_factory.mktemp("package")
    capture = sample_capture(folder / "capture")
    target = folder / PACKAGE_ID
    build_package(sample_description(capture), folder / "capture", target)
    return FolderFiles(target)


@pytest.fixture
def package(built: FolderFiles) -> MemoryFiles:
    """The sample package in memory, to break."""
    return MemoryFiles.of(built)


@pytest.fixture
def description(tmp_path: Path) -> PackageDescription:
    """The sample description; the capture's files lie in tmp_path / "capture"."""
    return sample_description(sample_capture(tmp_path / "capture"))


@pytest.fixture(scope="session")
def second(built: FolderFiles, tmp_path_factory: pytest.TempPathFactory) -> FolderFiles:
    """Version 2 of the sample package, after gallring; read only."""
    return FolderFiles(build_second(tmp_path_factory.mktemp("second"), built))
