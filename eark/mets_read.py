# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""METS read back: strictly, to write it anew, and leniently, to find its faults."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, unquote

from lxml import etree

from eark.markup import parse
from eark.mets import (
    Agent,
    FileGroup,
    ListedFile,
    MetadataSection,
    MetadataType,
    Mets,
    NoteType,
    StoredFile,
)
from eark.mets_xml import CSIP, METS, XLINK
from schemas.errors import Damaged
from schemas.package import PackageKind

_POINTING = ("ADMID", "DMDID", "FILEID")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True)
class Reference:
    """A file that a METS document lists; each field as the document has it.

    `path` is None when `href` does not lead to a file inside the package.
    """

    href: str
    path: str | None
    size: str
    checksum: str
    checksum_type: str
    mime_type: str
    metadata_type: str


def inner_path(href: str) -> str | None:
    """Read a link as a path inside the package; None if it leads elsewhere.

    Only the one way in which we write a path is accepted: no step upwards, no
    absolute path or address, and nothing percent-encoded that need not be, since two
    spellings of one path could hide a file.
    """
    path = unquote(href)
    parts = path.split("/")
    steps = any(part in {"", ".", ".."} for part in parts)
    hidden = "\\" in path or not path.isprintable() or quote(path) != href
    if steps or hidden or _SCHEME.match(path):
        return None
    return path


def references(root: etree._Element) -> Iterator[Reference]:
    """List every file that a METS document takes responsibility for."""
    for element in root.iter(f"{{{METS}}}mdRef"):
        yield _reference(element, element)
    for file in root.iter(f"{{{METS}}}file"):
        for location in _all(file, "FLocat"):
            yield _reference(file, location)


def pointers(root: etree._Element) -> Iterator[str]:
    """List the links to the METS documents of representations."""
    for element in root.iter(f"{{{METS}}}mptr"):
        yield element.get(f"{{{XLINK}}}href", "")


def declared_ids(root: etree._Element) -> Iterator[str]:
    """List the XML ids of a METS document, doubles included."""
    for element in root.iter(etree.Element):
        if "ID" in element.attrib:
            yield element.attrib["ID"]


def pointed_ids(root: etree._Element) -> Iterator[str]:
    """List the XML ids that a METS document points to."""
    for element in root.iter(etree.Element):
        for name in _POINTING:
            yield from element.get(name, "").split()
    for pointer in root.iter(f"{{{METS}}}mptr"):
        yield pointer.get(f"{{{XLINK}}}title", "")


def _reference(element: etree._Element, location: etree._Element) -> Reference:
    href = location.get(f"{{{XLINK}}}href", "")
    return Reference(
        href=href,
        path=inner_path(href),
        size=element.get("SIZE", ""),
        checksum=element.get("CHECKSUM", "").lower(),
        checksum_type=element.get("CHECKSUMTYPE", ""),
        mime_type=element.get("MIMETYPE", ""),
        metadata_type=element.get("MDTYPE", ""),
    )


def read_mets(data: bytes) -> Mets:
    """Read a METS document of ours back into its parts.

    Raises:
        Damaged: it is not XML, or lacks something that our documents have.
    """
    root = parse(data)
    try:
        return _read(root)
    except (KeyError, IndexError, ValueError) as error:
        message = "METS-dokumentet saknar uppgifter som det skulle ha."
        raise Damaged(message) from error


def _read(root: etree._Element) -> Mets:
    header = _one(root, "metsHdr")
    modified = header.get("LASTMODDATE")
    return Mets(
        object_id=root.attrib["OBJID"],
        kind=PackageKind[header.attrib[f"{{{CSIP}}}OAISPACKAGETYPE"]],
        profile=root.attrib["PROFILE"],
        content=_read_content(root),
        category=root.attrib["TYPE"],
        created=_moment(header.attrib["CREATEDATE"]),
        modified=None if modified is None else _moment(modified),
        record_status=header.get("RECORDSTATUS"),
        agents=tuple(_read_agent(agent) for agent in _all(header, "agent")),
        descriptive=tuple(_read_section(part) for part in _all(root, "dmdSec")),
        preservation=tuple(
            _read_section(part) for part in _all(root, "amdSec", "digiprovMD")
        ),
        groups=tuple(_read_group(part) for part in _all(root, "fileSec", "fileGrp")),
    )


def _read_agent(element: etree._Element) -> Agent:
    note = _one(element, "note")
    return Agent(
        role=element.attrib["ROLE"],
        agent_type=element.attrib["TYPE"],
        other_type=element.get("OTHERTYPE"),
        name=_one(element, "name").text or "",
        note=note.text or "",
        note_type=NoteType(note.attrib[f"{{{CSIP}}}NOTETYPE"]),
    )


def _read_section(element: etree._Element) -> MetadataSection:
    reference = _one(element, "mdRef")
    return MetadataSection(
        section_id=element.attrib["ID"],
        stored=_read_stored(reference, reference),
        metadata_type=MetadataType(reference.attrib["MDTYPE"]),
        other_type=reference.get("OTHERMDTYPE"),
    )


def _read_group(element: etree._Element) -> FileGroup:
    use = element.attrib["USE"]
    return FileGroup(
        group_id=element.attrib["ID"],
        use=use,
        content=_read_content(element),
        is_representation=use.startswith("Representations/"),
        files=tuple(
            ListedFile(file.attrib["ID"], _read_stored(file, _one(file, "FLocat")))
            for file in _all(element, "file")
        ),
    )


def _read_stored(element: etree._Element, location: etree._Element) -> StoredFile:
    return StoredFile(
        path=unquote(location.attrib[f"{{{XLINK}}}href"]),
        mime_type=element.attrib["MIMETYPE"],
        size=int(element.attrib["SIZE"]),
        created=_moment(element.attrib["CREATED"]),
        sha256=element.attrib["CHECKSUM"],
    )


def _read_content(element: etree._Element) -> str:
    return element.attrib[f"{{{CSIP}}}OTHERCONTENTINFORMATIONTYPE"]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _all(element: etree._Element, *tags: str) -> list[etree._Element]:
    return element.findall("/".join(f"{{{METS}}}{tag}" for tag in tags))


def _one(element: etree._Element, tag: str) -> etree._Element:
    return _all(element, tag)[0]
