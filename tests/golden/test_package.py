# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The documents of a package, byte for byte, with fixed clock and ids.

AVBILD_UPDATE_GOLDEN=1 writes the expected files anew; look at the difference in git
before it is committed.
"""

import io
import os
import zipfile
from pathlib import Path

import pytest

from eark.build import build_package
from eark.export import export_package
from schemas.package import PackageKind
from tests.samples import (
    EXPORTED,
    PACKAGE_ID,
    FolderFiles,
    sample_capture,
    sample_description,
)

EXPECTED = Path(__file__).parent / "package"
STORED = {
    "METS.xml": "METS.xml",
    "premis.xml": "metadata/preservation/premis.xml",
    "description.xml": "metadata/descriptive/avbild.xml",
    "capture.json": "metadata/other/capture.json",
    "README.txt": "documentation/README.txt",
    "items.xml": "representations/items/data/items.xml",
    "METS-rendering.xml": "representations/rendering/METS.xml",
    "premis-rendering.xml": (
        "representations/rendering/metadata/preservation/premis.xml"
    ),
    "METS-warc.xml": "representations/warc/METS.xml",
    "premis-warc.xml": "representations/warc/metadata/preservation/premis.xml",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> FolderFiles:
    folder = tmp_path_factory.mktemp("golden")
    capture = sample_capture(folder / "capture")
    target = folder / PACKAGE_ID
    build_package(sample_description(capture), folder / "capture", target)
    return FolderFiles(target)


def compare(name: str, found: bytes) -> None:
    expected = EXPECTED / name
    if os.environ.get("AVBILD_UPDATE_GOLDEN") == "1":
        EXPECTED.mkdir(exist_ok=True)
        expected.write_bytes(found)
    assert found.decode() == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", STORED)
def test_a_document_of_the_package_is_as_expected(built: FolderFiles, name: str):
    compare(name, (built.root / STORED[name]).read_bytes())


@pytest.mark.parametrize("kind", [PackageKind.SIP, PackageKind.DIP])
def test_the_mets_of_a_delivery_is_as_expected(built: FolderFiles, kind: PackageKind):
    target = io.BytesIO()
    export_package(built, PACKAGE_ID, kind, target, "zip", EXPORTED)
    with zipfile.ZipFile(target) as archive:
        compare(f"METS-{kind}.xml", archive.read(f"{PACKAGE_ID}/METS.xml"))
