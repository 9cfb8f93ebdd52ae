# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The second opinion: eark-validator, in its own environment, on what we deliver.

AVBILD_EARK=1, as CI sets it, makes a missing environment a failure, not a skip.
"""

import json
import os
import subprocess
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

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-eark" / "bin" / "python"

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> FolderFiles:
    folder = tmp_path_factory.mktemp("eark")
    capture = sample_capture(folder / "capture")
    target = folder / PACKAGE_ID
    build_package(sample_description(capture), folder / "capture", target)
    return FolderFiles(target)


def second_opinion(package: Path, kind: PackageKind) -> tuple[int, dict[str, object]]:
    if not PYTHON.exists() and os.environ.get("AVBILD_EARK") != "1":
        pytest.skip("there is no .venv-eark; tools/setup.sh eark makes it")
    assert PYTHON.exists(), "AVBILD_EARK=1, but there is no .venv-eark"
    tool = ROOT / "tools" / "eark_validate.py"
    done = subprocess.run(
        [PYTHON, tool, "--as", kind.value, package],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize("archive", ["tar", "zip"])
@pytest.mark.parametrize("kind", list(PackageKind))
def test_what_we_deliver_gets_the_verdict_of_a_correct_package(
    built: FolderFiles, tmp_path: Path, kind: PackageKind, archive: str
):
    package = tmp_path / f"{kind}.{archive}"
    with package.open("wb") as target:
        export_package(built, PACKAGE_ID, kind, target, archive, EXPORTED)
    code, verdict = second_opinion(package, kind)
    assert (code, verdict["unexpected"], verdict["disappeared"]) == (0, [], [])
    assert verdict["schematron"] == "INVALID" if kind is PackageKind.SIP else "VALID"


def test_the_package_in_the_store_is_valid(built: FolderFiles):
    code, verdict = second_opinion(built.root, PackageKind.AIP)
    assert (code, verdict["schematron"]) == (0, "VALID")


def test_a_package_that_breaks_a_rule_does_not_pass(built: FolderFiles, tmp_path: Path):
    broken = tmp_path / PACKAGE_ID
    for path in built.paths():
        (broken / path).parent.mkdir(parents=True, exist_ok=True)
        (broken / path).write_bytes((built.root / path).read_bytes())
    mets = (broken / "METS.xml").read_bytes()
    (broken / "METS.xml").write_bytes(mets.replace(b'TYPE="Websites"', b'TYPE="Bilar"'))
    code, verdict = second_opinion(broken, PackageKind.AIP)
    assert code == 1
    assert verdict["unexpected"]


def test_a_package_that_the_validator_cannot_read_does_not_pass(tmp_path: Path):
    folder = tmp_path / PACKAGE_ID
    folder.mkdir()
    (folder / "METS.xml").write_text('<mets xmlns="http://www.loc.gov/METS/"/>')
    code, verdict = second_opinion(folder, PackageKind.AIP)
    assert code == 1
    assert not verdict["passed"]
