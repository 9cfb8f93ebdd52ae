# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Registration in the board's diary (diarieföring), as Avbild keeps account of it.

Avbild is not the diary: it hands over what is to be registered and keeps the number
that comes back. What the diary must hold is said in OSL (2009:400) 5 kap. 2 §.
"""

from datetime import date

from schemas.account import Account, Board
from schemas.item import Item
from schemas.plan import PlanReference
from schemas.record import Identifier, Instant, Labelled, NonEmpty, Record


class RegistrationState(Labelled):
    """What was judged about registration; an item without any is not judged."""

    TO_REGISTER = "to_register", "Ska diarieföras"
    REGISTERED = "registered", "Diarieförd"
    NOT_TO_BE_REGISTERED = "not_to_be_registered", "Ska inte diarieföras"


class Direction(Labelled):
    """Whether the document came in or was drawn up."""

    INCOMING = "incoming", "Inkommen"
    OUTGOING = "outgoing", "Utgående"
    INTERNAL = "internal", "Upprättad"


class Registration(Record):
    """A decision on registration of an item or, with `covers_thread`, a whole thread.

    Never changed, only followed by another: the newest of an item counts, and an
    item's own goes before its thread's. `due` is the day by which it is to be
    registered. The fields from `diary_number` on are what the diary holds; `party` is
    the sender or the recipient, and `public_subject` the wording that may be shown to
    anybody. `secrecy` names the provision, as in "OSL 21:7". `case_closed_on` is the
    day on which the case was closed in the diary, which a period may count from.
    """

    registration_id: Identifier
    account_id: Identifier
    item_id: Identifier
    covers_thread: bool = False
    state: RegistrationState
    decided_by: NonEmpty
    decided_at: Instant
    reason: str = ""
    due: date | None = None
    handed_over_at: Instant | None = None
    handed_over_by: str = ""
    diary_number: str = ""
    registered_on: date | None = None
    registered_by: str = ""
    document_date: date | None = None
    direction: Direction | None = None
    party: str = ""
    subject: str = ""
    public_subject: str = ""
    secrecy: str = ""
    case_closed_on: date | None = None


class RegistrationSheet(Record):
    """What the registrar is handed to register from (underlag för diarieföring).

    `reference` is the id that the diary number comes back under; it stays the same
    however often the same decision is handed over. `items` is what is to be
    registered, in reading order, and `context` what it answers, never what others
    wrote beside it; both are empty for a package as a whole. `sender` and `recipient`
    are as the diary is to hold them; the board itself is neither.
    """

    reference: Identifier
    registration: Registration
    board: Board
    account: Account
    package_id: Identifier
    captured_at: Instant
    made_at: Instant
    sender: str = ""
    recipient: str = ""
    plan: PlanReference | None = None
    items: tuple[Item, ...] = ()
    context: tuple[Item, ...] = ()
