# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tell people what has happened and what they can do: once for each event.

A notice lies in the inbox, and leaves by e-mail if its recipient has an address. A
letter names no people: it passes through systems that are not the board's own.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from pipeline.context import Archive
from pipeline.diary.mail import Send, mail_address
from schemas.errors import ArchiveError, BadInput, Unavailable, UnknownName
from schemas.order import EventKind
from schemas.record import Record
from schemas.watch import Notice, NoticeFor, NoticeKind

FRESH = timedelta(days=7)
"""How long a notice waits to be sent; an older one stays in the inbox alone."""

SEPARATE = 5
"""Notices that one recipient gets in letters of their own; more come in one letter."""

BUNDLE = 100
"""The most notices in one letter."""

PATIENCE = 2
"""Recipients in a row that a server may be too busy for before the run gives up."""


class Message(Record):
    """What is to be told; the same `key` is never told twice.

    A key names the event, such as "change:ID" or "outage:HOST:2026-11-23T07:00Z".
    """

    key: str
    kind: NoticeKind
    recipient: NoticeFor
    title: str
    text: str
    action: str
    account_id: str | None = None
    board_id: str | None = None


def tell(archive: Archive, message: Message) -> Notice | None:
    """Put a notice in the inbox, from where it is also sent by e-mail.

    Returns:
        None when this event was told already.

    Raises:
        UnknownName: the account is not in the register.
    """
    board_id = message.board_id
    if board_id is None and message.account_id is not None:
        board_id = archive.database.accounts.get(message.account_id).board_id
    given = message.model_dump() | {"board_id": board_id}
    notice = Notice(notice_id=archive.new_id(), created_at=archive.clock(), **given)
    return notice if archive.database.notices.add(notice) else None


def finish_notice(archive: Archive, notice_id: str) -> Notice:
    """Note that somebody has done what a notice asks for.

    Raises:
        UnknownName: there is no such notice.
        Refused: it is done already.
    """
    notices = archive.database.notices
    with archive.database.transaction():
        notice = notices.done(notice_id, archive.agent, archive.clock())
        detail = {"notice": notice_id, "kind": notice.kind.value}
        subject = notice.account_id or notice.board_id or notice_id
        archive.note(EventKind.NOTICE_DONE, subject, detail)
        return notice


def send_notices(archive: Archive, sender: str, send: Send | None) -> int:
    """Send what is not sent, and give how many notices the server took.

    A notice is marked as sent when its letter was taken, so it is sent again only if
    the run dies in between; the letter then has the same Message-ID. What has nobody to
    go to, is done already, or has waited a week, stays in the inbox alone.

    Raises:
        BadInput: the sender's address, or a recipient's, is not taken. Every other
            letter was sent first, and the recipients are named.
        Unavailable: the server takes no letters now.
    """
    if send is None or not sender.strip():
        return 0
    mail_address(sender)
    post = _Post(archive, sender, send)
    for address, notices in _by_address(archive).items():
        post.deliver(address, notices)
    post.finish()
    return post.sent


class _Post:
    """One run's letters: how many notices left, and which recipients were refused."""

    def __init__(self, archive: Archive, sender: str, send: Send) -> None:
        self.sent = 0
        self._archive = archive
        self._sender = sender
        self._send = send
        self._refused: dict[str, str] = {}
        self._busy: list[Unavailable] = []

    def deliver(self, address: str, notices: Sequence[Notice]) -> None:
        """Send what there is to one recipient; a refused letter stops no other."""
        for bundle in _bundles(notices):
            try:
                self._send(letter(bundle, self._sender, address))
            except Unavailable as error:
                self._busy.append(error)
                if len(self._busy) >= PATIENCE:
                    raise
                return
            except ArchiveError as error:
                self._refused[_recipient(bundle[0])] = str(error)
            else:
                self._busy.clear()
                self._mark(bundle)

    def finish(self) -> None:
        """Say what went wrong, now that the others have their letters."""
        if self._refused:
            message = "Alla meddelanden kunde inte skickas."
            raise BadInput(message, [f"{k}: {v}" for k, v in self._refused.items()])
        if self._busy:
            raise self._busy[-1]

    def _mark(self, bundle: Sequence[Notice]) -> None:
        with self._archive.database.transaction():
            for notice in bundle:
                moment = self._archive.clock()
                self._archive.database.notices.sent(notice.notice_id, moment)
        self.sent += len(bundle)


def letter(notices: Sequence[Notice], sender: str, recipient: str) -> EmailMessage:
    """Write a letter with one notice or several.

    The same notices always get the same Message-ID, so that a mailbox that receives
    them twice can tell.

    Raises:
        BadInput: an address is not an e-mail address.
    """
    written = EmailMessage()
    come_from = mail_address(sender)
    written["From"] = come_from
    written["To"] = mail_address(recipient)
    written["Subject"] = _subject(notices)
    written["Date"] = format_datetime(max(notice.created_at for notice in notices))
    written["Message-ID"] = f"<{_reference(notices)}@{come_from.domain}>"
    written["Auto-Submitted"] = "auto-generated"
    parts = [_body(notice, is_alone=len(notices) == 1) for notice in notices]
    text = "\n\n".join(("Hej!", *parts, _SIGNED))
    written.set_content(f"{text}\n", cte="quoted-printable")
    return written


def _by_address(archive: Archive) -> Mapping[str, list[Notice]]:
    """Sort what is to be sent by where it goes; what has nowhere to go is left out."""
    oldest = archive.clock() - FRESH
    found: dict[str, list[Notice]] = defaultdict(list)
    addresses: dict[tuple[NoticeFor, str | None], str] = {}
    for notice in archive.database.notices.unsent():
        if notice.done_at is not None or notice.created_at < oldest:
            continue
        who = (notice.recipient, notice.board_id)
        if who not in addresses:
            addresses[who] = _address(archive, notice)
        if addresses[who]:
            found[addresses[who]].append(notice)
    return found


def _address(archive: Archive, notice: Notice) -> str:
    """Give where a notice goes; nothing when its recipient has no address."""
    if notice.recipient is NoticeFor.COMMUNICATIONS:
        return archive.settings.communications_email.strip()
    if notice.recipient is NoticeFor.OPERATIONS:
        return archive.settings.operations_email.strip()
    if notice.board_id is None:
        return ""
    try:
        board = archive.database.boards.get(notice.board_id)
    except UnknownName:
        return ""
    return board.secretary_email.strip()


def _bundles(notices: Sequence[Notice]) -> Iterator[Sequence[Notice]]:
    size = BUNDLE if len(notices) > SEPARATE else 1
    for start in range(0, len(notices), size):
        yield notices[start : start + size]


def _recipient(notice: Notice) -> str:
    """Name who did not get a letter, without the address."""
    if notice.recipient is NoticeFor.SECRETARY:
        return f"{notice.recipient.label} ({notice.board_id})"
    return notice.recipient.label


def _reference(notices: Sequence[Notice]) -> str:
    if len(notices) == 1:
        return notices[0].notice_id
    ids = "\n".join(notice.notice_id for notice in notices)
    return f"bundle-{hashlib.sha256(ids.encode()).hexdigest()[:32]}"


def _subject(notices: Sequence[Notice]) -> str:
    if len(notices) == 1:
        return " ".join(notices[0].title.split())
    return f"{len(notices)} meddelanden från Avbild"


def _body(notice: Notice, *, is_alone: bool) -> str:
    title = () if is_alone else (notice.title, "")
    said = (notice.text, "", f"Det här kan du göra: {notice.action}")
    return "\n".join((*title, *said, "", f"Referens: {notice.notice_id}"))


_SIGNED = (
    "Kör avbild inbox list för att se allt som väntar. Brevet är skickat av Avbild."
)
