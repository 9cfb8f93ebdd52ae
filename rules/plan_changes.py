# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a new version of a plan changes, and what that means for what is classified.

Old classifications keep their version. A board that adopts a new plan must therefore
see which rows became others: what was to be disposed of may now be preserved.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from rules.plan_cells import kind_label
from rules.wording import fold, listed
from schemas.plan import Disposal, PlanItem, PlanVersion, RegistrationRule, Trigger
from schemas.record import Labelled, Record


class RowChangeKind(Labelled):
    """What has become of a row."""

    ADDED = "added", "Ny"
    REMOVED = "removed", "Borttagen"
    CHANGED = "changed", "Ändrad"


class FieldChange(Record):
    """A part of a row that differs: its Swedish name, and what it said and says."""

    label: str
    before: str
    after: str


class RowChange(Record):
    """A row that is new, gone or different.

    `meaning` says in Swedish what it comes to for the documents of the row. `judges`
    tells whether the gates before disposal see another rule than before, so that what
    is classified to the old row must be classified anew.
    """

    kind: RowChangeKind
    old: PlanItem | None = None
    new: PlanItem | None = None
    fields: tuple[FieldChange, ...] = ()
    meaning: tuple[str, ...] = ()
    judges: bool = True


class PlanChanges(Record):
    """What differs between two versions of a plan, in the order of the new one."""

    plan_id: str
    old_version: int
    new_plan_id: str
    new_version: int
    rows: tuple[RowChange, ...]
    unchanged: int


def compare(old: PlanVersion, new: PlanVersion) -> PlanChanges:
    """Tell which rows a version adds, removes and changes against another.

    A row is the same when code and document type are; else when its id is; else when
    its document type is, where only one row in each version has it: a plan that was
    renumbered has not got new rows.
    """
    pairs = _pairs(old, new)
    matched = {one.row_id for one, _ in pairs.values()}
    gone = [row for row in old.rows if row.row_id not in matched]
    changes = [
        _changed(*pairs[row.row_id]) if row.row_id in pairs else _added(row)
        for row in new.rows
    ]
    differing = [change for change in changes if change is not None]
    return PlanChanges(
        plan_id=old.plan_id,
        old_version=old.version,
        new_plan_id=new.plan_id,
        new_version=new.version,
        rows=(*differing, *map(_removed, gone)),
        unchanged=len(changes) - len(differing),
    )


def find_row(plan: PlanVersion, row_id: str) -> PlanItem | None:
    """Find a row by its id; None when the plan has no such row, or several."""
    found = [row for row in plan.rows if row.row_id == row_id]
    return found[0] if len(found) == 1 else None


def is_same_rule(one: PlanItem, other: PlanItem) -> bool:
    """Tell whether two rows say the same of the same documents.

    Code, document type, what becomes of them, period, what it counts from and
    registration; remarks and the like may differ.
    """
    return _rule(one) == _rule(other)


def _rule(row: PlanItem) -> tuple[object, ...]:
    return (
        fold(row.code),
        fold(row.document_type),
        row.disposal,
        row.period_months,
        row.trigger,
        row.registration,
    )


Pairs = dict[str, tuple[PlanItem, PlanItem]]


def _pairs(old: PlanVersion, new: PlanVersion) -> Pairs:
    """Pair each row of the new version that was in the old one, by the new row's id."""
    pairs: Pairs = {}
    for key in (_named, _row_id, _document_type):
        taken = {one.row_id for one, _ in pairs.values()}
        before = _by_key((row for row in old.rows if row.row_id not in taken), key)
        after = _by_key((row for row in new.rows if row.row_id not in pairs), key)
        shared = before.keys() & after.keys()
        pairs |= {after[k].row_id: (before[k], after[k]) for k in shared}
    return pairs


def _by_key(
    rows: Iterable[PlanItem], key: Callable[[PlanItem], object]
) -> dict[object, PlanItem]:
    """Give the rows that nothing else has the key of."""
    kept = list(rows)
    counts = Counter(map(key, kept))
    return {key(row): row for row in kept if counts[key(row)] == 1}


def _named(row: PlanItem) -> object:
    return fold(row.code), fold(row.document_type)


def _row_id(row: PlanItem) -> object:
    return row.row_id


def _document_type(row: PlanItem) -> object:
    return fold(row.document_type)


def _added(row: PlanItem) -> RowChange:
    meaning = (f"ny rad: {row.disposal.label.lower()}",)
    return RowChange(kind=RowChangeKind.ADDED, new=row, meaning=meaning, judges=False)


def _removed(row: PlanItem) -> RowChange:
    meaning = ("raden finns inte längre: det som hör till den klassificeras på nytt",)
    return RowChange(kind=RowChangeKind.REMOVED, old=row, meaning=meaning)


def _changed(old: PlanItem, new: PlanItem) -> RowChange | None:
    """Give what differs; None when nothing but the place in the file does."""
    fields = tuple(
        FieldChange(label=label, before=read(old), after=read(new))
        for label, read in _FIELDS.items()
        if read(old) != read(new)
    )
    if not fields and is_same_rule(old, new):
        return None
    return RowChange(
        kind=RowChangeKind.CHANGED,
        old=old,
        new=new,
        fields=fields,
        meaning=_meaning(old, new),
        judges=not is_same_rule(old, new),
    )


def _meaning(old: PlanItem, new: PlanItem) -> tuple[str, ...]:
    said = []
    if old.disposal is not new.disposal:
        said.append(f"{_lower(old.disposal)} → {_lower(new.disposal)}")
    elif new.disposal is Disposal.DISPOSE:
        said += _period_meaning(old, new)
    if old.registration is not new.registration:
        said.append(f"{_lower(old.registration)} → {_lower(new.registration)}")
    if set(old.covers) != set(new.covers):
        said.append("andra slags handlingar föreslås höra till raden")
    return tuple(said)


def _period_meaning(old: PlanItem, new: PlanItem) -> list[str]:
    before, after = _months(old), _months(new)
    said = []
    if before is None and after is not None:
        said.append("fristen kan nu räknas ut")
    elif before is not None and after is None:
        said.append("fristen kan inte längre räknas ut: en person avgör")
    elif before is not None and after is not None and before != after:
        said.append("kortare frist" if after < before else "längre frist")
    if old.trigger is not new.trigger and before is not None and after is not None:
        said.append(f"räknas {_lower(old.trigger)} → {_lower(new.trigger)}")
    return said


def _months(row: PlanItem) -> int | None:
    return None if row.trigger is Trigger.PERSON_DECIDES else row.period_months


def _lower(word: Disposal | RegistrationRule | Trigger) -> str:
    return word.label.lower()


_FIELDS: Mapping[str, Callable[[PlanItem], str]] = {
    "Kod": lambda row: row.code,
    "Handlingstyp": lambda row: row.document_type,
    "Bevaras/Gallras": lambda row: row.disposal.label,
    "Gallringsfrist": lambda row: row.period_text,
    "Frist räknas från": lambda row: row.trigger.label,
    "Diarieförs": lambda row: row.registration.label,
    "Sekretess": lambda row: row.secrecy,
    "Format": lambda row: row.storage_format,
    "Anmärkning": lambda row: row.remarks,
    "Gäller för": lambda row: listed([kind_label(kind) for kind in row.covers]),
}
