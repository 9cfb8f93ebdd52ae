# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Takes every remaining form of the removed values out of some bytes.

What is found in any view is replaced where it stands by a neutral word that means
nothing in any code: an address, a JSON string and a style sheet stay what they were.
Base64 is opened, cleaned and closed again in place; every other character of it stays,
since what is put in has the same length modulo three as what is taken out.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote_from_bytes

from archivers.gallring.needles import Needles
from archivers.gallring.views import Span, View, views

WORD = b"gallrad"
NUMBER = b"0"
DEPTH = 2
QUAD, TRIPLE = 4, 3
PASSES = 6

_RUN = re.compile(r"[A-Za-z0-9+/_-]{6,}(?:\r?\n[A-Za-z0-9+/_-]{6,})*={0,2}")
_FOR_ADDRESSES = bytes.maketrans(b"+/", b"-_")
_PLAIN_WORD = re.compile(r"[A-Z]?[a-z]{1,22}(?:[/_-][a-z]{0,22})*|[0-9/_-]+")


@dataclass(frozen=True)
class Edit:
    """Bytes that go, and what stands there instead."""

    start: int
    end: int
    text: bytes


@dataclass(frozen=True)
class Cleaned:
    """Bytes after the removal; `is_clean` when they were searched and none is left."""

    data: bytes
    pieces: int
    is_clean: bool


@dataclass(frozen=True)
class Sweep:
    """Looks for the removed values in bytes, and takes them out."""

    needles: Needles

    def clean(self, data: bytes) -> "Cleaned":
        """Take the values out until none is found."""
        pieces = 0
        for _ in range(PASSES):
            edits = self.edits(data)
            if not edits:
                return Cleaned(data, pieces, is_clean=True)
            data = spliced(data, edits)
            pieces += len(edits)
        return Cleaned(data, pieces, is_clean=False)

    def holds(self, data: bytes, depth: int = DEPTH) -> bool:
        """Whether any of the values stands there still."""
        if not self.needles:
            return False
        readings = list(views(data))
        if any(True for view in readings for _ in self.needles.matches(view)):
            return True
        return depth > 0 and self._is_in_base64(_runs_in(readings), depth)

    def edits(self, data: bytes, modulus: int = 1, depth: int = DEPTH) -> list[Edit]:
        """Give what must be changed, in order and without overlap.

        Each edit changes the length by a multiple of `modulus`; `depth` layers of
        base64 are opened.
        """
        if not self.needles:
            return []
        readings = list(views(data))
        plain = [
            edit
            for view in readings
            for match in self.needles.matches(view)
            for edit in _edits_of(view, view.spans(match.start, match.end), data)
        ]
        runs = _runs_in(readings) if depth else []
        inside = self._inside(runs, data, modulus, depth)
        return _joined(plain, inside, modulus)

    def _inside(
        self, runs: Sequence["_Run"], data: bytes, modulus: int, depth: int
    ) -> list[Edit]:
        if not runs or not self._is_in_base64(runs, depth):
            return []
        return [e for run in runs for e in self._in_run(run, data, modulus, depth)]

    def _is_in_base64(self, runs: Sequence["_Run"], depth: int) -> bool:
        """Look in all runs at once, which is far quicker than in each."""
        texts = {run.text: run for run in runs}
        opened = (run.opened(p) for run in texts.values() for p in range(QUAD))
        return self.holds(b"\n\n".join(opened), depth - 1)

    def _in_run(
        self, run: "_Run", data: bytes, modulus: int, depth: int
    ) -> Iterator[Edit]:
        for phase in range(QUAD):
            opened = run.opened(phase)
            edits = self.edits(opened, modulus * TRIPLE, depth - 1)
            if edits:
                for group in _sharing(edits):
                    yield run.closed(group, phase, opened, data)
                return


@dataclass(frozen=True)
class _Run:
    """Characters that may be base64; `starts` are the characters of it in the view."""

    view: View
    start: int
    text: str

    @cached_property
    def _letters(self) -> list[int]:
        return [i for i, c in enumerate(self.text) if c not in "\r\n="]

    @cached_property
    def _bare(self) -> bytes:
        bare = re.sub(r"[\r\n=]", "", self.text)
        return bare.translate({ord("-"): "+", ord("_"): "/"}).encode()

    @property
    def _is_for_addresses(self) -> bool:
        return "-" in self.text or "_" in self.text

    def opened(self, phase: int) -> bytes:
        """Decode it from one of its first four characters on."""
        bare = self._bare[phase:]
        if len(bare) % QUAD == 1:
            bare = bare[:-1]
        try:
            return binascii.a2b_base64(bare + b"=" * (-len(bare) % QUAD))
        except binascii.Error:
            return b""

    def closed(
        self, edits: Sequence[Edit], phase: int, opened: bytes, data: bytes
    ) -> Edit:
        """Give the edit of the base64 that makes these edits of what is inside."""
        first = edits[0].start // TRIPLE
        last = -(-edits[-1].end // TRIPLE)
        within = [Edit(e.start, e.end, e.text) for e in edits]
        inside = spliced(opened[: last * TRIPLE], within)[first * TRIPLE :]
        written = base64.b64encode(inside)
        if last * TRIPLE > len(opened):
            written = written.rstrip(b"=")
        if self._is_for_addresses:
            written = written.translate(_FOR_ADDRESSES)
        low = self._letters[phase + first * QUAD]
        high = self._letters[min(phase + last * QUAD, len(self._letters)) - 1]
        span = self.view.whole(self.start + low, self.start + high + 1)
        if b"%" in data[span.start : span.end]:
            written = quote_from_bytes(written, safe="").encode()
        return Edit(span.start, span.end, written)


def _sharing(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """Put edits together that share four characters of base64."""
    group: list[Edit] = []
    for edit in edits:
        if group and edit.start // TRIPLE >= -(-group[-1].end // TRIPLE):
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def _runs_in(readings: Sequence[View]) -> list[_Run]:
    """Give what may be base64, as it stands and with its escapes undone."""
    found: list[_Run] = []
    seen: set[str] = set()
    for view in readings:
        if view.width > 1 or view.is_joined:
            continue
        runs = [(m.start(), m[0]) for m in _RUN.finditer(view.text)]
        new = {text for text in {text for _, text in runs} - seen if _may_code(text)}
        found += [_Run(view, start, text) for start, text in runs if text in new]
        seen |= new
    return found


def _may_code(text: str) -> bool:
    return not _PLAIN_WORD.fullmatch(text)


def _edits_of(view: View, spans: Sequence[Span], data: bytes) -> Iterator[Edit]:
    word = WORD
    is_digits = all(data[s.start : s.end].isdigit() for s in spans)
    if is_digits:
        word = NUMBER
    if view.width > 1:
        word = word.decode().encode("utf-16-be" if view.big_endian else "utf-16-le")
    for span in spans:
        yield Edit(span.start, span.end, word)
        word = b""


def _joined(plain: Sequence[Edit], inside: Sequence[Edit], modulus: int) -> list[Edit]:
    """Make one edit of those that overlap; an edit inside base64 gives way."""
    joined: list[Edit] = []
    for edit in sorted(set(plain), key=lambda e: (e.start, -e.end, -len(e.text))):
        if joined and edit.start < joined[-1].end:
            before = joined.pop()
            end = max(before.end, edit.end)
            joined.append(Edit(before.start, end, before.text or edit.text))
        else:
            joined.append(edit)
    fitted = [_fitted(edit, modulus) for edit in joined]
    return sorted(
        [*fitted, *_apart(inside, fitted)], key=lambda edit: (edit.start, edit.end)
    )


def _apart(inside: Sequence[Edit], plain: Sequence[Edit]) -> Iterator[Edit]:
    taken = [(edit.start, edit.end) for edit in plain]
    for edit in inside:
        if all(edit.end <= low or edit.start >= high for low, high in taken):
            taken.append((edit.start, edit.end))
            yield edit


def _fitted(edit: Edit, modulus: int) -> Edit:
    """Lengthen the word until the length changes by a multiple of the modulus."""
    text = edit.text
    wide = b"\x00" in text
    more = text[-2:] if wide else (b"0" if text[:1].isdigit() else b"a")
    if text == NUMBER and (len(text) - edit.end + edit.start) % modulus:
        text = b"1"
    while (len(text) - (edit.end - edit.start)) % modulus:
        text += more or b"a"
    return Edit(edit.start, edit.end, text)


def spliced(data: bytes, edits: Sequence[Edit]) -> bytes:
    """Carry out edits that are in order; every other byte stays."""
    pieces: list[bytes] = []
    last = 0
    for edit in edits:
        pieces += (data[last : edit.start], edit.text)
        last = edit.end
    pieces.append(data[last:])
    return b"".join(pieces)
