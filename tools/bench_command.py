# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Runs a command of Avbild and notes how long it spent on PDF files.

Started by the benchmark as `python -m tools.bench_command NOTE ARGUMENTS…`; the seconds
are left in the file NOTE. Everything else is what the command `avbild` does.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from archivers import by_browser
from archivers.pdf import page_pdf
from pipeline import crafts
from portal.cli import main as avbild
from tools.bench_figure import seconds

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


class Watch:
    """Adds up how long some functions take."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def over(self, work: Callable[_Given, _Made]) -> Callable[_Given, _Made]:
        """Give the function with the watch over it."""

        def watched(*args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
            made: list[_Made] = []
            self.seconds += seconds(lambda: made.append(work(*args, **kwargs)))
            return made[0]

        return watched


def main() -> None:
    """Run the command that stands after the name of the note."""
    note, *arguments = sys.argv[1:]
    watch = Watch()
    setattr(by_browser, "page_pdf", watch.over(page_pdf))  # noqa: B010 -- not its own
    real = crafts.REAL
    object.__setattr__(real, "transcript", watch.over(real.transcript))
    sys.argv = ["avbild", *arguments]
    try:
        avbild()
    finally:
        Path(note).write_text(f"{watch.seconds}\n", encoding="ascii")


if __name__ == "__main__":
    main()
