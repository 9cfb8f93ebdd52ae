# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write files so that whoever reads them finds the old ones or the new, never half."""

import os
from collections.abc import Mapping
from pathlib import Path

from pipeline.disk import translated
from schemas.errors import BadInput


def write_whole(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files into a folder: all on the disk first, then each in its place.

    Raises:
        BadInput: the folder's name is that of a file.
        DiskFull: there is no room; the old files stay.
        StoreDown: the folder cannot be written.
    """
    waiting = {name: folder / f".{name}.ny" for name in contents}
    with translated(f"mappen {folder}"):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            message = f"{folder} är ingen mapp."
            raise BadInput(message) from None
        try:
            for name, content in contents.items():
                _write(waiting[name], content)
            for name, path in waiting.items():
                path.replace(folder / name)
        finally:
            for path in waiting.values():
                path.unlink(missing_ok=True)


def write_new(path: Path, content: bytes) -> None:
    """Write a file, and never over another.

    Raises:
        BadInput: there is such a file.
        DiskFull: there is no room.
        StoreDown: the file cannot be written.
    """
    if path.exists():
        message = f"Filen {path} finns redan. Välj ett annat namn."
        raise BadInput(message)
    write_whole(path.parent, {path.name: content})


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
