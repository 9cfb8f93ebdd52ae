# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""PREMIS read back into its parts, so that a package's history goes on in the next.

Only documents of ours are read, strictly: what is not understood is an error, since a
new version that left something out would lose a part of the history.
"""

from datetime import datetime

from lxml import etree

from eark.markup import parse
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
    Representation,
    RightsStatement,
    Term,
)
from eark.premis_xml import PREMIS, XSI
from schemas.errors import Damaged

_TERMS = {(term.vocabulary, term.wording): term for term in Term}


def read_premis(data: bytes) -> Premis:
    """Read a PREMIS document of ours back into its parts.

    Raises:
        Damaged: it is not XML, or lacks something that our documents have.
    """
    root = parse(data)
    try:
        return Premis(
            objects=tuple(_object(part) for part in _all(root, "object")),
            events=tuple(_event(part) for part in _all(root, "event")),
            agents=tuple(_agent(part) for part in _all(root, "agent")),
            rights=tuple(
                _rights(part) for part in _all(root, "rights/rightsStatement")
            ),
        )
    except (KeyError, IndexError, ValueError) as error:
        message = "PREMIS-dokumentet saknar uppgifter som det skulle ha."
        raise Damaged(message) from error


def _object(element: etree._Element) -> PremisObject:
    identifier = _identifiers(element, "objectIdentifier")[0]
    name = _text(element, "originalName")
    related = tuple(_relationship(part) for part in _all(element, "relationship"))
    events = _identifiers(element, "linkingEventIdentifier")
    match element.attrib[f"{{{XSI}}}type"]:
        case "premis:intellectualEntity":
            rights = _identifiers(element, "linkingRightsStatementIdentifier")
            return IntellectualEntity(identifier, name, related, events, rights)
        case "premis:representation":
            return Representation(identifier, name, related, events)
        case "premis:file":
            facts = _all(element, "objectCharacteristics")[0]
            digests = _texts(facts, "fixity/messageDigest")
            return FileObject(
                identifier=identifier,
                name=name,
                size=int(_text(facts, "size")),
                sha256=digests[0] if digests else None,
                file_format=_format(_all(facts, "format")[0]),
                relationships=related,
                events=events,
            )
        case other:
            raise ValueError(other)


def _format(element: etree._Element) -> Format:
    return Format(
        name=_text(element, "formatDesignation/formatName"),
        version=_first(element, "formatDesignation/formatVersion"),
        pronom_key=_first(element, "formatRegistry/formatRegistryKey"),
        note=_first(element, "formatNote"),
    )


def _relationship(element: etree._Element) -> Relationship:
    return Relationship(
        kind=_term(element, "relationshipType"),
        subkind=_term(element, "relationshipSubType"),
        objects=_identifiers(element, "relatedObjectIdentifier"),
        events=_identifiers(element, "relatedEventIdentifier"),
    )


def _event(element: etree._Element) -> Event:
    outcome = "eventOutcomeInformation"
    return Event(
        identifier=_identifiers(element, "eventIdentifier")[0],
        kind=_term(element, "eventType"),
        happened_at=datetime.fromisoformat(_text(element, "eventDateTime")),
        detail=_text(element, "eventDetailInformation/eventDetail"),
        outcome=_text(element, f"{outcome}/eventOutcome"),
        notes=_texts(element, f"{outcome}/eventOutcomeDetail/eventOutcomeDetailNote"),
        agents=_links(element, "linkingAgent"),
        objects=_links(element, "linkingObject"),
    )


def _agent(element: etree._Element) -> Agent:
    return Agent(
        identifier=_identifiers(element, "agentIdentifier")[0],
        kind=_term(element, "agentType"),
        name=_text(element, "agentName"),
        version=_first(element, "agentVersion"),
    )


def _rights(element: etree._Element) -> RightsStatement:
    statute = "statuteInformation"
    return RightsStatement(
        identifier=_identifiers(element, "rightsStatementIdentifier")[0],
        citation=_text(element, f"{statute}/statuteCitation"),
        notes=_texts(element, f"{statute}/statuteNote"),
        objects=_identifiers(element, "linkingObjectIdentifier"),
        agents=_identifiers(element, "linkingAgentIdentifier"),
        act=_first(element, "rightsGranted/act"),
    )


def _links(element: etree._Element, name: str) -> tuple[Link, ...]:
    return tuple(
        Link(
            _text(part, f"{name}IdentifierValue"),
            _term(part, f"{name}Role") if _all(part, f"{name}Role") else None,
        )
        for part in _all(element, f"{name}Identifier")
    )


def _identifiers(element: etree._Element, name: str) -> tuple[str, ...]:
    return _texts(element, f"{name}/{name}Value")


def _term(element: etree._Element, name: str) -> Term:
    found = _all(element, name)[0]
    return _TERMS[found.attrib["authority"], found.text or ""]


def _text(element: etree._Element, path: str) -> str:
    return _texts(element, path)[0]


def _first(element: etree._Element, path: str) -> str | None:
    found = _texts(element, path)
    return found[0] if found else None


def _texts(element: etree._Element, path: str) -> tuple[str, ...]:
    return tuple(part.text or "" for part in _all(element, path))


def _all(element: etree._Element, path: str) -> list[etree._Element]:
    return element.findall("/".join(f"{{{PREMIS}}}{tag}" for tag in path.split("/")))
