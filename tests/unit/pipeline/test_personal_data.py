# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Findings are made anew from the packages; what a person said of a place is kept."""

import pytest

from pipeline.personal_data import Place, find_in_account, judge_place
from schemas.errors import BadInput, UnknownName
from schemas.order import EventKind
from schemas.personal_data import DataKind
from tests.samples import TEST_PERSONNUMMER

ACCOUNT = "biblioteket"
ITEM = (ACCOUNT, "c1")


def found(archive, item_id: str = "c1"):
    (one,) = [f for f in find_in_account(archive, ACCOUNT) if f.item.item_id == item_id]
    return one


def number_in(archive):
    one = found(archive)
    return next(f for f in one.findings if f.kind is DataKind.PERSONAL_NUMBER), one


@pytest.mark.usefixtures("package")
def test_a_personnummer_is_found_where_it_stands(archive):
    finding, one = number_in(archive)
    assert one.words(finding) == TEST_PERSONNUMMER


@pytest.mark.usefixtures("package")
def test_a_name_of_the_thread_is_found_in_another_s_text(archive):
    words = [found(archive, "r1").words(f) for f in found(archive, "r1").findings]
    assert "Kerstin" in words


@pytest.mark.usefixtures("package")
def test_a_person_s_word_wins_and_is_recorded_without_the_words(archive):
    finding, _ = number_in(archive)
    place = Place(finding.kind, finding.start, finding.end)
    judge_place(archive, ITEM, place, is_personal_data=False, reason="Testnummer")
    assert DataKind.PERSONAL_NUMBER not in {f.kind for f in found(archive).findings}
    event = archive.database.events.list()[-1]
    assert event.kind is EventKind.PERSONAL_DATA_JUDGED
    assert TEST_PERSONNUMMER not in event.model_dump_json()
    judge_place(archive, ITEM, Place(DataKind.NAME, 0, 3), is_personal_data=True)
    assert any(f.kind is DataKind.NAME for f in found(archive).findings)


@pytest.mark.usefixtures("package")
def test_a_place_that_is_not_there_is_refused(archive):
    with pytest.raises(BadInput):
        judge_place(archive, ITEM, Place(DataKind.NAME, 0, 999), is_personal_data=True)
    with pytest.raises(BadInput):
        judge_place(archive, ITEM, Place(DataKind.PICTURE, 0, 1), is_personal_data=True)
    with pytest.raises(UnknownName):
        judge_place(
            archive, (ACCOUNT, "c9"), Place(DataKind.NAME, 0, 1), is_personal_data=True
        )
