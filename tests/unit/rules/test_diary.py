# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the diary holds of a document, and when it need not hold anything."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.diary import (
    LONGEST_NUMBER,
    Document,
    default_subject,
    direction_of,
    document_date,
    exemption_refusals,
    is_of_case,
    party_of,
    read_number,
)
from schemas.diary import Direction, Registration, RegistrationState
from schemas.item import ItemKind

CAPTURED = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
COMMENT = Document(
    kind=ItemKind.COMMENT,
    is_by_account=False,
    published=datetime(2026, 3, 1, 23, 30, tzinfo=UTC),
    captured_at=CAPTURED,
)


@pytest.mark.parametrize(
    ("kind", "is_by_account", "answers_other", "direction"),
    [
        (ItemKind.COMMENT, False, False, Direction.INCOMING),
        (ItemKind.POST, False, False, Direction.INCOMING),
        (ItemKind.MESSAGE, False, False, Direction.INCOMING),
        (ItemKind.POST, True, False, Direction.INTERNAL),
        (ItemKind.COMMENT, True, False, Direction.INTERNAL),
        (ItemKind.REPLY, True, True, Direction.OUTGOING),
        (ItemKind.MESSAGE, True, False, Direction.OUTGOING),
        (None, True, False, Direction.INTERNAL),
    ],
)
def test_who_wrote_it_says_whether_it_came_in(
    kind, is_by_account, answers_other, direction
):
    document = replace(
        COMMENT, kind=kind, is_by_account=is_by_account, answers_other=answers_other
    )
    assert direction_of(document) is direction


def test_the_day_is_swedish_and_the_captures_when_the_page_said_none():
    assert document_date(COMMENT) == date(2026, 3, 2)
    assert document_date(replace(COMMENT, published=None)) == date(2026, 5, 4)


@pytest.mark.parametrize(
    ("change", "subject"),
    [
        ({}, "Kommentar på kontot Bygga, 2026-03-02"),
        ({"covers_thread": True}, "Tråd på kontot Bygga, 2026-03-02"),
        ({"kind": ItemKind.MESSAGE}, "Meddelande via kontot Bygga, 2026-03-02"),
        ({"kind": None}, "Arkivpaket från kontot Bygga, 2026-03-02"),
    ],
)
def test_a_subject_names_the_kind_the_account_and_the_day(change, subject):
    assert default_subject(replace(COMMENT, **change), "Bygga") == subject


@pytest.mark.parametrize(
    ("direction", "parties"),
    [
        (Direction.INCOMING, ("Siv", "")),
        (Direction.OUTGOING, ("", "Ahmed")),
        (Direction.INTERNAL, ("", "")),
    ],
)
def test_the_board_itself_is_neither_sender_nor_recipient(direction, parties):
    assert party_of(direction, "Siv", "Ahmed") == parties


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("KS 2026/118", "KS 2026/118"),
        ("  Dnr  KS 2026/118 ", "KS 2026/118"),
        ("dnr: KSN-2026-00118", "KSN-2026-00118"),
        ("Diarienummer BUN/2026:7", "BUN/2026:7"),
        ("2026-00118", "2026-00118"),
        ("ÄN 2026/3-1", "ÄN 2026/3-1"),
    ],
)
def test_a_number_is_taken_as_people_write_it(written, number):
    assert read_number(written) == number


@pytest.mark.parametrize(
    "written",
    ["", "   ", "dnr", "inget", "-1", "=2+2", "KS 2026/1\x00", "<1>", "1" * 61],
)
def test_what_cannot_be_a_number_is_not_one(written):
    assert read_number(written) is None


@given(st.text(max_size=80))
def test_a_number_that_was_read_is_read_the_same_again(text):
    number = read_number(text)
    if number is not None:
        assert read_number(number) == number
        assert len(number) <= LONGEST_NUMBER
        assert "\n" not in number
        assert number[0].isalnum()


@pytest.mark.parametrize(
    ("number", "case", "is_in"),
    [
        ("KS 2026/118", "KS 2026/118", True),
        ("ks2026/118", "Dnr KS 2026/118", True),
        ("KS 2026/118-3", "KS 2026/118", True),
        ("KS 2026/118:12", "KS 2026/118", True),
        ("KS 2026/1180", "KS 2026/118", False),
        ("KS 2026/118-a", "KS 2026/118", False),
        ("2026-118", "2026", False),
        ("", "", False),
    ],
)
def test_a_documents_number_belongs_to_its_case_and_no_other(number, case, is_in):
    assert is_of_case(number, case) is is_in


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_two_cases_are_never_one(one, other):
    assert is_of_case(f"KS 2026/{one}", f"KS 2026/{other}") is (one == other)


def test_an_exemption_needs_a_reason_and_nothing_that_forbids_it():
    assert exemption_refusals("Ringa betydelse", "", (), None) == ()
    said = exemption_refusals(" ", "OSL 21:7", ["1.5.6", "1.5.7"], _registered())
    assert len(said) == 5
    for part in ("Ange varför", "sekretess", "1.5.6", "1.5.7", "KS 2026/118"):
        assert any(part in sentence for sentence in said)


def _registered() -> Registration:
    return Registration(
        registration_id="r1",
        account_id="konto",
        item_id="c1",
        state=RegistrationState.REGISTERED,
        decided_by="Ulla",
        decided_at=CAPTURED,
        diary_number="KS 2026/118",
        registered_on=date(2026, 5, 4),
    )
