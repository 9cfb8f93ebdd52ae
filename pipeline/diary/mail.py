# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Letters to the registrar: what is to be registered, and what is late.

A letter passes through systems that are not the board's own, so its subject is the one
for the public, and what is secret never leaves this way.
"""

import mimetypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from schemas.diary import RegistrationSheet
from schemas.errors import BadInput, Refused

Send = Callable[[EmailMessage], None]

_PAPER = """Hej!

Bifogat är underlag för diarieföring.

Ärendemening: {subject}
Konto: {account}
Nämnd: {board}
Ska diarieföras senast: {due}
Referens: {reference}

Filen underlag.pdf innehåller handlingen och allt som ska stå i diariet. Filen erms.xml
innehåller samma uppgifter för ett ärendesystem. Kontrollsummorna står i sha256.txt.

När handlingen är diarieförd, lämna tillbaka diarienumret och datumet tillsammans med
referensen ovan.

Brevet är skickat av Avbild.
"""


@dataclass(frozen=True)
class MailDesk:
    """The registrar's mailbox; `send` delivers a letter or raises."""

    recipient: str
    sender: str
    send: Send
    name: str = "mail"
    needs_files: bool = True
    takes_secret: bool = False

    def take(self, sheet: RegistrationSheet, files: Path) -> None:
        """Send a letter with the files.

        Raises:
            Refused: what is to be registered is secret.
            BadInput: an address is not an e-mail address.
            ArchiveError: the letter could not be sent.
        """
        if sheet.registration.secrecy:
            message = (
                "Handlingar med sekretess skickas inte med e-post. Lämna underlaget i "
                "en mapp i stället."
            )
            raise Refused(message)
        self.send(letter(sheet, files, self.sender, self.recipient))


def letter(
    sheet: RegistrationSheet, files: Path, sender: str, recipient: str
) -> EmailMessage:
    """Write the letter that goes with a sheet's files.

    The same sheet always gets the same Message-ID, so that a mailbox that receives it
    twice can tell.

    Raises:
        BadInput: an address is not an e-mail address.
    """
    found = sheet.registration
    written = EmailMessage()
    come_from = mail_address(sender)
    written["From"] = come_from
    written["To"] = mail_address(recipient)
    subject = " ".join(found.public_subject.split())
    written["Subject"] = f"Underlag för diarieföring: {subject}"
    written["Date"] = format_datetime(sheet.made_at)
    written["Message-ID"] = f"<{sheet.reference}@{come_from.domain}>"
    written["Auto-Submitted"] = "auto-generated"
    text = _PAPER.format(
        subject=subject,
        account=sheet.account.name,
        board=sheet.board.name,
        due=found.due or "snarast",
        reference=sheet.reference,
    )
    written.set_content(text, cte="quoted-printable")
    for file in sorted(files.iterdir()):
        _attach(written, file)
    return written


def reminder(
    lines: Sequence[str], board: str, count: int, between: tuple[str, str]
) -> EmailMessage:
    """Write a letter on what is late; its lines name ids and days, never people.

    Args:
        lines: what is late.
        board: the board's name.
        count: how many things are late.
        between: the addresses of the sender and the recipient.

    Raises:
        BadInput: an address is not an e-mail address.
    """
    sender, recipient = between
    written = EmailMessage()
    written["From"] = mail_address(sender)
    written["To"] = mail_address(recipient)
    written["Subject"] = f"Försenad diarieföring, {board}: {count}"
    written["Auto-Submitted"] = "auto-generated"
    text = "\n".join(
        ("Hej!", "", f"Det här är försenat hos {board}:", "", *lines, "", _SIGNED)
    )
    written.set_content(f"{text}\n", cte="quoted-printable")
    return written


def _attach(written: EmailMessage, file: Path) -> None:
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    main, _, sub = kind.partition("/")
    content = file.read_bytes()
    written.add_attachment(content, maintype=main, subtype=sub, filename=file.name)


def mail_address(text: str) -> Address:
    """Read an e-mail address; nothing in it may become another header.

    Raises:
        BadInput: it is none.
    """
    try:
        address = Address(addr_spec=text.strip())
    except (MessageError, ValueError, IndexError) as error:
        message = f"”{text}” är ingen e-postadress."
        raise BadInput(message) from error
    if not address.domain or not address.username or not text.isprintable():
        message = f"”{text}” är ingen e-postadress."
        raise BadInput(message)
    return address


_SIGNED = "Kör avbild diary list för att se allt. Brevet är skickat av Avbild."
