# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The head of an HTTP message: its first line and its fields, with the raw bytes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from archivers import decoding

_STATUS = re.compile(r"HTTP/\d(?:\.\d)? +(\d{3})")


@dataclass(frozen=True)
class HttpHead:
    """The head of a request or response, as sent.

    `raw` ends with the empty line. Bytes beyond ASCII are read as Latin-1, which loses
    nothing (RFC 9110 section 5.5).
    """

    raw: bytes
    start_line: str
    fields: tuple[tuple[str, str], ...]

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a head; a line that is no field is in `raw` only."""
        lines = raw.decode("latin-1").replace("\r\n", "\n").split("\n")
        fields = (line.partition(":") for line in lines[1:] if ":" in line)
        return cls(
            raw=raw,
            start_line=lines[0] if lines else "",
            fields=tuple((name.strip(), value.strip()) for name, _, value in fields),
        )

    @classmethod
    def build(cls, start_line: str, fields: Iterable[tuple[str, str]]) -> Self:
        """Write a head from its parts."""
        listed = tuple(fields)
        lines = [start_line, *(f"{name}: {value}" for name, value in listed), "", ""]
        return cls("\r\n".join(lines).encode("latin-1"), start_line, listed)

    def values(self, name: str) -> list[str]:
        """Give every value of a field, in order."""
        return [value for key, value in self.fields if key.lower() == name]

    def value(self, name: str, default: str = "") -> str:
        """Give the first value of a field."""
        return next(iter(self.values(name)), default)

    @property
    def status(self) -> int | None:
        """The status code of a response; None for a request."""
        match = _STATUS.match(self.start_line)
        return int(match.group(1)) if match else None

    @property
    def method(self) -> str:
        """The method of a request."""
        return self.start_line.partition(" ")[0]

    @property
    def is_chunked(self) -> bool:
        """Whether the body has the chunked framing of HTTP/1.1."""
        return "chunked" in decoding.codings(self.values("transfer-encoding"))

    def content(
        self, chunks: Iterable[bytes], limit: int = decoding.TOTAL
    ) -> Iterator[bytes]:
        """Give the body's content: framing and codings undone.

        Raises:
            Undecodable: the body cannot be opened as the head says.
        """
        transfer = decoding.codings(self.values("transfer-encoding"))
        if "chunked" in transfer:
            chunks = decoding.dechunk(chunks)
        applied = (
            *decoding.codings(self.values("content-encoding")),
            *(name for name in transfer if name != "chunked"),
        )
        return decoding.decode(chunks, applied, limit)
