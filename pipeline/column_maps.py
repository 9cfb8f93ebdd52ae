# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Column maps: what a board's plan files call their columns.

Headings differ from town to town and stay alike from year to year, so the map that a
board's plan was taken in by is kept and used for its next.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from pipeline.disk import translated
from pipeline.settings import Settings
from rules.headings import Column, column_named
from rules.plan import ColumnMap
from rules.wording import fold
from schemas.errors import BadInput

_BOARD = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
_HEADINGS, _COVERS, _SHEET = "headings", "covers", "sheet"
_SECTIONS = {
    "kolumner": _HEADINGS,
    "rubriker": _HEADINGS,
    "columns": _HEADINGS,
    "gäller för": _COVERS,
    "covers": _COVERS,
    "blad": _SHEET,
    "sheet": _SHEET,
}


def board_map(settings: Settings, board_id: str) -> Path | None:
    """Give the column map that a board's plan was last taken in by, if there was one.

    An empty map (`{}`) given at the next import says that none is needed any more.
    """
    if not _BOARD.fullmatch(board_id):
        return None
    path = _place(settings, board_id)
    return path if path.is_file() else None


def keep_map(settings: Settings, board_id: str, content: bytes) -> None:
    """Keep a column map as the board's, in place of the one it had.

    Raises:
        DiskFull: there is no room.
        StoreDown: the data home cannot be written.
    """
    path = _place(settings, board_id)
    unfinished = path.with_suffix(".new")
    with translated(f"kolumnkartan {path.name}"):
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(content)
        unfinished.replace(path)


def parse_column_map(name: str, content: bytes) -> ColumnMap:
    """Read the content of a column map; `name` is what its file is called.

    Raises:
        BadInput: it cannot be understood; each fault is named.
    """
    try:
        given = yaml.safe_load(content)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        message = f"Kolumnkartan {name} är varken riktig YAML eller JSON."
        raise BadInput(message) from error
    reader = _MapReader()
    reader.read(given)
    if reader.problems:
        message = f"Kolumnkartan {name} går inte att förstå."
        raise BadInput(message, reader.problems)
    return ColumnMap(reader.headings, reader.covers, reader.sheet)


def _place(settings: Settings, board_id: str) -> Path:
    return settings.home_folder / "column-maps" / f"{board_id}.yaml"


class _MapReader:
    """Reads the parts of a column map and gathers their faults."""

    def __init__(self) -> None:
        self.headings: dict[Column, str] = {}
        self.covers: dict[str, str] = {}
        self.sheet = ""
        self.problems: list[str] = []

    def read(self, given: object) -> None:
        if not isinstance(given, Mapping):
            self.problems.append("Den ska ha delarna kolumner, gäller för och blad.")
            return
        for name, part in given.items():
            section = _SECTIONS.get(fold(str(name)))
            if section is None:
                self.problems.append(f"Delen ”{name}” är okänd.")
            elif section == _SHEET:
                self.sheet = str(part)
            elif not isinstance(part, Mapping):
                self.problems.append(f"Delen ”{name}” ska bestå av namn och värden.")
            elif section == _HEADINGS:
                self._read_headings(part)
            else:
                kinds_of = {str(code): _words(kinds) for code, kinds in part.items()}
                self.covers.update(kinds_of)

    def _read_headings(self, part: Mapping[object, object]) -> None:
        for name, heading in part.items():
            column = column_named(str(name))
            if column is None:
                self.problems.append(f"Kolumnen ”{name}” är okänd.")
            else:
                self.headings[column] = str(heading)


def _words(kinds: object) -> str:
    return ", ".join(map(str, kinds)) if isinstance(kinds, list) else str(kinds)
