# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Personal data in text: what a rule proposes, and what a person has decided.

A finding is a proposal, never an authority to remove anything (gallra). It points into
a text by position, so that neither a table nor a log needs to repeat what it found.
"""

from schemas.record import Identifier, Instant, Labelled, NonEmpty, Record


class DataKind(Labelled):
    """What a piece of a text is."""

    PERSONAL_NUMBER = "personal_number", "Personnummer"
    COORDINATION_NUMBER = "coordination_number", "Samordningsnummer"
    ORGANISATION_NUMBER = "organisation_number", "Organisationsnummer"
    PHONE = "phone", "Telefonnummer"
    EMAIL = "email", "E-postadress"
    ADDRESS = "address", "Adress"
    PLATE = "plate", "Registreringsnummer på fordon"
    IBAN = "iban", "Kontonummer (IBAN)"
    GIRO = "giro", "Bankgiro eller plusgiro"
    IP_ADDRESS = "ip_address", "IP-adress"
    HANDLE = "handle", "Användarnamn"
    NAME = "name", "Personnamn"
    PICTURE = "picture", "Bild från en privatperson"

    @property
    def is_personal(self) -> bool:
        """Whether it tells of a person; a company's number does not."""
        return self is not DataKind.ORGANISATION_NUMBER


class Certainty(Labelled):
    """How sure a rule is; a person decides all the same."""

    CERTAIN = "certain", "Säker"
    LIKELY = "likely", "Trolig"
    POSSIBLE = "possible", "Möjlig"


class Finding(Record):
    """A place in a text that holds personal data, as a rule proposes.

    `start` and `end` count characters of the text as it was given; `reason` is a
    Swedish phrase that says why, without repeating what was found.
    """

    kind: DataKind
    start: int
    end: int
    certainty: Certainty
    reason: str = ""


class PersonalDataDecision(Record):
    """A person's word on whether a place in an item is personal data; it wins.

    A picture is decided on by its place among the item's pictures: `start` is its
    number from 0, and `end` one more.
    """

    account_id: Identifier
    item_id: Identifier
    kind: DataKind
    start: int
    end: int
    is_personal_data: bool
    decided_by: NonEmpty
    decided_at: Instant
    reason: str = ""
