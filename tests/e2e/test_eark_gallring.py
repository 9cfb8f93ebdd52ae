# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The second opinion on a package after gallring, and on the certificate's own package.

AVBILD_EARK=1, as CI sets it, makes a missing environment a failure, not a skip.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from archivers.certificate import write_certificate_pdf
from archivers.chromium import find_chromium
from archivers.warc_check import check_warc
from eark.build import build_package
from eark.certificate import write_certificate
from eark.check import check_package
from eark.export import export_package
from eark.record_package import SIGNED_NAME, build_record_package, record_package_id
from pipeline.signing import signing_key, verify_signature
from schemas.package import PackageKind
from tests.e2e.test_eark_validator import second_opinion
from tests.sample_gallring import DECISION_ID, build_second, sample_certificate
from tests.samples import (
    EXPORTED,
    PACKAGE_ID,
    FolderFiles,
    sample_board,
    sample_capture,
    sample_description,
)

pytestmark = pytest.mark.e2e

RECORD_ID = record_package_id(DECISION_ID)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("gallring")
    capture = sample_capture(folder / "capture")
    first = folder / "first" / PACKAGE_ID
    build_package(sample_description(capture), folder / "capture", first)
    second = build_second(folder / "second", FolderFiles(first))
    return {PACKAGE_ID: second, RECORD_ID: record_package(folder / "record")}


def record_package(folder: Path) -> Path:
    source, certificate = folder / "source", sample_certificate()
    source.mkdir(parents=True)
    write_certificate(certificate, source / "certificate.xml")
    signed = signing_key(folder / "home").sign(certificate)
    (source / SIGNED_NAME).write_bytes(signed)
    with TemporaryDirectory() as workspace:  # short, for the browser's socket
        pdf = write_certificate_pdf(
            certificate,
            source / "certificate.pdf",
            find_chromium(None),
            Path(workspace),
        )
    target = folder / RECORD_ID
    build_record_package(certificate, sample_board(), source, pdf, target)
    return target


@pytest.mark.parametrize("name", [PACKAGE_ID, RECORD_ID])
def test_it_passes_our_own_check(packages: dict[str, Path], name: str):
    files = FolderFiles(packages[name])
    assert check_package(files, name, check_warc, lambda _: None).findings == ()


@pytest.mark.parametrize("kind", list(PackageKind))
@pytest.mark.parametrize("name", [PACKAGE_ID, RECORD_ID])
def test_it_gets_the_verdict_of_a_correct_package(
    packages: dict[str, Path], tmp_path: Path, kind: PackageKind, name: str
):
    container = tmp_path / f"{name}.zip"
    with container.open("wb") as target:
        files = FolderFiles(packages[name])
        export_package(files, name, kind, target, "zip", EXPORTED)
    code, opinion = second_opinion(container, kind)
    assert opinion["unexpected"] == []
    assert opinion["disappeared"] == []
    assert (code, opinion["passed"]) == (0, True)


def test_what_was_signed_is_still_right_in_the_package(packages: dict[str, Path]):
    data = packages[RECORD_ID] / "representations" / "certificate" / "data"
    found = verify_signature((data / SIGNED_NAME).read_bytes())
    assert found.record == sample_certificate().model_dump(mode="json")
