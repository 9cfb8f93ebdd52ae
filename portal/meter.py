# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How far the work has come, on standard error: a bar, or a line a step."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import Progress as Bars

from schemas.order import Progress

Listener = Callable[[Progress], None]
LARGE = 100_000
"""Totals from here on are bytes, and are shown as a bar without figures."""


@contextmanager
def meter() -> Iterator[Listener]:
    """Give a listener that shows how far the work has come."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    with Bars(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[figures]}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    ) as bars:
        yield _Bars(bars)


class _Lines:
    """Says each new step on a line of its own."""

    def __init__(self) -> None:
        self._step = ""

    def __call__(self, progress: Progress) -> None:
        if progress.step != self._step:
            self._step = progress.step
            sys.stderr.write(f"{progress.step} …\n")
            sys.stderr.flush()


class _Bars:
    """Shows each step as a bar; the one before is then done."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._step = ""
        self._task: TaskID | None = None

    def __call__(self, progress: Progress) -> None:
        if progress.step != self._step:
            self._finish()
            self._step = progress.step
            description = escape(progress.step)
            self._task = self._bars.add_task(description, total=None, figures="")
        if self._task is not None:
            self._bars.update(
                self._task,
                total=progress.total,
                completed=progress.done,
                figures=_figures(progress),
            )

    def _finish(self) -> None:
        if self._task is not None:
            self._bars.update(self._task, total=1, completed=1, figures="klar")
            self._bars.stop_task(self._task)


def _figures(progress: Progress) -> str:
    if progress.total is None:
        return str(progress.done) if progress.done else ""
    if progress.total >= LARGE:
        return ""
    return f"{progress.done} av {progress.total}"
