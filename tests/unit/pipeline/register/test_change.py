# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A change says what was and what is; what must not be changed here is refused."""

import pytest

from pipeline.register.change import change_account
from schemas.account import AccountStatus
from schemas.errors import BadInput, NotAllowed, Refused, UnknownName
from schemas.order import EventKind


def public(host, port):
    """A name service that finds every host on the public network."""
    return ["93.184.215.14"] if host and port else []


def private(host, port):
    """A name service that finds every host in the municipality's own network."""
    return ["10.1.2.3"] if host and port else []


def change(archive, values, reason="Ny chef", resolve=public):
    return change_account(archive, "biblioteket", values, reason, resolve)


@pytest.mark.usefixtures("account")
def test_a_change_is_kept_with_who_when_why_and_what_was(archive, clock):
    found = change(archive, {"goals": "Nå fler", "opened_on": "1 juni 2021"})
    assert found.before == {"goals": "", "opened_on": None}
    assert found.after == {"goals": "Nå fler", "opened_on": "2021-06-01"}
    assert (found.changed_by, found.reason) == ("Ulla", "Ny chef")
    assert found.changed_at <= clock.now
    assert archive.database.accounts.history("biblioteket") == (found,)
    event = archive.database.events.list()[-1]
    assert (event.kind, event.detail) == (
        EventKind.ACCOUNT_CHANGED,
        {"fields": "goals,opened_on"},
    )


@pytest.mark.usefixtures("account")
def test_the_event_says_which_fields_and_never_what_they_hold(archive):
    change(archive, {"account_owner": "Anna Andersson"}, "Anna tar över")
    assert "Anna" not in archive.database.events.list()[-1].model_dump_json()


@pytest.mark.usefixtures("account")
def test_the_same_again_is_no_change(archive):
    assert change(archive, {"name": "Älmhults bibliotek", "purpose": ""}) is None
    assert archive.database.events.list() == ()


@pytest.mark.usefixtures("account")
def test_an_empty_text_empties_a_field(archive):
    change(archive, {"goals": "Nå fler", "opened_on": "2021-06-01"})
    change(archive, {"goals": "", "opened_on": " "})
    found = archive.database.accounts.get("biblioteket")
    assert (found.goals, found.opened_on) == ("", None)


@pytest.mark.usefixtures("account")
def test_the_platform_follows_the_address_unless_it_is_said(archive):
    change(archive, {"url": "https://bsky.app/profile/almhult.example"})
    assert archive.database.accounts.get("biblioteket").platform == "bluesky"
    change(
        archive, {"url": "https://bsky.app/profile/a.example", "platform": "webpage"}
    )
    assert archive.database.accounts.get("biblioteket").platform == "webpage"
    change(archive, {"url": "https://bsky.app/profile/b.example"})
    assert archive.database.accounts.get("biblioteket").platform == "webpage"


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("values", "reason", "error", "said"),
    [
        ({"goals": "x"}, " ", Refused, "vem som gör den och varför"),
        ({"name": ""}, "Skäl", BadInput, "Namn kan inte vara tomt"),
        ({"is_listed": ""}, "Skäl", BadInput, "kan inte vara tomt"),
        ({"is_listed": "kanske"}, "Skäl", BadInput, "går inte att förstå"),
        ({"opened_on": "i fjol"}, "Skäl", BadInput, "går inte att förstå"),
        ({"url": "ftp://a.example"}, "Skäl", BadInput, "https://"),
        ({"board_id": "okand"}, "Skäl", UnknownName, "Nämnden"),
        ({"platform": "myspace"}, "Skäl", UnknownName, "Plattformen"),
        ({"account_id": "annat"}, "Skäl", NotAllowed, "id kan inte ändras"),
        ({"status": "avslutat"}, "Skäl", NotAllowed, "avbild close"),
        ({"closed_on": "2026-01-01"}, "Skäl", NotAllowed, "avbild close"),
    ],
)
def test_what_cannot_be_changed_is_refused_and_leaves_no_trace(
    archive, account, values, reason, error, said
):
    with pytest.raises(error, match=said):
        change(archive, values, reason)
    assert archive.database.accounts.get("biblioteket") == account
    assert archive.database.events.list() == ()


@pytest.mark.usefixtures("account")
def test_every_fault_is_told_at_once(archive):
    with pytest.raises(BadInput) as caught:
        change(archive, {"is_listed": "kanske", "opened_on": "i fjol"})
    assert [said.split(":")[0] for said in caught.value.problems] == [
        "I publika registret",
        "Startdatum",
    ]


@pytest.mark.usefixtures("account")
def test_a_new_address_may_not_be_private(archive):
    with pytest.raises(NotAllowed, match="privat nät"):
        change(archive, {"url": "https://intern.example/"}, resolve=private)
    assert change(archive, {"goals": "Nå fler"}, resolve=private)


def test_the_day_of_a_closed_account_may_be_put_right(archive, account):
    closed = account.model_copy(
        update={"account_id": "gammalt", "status": AccountStatus.CLOSED}
    )
    archive.database.accounts.add(closed)
    found = change_account(archive, "gammalt", {"closed_on": "2025-01-31"}, "Rättat")
    assert found.after == {"closed_on": "2025-01-31"}


def test_an_account_that_is_not_there_is_not_changed(archive):
    with pytest.raises(UnknownName):
        change(archive, {"goals": "x"})
