# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The fields of an entry in Instagram's export, whatever language their names are in.

The export writes fields in two forms: an object by name (`string_map_data`, also with
lists), and since 2025 a list of names and values (`label_values`). The names are words
of the language that the account is shown in, so they are looked up in `labels.toml`.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from archivers.owner_export.json_entries import Entry
from archivers.owner_export.mojibake import mended_text


def _known_labels() -> Mapping[str, frozenset[str]]:
    text = files(__package__).joinpath("labels.toml").read_text(encoding="utf-8")
    return {
        word: frozenset(label.casefold() for label in labels)
        for word, labels in tomllib.loads(text).items()
    }


LABELS = _known_labels()


@dataclass(frozen=True)
class Field:
    """A named value, and the JSON pointer to the value; a time is seconds since 1970.

    The name may have the fault of Meta's exports as well; `label` is without it.
    """

    label: str
    value: str
    time: int
    pointer: str

    def is_called(self, word: str) -> bool:
        """Whether its name is what some language calls this; see `labels.toml`."""
        return self.label.casefold() in LABELS[word]


def fields_of(entry: Entry) -> tuple[Field, ...]:
    """Read the fields of an entry in their order."""
    if not isinstance(entry.value, dict):
        return ()
    return (*_mapped(entry, entry.value), *_listed(entry, entry.value))


def first_called(fields: Sequence[Field], word: str) -> Field | None:
    """Give the first field that is called so and says something."""
    named = (one for one in fields if one.is_called(word))
    return next((one for one in named if one.value or one.time), None)


def _mapped(entry: Entry, value: Mapping[str, object]) -> Iterator[Field]:
    found = value.get("string_map_data")
    if not isinstance(found, dict):
        return
    for name, said in found.items():
        if isinstance(said, dict):
            pointer = entry.at("string_map_data", name, "value")
            yield _field(mended_text(name), said, "timestamp", pointer)


def _listed(entry: Entry, value: Mapping[str, object]) -> Iterator[Field]:
    found = value.get("label_values")
    if not isinstance(found, list):
        return
    for number, said in enumerate(found):
        if isinstance(said, dict):
            pointer = entry.at("label_values", number, "value")
            name = mended_text(str(said.get("label", "")))
            yield _field(name, said, "timestamp_value", pointer)


def _field(
    label: str, said: Mapping[str, object], time_key: str, pointer: str
) -> Field:
    value, time = said.get("value"), said.get(time_key)
    return Field(
        label,
        value if isinstance(value, str) else "",
        time if isinstance(time, int) else 0,
        pointer,
    )
