# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the fields of the account register are called, by us and by the towns.

Every town keeps its list under headings of its own, so the usual ones are known; ours
are the ones that are written, shown and published.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from rules.wording import fold


class FieldKind(Enum):
    """How the cells of a field are written."""

    TEXT = "text"
    DAY = "day"
    YES_NO = "yes/no"
    COUNT = "count"
    STATUS = "status"
    LEVEL = "level"


@dataclass(frozen=True)
class RegisterField:
    """A field of `schemas.account.Account` and its headings.

    `may_be_empty` says that a cell without text can mean that the field is empty;
    `names_people` that it holds the name of an employee.
    """

    name: str
    heading: str
    usual: tuple[str, ...]
    kind: FieldKind = FieldKind.TEXT
    may_be_empty: bool = True
    names_people: bool = False


def _field(
    name: str,
    headings: str,
    kind: FieldKind = FieldKind.TEXT,
    *,
    needed: bool = False,
    people: bool = False,
) -> RegisterField:
    heading, *others = headings.split("|")
    may_be_empty = not needed and kind in {FieldKind.TEXT, FieldKind.DAY}
    usual = (fold(heading), *others)
    return RegisterField(name, heading, usual, kind, may_be_empty, people)


REGISTER_FIELDS = (
    _field("account_id", "Id|konto-id|kontoid", needed=True),
    _field("name", "Namn|konto|kontonamn|kontots namn", needed=True),
    _field(
        "url",
        "Adress|url|länk|webbadress|webblänk|kontots adress|länk till kontot",
        needed=True,
    ),
    _field("board_id", "Nämnd|nämnd-id|styrelse|myndighet", needed=True),
    _field("platform", "Plattform|kanal|medium|socialt medium|tjänst", needed=True),
    _field("activity", "Verksamhet|förvaltning|enhet|avdelning"),
    _field(
        "responsible_manager",
        "Verksamhetens chef|verksamhetschef|chef|ansvarig chef|beslutande chef",
        people=True,
    ),
    _field(
        "account_owner",
        "Ansvarig för kontot|ansvarig|kontoansvarig|administratör|redaktör"
        "|administratörer|ansvarig person",
        people=True,
    ),
    _field("stand_in", "Ersättare|vikarie|ersättare vid ledighet", people=True),
    _field("purpose", "Syfte|kontots syfte|syfte med kontot"),
    _field("target_group", "Målgrupp|målgrupper"),
    _field("goals", "Mätbara mål|mål|mål för kontot|mål med kontot"),
    _field(
        "goals_follow_up",
        "Uppföljning av mål|uppföljning|uppföljning av målen|hur målen följs upp"
        "|utvärdering|mål och utvärdering",
    ),
    _field("decision", "Beslut|beslutsnummer|beslut om konto|beslutets diarienummer"),
    _field("decided_by", "Beslutat av|beslutad av|beslutsfattare", people=True),
    _field(
        "decided_on",
        "Beslutsdatum|beslutat|beslutad|beslutat den|datum för beslut",
        FieldKind.DAY,
    ),
    _field(
        "approval",
        "Godkännande|godkännandets nummer|kommunikationsavdelningens godkännande",
    ),
    _field("approved_by", "Godkänt av|godkänd av", people=True),
    _field(
        "approved_on",
        "Godkännandedatum|godkänt|godkänd|godkänt den|datum för godkännande",
        FieldKind.DAY,
    ),
    _field(
        "opened_on",
        "Startdatum|start|öppnat|startat|öppnat den|skapat|uppstart",
        FieldKind.DAY,
    ),
    _field(
        "closed_on",
        "Avslutsdatum|avslut|avslutat|avslutat den|stängt|slutdatum|nedlagt",
        FieldKind.DAY,
    ),
    _field("status", "Status|läge", FieldKind.STATUS),
    _field(
        "is_listed",
        "I publika registret|publikt|publiceras|publik|visas publikt",
        FieldKind.YES_NO,
    ),
    _field(
        "snapshots_per_year",
        "Arkiveringar per år|arkiveras per år|antal arkiveringar per år"
        "|återkommande arkivering",
        FieldKind.COUNT,
    ),
    _field(
        "level",
        "Arkiveringens omfattning|omfattning|nivå|arkiveringsnivå",
        FieldKind.LEVEL,
    ),
)
"""Every field of an account, in the order in which a list has them."""

CLEARANCE_FIELDS = (
    _field("browser_clearance", "Beslut om webbläsare utan person"),
    _field("browser_cleared_by", "Beslutet om webbläsare fattat av", people=True),
    _field("browser_cleared_on", "Datum för beslutet om webbläsare", FieldKind.DAY),
)
"""That a platform's terms are set aside is decided for one account at a time, so a list
of accounts neither says it nor can say it.
"""

FIELD_BY_NAME: Mapping[str, RegisterField] = MappingProxyType(
    {field.name: field for field in REGISTER_FIELDS}
)
_HEADINGS = {field.name: field.heading for field in REGISTER_FIELDS + CLEARANCE_FIELDS}
_BY_HEADING = {
    fold(heading): field for field in REGISTER_FIELDS for heading in field.usual
}


def field_headed(heading: str) -> RegisterField | None:
    """Find the field that a heading means; None when it is not known."""
    return _BY_HEADING.get(fold(heading).strip(" :*"))


def heading_of(name: str) -> str:
    """Give a field's heading; a field that the register has had, its name."""
    return _HEADINGS.get(name, name)
