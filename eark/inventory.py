# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the METS documents of a package list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from eark.layout import RepresentationKind
from eark.mets import (
    Agent,
    FileGroup,
    ListedFile,
    MetadataSection,
    MetadataType,
    Mets,
    NoteType,
    StoredFile,
    xml_id,
)
from eark.profile import (
    PACKAGE_CONTENT,
    PACKAGE_PROFILE,
    PROFILES,
    SOFTWARE_NAME,
    SOFTWARE_VERSION,
)
from schemas.account import Board
from schemas.package import PackageDescription, PackageKind

SOFTWARE = Agent(
    role="CREATOR",
    agent_type="OTHER",
    other_type="SOFTWARE",
    name=SOFTWARE_NAME,
    note=SOFTWARE_VERSION,
    note_type=NoteType.SOFTWARE_VERSION,
)
"""The program that made the package (CSIP10-16)."""


@dataclass(frozen=True)
class PackageParts:
    """Everything that the package's METS document lists, paths from its root."""

    description: StoredFile
    premis: StoredFile
    health: StoredFile
    documentation: tuple[StoredFile, ...]
    schemas: tuple[StoredFile, ...]
    representations: tuple[tuple[RepresentationKind, StoredFile], ...]


def archival_creator(board: Board) -> Agent:
    """Name the board as archival creator (arkivbildare, SIP9-14)."""
    number = board.organisation_number
    return Agent(
        role="ARCHIVIST",
        agent_type="ORGANIZATION",
        name=f"{board.name}, {board.municipality}",
        note=f"ORG:{number}" if number else f"LOCAL:{board.board_id}",
        note_type=NoteType.IDENTIFICATION_CODE,
    )


def package_mets(description: PackageDescription, parts: PackageParts) -> Mets:
    """List a whole package, as AIP."""
    package_id = description.package_id
    groups = [
        file_group(package_id, "Documentation", "Documentation", parts.documentation),
        file_group(package_id, "Schemas", "Schemas", parts.schemas),
    ]
    for kind, mets in parts.representations:
        group = file_group(
            package_id, f"Representations/{kind.name}", kind.content, (mets,)
        )
        groups.append(replace(group, is_representation=True))
    return Mets(
        object_id=package_id,
        kind=PackageKind.AIP,
        profile=PROFILES[PackageKind.AIP],
        content=PACKAGE_CONTENT,
        created=description.created_at,
        agents=(SOFTWARE, archival_creator(description.board)),
        descriptive=(
            section(package_id, parts.description, MetadataType.OTHER, "Avbild"),
        ),
        preservation=(
            section(package_id, parts.premis, MetadataType.PREMIS),
            section(package_id, parts.health, MetadataType.OTHER, "Avbild capture"),
        ),
        groups=tuple(groups),
    )


def representation_mets(
    description: PackageDescription,
    kind: RepresentationKind,
    files: Sequence[StoredFile],
    premis: StoredFile,
) -> Mets:
    """List one representation.

    Args:
        description: what the package is.
        kind: which representation.
        files: its content files, paths from its own folder.
        premis: its PREMIS document, likewise.
    """
    scope = f"{description.package_id}/{kind.folder}"
    group = file_group(scope, "Data", kind.content, files)
    return Mets(
        object_id=kind.name,
        kind=PackageKind.AIP,
        profile=PACKAGE_PROFILE,
        content=kind.content,
        created=description.created_at,
        agents=(SOFTWARE,),
        descriptive=(),
        preservation=(section(scope, premis, MetadataType.PREMIS),),
        groups=(group,),
    )


def file_group(
    scope: str, use: str, content: str, files: Sequence[StoredFile]
) -> FileGroup:
    """List files that serve one use, sorted, with ids that are always the same."""
    ordered = sorted(files, key=lambda stored: stored.path)
    listed = (ListedFile(xml_id(scope, "file", f.path), f) for f in ordered)
    return FileGroup(xml_id(scope, "group", use), use, content, tuple(listed))


def section(
    scope: str, stored: StoredFile, kind: MetadataType, other_type: str | None = None
) -> MetadataSection:
    """Refer to a metadata document."""
    return MetadataSection(
        xml_id(scope, "section", stored.path), stored, kind, other_type
    )
