# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a capture and an observation are given: clock, ids, browser, limits."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from archivers.api.access import ApiAccess
from archivers.api.pace import Pace, shared_pace
from archivers.limits import Limits
from archivers.recorders import MakeRecorder, by_netlog
from archivers.saved_login import Login
from schemas.item import Item
from schemas.order import Progress
from schemas.profile import PageState, Profile


def no_progress(progress: Progress) -> None:
    """Tell nobody how far it has come."""


def no_items() -> Iterable[Item]:
    """Give no items, as of an account that was never captured."""
    return ()


@dataclass(frozen=True)
class CaptureTools:
    """Everything that a capture needs from outside, so that nothing is read in secret.

    `allowed_private_hosts` holds `host` or `host:port` that may be captured although
    they lie on a private or loopback address. `threshold` is the share of the expected
    posts, comments and media that must be found before a capture may be called an
    archive. `workspace` is where temporary files go and from where they are removed.
    `recorder` makes the recorder that a browser is given.
    `replay_check` says whether a finished recording is replayed offline and compared.
    `access` is where platforms' APIs are, and `known` the profile as an API last gave
    it: it names the account also when its address has changed. `login` is what a person
    has saved for the account, if anything. `resting` are hosts that are out and were
    tried a short while ago: they are not asked.
    `exports` are the files of the owner's export that are to be read; `earlier` gives
    the account's own items of earlier captures, and is asked only with those.
    `is_attended` says that a person attends the browser, or that the account's owner
    has cleared it to run unattended; it is asked for only where a platform's terms say
    so. A browser
    that `is_visible` stands in a window before that person. `resume` is
    a folder of the order's own where what an API has given is kept until the capture is
    whole, so that one that was interrupted goes on where it was.
    """

    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    chromium: Path | None
    workspace: Path
    allowed_private_hosts: frozenset[str] = frozenset()
    progress: Callable[[Progress], None] = no_progress
    threshold: float = 1.0
    replay_check: bool = True
    limits: Limits = field(default_factory=Limits)
    recorder: MakeRecorder = by_netlog
    access: ApiAccess = field(default_factory=ApiAccess)
    known: Profile | None = None
    login: Login | None = None
    resting: Mapping[str, PageState] = field(default_factory=dict)
    exports: tuple[Path, ...] = ()
    earlier: Callable[[], Iterable[Item]] = no_items
    is_attended: bool = False
    is_visible: bool = False
    resume: Path | None = None

    @property
    def pace(self) -> Pace:
        """How often a host may be visited: one pace for the whole process.

        So accounts on the same host, watched one after the other, share it.
        """
        return shared_pace(self.limits.visits_per_second, self.limits.visit_burst)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that may stand nowhere in a capture."""
        kept = () if self.login is None else self.login.secrets()
        return (*kept, *self.access.account_tokens.values())
