# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finds, starts and cleans up after the Chromium that a capture is made with.

One browser per capture: the network log belongs to the browser process, a fresh
profile has no cache whose hits would carry no bytes, and nothing of one board's
capture can leak into another's.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from archivers import scratch
from archivers.netlog.pipe import wait_until_read
from schemas.errors import (
    ArchiveError,
    DiskFull,
    PageNotUnderstood,
    PlatformDown,
    RecordingLost,
    ToolMissing,
)

DEBIAN_NAMES = ("chromium", "chromium-browser", "google-chrome-stable")
PLAYWRIGHT_PATTERNS = ("chromium-*/chrome-linux*/chrome",)
VERSION_WAIT = 30.0
LONGEST_FOLDER = 60
"""A local socket's address has 108 bytes, and Chromium adds 46 to the folder's."""

LOG_FLAG = "--log-net-log="

ENDED_EARLY = "Webbläsaren avslutades mitt i arbetet. Fångsten är förlorad."
NO_START = "Chromium gick inte att starta. Kontrollera att webbläsaren är installerad."

DISABLED_FEATURES = (
    # A body coded with a dictionary opens only together with the dictionary.
    "CompressionDictionaryTransport",
    # Traffic of the browser's own.
    *("AimEnabled", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints"),
    *("PreconnectToSearch", "Translate"),
    # What the driver turns off to work as promised; a later list replaces its own.
    *("AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync"),
    *("DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable"),
    *("HttpsUpgrades", "LensOverlay", "PaintHolding", "TcpPortRandomizationWin"),
    *("ThirdPartyStoragePartitioning", "msEdgeUpdateLaunchServicesPreferredVersion"),
    "msForceBrowserSignIn",
)
QUIET_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--no-pings",
    "--disable-quic",
    "--autoplay-policy=no-user-gesture-required",
    f"--disable-features={','.join(DISABLED_FEATURES)}",
)
"""Keep the browser's own traffic down, and HTTP/3 off: QUIC passes no TLS socket."""


class _Translation(NamedTuple):
    pattern: re.Pattern[str]
    error: type[ArchiveError]
    message: str


_BY_MESSAGE = (
    _Translation(
        re.compile(r"no space left|ENOSPC|FILE_NO_SPACE", re.IGNORECASE),
        DiskFull,
        "Disken är full. Webbläsaren kunde inte skriva.",
    ),
    _Translation(
        re.compile(
            r"executable doesn't exist|failed to launch|cannot launch|usable sandbox"
            r"|ENOENT|EACCES|does not include Node",
            re.IGNORECASE,
        ),
        ToolMissing,
        NO_START,
    ),
    _Translation(
        re.compile(r"net::ERR_|NS_ERROR_"),
        PlatformDown,
        "Sidan svarar inte. Försök igen senare.",
    ),
    _Translation(
        re.compile(r"crash|has been closed|connection closed", re.IGNORECASE),
        RecordingLost,
        ENDED_EARLY,
    ),
)


def find_chromium(configured: Path | None) -> Path:
    """Find the Chromium to use.

    The operator's own choice comes first, then the distribution's package, which gets
    security updates by itself, then the one that Playwright has downloaded.

    Raises:
        ToolMissing: there is none, or the configured one is not a program.
    """
    if configured is not None:
        if os.access(configured, os.X_OK) and configured.is_file():
            return configured
        msg = f"Webbläsaren {configured} finns inte eller går inte att köra."
        raise ToolMissing(msg)
    installed = next(filter(None, map(shutil.which, DEBIAN_NAMES)), None)
    found = Path(installed) if installed else _playwright_chromium()
    if found is None:
        msg = (
            "Chromium saknas. Installera paketet chromium eller kör "
            "”playwright install chromium”."
        )
        raise ToolMissing(msg)
    return found


def _playwright_chromium() -> Path | None:
    configured = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    root = Path(configured or Path.home() / ".cache" / "ms-playwright")
    found = [path for name in PLAYWRIGHT_PATTERNS for path in root.glob(name)]
    return max(found, key=_revision, default=None)


def _revision(path: Path) -> int:
    number = re.search(r"chromium-(\d+)", str(path))
    return int(number.group(1)) if number else 0


def chromium_version(executable: Path) -> str:
    """Ask Chromium for its version, such as "Chromium 156.0.8078.79".

    Raises:
        ToolMissing: the program does not start or is not a Chromium.
    """
    try:
        answer = subprocess.run(  # noqa: S603 -- the operator's own browser
            [executable, "--version"],
            capture_output=True,
            text=True,
            timeout=VERSION_WAIT,
            check=True,
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        msg = f"Webbläsaren {executable} gick inte att starta."
        raise ToolMissing(msg) from error
    version = re.search(r"(Chromium|Google Chrome|Chrome)\D*?([\d.]+\d)", answer)
    if version is None:
        msg = f"Programmet {executable} är inte en Chromium."
        raise ToolMissing(msg)
    return f"{version.group(1)} {version.group(2)}"


@contextmanager
def launch(
    executable: Path,
    extra_args: Sequence[str],
    workspace: Path,
    *,
    is_visible: bool = False,
) -> Iterator[Browser]:
    """Start a Chromium with a profile of its own and close it afterwards.

    Only the browser's start and end are translated here; put work with its pages
    inside `translated_errors`.

    Raises:
        ToolMissing: the browser does not start.
        RecordingLost: the browser ended before it was to.
    """
    with (
        scratch.scratch_folder(workspace) as folder,
        _short_name(folder) as name,
        _temporary_files_in(name),
        sync_playwright() as driver,
    ):
        browser = _start(driver, executable, extra_args, is_visible=is_visible)
        try:
            yield browser
            _let_log_be_read(extra_args)
            if not _answers(browser):
                raise RecordingLost(ENDED_EARLY)
        finally:
            browser.close()


def _start(
    driver: Playwright,
    executable: Path,
    extra_args: Sequence[str],
    *,
    is_visible: bool,
) -> Browser:
    is_root = os.geteuid() == 0
    try:
        return driver.chromium.launch(
            executable_path=executable,
            headless=not is_visible,
            # Chromium refuses its sandbox to root; every other user gets it.
            chromium_sandbox=not is_root,
            args=[*QUIET_FLAGS, *extra_args],
        )
    except PlaywrightError as error:
        translated = translation(error)
        if isinstance(translated, DiskFull):
            raise translated from error
        raise ToolMissing(NO_START) from error


def _let_log_be_read(arguments: Sequence[str]) -> None:
    """Wait for whoever reads the network log, if it goes into a pipe."""
    logs = [a.removeprefix(LOG_FLAG) for a in arguments if a.startswith(LOG_FLAG)]
    for path in map(Path, logs):
        if path.is_fifo():
            wait_until_read(path)


def _answers(browser: Browser) -> bool:
    """Whether the browser is still there; asking lets news of its end arrive."""
    try:
        browser.new_browser_cdp_session().detach()
    except PlaywrightError:
        return False
    return browser.is_connected()


@contextmanager
def _short_name(folder: Path) -> Iterator[Path]:
    """Give a folder a name that Chromium's socket in it can have.

    A path deep down in a home folder is too long for the address of a local socket;
    the files lie in the folder all the same.
    """
    if len(os.fsencode(folder)) <= LONGEST_FOLDER:
        yield folder
        return
    alias = Path(tempfile.gettempdir()) / folder.name
    alias.symlink_to(folder)
    try:
        yield alias
    finally:
        alias.unlink(missing_ok=True)


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """Let the driver and the browser keep the profile where the sweep finds it."""
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn the browser driver's errors into those of `schemas.errors`.

    Raises:
        PlatformDown: the page does not answer, or not in time.
        RecordingLost: the browser ended in the middle.
        ToolMissing: the browser does not start.
        DiskFull: the browser has no room to write in.
        PageNotUnderstood: the page could not be worked with.
    """
    try:
        yield
    except PlaywrightError as error:
        raise translation(error) from error


def translation(error: PlaywrightError) -> ArchiveError:
    """Give our error for one of the browser driver's."""
    for row in _BY_MESSAGE:
        if row.pattern.search(error.message):
            return row.error(row.message)
    if isinstance(error, PlaywrightTimeout):
        return PlatformDown("Sidan svarade inte i tid. Försök igen senare.")
    return PageNotUnderstood("Webbläsaren kunde inte arbeta med sidan.")


def sweep(workspace_root: Path) -> None:
    """Remove the browser profiles and pipes that killed runs left behind."""
    scratch.sweep(workspace_root)
    for alias in Path(tempfile.gettempdir()).glob(f"{scratch.PREFIX}*"):
        if alias.is_symlink() and not alias.exists():
            alias.unlink(missing_ok=True)
