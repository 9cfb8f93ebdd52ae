# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The constants that the specifications prescribe."""

import configparser
from pathlib import Path

from eark.profile import (
    OWN_SCHEMAS,
    PROFILES,
    RECORD_SCHEMAS,
    SOFTWARE_VERSION,
    STANDARD_SCHEMAS,
)
from schemas.package import PackageKind
from tools.fetch_xsd import WHEELS

ROOT = Path(__file__).resolve().parents[3]


def test_the_software_version_is_the_projects():
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    assert setup["metadata"]["version"] == SOFTWARE_VERSION


def test_every_kind_of_package_has_the_profile_of_its_specification():
    assert PROFILES == {
        PackageKind.SIP: "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml",
        PackageKind.AIP: "https://earkdip.dilcis.eu/profile/E-ARK-AIP-v2-2-0.xml",
        PackageKind.DIP: "https://earkdip.dilcis.eu/profile/E-ARK-DIP.xml",
    }


def test_what_travels_in_a_package_is_what_was_fetched_and_what_is_ours():
    fetched = {name for wheel in WHEELS for name in wheel.schemas}
    assert set(STANDARD_SCHEMAS) == fetched
    ours = {path.name for path in (ROOT / "schemas" / "xsd").glob("*.xsd")}
    assert {*OWN_SCHEMAS, *RECORD_SCHEMAS} == ours
