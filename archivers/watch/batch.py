# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looks at many accounts at once: cheap first, and no account fails another.

Accounts that one question can settle are asked about together; whoever is left is
looked at by itself, a few at a time; a browser comes last and alone.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from archivers import eyes_on, for_account, reader_for
from archivers.api.platform import ApiPlatform
from archivers.attended import is_blind
from archivers.tools import CaptureTools
from archivers.watch.by_api import (
    Batch,
    batches_of,
    glance_at,
    look_with_care,
    may_be_glanced_at,
)
from archivers.watch.by_page import HTTP, look_by_browser, look_by_http
from archivers.watch.by_page import extractor_of as page_extractor
from archivers.watch.errand import NO_SOURCE, Look, LookErrand, Seen, look_of
from archivers.watch.eyes import Eyes, host_of
from schemas.errors import ArchiveError
from schemas.profile import ObservedAs, PageState

NOT_ASKED = "not-asked"
"""The code of a sight that stands for a host which others found to be down."""


def look_at(errands: Sequence[LookErrand], tools: CaptureTools) -> Iterator[Look]:
    """Look at each account once, and give each look as soon as it is made.

    Walls, accounts that are gone and platforms that do not answer are states of an
    observation; what kept a look from being made is its failure. No order is promised.
    """
    with Eyes(tools) as eyes:
        yield from look_with(eyes, errands)


def look_with(eyes: Eyes, errands: Sequence[LookErrand]) -> Iterator[Look]:
    """Look at each account once with eyes that are open already."""
    crew = _Crew(eyes)
    try:
        yield from crew.looks(errands)
    finally:
        crew.leave()


@dataclass(frozen=True)
class _Outcome:
    """What a piece of work gave, and what is left to do."""

    looks: tuple[Look, ...] = ()
    with_care: tuple[LookErrand, ...] = ()
    by_browser: tuple[LookErrand, ...] = ()


@dataclass
class _Crew:
    """The threads that look; the errands go from the cheap to the dear."""

    eyes: Eyes
    _waiting: set[Future[_Outcome]] = field(default_factory=set)

    def __post_init__(self) -> None:
        most = max(1, self.eyes.tools.limits.watchers)
        self._many = ThreadPoolExecutor(most, thread_name_prefix="look")
        self._alone = ThreadPoolExecutor(1, thread_name_prefix="browser")

    def leave(self) -> None:
        """Drop what nobody has begun, and wait for the rest."""
        for pool in (self._many, self._alone):
            pool.shutdown(cancel_futures=True)

    def looks(self, errands: Sequence[LookErrand]) -> Iterator[Look]:
        """Give the looks as they come.

        A fault of our own in one look is raised when all others have been given.
        """
        self._begin(errands)
        faults: list[BaseException] = []
        while self._waiting:
            done, self._waiting = wait(self._waiting, return_when=FIRST_COMPLETED)
            for future in done:
                fault = future.exception()
                if fault is None:
                    yield from self._taken(future.result())
                else:
                    faults.append(fault)
        if faults:
            raise faults[0]

    def _begin(self, errands: Sequence[LookErrand]) -> None:
        now = self.eyes.tools.clock()
        glanced = [one for one in errands if may_be_glanced_at(one, now)]
        chosen = {id(one) for one in glanced}
        for batch in batches_of(glanced):
            self._waiting.add(self._many.submit(self._glance, batch))
        self._with_care([one for one in errands if id(one) not in chosen])

    def _with_care(self, errands: Sequence[LookErrand]) -> None:
        for errand in _by_turns(errands):
            self._waiting.add(self._many.submit(_settled, errand, self._first_look))

    def _taken(self, outcome: _Outcome) -> Iterator[Look]:
        self._with_care(outcome.with_care)
        for errand in outcome.by_browser:
            work = self._alone.submit(_settled, errand, self._by_browser)
            self._waiting.add(work)
        yield from outcome.looks

    # --- what the threads do ----------------------------------------------------------

    def _glance(self, batch: Batch) -> _Outcome:
        if self.eyes.health.refusal(host_of(batch.errands[0].account)) is not None:
            return _Outcome(with_care=batch.errands)
        try:
            looks, others = glance_at(batch, self.eyes)
        except ArchiveError:
            return _Outcome(with_care=batch.errands)
        return _Outcome(looks, with_care=others)

    def _first_look(self, errand: LookErrand) -> _Outcome:
        if is_blind(for_account(errand.account)):
            return _Outcome((self._without_looking(errand),))
        platform = reader_for(errand.account)
        refusal = self.eyes.health.refusal(host_of(errand.account))
        if refusal is not None:
            return _Outcome((self._unasked(errand, refusal),))
        if isinstance(platform, ApiPlatform):
            return _Outcome((look_with_care(errand, platform, self.eyes),))
        if errand.login is not None:
            return _Outcome(by_browser=(errand,))
        look = look_by_http(errand, platform, self.eyes)
        return _Outcome(by_browser=(errand,)) if look is None else _Outcome((look,))

    def _by_browser(self, errand: LookErrand) -> _Outcome:
        platform = reader_for(errand.account)
        refusal = self.eyes.health.refusal(host_of(errand.account))
        if refusal is not None or isinstance(platform, ApiPlatform):
            return _Outcome((self._unasked(errand, refusal or PageState.UNAVAILABLE),))
        return _Outcome((look_by_browser(errand, platform, self.eyes),))

    def _without_looking(self, errand: LookErrand) -> Look:
        """Say of an account that no program may look at that none has."""
        seen_as, extractor = eyes_on(errand.account)
        seen = Seen(PageState.ACCESS_REFUSED, extractor, seen_as, code=NO_SOURCE)
        return look_of(errand, seen, self.eyes.tools)

    def _unasked(self, errand: LookErrand, state: PageState) -> Look:
        """Say of an account on a host that is down what is known of the host."""
        is_logged_in = errand.login is not None
        seen_as, extractor = eyes_on(errand.account, is_logged_in=is_logged_in)
        platform = reader_for(errand.account)
        if seen_as is ObservedAs.GUEST and not isinstance(platform, ApiPlatform):
            extractor = page_extractor(platform, HTTP)
        seen = Seen(state, extractor, seen_as, code=NOT_ASKED)
        return look_of(errand, seen, self.eyes.tools)


def _settled(errand: LookErrand, look: Callable[[LookErrand], _Outcome]) -> _Outcome:
    """Let what keeps a look from being made be a part of what it gives."""
    try:
        return look(errand)
    except ArchiveError as error:
        account_id = errand.account.account_id
        failed = Look(account_id, validators=errand.validators, failure=error)
        return _Outcome((failed,))


def _by_turns(errands: Sequence[LookErrand]) -> list[LookErrand]:
    """Let the hosts take turns, so that a slow one does not hold up all threads."""
    before: Counter[str] = Counter()
    turns = []
    for errand in errands:
        host = host_of(errand.account)
        turns.append(before[host])
        before[host] += 1
    order = sorted(range(len(errands)), key=turns.__getitem__)
    return [errands[place] for place in order]
