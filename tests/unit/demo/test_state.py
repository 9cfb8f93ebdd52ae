# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the change command does, and the walls."""

import signal

import httpx
import pytest


@pytest.mark.parametrize("what", ["avatar", "about", "name", "cover"])
def test_a_change_of_profile_switches_that_field_and_back(torget, what):
    def stable(value: str | list[str]) -> str | list[str]:
        return value.partition("?")[0] if isinstance(value, str) else value

    def profile() -> dict[str, object]:
        return {
            name: stable(value) if isinstance(value, str) else value
            for name, value in torget.data("Profile").items()
        }

    before = profile()
    torget.change(what)
    after = profile()
    torget.change(what)
    assert [name for name in before if before[name] != after[name]] == [what]
    assert profile() == before


def test_a_deactivated_account_answers_200_with_an_api_that_says_404(torget):
    torget.change("deactivate")
    assert torget.client.get(torget.facts["account_url"]).status_code == 200
    answer = torget.ask("Profile")
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["code"] == "ACCOUNT_NOT_FOUND"
    torget.change("activate")
    assert torget.ask("Profile").status_code == 200


def test_the_login_wall_redirects_until_one_has_logged_in(torget):
    torget.change("login-wall")
    origin, page = torget.facts["origin"], torget.facts["account_url"]
    with httpx.Client(follow_redirects=True, timeout=20) as client:
        wall = client.get(page)
        assert wall.history[0].status_code == 302
        assert 'type="password"' in wall.text
        body = {"operationName": "Profile", "variables": {"handle": "almhult"}}
        assert client.post(f"{origin}/api/graphql", json=body).status_code == 401
        wrong = client.post(wall.url, data={"anvandare": "demo", "losenord": "x"})
        assert wrong.status_code == 403
        right = client.post(
            wall.url, data={"anvandare": "demo", "losenord": "torget-demo"}
        )
        assert str(right.url) == page
        assert client.post(f"{origin}/api/graphql", json=body).status_code == 200


def test_the_login_leads_nowhere_else(torget):
    url = f"{torget.facts['origin']}/logga-in?nasta=//example.com/"
    answer = torget.client.post(
        url, data={"anvandare": "demo", "losenord": "torget-demo"}
    )
    assert answer.headers["location"] == "/"


def test_the_rate_limit_says_when_to_come_back(torget):
    torget.change("rate-limit")
    for answer in (torget.client.get(torget.facts["account_url"]), torget.ask("Feed")):
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "120")
    torget.change("normal")
    assert torget.ask("Feed").status_code == 200


def test_the_cookie_wall_is_announced(torget):
    start = f"{torget.facts['origin']}/api/start"
    assert torget.client.get(start).json()["cookie_wall"] is False
    torget.change("cookie-wall")
    assert torget.client.get(start).json()["cookie_wall"] is True


def test_an_unknown_change_is_refused(torget):
    assert torget.command("okand").returncode == 2
    url = f"{torget.facts['control']}/change"
    assert torget.client.post(url, json={"what": "okand"}).status_code == 400


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_and_nothing_is_left(start, number):
    site = start()
    assert site.stop(number) == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(site.facts["control"])
    assert not (site.folder / "torget.json").exists()
    assert site.command("avatar").returncode == 1


def test_a_restart_remembers_state_and_times(start):
    first = start()
    before = first.data("Feed")["edges"][0]
    assert first.command("name").returncode == 0
    first.stop()
    second = start("--now", "2027-01-01T00:00:00+00:00")
    assert second.data("Profile")["name"] == "Älmhults kommun – officiell"
    after = second.data("Feed")["edges"][0]
    assert (after["id"], after["published"]) == (before["id"], before["published"])
    assert before["published"] == "2026-11-20T08:52:00Z"
