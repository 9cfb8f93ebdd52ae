# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether accounts are as the guideline says, each check with its words.

"Avsändare och namngivning av kontot" and "Presentation och kontaktuppgifter".
"""

from pydantic import HttpUrl

from schemas.record import Identifier, Instant, Labelled, NonEmpty, Record, Sha256


class ConformityCheck(Labelled):
    """What is checked."""

    SENDER = "sender", "Kommunen framgår som avsändare"
    PURPOSE = "purpose", "Det står vad kontot används till"
    CONTACT = "contact", "Det går att komma i kontakt med ansvarig"
    RULES_LINK = "rules_link", "Länk till sidan om sociala medier"
    RULES_PUBLISHED = "rules_published", "Förhållningsreglerna finns publicerade"
    STAFFING_HOURS = "staffing_hours", "Det står när kontot är bemannat"
    ANSWER_TIME = "answer_time", "Det står att frågor besvaras inom 24 timmar"
    IN_REGISTER = "in_register", "Kontot står i registret"
    PAGE_FOUND = "page_found", "Registrets konto finns på plattformen"


class ConformityState(Labelled):
    """What a check came to."""

    CONFORMS = "conforms", "Uppfyllt"
    LACKS = "lacks", "Saknas"
    UNKNOWN = "unknown", "Gick inte att bedöma"
    NOT_APPLICABLE = "not_applicable", "Gäller inte den här plattformen"


class ConformityRules(Record):
    """What a municipality's accounts must show; data, since each has its own.

    `sender_names` are ways to write the municipality, `contacts` its service centre,
    `rules_links` the page on social media and rules of conduct, `rules_words`,
    `hours_words` and `answer_words` phrases that show that the text is there.
    `register_page` is the municipality's published register.
    """

    sender_names: tuple[NonEmpty, ...] = ()
    contacts: tuple[NonEmpty, ...] = ()
    rules_links: tuple[NonEmpty, ...] = ()
    rules_words: tuple[NonEmpty, ...] = ("förhållningsregler",)
    hours_words: tuple[NonEmpty, ...] = ("bemannat", "bemannad", "vardagar")
    answer_words: tuple[NonEmpty, ...] = ("24 timmar", "nästa arbetsdag")
    fewest_words: int = 4
    register_page: HttpUrl | None = None


class ConformityJudgement(Record):
    """A person's word on a check; it holds for as long as what was judged is the same.

    `subject_sha256` is the digest of the picture or text that was judged.
    """

    account_id: Identifier
    check: ConformityCheck
    state: ConformityState
    subject_sha256: Sha256
    judged_at: Instant
    judged_by: NonEmpty
    reason: NonEmpty


class Quotation(Record):
    """What the guideline says of a check, in its own words.

    A report keeps them: the guideline that it was made by may be replaced.
    """

    check: ConformityCheck
    heading: NonEmpty
    words: NonEmpty
    source: NonEmpty


class ConformityFinding(Record):
    """What one check found; `shown` is where in the profile, `advice` what to do.

    `subject_sha256` is the digest of what a person would judge: the picture for the
    sender, the profile's words for the rest. None where there is nothing to judge.
    """

    check: ConformityCheck
    state: ConformityState
    shown: str = ""
    advice: str = ""
    judged_by: str = ""
    subject_sha256: Sha256 | None = None


class AccountConformity(Record):
    """One account against the guideline; `picture_sha256` shows its profile."""

    account_id: Identifier
    name: NonEmpty
    platform: Identifier
    url: HttpUrl
    seen_at: Instant | None = None
    picture_sha256: Sha256 | None = None
    avatar_sha256: Sha256 | None = None
    findings: tuple[ConformityFinding, ...]


class ConformityReport(Record):
    """A board's accounts against the guideline; `strangers` are not in the register.

    They are addresses of accounts that the municipality's page names. `quotations` are
    what the guideline said when the report was made.
    """

    report_id: Identifier
    board_id: Identifier
    board_name: NonEmpty
    municipality: NonEmpty
    made_at: Instant
    accounts: tuple[AccountConformity, ...]
    strangers: tuple[str, ...] = ()
    quotations: tuple[Quotation, ...] = ()
