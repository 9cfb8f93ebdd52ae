# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each step of a closure is noted with who, when and what shows it."""

import hashlib

import pytest

from pipeline.close.back import undo, withdraw
from pipeline.close.capture import accept, order_final_capture, take_capture
from pipeline.close.steps import (
    MOST_BYTES,
    confirm,
    mark_closed,
    open_closure,
    tell_communications,
    unlist,
)
from pipeline.register.change import change_account
from schemas.account import AccountStatus
from schemas.closure import ClosureState, ClosureStep
from schemas.errors import BadInput, NotAllowed, Refused, UnknownName
from schemas.order import EventKind, OrderReason
from schemas.profile import ChangeState, PageState
from tests.samples import sample_png


def approved(story):
    """Bring the account to where it may be closed."""
    story.decide()
    story.announce()
    story.capture()
    take_capture(story.archive, story.account_id)
    return confirm(story.archive, story.account_id)


def test_the_whole_way(story, archive):
    approved(story)
    assert story.account.status is AccountStatus.CLOSING
    assert story.account.is_listed
    seen = story.see(PageState.GONE)
    mark_closed(archive, story.account_id)
    unlist(archive, story.account_id)
    closure = tell_communications(archive, story.account_id)
    assert closure.state is ClosureState.DONE
    assert [entry.step for entry in closure.entries] == list(ClosureStep)
    assert closure.done(ClosureStep.CLOSED).observation_id == seen.observation_id
    captured = closure.done(ClosureStep.CAPTURED)
    package = archive.database.packages.get(captured.package_id)
    assert package.is_complete
    assert package.order_id == captured.order_id
    order = archive.database.orders.get(captured.order_id)
    assert order.reason is OrderReason.CLOSURE
    assert order.reason_text == "Beslut om att avsluta kontot: KS 2026 § 7"


def public(host, port):
    """A name service that finds every host on the public network."""
    return ["93.184.215.14"] if host and port else []


def test_the_address_stays_while_the_account_is_being_closed(story, archive):
    """What is gone at another address would show that this account is closed."""
    other = {"url": "https://torget.example/en-annan"}
    story.decide()
    story.announce()
    story.capture()
    with pytest.raises(Refused, match="under avslut, så adressen"):
        change_account(archive, story.account_id, other, "Fel adress", public)
    same = {"url": f"{story.account.url}/", "purpose": "Läsa"}
    assert change_account(archive, story.account_id, same, "Rättat", public)
    undo(archive, story.account_id, ClosureStep.ANNOUNCED, "Fel konto")
    assert change_account(archive, story.account_id, other, "Fel adress", public)


def test_the_register_keeps_what_stood_there(story, archive):
    approved(story)
    story.see(PageState.DEACTIVATED)
    mark_closed(archive, story.account_id)
    unlist(archive, story.account_id)
    account = story.account
    assert (account.status, account.is_listed) == (AccountStatus.CLOSED, False)
    assert account.closed_on == archive.today()
    opened, ended = archive.database.accounts.history(story.account_id)
    assert opened.after == {"status": "closing"}
    assert opened.reason == "Kontot ska avslutas. Beslut: KS 2026 § 7"
    assert set(ended.after) == {"status", "is_listed", "closed_on"}
    assert (ended.changed_by, ended.reason) == (
        "Ulla",
        "Kontot är avslutat. Beslut: KS 2026 § 7",
    )


def test_every_step_is_an_event(story, archive):
    approved(story)
    story.see(PageState.GONE)
    mark_closed(archive, story.account_id)
    unlist(archive, story.account_id)
    tell_communications(archive, story.account_id)
    events = story.events()
    assert events.count(EventKind.CLOSURE_OPENED) == 1
    assert events.count(EventKind.CLOSURE_STEP) == len(ClosureStep)
    assert events[-1] is EventKind.CLOSURE_DONE


def test_communications_are_told_without_names(story, archive):
    approved(story)
    story.see(PageState.GONE)
    mark_closed(archive, story.account_id)
    unlist(archive, story.account_id)
    tell_communications(archive, story.account_id)
    (notice,) = archive.database.notices.list()
    assert notice.title == "Kontot är avslutat: Älmhults bibliotek"
    assert "Ulla" not in notice.text + notice.action
    assert story.account_id in notice.text


def test_a_closed_account_is_not_closed_again(story, archive):
    approved(story)
    story.see(PageState.GONE)
    mark_closed(archive, story.account_id)
    with pytest.raises(Refused, match="redan taget"):
        story.decide()
    unlist(archive, story.account_id)
    tell_communications(archive, story.account_id)
    with pytest.raises(NotAllowed, match="redan avslutat"):
        story.decide()
    with pytest.raises(Refused, match="inte under avslut: Avslutat"):
        confirm(archive, story.account_id)


@pytest.mark.parametrize(("reason", "decision"), [(" ", "KS § 1"), ("Skäl", " ")])
def test_a_decision_without_words_leaves_no_trace(story, archive, reason, decision):
    with pytest.raises(BadInput):
        open_closure(archive, story.account_id, reason, decision)
    assert archive.database.closures.list() == ()
    assert story.account.status is AccountStatus.ACTIVE
    assert archive.database.accounts.history(story.account_id) == ()
    with pytest.raises(UnknownName):
        open_closure(archive, "okant", "Skäl", "KS § 1")


def test_the_last_archiving_waits_for_the_announcement(story, archive):
    story.decide()
    with pytest.raises(Refused, match="måste tas före"):
        order_final_capture(archive, story.account_id)
    story.announce()
    story.clock.pass_time(days=-1)
    with pytest.raises(Refused, match="till och med"):
        order_final_capture(archive, story.account_id)
    story.clock.pass_time(days=1)
    story.capture()
    take_capture(archive, story.account_id)
    with pytest.raises(Refused, match="redan taget"):
        order_final_capture(archive, story.account_id)


def test_an_archiving_before_the_announcement_ended_is_not_the_last(story, archive):
    story.decide()
    story.announce()
    with pytest.raises(Refused, match="inte beställd"):
        take_capture(archive, story.account_id)


def test_an_open_order_is_named(story, archive):
    story.decide()
    story.announce()
    order = order_final_capture(archive, story.account_id)
    for act in (order_final_capture, take_capture):
        with pytest.raises(Refused, match=order.order_id):
            act(archive, story.account_id)


def test_an_incomplete_archiving_blocks_until_somebody_answers_for_it(story, archive):
    story.decide()
    story.announce()
    story.platform.missing = ("Tre filmer saknas.",)
    order = story.capture()
    with pytest.raises(Refused, match="ofullständig"):
        take_capture(archive, story.account_id)
    with pytest.raises(BadInput, match="Ange varför"):
        accept(archive, story.account_id, " ")
    closure = accept(archive, story.account_id, "Filmerna är borttagna")
    entry = closure.done(ClosureStep.CAPTURED)
    assert (entry.accepted_incomplete, entry.order_id) == (True, order.order_id)
    assert entry.reason == "Filmerna är borttagna"
    confirm(archive, story.account_id)


def test_an_incomplete_archiving_may_be_made_again(story, archive):
    story.decide()
    story.announce()
    story.platform.missing = ("Tre filmer saknas.",)
    story.capture()
    story.platform.missing = ()
    order = story.capture()
    closure = take_capture(archive, story.account_id)
    assert closure.done(ClosureStep.CAPTURED).order_id == order.order_id


def test_an_account_that_vanished_is_closed_on_an_earlier_archiving(
    story, archive, package
):
    """If it can never be archived again a person answers for what there is."""
    story.decide()
    story.announce()
    story.platform.fault = NotAllowed("Kontot är borta.")
    story.capture()
    with pytest.raises(Refused, match=r"misslyckades. Kontot är borta."):
        take_capture(archive, story.account_id)
    with pytest.raises(BadInput, match="inget arkivpaket"):
        accept(archive, story.account_id, "Kontot är borta")
    with pytest.raises(UnknownName):
        accept(archive, story.account_id, "Kontot är borta", "okant")
    closure = accept(archive, story.account_id, "Kontot är borta", package.package_id)
    assert closure.done(ClosureStep.CAPTURED).package_id == package.package_id
    confirm(archive, story.account_id)


def test_another_accounts_package_is_not_accepted(story, archive, package, account):
    given = account.model_dump(mode="json")
    given |= {"account_id": "badet", "url": "https://torget.example/badet"}
    archive.database.accounts.add(type(account).model_validate(given))
    story.account_id = "badet"
    story.decide()
    story.announce()
    with pytest.raises(NotAllowed, match="inte av kontot badet"):
        accept(archive, "badet", "Skäl", package.package_id)


@pytest.mark.parametrize("state", ["change", "judge", "confirmed", "post"])
def test_what_happens_after_the_last_archiving_blocks(story, archive, state):
    story.decide()
    story.announce()
    story.capture()
    take_capture(archive, story.account_id)
    if state == "post":
        story.see(last_active_at=archive.clock())
    else:
        states = {
            "change": ChangeState.WAITING,
            "judge": ChangeState.TO_JUDGE,
            "confirmed": ChangeState.CONFIRMED,
        }
        story.change(states[state])
    with pytest.raises(Refused, match="måste göras om"):
        confirm(archive, story.account_id)
    undo(archive, story.account_id, ClosureStep.CAPTURED, "Kontot har ändrats")
    story.capture()
    take_capture(archive, story.account_id)
    confirm(archive, story.account_id)


@pytest.mark.parametrize(
    "state", [ChangeState.MINOR, ChangeState.DISMISSED, ChangeState.REVERTED]
)
def test_what_is_no_change_blocks_nothing(story, archive, state):
    story.decide()
    story.announce()
    story.capture()
    take_capture(archive, story.account_id)
    story.change(state)
    confirm(archive, story.account_id)


def test_a_post_between_approval_and_closing_blocks(story, archive):
    approved(story)
    story.see(last_active_at=archive.clock())
    story.see(PageState.GONE)
    with pytest.raises(Refused, match="Kontot har publicerat efter"):
        mark_closed(archive, story.account_id)


@pytest.mark.parametrize(
    "state",
    [PageState.OK, PageState.LOGIN_WALL, PageState.UNAVAILABLE, PageState.CHALLENGED],
)
def test_only_an_account_that_is_gone_is_closed(story, archive, state):
    approved(story)
    story.see(state)
    with pytest.raises(BadInput, match="Ingen avläsning"):
        mark_closed(archive, story.account_id)
    assert story.closure.done(ClosureStep.CLOSED) is None


def test_a_sight_from_before_the_approval_shows_nothing(story, archive):
    story.decide()
    story.announce()
    story.capture()
    take_capture(archive, story.account_id)
    story.see(PageState.GONE)
    confirm(archive, story.account_id)
    with pytest.raises(BadInput, match="Ingen avläsning"):
        mark_closed(archive, story.account_id)


def test_an_account_that_came_back_is_not_closed(story, archive):
    approved(story)
    story.see(PageState.GONE)
    story.see(PageState.OK)
    with pytest.raises(BadInput, match="Ingen avläsning"):
        mark_closed(archive, story.account_id)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (sample_png(), "image/png"),
        (b"\xff\xd8\xff\xe0jpeg", "image/jpeg"),
        (b"%PDF-1.7", "application/pdf"),
    ],
)
def test_a_screenshot_is_kept_as_evidence(story, archive, content, kind):
    approved(story)
    closure = mark_closed(archive, story.account_id, content)
    digest = hashlib.sha256(content).hexdigest()
    assert closure.done(ClosureStep.CLOSED).evidence == (digest,)
    kept = archive.database.evidence.get(digest)
    assert (kept.content, kept.media_type) == (content, kind)


@pytest.mark.parametrize("content", [b"", b"MZ", b"<html>", b"%PDF-" * MOST_BYTES])
def test_what_is_no_picture_shows_nothing(story, archive, content):
    approved(story)
    with pytest.raises(BadInput, match="PNG-, JPEG- eller PDF-fil"):
        mark_closed(archive, story.account_id, content)


def test_a_screenshot_before_the_approval_is_not_even_kept(story, archive):
    story.decide()
    with pytest.raises(Refused, match="måste tas före"):
        mark_closed(archive, story.account_id, sample_png())
    digest = hashlib.sha256(sample_png()).hexdigest()
    assert archive.database.evidence.has([digest]) == frozenset()


def test_a_step_is_taken_back_with_those_after_it(story, archive):
    approved(story)
    before = story.closure.entries
    closure = undo(archive, story.account_id, ClosureStep.ANNOUNCED, "Fel text")
    assert closure.entries[: len(before)] == before
    assert [e.step for e in closure.entries[len(before) :]] == [
        ClosureStep.CONFIRMED,
        ClosureStep.CAPTURED,
        ClosureStep.ANNOUNCED,
    ]
    assert story.events().count(EventKind.CLOSURE_UNDONE) == 3
    story.announce()
    with pytest.raises(Refused, match="inte beställd"):
        take_capture(archive, story.account_id)


def test_a_decision_may_be_taken_back_and_taken_anew(story, archive):
    story.decide()
    with pytest.raises(Refused, match="redan taget"):
        story.decide()
    undo(archive, story.account_id, ClosureStep.DECIDED, "Fel nummer")
    story.decide()
    assert len(archive.database.closures.list()) == 1
    assert [e.is_undone for e in story.closure.entries] == [False, True, False]


def test_a_closure_may_be_given_up(story, archive):
    approved(story)
    closure = withdraw(archive, story.account_id, "Kontot behövs")
    assert closure.state is ClosureState.WITHDRAWN
    assert not any(map(closure.done, ClosureStep))
    assert story.account.status is AccountStatus.ACTIVE
    last = archive.database.accounts.history(story.account_id)[-1]
    assert last.reason == "Avslutet är återtaget: Kontot behövs"
    assert story.events()[-1] is EventKind.CLOSURE_WITHDRAWN
    story.decide()
    assert story.closure.closure_id != closure.closure_id


def test_a_closure_without_steps_may_be_given_up(story, archive):
    story.decide()
    undo(archive, story.account_id, ClosureStep.DECIDED, "Fel konto")
    closure = withdraw(archive, story.account_id, "Fel konto")
    assert closure.state is ClosureState.WITHDRAWN


def test_nothing_is_given_up_without_a_reason_or_after_the_end(story, archive):
    approved(story)
    for act in (
        lambda: withdraw(archive, story.account_id, " "),
        lambda: undo(archive, story.account_id, ClosureStep.CAPTURED, " "),
    ):
        with pytest.raises(BadInput, match="Ange varför"):
            act()
    mark_closed(archive, story.account_id, sample_png())
    for act in (
        lambda: withdraw(archive, story.account_id, "Ångrar mig"),
        lambda: undo(archive, story.account_id, ClosureStep.CLOSED, "Ångrar mig"),
    ):
        with pytest.raises(Refused, match="går inte längre att ångra"):
            act()
