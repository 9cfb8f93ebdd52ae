# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the watch kept goes with the whole account, under a decision and never else."""

import hashlib
from contextlib import suppress
from dataclasses import replace

import pytest

from pipeline.gallra.execute import execute
from pipeline.gallra.propose import Wish, approve, propose
from pipeline.gallra.reapply import reapply
from pipeline.gallra.reprove import prove_again
from schemas.account import Account
from schemas.closure import Closure, ClosureEntry, ClosureStep
from schemas.conformity import (
    AccountConformity,
    ConformityCheck,
    ConformityFinding,
    ConformityReport,
    ConformityState,
)
from schemas.errors import Damaged, NotAllowed
from schemas.order import EventKind
from schemas.profile import (
    ChangeState,
    Evidence,
    FieldComparison,
    FieldVerdict,
    Observation,
    PageState,
    Profile,
    ProfileChange,
    ProfileField,
)
from schemas.watch import WatchState
from tests.unit.pipeline.gallra.conftest import ACCOUNT, THE_ACCOUNT
from tests.unit.pipeline.gallra.test_execute import hold_account
from tests.unit.pipeline.gallra.test_whole import disposable

__all__ = ["disposable"]

ALONE, SHARED = b"own picture", b"picture of both"
OTHER = "grannkontot"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def look(archive, account_id: str, sight: str, *kept: bytes, at=None) -> None:
    """Note a sight of an account, with what shows it."""
    archive.database.evidence.put(
        [
            Evidence(
                sha256=digest(data),
                media_type="image/png",
                taken_at=archive.clock(),
                source="https://torget.example/media/1.png",
                content=data,
            )
            for data in kept
        ]
    )
    archive.database.observations.add(
        Observation(
            observation_id=sight,
            account_id=account_id,
            seen_at=at or archive.clock(),
            page_state=PageState.OK,
            extractor="webpage-browser/1",
            profile=Profile(name="Biblioteket", about="Fråga efter Siv Tänkt."),
            evidence=tuple(map(digest, kept)),
        )
    )


@pytest.fixture
def watched(archive, disposable):
    """An account with two sights and a change, and another that shares a picture."""
    fields = THE_ACCOUNT.model_dump(mode="json")
    other = Account.model_validate(
        fields | {"account_id": OTHER, "url": "https://torget.example/granne"}
    )
    archive.database.accounts.add(other)
    look(archive, ACCOUNT, "sight-1", ALONE, SHARED)
    look(archive, ACCOUNT, "sight-2", ALONE)
    look(archive, OTHER, "sight-3", SHARED)
    stands = WatchState(account_id=ACCOUNT, due_at=archive.clock())
    archive.database.watch.put([stands])
    archive.database.changes.add(
        ProfileChange(
            change_id="change-1",
            account_id=ACCOUNT,
            before_id="sight-1",
            after_id="sight-2",
            comparisons=(
                FieldComparison(field=ProfileField.NAME, verdict=FieldVerdict.CHANGED),
            ),
            state=ChangeState.CONFIRMED,
            found_at=archive.clock(),
        )
    )
    return disposable


PORTRAIT, CREST, CLOSED = b"how the page looked", b"a crest", b"a screenshot"
SAID = "Fråga efter Siv Tänkt."


def keep(archive, *kept: bytes, at=None) -> None:
    """Keep bytes as evidence without any sight."""
    archive.database.evidence.put(
        [
            Evidence(
                sha256=digest(data),
                media_type="image/png",
                taken_at=at or archive.clock(),
                source="prov",
                content=data,
            )
            for data in kept
        ]
    )


def checked(account_id: str, *pictures: bytes) -> AccountConformity:
    """An account's row in a conformity report, with what it quotes and shows."""
    found = ConformityFinding(
        check=ConformityCheck.CONTACT,
        state=ConformityState.CONFORMS,
        shown=SAID,
        advice="Ring Siv.",
        judged_by="Bo",
        subject_sha256=digest(b"words"),
    )
    return AccountConformity(
        account_id=account_id,
        name="Biblioteket",
        platform="webpage",
        url=THE_ACCOUNT.url,
        picture_sha256=digest(pictures[0]),
        avatar_sha256=digest(pictures[1]),
        findings=(found,),
    )


@pytest.fixture
def portrayed(archive, watched):
    """The account in a conformity report, and closed with a screenshot as evidence."""
    keep(archive, PORTRAIT, CREST, CLOSED)
    archive.database.conformity.add_report(
        ConformityReport(
            report_id="report-1",
            board_id="ks",
            board_name="Kommunstyrelsen",
            municipality="Älmhults kommun",
            made_at=archive.clock(),
            accounts=(checked(ACCOUNT, PORTRAIT, CREST), checked(OTHER, SHARED, CREST)),
        )
    )
    closing = Closure(
        closure_id="closure-1",
        account_id=ACCOUNT,
        opened_at=archive.clock(),
        opened_by="Ulla",
    )
    archive.database.closures.add(closing)
    archive.database.closures.append(
        "closure-1",
        ClosureEntry(
            step=ClosureStep.CLOSED,
            at=archive.clock(),
            by="Ulla",
            evidence=(digest(CLOSED),),
        ),
    )
    return watched


@pytest.mark.usefixtures("portrayed")
def test_portraits_and_screenshots_of_the_account_go_too(archive, crafts):
    wish = Wish(ACCOUNT, whole_account=True)
    certificate = execute(archive, decided(archive, wish).decision_id, crafts)
    kept = archive.database.evidence.has(
        map(digest, (ALONE, SHARED, PORTRAIT, CREST, CLOSED))
    )
    assert kept == {digest(SHARED), digest(CREST)}  # the other account's
    assert certificate.sights.evidence == 3
    mine, other = archive.database.conformity.latest_report("ks").accounts
    assert (mine.picture_sha256, mine.avatar_sha256) == (None, None)
    (found,) = mine.findings
    assert found == ConformityFinding(
        check=ConformityCheck.CONTACT, state=ConformityState.CONFORMS
    )
    assert other == checked(OTHER, SHARED, CREST)


def test_one_screenshot_of_two_closings_goes_with_the_last(archive, portrayed, crafts):
    """Entries are never changed: those of what is disposed of must hold nothing."""
    database = archive.database
    opened = {"closure_id": "closure-2", "account_id": OTHER}
    closing = database.closures.get("closure-1").model_copy(update=opened)
    database.closures.add(closing)
    decision = decided(archive, Wish(ACCOUNT, whole_account=True))
    alone = len(database.evidence.taken(ACCOUNT))
    with suppress(KeyError), database.transaction():
        others = {"account_id": OTHER, "package_id": "paket-2"}
        database.packages.add(portrayed.model_copy(update=others))
        assert len(database.evidence.taken(ACCOUNT)) == alone - 1
        raise KeyError  # the other has no package after all: it was disposed of
    execute(archive, decision.decision_id, crafts)
    assert not database.evidence.has([digest(CLOSED)])


def test_a_package_that_goes_takes_no_portraits_with_it(archive, portrayed, crafts):
    wish = Wish(ACCOUNT, package_ids=(portrayed.package_id,))
    execute(archive, decided(archive, wish).decision_id, crafts)
    wanted = {digest(PORTRAIT), digest(CREST), digest(CLOSED)}
    assert archive.database.evidence.has(wanted) == wanted
    assert SAID in str(archive.database.conformity.latest_report("ks"))


def test_a_screenshot_that_a_restore_brings_back_goes_again(
    archive, portrayed, crafts, clock
):
    before = clock.now
    decision = decided(archive, Wish(portrayed.account_id, whole_account=True))
    execute(archive, decision.decision_id, crafts)
    clock.pass_time(days=1)
    keep(archive, CLOSED, at=before)
    with pytest.raises(Damaged, match="reapply"):
        prove_again(archive, decision)
    reapply(archive, None, crafts)
    assert not archive.database.evidence.has([digest(CLOSED)])
    assert prove_again(archive, decision)


def decided(archive, wish: Wish):
    frozen = propose(archive, wish).frozen
    return approve(replace(archive, agent="Gun"), frozen.list_id, "KS 4.2")


def sights(archive, account_id: str = ACCOUNT):
    return [o.observation_id for o in archive.database.observations.list(account_id)]


@pytest.fixture
def decision(archive, watched):
    """A decision that the whole account is to go."""
    assert watched.account_id == ACCOUNT
    return decided(archive, Wish(ACCOUNT, whole_account=True))


def test_all_that_was_kept_of_the_account_is_gone_and_counted(
    archive, decision, crafts
):
    had = len(sights(archive))
    certificate = execute(archive, decision.decision_id, crafts)
    assert sights(archive) == []
    assert archive.database.changes.list(ACCOUNT) == ()
    assert archive.database.watch.states([ACCOUNT]) == {}
    kept = archive.database.evidence.has([digest(ALONE), digest(SHARED)])
    assert kept == {digest(SHARED)}
    assert sights(archive, OTHER) == ["sight-3"]
    assert certificate.sights.model_dump() == {
        "observations": had,
        "changes": 1,
        "evidence": 1,
        "remaining": 0,
    }
    assert certificate.is_carried_out
    (event,) = archive.database.events.list(ACCOUNT, EventKind.SIGHTS_PURGED)
    assert event.detail["decision"] == decision.decision_id
    assert "Bevakningens avläsningar" in " ".join(prove_again(archive, decision))
    assert execute(archive, decision.decision_id, crafts) == certificate


def test_a_package_that_goes_takes_no_sights_with_it(archive, watched, crafts):
    wish = Wish(ACCOUNT, package_ids=(watched.package_id,))
    certificate = execute(archive, decided(archive, wish).decision_id, crafts)
    assert {"sight-1", "sight-2"} <= set(sights(archive))
    assert archive.database.evidence.has([digest(ALONE)])
    assert certificate.sights is None


def test_a_decision_that_is_stopped_takes_no_sights(archive, decision, crafts):
    hold_account(archive)
    with pytest.raises(NotAllowed):
        execute(archive, decision.decision_id, crafts)
    assert {"sight-1", "sight-2"} <= set(sights(archive))


def test_a_run_cut_off_before_the_certificate_is_counted_too(
    archive, decision, crafts, monkeypatch
):
    def end(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.gallra.execute.certify", end)
        with pytest.raises(KeyboardInterrupt):
            execute(archive, decision.decision_id, crafts)
    certificate = execute(archive, decision.decision_id, crafts)
    assert certificate.sights.changes == 1
    assert certificate.sights.observations > 1


def test_what_the_database_does_not_let_go_of_is_no_certificate(
    archive, decision, crafts, monkeypatch
):
    monkeypatch.setattr(archive.database.evidence, "purge", lambda _: None)
    with pytest.raises(Damaged, match="underlag"):
        execute(archive, decision.decision_id, crafts)
    assert "sight-1" in sights(archive)  # the transaction was undone
    assert archive.database.gallring.certificates() == ()


def test_what_a_restore_brings_back_is_found_and_goes_again(
    archive, decision, crafts, clock
):
    before = clock.now
    execute(archive, decision.decision_id, crafts)
    look(archive, ACCOUNT, "sight-8", ALONE, at=before)
    with pytest.raises(Damaged, match="reapply"):
        prove_again(archive, decision)
    reapply(archive, None, crafts)
    assert sights(archive) == []
    assert prove_again(archive, decision)


def test_an_account_that_is_watched_again_keeps_its_new_sights(
    archive, decision, crafts, clock
):
    execute(archive, decision.decision_id, crafts)
    clock.pass_time(days=1)
    look(archive, ACCOUNT, "sight-9", ALONE)
    reapply(archive, None, crafts)
    assert sights(archive) == ["sight-9"]
    assert prove_again(archive, decision)
