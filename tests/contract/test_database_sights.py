# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sights as spans, the evidence of them, and the changes between them."""

import pytest
from sqlalchemy import event, text

from schemas.errors import Damaged, DigestMismatch, Refused, UnknownName
from schemas.profile import ChangeState, ObservedAs, PageState, Profile
from tests.contract.database_records import ACCOUNT, MINUTE, NOW, fill, observation
from tests.contract.judged_homes import MINE, OTHER
from tests.contract.watch_records import change, closure, evidence, step

GONE = PageState.GONE


@pytest.fixture
def filled(database):
    """A database with two accounts of a board."""
    fill(database)
    database.accounts.add(OTHER)
    return database


@pytest.fixture
def seen(filled):
    """Two good sights, which a change can stand between."""
    filled.observations.add_all([observation(1), observation(2)])
    return filled


def of(sight, **changes):
    """The same sight with something else about it."""
    return sight.model_copy(update=changes)


def going_on(sight, minutes, **changes):
    """The same seen again, some minutes after it was first seen."""
    until = sight.seen_at + minutes * MINUTE
    return of(sight, last_seen_at=until, sights=sight.sights + 1, **changes)


def test_all_that_is_known_of_a_sight_comes_back(filled):
    """Also what is kept and never compared."""
    whole = of(
        observation(1, GONE),
        locale="sv",
        code="AccountDeactivated",
        control_ok=False,
        last_seen_at=NOW + 9 * MINUTE,
        sights=4,
        last_active_at=NOW - MINUTE,
        sources={"name": "og:title"},
        counters={"followers": 812},
        evidence=("a" * 64, "b" * 64),
    )
    filled.observations.add(whole)
    assert filled.observations.get(whole.observation_id) == whole


def test_the_same_seen_again_moves_the_end_of_the_sight(filled):
    """What may grow meanwhile is taken, what it was first seen as stays."""
    first = observation(1)
    filled.observations.add_all([first, observation(2)])
    grown = going_on(
        first,
        30,
        profile=Profile(name="Älmhults bibliotek", about="Välkommen"),
        counters={"posts": 3},
        last_active_at=NOW,
        evidence=("a" * 64,),
    )
    filled.observations.extend([of(grown, extractor="annat/9", locale="en")])
    assert filled.observations.get(first.observation_id) == grown
    assert filled.observations.get("avlasning-2") == observation(2)


def test_a_sight_never_goes_backwards(filled):
    """Of two workers that saw it, the later one stands, whoever writes last."""
    first = observation(1)
    filled.observations.add(first)
    later = going_on(first, 30)
    filled.observations.extend([later])
    filled.observations.extend([going_on(first, 20, counters={"posts": 1})])
    assert filled.observations.get(first.observation_id) == later


def test_only_a_sight_that_is_there_can_go_on(filled):
    """All of the batch or none."""
    filled.observations.add(observation(1))
    both = [going_on(observation(1), 5), going_on(observation(2), 5)]
    with pytest.raises(UnknownName, match="”avlasning-2” finns inte"):
        filled.observations.extend(both)
    assert filled.observations.get("avlasning-1") == observation(1)
    filled.observations.extend([])


def test_a_batch_of_sights_is_noted_whole_or_not_at_all(filled):
    """A known id or an unknown account stops all of it."""
    filled.observations.add(observation(1))
    unknown = of(observation(3), account_id="okant")
    for bad, error in ((observation(1), Refused), (unknown, UnknownName)):
        with pytest.raises(error):
            filled.observations.add_all([observation(2), bad])
    filled.observations.add_all([])
    assert filled.observations.list(MINE) == (observation(1),)


def test_the_newest_is_what_was_seen_last(filled):
    """Not what was first seen last: a sight may outlive a wall."""
    good, wall = observation(1), observation(5, PageState.LOGIN_WALL)
    filled.observations.add_all([good, wall])
    assert filled.observations.last_seen(MINE) == wall
    good = going_on(good, 60)
    filled.observations.extend([good])
    assert filled.observations.last_seen(MINE) == good
    assert filled.observations.list(MINE) == (good, wall)


def test_the_last_good_sight_is_the_one_seen_last(filled):
    """As the owner's API saw it now, though a guest saw it first later."""
    api = of(observation(1), observed_as=ObservedAs.API)
    filled.observations.add_all([api, observation(2)])
    assert filled.observations.last_good(MINE) == observation(2)
    api = going_on(api, 60)
    filled.observations.extend([api])
    assert filled.observations.last_good(MINE) == api


def test_the_nearest_sight_spans_the_moment(filled):
    """A span that reaches over a moment is nearer than what ended before it."""
    long, short = going_on(observation(1), 60), observation(10)
    filled.observations.add_all([long, short])
    nearest = filled.observations.nearest
    assert nearest(short, NOW + 9 * MINUTE) == long
    assert nearest(short, NOW + 10 * MINUTE) == short
    assert nearest(short, NOW + 40 * MINUTE) == long
    assert nearest(short, NOW + 90 * MINUTE) == long
    assert nearest(short, NOW) == long


def test_heads_are_the_newest_and_the_newest_good_by_each_eyes(filled):
    """Each way of looking has its own; accounts never seen are not there."""
    api = {"observed_as": ObservedAs.API}
    sights = {
        "old": observation(1),
        "good": observation(2),
        "wall": observation(3, PageState.LOGIN_WALL),
        "newest": observation(4, PageState.RATE_LIMITED),
        "api_wall": of(observation(5, PageState.UNAVAILABLE), **api),
        "api_good": of(observation(6), **api),
        "next": of(observation(7), extractor="torget/2"),
        "other": of(observation(8, GONE), account_id="annat"),
    }
    filled.observations.add_all(list(sights.values()))
    heads = filled.observations.heads([MINE, "annat", "aldrig-sett"])
    mine = ("next", "api_good", "newest", "good")
    assert heads == {
        MINE: tuple(sights[name] for name in mine),
        "annat": (sights["other"],),
    }
    assert filled.observations.heads([]) == {}


def test_a_head_is_what_was_seen_last(filled):
    """A good sight that went on over a wall is the only head."""
    good, wall = observation(1), observation(2, PageState.LOGIN_WALL)
    filled.observations.add_all([good, wall])
    good = going_on(good, 60)
    filled.observations.extend([good])
    assert filled.observations.heads([MINE]) == {MINE: (good,)}


def test_what_was_gone_since_it_was_good_by_any_eyes(filled):
    """Oldest first; from the end of the last good sight, whoever saw it."""
    api = {"observed_as": ObservedAs.API}
    good = going_on(observation(2), 8)
    before, over = observation(1, GONE), going_on(observation(9, GONE), 30)
    after = observation(11, GONE)
    by_api = of(observation(12, PageState.UNAVAILABLE), **api)
    elsewhere = of(observation(13, GONE), account_id="annat")
    gone_since = filled.observations.gone_since_good
    assert gone_since(MINE) == ()
    filled.observations.add_all([before, over])
    assert gone_since(MINE) == (before, over)
    filled.observations.add_all([by_api, after, good, elsewhere])
    assert gone_since(MINE) == (after, by_api)
    filled.observations.add(of(observation(14), **api))
    assert gone_since(MINE) == ()


def count_statements(database, act):
    """Give how many statements an act takes."""
    engine, counted = database._engine, []  # noqa: SLF001 - looks inside

    def note(_connection, _cursor, statement, *_rest):
        counted.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    act()
    event.remove(engine, "before_cursor_execute", note)
    return len(counted)


@pytest.mark.parametrize("name", ["add_all", "extend", "heads"])
def test_a_batch_takes_as_many_statements_as_one(filled, name):
    """29 000 accounts are looked at each hour."""
    filled.observations.add(observation(0))
    sights = [observation(number) for number in range(1, 121)]
    if name == "add_all":
        batches = [[sights[0]], sights[1:]]
    else:
        filled.observations.add_all(sights)
        batches = [[going_on(sights[0], 5)], [going_on(one, 5) for one in sights[1:]]]
    if name == "heads":
        batches = [[MINE], [MINE, *(f"konto-{number}" for number in range(120))]]
    method = getattr(filled.observations, name)
    one, many = (count_statements(filled, lambda b=b: method(b)) for b in batches)
    assert one == many <= 4


def test_evidence_is_kept_once_as_it_was_first_taken(filled):
    """The same picture comes back every hour."""
    first, other = evidence(b"bild"), evidence(b"svar")
    filled.evidence.put([first, first])
    filled.evidence.put([other, of(first, media_type="text/plain")])
    filled.evidence.put([])
    assert filled.evidence.get(first.sha256) == first
    assert filled.evidence.has([first.sha256, "0" * 64]) == {first.sha256}
    assert filled.evidence.has([]) == frozenset()
    with pytest.raises(UnknownName, match="Beviset"):
        filled.evidence.get("0" * 64)


def test_evidence_that_is_not_what_its_digest_says_is_damage(filled):
    """On the way in nothing is kept; on the way out nothing is given."""
    good, bad = evidence(b"bild"), of(evidence(b"svar"), content=b"annat")
    with pytest.raises(DigestMismatch, match="stämmer inte"):
        filled.evidence.put([good, bad])
    assert filled.evidence.has([good.sha256, bad.sha256]) == frozenset()
    filled.evidence.put([good])
    with filled._engine.begin() as connection:  # noqa: SLF001 - damages the row
        changed = "UPDATE evidence SET content = :content"
        connection.execute(text(changed), {"content": b"bilf"})
    with pytest.raises(Damaged, match=good.sha256):
        filled.evidence.get(good.sha256)


def test_a_change_comes_back_and_is_listed_newest_first(seen):
    """Of an account, in a state, or all."""
    minor = change(1, ChangeState.MINOR)
    seen.changes.add(minor)
    seen.changes.add(change(2))
    assert seen.changes.get("forandring-2") == change(2)
    assert seen.changes.list() == (change(2), minor)
    assert seen.changes.list(limit=1) == (change(2),)
    assert seen.changes.list(state=ChangeState.MINOR) == (minor,)
    assert seen.changes.list(account="annat") == ()
    with pytest.raises(UnknownName, match="”okand” finns inte"):
        seen.changes.get("okand")


def test_an_account_has_one_open_change_at_a_time(seen):
    """A settled one is none, and an open one may be noted again when it is settled."""
    assert seen.changes.open_for(MINE) is None
    seen.changes.add(change(1, ChangeState.REVERTED))
    seen.changes.add(change(2))
    assert seen.changes.open_for(MINE) == change(2)
    for state in (ChangeState.WAITING, ChangeState.TO_JUDGE):
        with pytest.raises(Refused, match="inte är avgjord"):
            seen.changes.add(change(3, state))
    seen.changes.add(change(4, ChangeState.MINOR))
    with pytest.raises(Refused, match="finns redan"):
        seen.changes.add(change(1, ChangeState.MINOR))
    seen.changes.settle(change(2, ChangeState.CONFIRMED))
    assert seen.changes.open_for(MINE) is None
    seen.changes.add(change(3))


def test_a_change_is_settled_once(seen):
    """It is seen again, judged, and then it stands."""
    waiting = change(1)
    seen.changes.add(waiting)
    again = of(waiting, times_seen=2, after_id="avlasning-1")
    asked = of(again, state=ChangeState.TO_JUDGE)
    settled = of(
        asked,
        state=ChangeState.CONFIRMED,
        settled_at=NOW,
        settled_by="Ulla",
        reason="Bilden är ny",
        order_id="order-1",
    )
    for stage in (again, asked, settled):
        seen.changes.settle(stage)
        assert seen.changes.get(waiting.change_id) == stage
    with pytest.raises(Refused, match="redan avgjord: bekräftad"):
        seen.changes.settle(of(settled, state=ChangeState.DISMISSED))
    assert seen.changes.get(waiting.change_id) == settled
    with pytest.raises(UnknownName):
        seen.changes.settle(change(2))


def test_a_change_stands_between_two_sights_of_its_account(seen):
    """Neither unknown nor another account's."""
    seen.observations.add(of(observation(3), account_id="annat"))
    for wrong in ("okand", "avlasning-3"):
        for end in ("before_id", "after_id"):
            with pytest.raises(UnknownName, match="Avläsningen"):
                seen.changes.add(of(change(1), **{end: wrong}))
    assert seen.changes.list() == ()


def test_gallring_takes_an_accounts_sights_and_the_evidence_only_they_used(filled):
    """What shows its own closure goes too; what another account refers to stays."""
    mine, shared, closing = (evidence(c) for c in (b"min", b"delad", b"avslut"))
    filled.evidence.put([mine, shared, closing])
    used = (mine.sha256, shared.sha256, closing.sha256)
    other = of(observation(3), account_id="annat", evidence=(shared.sha256,))
    sights = [of(observation(1), evidence=used), observation(2), other]
    filled.observations.add_all(sights)
    filled.closures.add(closure(1))
    filled.closures.append("avslut-1", step(4, evidence=(closing.sha256,)))
    filled.changes.add(change(1))
    with pytest.raises(Refused):
        filled.observations.purge(MINE)
    with filled.transaction():
        filled.changes.purge(MINE)
        freed = filled.observations.purge(MINE)
        filled.evidence.purge(freed)
    assert set(freed) == {mine.sha256, closing.sha256}
    assert filled.evidence.has(used) == {shared.sha256}
    assert filled.observations.list(MINE) == filled.changes.list() == ()
    assert filled.observations.list("annat") == (other,)
    assert filled.observations.purge(ACCOUNT.account_id) == ()
