# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How much of an account a capture takes: all, an overview, or an overview and posts.

Municipalities differ: an account without unique information is archived as an overview
once a year, one with unique posts as an overview and those posts with their comments.
What is left out on purpose is never counted as missing, and the report says so.
"""

from dataclasses import dataclass, field
from typing import Self

from archivers.text import plain_link
from schemas.account import ArchiveLevel
from schemas.errors import BadInput
from schemas.order import Order

OVERVIEW_NOTE = (
    "Fångsten är en översikt: profilen och det som syns först på kontots sida. "
    "Resten av kontot är inte med."
)
UNIQUE_NOTE = (
    "Fångsten är en översikt med utvalda inlägg: {number} inlägg är fångade med sina "
    "kommentarer. Resten av kontot är inte med."
)


@dataclass(frozen=True)
class Extent:
    """What an order asks for; `posts` are addresses in the form that is compared."""

    level: ArchiveLevel = ArchiveLevel.FULL
    posts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, order: Order) -> Self:
        """Read it from an order."""
        posts = order.posts if order.level is ArchiveLevel.UNIQUE else ()
        return cls(order.level, {_key(url): url for url in posts})

    @property
    def is_full(self) -> bool:
        """Whether everything is taken."""
        return self.level is ArchiveLevel.FULL

    def takes(self, permalink: str | None) -> bool:
        """Whether the post at an address is taken whole, with its comments."""
        return self.is_full or _key(permalink or "") in self.posts

    def chosen(self, found: list[str]) -> list[str]:
        """Give the addresses of posts to open, of those found and those named."""
        if self.is_full:
            return found
        there = {_key(url): url for url in found}
        return [there.get(key, url) for key, url in self.posts.items()]

    @property
    def notes(self) -> tuple[str, ...]:
        """Say in Swedish what is left out on purpose."""
        if self.is_full:
            return ()
        if not self.posts:
            return (OVERVIEW_NOTE,)
        return (UNIQUE_NOTE.format(number=len(self.posts)),)


ALL = Extent()


def no_such_post(url: str) -> BadInput:
    """Give the error for a chosen post that the account does not have."""
    return BadInput(f"Kontot har inget inlägg med adressen {url}.")


def _key(url: str) -> str:
    return plain_link(url).partition("#")[0].rstrip("/")
