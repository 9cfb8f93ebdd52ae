# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a PREMIS 3.0 document of ours says, as typed parts.

`eark.premis_xml` writes them. Identifiers are unique in the whole package, so that a
representation's document may point to a part of the package's document. The terms come
from the preservation vocabularies at id.loc.gov.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Term(Enum):
    """A term of a vocabulary at id.loc.gov: the vocabulary, its code and its wording.

    The code is None where the vocabulary has the term but its code is not known to us.
    """

    CAPTURE = "eventType", "cap", "capture"
    VALIDATION = "eventType", "val", "validation"
    CREATION = "eventType", "cre", "creation"
    DELETION = "eventType", "del", "deletion"
    MODIFICATION = "eventType", "mod", "modification"
    PACKAGE_CREATION = "eventType", "ipc", "information package creation"

    SOFTWARE = "agentType", "sof", "software"
    PERSON = "agentType", "per", "person"
    ORGANIZATION = "agentType", "org", "organization"

    EXECUTING_PROGRAM = "eventRelatedAgentRole", "exe", "executing program"
    IMPLEMENTER = "eventRelatedAgentRole", "imp", "implementer"
    AUTHORIZER = "eventRelatedAgentRole", "aut", "authorizer"

    STATUTE = "rightsBasis", None, "statute"
    SHA_256 = "cryptographicHashFunctions", "sha256", "SHA-256"

    STRUCTURAL = "relationshipType", "str", "structural"
    DERIVATION = "relationshipType", "der", "derivation"
    INCLUDES = "relationshipSubType", "inc", "includes"
    IS_INCLUDED_IN = "relationshipSubType", "isi", "is included in"
    REPRESENTS = "relationshipSubType", "rep", "represents"
    IS_REPRESENTED_BY = "relationshipSubType", "isr", "is represented by"
    HAS_SOURCE = "relationshipSubType", "hss", "has source"
    IS_SOURCE_OF = "relationshipSubType", "iso", "is source of"

    def __init__(self, vocabulary: str, code: str | None, wording: str) -> None:
        self.vocabulary = vocabulary
        self.code = code
        self.wording = wording


@dataclass(frozen=True)
class Link:
    """A pointer to an agent, object or event by its identifier, and in which role."""

    identifier: str
    role: Term | None = None


@dataclass(frozen=True)
class Relationship:
    """How an object relates to others, and through which events."""

    kind: Term
    subkind: Term
    objects: tuple[str, ...]
    events: tuple[str, ...] = ()


@dataclass(frozen=True)
class Format:
    """A file format; `pronom_key` its key in the PRONOM registry when it is certain."""

    name: str
    version: str | None = None
    pronom_key: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class IntellectualEntity:
    """The account as it was at the capture, whatever represents it."""

    identifier: str
    name: str
    relationships: tuple[Relationship, ...] = ()
    events: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()


@dataclass(frozen=True)
class Representation:
    """One rendering of the account: web archive, pages and pictures, or items."""

    identifier: str
    name: str
    relationships: tuple[Relationship, ...] = ()
    events: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileObject:
    """A content file with what is needed to know that it is unchanged.

    Without `sha256` it is a tombstone: the file was disposed of, and a checksum of a
    short text can be guessed back to the text.
    """

    identifier: str
    name: str
    size: int
    sha256: str | None
    file_format: Format
    relationships: tuple[Relationship, ...] = ()
    events: tuple[str, ...] = ()


@dataclass(frozen=True)
class Event:
    """Something that happened to objects, and who made it happen (AIP16)."""

    identifier: str
    kind: Term
    happened_at: datetime
    detail: str
    outcome: str
    notes: tuple[str, ...]
    agents: tuple[Link, ...]
    objects: tuple[Link, ...]


@dataclass(frozen=True)
class Agent:
    """A person, an organisation or a program with its version (AIP18)."""

    identifier: str
    kind: Term
    name: str
    version: str | None = None


@dataclass(frozen=True)
class RightsStatement:
    """The law that an act rests on, what it covers, and which act it grants."""

    identifier: str
    citation: str
    notes: tuple[str, ...]
    objects: tuple[str, ...]
    agents: tuple[str, ...]
    act: str | None = None


PremisObject = IntellectualEntity | Representation | FileObject


@dataclass(frozen=True)
class Premis:
    """A PREMIS document: of the package, or of one representation in it."""

    objects: tuple[PremisObject, ...]
    events: tuple[Event, ...] = ()
    agents: tuple[Agent, ...] = ()
    rights: tuple[RightsStatement, ...] = ()
