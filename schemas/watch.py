# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the watch remembers of each account, and what it tells people.

An error never overwrites the last good observation, and is told once, not every hour.
"""

from collections.abc import Mapping

from pydantic import Field

from schemas.account import Account
from schemas.order import Order
from schemas.policy import Policy
from schemas.profile import PageState, ProfileChange
from schemas.record import Identifier, Instant, Labelled, NonEmpty, Record


class WatchState(Record):
    """Where the watch stands with an account.

    `due_at` is when it is to be looked at next. `failures` counts the looks since the
    last good one, `last_state` is what answered last. `validators` are what a server
    gave so that it can say that nothing has changed: "etag" and "last-modified".
    """

    account_id: Identifier
    due_at: Instant
    last_looked_at: Instant | None = None
    last_good_at: Instant | None = None
    last_state: PageState | None = None
    failures: int = Field(default=0, ge=0)
    validators: Mapping[str, str] = Field(default_factory=dict)


class Standing(Record):
    """What the archive holds about an account that is looked at.

    `order` is the open order, or else the newest of all content. `archived_at` is when
    the last complete capture of all content saw the profile, and `archived_by` the
    order that it was made for. `change` is the one that is not settled. `policy` is the
    board's own for changes, or else the municipality's.
    """

    account: Account
    order: Order | None = None
    archived_at: Instant | None = None
    archived_by: Identifier | None = None
    change: ProfileChange | None = None
    policy: Policy | None = None


class OutageScope(Labelled):
    """What an outage is of."""

    ACCOUNT = "account", "Ett konto"
    HOST = "host", "En plattform"


class Outage(Record):
    """A time when an account, or everything on a host, could not be watched.

    There is at most one open outage of a `subject` (an account's id or a host's name).
    `checked_at` is when it was last seen to go on: a host that is out is tried now and
    then, not by every account on it.
    """

    outage_id: Identifier
    scope: OutageScope
    subject: NonEmpty
    state: PageState
    began_at: Instant
    ended_at: Instant | None = None
    checked_at: Instant | None = None
    accounts: int = Field(default=1, ge=1)


class NoticeFor(Labelled):
    """Who is told."""

    SECRETARY = "secretary", "Nämndsekreteraren"
    COMMUNICATIONS = "communications", "Kommunikationsavdelningen"
    OPERATIONS = "operations", "Driften"


class NoticeKind(Labelled):
    """What a notice is about."""

    CHANGE_TO_JUDGE = "change_to_judge", "Bilder att jämföra"
    CHANGE_CONFIRMED = "change_confirmed", "Större förändring"
    CONTENT_MISSING = "content_missing", "Innehåll har försvunnit"
    CONTENT_RETURNED = "content_returned", "Gallrat innehåll finns i arkivet igen"
    PROBABLY_CLOSED = "probably_closed", "Kontot är troligen stängt"
    OUTAGE = "outage", "Avbrott i bevakningen"
    RECOVERED = "recovered", "Bevakningen fungerar igen"
    ACCESS = "access", "Inloggning eller nyckel behöver förnyas"
    INACTIVE = "inactive", "Förslag att avsluta kontot"
    CLOSURE = "closure", "Avslut av konto"
    CONFORMITY = "conformity", "Prövning mot riktlinjerna"
    ORDER_FAILED = "order_failed", "Arkivering misslyckades"


class Notice(Record):
    """One message to people, in Swedish, with what they can do.

    One per event: `key` is unique, so the same event never gives two. `title`, `text`
    and `action` hold no personal data: they leave by e-mail. A `board_id` is needed
    when the board secretary is told.
    """

    notice_id: Identifier
    key: NonEmpty
    kind: NoticeKind
    recipient: NoticeFor
    board_id: Identifier | None = None
    account_id: Identifier | None = None
    created_at: Instant
    title: NonEmpty
    text: NonEmpty
    action: NonEmpty
    sent_at: Instant | None = None
    done_at: Instant | None = None
    done_by: str = ""
