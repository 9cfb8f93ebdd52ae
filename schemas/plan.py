# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The board's information management plan (informationshanteringsplan).

Nothing about keeping or disposal is hard-coded: the same content has opposite rules
in different towns, so the plan is data.
"""

from datetime import date

from schemas.record import Identifier, Instant, Labelled, NonEmpty, Record, Sha256


class Disposal(Labelled):
    """What the plan says happens to the documents of a row."""

    PRESERVE = "preserve", "Bevaras"
    DISPOSE = "dispose", "Gallras"


class RegistrationRule(Labelled):
    """Whether the plan asks for registration in the diary."""

    YES = "yes", "Diarieförs"
    NO = "no", "Diarieförs inte"
    JUDGE = "judge", "Bedöms från fall till fall"


class Trigger(Labelled):
    """The event that a retention period counts from."""

    CAPTURE = "capture", "Från arkivering"
    PUBLICATION = "publication", "Från publicering"
    REGISTRATION = "registration", "Från diarieföring"
    CASE_CLOSED = "case_closed", "Från att ärendet avslutats"
    ACCOUNT_CLOSED = "account_closed", "Från att kontot avslutats"
    PERSON_DECIDES = "person_decides", "En person avgör"


class PlanItem(Record):
    """A row of the plan.

    `period_text` is what the plan says; `period_months` is None when a machine cannot
    use it ("vid inaktualitet"): then a person decides, never a default.
    `covers` names the kinds of items that the row is proposed for, such as
    "post", "comment" or "account".
    """

    row_id: Identifier
    code: NonEmpty
    document_type: NonEmpty
    disposal: Disposal
    period_text: str = ""
    period_months: int | None = None
    trigger: Trigger = Trigger.PERSON_DECIDES
    registration: RegistrationRule = RegistrationRule.JUDGE
    secrecy: str = ""
    storage_format: str = ""
    remarks: str = ""
    covers: tuple[str, ...] = ()
    source_row: int


class PlanVersion(Record):
    """A version of a board's plan as it was adopted.

    `decision` cites board, section, date and diary number; `source_sha256` is the
    checksum of the file it was imported from, which is kept.
    """

    plan_id: Identifier
    board_id: Identifier
    version: int
    title: NonEmpty
    decision: NonEmpty
    valid_from: date
    valid_to: date | None = None
    source_name: str
    source_sha256: Sha256
    imported_at: Instant
    imported_by: NonEmpty
    rows: tuple[PlanItem, ...]


class PlanReference(Record):
    """Which row of which plan version an item is proposed to belong to."""

    plan_id: Identifier
    plan_version: int
    row_id: Identifier
    code: str
    document_type: str
    disposal: Disposal
