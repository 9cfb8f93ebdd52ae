# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A decision is carried out to its proven end, or leaves what was there before.

The files, the database, the store, the rewriting and the proof are the real ones.
"""

import gzip
from dataclasses import replace

import pytest

from eark.items_read import read_items
from pipeline import verify
from pipeline.gallra import execute as executing
from pipeline.gallra import version
from pipeline.gallra.execute import execute
from pipeline.gallra.propose import Wish, approve, propose
from pipeline.gallra.reprove import prove_again
from pipeline.hold import HoldRequest, place_hold, release_hold
from pipeline.order import Request, place_order
from pipeline.snapshot import run_order
from schemas.errors import Damaged, NotAllowed, Refused, Unavailable
from schemas.gallring import ExecutionState, HoldLevel, HoldReason
from schemas.item import ItemKind
from schemas.order import EventKind
from tests.gallring_samples import COMMENTS, NUMBER, TOWN

ACCOUNT = "biblioteket"
GONE = ("c1",)


@pytest.fixture
def decision(archive, due):
    """A decision to dispose of the first comment."""
    assert due.account_id == ACCOUNT
    return decided(archive)


def decided(archive, *item_ids: str):
    """Propose and approve the disposal of some comments."""
    frozen = propose(archive, Wish(ACCOUNT, item_ids or GONE)).frozen
    return approve(replace(archive, agent="Gun"), frozen.list_id, "KS 4.2")


def everything(archive) -> bytes:
    """All that the store holds, opened."""
    found = b""
    for package_id in archive.store.packages():
        for number in archive.store.versions(package_id):
            files = archive.store.open(package_id, number)
            for path in files.paths():
                with files.open(path) as stream:
                    data = stream.read()
                found += gzip.decompress(data) if path.endswith(".gz") else data
    return found


def hold_account(archive):
    request = HoldRequest(HoldLevel.ACCOUNT, ACCOUNT, HoldReason.AUDIT)
    return place_hold(archive, request)


def test_what_is_decided_is_gone_proven_and_certified(archive, due, decision, crafts):
    author, body = COMMENTS["c1"]
    before = everything(archive)
    assert all(text.encode() in before for text in (author, body, NUMBER))
    certificate = execute(archive, decision.decision_id, crafts)
    after = everything(archive)
    assert not any(text.encode() in after for text in (author, body, NUMBER))
    for kept in ("c2", "c3"):
        assert all(text.encode() in after for text in COMMENTS[kept])
    (execution,) = certificate.executions
    assert execution.state is ExecutionState.DONE
    assert execution.proof.passed
    assert execution.proof.mapped_found == execution.proof.mapped_places == 4
    assert execution.purge.remaining == 0
    assert archive.store.versions(due.package_id) == (2,)
    assert certificate.item_ids == GONE
    assert certificate.rows[0].items == {ItemKind.COMMENT: 1}
    assert author not in certificate.model_dump_json()
    kinds = [event.kind for event in archive.database.events.list()]
    assert [kind for kind in kinds if kind.value.startswith("gallring")] == [
        EventKind.GALLRING_PROPOSED,
        EventKind.GALLRING_APPROVED,
        EventKind.GALLRING_STARTED,
        EventKind.GALLRING_STORED,
        EventKind.GALLRING_PURGED,
        EventKind.GALLRING_DONE,
    ]
    assert archive.database.events.verify().is_intact


def test_what_remains_is_a_whole_package_with_a_tombstone(
    archive, due, decision, crafts
):
    execute(archive, decision.decision_id, crafts)
    report = verify.verify_package(archive, due.package_id)
    assert report.is_valid, report.findings
    items = {i.item_id: i for i in read_items(archive.store.open(due.package_id))}
    assert items["c1"].gallring == decision.decision_id
    assert (items["c1"].author, items["c1"].body, items["c1"].places) == ("", "", ())
    assert items["c2"].body == COMMENTS["c2"][1]
    newest = archive.database.packages.get(due.package_id)
    assert (newest.version, newest.posts, newest.comments) == (2, 1, 3)
    assert archive.database.items.kept_in(ACCOUNT, "c1") == ()
    assert len(archive.database.items.kept_in(ACCOUNT, "c2")) == 1


def test_it_can_be_proven_again_and_is_never_done_twice(archive, due, decision, crafts):
    first = execute(archive, decision.decision_id, crafts)
    assert execute(archive, decision.decision_id, crafts) == first
    said = prove_again(archive, decision)
    assert f"{due.package_id} version 1 finns inte i lagret." in said
    assert len([p for p in archive.store.packages() if p.startswith("gallring-")]) == 1


def test_what_is_not_carried_out_has_no_proof(archive, decision):
    with pytest.raises(Refused):
        prove_again(archive, decision)


def test_the_last_comments_go_after_the_first(archive, due, decision, crafts):
    execute(archive, decision.decision_id, crafts)
    execute(archive, decided(archive, "c2", "c3").decision_id, crafts)
    after = everything(archive)
    assert not any(
        text.encode() in after for pair in COMMENTS.values() for text in pair
    )
    assert TOWN.encode() in after
    assert archive.store.versions(due.package_id) == (3,)


def test_a_hold_after_the_decision_stops_it_and_nothing_is_lost(
    archive, due, decision, crafts
):
    hold = hold_account(archive)
    with pytest.raises(NotAllowed, match="Gallringsstopp: c1"):
        execute(archive, decision.decision_id, crafts)
    assert archive.store.versions(due.package_id) == (1,)
    release_hold(archive, hold.hold_id, "Revisionen är klar")
    execute(archive, decision.decision_id, crafts)
    assert archive.store.versions(due.package_id) == (2,)


def test_a_hold_that_comes_at_the_last_moment_spares_the_old_version(
    archive, due, decision, crafts, monkeypatch
):
    """The next version is stored; right before the destruction the hold is seen."""
    real, holds = executing.index_package, []

    def index_then_hold(*arguments):
        real(*arguments)
        holds.append(hold_account(archive))

    with monkeypatch.context() as patch:
        patch.setattr(executing, "index_package", index_then_hold)
        with pytest.raises(NotAllowed):
            execute(archive, decision.decision_id, crafts)
    assert archive.store.versions(due.package_id) == (1, 2)
    (execution,) = archive.database.gallring.executions(decision.decision_id)
    assert execution.state is ExecutionState.STORED
    release_hold(archive, holds[0].hold_id, "Klart")
    execute(archive, decision.decision_id, crafts)
    assert archive.store.versions(due.package_id) == (2,)


def test_what_cannot_be_proven_is_not_destroyed(
    archive, due, decision, crafts, monkeypatch
):
    """The rewriter forgets a place; the verifier sees it, and nothing happens."""
    real = version.remake_files

    def forgetful(task, originals, folder):
        one = task.removed[0]
        lazy = replace(
            task,
            removed=(one.model_copy(update={"places": ()}),),
            values=tuple(value for value in task.values if value.text != one.author),
        )
        return real(lazy, originals, folder)

    monkeypatch.setattr(version, "remake_files", forgetful)
    with pytest.raises(Damaged, match="kunde inte bevisas"):
        execute(archive, decision.decision_id, crafts)
    (execution,) = archive.database.gallring.executions(decision.decision_id)
    assert execution.state is ExecutionState.INCOMPLETE
    assert execution.proof.problems
    assert not execution.proof.passed
    assert COMMENTS["c1"][0] not in execution.model_dump_json()
    assert archive.store.versions(due.package_id) == (1,)
    monkeypatch.undo()
    execute(archive, decision.decision_id, crafts)
    assert archive.store.versions(due.package_id) == (2,)


def test_a_new_version_that_is_not_read_back_whole_spares_the_old(
    archive, due, decision, crafts, monkeypatch
):
    real = executing.verify_package

    def damaged(opened, package_id, number):
        mets = archive.store.open(package_id, number)
        path = next(p for p in mets.paths() if p.endswith("items.xml"))
        with (mets._root / path).open("ab") as stream:  # noqa: SLF001 - break the disk
            stream.write(b"<!-- -->")
        return real(opened, package_id, number)

    monkeypatch.setattr(executing, "verify_package", damaged)
    with pytest.raises(Damaged, match="lästes inte tillbaka"):
        execute(archive, decision.decision_id, crafts)
    assert 1 in archive.store.versions(due.package_id)


def test_a_newer_package_with_the_same_comment_needs_a_new_list(
    archive, account, due, decision, crafts
):
    assert due.account_id == account.account_id
    request = Request(account_id=ACCOUNT, ordered_by="Ulla", reason_text="Igen")
    run_order(archive, place_order(archive, request).order_id, crafts)
    with pytest.raises(NotAllowed, match="Gör en ny lista"):
        execute(archive, decision.decision_id, crafts)
    again = decided(archive)
    certificate = execute(archive, again.decision_id, crafts)
    assert len(certificate.executions) == 2
    assert COMMENTS["c1"][0].encode() not in everything(archive)


def test_two_workers_never_carry_out_one_decision(archive, decision, crafts):
    now = archive.clock()
    archive.database.gallring.claim(decision.decision_id, "annan", now, 600)
    with pytest.raises(Unavailable):
        execute(archive, decision.decision_id, crafts)


class Killed(BaseException):
    """The process ends here."""


STEPS = {
    "store": ("put", "purge"),
    "database.packages": ("add", "mark_purged"),
    "database.items": ("put", "forget"),
    "database.gallring": ("put_execution", "add_certificate"),
}


def kill_at(monkeypatch, archive, number: int) -> list[str]:
    """End the process right before or after the nth step that changes anything."""
    reached: list[str] = []

    def deadly(owner, name):
        real = getattr(owner, name)

        def step(*arguments, **named):
            reached.append(f"before {name}")
            if len(reached) == number:
                raise Killed
            done = real(*arguments, **named)
            reached.append(f"after {name}")
            if len(reached) == number:
                raise Killed
            return done

        monkeypatch.setattr(owner, name, step)

    for path, names in STEPS.items():
        owner = archive
        for part in path.split("."):
            owner = getattr(owner, part)
        for name in names:
            deadly(owner, name)
    return reached


@pytest.mark.parametrize("number", range(1, 25))
def test_a_kill_at_any_step_leaves_a_whole_package_and_is_finished_later(
    archive, due, decision, crafts, monkeypatch, number
):
    with monkeypatch.context() as patch:
        reached = kill_at(patch, archive, number)
        try:
            execute(archive, decision.decision_id, crafts)
        except Killed:
            pass
        else:
            assert len(reached) < number
            pytest.skip(f"only {len(reached)} steps")
    newest = max(archive.store.versions(due.package_id))
    assert newest in {1, 2}
    assert archive.store.sweep() in {0, 1}
    for number_kept in archive.store.versions(due.package_id):
        words = {
            item.item_id: item.body
            for item in read_items(archive.store.open(due.package_id, number_kept))
        }
        assert words["c1"] == ("" if number_kept == 2 else COMMENTS["c1"][1])
        assert words["c2"] == COMMENTS["c2"][1]
    execute(archive, decision.decision_id, crafts)
    assert archive.store.versions(due.package_id) == (2,)
    assert COMMENTS["c1"][0].encode() not in everything(archive)
    assert prove_again(archive, decision)
    assert archive.database.events.verify().is_intact


def test_an_index_that_has_lost_an_item_spares_the_old_version(
    archive, due, decision, crafts, monkeypatch
):
    """What no gate was tried on is not let by: nothing is open by absence."""
    real = executing.verify_package

    def forget(opened, package_id, number):
        archive.database.items.forget(package_id, 1)
        return real(opened, package_id, number)

    monkeypatch.setattr(executing, "verify_package", forget)
    with pytest.raises(NotAllowed, match="c1"):
        execute(archive, decision.decision_id, crafts)
    assert archive.store.versions(due.package_id) == (1, 2)
