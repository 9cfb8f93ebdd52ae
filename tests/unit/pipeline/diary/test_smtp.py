# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Letters leave encrypted or not at all, and no error tells the password."""

import smtplib
from email.message import EmailMessage

import pytest

from pipeline.diary.smtp import smtp_sender
from schemas.errors import BadInput, StoreDown

URL = "smtp://avbild:hem%2Flig@post.kommun.example"


class Server:
    """A server that notes what it is told, and may refuse."""

    fault: Exception | None = None
    said: list

    def __init__(self, host, port, **_):
        type(self).said = [(host, port)]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def starttls(self, context):
        """Change to TLS."""
        assert context.check_hostname
        self.said.append("tls")
        if self.fault:
            raise self.fault

    def login(self, *login):
        """Log in."""
        self.said.append(login)

    def send_message(self, letter):
        """Take a letter."""
        self.said.append(letter["Subject"])


@pytest.fixture
def server(monkeypatch):
    """Both kinds of server."""
    monkeypatch.setattr(smtplib, "SMTP", Server)
    monkeypatch.setattr(smtplib, "SMTP_SSL", Server)
    monkeypatch.setattr(Server, "fault", None)
    return Server


@pytest.fixture
def letter():
    """A letter."""
    written = EmailMessage()
    written["Subject"] = "Underlag"
    return written


def test_tls_comes_before_the_password(server, letter):
    smtp_sender(URL)(letter)
    login = ("avbild", "hem/lig")
    assert server.said == [("post.kommun.example", 587), "tls", login, "Underlag"]


def test_a_server_may_be_encrypted_from_the_start_and_need_no_login(server, letter):
    smtp_sender("smtps://post.kommun.example")(letter)
    assert server.said == [("post.kommun.example", 465), "Underlag"]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (smtplib.SMTPNotSupportedError("STARTTLS"), StoreDown),
        (smtplib.SMTPServerDisconnected("borta"), StoreDown),
        (ConnectionRefusedError(), StoreDown),
        (smtplib.SMTPAuthenticationError(535, b"hem/lig"), BadInput),
        (smtplib.SMTPRecipientsRefused({}), BadInput),
    ],
)
def test_a_letter_that_cannot_be_sent_safely_is_not_sent(server, letter, fault, kind):
    server.fault = fault
    with pytest.raises(kind) as caught:
        smtp_sender(URL)(letter)
    assert server.said == [("post.kommun.example", 587), "tls"]
    assert "hem" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["", "ftp://a.example", "smtps://", "smtp://a.example:x", "post.example"]
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(BadInput, match="AVBILD_SMTP_URL"):
        smtp_sender(url)
