# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The files of X's archive: JSON that a line of JavaScript gives a name.

`window.YTD.tweets.part0 = [` opens a file of posts; only what comes after the sign of
equality is JSON.
"""

import re
from dataclasses import dataclass
from typing import IO

from schemas.errors import Undecodable

LONGEST = 512
"""Bytes in which the name must have ended."""

_NAMED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*window\.([A-Za-z_$][\w$]*(?:\.[\w$-]+)*)\s*=\s*(?=[\[{])"
)
_PART = re.compile(r"YTD\.(?P<name>.+?)(?:\.part(?P<part>\d+))?")


@dataclass(frozen=True)
class Assignment:
    """The name that a file gives its JSON, and where the JSON begins.

    `name` is without `window.YTD.` and the number of the part, such as "tweets".
    `offset` counts the bytes before the JSON.
    """

    name: str
    part: int
    offset: int


def assignment_in(head: bytes) -> Assignment | None:
    """Read the name off the first bytes of a file; None if it is not of that form."""
    found = _NAMED.match(head[:LONGEST])
    if found is None:
        return None
    said = found.group(1).decode("ascii")
    parts = _PART.fullmatch(said)
    if parts is None:
        return Assignment(said, 0, found.end())
    return Assignment(parts["name"], int(parts["part"] or 0), found.end())


def read_assignment(stream: IO[bytes]) -> Assignment:
    """Read the name, and leave the stream where the JSON begins.

    The stream must be at its start and able to go back, as a member of a zip file is.

    Raises:
        Undecodable: the file does not begin with such a name.
    """
    found = assignment_in(stream.read(LONGEST))
    if found is None:
        message = "En fil i exporten börjar inte som X:s arkiv brukar."
        raise Undecodable(message)
    stream.seek(found.offset)
    return found
