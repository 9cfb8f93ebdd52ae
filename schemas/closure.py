# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Closing an account: a workflow with a checklist and dates, never a detection.

The guideline, "Avsluta ett konto": announce the closing and why, and where followers
turn; archive before closing; ask the board secretary how; tell the communications
department, so that the account leaves the register.
"""

from datetime import date

from schemas.record import Identifier, Instant, Labelled, NonEmpty, Record, Sha256


class ClosureStep(Labelled):
    """The steps in the order in which they are taken; none is skipped silently."""

    DECIDED = "decided", "Beslut om att avsluta kontot"
    ANNOUNCED = "announced", "Avslutet meddelat följarna"
    CAPTURED = "captured", "Slutlig arkivering, fullständig"
    CONFIRMED = "confirmed", "Nämndsekreteraren har godkänt arkiveringen"
    CLOSED = "closed", "Kontot stängt på plattformen"
    UNLISTED = "unlisted", "Borttaget ur det publika registret"
    TOLD = "told", "Kommunikationsavdelningen underrättad"


class ClosureState(Labelled):
    """Where a closure stands."""

    OPEN = "open", "Pågår"
    DONE = "done", "Avslutat"
    WITHDRAWN = "withdrawn", "Återtaget"


class ClosureEntry(Record):
    """A step that was taken, or taken back: who, when, why, and what shows it.

    `decision` is the number of the decision, `link` where the announcement stands,
    `turn_to` where followers turn, `until` the last day of the announcement,
    `order_id` and `package_id` the final archiving. `accepted_incomplete` says that a
    person accepts what its health report lacks, with `reason`. `evidence` shows that
    the account is closed on the platform.
    """

    step: ClosureStep
    at: Instant
    by: NonEmpty
    is_undone: bool = False
    reason: str = ""
    decision: str = ""
    link: str = ""
    announcement: str = ""
    turn_to: str = ""
    until: date | None = None
    order_id: Identifier | None = None
    package_id: Identifier | None = None
    accepted_incomplete: bool = False
    observation_id: Identifier | None = None
    evidence: tuple[Sha256, ...] = ()


class Closure(Record):
    """The closing of one account; `entries` are never changed, only added to."""

    closure_id: Identifier
    account_id: Identifier
    opened_at: Instant
    opened_by: NonEmpty
    state: ClosureState = ClosureState.OPEN
    entries: tuple[ClosureEntry, ...] = ()

    def done(self, step: ClosureStep) -> ClosureEntry | None:
        """Give the entry by which a step stands as taken; None if it does not."""
        last = next((e for e in reversed(self.entries) if e.step is step), None)
        return None if last is None or last.is_undone else last
