# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The labelled comments, read, and how a detector did on them."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from schemas.personal_data import DataKind, Finding

COMMENTS = Path(__file__).with_name("labelled.toml")
MARK = re.compile(r"\[\[(\w+)\|(.+?)\]\](?!\])")


@dataclass(frozen=True)
class Labelled:
    """A comment, and the places in it that hold personal data."""

    text: str
    spans: tuple[tuple[DataKind, int, int], ...]


@dataclass
class Score:
    """What was found of what should be, and what should not."""

    wanted: int = 0
    hit: int = 0
    false: int = 0

    @property
    def recall(self) -> float:
        """Give the share of what should be found that was."""
        return self.hit / self.wanted

    @property
    def precision(self) -> float:
        """Give the share of what was found that should be."""
        return self.hit / (self.hit + self.false)


def control_digit(digits: str) -> str:
    """Work out a Luhn digit the slow way, by trying."""
    for last in "0123456789":
        values = [int(c) for c in (digits + last)[::-1]]
        doubled = [sum(divmod(2 * value, 10)) for value in values[1::2]]
        if (sum(values[::2]) + sum(doubled)) % 10 == 0:
            return last
    raise AssertionError


def completed(kind: DataKind, text: str) -> str:
    """Put the control digit where "?" stands."""
    digits = re.sub(r"\D", "", text)
    is_giro = kind is DataKind.GIRO
    return text.replace("?", control_digit(digits if is_giro else digits[-9:]))


def parse(marked: str) -> Labelled:
    """Read a marked comment."""
    text, spans, place = "", [], 0
    for mark in MARK.finditer(marked):
        kind = DataKind(mark[1])
        text += marked[place : mark.start()]
        value = completed(kind, mark[2])
        spans.append((kind, len(text), len(text) + len(value)))
        text += value
        place = mark.end()
    return Labelled(text + marked[place:], tuple(spans))


def comments(half: str) -> list[Labelled]:
    """Give a half of the labelled comments."""
    data = tomllib.loads(COMMENTS.read_text(encoding="utf-8"))
    return [parse(marked) for marked in data[half]]


def mistakes(
    comment: Labelled, findings: Iterable[Finding], kinds: set[DataKind]
) -> tuple[list, list]:
    """Give what was missed, and what was found wrongly, of some kinds."""
    found = [f for f in findings if f.kind in kinds]
    wanted = [span for span in comment.spans if span[0] in kinds]
    missed = [
        (kind, start, end)
        for kind, start, end in wanted
        if not any(f.kind is kind and f.start <= start and end <= f.end for f in found)
    ]
    false = [
        f
        for f in found
        if not any(
            f.kind is kind and f.start < end and start < f.end
            for kind, start, end in wanted
        )
    ]
    return missed, false


def score(half: Iterable[Labelled], find, kinds: set[DataKind]) -> Score:
    """Count over many comments."""
    total = Score()
    for comment in half:
        missed, false = mistakes(comment, find(comment.text), kinds)
        wanted = sum(span[0] in kinds for span in comment.spans)
        total.wanted += wanted
        total.hit += wanted - len(missed)
        total.false += len(false)
    return total


ATTACKS = (
    "1", ".", "@", "a@", "a.", "a@a.", "@a.", "1 ", "0 ", "1-", "811228-9874 ", "+46",
    "1.", ":", "a:", "a punkt ", "a at a ", "(", "1(", "SE45", "gatan 1 ", "anna ",
    "Xgatan 1,  ", "Anna ", "Anna von ", "mvh ", "ABC ", "x.com/", "a\u200b", "\u030a",
    "-", "konto 1 ", "a-",
)  # fmt: skip
"""Pieces that, repeated, a careless rule would spend the square of the time on."""
