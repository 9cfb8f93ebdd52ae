# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A measured figure: its runs, their median, its goal, and what it is set against."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One figure of the benchmark; `goal` reads as "<= 1.2" or ">= 0.6".

    A figure that stands there only to be compared with has no goal.
    """

    name: str
    unit: str
    goal: str
    limit_or_peer: str
    runs: Sequence[float]

    @property
    def value(self) -> float:
        """The median of the runs."""
        return statistics.median(self.runs)

    @property
    def is_met(self) -> bool:
        """Whether the goal is met, if there is one."""
        if not self.goal:
            return True
        sign, _, bound = self.goal.partition(" ")
        return (
            self.value <= float(bound) if sign == "<=" else self.value >= float(bound)
        )

    def line(self) -> str:
        """Say it on one line."""
        runs = " ".join(f"{run:.3g}" for run in self.runs)
        met = "ok " if self.is_met else "NO "
        return (
            f"{met}{self.name:24} {self.value:8.3f} {self.unit:7} goal {self.goal:8}"
            f" against {self.limit_or_peer} (runs {runs})"
        )

    def as_json(self) -> dict[str, object]:
        """Give it as build/bench.json holds it."""
        return {
            "name": self.name,
            "value": round(self.value, 4),
            "unit": self.unit,
            "goal": self.goal,
            "limit_or_peer": self.limit_or_peer,
            "runs": [round(run, 4) for run in self.runs],
        }


def seconds(work: Callable[[], object]) -> float:
    """Time one call by the clock on the wall."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
