# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Owners' keys come from Airflow's connections, and are seen nowhere in Airflow."""

import json
import logging
from datetime import timedelta
from functools import partial

import pytest
from airflow.sdk.exceptions import AirflowRuntimeError, ErrorType
from airflow.sdk.execution_time.comms import ErrorResponse

from dags import steps, tokens
from pipeline import source_check
from pipeline.context import open_archive, set_up
from pipeline.settings import read_settings
from pipeline.tokens import save_token, tokens_of
from pipeline.watch.outcome import WatchOutcome
from schemas.account import Account, Board
from schemas.errors import BadInput, StoreDown
from schemas.profile import PageState

PLANTED = "EAAGplanterad0nyckelSomIngenFarSe1234567890"
SAVED = "EAAGsparad0nyckelSomOcksaArHemlig1234567890"


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """An archive with two accounts, the one read with a key."""
    monkeypatch.setenv("AVBILD_HOME", str(tmp_path))
    set_up(read_settings())
    with open_archive(read_settings()) as opened:
        opened.database.boards.add(
            Board(board_id="ks", name="Kommunstyrelsen", municipality="Älmhult")
        )
        for name, platform in (("kultur-skolan", "facebook"), ("bygg", "webpage")):
            opened.database.accounts.add(account(name, platform))
        yield opened


def account(name: str, platform: str) -> Account:
    """An account in the register."""
    return Account(
        account_id=name,
        board_id="ks",
        platform=platform,
        url=f"https://{platform}.example/{name}",
        name=name.title(),
    )


@pytest.fixture
def connection(monkeypatch):
    """A connection of Airflow's, as an environment variable gives it."""
    kept = json.dumps({"conn_type": "generic", "password": PLANTED})
    monkeypatch.setenv("AIRFLOW_CONN_AVBILD_KULTUR_SKOLAN", kept)


def test_a_connection_gives_the_key_to_its_account_alone(archive, connection):
    assert (archive.tokens("kultur-skolan"), connection) == ("", None)
    accounts = archive.database.accounts.list()
    with steps.open_archive() as opened:
        assert tokens_of(opened, accounts) == {"kultur-skolan": PLANTED}
        assert PLANTED not in repr(opened)


def test_a_connection_goes_before_what_avbild_keeps(archive, monkeypatch):
    """And what Avbild keeps is used where Airflow has nothing."""
    save_token(archive, "kultur-skolan", lambda: SAVED)
    accounts = archive.database.accounts.list()
    with steps.open_archive() as opened:
        assert tokens_of(opened, accounts) == {"kultur-skolan": SAVED}
    kept = json.dumps({"conn_type": "generic", "password": PLANTED})
    monkeypatch.setenv("AIRFLOW_CONN_AVBILD_KULTUR_SKOLAN", kept)
    with steps.open_archive() as opened:
        assert tokens_of(opened, accounts) == {"kultur-skolan": PLANTED}


def test_two_accounts_never_share_a_connection(archive, connection):
    """One owner's key is not used for another's account."""
    assert connection is None
    archive.database.accounts.add(account("kultur.skolan", "facebook"))
    accounts = archive.database.accounts.list()
    with (
        pytest.raises(BadInput, match=r"kultur-skolan, kultur\.skolan") as caught,
        steps.open_archive() as opened,
    ):
        tokens_of(opened, accounts)
    assert PLANTED not in str(caught.value)


@pytest.mark.parametrize(
    "fault",
    [
        PermissionError(PLANTED),
        AirflowRuntimeError(
            ErrorResponse(error=ErrorType.GENERIC_ERROR, detail={"said": PLANTED})
        ),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_a_backend_that_gives_nothing_out_is_tried_again(archive, monkeypatch, fault):
    """Its own words are not passed on."""

    def refuse(_name):
        raise fault

    monkeypatch.setattr(tokens.BaseHook, "get_connection", refuse)
    with pytest.raises(StoreDown) as caught:
        tokens.reader(archive)("kultur-skolan")
    assert PLANTED not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_run_shows_the_key_to_the_look_and_to_nobody_else(
    bag, archive, connection, monkeypatch, caplog, capfd
):
    """Not in logs, in what tasks hand each other, or in the archive's own tables."""
    assert connection is None
    given = []

    def watch(opened, ids):
        accounts = [opened.database.accounts.get(name) for name in ids]
        given.append(tokens_of(opened, accounts))
        return tuple(WatchOutcome(account_id=n, state=PageState.OK) for n in ids)

    monkeypatch.setattr("pipeline.watch.look.watch", watch)
    with caplog.at_level(logging.DEBUG):
        run = bag.dags["watch_accounts"].test()
    assert run.state == "success"
    assert {"kultur-skolan": PLANTED} in given
    shown = capfd.readouterr()
    assert PLANTED not in caplog.text + shown.out + shown.err
    for task in run.get_task_instances():
        assert PLANTED not in str(task.xcom_pull(task_ids=task.task_id, key=None))
    assert (
        PLANTED.encode()
        not in (archive.settings.home_folder / "avbild.db").read_bytes()
    )


def test_a_name_of_a_connection_fits_an_environment_variable():
    assert tokens.connection_id("kultur-skolan.ny") == "avbild_kultur_skolan_ny"


def test_keys_that_soon_end_are_told_of_with_the_connections_own(
    bag, archive, connection, monkeypatch
):
    """The morning's run asks with the key that Airflow has."""
    assert connection is None
    asked = []

    def ends(account, tools):
        asked.append(tools.access.token_of(account.account_id))
        return archive.clock() + timedelta(days=3)

    monkeypatch.setattr(
        "pipeline.source_check.warn_of_keys",
        partial(source_check.warn_of_keys, doors=source_check.Doors(ends=ends)),
    )
    assert bag.dags["check_keys"].test().state == "success"
    assert asked == [PLANTED]
    [notice] = archive.database.notices.list()
    assert notice.account_id == "kultur-skolan"
    assert PLANTED not in str(notice)
