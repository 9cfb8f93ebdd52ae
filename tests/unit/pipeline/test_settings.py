# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings have safe defaults, and what cannot be used is told by its name."""

from pathlib import Path

import pytest

from pipeline import settings as module
from pipeline.settings import Settings, read_settings
from schemas.errors import BadInput


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch):
    for name in (
        "HOME",
        "DATABASE_URL",
        "STORE_URL",
        "CHROMIUM",
        "ALLOWED_PRIVATE_HOSTS",
        "RECORDER",
    ):
        monkeypatch.delenv(f"AVBILD_{name}", raising=False)


def test_everything_lies_in_the_home_and_no_private_host_is_open():
    found = read_settings()
    home = Path("~/.local/share/avbild").expanduser()
    assert found.home_folder == home
    assert found.database == f"sqlite:///{home}/avbild.db"
    assert found.store == (home / "packages").as_uri()
    assert found.private_hosts == frozenset()
    assert found.chromium is None
    assert found.replay_check
    assert found.threshold == 1.0


def test_the_environment_is_read(monkeypatch):
    monkeypatch.setenv("AVBILD_HOME", "/srv/arkiv på ö")
    monkeypatch.setenv(
        "AVBILD_ALLOWED_PRIVATE_HOSTS", " Intranet.example , 127.0.0.1:80,"
    )
    monkeypatch.setenv("AVBILD_DATABASE_URL", "postgresql://db/avbild")
    monkeypatch.setenv("AVBILD_STORE_URL", "")
    found = read_settings()
    assert found.private_hosts == {"intranet.example", "127.0.0.1:80"}
    assert found.database == "postgresql://db/avbild"
    assert found.store.startswith("file:///srv/arkiv%20p")


def test_settings_never_change():
    with pytest.raises(ValueError, match="frozen"):
        Settings().home = Path("/")


def test_a_value_that_cannot_be_used_is_named(monkeypatch):
    class Picky(Settings):
        number: int = 1

    monkeypatch.setenv("AVBILD_NUMBER", "många")
    monkeypatch.setattr(module, "Settings", Picky)
    with pytest.raises(BadInput, match="inställning") as caught:
        read_settings()
    assert caught.value.problems == ("AVBILD_NUMBER",)


@pytest.mark.parametrize("name", ["netlog", "warcprox", "auto"])
def test_the_recorder_is_chosen(monkeypatch, name):
    assert read_settings().recorder == "netlog"
    monkeypatch.setenv("AVBILD_RECORDER", name)
    assert read_settings().recorder == name


def test_an_unknown_recorder_is_refused_with_those_that_there_are(monkeypatch):
    monkeypatch.setenv("AVBILD_RECORDER", "film")
    with pytest.raises(BadInput) as caught:
        read_settings()
    assert caught.value.problems == (
        "AVBILD_RECORDER ska vara netlog, warcprox eller auto.",
    )


@pytest.mark.parametrize("share", ["0", "1.01", "allt"])
def test_a_threshold_is_a_share(monkeypatch, share):
    """More than everything cannot be asked for, and nothing is no archive."""
    monkeypatch.setenv("AVBILD_THRESHOLD", share)
    with pytest.raises(BadInput) as caught:
        read_settings()
    assert caught.value.problems == ("AVBILD_THRESHOLD",)
