# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Platforms whose accounts look as a test says, watched as the DAG watches them.

Database and clock are the archive's own; only the looks themselves are played.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from archivers.watch import Look, LookErrand
from archivers.watch.batch import NOT_ASKED
from pipeline.context import Archive
from pipeline.crafts import Crafts
from pipeline.watch.due import by_host, due_accounts
from pipeline.watch.look import watch
from pipeline.watch.outcome import WatchOutcome
from schemas.account import Account
from schemas.errors import ArchiveError
from schemas.order import Order, OrderReason, OrderState
from schemas.package import PackageVersion
from schemas.plan import PlanVersion
from schemas.profile import (
    Evidence,
    Observation,
    ObservedAs,
    PageState,
    Picture,
    Profile,
)
from tests.fakes import FakeClock

BATCH = 50
QUARTER, HOUR = 15, 60
PROFILE = Profile(name="Älmhults bibliotek", about="Välkommen in.")


@dataclass
class World:
    """What the platforms show.

    `profiles` and `states` are by account; `down` by host. `other` is what another way
    of looking gives of an account, `controls` how control pages are by address,
    `faults` what keeps a look from being made.
    """

    archive: Archive
    plan: PlanVersion
    clock: FakeClock
    profiles: dict[str, Profile] = field(default_factory=dict)
    states: dict[str, PageState] = field(default_factory=dict)
    down: dict[str, PageState] = field(default_factory=dict)
    other: dict[str, PageState] = field(default_factory=dict)
    controls: dict[str, bool] = field(default_factory=dict)
    faults: dict[str, ArchiveError] = field(default_factory=dict)
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)
    extractor: str = "webpage-http/1"
    observed_as: ObservedAs = ObservedAs.GUEST
    looks: Counter[str] = field(default_factory=Counter)
    asked_with: dict[str, LookErrand] = field(default_factory=dict)
    during: Callable[[], None] = field(default=lambda: None)

    # --- what there is ----------------------------------------------------------------

    def account(self, name: str, host: str = "torget.example") -> str:
        """Put an account on a host and in the register, archived."""
        return self.archived(self.new_account(name, host))

    def new_account(self, name: str, host: str = "torget.example") -> str:
        """Put an account on a host and in the register."""
        found = Account.model_validate(
            {
                "account_id": name,
                "board_id": self.plan.board_id,
                "platform": "webpage",
                "url": f"https://{host}/{name}",
                "name": name.title(),
            }
        )
        self.archive.database.accounts.add(found)
        self.profiles[name] = PROFILE
        return name

    def archived(self, name: str) -> str:
        """Archive an account as it looks now, without the work of a capture."""
        database, started = self.archive.database, self.clock()
        order = database.orders.open_for(name) or self._order(name)
        capture_id = f"capture-of-{order.order_id}"
        database.orders.claim(order.order_id, "w", started, 60)
        database.observations.add(self._sight(name, capture_id, PageState.OK))
        database.packages.add(self._package(order, capture_id))
        database.orders.finish(order.order_id, "w", f"p-{order.order_id}", self.clock())
        return name

    def fails(self, order_id: str) -> None:
        """Let an order fail."""
        self.archive.database.orders.claim(order_id, "w", self.clock(), 60)
        sentence = "Plattformen svarar inte."
        self.archive.database.orders.fail(order_id, "w", sentence, self.clock())

    def shows(self, account_id: str, **fields: object) -> None:
        """Let an account show something else."""
        shown = self.profiles[account_id]
        self.profiles[account_id] = shown.model_copy(update=fields)

    # --- how it is watched ------------------------------------------------------------

    def look(self, *names: str) -> WatchOutcome:
        """Look at accounts now, and give the first outcome."""
        return watch(self.archive, names, self.crafts())[0]

    def run(self) -> int:
        """Look at those that are due, as the DAG does every quarter of an hour."""
        due = due_accounts(self.archive)
        for batch in by_host(self.archive, due, BATCH):
            watch(self.archive, batch, self.crafts())
        return len(due)

    def pass_hours(self, hours: float, every: int = HOUR) -> None:
        """Let time go by, with a run every so many minutes."""
        for _ in range(round(hours * HOUR / every)):
            self.clock.pass_time(minutes=every)
            self.run()

    def carry_out(self) -> None:
        """Archive what is ordered."""
        for order in self.archive.database.orders.list(OrderState.QUEUED):
            self.archived(order.account_id)

    def crafts(self) -> Crafts:
        """Give the crafts that see these platforms."""
        return Crafts(
            look=self._look_at,
            look_another_way=self._look_another_way,
            look_at_control=lambda _platform, address, _tools: self.controls[address],
        )

    # --- what came of it --------------------------------------------------------------

    def orders(self) -> list[tuple[str, OrderReason]]:
        """The archivings that the watch has ordered, oldest first."""
        placed = reversed(self.archive.database.orders.list())
        return [(o.account_id, o.reason) for o in placed if o.ordered_by == "Ulla"]

    def notices(self) -> list[str]:
        """The kinds of notices that have been told, oldest first."""
        told = self.archive.database.notices.list()
        return [notice.kind.value for notice in reversed(told)]

    def events(self) -> Counter[str]:
        """How many events of each kind there are."""
        return Counter(
            event.kind.value for event in self.archive.database.events.list()
        )

    # --- the looks themselves ---------------------------------------------------------

    def _look_at(self, errands: Sequence[LookErrand], tools) -> Iterator[Look]:
        for errand in errands:
            name = errand.account.account_id
            if resting := tools.resting.get(str(errand.account.url.host)):
                sight = self._sight(name, self.archive.new_id(), resting)
                yield Look(name, sight.model_copy(update={"code": NOT_ASKED}))
                continue
            self.looks[name] += 1
            self.asked_with[name] = errand
            self.during()
            if name in self.faults:
                yield Look(name, failure=self.faults[name])
                continue
            state = self.down.get(str(errand.account.url.host))
            state = state or self.states.get(name, PageState.OK)
            sight = self._sight(name, self.archive.new_id(), state)
            kept = self.evidence.get(name, ())
            yield Look(name, sight, evidence=kept, validators={"etag": "1"})

    def _look_another_way(self, account: Account, _seen, _tools) -> Look:
        name = account.account_id
        state = self.other.get(name, self.states.get(name, PageState.OK))
        sight = self._sight(name, self.archive.new_id(), state)
        other = sight.model_copy(
            update={"extractor": "webpage-page/1", "profile": Profile()}
        )
        return Look(name, other)

    def _sight(self, name: str, sight_id: str, state: PageState) -> Observation:
        is_ok = state is PageState.OK
        kept = self.evidence.get(name, ()) if is_ok else ()
        return Observation(
            observation_id=sight_id,
            account_id=name,
            seen_at=self.clock(),
            page_state=state,
            observed_as=self.observed_as,
            extractor=self.extractor,
            profile=self.profiles[name] if is_ok else Profile(),
            evidence=tuple(one.sha256 for one in kept),
        )

    # --- an archiving without its work ------------------------------------------------

    def _order(self, name: str) -> Order:
        order = Order(
            order_id=self.archive.new_id(),
            account_id=name,
            reason=OrderReason.REQUEST,
            reason_text="Begärd",
            ordered_by="Bo",
            ordered_at=self.clock(),
        )
        self.archive.database.orders.add(order)
        return order

    def _package(self, order: Order, capture_id: str) -> PackageVersion:
        return PackageVersion(
            package_id=f"p-{order.order_id}",
            version=1,
            account_id=order.account_id,
            board_id=self.plan.board_id,
            order_id=order.order_id,
            capture_id=capture_id,
            created_at=self.clock(),
            files=1,
            size=1,
            mets_sha256="0" * 64,
            posts=0,
            comments=0,
            plan_id=self.plan.plan_id,
            plan_version=self.plan.version,
            row_id=self.plan.rows[0].row_id,
        )


def picture(name: str, phash: str = "0" * 16, tiles: str | None = None) -> Picture:
    """Give a picture by a name, which stands for its bytes."""
    return Picture(
        url=f"https://torget.example/{name}.png",
        sha256=sha256(name.encode()).hexdigest(),
        phash=phash,
        tiles=tiles,
    )
