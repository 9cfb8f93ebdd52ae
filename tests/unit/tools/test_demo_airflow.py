# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The embedded Airflow: settings of its own, and a failed run is a failure."""

import json
import stat

import httpx
import pytest

from tools import demo_airflow
from tools.demo_airflow import Airflow, Ports
from tools.demo_stage import DemoFailed, Stage


@pytest.fixture
def airflow(tmp_path):
    """An Airflow that is not started."""
    return Airflow(tmp_path / "airflow", Ports(8080, 8793, 8794))


def test_its_settings_are_its_own(airflow, monkeypatch):
    """Someone's other Airflow is neither used nor touched."""
    monkeypatch.setenv("AIRFLOW_HOME", "/srv/airflow")
    monkeypatch.setenv("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", "postgresql://other")
    given = airflow.environment({"AVBILD_HOME": "/x"})
    assert given["AIRFLOW_HOME"] == str(airflow.home)
    assert "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN" not in given
    assert given["AVBILD_HOME"] == "/x"
    assert given["AIRFLOW__API__HOST"] == "127.0.0.1"


def test_only_its_owner_reads_the_password(airflow, tmp_path, monkeypatch):
    """The password is made anew each time and stands in a private file."""
    monkeypatch.setattr(Stage, "start", lambda *_args, **_kwargs: None)
    airflow.start(Stage(tmp_path), {})
    [passwords] = airflow.home.glob("passwords.json")
    assert stat.S_IMODE(passwords.stat().st_mode) == 0o600
    assert json.loads(passwords.read_text()) == {"avbild": airflow.password}
    assert airflow.password != Airflow(tmp_path, airflow.ports).password


@pytest.fixture
def answers(monkeypatch):
    """What Airflow answers, by the end of the address."""
    given: dict[str, tuple[int, object]] = {"/auth/token": (201, {"access_token": "t"})}

    def request(method, url, **kwargs):
        status, body = next(
            answer for end, answer in given.items() if url.split("?")[0].endswith(end)
        )
        asked = httpx.Request(method, url)
        assert "token" in url or kwargs["headers"] == {"Authorization": "Bearer t"}
        return httpx.Response(status, json=body, request=asked)

    monkeypatch.setattr(demo_airflow.httpx, "request", request)
    monkeypatch.setattr(
        demo_airflow.httpx, "post", lambda url, **kw: request("POST", url, **kw)
    )
    return given


def runs(*states: str) -> tuple[int, object]:
    """A list of runs."""
    rows = [{"dag_run_id": f"r{n}", "state": state} for n, state in enumerate(states)]
    return 200, {"dag_runs": rows}


def test_a_run_has_ended_when_it_went_well(airflow, answers):
    """A running one has not."""
    answers["/dagRuns"] = runs("running", "success")
    assert not airflow.has_ended("watch_accounts", "r0")
    assert airflow.has_ended("watch_accounts", "r1")


def test_a_failed_run_ends_the_demo_and_says_where_the_logs_are(airflow, answers):
    """It is never waited for."""
    answers["/dagRuns"] = runs("failed")
    with pytest.raises(DemoFailed, match="dag_id=watch_accounts/run_id=r0"):
        airflow.has_ended("watch_accounts", "r0")


def test_a_refused_start_ends_the_demo(airflow, answers):
    """Such as a form that lacks a field."""
    answers["/dagRuns"] = (400, {"detail": "no"})
    with pytest.raises(DemoFailed, match="snapshot_account: 400"):
        airflow.trigger("snapshot_account", {})


def test_it_is_ready_when_every_part_is_healthy(airflow, monkeypatch):
    """The API answers long before the scheduler does."""
    health = {name: {"status": "healthy"} for name in demo_airflow.NEEDED}
    monkeypatch.setattr(
        demo_airflow.httpx, "get", lambda *_a, **_k: httpx.Response(200, json=health)
    )
    assert airflow.is_ready()
    health["scheduler"]["status"] = None
    assert not airflow.is_ready()
