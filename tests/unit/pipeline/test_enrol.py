# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The register takes in what it should, and never an address of the own network."""

from dataclasses import replace

import pytest

from pipeline.enrol import (
    NewAccount,
    add_account,
    add_board,
    platform_of,
)
from schemas.account import AccountStatus
from schemas.errors import BadInput, NotAllowed, PlatformDown, Refused, UnknownName
from schemas.order import EventKind


def public(host, port):
    """A name service that finds every host on the public network."""
    return ["93.184.215.14"] if host and port else []


def private(host, port):
    """A name service that finds every host in the municipality's own network."""
    return ["10.1.2.3"] if host and port else []


def silent(host, port):
    """A name service that does not answer."""
    message = f"{host}:{port}"
    raise PlatformDown(message)


def wanted(**changes):
    given = {
        "name": "Älmhults kommun",
        "url": "https://torget.example/a",
        "board_id": "ks",
    }
    return NewAccount.model_validate(given | changes)


@pytest.mark.usefixtures("board")
def test_an_account_gets_an_id_of_its_name(archive):
    account = add_account(archive, wanted(purpose="Dialog"), public)
    assert archive.database.accounts.get("almhults-kommun") == account
    assert (account.platform, account.status) == ("webpage", AccountStatus.ACTIVE)
    assert account.purpose == "Dialog"
    event = archive.database.events.list()[-1]
    assert (event.kind, event.subject) == (EventKind.ACCOUNT_ADDED, "almhults-kommun")


@pytest.mark.usefixtures("board")
def test_two_accounts_of_one_name_are_told_apart(archive):
    add_account(archive, wanted(), public)
    second = add_account(archive, wanted(url="https://annan.example/a"), public)
    assert second.account_id == "almhults-kommun-2"


@pytest.mark.usefixtures("board")
@pytest.mark.parametrize(
    ("changes", "error", "sentence"),
    [
        ({"url": "ftp://torget.example"}, BadInput, "https://"),
        ({"url": "torget.example"}, BadInput, "https://"),
        ({"account_id": "Älmhult"}, BadInput, "fel form"),
        ({"account_id": "../x"}, BadInput, "fel form"),
        ({"name": " ", "account_id": "a"}, BadInput, "fel form"),
        ({"name": "…"}, BadInput, "Ange id själv"),
        ({"purpose": "x" * 4001}, BadInput, "kan inte sparas"),
        ({"closed_on": "2026-01-01"}, BadInput, "kan inte sparas"),
        ({"board_id": "okand"}, UnknownName, "Nämnden"),
        ({"platform": "myspace"}, UnknownName, "Plattformen"),
    ],
)
def test_what_cannot_be_entered_leaves_no_trace(archive, changes, error, sentence):
    with pytest.raises(error, match=sentence):
        add_account(archive, wanted(**changes), public)
    assert archive.database.accounts.list() == ()
    assert archive.database.events.list() == ()


@pytest.mark.usefixtures("board")
def test_an_address_twice_is_refused(archive):
    add_account(archive, wanted(), public)
    with pytest.raises(Refused, match="finns redan"):
        add_account(archive, wanted(account_id="annat"), public)


@pytest.mark.usefixtures("board")
@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/",
        "http://10.0.0.1/",
    ],
)
def test_an_address_of_the_own_network_is_refused(archive, address):
    def as_written(host, port):
        return [host] if port else []

    with pytest.raises(NotAllowed, match="privat nät"):
        add_account(archive, wanted(url=address), as_written)
    assert archive.database.accounts.list() == ()


@pytest.mark.usefixtures("board")
def test_a_name_that_leads_into_the_own_network_is_refused(archive):
    with pytest.raises(NotAllowed, match="privat nät"):
        add_account(archive, wanted(), private)


@pytest.mark.usefixtures("board")
def test_the_operator_may_open_a_private_host(archive):
    settings = archive.settings.model_copy(
        update={"allowed_private_hosts": "torget.example:443, annan"}
    )
    assert add_account(replace(archive, settings=settings), wanted(), private)


@pytest.mark.usefixtures("board")
def test_the_register_does_not_depend_on_the_name_service(archive):
    assert add_account(archive, wanted(), silent)


def test_a_page_of_no_known_platform_is_a_web_page():
    assert platform_of("https://kommunen.example/") == "webpage"


def test_a_board_is_entered_with_its_event(archive, board):
    other = board.model_copy(update={"board_id": "bun"})
    assert add_board(archive, other) in archive.database.boards.list()
    assert archive.database.events.list()[-1].kind is EventKind.BOARD_ADDED
    with pytest.raises(Refused, match="finns redan"):
        add_board(archive, other)
