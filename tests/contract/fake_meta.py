# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The demo's Graph API with the account that every fake platform of the tests has."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from archivers.api import ApiAccess
from graph import Origins, World, serving
from graph.content import Comment, Person, Picture, Post
from graph.tokens import IG_TOKEN, PAGE_TOKEN, TokenState
from tests.contract.fake_platforms import CITIZEN, DEEP, OWN, POSTS

NAME = "Älmhults kommun"
TAKEN = Person("7000000000099", NAME, CITIZEN)
"""A citizen who has taken the account's name."""
FIRST = datetime(2026, 2, 1, 8, tzinfo=UTC)
KEYS = {"facebook": PAGE_TOKEN, "instagram": IG_TOKEN}


@dataclass
class FakeMeta:
    """A world with one account, and the states that the suites bring it into."""

    platform: str
    world: World
    origins: Origins
    lacks: set[str] = field(default_factory=set)
    _state: str = "ok"

    @property
    def key(self) -> str:
        """The owner's key."""
        return KEYS[self.platform]

    @property
    def access(self) -> ApiAccess:
        """Where the API is, and the key to the account."""
        return ApiAccess(
            facebook_graph=self.origins.facebook_graph,
            instagram_graph=self.origins.instagram_graph,
            account_tokens={"konto": self.key},
        )

    @property
    def asked(self) -> list[str]:
        """What has been asked for."""
        return [one.target for one in self.world.asked]

    @property
    def state(self) -> str:
        """The state of the platform."""
        return self._state

    @state.setter
    def state(self, state: str) -> None:
        world, self._state = self.world, state
        world.down = state == "down"
        world.throttle = 4 if state == "limited" else 0
        world.page.is_gone = world.profile.is_gone = state == "gone"
        world.page.is_published = state != "unpublished"
        is_expired = state == "expired"
        world.expire(self.key, TokenState.EXPIRED if is_expired else TokenState.VALID)


@contextmanager
def meta(platform: str) -> Iterator[FakeMeta]:
    """Serve the account on Facebook, or on Instagram."""
    with serving(World()) as running:
        world = running.world
        world.page.name = world.profile.name = NAME
        world.page.username = world.profile.username = OWN
        world.hold(*_posts(with_visitor=platform == "facebook"), on=platform)
        yield FakeMeta(platform, world, running.origins)


def _posts(*, with_visitor: bool) -> Iterator[Post]:
    """Give the posts, newest first: the visitor's, if any, and the account's own."""
    if with_visitor:
        text = "Simhallen är öppen"
        yield Post(POSTS + 1, text, FIRST + timedelta(days=90), author=TAKEN)
    for number in range(POSTS, 0, -1):
        published = FIRST + timedelta(days=number)
        yield Post(
            serial=number,
            text=f"Inlägg {number}",
            published=published,
            pictures=_pictures(number, is_shown_always=not with_visitor),
            comments=tuple(_comments(published)) if number == POSTS else (),
        )


def _pictures(number: int, *, is_shown_always: bool) -> tuple[Picture, ...]:
    """Give the pictures of a post; one on Instagram is never without."""
    if number != 1 and not is_shown_always:
        return ()
    return (Picture(f"inlagg-{number}", "En bild"),)


def _comments(published: datetime) -> Iterator[Comment]:
    """Give a thread: a comment by the citizen, and what answers it below."""
    for number, text in enumerate(DEEP, start=1):
        yield Comment(
            number=number,
            text=text,
            published=published + timedelta(minutes=number),
            author=TAKEN if number % 2 else None,
            parent=1 if number > 1 else None,
        )
