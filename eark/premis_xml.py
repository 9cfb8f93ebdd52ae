# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""PREMIS 3.0 as XML: the one module that knows its namespace, elements and order."""

import re
from dataclasses import dataclass

from lxml import etree

from eark.markup import clean, document, instant
from eark.premis import (
    Agent,
    Event,
    FileObject,
    Format,
    IntellectualEntity,
    Link,
    Premis,
    PremisObject,
    Relationship,
    RightsStatement,
    Term,
)

PREMIS = "http://www.loc.gov/premis/v3"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

_VOCABULARIES = "http://id.loc.gov/vocabulary/preservation"
_LOCAL = "local"
_IDENTIFIER = re.compile(
    re.escape(f"{{{PREMIS}}}") + "(linking|related)?([A-Za-z]+)IdentifierValue"
)


def premis_document(premis: Premis, schemas_folder: str) -> bytes:
    """Write a PREMIS document.

    Args:
        premis: what it says.
        schemas_folder: the way from the document to the XSDs.
    """
    return document(premis_element(premis, schemas_folder))


def premis_element(premis: Premis, schemas_folder: str) -> etree._Element:
    """Build the root element of a PREMIS document."""
    root = etree.Element(f"{{{PREMIS}}}premis", nsmap={"premis": PREMIS, "xsi": XSI})
    place = f"{PREMIS} {schemas_folder}premis-v3-0.xsd"
    root.set(f"{{{XSI}}}schemaLocation", place)
    root.set("version", "3.0")
    for part in premis.objects:
        _object(root, part)
    for event in premis.events:
        _event(root, event)
    for agent in premis.agents:
        _agent(root, agent)
    for statement in premis.rights:
        _rights(root, statement)
    return root


def _object(root: etree._Element, part: PremisObject) -> None:
    element = _add(root, "object")
    element.set(f"{{{XSI}}}type", f"premis:{_category(part)}")
    _identify(element, "objectIdentifier", part.identifier)
    if isinstance(part, FileObject):
        _characteristics(element, part)
    _add(element, "originalName", part.name)
    for relationship in part.relationships:
        _relationship(element, relationship)
    for event in part.events:
        _identify(element, "linkingEventIdentifier", event)
    if isinstance(part, IntellectualEntity):
        for statement in part.rights:
            _identify(element, "linkingRightsStatementIdentifier", statement)


def _category(part: PremisObject) -> str:
    name = "file" if isinstance(part, FileObject) else type(part).__name__
    return name[0].lower() + name[1:]


def _characteristics(element: etree._Element, part: FileObject) -> None:
    characteristics = _add(element, "objectCharacteristics")
    if part.sha256 is not None:
        fixity = _add(characteristics, "fixity")
        _term(fixity, "messageDigestAlgorithm", Term.SHA_256)
        _add(fixity, "messageDigest", part.sha256)
    _add(characteristics, "size", str(part.size))
    _format(_add(characteristics, "format"), part.file_format)


def _format(element: etree._Element, file_format: Format) -> None:
    designation = _add(element, "formatDesignation")
    _add(designation, "formatName", file_format.name)
    if file_format.version is not None:
        _add(designation, "formatVersion", file_format.version)
    if file_format.pronom_key is not None:
        registry = _add(element, "formatRegistry")
        _add(registry, "formatRegistryName", "PRONOM")
        _add(registry, "formatRegistryKey", file_format.pronom_key)
    if file_format.note is not None:
        _add(element, "formatNote", file_format.note)


def _relationship(element: etree._Element, relationship: Relationship) -> None:
    group = _add(element, "relationship")
    _term(group, "relationshipType", relationship.kind)
    _term(group, "relationshipSubType", relationship.subkind)
    for identifier in relationship.objects:
        _identify(group, "relatedObjectIdentifier", identifier)
    for identifier in relationship.events:
        _identify(group, "relatedEventIdentifier", identifier)


def _event(root: etree._Element, event: Event) -> None:
    element = _add(root, "event")
    _identify(element, "eventIdentifier", event.identifier)
    _term(element, "eventType", event.kind)
    _add(element, "eventDateTime", instant(event.happened_at))
    _add(_add(element, "eventDetailInformation"), "eventDetail", event.detail)
    outcome = _add(element, "eventOutcomeInformation")
    _add(outcome, "eventOutcome", event.outcome)
    for note in event.notes:
        detail = _add(outcome, "eventOutcomeDetail")
        _add(detail, "eventOutcomeDetailNote", note)
    for link in event.agents:
        _link(element, "linkingAgent", link)
    for link in event.objects:
        _link(element, "linkingObject", link)


def _agent(root: etree._Element, agent: Agent) -> None:
    element = _add(root, "agent")
    _identify(element, "agentIdentifier", agent.identifier)
    _add(element, "agentName", agent.name)
    _term(element, "agentType", agent.kind)
    if agent.version is not None:
        _add(element, "agentVersion", agent.version)


def _rights(root: etree._Element, statement: RightsStatement) -> None:
    element = _add(_add(root, "rights"), "rightsStatement")
    _identify(element, "rightsStatementIdentifier", statement.identifier)
    _term(element, "rightsBasis", Term.STATUTE)
    statute = _add(element, "statuteInformation")
    _add(statute, "statuteJurisdiction", "SE")
    _add(statute, "statuteCitation", statement.citation)
    for note in statement.notes:
        _add(statute, "statuteNote", note)
    if statement.act is not None:
        _add(_add(element, "rightsGranted"), "act", statement.act)
    for identifier in statement.objects:
        _link(element, "linkingObject", Link(identifier))
    for identifier in statement.agents:
        _link(element, "linkingAgent", Link(identifier))


def _link(element: etree._Element, name: str, link: Link) -> None:
    group = _identify(element, f"{name}Identifier", link.identifier)
    if link.role is not None:
        _term(group, f"{name}Role", link.role)


def _identify(element: etree._Element, name: str, identifier: str) -> etree._Element:
    group = _add(element, name)
    _add(group, f"{name}Type", _LOCAL)
    _add(group, f"{name}Value", identifier)
    return group


def _term(element: etree._Element, name: str, term: Term) -> None:
    child = _add(element, name, term.wording)
    vocabulary = f"{_VOCABULARIES}/{term.vocabulary}"
    child.set("authority", term.vocabulary)
    child.set("authorityURI", vocabulary)
    if term.code is not None:
        child.set("valueURI", f"{vocabulary}/{term.code}")


def _add(element: etree._Element, name: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(element, f"{{{PREMIS}}}{name}")
    if text is not None:
        child.text = clean(text)
    return child


@dataclass(frozen=True)
class Identifier:
    """An identifier in a PREMIS document, and the kind of part that it belongs to."""

    kind: str
    value: str
    is_declaration: bool


def identifier(element: etree._Element) -> Identifier | None:
    """Read an element as an identifier, if it is one, to see that links lead right."""
    match = _IDENTIFIER.fullmatch(str(element.tag))
    if match is None:
        return None
    prefix, kind = match.groups()
    kind = f"{kind[0].lower()}{kind[1:]}"
    return Identifier(kind, element.text or "", is_declaration=prefix is None)
