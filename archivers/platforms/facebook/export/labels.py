# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words and classes of Facebook's exports, from the data file `labels.toml`."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files

from archivers.owner_export.mojibake import mended_text
from archivers.text import one_line

_NUMBER = re.compile(r"\d+")


def _read() -> Mapping[str, Mapping[str, list[str]]]:
    text = files(__package__).joinpath("labels.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


_KNOWN = _read()
_SETS: Mapping[tuple[str, str], frozenset[str]] = {
    (group, name): frozenset(word.casefold() for word in words)
    for group, rows in _KNOWN.items()
    for name, words in rows.items()
}
MONTHS: Mapping[str, int] = {
    word: int(number) for number, words in _KNOWN["months"].items() for word in words
}


def classes(name: str) -> tuple[str, ...]:
    """Give the classes that an element of the pages may have, the surest first."""
    return tuple(_KNOWN["html"][name])


def words_of(group: str, name: str) -> frozenset[str]:
    """Give the words for something, in all languages."""
    return _SETS[group, name]


def is_one_of(text: str, group: str, name: str) -> bool:
    """Whether a text is one of the words for something, in any language."""
    return _folded(text).rstrip(":") in _SETS[group, name]


def begins_as_one_of(text: str, group: str, name: str) -> bool:
    """Whether a text begins as one of the words for something."""
    return _folded(text).startswith(tuple(_SETS[group, name]))


def holds_one_of(text: str, group: str, name: str) -> bool:
    """Whether one of the words for something stands in a text."""
    folded = _folded(text)
    return any(word in folded for word in _SETS[group, name])


def without_one_of(text: str, group: str, name: str) -> str | None:
    """Give what follows the words that a text begins with; None if it does not."""
    line = one_line(text)
    for word in sorted(_SETS[group, name], key=len, reverse=True):
        if line.casefold().startswith(word):
            rest = line[len(word) :]
            if not rest[:1].isalnum():
                return rest.lstrip(": ")
    return None


def folder_is(segments: Iterable[str], name: str) -> bool:
    """Whether one of the folders that a file lies in is of a kind."""
    return any(_folded(one) in _SETS["folders", name] for one in segments)


def says_only_that(title: str, author: str) -> bool:
    """Whether a title says no more than that the account posted something."""
    said = _folded(title).removeprefix(author.casefold()).strip()
    return _NUMBER.sub("#", said) in _SETS["titles", "plain"]


def _folded(text: str) -> str:
    return one_line(mended_text(text)).casefold()
