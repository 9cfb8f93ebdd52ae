# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the demo shows: each step as it happens, with its time.

On a terminal the running step is a line that moves; in a file or a build log every line
is printed once and stays.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from schemas.order import Progress

if TYPE_CHECKING:
    from rich.status import Status

PLAIN_INTERVAL = 5.0
MINUTE = 60
LARGE = 100_000
"""Totals from here on are bytes: their figures say nothing to people."""


class Screen:
    """Prints the demo's steps, in Swedish."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False, soft_wrap=True)
        self._began = time.monotonic()
        self._status: Status | None = None
        self._doing = ""
        self._last = ("", 0.0)
        self._number = 0

    def chapter(self, title: str) -> None:
        """Begin a part of the story."""
        self._console.print(f"\n[bold]{escape(title)}[/bold]")

    @contextmanager
    def step(self, doing: str) -> Iterator[None]:
        """Show a step while it runs, and its time when it is done."""
        self._number += 1
        self._doing = f"{self._number}. {doing}"
        began = time.monotonic()
        if self._console.is_terminal:
            with self._console.status(escape(self._doing)) as self._status:
                yield
            self._status = None
        else:
            self._console.print(escape(f"  … {self._doing}"))
            yield
        seconds = time.monotonic() - began
        done = f"  [green]✓[/green] {escape(self._doing)} [dim]{_time(seconds)}[/dim]"
        self._console.print(done)

    def say(self, text: str) -> None:
        """Say something about the step."""
        self._console.print(f"    {escape(text)}")

    def command(self, words: Sequence[str]) -> None:
        """Show a command as it is run."""
        shown = " ".join(f'"{word}"' if " " in word else word for word in words)
        self._console.print(f"    [cyan]$ {escape(shown)}[/cyan]")

    def progress(self, progress: Progress | None) -> None:
        """Show how far the running step has come."""
        if progress is None:
            return
        text = progress.step
        if progress.total and progress.total < LARGE:
            text += f" {progress.done} av {progress.total}"
        if self._status is not None:
            self._status.update(escape(f"{self._doing}: {text}"))
            return
        before, when = self._last
        now = time.monotonic()
        if text != before and (
            progress.step not in before or now - when > PLAIN_INTERVAL
        ):
            self._last = (text, now)
            self.say(text)

    def results(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        """Show what was made and where it is, each place whole on its line."""
        self.chapter(title)
        width = max(len(name) for name, _ in rows) + 2
        for name, value in rows:
            self._console.print(f"  {escape(name.ljust(width))}{escape(value)}")

    def fail(self, sentence: str) -> None:
        """Say in one sentence why the demo stopped."""
        self._console.print(f"\n[bold red]{escape(sentence)}[/bold red]")

    def total(self) -> str:
        """Give the time since the demo began."""
        return _time(time.monotonic() - self._began)


def _time(seconds: float) -> str:
    if seconds < MINUTE:
        return f"{seconds:.1f} s".replace(".", ",")
    return f"{seconds // MINUTE:.0f} min {seconds % MINUTE:.0f} s"
