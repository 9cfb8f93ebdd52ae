# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A board is served where its own file says, and reminded by ids and days alone."""

from datetime import timedelta

import pytest

from pipeline.diary.board_file import desks_for, wishes_of
from pipeline.diary.daily import boards_to_serve, remind_board, serve_board
from pipeline.diary.judge import Judgement, judge
from schemas.diary import RegistrationState
from schemas.errors import BadInput
from tests.gallring_samples import COMMENTS

SENDER = "avbild@kommun.example"


@pytest.fixture
def say(archive):
    """Write the board's file."""
    folder = archive.settings.home_folder / "diary"
    folder.mkdir()

    def said(text: str) -> None:
        (folder / "ks.yaml").write_text(text, encoding="utf-8")

    return said


@pytest.fixture
def judged(archive, account):
    """A comment that is to be registered."""
    wish = Judgement(account.account_id, "c2", RegistrationState.TO_REGISTER)
    return judge(archive, wish)


def test_a_board_that_has_said_nothing_is_not_served(archive, say):
    assert boards_to_serve(archive) == ()
    say("mapp:\nlista: ''\n")
    assert boards_to_serve(archive) == ()


def test_a_board_is_served_where_it_says(archive, judged, say, tmp_path):
    file = tmp_path / "lista.csv"
    say(f"lista: {file}\n")
    assert boards_to_serve(archive) == ("ks",)
    assert serve_board(archive, "ks", "", None) == 1
    assert judged.registration_id in file.read_text()
    assert serve_board(archive, "ks", "", None) == 0


@pytest.mark.parametrize("text", ["- mapp", "mapp: [", "brevduva: 1"])
def test_a_file_that_cannot_be_understood_is_refused(archive, say, text):
    say(text)
    with pytest.raises(BadInput):
        wishes_of(archive.settings, "ks")


def test_letters_need_a_sender_and_a_server(archive, say):
    say("e-post: registrator@kommun.example\n")
    wishes = wishes_of(archive.settings, "ks")
    for sender, send in (("", print), (SENDER, None)):
        with pytest.raises(BadInput, match="AVBILD_SMTP_URL"):
            desks_for(wishes, sender, send)
    (desk,) = desks_for(wishes, SENDER, print)
    assert (desk.name, desk.takes_secret) == ("mail", False)


def test_what_is_late_is_written_of_by_ids(archive, clock, judged, say):
    say("e-post: registrator@kommun.example\n")
    sent = []
    assert remind_board(archive, "ks", SENDER, sent.append) == 0
    assert sent == []
    clock.now += timedelta(days=10)
    assert remind_board(archive, "ks", SENDER, sent.append) == 5
    (letter,) = sent
    body = letter.get_body().get_content()
    assert f"{judged.due} biblioteket c2: ska diarieföras" in body
    assert "biblioteket c1: ska bedömas" in body
    words = letter["Subject"] + body
    assert not [name for name, _ in COMMENTS.values() if name in words]


def test_a_board_without_letters_is_only_counted(archive, clock, say, tmp_path):
    say(f"lista: {tmp_path / 'lista.csv'}\n")
    clock.now += timedelta(days=10)
    assert remind_board(archive, "ks", SENDER, pytest.fail) == 5
