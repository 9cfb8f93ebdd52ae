# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many comments a core searches for personal data in a second.

Beside it stands what the least pass over the same texts takes in the same run: one
regular expression and `str.casefold`, the floor under every search.
"""

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from rules.personal_data import ThreadNames, find, find_in_item
from schemas.item import Item, ItemKind
from tests.unit.rules.personal_data.labelled import ATTACKS, comments
from tools.bench_figure import Figure

COMMENTS = 20_000
AUTHORS = 200
SENTENCES = 3
LARGE, TIMES = 100_000, 16
LEAST = 0.0005
"""Seconds; what takes less cannot be measured."""

T = TypeVar("T")
_PLAIN = re.compile(r"[0-9@]{2,}")


def personal_data_figures(folder: Path, runs: int) -> list[Figure]:  # noqa: ARG001
    """Measure `find_comments_s`, and the same with the names of a thread."""
    labelled = [*comments("tuning"), *comments("held_out")]
    texts = [_comment([one.text for one in labelled], n) for n in range(COMMENTS)]
    items = [_item(number, text) for number, text in enumerate(texts)]
    names = ThreadNames.of(items)
    alone, ratios, threaded = [], [], []
    for _ in range(runs):
        floor = _cpu_seconds(_plainly, texts)
        taken = _cpu_seconds(find, texts)
        alone.append(COMMENTS / taken)
        ratios.append(taken / floor)
        in_thread = _cpu_seconds(lambda item: find_in_item(item, names), items)
        threaded.append(COMMENTS / in_thread)
    peer = f"one core, {COMMENTS} comments of {_mean(texts):.0f} characters"
    floor_name = "a regular expression and casefold over the same comments"
    return [
        Figure("find_comments_s", "1/cpu-s", ">= 5000", peer, alone),
        Figure("find_thread_comments_s", "1/cpu-s", ">= 5000", peer, threaded),
        Figure("find_floor_ratio", "x", "", floor_name, ratios),
        Figure("find_attack_growth", "x", "<= 8", "time in proportion", _growths(runs)),
    ]


def _growths(runs: int) -> list[float]:
    """Measure how the worst text's time grows, against growth in proportion.

    A rule whose time grows with the square would give 16; what a cache or a collection
    of garbage costs gives up to 4.
    """
    return [max(map(_growth, ATTACKS)) for _ in range(runs)]


def _growth(unit: str) -> float:
    small, large = (unit * (size // len(unit)) for size in (LARGE // TIMES, LARGE))
    floor = max(_cpu_seconds(find, [small]), LEAST)
    return _cpu_seconds(find, [large]) / floor / TIMES


def _comment(sentences: Sequence[str], number: int) -> str:
    """Make a comment as long as people write them: some labelled ones in a row."""
    count = len(sentences)
    return "\n".join(sentences[(number + n) % count] for n in range(SENTENCES))


def _plainly(text: str) -> tuple[str, list[str]]:
    return text.casefold(), _PLAIN.findall(text)


def _item(number: int, text: str) -> Item:
    return Item(
        item_id=f"c{number}",
        kind=ItemKind.COMMENT,
        position=number + 1,
        author=f"Eva-{number % AUTHORS} Vik",
        is_by_account=False,
        body=text,
    )


def _cpu_seconds(work: Callable[[T], object], over: Sequence[T]) -> float:
    began = time.process_time()
    for one in over:
        work(one)
    return time.process_time() - began


def _mean(texts: Sequence[str]) -> float:
    return sum(map(len, texts)) / len(texts)
