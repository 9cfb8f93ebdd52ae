# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Send letters through the municipality's SMTP server, always encrypted.

The address is `smtps://user:password@host:465`, or `smtp://…:587`, which must then be
able to change to TLS. The password never stands in an error.
"""

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

from schemas.errors import BadInput, StoreDown

PATIENCE = 30
"""Seconds to wait for the server."""

_PORTS = {"smtps": 465, "smtp": 587}


def smtp_sender(url: str) -> Callable[[EmailMessage], None]:
    """Give a function that sends a letter through a server.

    Raises:
        BadInput: the address of the server cannot be used.
    """
    parts = _server(url)

    def send(letter: EmailMessage) -> None:
        """Send a letter.

        Raises:
            BadInput: the server refuses the login, or a recipient.
            StoreDown: the server cannot be reached, or takes no letters now.
        """
        try:
            _send(parts, letter)
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPRecipientsRefused) as e:
            message = "E-postservern godtar inte inloggningen eller mottagaren."
            raise BadInput(message) from e
        except (smtplib.SMTPException, OSError) as error:
            message = "Brevet kunde inte skickas. E-postservern svarar inte som väntat."
            raise StoreDown(message) from error

    return send


def _server(url: str) -> SplitResult:
    problem = "AVBILD_SMTP_URL ska vara smtps://… eller smtp://… med en server."
    try:
        parts = urlsplit(url)
        is_usable = parts.scheme in _PORTS and bool(parts.hostname)
        _ = parts.port
    except ValueError as error:
        raise BadInput(problem) from error
    if not is_usable:
        raise BadInput(problem)
    return parts


def _send(parts: SplitResult, letter: EmailMessage) -> None:
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    secure = ssl.create_default_context()
    if parts.scheme == "smtps":
        with smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=secure) as server:
            _hand_in(server, parts, letter)
        return
    with smtplib.SMTP(host, port, timeout=PATIENCE) as server:
        server.starttls(context=secure)
        _hand_in(server, parts, letter)


def _hand_in(server: smtplib.SMTP, parts: SplitResult, letter: EmailMessage) -> None:
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    server.send_message(letter)
