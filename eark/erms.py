# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is to be registered, as E-ARK CITS ERMS 3.0 XML for the diary's system.

One document holds one record: what OSL (2009:400) 5 kap. 2 § wants in a diary, in the
names that record systems exchange. The order of the elements is the specification's,
whose XSD is not ours to hand on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from lxml import etree

from eark.markup import clean, document, instant
from schemas.diary import Direction, RegistrationSheet

ERMS: Final = "https://DILCIS.eu/XML/ERMS"

_DIRECTION: Final = {
    Direction.INCOMING: "incoming",
    Direction.OUTGOING: "outgoing",
    Direction.INTERNAL: "other",
}
_STATUS: Final = {
    Direction.INCOMING: "received",
    Direction.OUTGOING: "expedited",
    Direction.INTERNAL: "prepared",
}
_DATED: Final = {
    Direction.INCOMING: "received",
    Direction.OUTGOING: "dispatch",
    Direction.INTERNAL: "created",
}


@dataclass(frozen=True)
class Appendix:
    """A file that lies beside the document."""

    name: str
    description: str
    format: str


def erms_document(sheet: RegistrationSheet, appendices: Sequence[Appendix]) -> bytes:
    """Write a registration with its files named, as a whole XML document."""
    root = etree.Element(f"{{{ERMS}}}erms", nsmap={None: ERMS})
    _control(_add(root, "control"), sheet)
    _record(_add(root, "records"), sheet, appendices)
    return document(root)


def _control(control: etree._Element, sheet: RegistrationSheet) -> None:
    """Say who made the document, and when."""
    _add(control, "identification", sheet.reference, identificationType="Avbild")
    upkeep = _add(control, "maintenanceInformation")
    _add(upkeep, "maintenanceStatus", value="new")
    agency = _add(upkeep, "maintenanceAgency")
    if sheet.board.organisation_number:
        number = sheet.board.organisation_number
        _add(agency, "otherAgencyCode", number, type="organisationsnummer")
    _add(agency, "agencyName", f"{sheet.board.municipality}, {sheet.board.name}")
    event = _add(_add(upkeep, "maintenanceHistory"), "maintenanceEvent")
    _add(event, "eventType", value="created")
    _add(event, "eventDateTime", instant(sheet.made_at))
    agent = _add(event, "agent", agentType="other", otherAgentType="software")
    _add(agent, "name", "Avbild")


def _record(
    records: etree._Element, sheet: RegistrationSheet, appendices: Sequence[Appendix]
) -> None:
    """Write the record, its elements in the order of the specification."""
    found = sheet.registration
    record = _add(
        records,
        "record",
        systemIdentifier=sheet.reference,
        recordType=_kind(sheet),
    )
    _add(record, "objectId", sheet.reference)
    _add(record, "extraId", found.item_id, extraIdType="Avbild item")
    _add(record, "extraId", sheet.package_id, extraIdType="Avbild package")
    for item in sheet.items[:1]:
        if item.permalink:
            _add(record, "extraId", item.permalink, extraIdType="permalink")
    if found.diary_number:
        number = found.diary_number
        _add(record, "identification", number, identificationType="diarienummer")
    if sheet.plan is not None:
        kind, code = sheet.plan.document_type, sheet.plan.code
        _add(record, "classification", kind, classificationCode=code)
    _add(record, "title", found.subject)
    _add(record, "otherTitle", found.public_subject, titleType="public_subject")
    _described(record, sheet)
    _files(record, appendices)


def _described(record: etree._Element, sheet: RegistrationSheet) -> None:
    found = sheet.registration
    direction = found.direction or Direction.INTERNAL
    _add(record, "status", value=_STATUS[direction])
    if found.secrecy:
        restriction = _add(record, "restriction", restrictionType="confidential")
        text = f"Sekretessmarkerad {_day(sheet)} av {sheet.board.name}."
        _add(restriction, "explanatoryText", text)
        _add(restriction, "regulation", found.secrecy)
    _direction(record, direction)
    _agents(_add(record, "agents"), sheet)
    _dates(_add(record, "dates"), sheet, direction)
    if found.reason:
        notes = _add(record, "notes")
        _add(notes, "note", found.reason, noteType="registration_reason")


def _day(sheet: RegistrationSheet) -> str:
    return sheet.registration.decided_at.date().isoformat()


def _direction(record: etree._Element, direction: Direction) -> None:
    """Say whether it came in; what is drawn up has no word of its own in ERMS."""
    defined = {"directionDefinition": _DIRECTION[direction]}
    if direction is Direction.INTERNAL:
        defined["otherDirectionDefinition"] = "drawn_up"
    _add(record, "direction", direction.label, **defined)


def _agents(agents: etree._Element, sheet: RegistrationSheet) -> None:
    known = {
        "sender": sheet.sender,
        "receiver": sheet.recipient,
        "responsible_person": sheet.registration.decided_by,
    }
    for role, name in known.items():
        if name:
            _add(_add(agents, "agent", agentType=role), "name", name)
    board = _add(agents, "agent", agentType="custodian")
    _add(board, "name", sheet.board.name)
    _add(board, "organisation", sheet.board.municipality)


def _dates(
    dates: etree._Element, sheet: RegistrationSheet, direction: Direction
) -> None:
    _add(dates, "date", _document_moment(sheet), dateType=_DATED[direction])
    _add(dates, "date", instant(sheet.captured_at), dateType="captured")
    found = sheet.registration
    if found.registered_on is not None:
        what = {"dateType": "other", "otherDateType": "registered"}
        _add(dates, "date", _midnight(found.registered_on), **what)
    if found.due is not None:
        what = {"dateType": "other", "otherDateType": "registration_due"}
        _add(dates, "date", _midnight(found.due), **what)


def _document_moment(sheet: RegistrationSheet) -> str:
    """Give when it came in or was drawn up: to the minute if the page said, else a day.

    ERMS has moments only; a day is written as its first, without a time zone.
    """
    day = sheet.registration.document_date
    published = sheet.items[0].published if sheet.items else None
    if published is not None and _may_be(published, day):
        return instant(published)
    return _midnight(day) if day else instant(sheet.captured_at)


def _may_be(moment: datetime, day: date | None) -> bool:
    """Tell whether a moment is on a day somewhere: a person may have said another."""
    return day is None or abs((moment.date() - day).days) <= 1


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00"


def _files(record: etree._Element, appendices: Sequence[Appendix]) -> None:
    more = _add(record, "additionalInformation")
    for appendix in appendices:
        _add(
            more,
            "appendix",
            name=appendix.name,
            description=appendix.description,
            fileFormat=appendix.format,
            path=f"file:///{appendix.name}",
        )


def _kind(sheet: RegistrationSheet) -> str:
    """Name what is registered: a thread, a package, or an item's kind."""
    if sheet.registration.covers_thread:
        return "thread"
    return sheet.items[0].kind.value if sheet.items else "package"


def _add(
    parent: etree._Element, name: str, text: str | None = None, /, **attributes: str
) -> etree._Element:
    element = etree.SubElement(parent, f"{{{ERMS}}}{name}")
    element.text = clean(text) if text else None
    for attribute, value in attributes.items():
        element.set(attribute, clean(value))
    return element
