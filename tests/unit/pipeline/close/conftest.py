# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An account that is being closed, in an archive with a real database and store."""

from datetime import timedelta

import pytest

from pipeline.close.capture import order_final_capture
from pipeline.close.situation import latest
from pipeline.close.steps import Announcement, announce, open_closure
from pipeline.snapshot import run_order
from schemas.errors import ArchiveError
from schemas.profile import (
    ChangeState,
    FieldComparison,
    FieldVerdict,
    Observation,
    PageState,
    ProfileChange,
    ProfileField,
)


class Story:
    """What people, the platform and the watch do to the account."""

    def __init__(self, archive, clock, account, platform):
        self.archive = archive
        self.clock = clock
        self.account_id = account.account_id
        self.platform = platform

    @property
    def closure(self):
        """The closure as it stands."""
        return latest(self.archive, self.account_id)

    @property
    def account(self):
        """The account as the register has it."""
        return self.archive.database.accounts.get(self.account_id)

    def decide(self):
        """Decide that it be closed."""
        return open_closure(
            self.archive, self.account_id, "Kontot används inte", "KS 2026 § 7"
        )

    def announce(self, days=14):
        """Tell the followers, and wait until the last day."""
        until = self.archive.today() + timedelta(days=days)
        said = Announcement(
            "Vi stänger kontot.",
            "https://torget.example/almhultsbibliotek/1",
            "Servicecenter, 0476-550 00",
            until,
            "" if days >= 14 else "Kontot har fyra följare",
        )
        found = announce(self.archive, self.account_id, said)
        self.clock.pass_time(days=days)
        return found

    def capture(self):
        """Order the last archiving and carry it out."""
        order = order_final_capture(self.archive, self.account_id)
        self.run(order.order_id)
        return order

    def run(self, order_id):
        """Carry out an order, as far as the platform lets it."""
        try:
            run_order(self.archive, order_id, self.platform.crafts())
        except ArchiveError:
            return self.archive.database.orders.get(order_id)
        return self.archive.database.orders.get(order_id)

    def see(self, state=PageState.OK, **given):
        """Let the watch see the account."""
        seen = Observation(
            observation_id=self.archive.new_id(),
            account_id=self.account_id,
            seen_at=self.archive.clock(),
            page_state=state,
            extractor="webpage-browser/1",
            **given,
        )
        self.archive.database.observations.add(seen)
        return seen

    def change(self, state=ChangeState.WAITING):
        """Let the watch find a change of the profile."""
        before, after = self.see(), self.see()
        change = ProfileChange(
            change_id=self.archive.new_id(),
            account_id=self.account_id,
            before_id=before.observation_id,
            after_id=after.observation_id,
            comparisons=(
                FieldComparison(field=ProfileField.NAME, verdict=FieldVerdict.CHANGED),
            ),
            state=state,
            found_at=after.seen_at,
        )
        self.archive.database.changes.add(change)
        return change

    def notices(self):
        """Give the titles of what people have been told, oldest first."""
        found = self.archive.database.notices.list()
        return [notice.title.partition(":")[0] for notice in reversed(found)]

    def events(self):
        """Give what has happened, oldest first."""
        return [event.kind for event in self.archive.database.events.list()]


@pytest.fixture
def story(archive, clock, account, plan, platform):
    """The account before anything has happened to it."""
    assert plan.board_id == account.board_id
    return Story(archive, clock, account, platform)
