# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a capture and an observation are given: clock, ids, browser, limits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from archivers.limits import Limits
from schemas.order import Progress


def no_progress(progress: Progress) -> None:
    """Tell nobody how far it has come."""


@dataclass(frozen=True)
class CaptureTools:
    """Everything that a capture needs from outside, so that nothing is read in secret.

    `allowed_private_hosts` holds `host` or `host:port` that may be captured although
    they lie on a private or loopback address. `threshold` is the share of the expected
    posts, comments and media that must be found before a capture may be called an
    archive. `workspace` is where temporary files go and from where they are removed.
    """

    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    chromium: Path | None
    workspace: Path
    allowed_private_hosts: frozenset[str] = frozenset()
    progress: Callable[[Progress], None] = no_progress
    threshold: float = 1.0
    limits: Limits = field(default_factory=Limits)
