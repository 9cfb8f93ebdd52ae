# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Boards and the account register (kontoregister).

The guideline, "Uppstart av nytt konto" and "Avsluta ett konto": an account is in the
register from its start until it is closed. OSL 4:2 asks for a description of the
authority's official documents, which the register is part of.
"""

from collections.abc import Mapping
from datetime import date

from pydantic import Field, HttpUrl

from schemas.record import Identifier, Instant, Labelled, NonEmpty, Record


class Board(Record):
    """A board (nämnd) or other authority that owns accounts and has its own plan.

    `secretary_email` is where the board secretary (nämndsekreterare) is told what
    waits.
    """

    board_id: Identifier
    name: NonEmpty
    municipality: NonEmpty
    organisation_number: str = ""
    secretary_email: str = ""


class AccountStatus(Labelled):
    """Where an account stands in its life."""

    ACTIVE = "active", "Aktivt"
    CLOSING = "closing", "Under avslut"
    CLOSED = "closed", "Avslutat"


class ArchiveLevel(Labelled):
    """How much of an account a periodic archiving takes, as other municipalities do.

    Stockholm archives an account without unique information as an overview, one with
    unique posts as an overview and those posts whole, and a special one in full.
    """

    OVERVIEW = "overview", "Översikt: profil och första sidan"
    UNIQUE = "unique", "Översikt och utvalda inlägg i sin helhet"
    FULL = "full", "Allt innehåll"


class Account(Record):
    """A page, group, profile or the like that belongs to an activity of a board.

    The guideline, "Sammanfattning", defines the word. `platform` names a module in
    `archivers.platforms`. `decision` and `approval` are numbers or references: the head
    of the activity decides, the communications department approves. `goals` are the
    measurable goals and `goals_follow_up` how they are followed up ("Mål och
    utvärdering"). `is_listed` says whether the account stands in the public register.
    `snapshots_per_year` and `level` order archivings beside those that a change gives.
    Where a platform's terms ask for a person at the browser, `browser_clearance` is the
    reference of the owner's decision that it may run unattended, taken by
    `browser_cleared_by` on `browser_cleared_on`; without it the browser never does.
    """

    account_id: Identifier
    board_id: Identifier
    platform: Identifier
    url: HttpUrl
    name: NonEmpty
    activity: str = ""
    responsible_manager: str = ""
    account_owner: str = ""
    stand_in: str = ""
    purpose: str = ""
    target_group: str = ""
    goals: str = ""
    goals_follow_up: str = ""
    decision: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    approval: str = ""
    approved_by: str = ""
    approved_on: date | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    status: AccountStatus = AccountStatus.ACTIVE
    is_listed: bool = True
    snapshots_per_year: int = Field(default=0, ge=0, le=2)
    level: ArchiveLevel = ArchiveLevel.FULL
    browser_clearance: str = ""
    browser_cleared_by: str = ""
    browser_cleared_on: date | None = None

    @property
    def is_browser_cleared(self) -> bool:
        """Whether the record says what lets the browser run unattended."""
        return bool(
            self.browser_clearance
            and self.browser_cleared_by
            and self.browser_cleared_on
        )


class AccountChange(Record):
    """A change in the account register: who made it, when, why, and of what.

    `before` and `after` hold the fields that differ, as text; None is an empty field.
    They are plain text so that old changes stay readable when the register grows.
    """

    account_id: Identifier
    changed_at: Instant
    changed_by: NonEmpty
    reason: NonEmpty
    before: Mapping[str, str | None]
    after: Mapping[str, str | None]
