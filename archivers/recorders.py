# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Chooses the recorder of a capture."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archivers.base import Recorder, Recording
from archivers.chromium import chromium_version
from archivers.netlog import NetLogRecorder
from archivers.trial import is_recorded_exactly
from archivers.version import own_version
from archivers.warcprox import WarcproxRecorder
from schemas.errors import UnknownName

MakeRecorder = Callable[[Recording], Recorder]


def by_netlog(recording: Recording) -> Recorder:
    """Record by Chromium's own network log."""
    return NetLogRecorder(
        recording.warc,
        recording.header,
        recording.workspace,
        recording.known_secrets,
        recording.private,
    )


def by_warcprox(recording: Recording) -> Recorder:
    """Record through warcprox."""
    return WarcproxRecorder(recording)


@dataclass(frozen=True)
class Tried:
    """Records by the network log if the Chromium at hand stands the trial of it.

    `memory` is a file that keeps how each version of Chromium did, so that a version
    is tried once. What this version of Avbild found says nothing of the next.
    """

    memory: Path
    stands: Callable[[Path, Path], bool] = is_recorded_exactly

    def __call__(self, recording: Recording) -> Recorder:
        """Choose.

        Raises:
            ToolMissing: the browser does not start.
            DiskFull: there is no room for the trial.
        """
        version = chromium_version(recording.chromium)
        if self._stands(version, recording):
            return by_netlog(recording)
        reason = f"Nätverksloggen i {version} klarade inte provet, så warcprox används."
        return WarcproxRecorder(recording, reason)

    def _stands(self, version: str, recording: Recording) -> bool:
        known = self._known()
        name = f"{version}, Avbild {own_version()}"
        if name not in known:
            known[name] = self.stands(recording.chromium, recording.workspace)
            draft = self.memory.with_name(f"{self.memory.name}.{os.getpid()}")
            draft.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
            draft.replace(self.memory)
        return known[name]

    def _known(self) -> dict[str, bool]:
        try:
            found = json.loads(self.memory.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def recorder_named(name: str, memory: Path) -> MakeRecorder:
    """Give the recorder of a name: "netlog", "warcprox" or "auto".

    Raises:
        UnknownName: there is none of that name.
    """
    makers: dict[str, MakeRecorder] = {
        "netlog": by_netlog,
        "warcprox": by_warcprox,
        "auto": Tried(memory),
    }
    try:
        return makers[name]
    except KeyError:
        known = ", ".join(sorted(makers))
        msg = f"Inspelaren ”{name}” är okänd. Välj bland: {known}."
        raise UnknownName(msg) from None
