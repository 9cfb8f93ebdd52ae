# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The documents of a package after gallring, byte for byte, with fixed clock and ids.

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
from tests.sample_gallring import build_second
from tests.samples import (
    EXPORTED,
    PACKAGE_ID,
    FolderFiles,
    sample_capture,
    sample_description,
)

EXPECTED = Path(__file__).parent / "version"
STORED = {
    "METS.xml": "METS.xml",
    "premis.xml": "metadata/preservation/premis.xml",
    "README.txt": "documentation/README.txt",
    "items.xml": "representations/items/data/items.xml",
    "METS-rendering.xml": "representations/rendering/METS.xml",
    "premis-rendering.xml": (
        "representations/rendering/metadata/preservation/premis.xml"
    ),
    "premis-warc.xml": "representations/warc/metadata/preservation/premis.xml",
}


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> FolderFiles:
    folder = tmp_path_factory.mktemp("version")
    first = folder / "first" / PACKAGE_ID
    capture = sample_capture(folder / "capture")
    build_package(sample_description(capture), folder / "capture", first)
    return FolderFiles(build_second(folder / "second", FolderFiles(first)))


def compare(name: str, found: bytes) -> None:
    expected = EXPECTED / name
    if os.environ.get("AVBILD_UPDATE_GOLDEN") == "1":
        EXPECTED.mkdir(exist_ok=True)
        expected.write_bytes(found)
    assert found.decode() == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", STORED)
def test_a_document_of_the_new_version_is_as_expected(second: FolderFiles, name: str):
    compare(name, (second.root / STORED[name]).read_bytes())


def test_the_mets_of_its_submission_is_as_expected(second: FolderFiles):
    target = io.BytesIO()
    export_package(second, PACKAGE_ID, PackageKind.SIP, target, "zip", EXPORTED)
    with zipfile.ZipFile(target) as archive:
        compare("METS-sip.xml", archive.read(f"{PACKAGE_ID}/METS.xml"))
