# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""README.txt is for whoever finds the package."""

from eark.readme import readme_text
from schemas.capture import FileRole
from schemas.package import PackageDescription
from tests.samples import sample_capture, sample_description


def test_it_says_what_and_whose_and_when_in_swedish_time(
    description: PackageDescription,
):
    text = readme_text(description)
    assert "Kontot hör till Kultur- och fritidsnämnden, Älmhults kommun." in text
    assert "2026-03-02 kl. 09.15 svensk tid" in text
    assert "KFN 2025-11-18 § 92" in text
    assert "Fullständighet:     fullständig" in text


def test_it_does_not_call_an_incomplete_capture_complete(tmp_path):
    capture = sample_capture(tmp_path, missing=("En bild saknas.",))
    text = readme_text(sample_description(capture))
    assert "ofullständig, se capture.json" in text
    assert text.startswith("OFULLSTÄNDIG FÅNGST: ")
    assert "INTE en arkivering av kontot" in text
    assert "ARKIVPAKET" not in text


def test_braces_in_a_name_are_just_text(description: PackageDescription):
    account = description.account.model_copy(update={"name": "{x} {0}"})
    assert "{x} {0}" in readme_text(description.model_copy(update={"account": account}))


def test_it_points_to_the_change_report_of_a_package_that_has_one(
    description: PackageDescription,
):
    assert "förändringsrapport" not in readme_text(description)
    report = description.capture.files[0].model_copy(
        update={"role": FileRole.CHANGE_REPORT, "path": "pdf/change-report.pdf"}
    )
    capture = description.capture
    capture = capture.model_copy(update={"files": (*capture.files, report)})
    text = readme_text(description.model_copy(update={"capture": capture}))
    assert "representations/rendering/data/pdf/change-report.pdf\n" in text
    assert "förändringsrapport: vad som skiljer sig" in text


def test_it_points_to_the_owners_export_where_there_is_one(
    description: PackageDescription,
):
    assert "representations/export" not in readme_text(description)
    export = description.capture.files[0].model_copy(
        update={"role": FileRole.EXPORT, "path": "export/1.zip"}
    )
    capture = description.capture
    capture = capture.model_copy(update={"files": (*capture.files, export)})
    text = readme_text(description.model_copy(update={"capture": capture}))
    assert "representations/export/data/ " in text
    assert "{" not in text
