# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counts the answers of a thread: those that are stated against those that came."""

from collections import deque
from collections.abc import Iterator


class ThreadCount:
    """A thread as it is put together from one or more views of it.

    A view cuts a thread off where it is deep or broad; then the post at the cut is
    asked for by itself. Platforms go on counting answers whose authors have closed
    their accounts or are blocked, and show them to nobody. So what is stated is held
    against what came only for posts that could not be asked; for the others the rest is
    `hidden`.
    """

    def __init__(self, start: str) -> None:
        self._waiting = deque([start])
        self._asked: set[str] = set()
        self._answered: set[str] = set()
        self._stated: dict[str, int] = {}
        self._shown: dict[str, set[str]] = {}

    def to_ask(self) -> Iterator[str]:
        """Give the posts to be asked for, until the thread is whole."""
        while self._waiting:
            name = self._waiting.popleft()
            if name not in self._asked and not self._is_whole(name):
                self._asked.add(name)
                yield name

    def _is_whole(self, name: str) -> bool:
        if name not in self._stated:
            return False
        return len(self._shown[name]) >= self._stated[name]

    def answered(self, name: str) -> None:
        """Note that a post was asked for by itself, and shown."""
        self._answered.add(name)

    def take(self, name: str, stated: int, shown: Iterator[str]) -> None:
        """Take in a post: how many answers it states, and which of them are shown."""
        self._stated[name] = stated
        self._shown.setdefault(name, set()).update(shown)
        self._waiting.append(name)

    def stated(self) -> int:
        """Give how many answers the whole thread has for everybody to see."""
        return sum(
            len(self._shown[name])
            if name in self._answered
            else max(stated, len(self._shown[name]))
            for name, stated in self._stated.items()
        )

    def hidden(self) -> int:
        """Give how many answers are counted but shown to nobody."""
        return sum(
            max(0, self._stated[name] - len(self._shown[name]))
            for name in self._answered & set(self._stated)
        )
