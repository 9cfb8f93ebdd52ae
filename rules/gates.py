# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gates before disposal (gallring), in the order of the law.

What is not known never opens a gate: no plan row, no disposal; no judgement on
registration, no disposal; no date, no disposal. Every gate is tried, so that a person
sees at once all that is lacking, and every refusal says why.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rules.dates import due_date, swedish_day
from rules.plan_changes import find_row, is_same_rule
from rules.wording import skeleton
from schemas.classification import Classification, ClassificationState, ItemEntry
from schemas.diary import Registration, RegistrationState
from schemas.gallring import Gate, Hold, HoldLevel, Refusal, Verdict
from schemas.plan import (
    Disposal,
    PlanItem,
    PlanReference,
    PlanVersion,
    RegistrationRule,
    Trigger,
)


@dataclass(frozen=True)
class Case:
    """All that the gates need to know of one item.

    `classification` is its newest, `plan` the version that it cites, and `in_force`
    the board's version in force today: the authority to dispose is the plan that
    holds now. `registration` is the one that counts: the item's own, else its
    thread's. `holds` are those that cover it (`holds_on`). The dates are the Swedish
    days that a period may count from; None is an event that has not happened.
    """

    entry: ItemEntry
    classification: Classification | None
    plan: PlanVersion | None
    in_force: PlanVersion | None
    registration: Registration | None
    holds: tuple[Hold, ...]
    captured_on: date | None = None
    published_on: date | None = None
    registered_on: date | None = None
    case_closed_on: date | None = None
    account_closed_on: date | None = None

    @property
    def reference(self) -> PlanReference | None:
        """The row that the item is classified to, if the classification is its own."""
        found = self.classification
        is_own = found is not None and (
            found.account_id == self.entry.account_id
            and found.item_id == self.entry.item_id
        )
        return found.plan if found is not None and is_own else None

    @property
    def row(self) -> PlanItem | None:
        """The row as it stands in the plan version that the classification cites."""
        cited = self.reference
        if cited is None or self.plan is None:
            return None
        is_cited = (self.plan.plan_id, self.plan.version) == (
            cited.plan_id,
            cited.plan_version,
        )
        return find_row(self.plan, cited.row_id) if is_cited else None


def judge(case: Case, today: date, *, year_end: bool) -> Verdict:
    """Try every gate before the decision on an item.

    `year_end` lets a period of years count from the end of the calendar year.

    Returns:
        A verdict with one refusal for each thing that is lacking, gate by gate; the
        item may be disposed of only when there is none.
    """
    row, registration = case.row, case.registration
    trigger_date, due = _dates(case, row, year_end=year_end)
    refused = {
        Gate.PLAN_ROW: _plan_refusals(case, row, today),
        Gate.REGISTRATION: _registration_refusals(case, row, today),
        Gate.PERIOD: _period_refusals(row, trigger_date, due, today),
        Gate.HOLD: map(_hold_refusal, active(case.holds)),
    }
    return Verdict(
        account_id=case.entry.account_id,
        item_id=case.entry.item_id,
        kind=case.entry.kind,
        plan=case.reference,
        trigger=row.trigger if row else None,
        trigger_date=trigger_date,
        due=due,
        registration_id=registration.registration_id if registration else None,
        registration=registration.state if registration else None,
        refusals=tuple(
            Refusal(gate=gate, message=message)
            for gate, messages in refused.items()
            for message in messages
        ),
    )


def holds_on(
    entry: ItemEntry, registration: Registration | None, holds: Iterable[Hold]
) -> tuple[Hold, ...]:
    """Give the holds that stop an item: its own, its thread's, case's and so on.

    A hold on an item or a thread that names no account stops that id in every account:
    too much is stopped rather than too little.
    """
    diary_number = registration.diary_number if registration else ""
    covered = {
        HoldLevel.ITEM: entry.item_id,
        HoldLevel.THREAD: entry.thread_id,
        HoldLevel.ACCOUNT: entry.account_id,
        HoldLevel.BOARD: entry.board_id,
    }
    return tuple(
        hold
        for hold in active(holds)
        if (
            _is_case(hold.subject, diary_number)
            if hold.level is HoldLevel.CASE
            else hold.subject == covered[hold.level] and _is_of(hold, entry)
        )
    )


def active(holds: Iterable[Hold]) -> tuple[Hold, ...]:
    """Leave out the holds that a person has released; none ends by itself."""
    return tuple(hold for hold in holds if hold.is_active)


def counts_for(entry: ItemEntry, registration: Registration) -> bool:
    """Tell whether a registration is the item's own or covers its thread."""
    of_thread = registration.covers_thread and registration.item_id == entry.thread_id
    is_about = of_thread or registration.item_id == entry.item_id
    return is_about and registration.account_id == entry.account_id


def _plan_refusals(case: Case, row: PlanItem | None, today: date) -> list[str]:
    said = ["Redan gallrad."] if case.entry.is_gallrad else []
    if case.classification is None or case.reference is None:
        return [*said, "Ingen rad i planen är vald."]
    said += _unconfirmed(case.classification)
    if case.plan is None or row is None:
        return [*said, _no_row(case.reference)]
    return [
        *said,
        *_mismatches(case, case.plan, row),
        *_row_refusals(row),
        *_outdated(case.plan, row, case.in_force, today),
    ]


def _unconfirmed(found: Classification) -> list[str]:
    if found.state is not ClassificationState.CONFIRMED:
        return ["Raden i planen är bara föreslagen. En person måste bekräfta den."]
    if not found.decided_by.strip() or found.decided_at is None:
        return ["Det framgår inte vem som har bekräftat raden i planen, och när."]
    return []


def _no_row(cited: PlanReference) -> str:
    version = f"planen ”{cited.plan_id}”, version {cited.plan_version}"
    return f"Raden {cited.row_id} finns inte i {version}."


def _mismatches(case: Case, plan: PlanVersion, row: PlanItem) -> list[str]:
    cited = case.reference
    said = []
    if plan.board_id != case.entry.board_id:
        said.append(f"Planen ”{plan.plan_id}” tillhör en annan nämnd.")
    if cited is not None and (cited.disposal, cited.code) != (row.disposal, row.code):
        said.append("Klassificeringen återger inte raden som den står i planen.")
    return said


def _row_refusals(row: PlanItem) -> list[str]:
    if row.disposal is not Disposal.DISPOSE:
        return [f"Raden {row.code} i planen säger att handlingen bevaras."]
    if not _can_be_counted(row):
        period = f"”{row.period_text}” " if row.period_text else ""
        where = f"{period}i rad {row.code}"
        return [f"Gallringsfristen {where} kan inte räknas ut: en person avgör."]
    return []


def _can_be_counted(row: PlanItem) -> bool:
    months = row.period_months or 0
    return months > 0 and row.trigger is not Trigger.PERSON_DECIDES


def _outdated(
    plan: PlanVersion, row: PlanItem, in_force: PlanVersion | None, today: date
) -> list[str]:
    """Refuse a row that the plan in force no longer has, or has otherwise.

    An old classification keeps its version. It still holds when the row stands
    unchanged in the version in force; else a person must classify anew, since the
    board may since have decided to preserve.
    """
    if in_force is None or not _is_valid(in_force, today):
        return ["Nämnden har ingen plan som gäller i dag."]
    if in_force.board_id != plan.board_id:
        return ["Planen som gäller i dag tillhör en annan nämnd."]
    if any(is_same_rule(row, current) for current in in_force.rows):
        return []
    now = f"”{in_force.plan_id}”, version {in_force.version}"
    message = f"Planen som gäller nu ({now}) har inte rad {row.code} oförändrad."
    return [f"{message} Klassificera på nytt."]


def _is_valid(plan: PlanVersion, day: date) -> bool:
    return plan.valid_from <= day and (plan.valid_to is None or day <= plan.valid_to)


def _registration_refusals(
    case: Case, row: PlanItem | None, today: date
) -> Iterable[str]:
    found = case.registration
    if found is None or not counts_for(case.entry, found):
        return ["Det är inte bedömt om handlingen ska diarieföras."]
    if found.state is RegistrationState.TO_REGISTER:
        return ["Handlingen ska diarieföras men har inget diarienummer än."]
    if found.state is RegistrationState.REGISTERED:
        return _entry_refusals(found, today)
    return _exempt_refusals(found, row)


def _entry_refusals(found: Registration, today: date) -> list[str]:
    if not found.diary_number.strip() or found.registered_on is None:
        return ["Diarieföringen saknar diarienummer eller datum."]
    if found.registered_on > today:
        return ["Diarieföringen har ett datum som inte har inträffat."]
    return []


def _exempt_refusals(found: Registration, row: PlanItem | None) -> list[str]:
    said = []
    if not found.reason.strip():
        said.append("Det framgår inte varför handlingen inte ska diarieföras.")
    if row is not None and row.registration is RegistrationRule.YES:
        said.append(
            f"Rad {row.code} i planen säger att handlingen ska diarieföras, men den "
            "är bedömd att inte diarieföras."
        )
    return said


def _dates(
    case: Case, row: PlanItem | None, *, year_end: bool
) -> tuple[date | None, date | None]:
    """Give the day that the period counts from, and the first day after it."""
    if row is None or not _can_be_counted(row):
        return None, None
    start = _COUNTED_FROM[row.trigger](case)
    if start is None or row.disposal is not Disposal.DISPOSE:
        return start, None
    return start, due_date(start, row.period_months or 0, year_end=year_end)


def _period_refusals(
    row: PlanItem | None, start: date | None, due: date | None, today: date
) -> list[str]:
    """Refuse what is not yet due; without a countable row the first gate refuses."""
    if row is None or row.disposal is not Disposal.DISPOSE or not _can_be_counted(row):
        return []
    if start is None or due is None:
        event = row.trigger.label.lower()
        return [f"Fristen räknas {event}, och det har inte inträffat eller är okänt."]
    if today < due:
        return [f"Gallringsfristen har inte gått ut. Tidigaste dag är {due}."]
    return []


def _hold_refusal(hold: Hold) -> str:
    day = swedish_day(hold.placed_at)
    return (
        f"Gallringsstopp för {_LEVEL[hold.level]}: {hold.reason.label.lower()}. "
        f"Infört av {hold.placed_by} {day}."
    )


def _is_of(hold: Hold, entry: ItemEntry) -> bool:
    """Tell items and threads of different accounts apart; their ids may be alike."""
    if hold.level in {HoldLevel.ITEM, HoldLevel.THREAD}:
        return hold.account_id in {None, entry.account_id}
    return True


def _is_case(held: str, diary_number: str) -> bool:
    """Tell whether a stop on a case covers what has a diary number.

    People write "KS 2026/118", "ks2026-0118" and "Dnr 2026:118", and a document has
    its case's number with one more ("KS 2026/118-3"). Whichever is the longer, and
    whichever leaves the board out: too much is stopped rather than too little.
    """
    ours, theirs = _number(diary_number), _number(held)
    if not (any(map(str.isalpha, ours)) and any(map(str.isalpha, theirs))):
        ours, theirs = (tuple(filter(str.isdigit, each)) for each in (ours, theirs))
    shortest = min(len(ours), len(theirs))
    return shortest > 0 and ours[:shortest] == theirs[:shortest]


def _number(diary_number: str) -> tuple[str, ...]:
    """Give a diary number's letters and digits in turn: "ks", "2026", "118"."""
    words = (word.lstrip("0") or "0" for word in skeleton(diary_number))
    return tuple(word for word in words if word not in _CALLED)


_CALLED = frozenset({"dnr", "diarienr", "diarienummer", "nr", "ärende"})
_COUNTED_FROM: Mapping[Trigger, Callable[[Case], date | None]] = {
    Trigger.CAPTURE: lambda case: case.captured_on,
    Trigger.PUBLICATION: lambda case: case.published_on,
    Trigger.REGISTRATION: lambda case: case.registered_on,
    Trigger.CASE_CLOSED: lambda case: case.case_closed_on,
    Trigger.ACCOUNT_CLOSED: lambda case: case.account_closed_on,
}
_LEVEL: Mapping[HoldLevel, str] = {
    HoldLevel.ITEM: "handlingen",
    HoldLevel.THREAD: "tråden",
    HoldLevel.ACCOUNT: "kontot",
    HoldLevel.CASE: "ärendet",
    HoldLevel.BOARD: "nämnden",
}
