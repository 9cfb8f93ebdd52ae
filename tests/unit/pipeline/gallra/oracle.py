# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What may be destroyed, decided anew: a second opinion, with no code of Avbild's.

It keeps its own account of what people have done, and knows the law of the small
archive by heart. It never asks `rules`, and never asks the database.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")
ITEMS = ("p1", "c1", "c2", "c3", "r1")
THREAD, ACCOUNT, BOARD = "p1", "biblioteket", "ks"
PROPOSED_ROW = {"p1": "1.1", "c1": "1.2", "c2": "1.2", "c3": "1.2", "r1": "1.3"}

_COMMENTS = {0: ("dispose", 2), 1: ("dispose", 3), 2: ("preserve", None)}


def rule(code: str, variant: int) -> tuple[str, str, int | None, str, bool]:
    """Give a row as a variant of the plan has it.

    Code, what becomes of it, years, what those count from, and whether the plan
    demands registration.
    """
    what, years = _COMMENTS[variant] if code == "1.2" else _ROWS[code]
    return code, what, years, "diary" if code == "1.3" else "capture", code == "1.3"


_ROWS: dict[str, tuple[str, int | None]] = {
    "1.1": ("preserve", None),
    "1.3": ("dispose", 1),
    "1.4": ("dispose", None),
    "1.5": ("dispose", 2),
}


@dataclass(frozen=True)
class Row:
    """The row that somebody said an item belongs to."""

    code: str
    variant: int
    version: int
    is_confirmed: bool


@dataclass(frozen=True)
class Judgement:
    """What somebody said of registration, in the order that they said it."""

    item: str
    state: str
    covers: bool = False
    number: str = ""
    day: date | None = None


@dataclass
class Listed:
    """A list as it was proposed, and what became of it."""

    proposer: str
    items: dict[str, dict[str, int]]
    whole: frozenset[str]
    rows: dict[str, Row]
    captures: int
    begun_before: frozenset[str]
    is_first: bool
    approver: str = ""
    is_sound: bool = True
    is_done: bool = False
    held_until: datetime | None = None

    @property
    def packages(self) -> dict[str, int]:
        """Every package that it reaches, in its version then."""
        return {p: v for kept in self.items.values() for p, v in kept.items()}

    def of(self, package: str) -> frozenset[str]:
        """The items that it takes from a package."""
        return frozenset(
            name
            for name, kept in self.items.items()
            if package in kept and name != package
        )


@dataclass
class Book:
    """All that people have done in the archive, as the test has written it down."""

    plans: list[tuple[date, int, int]] = field(default_factory=list)
    rows: dict[str, Row] = field(default_factory=dict)
    judgements: list[Judgement] = field(default_factory=list)
    holds: dict[str, tuple[str, str]] = field(default_factory=dict)
    captured: dict[str, datetime] = field(default_factory=dict)
    gone: dict[tuple[str, int], frozenset[str]] = field(default_factory=dict)
    lists: dict[str, Listed] = field(default_factory=dict)
    decisions: dict[str, str] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def copy(self) -> "Book":
        """Write it all off."""
        return deepcopy(self)

    def decided(self, decision_id: str) -> Listed:
        """Give the list of a decision."""
        return self.lists[self.decisions[decision_id]]

    def closed(self, name: str, now: datetime) -> str:  # noqa: PLR0911 - a list of reasons
        """Say why an item, or a whole package, must stay; empty if it may go."""
        today, row = now.astimezone(SWEDEN).date(), self.rows.get(name)
        if row is None or not row.is_confirmed:
            return "no confirmed row"
        said = rule(row.code, row.variant)
        if said[1] != "dispose" or said[2] is None:
            return "preserved, or a person decides"
        if said not in self._in_force(today):
            return "not so in the plan in force"
        judged = self._judged(name)
        if judged is None or judged.state == "to_register":
            return "not judged or not registered"
        if judged.state == "not" and said[4]:
            return "the plan demands registration"
        if judged.day and judged.day > today:
            return "registered in the future"
        start = judged.day if said[3] == "diary" else self._captured_on(name)
        if start is None or today.year <= start.year + said[2]:
            return "the period is not out"
        return "held" if self._is_held(name, judged) else ""

    def _in_force(self, today: date) -> tuple[tuple[object, ...], ...]:
        valid = [plan for plan in self.plans if plan[0] <= today]
        if not valid:
            return ()
        variant = max(valid)[2]
        return tuple(rule(code, variant) for code in ("1.1", "1.2", *_ROWS))

    def _judged(self, name: str) -> Judgement | None:
        own = [one for one in self.judgements if one.item == name]
        thread = [one for one in self.judgements if one.covers]
        found = own or (thread if name in ITEMS else [])
        return found[-1] if found else None

    def _captured_on(self, name: str) -> date:
        moment = self.captured.get(name) or min(self.captured.values())
        return moment.astimezone(SWEDEN).date()

    def _is_held(self, name: str, judged: Judgement) -> bool:
        subjects = {("account", ACCOUNT), ("board", BOARD), ("item", name)}
        if name in ITEMS:
            subjects.add(("thread", THREAD))
        if judged.number:
            subjects.add(("case", judged.number))
        return not subjects.isdisjoint(self.holds.values())

    def present(self, package: str, version: int) -> frozenset[str]:
        """The items that a version holds."""
        return frozenset(ITEMS) - self.gone[package, version]

    def closes(self, listed: Listed, now: datetime) -> str:
        """Say why a list must not be carried out now; empty if it may."""
        if not listed.is_sound:
            return "tampered with"
        if not listed.approver.strip():
            return "not approved"
        if listed.approver.strip().lower() == listed.proposer.strip().lower():
            return "approved by its proposer"
        for name, row in listed.rows.items():
            why = self.closed(name, now)
            if why or self.rows[name] != row:
                return f"{name}: {why or 'classified anew'}"
        return ""

    def is_undisturbed(self, decision_id: str) -> bool:
        """Whether nothing but itself has changed the packages since it was frozen."""
        listed = self.decided(decision_id)
        others = self.begun - listed.begun_before - {decision_id}
        return listed.is_first and listed.captures == len(self.captured) and not others
