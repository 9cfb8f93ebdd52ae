# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A login that was saved opens a wall for captures, and is in none of them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from archivers.body import Body
from archivers.http_head import HttpHead
from archivers.login import LoginWindow, log_in
from archivers.saved_login import Login
from archivers.secrets import find_known, find_secrets
from archivers.snapshot import capture_account
from archivers.warc import NewRecord, WarcFile, record_ids
from schemas.capture import FileRole
from schemas.errors import LoginExpired, LoginWall, NeedsPerson
from schemas.package import Severity
from schemas.profile import ObservedAs, PageState
from tests.e2e.runs import ORDER, account_at, assert_nothing_left, now, tools_in
from tests.e2e.sites import Torget, run_torget
from tests.looks import observe_account

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture(scope="module")
def walled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Torget]:
    with run_torget(tmp_path_factory.mktemp("torget"), "--posts", "3") as site:
        site.change("login-wall")
        yield site


def fill_in(window: LoginWindow) -> None:
    """Do what the person does."""
    window.page.fill('[name="anvandare"]', "demo")
    window.page.fill('[name="losenord"]', "torget-demo")
    window.page.click("button")
    window.page.wait_for_url("**/konto/almhult")


@pytest.fixture(scope="module")
def login(walled: Torget, tmp_path_factory: pytest.TempPathFactory) -> Login:
    base = tmp_path_factory.mktemp("login")
    tools = tools_in(base, walled.hosts)
    found = log_in(account_at(walled.url), tools, fill_in, is_visible=False)
    assert_nothing_left(base)
    return found


def session_of(login: Login) -> str:
    cookies = {c["name"]: c["value"] for c in login.state["cookies"]}
    return str(cookies["torget_session"])


def test_a_login_is_what_the_site_gave_and_no_password(login):
    """The session is in it, and what was typed is not."""
    assert session_of(login) in login.secrets()
    assert "torget-demo" not in str(login.state)


def test_a_capture_behind_the_wall_is_complete_and_without_the_login(
    walled, login, tmp_path
):
    """Also its replay; and what is searched for is what would be found."""
    folder = tmp_path / "capture"
    tools = replace(tools_in(tmp_path, walled.hosts), login=login)
    capture = capture_account(account_at(walled.url), ORDER, folder, tools)
    assert capture.health.is_complete
    assert capture.health.posts.found == 3
    assert capture.health.replay.passed
    (file,) = (f for f in capture.files if f.role is FileRole.WARC)
    assert find_secrets(folder / file.path, login.secrets()) == []
    assert session_of(login).encode() not in (folder / file.path).read_bytes()
    assert capture.health.recorder.scrubbed["cookie"] > 0
    assert_nothing_left(tmp_path / "workspace")


def test_the_gate_finds_the_session_wherever_it_stands(login, tmp_path):
    """In a body without any name beside it, and in a text file."""
    path = tmp_path / "prov.warc.gz"
    body = f"<p>{session_of(login)}</p>".encode()
    head = HttpHead.build("HTTP/1.1 200 OK", [("Content-Type", "text/html")])
    with WarcFile(path, record_ids("prov", "prov")) as warc:
        record = NewRecord("response", now(), "application/http", Body.of([body]), head)
        warc.write(replace(record, target_uri="http://torget.se/"))
    assert find_secrets(path, ()) == []
    (found,) = find_secrets(path, login.secrets())
    assert (found.rule, found.severity) == ("warc-secret", Severity.ERROR)
    text = tmp_path / "items.xml"
    text.write_bytes(body)
    assert find_known(text, ()) == []
    assert [f.rule for f in find_known(text, login.secrets())] == ["file-secret"]


def test_a_login_that_no_longer_works_stops_the_capture(walled, login, tmp_path):
    """It asks for a person, and never says that the account is gone or walled."""
    cookies = [
        {**cookie, "value": "0" * 31 + "1"}
        if cookie["name"] == "torget_session"
        else cookie
        for cookie in login.state["cookies"]
    ]
    dead = Login({**login.state, "cookies": cookies})
    tools = replace(tools_in(tmp_path, walled.hosts), login=dead)
    with pytest.raises(LoginExpired, match="avbild login"):
        capture_account(account_at(walled.url), ORDER, tmp_path / "c", tools)
    assert_nothing_left(tmp_path)
    seen = observe_account(account_at(walled.url), tools)
    assert seen.page_state is PageState.ACCESS_REFUSED
    assert seen.observed_as is ObservedAs.LOGGED_IN


def test_a_profile_behind_the_wall_is_seen_as_logged_in(walled, login, tmp_path):
    """And so compared only with what was seen in the same way."""
    tools = replace(tools_in(tmp_path, walled.hosts), login=login)
    seen = observe_account(account_at(walled.url), tools)
    assert seen.page_state is PageState.OK
    assert seen.observed_as is ObservedAs.LOGGED_IN
    assert seen.profile.name


def test_a_login_that_was_not_made_is_not_kept(walled, tmp_path):
    """The person said that it was done, and the page still shows the wall."""
    tools = tools_in(tmp_path, walled.hosts)
    with pytest.raises(LoginWall):
        log_in(account_at(walled.url), tools, lambda _: None, is_visible=False)
    assert_nothing_left(tmp_path)


def test_a_window_that_is_closed_saves_nothing(walled, tmp_path):
    """The sentence says so."""

    def close(window: LoginWindow) -> None:
        window.page.close()
        window.wait()

    tools = tools_in(tmp_path, walled.hosts)
    with pytest.raises(NeedsPerson, match="Fönstret stängdes"):
        log_in(account_at(walled.url), tools, close, is_visible=False)
    assert_nothing_left(tmp_path)


def test_without_a_display_it_is_said_before_anything_starts(
    walled, tmp_path, monkeypatch
):
    """A server has none; the sentence says what to do."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    tools = tools_in(tmp_path, walled.hosts)
    with pytest.raises(NeedsPerson, match="ingen skärm"):
        log_in(account_at(walled.url), tools, lambda _: None)
