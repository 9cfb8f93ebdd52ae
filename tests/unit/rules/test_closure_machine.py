# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever people try, in whatever order, nothing is closed that is not archived.

A machine tries every step at any time, takes steps back, archives well and badly, and
lets the account live on meanwhile.
"""

from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from rules.closure import (
    STEPS,
    FinalCapture,
    Situation,
    check_entry,
    counts_as_final,
    hindrance,
    next_step,
    undone,
)
from rules.closure_moves import Move, next_move
from rules.dates import swedish_day
from schemas.closure import Closure, ClosureEntry, ClosureStep
from schemas.errors import BadInput, Refused
from schemas.order import Order, OrderReason, OrderState
from schemas.profile import Observation, PageState

START = datetime(2026, 5, 4, 10, tzinfo=UTC)
WORDS = {"reason": "Skäl", "decision": "KS § 1", "announcement": "Vi stänger."}
LINK = {"link": "https://torget.example/1", "turn_to": "Servicecenter"}


class Closing(RuleBasedStateMachine):
    """An account that is being closed by people who make mistakes."""

    def __init__(self):
        super().__init__()
        self.now = START
        self.closure = Closure(
            closure_id="avslut", account_id="konto", opened_at=START, opened_by="Ulla"
        )
        self.captures = []
        self.changed_at = self.posted_at = None
        self.gone = None
        self.seen = ()

    def situation(self):
        """Say what is known, as the pipeline gathers it."""
        taken = self.closure.done(ClosureStep.CAPTURED)
        if taken is not None:
            found = [c for c in self.captures if c.order.order_id == taken.order_id]
        else:
            found = [c for c in self.captures if counts_as_final(c.order, self.closure)]
        return Situation(
            closure=self.closure,
            today=swedish_day(self.now),
            announce_days=14,
            capture=found[-1] if found else None,
            latest_change=self.changed_at,
            latest_post=self.posted_at,
            gone=self.gone,
        )

    def tick(self):
        """Let a second go by."""
        self.now += timedelta(seconds=1)

    @rule(days=st.integers(1, 20))
    def wait(self, days):
        """Let time go by."""
        self.now += timedelta(days=days)

    @rule(step=st.sampled_from(STEPS), days=st.integers(0, 20), words=st.booleans())
    def take(self, step, days, words):
        """Try a step, with or without its words."""
        capture = self.situation().capture
        given = WORDS | LINK if words else {}
        given |= {"until": swedish_day(self.now) + timedelta(days=days)}
        if step is ClosureStep.CAPTURED and capture is not None:
            given |= {
                "order_id": capture.order.order_id,
                "package_id": capture.package_id,
            }
        if step is ClosureStep.CLOSED and self.gone is not None:
            given |= {"observation_id": "sedd"}
        self.try_entry(ClosureEntry(step=step, at=self.now, by="Ulla", **given))

    @rule(steps=st.integers(1, 7), is_complete=st.booleans(), accepts=st.booleans())
    def go_on(self, steps, is_complete, accepts):
        """Do what is due, some steps in a row, as somebody in a hurry does."""
        for _ in range(steps):
            turn = next_step(self.closure)
            if turn is ClosureStep.CAPTURED:
                self.archive(OrderState.DONE, is_complete, OrderReason.CLOSURE)
                if accepts:
                    self.accept(True)  # noqa: FBT003
            elif turn is ClosureStep.CLOSED:
                self.see_gone()
            self.take(turn or ClosureStep.TOLD, 0, True)  # noqa: FBT003

    @rule(words=st.booleans())
    def accept(self, words):
        """Accept the newest archiving there is, whole or not."""
        package = next((c for c in reversed(self.captures) if c.package_id), None)
        entry = ClosureEntry(
            step=ClosureStep.CAPTURED,
            at=self.now,
            by="Ulla",
            reason="Skäl" if words else "",
            order_id=package.order.order_id if package else None,
            package_id=package.package_id if package else None,
            accepted_incomplete=True,
        )
        self.try_entry(entry)

    def try_entry(self, entry):
        """Add an entry if the rules let it be added."""
        try:
            check_entry(entry, self.situation())
        except (Refused, BadInput) as error:
            assert str(error).endswith(".")  # noqa: PT017 - one of many
        else:
            assert entry.accepted_incomplete or not hindrance(
                entry.step, self.situation()
            )
            entries = (*self.closure.entries, entry)
            self.closure = self.closure.model_copy(update={"entries": entries})
        self.tick()

    @rule(step=st.sampled_from(STEPS))
    def take_back(self, step):
        """Try to take a step back."""
        try:
            back = undone(step, self.closure, self.now, "Ulla", "Fel")
        except Refused:
            return
        entries = (*self.closure.entries, *back)
        self.closure = self.closure.model_copy(update={"entries": entries})
        self.tick()

    @rule(
        state=st.sampled_from([OrderState.DONE, OrderState.FAILED, OrderState.QUEUED]),
        is_complete=st.booleans(),
        reason=st.sampled_from([OrderReason.CLOSURE, OrderReason.PERIODIC]),
    )
    def archive(self, state, is_complete, reason):
        """Archive the account, well or badly, for this reason or another."""
        number = len(self.captures)
        order = Order(
            order_id=f"order-{number}",
            account_id="konto",
            reason=reason,
            ordered_by="Avbild",
            ordered_at=self.now,
            state=state,
        )
        is_done = state is OrderState.DONE
        capture = FinalCapture(
            order,
            f"paket-{number}" if is_done else None,
            is_complete=is_done and is_complete,
            captured_at=self.now if is_done else None,
        )
        self.captures.append(capture)
        self.tick()

    @rule(is_post=st.booleans())
    def live_on(self, is_post):
        """Let the account change, or publish."""
        if is_post:
            self.posted_at = self.now
        else:
            self.changed_at = self.now
        self.tick()

    @rule()
    def see_gone(self):
        """See that the account is gone after it was to be closed."""
        if self.closure.done(ClosureStep.CONFIRMED):
            self.gone = Observation(
                observation_id="sedd",
                account_id="konto",
                seen_at=self.now,
                page_state=PageState.GONE,
                extractor="webpage/1",
            )

    @invariant()
    def nothing_is_lost(self):
        """Entries are only ever added."""
        assert self.closure.entries[: len(self.seen)] == self.seen
        self.seen = self.closure.entries

    @invariant()
    def the_steps_that_stand_are_the_first_ones(self):
        """There is no gap, and each stands later than the one before."""
        turn = next_step(self.closure)
        count = STEPS.index(turn) if turn else len(STEPS)
        moments = [self.closure.done(step).at for step in STEPS[:count]]
        assert moments == sorted(moments)
        assert not any(self.closure.done(step) for step in STEPS[count:])

    @invariant()
    def what_is_closed_is_archived_and_approved(self):
        """By a whole archiving after the announcement, or one that someone accepted."""
        if self.closure.done(ClosureStep.CLOSED) is None:
            return
        announced = self.closure.done(ClosureStep.ANNOUNCED)
        captured = self.closure.done(ClosureStep.CAPTURED)
        confirmed = self.closure.done(ClosureStep.CONFIRMED)
        assert announced.at < captured.at < confirmed.at
        assert swedish_day(captured.at) >= announced.until
        (capture,) = (c for c in self.captures if c.order.order_id == captured.order_id)
        if captured.accepted_incomplete:
            assert captured.reason
            assert captured.package_id
            return
        assert capture.is_complete
        assert capture.order.reason is OrderReason.CLOSURE
        assert capture.order.ordered_at > announced.at

    @invariant()
    def what_avbild_does_by_itself_may_be_done(self):
        """It never takes a step that the rules would refuse."""
        now = self.situation()
        move = next_move(now)
        if move is Move.TAKE_CAPTURE:
            assert hindrance(ClosureStep.CAPTURED, now) == ""
        if move is Move.TELL:
            assert hindrance(ClosureStep.TOLD, now) == ""


TestClosing = Closing.TestCase
TestClosing.settings = settings(max_examples=150, stateful_step_count=40)
