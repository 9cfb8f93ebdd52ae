# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Many accounts at once: as they come, each for itself, and nothing left running."""

import threading

import httpx
import pytest

from archivers.watch.batch import NOT_ASKED, look_with
from archivers.watch.hosts import ENOUGH
from schemas.errors import ToolMissing
from schemas.profile import PageState
from tests.unit.archivers.watch.sites import Site, Watcher, account_at, page

WAIT = 20.0


@pytest.fixture
def watcher(tmp_path):
    return Watcher(tmp_path, Site())


def accounts(number, host="torget.se"):
    return [account_at(f"https://{host}/{n}", number=n) for n in range(1, number + 1)]


def answered(body=None):
    body = page() if body is None else body
    return httpx.Response(200, stream=httpx.ByteStream(body))


def looks(watcher, chosen):
    with watcher.eyes() as eyes:
        return list(look_with(eyes, [watcher.errand(account) for account in chosen]))


def test_accounts_are_looked_at_side_by_side(watcher):
    """Each waits until the other has been asked for too."""
    both = threading.Barrier(2, timeout=WAIT)

    def answer(_request):
        both.wait()
        return answered()

    watcher.site.answers = {"torget.se/1": answer, "torget.se/2": answer}
    found = looks(watcher, accounts(2))
    assert {one.observation.page_state for one in found} == {PageState.OK}


def test_a_look_is_given_as_soon_as_it_is_made(watcher):
    """The slow one answers only when the look at the quick one has been given."""
    given = threading.Event()

    def slow(_request):
        assert given.wait(WAIT)
        return answered()

    watcher.site.answers = {
        "torget.se/1": slow,
        "torget.se/2": lambda _: answered(),
    }
    names = []
    with watcher.eyes() as eyes:
        for one in look_with(eyes, [watcher.errand(a) for a in accounts(2)]):
            names.append(one.account_id)
            given.set()
    assert names == ["konto-2", "konto-1"]


def test_no_more_are_asked_at_once_than_is_set(watcher):
    object.__setattr__(watcher.tools.limits, "watchers", 2)
    now, most, turn = [0], [0], threading.Lock()

    def answer(_request):
        with turn:
            now[0] += 1
            most[0] = max(most[0], now[0])
        threading.Event().wait(0.02)
        with turn:
            now[0] -= 1
        return answered()

    watcher.site.answers = {f"torget.se/{n}": answer for n in range(1, 9)}
    assert len(looks(watcher, accounts(8))) == 8
    assert most[0] <= 2


def test_what_needs_a_browser_that_is_not_there_fails_alone(watcher):
    watcher.site.answers = {
        "torget.se/1": lambda _: answered(b"<!doctype html><div id=root></div>"),
        "torget.se/2": lambda _: answered(),
    }
    found = {one.account_id: one for one in looks(watcher, accounts(2))}
    assert isinstance(found["konto-1"].failure, ToolMissing)
    assert found["konto-1"].observation is None
    assert found["konto-2"].observation.page_state is PageState.OK


def test_a_fault_of_our_own_comes_when_all_others_have_been_given(watcher):
    """It is not hidden, and it takes nobody else's look with it."""

    def broken(_request):
        raise ZeroDivisionError

    watcher.site.answers = {f"torget.se/{n}": lambda _: answered() for n in (1, 3)}
    watcher.site.answers["torget.se/2"] = broken
    with watcher.eyes() as eyes:
        given = look_with(eyes, [watcher.errand(account) for account in accounts(3)])
        found = {next(given).account_id, next(given).account_id}
        with pytest.raises(ZeroDivisionError):
            next(given)
    assert found == {"konto-1", "konto-3"}


def test_a_host_that_is_down_does_not_cost_every_account_its_patience(watcher):
    """And the accounts of another host are seen all the same."""
    watcher.site.answers = {f"almhult.se/{n}": lambda _: answered() for n in (1, 2)}
    for n in range(1, 41):
        watcher.site.answers[f"torget.se/{n}"] = httpx.ConnectTimeout("x")
    chosen = [*accounts(40), *accounts(2, "almhult.se")]
    found = [one.observation for one in looks(watcher, chosen)]
    states = [seen.page_state for seen in found]
    assert states.count(PageState.UNAVAILABLE) == 40
    assert states.count(PageState.OK) == 2
    unasked = [seen for seen in found if seen.code == NOT_ASKED]
    assert len(unasked) >= 40 - ENOUGH - watcher.tools.limits.watchers
    assert {seen.extractor for seen in found} == {"webpage-http/1"}


def test_whoever_stops_listening_leaves_no_thread(watcher):
    watcher.site.answers = {f"torget.se/{n}": lambda _: answered() for n in range(1, 9)}
    with watcher.eyes() as eyes:
        given = look_with(eyes, [watcher.errand(account) for account in accounts(8)])
        next(given)
        given.close()
    names = {thread.name for thread in threading.enumerate()}
    assert not any(name.startswith(("look", "browser")) for name in names)


def test_no_accounts_give_no_looks(watcher):
    assert looks(watcher, []) == []
