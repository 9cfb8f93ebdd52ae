# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the diary is to hold of a document, and when it need not hold anything.

OSL (2009:400) 5 kap. 1 § wants a document registered as soon as it has come in or been
drawn up, and 2 § says what the diary holds: date, number, sender or recipient, and in
brief what it is about. What is written here from itself is safe to show to anybody: a
sender's name or words are never put into a subject.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rules.dates import swedish_day
from rules.wording import fold
from schemas.diary import Direction, Registration, RegistrationState
from schemas.item import ItemKind

LONGEST_NUMBER = 60
_NUMBER = re.compile(r"[^\W_][\w ./:()-]*")
_CALLED = re.compile(r"^(?:dnr|diarienr|diarienummer)\b[.:]?\s*", re.IGNORECASE)
_WHERE = {None: "från", ItemKind.MESSAGE: "via"}


@dataclass(frozen=True)
class Document:
    """A post, comment, thread or package as far as the diary needs to know it.

    `kind` is None for a package as a whole. `answers_other` says that it answers what
    somebody else than the account wrote.
    """

    kind: ItemKind | None
    is_by_account: bool
    published: datetime | None
    captured_at: datetime
    answers_other: bool = False
    covers_thread: bool = False

    @property
    def label(self) -> str:
        """What it is called in a subject."""
        if self.covers_thread:
            return "Tråd"
        return self.kind.label if self.kind else "Arkivpaket"


def direction_of(document: Document) -> Direction:
    """Say whether a document came in, went out or was drawn up.

    A visitor's comment is received when it is published, a post of the municipality's
    drawn up when it is published; an answer or a message is sent to somebody.
    """
    if not document.is_by_account:
        return Direction.INCOMING
    is_sent = document.answers_other or document.kind is ItemKind.MESSAGE
    return Direction.OUTGOING if is_sent else Direction.INTERNAL


def document_date(document: Document) -> date:
    """Give the day on which a document came in or was drawn up.

    When the page did not say, it is the day it was captured: then it was there.
    """
    return swedish_day(document.published or document.captured_at)


def default_subject(document: Document, account_name: str) -> str:
    """Say in brief what a document is, without anybody's name or words.

    It can thus also be the subject that is shown to the public.
    """
    where = "på" if document.covers_thread else _WHERE.get(document.kind, "på")
    day = document_date(document)
    return f"{document.label} {where} kontot {account_name}, {day}"


def party_of(direction: Direction, author: str, answered: str = "") -> tuple[str, str]:
    """Give the sender and the recipient, of which the board itself is neither.

    `author` wrote the document and `answered` what it answers. What is drawn up for
    everybody has neither.
    """
    if direction is Direction.INCOMING:
        return author, ""
    return "", answered if direction is Direction.OUTGOING else ""


def read_number(text: str) -> str | None:
    """Read a diary number as people write it, or None if it cannot be one.

    Every diary has a form of its own, so little is asked: a digit, on one line, made
    of letters, digits and the signs that numbers are divided by. "Dnr" is taken off.
    """
    number = _CALLED.sub("", " ".join(text.split()))
    has_digit = any(character.isdecimal() for character in number)
    if not has_digit or len(number) > LONGEST_NUMBER:
        return None
    return number if _NUMBER.fullmatch(number) else None


def is_of_case(diary_number: str, case: str) -> bool:
    """Tell whether a diary number is a case's own or that of a document in it.

    "KS 2026/118-3" is a document in the case "KS 2026/118"; what comes after the
    case's number must be a divider and digits, so that "KS 2026/1180" is another case.
    """
    whole, wanted = _compared(diary_number), _compared(case)
    if whole == wanted:
        return bool(wanted)
    is_case = "/" in wanted and whole.startswith(wanted)
    return is_case and re.fullmatch(r"[-:.]\d+", whole[len(wanted) :]) is not None


def exemption_refusals(
    reason: str, secrecy: str, demanded_by: Sequence[str], before: Registration | None
) -> tuple[str, ...]:
    """Say why a document may not be judged as not to be registered.

    `demanded_by` are the codes of the confirmed plan rows that say registration.
    Anything secret must always be registered: OSL 5 kap. 1 § lets only public
    documents be kept in order without it.
    """
    said = []
    if not reason.strip():
        said.append("Ange varför handlingen inte ska diarieföras.")
    if secrecy:
        said.append("Handlingen omfattas av sekretess och ska alltid diarieföras.")
    said += [
        f"Rad {code} i planen säger att handlingen ska diarieföras."
        for code in demanded_by
    ]
    if before is not None and before.state is RegistrationState.REGISTERED:
        said.append(
            f"Handlingen är redan diarieförd som {before.diary_number}. Är det fel, "
            "bedöm den först som to_register."
        )
    return tuple(said)


def _compared(number: str) -> str:
    return fold(_CALLED.sub("", number.strip())).replace(" ", "")
