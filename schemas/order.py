# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Orders and events: the two tables that carry the work.

Airflow runs the work and may be wiped without loss. An order row is the queue, an
event row the record of what happened.
"""

from collections.abc import Mapping

from pydantic import Field

from schemas.account import ArchiveLevel
from schemas.record import Identifier, Instant, Labelled, NonEmpty, Record, Sha256


class OrderReason(Labelled):
    """Why an account is archived; the guideline, "Arkivering"."""

    BASELINE = "baseline", "Första arkivering av kontot"
    PROFILE_CHANGE = "profile_change", "Större förändring av profilen"
    CLOSURE = "closure", "Kontot ska avslutas"
    REQUEST = "request", "Beställd av nämndsekreterare"
    PERIODIC = "periodic", "Återkommande arkivering"


class OrderState(Labelled):
    """How far an order has come."""

    QUEUED = "queued", "Väntar"
    RUNNING = "running", "Pågår"
    DONE = "done", "Klar"
    FAILED = "failed", "Misslyckades"


class Progress(Record):
    """How far a step has come; `total` is None when it is not known beforehand."""

    step: str
    done: int = 0
    total: int | None = None


class Order(Record):
    """Someone's order that an account be archived.

    With `keep_incomplete` a capture that lacks something is kept as evidence of what
    could be had; it is no archive, and the account still counts as not archived.
    `change_id` is the profile change that it is for. `level` says how much is taken,
    and `posts` are the addresses of the posts that the level `unique` takes whole.
    `exports` are the files of the owner's export that are to be read with it, and
    `attended_by` is who attends the browser, where a platform's terms ask for that.
    `failure` is the Swedish sentence that the order failed with. A worker holds a
    running order until `lease_until`; after that another may take it.
    """

    order_id: Identifier
    account_id: Identifier
    reason: OrderReason
    reason_text: str = ""
    diary_number: str = ""
    ordered_by: NonEmpty
    ordered_at: Instant
    keep_incomplete: bool = False
    change_id: Identifier | None = None
    level: ArchiveLevel = ArchiveLevel.FULL
    posts: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()
    attended_by: str = ""
    state: OrderState = OrderState.QUEUED
    progress: Progress | None = None
    started_at: Instant | None = None
    ended_at: Instant | None = None
    lease_until: Instant | None = None
    package_id: Identifier | None = None
    failure: str = ""


class EventKind(Labelled):
    """What happened."""

    BOARD_ADDED = "board_added", "Nämnd införd i registret"
    BOARD_CHANGED = "board_changed", "Nämnd ändrad i registret"
    ACCOUNT_ADDED = "account_added", "Konto infört i registret"
    ACCOUNT_CHANGED = "account_changed", "Konto ändrat i registret"
    PLAN_ADOPTED = "plan_adopted", "Informationshanteringsplan inläst"
    OBSERVED = "observed", "Profilen avläst"
    CHANGE_FOUND = "change_found", "Större förändring upptäckt"
    ORDERED = "ordered", "Arkivering beställd"
    CAPTURE_STARTED = "capture_started", "Fångst påbörjad"
    CAPTURED = "captured", "Kontot fångat"
    PACKAGED = "packaged", "Arkivpaket skapat"
    STORED = "stored", "Arkivpaket lagrat"
    FAILED = "failed", "Arbetet misslyckades"
    VERIFIED = "verified", "Arkivpaket kontrollerat"
    EXPORTED = "exported", "Arkivpaket utlämnat"
    LOGIN_SAVED = "login_saved", "Inloggning sparad"
    LOGIN_FORGOTTEN = "login_forgotten", "Inloggning borttagen"
    TOKEN_SAVED = "token_saved", "Åtkomstnyckel sparad"
    TOKEN_FORGOTTEN = "token_forgotten", "Åtkomstnyckel borttagen"
    PLAN_CHANGED = "plan_changed", "Informationshanteringsplan ändrad"
    CLASSIFIED = "classified", "Klassificering bekräftad"
    PERSONAL_DATA_JUDGED = "personal_data_judged", "Personuppgifter bedömda"
    REGISTRATION_JUDGED = "registration_judged", "Diarieföring bedömd"
    HANDED_OVER = "handed_over", "Underlag lämnat till diariet"
    REGISTERED = "registered", "Diarieförd"
    HOLD_PLACED = "hold_placed", "Gallringsstopp infört"
    HOLD_RELEASED = "hold_released", "Gallringsstopp hävt"
    GALLRING_PROPOSED = "gallring_proposed", "Gallring föreslagen"
    GALLRING_APPROVED = "gallring_approved", "Gallring beslutad"
    GALLRING_STARTED = "gallring_started", "Gallring påbörjad"
    GALLRING_STORED = "gallring_stored", "Arkivpaket utan det gallrade lagrat"
    GALLRING_PURGED = "gallring_purged", "Tidigare version av arkivpaketet förstörd"
    SIGHTS_PURGED = "sights_purged", "Bevakningens underlag om kontot förstört"
    GALLRING_DONE = "gallring_done", "Gallring genomförd och bevisad"
    GALLRING_INCOMPLETE = "gallring_incomplete", "Gallring ofullständig"
    CERTIFICATE_ISSUED = "certificate_issued", "Gallringsprotokoll utfärdat"
    REGISTER_PUBLISHED = "register_published", "Kontoregistrets publika lista framtagen"
    POLICY_SET = "policy_set", "Regler för bevakning eller publicering ändrade"
    REBASELINED = "rebaselined", "Ny utgångspunkt för jämförelsen"
    PICTURE_REPLACED = "picture_replaced", "Bild utbytt mot en som ser likadan ut"
    CHANGE_MINOR = "change_minor", "Mindre förändring noterad"
    CHANGE_REVERTED = "change_reverted", "Förändring försvann innan den bekräftades"
    CHANGE_JUDGED = "change_judged", "Förändring bedömd"
    CONTENT_MISSING = "content_missing", "Innehåll finns inte längre på plattformen"
    CONTENT_RETURNED = "content_returned", "Gallrat innehåll finns i arkivet igen"
    OUTAGE_BEGAN = "outage_began", "Avbrott i bevakningen"
    OUTAGE_ENDED = "outage_ended", "Bevakningen fungerar igen"
    GONE_SUSPECTED = "gone_suspected", "Kontot är troligen stängt"
    CLOSURE_OPENED = "closure_opened", "Avslut av konto påbörjat"
    CLOSURE_STEP = "closure_step", "Steg i avslutet klart"
    CLOSURE_UNDONE = "closure_undone", "Steg i avslutet ångrat"
    CLOSURE_WITHDRAWN = "closure_withdrawn", "Avslutet återtaget"
    CLOSURE_DONE = "closure_done", "Kontot avslutat"
    CONFORMITY_CHECKED = "conformity_checked", "Kontona prövade mot riktlinjerna"
    CONFORMITY_JUDGED = "conformity_judged", "Bedömning mot riktlinjerna"
    NOTICE_DONE = "notice_done", "Meddelande avklarat"


class Event(Record):
    """Something that happened, chained by digest to the event before it.

    `detail` holds ids, counts and labels; never personal data from a capture.
    """

    sequence: int
    happened_at: Instant
    kind: EventKind
    agent: NonEmpty
    subject: str
    detail: Mapping[str, str] = Field(default_factory=dict)
    previous: Sha256
    digest: Sha256
