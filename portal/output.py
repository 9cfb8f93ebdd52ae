# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a command answers: tables and sentences for people, JSON for programs.

With `--json` standard output holds one JSON document and nothing else; what is said
along the way goes to standard error. docs/command-line.md lists the documents.
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

TIME_ZONE = ZoneInfo("Europe/Stockholm")
WIDE = 240
"""The width of a table that goes to a file or a pipe, where nothing must be cut off."""

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_UNITS = ("kB", "MB", "GB", "TB")

Row = Sequence[object]


class Output:
    """Says what a command found, to people or to programs."""

    def __init__(self, *, is_json: bool) -> None:
        self.is_json = is_json

    def document(self, **parts: object) -> None:
        """Give the JSON document; says nothing to people."""
        if self.is_json:
            print_json(parts)

    def say(self, sentence: str) -> None:
        """Say a sentence to people."""
        if not self.is_json:
            shown = escape(harmless(sentence))
            console().print(shown, soft_wrap=True, highlight=False)

    def table(self, headings: Sequence[str], rows: Iterable[Row], empty: str) -> None:
        """Show a table to people, or say that there is nothing to show."""
        if self.is_json:
            return
        lines = [[harmless(text(cell)) for cell in row] for row in rows]
        if not lines:
            self.say(empty)
            return
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for heading in headings:
            table.add_column(heading, overflow="fold")
        for line in lines:
            table.add_row(*map(escape, line))
        console().print(table)

    def facts(self, facts: Mapping[str, object]) -> None:
        """Show facts under each other, without those that are empty."""
        if self.is_json:
            return
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for name, value in facts.items():
            if text(value):
                table.add_row(f"{name}:", escape(harmless(text(value))))
        console().print(table)


def console() -> Console:
    """Give the console that stands on standard output now."""
    is_terminal = sys.stdout.isatty()
    return Console(file=sys.stdout, width=None if is_terminal else WIDE)


def print_json(parts: Mapping[str, object]) -> None:
    """Write one JSON document to standard output."""
    written = json.dumps(_plain(parts), ensure_ascii=False, indent=2)
    sys.stdout.write(f"{written}\n")


def text(value: object) -> str:
    """Write a value as people read it; moments in Swedish time."""
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime):
        return value.astimezone(TIME_ZONE).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, tuple | list):
        return ", ".join(map(text, value))
    return str(getattr(value, "label", value))


def size(count: int) -> str:
    """Write a number of bytes as people read it: "1,5 MB"."""
    if count < 1000:  # noqa: PLR2004 - the step between units
        return f"{count} byte"
    power = min((len(str(count)) - 1) // 3, len(_UNITS))
    number = f"{count / 1000**power:.1f}".replace(".", ",")
    return f"{number} {_UNITS[power - 1]}"


def harmless(said: str) -> str:
    """Show what a terminal would obey, such as an escape in a stranger's profile.

    Also what would turn the order of a line, and what no terminal can be sent.
    """
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", said)


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
