# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Numbers come back whole or not at all, and a closed case is noted on all of it."""

from dataclasses import replace
from datetime import date

import pytest
from pydantic import HttpUrl

from pipeline.diary.desks import CsvDesk
from pipeline.diary.hand_over import hand_over, to_hand_over
from pipeline.diary.judge import DiaryEntry, Judgement, judge
from pipeline.diary.take_back import close_case, import_numbers
from schemas.account import Board
from schemas.diary import RegistrationState
from schemas.errors import BadInput, Refused, UnknownName

REGISTERED = RegistrationState.REGISTERED
DAY = date(2026, 5, 3)
CLOSED = date(2026, 5, 4)


@pytest.fixture
def wish(account) -> Judgement:
    """A judgement that the second comment is to be registered."""
    return Judgement(account.account_id, "c2", RegistrationState.TO_REGISTER)


@pytest.fixture
def write(tmp_path):
    """Write a list as the registrar's program would."""

    def written(*rows: str):
        file = tmp_path / "nummer.csv"
        file.write_text("\r\n".join(rows), encoding="cp1252")
        return file

    return written


def decisions(archive):
    return archive.database.registrations.of_account("biblioteket")


def test_the_list_that_we_wrote_comes_back_filled_in(archive, wish, tmp_path):
    judge(archive, replace(wish, item_id="p1", covers_thread=True))
    file = tmp_path / "lista.csv"
    hand_over(archive, to_hand_over(archive), CsvDesk(file))
    file.write_text(file.read_text().replace(";;\n", ";KS 2026/118;2026-05-03\n"))
    (made,) = import_numbers(archive, file)
    assert (made.item_id, made.covers_thread) == ("p1", True)
    assert (made.diary_number, made.registered_on) == ("KS 2026/118", DAY)
    assert made.handed_over_by == "Ulla"
    assert archive.database.registrations.waiting() == ()


def test_an_item_needs_no_earlier_judgement(archive, write):
    rows = ("Konto;Handling;Dnr;Datum", "biblioteket;c2;KS 2026/118;3 maj 2026")
    (made,) = import_numbers(archive, write(*rows))
    assert (made.item_id, made.registered_on) == ("c2", DAY)


def test_a_list_may_be_read_twice(archive, write):
    file = write("Konto;Handling;Dnr", "biblioteket;c2;KS 2026/118")
    assert len(import_numbers(archive, file)) == 1
    assert import_numbers(archive, file) == ()
    assert len(decisions(archive)) == 1


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("biblioteket;c9;KS 2026/2;", "Rad 3: ”c9”"),
        ("annat;c2;KS 2026/2;", "Rad 3: Kontot"),
        ("biblioteket;c3;inget;", "Rad 3: ”inget”"),
        ("biblioteket;c3;KS 2026/2;2099-01-01", "Rad 3: Datumet"),
    ],
)
def test_one_bad_row_and_nothing_is_taken_in(archive, write, row, fault):
    file = write("Konto;Handling;Dnr;Datum", "biblioteket;c2;KS 2026/1;", row)
    with pytest.raises(BadInput) as caught:
        import_numbers(archive, file)
    (problem,) = caught.value.problems
    assert problem.startswith(fault)
    assert decisions(archive) == ()


def test_an_unknown_reference_is_a_fault_of_its_row(archive, write):
    with pytest.raises(BadInput) as caught:
        import_numbers(archive, write("Referens;Dnr", "finns-inte;KS 2026/1"))
    assert caught.value.problems[0].startswith("Rad 2: ")


def test_a_closed_case_is_noted_on_everything_in_it(archive, wish):
    for item_id, number in (("c1", "KS 2026/118-1"), ("c2", "KS 2026/118")):
        entry = DiaryEntry(number)
        judge(archive, replace(wish, item_id=item_id, state=REGISTERED, entry=entry))
    other = DiaryEntry("KS 2026/1180")
    judge(archive, replace(wish, item_id="c3", state=REGISTERED, entry=other))
    closed = close_case(archive, "Dnr KS 2026/118", CLOSED)
    assert {found.item_id for found in closed} == {"c1", "c2"}
    known = archive.database.registrations
    assert known.of(wish.account_id, "c2", "p1").case_closed_on == CLOSED
    assert known.of(wish.account_id, "c3", "p1").case_closed_on is None
    assert close_case(archive, "KS 2026/118", CLOSED) == ()


def test_a_case_is_not_closed_before_what_is_in_it(archive, wish):
    judge(archive, replace(wish, state=REGISTERED, entry=DiaryEntry("KS 2026/118")))
    with pytest.raises(BadInput, match="2026-05-04"):
        close_case(archive, "KS 2026/118", DAY)


def test_what_is_no_longer_registered_so_is_not_closed(archive, wish):
    judge(archive, replace(wish, state=REGISTERED, entry=DiaryEntry("KS 2026/118")))
    judge(archive, wish)
    with pytest.raises(UnknownName):
        close_case(archive, "KS 2026/118", CLOSED)


def test_a_number_or_a_day_that_cannot_be_right_closes_nothing(archive):
    with pytest.raises(BadInput, match="diarienummer"):
        close_case(archive, "inget", CLOSED)
    with pytest.raises(BadInput, match="inte inträffat"):
        close_case(archive, "KS 2026/118", date(2099, 1, 1))


def test_a_case_that_two_boards_have_needs_its_board(archive, account, wish):
    board = Board(board_id="bun", name="Barn- och utbildning", municipality="Älmhult")
    archive.database.boards.add(board)
    other = {
        "account_id": "skolan",
        "board_id": "bun",
        "url": HttpUrl("https://torget.example/s"),
    }
    archive.database.accounts.add(account.model_copy(update=other))
    made = judge(
        archive, replace(wish, state=REGISTERED, entry=DiaryEntry("2026-00118"))
    )
    same = {"registration_id": "annan", "account_id": "skolan"}
    archive.database.registrations.add(made.model_copy(update=same))
    with pytest.raises(Refused, match="bun, ks"):
        close_case(archive, "2026-00118", CLOSED)
    (closed,) = close_case(archive, "2026-00118", CLOSED, "bun")
    assert closed.account_id == "skolan"
