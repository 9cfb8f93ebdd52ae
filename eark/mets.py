# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a METS document of ours says, as typed parts.

The parts follow CSIP 2.1.0; `eark.mets_xml` writes and reads them. The structural map
has no part of its own: it says nothing that the sections and groups do not.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from eark.profile import CONTENT_CATEGORY
from schemas.package import PackageKind


class NoteType(StrEnum):
    """What the note of a METS agent holds."""

    SOFTWARE_VERSION = "SOFTWARE VERSION"
    IDENTIFICATION_CODE = "IDENTIFICATIONCODE"


class MetadataType(StrEnum):
    """MDTYPE of a metadata document that METS refers to."""

    PREMIS = "PREMIS"
    OTHER = "OTHER"


@dataclass(frozen=True)
class Agent:
    """Someone or something with a role in the package (CSIP10-16, SIP9-31)."""

    role: str
    agent_type: str
    name: str
    note: str
    note_type: NoteType
    other_type: str | None = None


@dataclass(frozen=True)
class StoredFile:
    """A file as METS lists it; `path` is relative to the METS document's folder."""

    path: str
    mime_type: str
    size: int
    created: datetime
    sha256: str


@dataclass(frozen=True)
class MetadataSection:
    """A metadata document beside the content (CSIP17-44)."""

    section_id: str
    stored: StoredFile
    metadata_type: MetadataType
    other_type: str | None = None


@dataclass(frozen=True)
class ListedFile:
    """A file of a group, with its XML id."""

    file_id: str
    stored: StoredFile


@dataclass(frozen=True)
class FileGroup:
    """The files that serve one use (CSIP64-66); its use is also its division's label.

    `content` is OTHERCONTENTINFORMATIONTYPE. A group that `is_representation` lists
    only the METS document of that representation.
    """

    group_id: str
    use: str
    content: str
    files: tuple[ListedFile, ...]
    is_representation: bool = False


@dataclass(frozen=True)
class Mets:
    """A METS document: of the package, or of one representation in it."""

    object_id: str
    kind: PackageKind
    profile: str
    content: str
    created: datetime
    agents: tuple[Agent, ...]
    descriptive: tuple[MetadataSection, ...]
    preservation: tuple[MetadataSection, ...]
    groups: tuple[FileGroup, ...]
    category: str = CONTENT_CATEGORY
    modified: datetime | None = None
    record_status: str | None = None


def xml_id(*parts: str) -> str:
    """Make the XML id of a part: the same each time, another for each part.

    An XML id may not begin with a digit, hence the prefix.
    """
    return f"uuid-{uuid.uuid5(uuid.NAMESPACE_URL, '/'.join(parts))}"
