# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Disposal of records (gallring): gates, holds, list, decision, execution, proof.

Nothing here holds what was removed: ids, counts and digests of whole containers only.
The one exception is `RemovedValue`, which lives in memory while a removal is carried
out and proven, and is never stored or logged.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pydantic import Field

from schemas.diary import RegistrationState
from schemas.item import ItemKind
from schemas.plan import PlanReference, Trigger
from schemas.record import Identifier, Instant, Labelled, NonEmpty, Record, Sha256


class HoldLevel(Labelled):
    """What a hold covers."""

    ITEM = "item", "Ett inlägg eller en kommentar"
    THREAD = "thread", "En tråd"
    ACCOUNT = "account", "Ett konto"
    CASE = "case", "Ett ärende"
    BOARD = "board", "En nämnd"


class HoldReason(Labelled):
    """Why nothing may be disposed of for now."""

    DISCLOSURE = "disclosure", "Begäran om utlämnande"
    APPEAL = "appeal", "Överklagande"
    POLICE_REPORT = "police_report", "Polisanmälan"
    AUDIT = "audit", "Revision"
    RESEARCH = "research", "Forskning"
    ERASURE_REQUEST = "erasure_request", "Begäran om radering"
    TRANSFER = "transfer", "Överlämnande till arkivmyndigheten"
    OPEN_CASE = "open_case", "Pågående ärende"


class Hold(Record):
    """A stop to disposal (gallringsstopp), until it is released by a person.

    `subject` is the id of what it covers: an item, the post of a thread, an account, a
    board, or the diary number of a case. `account_id` goes with items and threads.
    `until` reminds a person to look again; it releases nothing by itself.
    """

    hold_id: Identifier
    level: HoldLevel
    subject: NonEmpty
    account_id: Identifier | None = None
    reason: HoldReason
    reason_text: str = ""
    placed_by: NonEmpty
    placed_at: Instant
    until: date | None = None
    released_by: str = ""
    released_at: Instant | None = None
    release_reason: str = ""

    @property
    def is_active(self) -> bool:
        """Whether it still stops disposal."""
        return self.released_at is None


class Gate(Labelled):
    """The gates before disposal, in their order."""

    PLAN_ROW = "plan_row", "Plan"
    REGISTRATION = "registration", "Diarieföring"
    PERIOD = "period", "Gallringsfrist"
    HOLD = "hold", "Gallringsstopp"
    APPROVAL = "approval", "Beslut"


class Refusal(Record):
    """Which gate stopped an item, and the Swedish sentence that says why."""

    gate: Gate
    message: str


class KeptIn(Record):
    """A package version that holds an item."""

    package_id: Identifier
    version: int


class Verdict(Record):
    """What the gates say of one item; it may be disposed of when nothing refused it.

    `trigger_date` is when its period began to run, and `due` the first day after it.
    """

    account_id: Identifier
    item_id: Identifier
    kind: ItemKind
    plan: PlanReference | None = None
    trigger: Trigger | None = None
    trigger_date: date | None = None
    due: date | None = None
    registration_id: Identifier | None = None
    registration: RegistrationState | None = None
    refusals: tuple[Refusal, ...] = ()

    @property
    def is_allowed(self) -> bool:
        """Whether every gate before the decision is open."""
        return not self.refusals


class GallringScope(Labelled):
    """What a list takes: some items, whole packages, or all of an account."""

    ITEMS = "items", "Inlägg och kommentarer"
    PACKAGE = "package", "Hela arkivpaket"
    ACCOUNT = "account", "Ett helt konto"


class ListEntry(Record):
    """An item that is proposed for disposal, and every package that holds it.

    `dated` is the day it was published or, where that is not known, captured: for the
    span of time that the certificate names.
    """

    verdict: Verdict
    kept_in: tuple[KeptIn, ...]
    dated: date | None = None


class GallringList(Record):
    """A frozen list of what is to be disposed of (gallringslista).

    `digest` is the SHA-256 of the list's canonical JSON without the digest itself; one
    changed letter makes it another list, which needs another approval. With the scopes
    PACKAGE and ACCOUNT `whole_packages` are destroyed as they are.
    """

    list_id: Identifier
    board_id: Identifier
    account_id: Identifier
    scope: GallringScope = GallringScope.ITEMS
    entries: tuple[ListEntry, ...]
    whole_packages: tuple[KeptIn, ...] = ()
    proposed_by: NonEmpty
    proposed_at: Instant
    excluded: Mapping[Gate, int] = Field(default_factory=dict)
    digest: Sha256


class GallringDecision(Record):
    """The approval of one list as it was frozen, by another than who proposed it.

    `delegation` cites the authority to decide, such as "Delegationsordning KS 4.2".
    """

    decision_id: Identifier
    list_id: Identifier
    list_digest: Sha256
    approved_by: NonEmpty
    approved_at: Instant
    delegation: NonEmpty


class ExecutionState(Labelled):
    """How far the disposal in one package has come."""

    STARTED = "started", "Påbörjad"
    STORED = "stored", "Ny version lagrad"
    PURGED = "purged", "Tidigare version förstörd"
    DONE = "done", "Genomförd och bevisad"
    INCOMPLETE = "incomplete", "Ofullständig"


class ValueKind(StrEnum):
    """What a removed value is; decides how it is looked for."""

    BODY = "body"
    NAME = "name"
    HANDLE = "handle"
    IDENTIFIER = "identifier"
    ADDRESS = "address"


class RemovedValue(Record):
    """A text that must stand nowhere after the removal. In memory only.

    An ADDRESS is a web address (a permalink, a picture of the author). `text` stays out
    of what is printed of it, since that may end in a log.
    """

    kind: ValueKind
    text: str = Field(repr=False)


class MemberProof(Record):
    """Which members of one web archive changed, against which were to change."""

    path: str
    members: int
    planned: int
    changed: int
    is_exact: bool


class Proof(Record):
    """What the independent verifier found before and after (bevis).

    It `passed` when every mapped place was found before, nothing after, nothing was
    undecodable, and in each web archive exactly the planned members changed. `places`
    counts by kind of place. `untestable` counts values too short to be told from other
    words: of these only their mapped places were checked.
    """

    package_id: Identifier
    from_version: int
    to_version: int | None
    values: int
    untestable: int = 0
    mapped_places: int
    mapped_found: int
    found_before: Mapping[str, int] = Field(default_factory=dict)
    found_after: Mapping[str, int] = Field(default_factory=dict)
    undecodable: int = 0
    decoded_bytes: int = 0
    members: tuple[MemberProof, ...] = ()
    problems: tuple[str, ...] = ()
    passed: bool


class Purge(Record):
    """What a store destroyed of a package version, and what its listing shows since."""

    package_id: Identifier
    version: int
    files: int
    size: int
    remaining: int


class Execution(Record):
    """The disposal in one package under one decision.

    `to_version` is None when the whole package is destroyed. Digests are those of the
    root METS files: of whole packages, never of what was removed.
    """

    decision_id: Identifier
    package_id: Identifier
    from_version: int
    to_version: int | None
    state: ExecutionState
    started_at: Instant
    ended_at: Instant | None = None
    executed_by: NonEmpty
    items: int
    removed_files: int = 0
    old_mets_sha256: Sha256
    new_mets_sha256: Sha256 | None = None
    proof: Proof | None = None
    purge: Purge | None = None
    failure: str = ""

    @property
    def is_proven(self) -> bool:
        """Whether it is done, the earlier version is gone, and what remains is clean.

        A package that was destroyed as it was leaves nothing to search through.
        """
        is_gone = self.purge is not None and self.purge.remaining == 0
        is_clean = self.proof is not None and self.proof.passed
        has_remains = self.to_version is not None or self.proof is not None
        return (
            self.state is ExecutionState.DONE
            and is_gone
            and (is_clean or not has_remains)
        )


class SightPurge(Record):
    """What was destroyed of what the watch kept of an account, all of which went.

    `remaining` counts the sights and changes that the database had of it afterwards.
    """

    observations: int
    changes: int
    evidence: int
    remaining: int


class CertifiedRow(Record):
    """How much was disposed of by one row of the plan, and of which time."""

    plan: PlanReference
    decision: str
    items: Mapping[ItemKind, int]
    published_from: date | None = None
    published_to: date | None = None


class GallringCertificate(Record):
    """The record of a disposal (gallringsprotokoll); itself preserved.

    It names who decided, executed and supervised, by which row of which plan, what was
    destroyed where and how, what remains and what was excepted, and what the proof
    found. It never names what was removed, nor a digest of it. `exports` counts the
    copies that were handed out before: those are beyond Avbild's reach. `sights` is
    None unless the decision was on a whole account.
    """

    certificate_id: Identifier
    decision: GallringDecision
    scope: GallringScope
    board: str
    municipality: str
    account_id: Identifier
    account_name: str
    proposed_by: NonEmpty
    proposed_at: Instant
    executed_by: NonEmpty
    started_at: Instant
    ended_at: Instant
    rows: tuple[CertifiedRow, ...]
    item_ids: tuple[Identifier, ...]
    executions: tuple[Execution, ...]
    excluded: Mapping[Gate, int] = Field(default_factory=dict)
    method: str
    system: str
    store: str
    exports: int = 0
    backups: str = ""
    exceptions: tuple[str, ...] = ()
    sights: SightPurge | None = None
    issued_at: Instant

    @property
    def is_carried_out(self) -> bool:
        """Whether all of it was done and proven; otherwise it is incomplete."""
        are_proven = all(e.is_proven for e in self.executions)
        is_seen = self.sights is not None and self.sights.remaining > 0
        return bool(self.executions) and are_proven and not is_seen
