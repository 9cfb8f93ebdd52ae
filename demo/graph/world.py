# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The world that the servers show: accounts, keys, faults; tests change it at will."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from graph import ids
from graph.content import Post, written
from graph.faults import Fault
from graph.media import AddressBook
from graph.timeline import Timeline, made
from graph.tokens import (
    APP_TOKEN,
    IG_PERMISSIONS,
    IG_TOKEN,
    PAGE_PERMISSIONS,
    PAGE_TOKEN,
    USER_TOKEN,
    Token,
    TokenKind,
    TokenState,
)

START = datetime(2026, 11, 20, 9, tzinfo=UTC)
SIXTY_DAYS = 60 * 86_400


@dataclass
class PageAccount:
    """A Facebook page; a picture's number makes another picture of it, 0 none."""

    timeline: Timeline
    name: str = "Älvmåla kommun"
    username: str = "alvmalakommun"
    about: str = (
        "Officiell sida för Älvmåla kommun. Det du skriver här blir allmän handling. 🏛️"
    )
    description: str = "Vi svarar vardagar 8–16. Regler: alvmala.example/socialamedier"
    general_info: str = ""
    phone: str = "+46701740690"
    emails: tuple[str, ...] = ("kommun@alvmala.example",)
    website: str = "https://www.alvmala.example/"
    category: str = "Government Organization"
    category_in_swedish: str = "Myndighet"
    avatar: int = 1
    cover: int = 1
    fan_count: int = 4218
    is_published: bool = True
    is_gone: bool = False


@dataclass
class InstagramAccount:
    """A professional account on Instagram."""

    timeline: Timeline
    name: str = "Älvmåla kommun"
    username: str = "alvmalakommun"
    biography: str = "Bilder från Älvmåla 🌲 Det du skriver här blir allmän handling."
    website: str = "https://www.alvmala.example/"
    avatar: int = 1
    followers_count: int = 1874
    follows_count: int = 31
    is_gone: bool = False


@dataclass(frozen=True)
class Viewer:
    """Who is logged in on the pages: the reader, never the account."""

    name: str = "Ulla Läsare"
    person_id: str = "6000000000001"
    biography: str = "Jag heter Ulla och läser för arkivet. Privat konto."
    user: str = "arkivet@alvmala.example"
    password: str = "sommar-och-sol"  # noqa: S105 - an invented password


@dataclass(frozen=True)
class Question:
    """A question that a server was asked, and how its key came; never the key."""

    server: str
    method: str
    target: str
    token_in: str


@dataclass
class World:
    """Everything that the servers show.

    Args of note: `posts` and `comments` make accounts of that size instead of the
    written ones. `used` is the share of the limit that the headers state, `throttle` a
    code of limits (4, 17, 32, 613, 80001, 80002) that every question is answered with,
    `calls_left` how many more questions are answered before it is; `down` lets nothing
    answer but 503, and `faults` are ordered one by one. `is_walled` keeps guests from
    the pages. `needs_reduction_over` makes a page of more objects too much (code 1).
    """

    posts: int | None = None
    comments: int = 0
    clock: Callable[[], float] = time.time
    started_at: datetime = START
    viewer: Viewer = field(default_factory=Viewer)
    used: int = 2
    throttle: int = 0
    calls_left: int | None = None
    down: bool = False
    is_walled: bool = True
    needs_reduction_over: int = 0
    faults: list[Fault] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    tokens: dict[str, Token] = field(default_factory=dict)
    facebook_web: str = ""
    instagram_web: str = ""
    app_tokens: set[str] = field(default_factory=lambda: {APP_TOKEN})

    def __post_init__(self) -> None:
        self.lock = threading.RLock()
        self.media = AddressBook(self.clock)
        self.page = PageAccount(self._timeline("facebook"))
        self.profile = InstagramAccount(self._timeline("instagram"))
        for token in _first_tokens(int(self.clock())):
            self.tokens[token.value] = token

    def _timeline(self, name: str) -> Timeline:
        if self.posts is None:
            return Timeline(written(name, self.started_at))
        is_pictured = name == "instagram"
        return made(self.posts, self.comments, self.started_at, is_pictured=is_pictured)

    # --- what tests and the demo do to it ---------------------------------------------

    def hold(self, *posts: Post, on: str = "facebook") -> None:
        """Put posts of one's own, newest first and numbered to 1, in place of all."""
        account = self.page if on == "facebook" else self.profile
        account.timeline = Timeline(posts)

    def delete(self, node_id: str) -> None:
        """Remove a post or comment by its id."""
        timeline, place = self._place(node_id)
        timeline.deleted.add(place)

    def hide(self, node_id: str, *, is_hidden: bool = True) -> None:
        """Hide a post or comment by its id, or show it again."""
        timeline, place = self._place(node_id)
        timeline.hidden[place] = is_hidden

    def edit(self, node_id: str, text: str) -> None:
        """Change the text of a post or comment by its id."""
        timeline, place = self._place(node_id)
        timeline.texts[place] = (text, self.now())

    def fail(self, times: int = 1, path: str = "", **fault: object) -> None:
        """Let answers fail: `code`, `status`, `is_cut`; see `Fault`."""
        self.faults.append(Fault(times, path, **fault))  # type: ignore[arg-type]

    def expire(self, value: str, state: TokenState = TokenState.EXPIRED) -> None:
        """Let a key stop working."""
        self.tokens[value].state = state

    def narrow(
        self, value: str, *permissions: str, tasks: tuple[str, ...] = ()
    ) -> None:
        """Take permissions, and tasks, from a key."""
        self.tokens[value].permissions -= set(permissions)
        self.tokens[value].tasks -= set(tasks)

    def now(self) -> datetime:
        """Give the time of the world's clock."""
        return datetime.fromtimestamp(self.clock(), UTC)

    def _place(self, node_id: str) -> tuple[Timeline, tuple[int, int]]:
        if found := ids.on_facebook(node_id):
            timeline = self.page.timeline
        elif found := ids.on_instagram(node_id):
            timeline = self.profile.timeline
        else:
            raise KeyError(node_id)
        number = found.number if found.kind is ids.Kind.COMMENT else 0
        return timeline, (found.serial, number)

    # --- what the servers ask it ------------------------------------------------------

    def fault_for(self, path: str) -> Fault | None:
        """Give the fault that is ordered for an answer, if any."""
        with self.lock:
            return next((fault for fault in self.faults if fault.fits(path)), None)

    def spend_call(self) -> int:
        """Count a question against the limit; the code to refuse it with, or 0."""
        with self.lock:
            if self.calls_left is not None and not self.throttle:
                self.calls_left -= 1
                if self.calls_left < 0:
                    return 4
            return self.throttle


def _first_tokens(now: int) -> tuple[Token, ...]:
    person = "6000000000001"
    page, profile = set(PAGE_PERMISSIONS), set(IG_PERMISSIONS)
    until = now + SIXTY_DAYS
    return (
        Token(PAGE_TOKEN, TokenKind.PAGE, ids.PAGE_ID, page, issued_at=now),
        Token(USER_TOKEN, TokenKind.USER, person, {*page}, issued_at=now),
        Token(
            IG_TOKEN,
            TokenKind.INSTAGRAM,
            ids.IG_ID,
            profile,
            expires_at=until,
            issued_at=now,
        ),
    )
