# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every record in `schemas` is made of."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
"""Lower-case ASCII name, fit for a folder, a URL and an XML id after a prefix."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 in lower-case hexadecimal."""

NonEmpty = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Text with something in it."""

Instant = AwareDatetime
"""A moment with its time zone; written in UTC."""


class Record(BaseModel):
    """A frozen, typed record, validated where data enters."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LeanRecord(Record):
    """A record of which there may be hundreds of thousands at once.

    Each has a dictionary of its own and a set of the names it was given, which take
    more room than what they hold. Records of one kind share the names (PEP 412), and
    those that were given the same fields share the set; neither ever changes.
    """

    def model_post_init(self, _: object, /) -> None:
        """Let go of what another record of the same kind has too."""
        lean = _shape_of(type(self))()
        for name, value in self.__dict__.items():
            setattr(lean, name, value)
        given = self.__pydantic_fields_set__
        same = _GIVEN.setdefault(frozenset(given), given)
        object.__setattr__(self, "__dict__", lean.__dict__)
        object.__setattr__(self, "__pydantic_fields_set__", same)

    def model_copy(
        self, *, update: Mapping[str, Any] | None = None, deep: bool = False
    ) -> Self:
        """Give a copy, as lean as what it is made of; see `BaseModel.model_copy`."""
        copied = super().model_copy(update=update, deep=deep)
        copied.model_post_init(None)
        return copied


@cache
def _shape_of(kind: type) -> type:
    """Give a plain class whose instances' dictionaries share the names of a kind."""
    return type(kind.__name__, (), {})


_GIVEN: dict[frozenset[str], set[str]] = {}


class Labelled(StrEnum):
    """A vocabulary: the wire value is English, the label Swedish."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Make a member from its wire value and its Swedish label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
