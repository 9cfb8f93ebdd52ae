# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Airflow standalone, embedded: its settings, its start, and its REST API (v2)."""

import json
import os
import secrets
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tools.demo_stage import DemoFailed, Server, Stage

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = Path(sys.executable).parent
USER = "avbild"
PARALLELISM = 4
NEEDED = ("metadatabase", "scheduler", "dag_processor")


@dataclass(frozen=True)
class Ports:
    """The ports Airflow listens on: the API with its pages, and two for task logs."""

    api: int
    worker_log: int
    trigger_log: int


@dataclass
class Airflow:
    """One Airflow with a database, a log folder and a login of its own."""

    home: Path
    ports: Ports
    password: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    _token: str = ""

    @property
    def address(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.ports.api}"

    def environment(self, archive: Mapping[str, str]) -> dict[str, str]:
        """Give what Airflow's processes need, among it the archive's own settings."""
        secret = secrets.token_hex(32)
        settings = {
            "CORE__DAGS_FOLDER": str(ROOT / "dags"),
            "CORE__LOAD_EXAMPLES": "False",
            "CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
            "CORE__PARALLELISM": str(PARALLELISM),
            "CORE__DEFAULT_TIMEZONE": "Europe/Stockholm",
            "CORE__EXECUTION_API_SERVER_URL": f"{self.address}/execution/",
            "CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
            "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(self._passwords),
            "API__HOST": "127.0.0.1",
            "API__PORT": str(self.ports.api),
            "API__BASE_URL": self.address,
            "API_AUTH__JWT_SECRET": secret,
            "API__SECRET_KEY": secret,
            "LOGGING__WORKER_LOG_SERVER_PORT": str(self.ports.worker_log),
            "LOGGING__TRIGGER_LOG_SERVER_PORT": str(self.ports.trigger_log),
            "DAG_PROCESSOR__REFRESH_INTERVAL": "10",
            "USAGE_DATA_COLLECTION__ENABLED": "False",
        }
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("AIRFLOW")
        }
        named = {f"AIRFLOW__{name}": value for name, value in settings.items()}
        own = {
            "AIRFLOW_HOME": str(self.home),
            "NO_COLOR": "1",
            "PYTHONPATH": str(ROOT),
            # Airflow starts its parts by name.
            "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        }
        return inherited | named | own | dict(archive)

    def start(self, stage: Stage, archive: Mapping[str, str]) -> Server:
        """Start it; it is not ready until `is_ready`.

        It ends at SIGINT and nothing else: SIGTERM ends its first process and orphans
        the others.
        """
        self.home.mkdir(parents=True)
        self._passwords.touch(mode=0o600)
        self._passwords.write_text(json.dumps({USER: self.password}))
        command = [str(PROGRAMS / "airflow"), "standalone"]
        environment = self.environment(archive)
        return stage.start("Airflow", command, environment, ask=signal.SIGINT)

    @property
    def _passwords(self) -> Path:
        return self.home / "passwords.json"

    def is_ready(self) -> bool:
        """Tell whether the scheduler and the DAG processor answer for their health."""
        try:
            answer = httpx.get(f"{self.address}/api/v2/monitor/health", timeout=5)
            health = answer.json()
        except (httpx.HTTPError, ValueError):
            return False
        return all(health.get(part, {}).get("status") == "healthy" for part in NEEDED)

    def knows(self, dag_id: str) -> bool:
        """Tell whether a DAG has been read."""
        return self._call("GET", f"dags/{dag_id}").status_code == httpx.codes.OK

    def trigger(self, dag_id: str, conf: Mapping[str, str]) -> str:
        """Start a run and give its id.

        Raises:
            DemoFailed: Airflow refused.
        """
        body = {"logical_date": None, "conf": dict(conf)}
        answer = self._call("POST", f"dags/{dag_id}/dagRuns", body)
        if answer.is_error:
            message = f"Airflow startade inte {dag_id}: {answer.status_code}."
            raise DemoFailed(message)
        return str(answer.json()["dag_run_id"])

    def runs(self, dag_id: str) -> dict[str, str]:
        """Give the state of every run of a DAG, by run id, oldest first."""
        query = "limit=100&order_by=run_after"
        answer = self._call("GET", f"dags/{dag_id}/dagRuns?{query}")
        rows = answer.json().get("dag_runs", ())
        return {row["dag_run_id"]: row["state"] for row in rows}

    def has_ended(self, dag_id: str, run_id: str) -> bool:
        """Tell whether a run went well; a run that did not is an error.

        Raises:
            DemoFailed: the run failed; the sentence says where its logs are.
        """
        state = self.runs(dag_id).get(run_id)
        if state == "failed":
            logs = self.home / "logs" / f"dag_id={dag_id}" / f"run_id={run_id}"
            message = f"Körningen av {dag_id} misslyckades. Se loggarna i {logs}."
            raise DemoFailed(message)
        return state == "success"

    def _call(
        self, method: str, path: str, body: object | None = None
    ) -> httpx.Response:
        url = f"{self.address}/api/v2/{path}"
        headers = {"Authorization": f"Bearer {self._login()}"}
        return httpx.request(method, url, json=body, headers=headers, timeout=60)

    def _login(self) -> str:
        if not self._token:
            body = {"username": USER, "password": self.password}
            answer = httpx.post(f"{self.address}/auth/token", json=body, timeout=60)
            answer.raise_for_status()
            self._token = answer.json()["access_token"]
        return self._token
