# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The recorders that the contract suites run over.

AVBILD_WARCPROX=1, as `make test` sets it, makes a missing warcprox a failure, not a
skip.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from archivers.base import Recorder, Recording
from archivers.chromium import find_chromium, launch
from archivers.netlog import NetLogRecorder
from archivers.warc import WarcHeader
from archivers.warcprox import WarcproxRecorder
from archivers.warcprox.process import find_warcprox
from schemas.errors import ToolMissing

LOCAL = frozenset({"127.0.0.1", "localhost"})

Make = Callable[[Path, WarcHeader, Path], Recorder]


def netlog(warc: Path, header: WarcHeader, workspace: Path) -> Recorder:
    return NetLogRecorder(warc, header, workspace)


def warcprox(warc: Path, header: WarcHeader, workspace: Path) -> Recorder:
    need_warcprox()
    chromium = find_chromium(None)
    return WarcproxRecorder(Recording(warc, header, workspace, chromium, LOCAL))


RECORDERS: dict[str, Make] = {"netlog": netlog, "warcprox": warcprox}


def need_warcprox() -> None:
    """Skip where warcprox is not installed, or fail where it must be."""
    try:
        find_warcprox()
    except ToolMissing:
        if os.environ.get("AVBILD_WARCPROX") == "1":
            pytest.fail("AVBILD_WARCPROX=1, but there is no .venv-warcprox")
        pytest.skip("there is no .venv-warcprox; tools/setup.sh warcprox makes it")


def browser_of(
    recorder: Recorder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AbstractContextManager:
    """Start a recorder, and a browser that it records.

    Whoever asks the servers, browser or proxy, has to take their certificates, which
    stand in `folder` as cert.pem.
    """
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "cert.pem"))
    arguments: Sequence[str] = recorder.start()
    if not recorder.is_proxy:
        arguments = ["--ignore-certificate-errors", *arguments]
    return launch(find_chromium(None), arguments, folder / "work")
