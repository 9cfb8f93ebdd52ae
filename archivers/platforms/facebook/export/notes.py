# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a reader should know of an export although nothing is missing, in Swedish."""

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import PurePosixPath

from archivers.platforms.facebook.export.members import File

MESSAGE_FILE = "message_"
MOST_NAMED = 5

_PLAIN = re.compile(r"[a-z_]{1,30}")


def of_messages(files: Sequence[File]) -> Iterator[str]:
    """Say that there are messages, and that they are not read as posts."""
    paths = [PurePosixPath(file.name) for file in files]
    said = {path.parent for path in paths if path.name.startswith(MESSAGE_FILE)}
    if said:
        count = len(said)
        word = "konversation" if count == 1 else "konversationer"
        yield (
            f"Exporten innehåller meddelanden i {count} {word}. De finns kvar i "
            "exporten men är inte lästa som poster."
        )


def of_events(files: Sequence[File]) -> Iterator[str]:
    """Say that there are events, which are only listed."""
    if files:
        yield (
            "Exporten innehåller uppgifter om evenemang. De finns kvar i exporten men "
            "är inte lästa som poster."
        )


def of_damaged(count: int) -> Iterator[str]:
    """Say that files are damaged."""
    if count:
        what = "En fil" if count == 1 else f"{count} filer"
        yield f"{what} i exporten gick inte att läsa: innehållet är trasigt."


def of_odd(count: int) -> Iterator[str]:
    """Say that entries were not of a known form."""
    if count:
        what = "En uppgift" if count == 1 else f"{count} uppgifter"
        yield f"{what} bland inlägg och kommentarer i exporten kunde inte tolkas."


def of_unknown(names: Collection[str]) -> Iterator[str]:
    """Say that things are attached to posts that are not read."""
    if names:
        plain = sorted(name for name in names if _PLAIN.fullmatch(name))
        listing = ", ".join(plain[:MOST_NAMED])
        named = f" ({listing})" if listing else ""
        yield f"Inlägg har bilagor av {len(names)} slag som inte tolkas{named}."


def of_time(*, is_other: bool) -> Iterator[str]:
    """Say that the export was made in another time zone."""
    if is_other:
        yield (
            "Exporten är gjord i en annan tidszon än den svenska. Klockslagen är "
            "omräknade med samma förskjutning för hela året."
        )


def of_twins(count: int) -> Iterator[str]:
    """Say that the export has the same in both forms."""
    if count:
        yield (
            "Exporten finns både som JSON och som HTML. Den har lästs som JSON, som "
            f"är exaktare; {count} sidor är inte lästa."
        )
