# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a person judges is kept as said, and what the law forbids is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pipeline.classify import classify_account, confirm
from pipeline.diary.judge import DiaryEntry, Judgement, judge, judge_all
from rules.dates import next_working_day
from schemas.diary import Direction, RegistrationState
from schemas.errors import BadInput, Refused, UnknownName
from schemas.order import EventKind
from tests.gallring_samples import COMMENTS

TO_REGISTER = RegistrationState.TO_REGISTER
REGISTERED = RegistrationState.REGISTERED
EXEMPT = RegistrationState.NOT_TO_BE_REGISTERED
NUMBER = "KS 2026/118"

pytestmark = pytest.mark.usefixtures("package")


@pytest.fixture
def wish(account) -> Judgement:
    """A judgement that the second comment is to be registered."""
    return Judgement(account.account_id, "c2", TO_REGISTER)


def test_what_is_to_be_registered_is_due_the_next_working_day(archive, account, wish):
    made = judge(archive, wish)
    assert made.due == next_working_day(archive.today())
    assert made.decided_by == "Ulla"
    assert made.decided_at < archive.clock()
    assert archive.database.registrations.of(account.account_id, "c2", "p1") == made
    assert archive.database.registrations.waiting() == (made,)


def test_a_later_judgement_does_not_move_the_day_on(archive, clock, wish):
    first = judge(archive, wish)
    clock.now += timedelta(days=30)
    assert judge(archive, wish).due == first.due
    later = archive.today() + timedelta(days=9)
    assert judge(archive, replace(wish, due=later)).due == later


def test_a_comment_has_come_in_and_its_writer_is_not_kept(archive, wish):
    made = judge(archive, wish)
    assert made.direction is Direction.INCOMING
    assert made.document_date == date(2026, 3, 1)
    assert made.subject == "Kommentar på kontot Älmhults bibliotek, 2026-03-01"
    assert made.public_subject == made.subject
    written = made.model_dump_json()
    assert not [name for name, _ in COMMENTS.values() if name in written]


@pytest.mark.parametrize(
    ("item_id", "direction"),
    [("p1", Direction.INTERNAL), ("r1", Direction.OUTGOING)],
)
def test_what_the_account_wrote_is_drawn_up_or_sent(archive, wish, item_id, direction):
    assert judge(archive, replace(wish, item_id=item_id)).direction is direction


def test_what_a_person_says_goes_before_what_is_worked_out(archive, wish):
    said = DiaryEntry(
        document_date=date(2026, 2, 27),
        direction=Direction.INTERNAL,
        party="Föreningen Påhitt",
        subject="Fråga om öppettider",
        public_subject="Fråga",
        secrecy="OSL 21:7",
    )
    made = judge(archive, replace(wish, entry=said))
    for name in ("document_date", "direction", "party", "subject", "public_subject"):
        assert getattr(made, name) == getattr(said, name)
    number = replace(wish, state=REGISTERED, entry=DiaryEntry(NUMBER))
    registered = judge(archive, number)
    assert registered.subject == "Fråga om öppettider"
    assert registered.party == "Föreningen Påhitt"
    assert registered.secrecy == "OSL 21:7"


def test_what_becomes_headings_stands_on_one_line(archive, wish):
    said = DiaryEntry(subject="Fråga\n om  tid ", public_subject="Fråga\r\nBcc: a@b.c")
    made = judge(archive, replace(wish, entry=said))
    assert made.subject == "Fråga om tid"
    assert made.public_subject == "Fråga Bcc: a@b.c"


def test_a_number_that_is_known_already_is_kept(archive, wish):
    entry = DiaryEntry("Dnr  KS 2026/118", date(2026, 3, 2))
    made = judge(archive, replace(wish, state=REGISTERED, entry=entry))
    assert (made.diary_number, made.registered_on) == (NUMBER, date(2026, 3, 2))
    assert made.registered_by == "Ulla"
    assert archive.database.registrations.waiting() == ()


@pytest.mark.parametrize(
    "entry",
    [
        DiaryEntry(),
        DiaryEntry("inget nummer"),
        DiaryEntry(NUMBER, date(2099, 1, 1)),
        DiaryEntry(NUMBER, document_date=date(2099, 1, 1)),
    ],
)
def test_a_number_or_a_day_that_cannot_be_right_is_refused(archive, wish, entry):
    with pytest.raises(BadInput):
        judge(archive, replace(wish, state=REGISTERED, entry=entry))
    assert archive.database.registrations.of_account(wish.account_id) == ()


def test_who_need_not_register_says_why(archive, wish):
    with pytest.raises(Refused, match="Ange varför"):
        judge(archive, replace(wish, state=EXEMPT, reason=" "))
    made = judge(archive, replace(wish, state=EXEMPT, reason="Ringa betydelse"))
    assert (made.reason, made.due) == ("Ringa betydelse", None)
    assert made.decided_by == "Ulla"


def test_a_thread_is_judged_at_its_post_and_covers_what_is_below(archive, wish):
    with pytest.raises(Refused, match="Ange ”p1”"):
        judge(archive, replace(wish, covers_thread=True))
    made = judge(archive, replace(wish, item_id="p1", covers_thread=True))
    assert made.subject.startswith("Tråd på kontot")
    assert archive.database.registrations.of(wish.account_id, "c3", "p1") == made


def test_a_package_is_judged_as_a_whole(archive, wish, package):
    made = judge(archive, replace(wish, item_id=package.package_id))
    assert made.direction is Direction.INTERNAL
    assert made.subject.startswith("Arkivpaket från kontot")


@pytest.mark.parametrize("item_id", ["c9", "finns-inte"])
def test_what_is_not_there_cannot_be_judged(archive, wish, item_id):
    with pytest.raises(UnknownName):
        judge(archive, replace(wish, item_id=item_id))
    with pytest.raises(UnknownName):
        judge(archive, replace(wish, account_id="annat"))


def test_a_row_that_demands_registration_is_obeyed(archive, account, plan, wish):
    demands = next(row for row in plan.rows if row.registration.value == "yes")
    classify_account(archive, account.account_id)
    exempt = replace(wish, state=EXEMPT, reason="Ringa betydelse")
    judge(archive, exempt)
    confirm(archive, account.account_id, ["c2"], demands.row_id, "Ärende")
    for refused in (exempt, replace(exempt, item_id="p1", covers_thread=True)):
        with pytest.raises(Refused, match=f"Rad {demands.code} i planen"):
            judge(archive, refused)
    judge(archive, replace(exempt, item_id="c3"))


def test_what_is_secret_is_always_registered(archive, wish):
    exempt = replace(wish, state=EXEMPT, reason="Ringa betydelse")
    secret = DiaryEntry(secrecy="OSL 21:7")
    with pytest.raises(Refused, match="sekretess"):
        judge(archive, replace(exempt, entry=secret))
    judge(archive, replace(wish, entry=secret))
    with pytest.raises(Refused, match="sekretess"):
        judge(archive, exempt)
    lifted = judge(archive, replace(wish, entry=DiaryEntry(secrecy="")))
    assert lifted.secrecy == ""
    judge(archive, exempt)


def test_what_has_a_number_is_not_called_unregistered(archive, wish):
    judge(archive, replace(wish, state=REGISTERED, entry=DiaryEntry(NUMBER)))
    exempt = replace(wish, state=EXEMPT, reason="Fel")
    with pytest.raises(Refused, match=NUMBER):
        judge(archive, exempt)
    judge(archive, wish)
    judge(archive, exempt)


def test_several_are_judged_together_or_not_at_all(archive, wish):
    with pytest.raises(UnknownName):
        judge_all(archive, [wish, replace(wish, item_id="c9")])
    assert archive.database.registrations.of_account(wish.account_id) == ()


def test_the_event_log_holds_ids_alone(archive, wish):
    said = DiaryEntry(NUMBER, party="Siv Tänkt", subject="Hemligt ämne")
    judge(archive, replace(wish, entry=said))
    made = judge(archive, replace(wish, state=REGISTERED, entry=said))
    *_, judged, registered = archive.database.events.list()
    assert judged.kind is EventKind.REGISTRATION_JUDGED
    assert registered.kind is EventKind.REGISTERED
    assert registered.subject == wish.account_id
    assert registered.detail == {
        "registration": made.registration_id,
        "item": "c2",
        "state": "registered",
    }
