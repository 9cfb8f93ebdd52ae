# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every record in `schemas` is made of."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
"""Lower-case ASCII name, fit for a folder, a URL and an XML id after a prefix."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 in lower-case hexadecimal."""

NonEmpty = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Text with something in it."""

_GIVEN: dict[frozenset[str], set[str]] = {}

Instant = AwareDatetime
"""A moment with its time zone; written in UTC."""


class Record(BaseModel):
    """A frozen, typed record, validated where data enters.

    Records that were given the same fields share the set of their names, since they
    cannot change: it is larger than what most of a hundred thousand comments say.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_post_init(self, _: object, /) -> None:
        """Share the set of given fields with other records."""
        given = frozenset(self.__pydantic_fields_set__)
        object.__setattr__(
            self,
            "__pydantic_fields_set__",
            _GIVEN.setdefault(given, self.__pydantic_fields_set__),
        )


class Labelled(StrEnum):
    """A vocabulary: the wire value is English, the label Swedish."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Make a member from its wire value and its Swedish label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
