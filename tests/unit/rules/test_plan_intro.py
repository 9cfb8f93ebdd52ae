# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a plan file says of its adoption is held against what the importer says."""

from datetime import date

import pytest

from rules.plan_intro import (
    PlanIntroduction,
    decision_lacks,
    differences,
    is_cited,
    read_introduction,
)

CITED = "Antagen av kommunstyrelsen 2026-03-10 § 41, dnr KS 2026/118"
FOUND = PlanIntroduction(
    decision=CITED, valid_from=date(2026, 4, 1), valid_to=date(2029, 12, 31)
)


def test_the_adoption_is_read_from_above_the_table():
    rows = [
        ["Informationshanteringsplan", "", "beslutad handling"],
        ["Antagen av kommunstyrelsen", "2026-03-10 § 41,  dnr KS 2026/118"],
        ["Gäller från och med den 1 april 2026 t.o.m. 2029-12-31"],
    ]
    assert read_introduction(rows) == FOUND


@pytest.mark.parametrize(
    ("line", "valid_from"),
    [
        ("Gäller fr.o.m. 1/4 2026", date(2026, 4, 1)),
        ("Giltig från: 2026-04-01", date(2026, 4, 1)),
        ("Planen gäller från beslutet. Reviderad 2026-04-01", None),
        ("2026-04-01", None),
        ("", None),
    ],
)
def test_the_day_it_comes_into_force(line, valid_from):
    if "Reviderad" in line:
        line = line.replace("Reviderad", "Reviderad av nämndens arkivredogörare")
    assert read_introduction([[line]]).valid_from == valid_from


def test_a_file_without_introduction_says_nothing():
    assert read_introduction([]) == PlanIntroduction()
    assert read_introduction([["Antagen av nämnden"]]).decision == ""


@pytest.mark.parametrize(
    ("decision", "lacking"),
    [
        (CITED, ()),
        ("VN 2023-10-19 § 21, VN-2023-00010", ()),
        ("KS 10 mars 2026 §41 (KS 2026/118)", ()),
        ("KS 2026-03-10 § 41", ("diarienummer",)),
        ("Nämnden", ("paragraf (§)", "datum", "diarienummer")),
    ],
)
def test_what_a_decision_cannot_be_found_by(decision, lacking):
    assert decision_lacks(decision) == lacking


def test_a_decision_is_cited_by_section_or_number():
    assert is_cited("§ 41")
    assert is_cited("dnr VN-2023-00010")
    assert not is_cited("beslutad 2026-03-10")


def test_the_same_said_in_other_words_is_no_difference():
    same = "KS 10 mars 2026, §41"
    assert differences(FOUND, same, date(2026, 4, 1), date(2029, 12, 31)) == ()
    nothing = PlanIntroduction()
    assert differences(nothing, same, date(2026, 4, 1), None) == ()


def test_another_day_or_decision_is_told():
    told = differences(FOUND, "KS 2027-01-12 § 3", date(2027, 2, 1), None)
    assert [line.split(",")[0] for line in told] == [
        "Filen säger att planen gäller från 2026-04-01",
        "Filen säger att planen gäller till 2029-12-31",
        "Filen nämner ett annat beslut: Antagen av kommunstyrelsen 2026-03-10 § 41",
    ]
