# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Judge whether something is to be registered in the diary (diarieföras).

OSL (2009:400) 5 kap. 1 §: what has come in or been drawn up is registered without
delay, unless it is public and kept in order, or clearly of minor importance. That is
for a person to judge; an item that nobody has judged is never taken for one that need
not be registered.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.context import Archive
from pipeline.diary.matter import Matter, find_matter, standing
from pipeline.index import index_missing
from rules.dates import next_working_day
from rules.diary import (
    default_subject,
    direction_of,
    document_date,
    exemption_refusals,
    read_number,
)
from rules.plan_changes import find_row
from schemas.classification import ClassificationState
from schemas.diary import Direction, Registration, RegistrationState
from schemas.errors import BadInput, Refused
from schemas.order import EventKind
from schemas.plan import RegistrationRule


@dataclass(frozen=True)
class DiaryEntry:
    """What the diary holds or is to hold, as far as somebody has said it.

    What is None is worked out: the date and the direction from the item, a subject
    without personal data. `secrecy` None leaves the provision as it was judged before;
    "" lifts it. `registered_on` None is today.
    """

    diary_number: str = ""
    registered_on: date | None = None
    document_date: date | None = None
    direction: Direction | None = None
    party: str = ""
    subject: str = ""
    public_subject: str = ""
    secrecy: str | None = None


NOTHING_SAID = DiaryEntry()


@dataclass(frozen=True)
class Judgement:
    """What a person says of registration, of an item, a whole thread or a package."""

    account_id: str
    item_id: str
    state: RegistrationState
    covers_thread: bool = False
    reason: str = ""
    due: date | None = None
    entry: DiaryEntry = NOTHING_SAID


def judge(archive: Archive, judgement: Judgement) -> Registration:
    """Keep a person's judgement on registration; it follows on any earlier one.

    Raises:
        UnknownName: the account has no such item, thread or package.
        BadInput: a diary number or a day cannot be right.
        Refused: it must be registered by the plan or since it is secret, no reason was
            given, or the thread is named by another item than its post.
    """
    (made,) = judge_all(archive, (judgement,))
    return made


def judge_all(
    archive: Archive, judgements: Sequence[Judgement]
) -> tuple[Registration, ...]:
    """Keep several judgements, or none of them if one is refused.

    Raises:
        UnknownName: an account has no such item, thread or package.
        BadInput: a diary number or a day cannot be right.
        Refused: as for `judge`.
    """
    index_missing(archive)  # may open packages, which a transaction has no time for
    with archive.database.transaction():
        return tuple(_judged(archive, judgement) for judgement in judgements)


def _judged(archive: Archive, judgement: Judgement) -> Registration:
    matter = find_matter(
        archive,
        judgement.account_id,
        judgement.item_id,
        covers_thread=judgement.covers_thread,
    )
    before = standing(archive, matter)
    made = _MAKE[judgement.state](archive, judgement, matter, before)
    keep(archive, made, _EVENT[judgement.state])
    return made


def keep(archive: Archive, registration: Registration, event: EventKind) -> None:
    """Keep a decision as the newest, and say so in the event log by ids alone."""
    detail = {
        "registration": registration.registration_id,
        "item": registration.item_id,
        "state": registration.state.value,
    }
    with archive.database.transaction():
        archive.database.registrations.add(registration)
        archive.note(event, registration.account_id, detail)


def _to_register(
    archive: Archive,
    judgement: Judgement,
    matter: Matter,
    before: Registration | None,
) -> Registration:
    """Judge that it is to be registered; a later judgement never moves the day on."""
    waits = before is not None and before.state is RegistrationState.TO_REGISTER
    known = before.due if before is not None and waits else None
    due = judgement.due or known or next_working_day(archive.today())
    return _registration(archive, judgement, matter, before).model_copy(
        update={"due": due}
    )


def _registered(
    archive: Archive,
    judgement: Judgement,
    matter: Matter,
    before: Registration | None,
) -> Registration:
    entry, today = judgement.entry, archive.today()
    number = read_number(entry.diary_number)
    if number is None:
        message = f"”{entry.diary_number}” kan inte vara ett diarienummer."
        raise BadInput(message)
    day = entry.registered_on or today
    if day > today:
        message = f"Diarieföringens datum {day} har inte inträffat."
        raise BadInput(message)
    made = _registration(archive, judgement, matter, before)
    said = {
        "diary_number": number,
        "registered_on": day,
        "registered_by": archive.agent,
        "due": before.due if before else None,
        "handed_over_at": before.handed_over_at if before else None,
        "handed_over_by": before.handed_over_by if before else "",
    }
    return made.model_copy(update=said)


def _exempt(
    archive: Archive,
    judgement: Judgement,
    matter: Matter,
    before: Registration | None,
) -> Registration:
    refused = exemption_refusals(
        judgement.reason,
        _secrecy(judgement, before),
        _demanded_by(archive, matter),
        before,
    )
    if refused:
        raise Refused(" ".join(refused))
    return Registration(
        registration_id=archive.new_id(),
        account_id=judgement.account_id,
        item_id=judgement.item_id,
        covers_thread=judgement.covers_thread,
        state=judgement.state,
        decided_by=archive.agent,
        decided_at=archive.clock(),
        reason=judgement.reason.strip(),
    )


def _registration(
    archive: Archive,
    judgement: Judgement,
    matter: Matter,
    before: Registration | None,
) -> Registration:
    """Write down what the diary holds or is to hold.

    The sender's name is only kept if somebody says it: decisions are never removed,
    while the item that the name stands in may one day be disposed of.
    """
    made: dict[str, Any] = {
        "registration_id": archive.new_id(),
        "account_id": judgement.account_id,
        "item_id": judgement.item_id,
        "covers_thread": judgement.covers_thread,
        "state": judgement.state,
        "decided_by": archive.agent,
        "decided_at": archive.clock(),
        "reason": judgement.reason.strip(),
        "secrecy": _secrecy(judgement, before),
    }
    made |= _described(judgement.entry, matter, before)
    if made["document_date"] > archive.today():
        message = f"Handlingens datum {made['document_date']} har inte inträffat."
        raise BadInput(message)
    return Registration.model_validate(made)


def _described(
    entry: DiaryEntry, matter: Matter, before: Registration | None
) -> dict[str, Any]:
    """Say what the document is: as said now, else as before, else as worked out."""
    document = matter.document
    subject = default_subject(document, matter.account.name)
    described = {
        "document_date": document_date(document),
        "direction": direction_of(document),
        "subject": subject,
        "public_subject": subject,
    }
    is_same = before is not None and _is_about(before, matter)
    for said in (before if is_same else None, entry):
        values = {name: _on_one_line(getattr(said, name, None)) for name in _DESCRIBED}
        described |= {name: value for name, value in values.items() if value}
    return described


def _on_one_line(value: object) -> object:
    """Leave no line breaks in what becomes headings, rows and subjects of letters."""
    return " ".join(value.split()) if type(value) is str else value


def _is_about(found: Registration, matter: Matter) -> bool:
    """Tell a decision on the same thing from one on the thread that it stands in."""
    same = (matter.item_id, matter.covers_thread)
    return (found.item_id, found.covers_thread) == same


def _secrecy(judgement: Judgement, before: Registration | None) -> str:
    """Give the provision that holds: what was judged secret stays so until lifted."""
    if judgement.entry.secrecy is not None:
        return judgement.entry.secrecy.strip()
    return before.secrecy if before else ""


def _demanded_by(archive: Archive, matter: Matter) -> list[str]:
    """Name the confirmed plan rows that say that some of it is to be registered."""
    known = archive.database.classifications.of_account(matter.account.account_id)
    demanded = set()
    for item_id in matter.covered:
        found = known.get(item_id)
        if found is None or found.state is not ClassificationState.CONFIRMED:
            continue
        plan = archive.database.plans.get(found.plan.plan_id, found.plan.plan_version)
        row = find_row(plan, found.plan.row_id)
        if row is not None and row.registration is RegistrationRule.YES:
            demanded.add(row.code)
    return sorted(demanded)


_DESCRIBED = ("document_date", "direction", "party", "subject", "public_subject")
_Maker = Callable[[Archive, Judgement, Matter, Registration | None], Registration]
_MAKE: dict[RegistrationState, _Maker] = {
    RegistrationState.TO_REGISTER: _to_register,
    RegistrationState.REGISTERED: _registered,
    RegistrationState.NOT_TO_BE_REGISTERED: _exempt,
}
_EVENT = {
    RegistrationState.TO_REGISTER: EventKind.REGISTRATION_JUDGED,
    RegistrationState.REGISTERED: EventKind.REGISTERED,
    RegistrationState.NOT_TO_BE_REGISTERED: EventKind.REGISTRATION_JUDGED,
}
