# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The browser is found in a fixed order, and its errors become ours."""

import inspect
import re
from pathlib import Path

import playwright
import pytest
from playwright._impl import _errors

from archivers import chromium
from schemas.errors import (
    ArchiveError,
    DiskFull,
    PageNotUnderstood,
    PlatformDown,
    RecordingLost,
    ToolMissing,
)


def program(path: Path, says: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(monkeypatch, tmp_path) -> Path:
    """A computer without any browser."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "pw"))
    return tmp_path


def test_the_operators_own_choice_comes_first(bare):
    program(bare / "bin" / "chromium")
    own = program(bare / "own")
    assert chromium.find_chromium(own) == own


def test_a_configured_browser_that_is_missing_is_never_replaced(bare):
    program(bare / "bin" / "chromium")
    with pytest.raises(ToolMissing, match="finns inte"):
        chromium.find_chromium(bare / "own")


def test_the_distributions_package_comes_before_the_drivers_own(bare):
    installed = program(bare / "bin" / "chromium")
    program(bare / "pw" / "chromium-1200" / "chrome-linux" / "chrome")
    assert chromium.find_chromium(None) == installed


def test_the_newest_of_the_drivers_own_is_taken(bare):
    program(bare / "pw" / "chromium-999" / "chrome-linux" / "chrome")
    newest = program(bare / "pw" / "chromium-1200" / "chrome-linux64" / "chrome")
    assert chromium.find_chromium(None) == newest


@pytest.mark.usefixtures("bare")
def test_no_browser_at_all_says_what_to_install():
    with pytest.raises(ToolMissing, match="Installera paketet chromium"):
        chromium.find_chromium(None)


def test_version_is_read(tmp_path):
    says = "Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)"
    path = program(tmp_path / "chromium", says)
    assert chromium.chromium_version(path) == "Chromium 156.0.8078.79"


def test_a_program_that_is_no_chromium_is_refused(tmp_path):
    with pytest.raises(ToolMissing, match="inte en Chromium"):
        chromium.chromium_version(program(tmp_path / "x", "Firefox 140.0"))


def test_a_program_that_does_not_start_is_refused(tmp_path):
    with pytest.raises(ToolMissing, match="gick inte att starta"):
        chromium.chromium_version(tmp_path / "missing")


SOMETHING = "Page.goto: something"


def driver_errors() -> list[type[_errors.Error]]:
    found = [c for _, c in inspect.getmembers(_errors, inspect.isclass)]
    return [c for c in found if issubclass(c, _errors.Error)]


@pytest.mark.parametrize("kind", driver_errors(), ids=lambda k: k.__name__)
def test_every_error_class_of_the_driver_is_translated(kind):
    """A class that a new driver brings along is found here."""
    assert kind.__name__ in {"Error", "TimeoutError", "TargetClosedError"}
    with pytest.raises(ArchiveError), chromium.translated_errors():
        raise kind(SOMETHING)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Page.goto: net::ERR_NAME_NOT_RESOLVED at https://x/", PlatformDown),
        ("Page.goto: net::ERR_CONNECTION_REFUSED", PlatformDown),
        ("Page.goto: Page crashed", RecordingLost),
        ("Target page, context or browser has been closed", RecordingLost),
        ("BrowserType.launch: Executable doesn't exist at /x", ToolMissing),
        ("No usable sandbox!", ToolMissing),
        ("ENOSPC: no space left on device, write", DiskFull),
        ("net::ERR_FILE_NO_SPACE", DiskFull),
        ("Page.evaluate: ReferenceError: x is not defined", PageNotUnderstood),
    ],
)
def test_errors_are_told_apart_by_what_the_caller_must_do(message, expected):
    assert type(chromium.translation(_errors.Error(message))) is expected


def test_a_timeout_means_that_the_page_does_not_answer():
    error = _errors.TimeoutError("Page.goto: Timeout 30000ms exceeded.")
    assert type(chromium.translation(error)) is PlatformDown


def test_messages_hold_nothing_of_the_page():
    error = _errors.Error("Page.goto: net::ERR_FAILED at https://x/?token=hemlig")
    assert "hemlig" not in str(chromium.translation(error))


def test_every_feature_that_the_driver_turns_off_is_off():
    """A second list of features replaces the driver's own, so ours must hold it."""
    bundle = Path(playwright.__file__).parent / "driver/package/lib/coreBundle.js"
    text = bundle.read_text(encoding="utf-8")
    (block,) = re.findall(r"disabledFeatures = \[\n(.*?)\n\s*\]", text, re.DOTALL)
    theirs = set(re.findall(r'^\s*"(\w+)"', block, re.MULTILINE))
    assert theirs
    assert theirs <= set(chromium.DISABLED_FEATURES)


def test_a_folder_with_a_long_path_gets_a_short_name(tmp_path):
    deep = tmp_path / ("x" * 80)
    deep.mkdir()
    with chromium._short_name(deep) as name:  # noqa: SLF001
        assert len(str(name)) <= len(str(deep)) - 20
        (name / "a").touch()
        assert (deep / "a").exists()
    assert not name.is_symlink()
