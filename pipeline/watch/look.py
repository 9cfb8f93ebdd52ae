# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Watch accounts: see whether a profile changed, and order an archiving if it did.

A batch is read in as many questions to the database as one account, looked at outside
every transaction, and written at once. One bad account never fails its batch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archivers.scratch import scratch_folder
from archivers.tools import CaptureTools
from pipeline.context import Archive
from pipeline.crafts import REAL, Crafts, watch_tools
from pipeline.watch.batch import Known, read_batch
from pipeline.watch.gone import look_closer
from pipeline.watch.keep import keep_batch
from pipeline.watch.outages import hosts_at_rest, note_outages
from pipeline.watch.outcome import WatchOutcome, failed
from pipeline.watch.sighting import Sighting, look_at
from schemas.order import Progress

STEP = "Avläser konton"
MOST_AT_ONCE = 200
"""How many accounts share a transaction, however many are asked for."""


def watch(
    archive: Archive,
    account_ids: Sequence[str],
    crafts: Crafts = REAL,
    *,
    insists: bool = False,
) -> tuple[WatchOutcome, ...]:
    """Look at each account once, and give what came of it.

    A host that is out and was tried a short while ago is left in peace, so that its
    accounts hold up no others; unless someone `insists`.

    Raises:
        StoreDown: the database does not answer.
        BadInput: the settings name a file of keys that cannot be used.
    """
    chosen = tuple(dict.fromkeys(account_ids))
    outcomes: dict[str, WatchOutcome] = {}
    with scratch_folder(archive.settings.work_folder) as workspace:
        tools = watch_tools(archive, workspace)
        for start in range(0, len(chosen), MOST_AT_ONCE):
            counting = _Count(archive, start, len(chosen))
            some = chosen[start : start + MOST_AT_ONCE]
            resting = {} if insists else hosts_at_rest(archive)
            tools = replace(tools, resting=resting)
            outcomes |= _watch_batch(archive, some, crafts, tools, counting)
    archive.progress(Progress(step=STEP, done=len(chosen), total=len(chosen)))
    return tuple(outcomes[account_id] for account_id in chosen)


class _Count:
    """Tells how many of the accounts have been looked at."""

    def __init__(self, archive: Archive, done: int, total: int) -> None:
        self._archive, self._done, self._total = archive, done, total

    def each(self, sightings: Iterator[Sighting]) -> Iterator[Sighting]:
        """Give the looks as they come, telling of each before it is waited for."""
        self._tell()
        for sighting in sightings:
            yield sighting
            self._done += 1
            if self._done < self._total:
                self._tell()

    def _tell(self) -> None:
        step = Progress(step=STEP, done=self._done, total=self._total)
        self._archive.progress(step)


def _watch_batch(
    archive: Archive,
    account_ids: Sequence[str],
    crafts: Crafts,
    tools: CaptureTools,
    counting: _Count,
) -> dict[str, WatchOutcome]:
    found = read_batch(archive, account_ids)
    known = {name: one for name, one in found.items() if isinstance(one, Known)}
    outcomes = {
        name: failed(name, one)
        for name, one in found.items()
        if not isinstance(one, Known)
    }
    seen: list[Sighting] = []
    try:
        for sighting in counting.each(look_at(archive, known, crafts, tools)):
            seen.append(sighting)  # noqa: PERF402 - what came is kept if one fails
    finally:
        # What was seen is kept also when something fails that nobody has foreseen.
        sightings = look_closer(archive, seen, crafts, tools)
        outcomes |= keep_batch(archive, sightings)
        note_outages(archive, sightings)
    return outcomes
