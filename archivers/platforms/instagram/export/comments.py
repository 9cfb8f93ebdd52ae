# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the comments that an account wrote, as Instagram's export has them.

A comment says what was written, when, and under whose post, but not under which. The
names of these three follow the language of the account; where the language is not known
they are told by what they hold.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from archivers.owner_export.json_entries import Entry
from archivers.platforms.instagram.export.fields import Field, fields_of, first_called
from archivers.platforms.instagram.export.posts import moment_of

USERNAME = re.compile(r"[A-Za-z0-9._]{1,30}")


@dataclass(frozen=True)
class Comment:
    """A comment, whose post it stands under, and the JSON pointer to its text."""

    text: str
    pointer: str
    published: datetime | None
    owner: str


def comment_in(entry: Entry) -> Comment | None:
    """Read a comment; None if the entry is not of a form that is known.

    A comment that is a moving picture alone has no text.
    """
    fields = fields_of(entry)
    published = next((m for one in fields if (m := moment_of(one.time))), None)
    if published is None:
        return None
    said, owner = _named(fields)
    return Comment(
        text=said.value if said else "",
        pointer=said.pointer if said else entry.pointer,
        published=published,
        owner=owner.value if owner else "",
    )


def _named(fields: Sequence[Field]) -> tuple[Field | None, Field | None]:
    """Tell the text from the name of the post's owner."""
    said, owner = first_called(fields, "comment"), first_called(fields, "media_owner")
    rest = [one for one in fields if one.value and not one.time]
    rest = [one for one in rest if one not in (said, owner)]
    if said is None and owner is None:
        return _told_apart(rest)
    if said is None:
        return next(iter(rest), None), owner
    if owner is None:
        return said, next((one for one in rest if _is_name(one)), None)
    return said, owner


def _told_apart(fields: Sequence[Field]) -> tuple[Field | None, Field | None]:
    """Tell them apart by form; where both could be names the text comes first."""
    texts = [one for one in fields if not _is_name(one)]
    names = [one for one in fields if _is_name(one)]
    if texts:
        return texts[0], next(iter(names), None)
    if len(names) > 1:
        return names[0], names[1]
    return None, next(iter(names), None)


def _is_name(field: Field) -> bool:
    return USERNAME.fullmatch(field.value) is not None
