# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the `fields` of a question: names, nested expansion, modifiers, aliases.

As in `id,comments.limit(25).filter(stream){id,message,from}` and
`reactions.type(LIKE).limit(0).summary(total_count).as(likes)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from graph.faults import GraphError

END, A_NAME, OPENED, ENDED, CLOSED = "end of string", "name", '"("', '")"', '"}"'
NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


@dataclass(frozen=True)
class Field:
    """A field that is asked for, with its modifiers and what is wanted within it."""

    name: str
    modifiers: Mapping[str, str] = field(default_factory=dict)
    within: tuple["Field", ...] = ()
    text: str = ""

    @property
    def alias(self) -> str:
        """The name that the answer gives it."""
        return self.modifiers.get("as", self.name)


def read_fields(text: str) -> tuple[Field, ...]:
    """Read a list of fields.

    Raises:
        GraphError: code 2500, it is not written as it should be.
    """
    reader = _Reader(text)
    found = reader.fields()
    if not reader.at_end:
        raise reader.wrong(END)
    return found


class _Reader:
    """Goes through the text once."""

    def __init__(self, text: str) -> None:
        self._text = "".join(text.split())
        self._at = 0

    @property
    def at_end(self) -> bool:
        return self._at >= len(self._text)

    def fields(self) -> tuple[Field, ...]:
        found = [self._field()]
        while self._take(","):
            found.append(self._field())
        return tuple(found)

    def wrong(self, wanted: str) -> GraphError:
        message = f'Syntax error "Expected {wanted}." at character {self._at}'
        return GraphError(2500, f"{message}: {self._text}")

    def _field(self) -> Field:
        start = Field(self._name())
        while True:
            if self._take("."):
                name = self._name()
                modifiers = {**start.modifiers, name: self._argument()}
                start = replace(start, modifiers=modifiers)
            elif self._take("{"):
                begun = self._at
                within = self.fields()
                text = self._text[begun : self._at]
                if not self._take("}"):
                    raise self.wrong(CLOSED)
                start = replace(start, within=within, text=text)
            else:
                return start

    def _name(self) -> str:
        begun = self._at
        while not self.at_end and self._text[self._at] in NAME:
            self._at += 1
        if begun == self._at:
            raise self.wrong(A_NAME)
        return self._text[begun : self._at]

    def _argument(self) -> str:
        if not self._take("("):
            raise self.wrong(OPENED)
        end = self._text.find(")", self._at)
        if end < 0:
            raise self.wrong(ENDED)
        found, self._at = self._text[self._at : end], end + 1
        return found

    def _take(self, sign: str) -> bool:
        is_there = self._text[self._at : self._at + 1] == sign
        self._at += is_there
        return is_there
