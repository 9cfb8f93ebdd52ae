# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Behaviours: make a page show all it has, and know when it has.

Peers were measured to lose four fifths of a feed by one test of 500 ms. So a page is
at rest only when the network has been idle and the page unchanged over many looks; how
many depends on whether as much has been found as the page itself says it has. No wait
is fixed, and none is longer than 250 ms. Nothing is taken away from the page.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from archivers.browser import Session

EXPANDERS = (
    r"(visa|se|ladda|hämta|läs in) (fler|flera|mer|alla|hela|resten)\b.*",
    r"(visa|se|ladda|hämta|läs in) (tidigare|äldre)\b.*",
    r"(visa|se) (de )?\d+ (fler|till|svar|kommentar\w*|tidigare|äldre|resterande)\b.*",
    r"läs mer\b.*",
    r"fortsätt läsa\b.*",
    r"(\d+ )?(fler|tidigare|äldre) (kommentarer|svar|inlägg)\b.*",
    r"\d+ svar",
    r"(see|show|load|view|read) (more|all|previous|older|earlier|the rest|full)\b.*",
    r"(see|show|view) \d+ (more|repl(y|ies)|comments?|previous|older)\b.*",
    r"(\d+ )?(more|previous|older) (comments|replies|posts)\b.*",
    r"\d+ repl(y|ies)",
)
"""Names of buttons that unfold more of the page, in Swedish and English."""

ENDS = (
    r"(det )?(finns )?inga (fler|äldre) (inlägg|kommentarer|resultat)\b.*",
    r"du har (nu )?(nått|kommit till|sett) (slutet|allt|alla)\b.*",
    r"slut på (flödet|inlägg\w*)\b.*",
    r"här tar (flödet|inläggen) slut\b.*",
    r"(there are )?no (more|older) (posts|comments|results)\b.*",
    r"you('|’)?(ve| have) (reached|seen) (the end|everything|all)\b.*",
    r"end of (the )?(feed|posts|list)\b.*",
)
"""What feeds say at their end, in Swedish and English."""

NUDGE_EVERY = 6
SHORT_WAIT_MS = 20
STUCK_AFTER = 3
SWEEP_BATCH = 12


class Belief(Enum):
    """How what was found compares with what the page says that it has."""

    MET = "as much as stated"
    UNKNOWN = "nothing stated"
    LESS = "less than stated"


@dataclass
class _Rest:
    """How long the page has been at rest."""

    quiet: int = 0
    seen: tuple[object, ...] = ()
    changed_at: float = field(default_factory=time.monotonic)

    def note(
        self, state: tuple[object, ...], *, is_busy: bool, patience: float
    ) -> None:
        """Count a look: a change starts anew, a busy page is waited for."""
        now = time.monotonic()
        if state != self.seen:
            self.seen, self.quiet, self.changed_at = state, 0, now
        elif is_busy and now - self.changed_at < patience:
            self.quiet = 0
        else:
            self.quiet += 1


@dataclass
class Behaviour:
    """Works one page of a session until it has shown all.

    `harvest` is called whenever the posts in the page have changed: a feed may take
    posts away again that have been scrolled past. `belief` says whether as much has
    been found as the page states.
    """

    session: "Session"
    page: "Page"
    harvest: Callable[[], None]
    belief: Callable[[], Belief]
    presses: bool = True

    def __post_init__(self) -> None:
        self._deadline = time.monotonic() + self.session.limits.page_seconds
        self._home = self.page.url

    def show_all(self) -> None:
        """Scroll to the end, unfold, fetch pictures and films; again if that grew."""
        while True:
            self._come_to_rest(self._step)
            grown = self._sweep()
            self._films()
            if not grown or self._is_late():
                break
        self._evaluate("top")

    def show_first(self) -> None:
        """Wait until the page is at rest, and fetch its films; ask for no more.

        Nothing is scrolled: a feed would grow by it, and never twice by the same.
        """
        self._come_to_rest(self._look)
        self._films()
        self._evaluate("top")

    def fetch_originals(self, urls: Sequence[str]) -> None:
        """Let the page fetch the largest form of pictures that it showed smaller."""
        self._until_none_waits(
            lambda: int(self._evaluate("originals", urls=list(urls))["waiting"]),
            "Alla bilder i originalstorlek hann inte hämtas.",
        )

    def _come_to_rest(self, step: Callable[[int], dict[str, Any]]) -> None:
        """Take steps, each told how long it has been quiet, until nothing changes."""
        limits = self.session.limits
        rest, steps, edge = _Rest(), 0, None
        while True:
            steps += 1
            look = step(rest.quiet)
            if (look["items"], look["edge"]) != edge:
                edge = (look["items"], look["edge"])
                self.harvest()
            state = (look["height"], edge, self.session.traffic.activity)
            is_busy = bool(look["busy"]) or self._pending(limits.stalled_seconds) > 0
            rest.note(state, is_busy=is_busy, patience=limits.stalled_seconds)
            if look["clicked"] or look["moved"]:
                rest.quiet = 0
            if rest.quiet >= self._checks(ended=bool(look["end"])):
                return
            if steps >= limits.scrolls or self._is_late():
                self.session.hit("Flödet var längre än vad som får rullas.")
                return
            self._wait(SHORT_WAIT_MS if look["moved"] else limits.poll_ms)

    def _checks(self, *, ended: bool) -> int:
        limits = self.session.limits
        belief = self.belief()
        if belief is Belief.MET:
            return limits.settled_checks
        if ended or belief is Belief.UNKNOWN:
            return limits.quiet_checks
        return limits.doubtful_checks

    def _look(self, _quiet: int) -> dict[str, Any]:
        """See how the page is, and leave it alone."""
        return self._evaluate("look", ends=_any_of(ENDS))

    def _step(self, quiet: int) -> dict[str, Any]:
        """Scroll a little and unfold what can be; now and then back and forth."""
        look = self._evaluate(
            "step",
            nudge=quiet % NUDGE_EVERY == NUDGE_EVERY - 1,
            press=self.presses,
            expanders=_any_of(EXPANDERS),
            ends=_any_of(ENDS),
        )
        if look["left"] and self.presses:
            # A button led away from the page; the page has gone back by itself.
            self.presses = False
            self.session.hit("En knapp på sidan ledde bort från den; resten ofälld.")
        return dict(look)

    def _sweep(self) -> bool:
        """Bring every picture that has not come into view; say whether any was."""
        before = self.session.traffic.activity
        self._until_none_waits(
            lambda: int(self._evaluate("sweep", most=SWEEP_BATCH)["waiting"]),
            "Alla bilder hann inte hämtas.",
        )
        return self.session.traffic.activity != before

    def _until_none_waits(self, waiting: Callable[[], int], limit: str) -> None:
        rest = _Rest()
        limits = self.session.limits
        most = limits.stalled_seconds * 1000 / limits.poll_ms
        while (left := waiting()) > 0:
            rest.note(
                (left, self.session.traffic.activity), is_busy=False, patience=0.0
            )
            if rest.quiet > most or self._is_late():
                self.session.hit(limit)
                return
            self._wait(limits.poll_ms)

    def _films(self) -> None:
        """Play every film until all of it has come, or fetch what cannot be played."""
        limits = self.session.limits
        end = min(self._deadline, time.monotonic() + limits.video_seconds)
        rest, is_fetching = _Rest(), False
        while True:
            stuck = rest.quiet > 0 and rest.quiet % STUCK_AFTER == 0
            look = self._evaluate("films", stuck=stuck)
            is_fetching = is_fetching or bool(look["fetched"])
            under_way = self._pending(limits.video_seconds) if is_fetching else 0
            if look["waiting"] + look["fetched"] + under_way == 0:
                return
            rest.note((look["waiting"], look["edge"]), is_busy=False, patience=0.0)
            if time.monotonic() > end:
                self.session.hit("Alla filmer hann inte hämtas till slutet.")
                return
            self._wait(limits.poll_ms)

    def _pending(self, patience: float) -> int:
        return self.session.traffic.pending(patience)

    def _is_late(self) -> bool:
        return time.monotonic() > self._deadline

    def _wait(self, milliseconds: float) -> None:
        self.page.wait_for_timeout(milliseconds)

    def _evaluate(self, action: str, **given: object) -> dict[str, Any]:
        answer = self.page.evaluate(_script(), {"action": action, **given})
        return answer or {}


def _any_of(patterns: Sequence[str]) -> str:
    return f"^(?:{'|'.join(patterns)})$"


@cache
def _script() -> str:
    return files("archivers").joinpath("behaviour.js").read_text("utf-8")
