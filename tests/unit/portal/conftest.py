# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command line over an archive in a temporary folder, with a made-up platform."""

import json
import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archivers.saved_login import Login
from pipeline import logins, snapshot
from pipeline.watch import look
from portal.cli import main
from tests.fakes import FakePlatform
from tests.homes import PLAN, empty_home

__all__ = ["empty_home"]

DOCS = Path(__file__).parents[3] / "docs" / "command-line.md"
SESSION = "5f2b7c9d8e1a4b3c5f2b7c9d8e1a4b3c"
ADDRESS = "http://127.0.0.1:9/konto"
Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path, empty_home, monkeypatch):
    """A data home that was set up, named by the environment."""
    folder = tmp_path / "hem"
    shutil.copytree(empty_home, folder)
    monkeypatch.setenv("AVBILD_HOME", str(folder))
    monkeypatch.setenv("AVBILD_ALLOWED_PRIVATE_HOSTS", "127.0.0.1:9")
    return folder


@pytest.fixture
def run() -> Run:
    """Run `avbild` with some words and give its answer."""
    runner = CliRunner()
    return lambda *words: runner.invoke(main, list(map(str, words)))


@pytest.fixture
def ask(run) -> Callable[..., dict]:
    """Run `avbild … --json`, which must succeed, and give its document.

    Each document has the parts that docs/command-line.md says.
    """
    text = DOCS.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z -]+)` \| (`.+`) \|$", text, re.MULTILINE)
    parts = {command: re.findall(r"`(\w+)`", named) for command, named in rows}

    def asked(*words: object) -> dict:
        result = run(*words, "--json")
        assert result.exit_code == 0, result.stderr
        document: dict = json.loads(result.stdout)
        long, short = " ".join(map(str, words[:2])), str(words[0])
        assert list(document) == parts[long if long in parts else short]
        return document

    return asked


@pytest.fixture
def town(home, run):
    """A board with a plan and an account."""
    assert home.is_dir()
    for words in (
        (
            "board",
            "add",
            "ks",
            "--name",
            "Kommunstyrelsen",
            "--municipality",
            "Älmhult",
        ),
        (
            *("plan", "import", PLAN, "--board", "ks", "--valid-from", "2026-01-01"),
            *("--decision", "KS 2026-03-10 § 41"),
        ),
        (
            "account",
            "add",
            "konto",
            "--name",
            "Kontot",
            "--board",
            "ks",
            "--url",
            ADDRESS,
        ),
    ):
        result = run(*words)
        assert result.exit_code == 0, result.stderr


def _log_in(account, tools, attend) -> Login:
    """Log in as a person would, without a window."""
    assert account.account_id == "konto"
    assert tools.login is None
    attend(None)
    cookie = {"name": "sid", "value": SESSION, "domain": "127.0.0.1", "expires": -1}
    return Login({"cookies": [cookie], "origins": []})


@pytest.fixture
def platform(monkeypatch) -> FakePlatform:
    """The platform that the account is on, instead of a browser."""
    found = FakePlatform()
    for module, name in ((snapshot, "run_order"), (look, "watch")):
        real = getattr(module, name)
        monkeypatch.setattr(module, name, partial(real, crafts=found.crafts()))
    login = partial(logins.save_login, make=_log_in)
    monkeypatch.setattr("portal.commands.login.save_login", login)
    monkeypatch.setattr("portal.commands.login.attend", lambda _: None)
    for command, name in (("snapshot", "run_order"), ("watch", "watch_accounts")):
        source = snapshot.run_order if command == "snapshot" else look.watch
        monkeypatch.setattr(f"portal.commands.{command}.{name}", source)
    return found
