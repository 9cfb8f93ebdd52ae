# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each event is told once, to an address that is there, and never sent twice."""

import smtplib
from dataclasses import replace

import pytest

from pipeline.boards import change_secretary
from pipeline.diary.smtp import smtp_sender
from pipeline.notices import (
    BUNDLE,
    Message,
    finish_notice,
    letter,
    send_notices,
    tell,
)
from schemas.errors import BadInput, Refused, StoreDown, UnknownName
from schemas.order import EventKind
from schemas.watch import NoticeFor, NoticeKind

SENDER = "avbild@kommun.example"
SECRETARY = "ks@kommun.example"
COMMUNICATIONS = "kommunikation@kommun.example"
OPERATIONS = "drift@kommun.example"


class Server:
    """A server that takes letters, but for those it is told to refuse."""

    def __init__(self):
        self.letters = []
        self.faults = {}

    def __call__(self, written):
        """Take a letter."""
        fault = self.faults.get(written["To"])
        if fault:
            raise fault
        self.letters.append(written)

    @property
    def recipients(self):
        """Whom it took letters to."""
        return [written["To"] for written in self.letters]


class Secure:
    """The part of smtplib that a letter goes through."""

    said: list
    fault: Exception | None = None

    def __init__(self, *_, **__):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def starttls(self, context):
        """Change to TLS."""
        assert context.check_hostname
        self.said.append("tls")

    def send_message(self, letter):
        """Take a letter, or lose the line."""
        if self.fault:
            raise self.fault
        self.said.append(letter["Subject"])


@pytest.fixture
def server():
    """A server that takes everything."""
    return Server()


@pytest.fixture
def office(archive, board):
    """An archive where everybody has an address."""
    change_secretary(archive, board.board_id, SECRETARY)
    addresses = {
        "communications_email": COMMUNICATIONS,
        "operations_email": OPERATIONS,
    }
    settings = archive.settings.model_copy(update=addresses)
    return replace(archive, settings=settings)


def message(key="avslut", recipient=NoticeFor.SECRETARY, **given):
    known = {
        "key": key,
        "kind": NoticeKind.CLOSURE,
        "recipient": recipient,
        "title": f"Rubrik {key}",
        "text": "Det här har hänt.",
        "action": "Gör så här.",
        "board_id": "ks",
    }
    return Message.model_validate(known | given)


@pytest.mark.usefixtures("board")
def test_an_event_is_told_once(archive):
    assert tell(archive, message()) is not None
    assert tell(archive, message(title="Något annat")) is None
    (notice,) = archive.database.notices.list()
    assert notice.title == "Rubrik avslut"


def test_the_accounts_board_is_told(archive, account):
    notice = tell(archive, message(board_id=None, account_id=account.account_id))
    assert notice.board_id == account.board_id
    with pytest.raises(UnknownName):
        tell(archive, message("annat", board_id=None, account_id="okant"))


def test_a_letter_says_what_and_how_and_which(office, server):
    notice = tell(office, message(title="Rubrik\nmed rad"))
    assert send_notices(office, SENDER, server) == 1
    (written,) = server.letters
    assert (written["From"], written["To"]) == (SENDER, SECRETARY)
    assert written["Subject"] == "Rubrik med rad"
    assert written["Message-ID"] == f"<{notice.notice_id}@kommun.example>"
    assert written["Auto-Submitted"] == "auto-generated"
    body = written.get_body().get_content()
    for part in ("Det här har hänt.", "Gör så här.", f"Referens: {notice.notice_id}"):
        assert part in body
    assert office.database.notices.get(notice.notice_id).sent_at is not None


def test_nothing_is_sent_twice(office, server):
    tell(office, message())
    assert send_notices(office, SENDER, server) == 1
    assert send_notices(office, SENDER, server) == 0
    assert len(server.letters) == 1


def test_each_goes_where_its_recipient_reads(office, server):
    for recipient in NoticeFor:
        tell(office, message(recipient.value, recipient))
    assert send_notices(office, SENDER, server) == 3
    assert server.recipients == [SECRETARY, COMMUNICATIONS, OPERATIONS]


@pytest.mark.parametrize(("count", "letters"), [(5, 5), (6, 1), (BUNDLE + 1, 2)])
def test_many_to_the_same_come_in_one_letter(office, server, count, letters):
    for number in range(count):
        tell(office, message(f"nummer-{number}"))
    tell(office, message("annan", NoticeFor.OPERATIONS))
    assert send_notices(office, SENDER, server) == count + 1
    mine = [written for written in server.letters if written["To"] == SECRETARY]
    assert len(mine) == letters
    text = "".join(written.get_body().get_content() for written in mine)
    assert text.count("Referens: ") == count
    if letters == 1:
        assert mine[0]["Subject"] == "6 meddelanden från Avbild"
        assert "Rubrik nummer-5" in text
    assert office.database.notices.unsent() == ()


def test_a_letter_leaves_encrypted_through_a_real_sender(office, monkeypatch):
    taken = []

    class Smtp(Secure):
        """A server that notes what it is handed."""

        said = taken

    monkeypatch.setattr(smtplib, "SMTP", Smtp)
    notice = tell(office, message(title="Åtgärd väntar"))
    send = smtp_sender("smtp://post.kommun.example")
    assert send_notices(office, SENDER, send) == 1
    assert taken == ["tls", "Åtgärd väntar"]
    Smtp.fault = smtplib.SMTPServerDisconnected("borta")
    tell(office, message("nästa"))
    with pytest.raises(StoreDown):
        send_notices(office, SENDER, send)
    left = office.database.notices.unsent()
    assert [found.key for found in left] == ["nästa"]
    assert office.database.notices.get(notice.notice_id).sent_at is not None


def test_a_bundle_has_the_same_name_each_time(office):
    notices = [tell(office, message(f"n-{number}")) for number in range(6)]
    first, again = (letter(notices, SENDER, SECRETARY) for _ in range(2))
    other = letter(notices[:5], SENDER, SECRETARY)
    assert first["Message-ID"] == again["Message-ID"] != other["Message-ID"]


def test_who_has_no_address_reads_the_inbox(archive, board, server):
    assert board.secretary_email == ""
    for recipient in NoticeFor:
        tell(archive, message(recipient.value, recipient))
    tell(archive, message("ingen nämnd", board_id=None))
    assert send_notices(archive, SENDER, server) == 0
    assert server.letters == []
    assert len(archive.database.notices.list(is_done=False)) == 4


def test_what_is_a_week_old_is_not_sent_any_more(archive, board, server):
    """An address that comes later brings no letters on what was read long ago."""
    tell(archive, message("gammal"))
    archive.clock.pass_time(days=7, seconds=1)
    tell(archive, message("ny"))
    change_secretary(archive, board.board_id, SECRETARY)
    assert send_notices(archive, SENDER, server) == 1
    assert server.letters[0]["Subject"] == "Rubrik ny"


def test_what_is_done_is_not_sent(office, server):
    notice = tell(office, message())
    finish_notice(office, notice.notice_id)
    assert send_notices(office, SENDER, server) == 0


@pytest.mark.parametrize("fault", [BadInput("Mottagaren godtas inte."), Refused("Nej")])
def test_a_refused_letter_stops_no_other_and_is_told(office, server, fault):
    server.faults[SECRETARY] = fault
    tell(office, message())
    tell(office, message("drift", NoticeFor.OPERATIONS))
    with pytest.raises(BadInput) as caught:
        send_notices(office, SENDER, server)
    assert caught.value.problems == (f"Nämndsekreteraren (ks): {fault}",)
    assert server.recipients == [OPERATIONS]
    (left,) = office.database.notices.unsent()
    assert left.sent_at is None
    server.faults.clear()
    assert send_notices(office, SENDER, server) == 1


def test_a_recipient_that_is_no_address_is_told(office, server):
    settings = office.settings.model_copy(update={"operations_email": "drift"})
    odd = replace(office, settings=settings)
    tell(odd, message("drift", NoticeFor.OPERATIONS))
    tell(odd, message())
    with pytest.raises(BadInput) as caught:
        send_notices(odd, SENDER, server)
    assert caught.value.problems == ("Driften: ”drift” är ingen e-postadress.",)
    assert server.recipients == [SECRETARY]


def test_a_busy_server_is_left_alone_after_two_recipients(office):
    tried = []

    def busy(written):
        tried.append(written["To"])
        fault = "Brevet kunde inte skickas."
        raise StoreDown(fault)

    for number in range(5):
        tell(office, message(f"n-{number}"))
    for recipient in (NoticeFor.COMMUNICATIONS, NoticeFor.OPERATIONS):
        tell(office, message(recipient.value, recipient))
    with pytest.raises(StoreDown):
        send_notices(office, SENDER, busy)
    assert tried == [SECRETARY, COMMUNICATIONS]
    assert len(office.database.notices.unsent()) == 7


def test_a_server_that_was_busy_for_the_last_is_told(office, server):
    server.faults[OPERATIONS] = StoreDown("Servern är upptagen.")
    tell(office, message())
    tell(office, message("drift", NoticeFor.OPERATIONS))
    with pytest.raises(StoreDown):
        send_notices(office, SENDER, server)
    assert server.recipients == [SECRETARY]


def test_one_letter_that_the_server_is_too_busy_for_is_tried_again(office, server):
    server.faults[SECRETARY] = StoreDown("Servern är upptagen.")
    tell(office, message())
    tell(office, message("drift", NoticeFor.OPERATIONS))
    assert send_notices(office, SENDER, server) == 1
    assert server.recipients == [OPERATIONS]
    server.faults.clear()
    assert send_notices(office, SENDER, server) == 1


def test_without_a_server_or_a_sender_nothing_is_sent(office, server):
    tell(office, message())
    assert send_notices(office, SENDER, None) == 0
    assert send_notices(office, " ", server) == 0
    with pytest.raises(BadInput, match="ingen e-postadress"):
        send_notices(office, "avbild", server)
    assert len(office.database.notices.unsent()) == 1


def test_a_notice_is_done_by_someone_once(office):
    notice = tell(office, message())
    done = finish_notice(office, notice.notice_id)
    assert (done.done_by, done.done_at is not None) == ("Ulla", True)
    event = office.database.events.list()[-1]
    assert (event.kind, event.subject) == (EventKind.NOTICE_DONE, "ks")
    assert event.detail == {"notice": notice.notice_id, "kind": "closure"}
    with pytest.raises(Refused, match="redan avklarat"):
        finish_notice(office, notice.notice_id)
    with pytest.raises(UnknownName):
        finish_notice(office, "okant")


def test_a_secretarys_address_is_changed_without_being_told(archive, board):
    found = change_secretary(archive, board.board_id, f" {SECRETARY} ")
    assert found.secretary_email == SECRETARY
    assert archive.database.boards.get("ks") == found
    change_secretary(archive, board.board_id, SECRETARY)
    (event,) = archive.database.events.list()
    assert (event.kind, event.detail) == (
        EventKind.BOARD_CHANGED,
        {"fields": "secretary_email"},
    )
    with pytest.raises(BadInput, match="ingen e-postadress"):
        change_secretary(archive, board.board_id, "ulla")
    with pytest.raises(UnknownName):
        change_secretary(archive, "okand", SECRETARY)
    assert change_secretary(archive, board.board_id, " ").secretary_email == ""
