# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""avbild.xml carries what the register, the plan and the capture say."""

from pathlib import Path

import pytest
from lxml import etree

import eark.description
from eark.description import (
    DESCRIPTION,
    description_document,
    description_element,
    referenced_rows,
)
from eark.markup import faults, parse
from eark.profile import DESCRIPTION_SCHEMA
from schemas.account import AccountStatus
from schemas.capture import FileRole, PdfVerdict
from schemas.errors import NotInPlan
from schemas.order import OrderReason
from schemas.package import PackageDescription
from schemas.plan import Disposal, RegistrationRule, Trigger
from schemas.profile import PageState, Profile
from tests.samples import sample_capture, sample_description

D = f"{{{DESCRIPTION}}}"
XSD = "{http://www.w3.org/2001/XMLSchema}"
ROOT = Path(eark.description.__file__).resolve().parents[1]


def described(description: PackageDescription) -> etree._Element:
    files = [(f"representations/x/{f.path}", f) for f in description.capture.files]
    root = parse(description_document(description, files))
    assert faults(root, DESCRIPTION_SCHEMA) == ()
    return root


def test_account_board_order_and_law_are_there(description: PackageDescription):
    root = described(description)
    assert root.findtext(f"{D}account/{D}accountOwner") == "Göran Påhittad"
    assert root.findtext(f"{D}account/{D}openedOn") == "2021-06-01"
    assert root.findtext(f"{D}board/{D}name") == "Kultur- och fritidsnämnden"
    assert root.findtext(f"{D}order/{D}diaryNumber") == "KFN 2026/31"
    assert root.findtext(f"{D}legalBasis") == "Arkivlagen (1990:782) 3 och 6 §§"
    assert root.findtext(f"{D}plan/{D}decision", "").startswith("KFN 2025-11-18 § 92")


def test_the_rows_that_are_referred_to_are_there_the_packages_own_first(
    description: PackageDescription,
):
    rows = described(description).findall(f"{D}plan/{D}row")
    named = [(row.get("id"), row.get("governsPackage")) for row in rows]
    assert named == [("row-0017", "true"), ("row-0018", "false")]
    assert rows[1].findtext(f"{D}disposal") == "dispose"
    period = rows[1].find(f"{D}period")
    assert period is not None
    assert (period.get("text"), period.get("months")) == ("2 år", "24")


def test_an_item_of_another_plan_version_brings_no_row(
    description: PackageDescription,
):
    items = description.capture.items
    plan = items[1].plan
    assert plan is not None
    other = plan.model_copy(update={"plan_version": 2})
    capture = description.capture.model_copy(
        update={"items": (items[1].model_copy(update={"plan": other}),)}
    )
    changed = description.model_copy(update={"capture": capture})
    assert [row.row_id for row in referenced_rows(changed)] == ["row-0017"]


def test_a_row_that_the_plan_lacks_is_refused(description: PackageDescription):
    missing = description.plan_row.model_copy(update={"row_id": "row-9999"})
    changed = description.model_copy(update={"plan_row": missing})
    with pytest.raises(NotInPlan, match="row-9999"):
        description_element(changed, [])


def test_what_is_missing_is_said(tmp_path: Path):
    capture = sample_capture(tmp_path, missing=("2 av 3 kommentarer saknas.",))
    root = described(sample_description(capture))
    completeness = root.find(f"{D}capture/{D}completeness")
    assert completeness is not None
    assert completeness.get("complete") == "false"
    assert completeness.findtext(f"{D}missing") == "2 av 3 kommentarer saknas."


def test_an_unknown_profile_field_is_absent_not_empty(
    description: PackageDescription,
):
    profile = described(description).find(f"{D}capture/{D}profile")
    assert profile is not None
    assert profile.find(f"{D}cover") is None
    capture = description.capture.model_copy(update={"profile": Profile()})
    bare = described(description.model_copy(update={"capture": capture}))
    empty = bare.find(f"{D}capture/{D}profile")
    assert empty is not None
    assert len(empty) == 0


def test_a_file_says_what_the_pdf_check_said(description: PackageDescription):
    files = described(description).findall(f"{D}capture/{D}file")
    verdicts = {
        str(file.get("path")).rsplit("/", 1)[1]: file.get("verdict") for file in files
    }
    assert verdicts == {
        "capture.warc.gz": None,
        "sida-001.pdf": "failed",
        "lasbar-handling.pdf": "pdf_a_2b",
        "page-001.png": None,
    }


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("accountStatus", AccountStatus),
        ("reason", OrderReason),
        ("disposal", Disposal),
        ("trigger", Trigger),
        ("registration", RegistrationRule),
        ("pageState", PageState),
        ("fileRole", FileRole),
        ("pdfVerdict", PdfVerdict),
    ],
)
def test_the_schema_lists_the_words_that_the_records_have(name, words):
    schema = etree.parse(ROOT / "schemas" / "xsd" / DESCRIPTION_SCHEMA).getroot()
    values = schema.iterfind(f"{XSD}simpleType[@name='{name}']//{XSD}enumeration")
    listed = {
        value.get("value"): value.findtext(f".//{XSD}documentation") for value in values
    }
    assert listed == {word.value: word.label for word in words}
