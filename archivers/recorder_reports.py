# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the recorders of one capture report, as one, and the programs that took part."""

from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from itertools import chain
from typing import TypeVar

from archivers.version import own_version
from archivers.warcprox import WarcproxRecorder
from schemas.capture import RecorderReport, Software

T = TypeVar("T")

NOT_RECORDED = "ingen inspelning"
"""The recorder of a capture that asked nobody: the owner's export was all there was."""


def as_one(reports: Sequence[RecorderReport]) -> RecorderReport:
    """Join what several recorders report of one capture."""
    if not reports:
        return RecorderReport(recorder=NOT_RECORDED, browser="", exchanges=0)
    scrubbed: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    for report in reports:
        scrubbed.update(report.scrubbed)
        left_out.update(report.left_out)
    return RecorderReport(
        recorder=" + ".join(report.recorder for report in reports),
        browser=", ".join(report.browser for report in reports),
        exchanges=sum(report.exchanges for report in reports),
        dropped=sum(report.dropped for report in reports),
        partial=_chained(report.partial for report in reports),
        undecodable=_chained(report.undecodable for report in reports),
        scrubbed=dict(scrubbed),
        left_out=dict(left_out),
        checks=_chained(report.checks for report in reports),
        notes=_chained(report.notes for report in reports),
    )


def _chained(parts: Iterable[Sequence[T]]) -> tuple[T, ...]:
    return tuple(chain.from_iterable(parts))


def software_of(report: RecorderReport) -> tuple[Software, ...]:
    """Name the programs that took part."""
    used = [Software(name="Avbild", version=own_version())]
    for program in filter(None, report.browser.split(", ")):
        name, _, number = program.rpartition(" ")
        used.append(Software(name=name or program, version=number))
    if report.browser.rpartition(", ")[2].partition(" ")[0] not in {"", "httpx"}:
        used.append(Software(name="Playwright", version=version("playwright")))
    if report.recorder.endswith(WarcproxRecorder.name):
        proxy = WarcproxRecorder
        used.append(Software(name=proxy.name, version=proxy.version))
    return tuple(used)
