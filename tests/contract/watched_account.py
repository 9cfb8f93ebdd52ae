# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""One account watched by the rules alone: sights go in, events come out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from rules.changes import are_comparable, compare, filled_from, is_rebaselined
from rules.gone import is_probably_gone
from rules.outages import Looked, weigh_outages
from rules.watch import (
    Weighed,
    begin_change,
    is_turned_back,
    move_change,
    state_after,
    weigh_change,
)
from schemas.policy import ChangePolicy
from schemas.profile import (
    ChangeState,
    FieldComparison,
    FieldVerdict,
    Observation,
    PageState,
    ProfileChange,
    ProfileField,
)
from schemas.watch import Outage, WatchState
from tests.contract.observed_profiles import FIRST

HOST = "torget.example"
OPEN = (ChangeState.WAITING, ChangeState.TO_JUDGE)


@dataclass
class WatchedAccount:
    """Joins the rules as the watch does, with nothing kept but in memory."""

    policy: ChangePolicy = field(default_factory=ChangePolicy)
    events: list[str] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    state: WatchState = field(
        default_factory=lambda: WatchState(account_id="torget", due_at=FIRST)
    )
    outages: list[Outage] = field(default_factory=list)
    baseline: Observation | None = None
    change: ProfileChange | None = None
    before: Observation | None = None
    after: Observation | None = None
    confirmed: tuple[ProfileChange, Observation, Observation] | None = None

    def watch(self, sights: Sequence[Observation]) -> list[str]:
        """Look at each in turn; give the events that people or the log would see."""
        for number, sight in enumerate(sights):
            own = sight.model_copy(update={"observation_id": f"sight-{number}"})
            self.observations.append(own)
            self._note_outages(own)
            if own.page_state is PageState.OK:
                self._note_change(own)
            else:
                self._note_gone()
        return self.events

    def _note_outages(self, sight: Observation) -> None:
        self.state = state_after(self.state, sight, self.policy, sight.seen_at)
        looked = Looked(
            account_id=sight.account_id,
            host=HOST,
            state=sight.page_state,
            failures=self.state.failures,
            observed_as=sight.observed_as,
        )
        for turn in weigh_outages([looked], self.outages, self.policy):
            notice = turn.notice.value if turn.notice else "-"
            self.events.append(f"{notice} {turn.state.value}")
            self.outages = (
                [] if turn.turn.value == "ends" else [self._outage(turn.state)]
            )

    def _outage(self, state: PageState) -> Outage:
        return Outage.model_validate(
            {
                "outage_id": "o",
                "scope": "account",
                "subject": "torget",
                "state": state,
                "began_at": FIRST,
            }
        )

    def _note_gone(self) -> None:
        verdict = is_probably_gone(self.observations, self.policy)
        event = "troligen stängt" if verdict else ""
        event = "kontrollsidan visas inte" if verdict.is_ours else event
        if event and event not in self.events:
            self.events.append(event)

    def _note_change(self, sight: Observation) -> None:
        if self.baseline is None:
            self.baseline = sight
        elif is_rebaselined(self.baseline, sight):
            self.events.append("ny utgångspunkt")
            self.baseline, self.change = sight, None
        elif are_comparable(self.baseline, sight):
            self._weigh(sight)

    def _weigh(self, sight: Observation) -> None:
        since = self.before if self.change and self.before else self.baseline
        assert since is not None
        found = compare(since, sight, self.policy)
        if self.change is None and self._is_turned_back(found, sight):
            self.events.append("fram och tillbaka")
            self.baseline = sight
            return
        weighed = weigh_change(
            self.change, found, sight, self.policy, sight.seen_at, self._moved(sight)
        )
        if weighed.state is None:
            self._fill(sight)
            return
        self._write(since, sight, weighed)

    def _is_turned_back(
        self, found: Sequence[FieldComparison], sight: Observation
    ) -> bool:
        differs = any(each.verdict is FieldVerdict.CHANGED for each in found)
        if not differs or self.confirmed is None:
            return False
        change, *either = self.confirmed
        return any(
            is_turned_back(
                change, compare(one, sight, self.policy), self.policy, sight.seen_at
            )
            for one in either
        )

    def _moved(self, sight: Observation) -> tuple[ProfileField, ...]:
        if self.change is None or self.after is None:
            return ()
        return tuple(
            each.field
            for each in compare(self.after, sight, self.policy)
            if each.verdict in (FieldVerdict.CHANGED, FieldVerdict.UNSURE)
        )

    def _write(self, since: Observation, sight: Observation, weighed: Weighed) -> None:
        was = self.change.state if self.change else None
        if self.change is None:
            change = begin_change("c-1", since, sight, weighed, sight.seen_at)
        else:
            change = move_change(self.change, sight, weighed, sight.seen_at)
        if change.state is not was:
            fields = ",".join(each.value for each in change.fields)
            self.events.append(f"{change.state.value} {fields}".strip())
        self.before, self.after = since, sight
        self.change = change if change.state in OPEN else None
        if change.state is ChangeState.CONFIRMED:
            self.confirmed = (change, since, sight)
        if change.state in (ChangeState.CONFIRMED, ChangeState.MINOR):
            self.baseline = sight

    def _fill(self, sight: Observation) -> None:
        """Let what was never seen before be known from now on."""
        assert self.baseline is not None
        if self.change is None:
            known = filled_from(sight.profile, self.baseline.profile)
            self.baseline = sight.model_copy(update={"profile": known})


def hourly(sights: Sequence[Observation], hours: float = 1) -> list[Observation]:
    """Let sights follow each other at an even pace."""
    return [
        sight.model_copy(update={"seen_at": FIRST + number * timedelta(hours=hours)})
        for number, sight in enumerate(sights)
    ]
