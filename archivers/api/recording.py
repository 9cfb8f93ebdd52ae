# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Records what is exchanged with an API into a WARC file of its own.

The records are made as those of a browser's recording: scrubbed, proven decodable, with
where they came from. One thing differs: the chunks of HTTP/1.1 (RFC 9112 section 7.1)
are joined by the library that speaks it, which the head of such a response says; the
content, with its coding, is as sent.
"""

import importlib.metadata
from collections.abc import Callable, Collection
from pathlib import Path

from archivers.api.kept import Earlier, KeptExchanges
from archivers.netlog.exchange import Exchange
from archivers.netlog.writer import Writer
from archivers.secrets import Scrubber
from archivers.text import SWEDISH_TIME
from archivers.warc import WarcFile, WarcHeader, read_records, record_ids
from schemas.capture import LossCheck, RecorderReport

NAME = "api"
JOINED = "the chunks of HTTP/1.1 are joined; X-Archive-Orig-Transfer-Encoding says so"
RESUMED = (
    "Läsningen av plattformens API avbröts och återupptogs. {number} svar är från ett "
    "tidigare försök; det första började {since:%Y-%m-%d} kl. {since:%H.%M}."
)


class ApiRecording:
    """One WARC file of API exchanges; each is handed over as soon as it is written.

    Args:
        path: where the file is written; it must not be there.
        header: what its first record says.
        known: values that are secret wherever they stand, such as a read key.
        folder: where large bodies lie until they are written.
        kept: what an interrupted reading left at the path, after which it goes on.
    """

    def __init__(
        self,
        path: Path,
        header: WarcHeader,
        known: Collection[str],
        folder: Path,
        kept: KeptExchanges | None = None,
    ) -> None:
        self.path = path
        self._kept = kept
        self._since = header.started_at
        self._earlier = kept.earlier if kept else Earlier()
        self._made = self._earlier.exchanges
        self._ids = list(self._earlier.ids)
        self._warc = _warc_at(path, record_ids(header.capture_id, path.name), kept)
        if kept is None:
            more = {"recorder": client_name(), "framing": JOINED}
            self._warc.write_info(header, more)
        self._writer = Writer(self._warc, Scrubber(known), folder)

    def keep(self, exchange: Exchange) -> str:
        """Write an exchange and give the id of its response record ("" if none).

        Raises:
            DiskFull: there is no room left.
        """
        self._made += 1
        identity = self._writer.exchange(exchange)
        self._warc.flush()
        if identity:
            self._ids.append(identity)
        return identity

    def finish(self) -> RecorderReport:
        """Close the file, read it back and report.

        Raises:
            Damaged: the file that was just written cannot be read.
        """
        self._writer.finish()
        self.close()
        return RecorderReport(
            recorder=NAME,
            browser=client_name(),
            exchanges=self._written,
            partial=(*self._earlier.partial, *self._writer.partial),
            undecodable=(*self._earlier.undecodable, *self._writer.undecodable),
            scrubbed=dict(self._earlier.scrubbed + self._writer.scrubbed),
            checks=(self._all_written(), self._all_there()),
            notes=self._notes(),
        )

    @property
    def _written(self) -> int:
        return self._earlier.exchanges + self._writer.exchanges

    def _notes(self) -> tuple[str, ...]:
        """Say that not all was given now: what was may have changed in between."""
        if self._kept is None:
            return ()
        since = self._since.astimezone(SWEDISH_TIME)
        return (RESUMED.format(since=since, number=self._kept.recalled),)

    def _all_written(self) -> LossCheck:
        written = self._written
        return LossCheck(
            name="Alla frågor inspelade",
            passed=written == self._made,
            detail=f"{written} av {self._made} frågor till plattformens API.",
        )

    def _all_there(self) -> LossCheck:
        """Read the file back: every answer that was used stands in it."""
        there = {record.record_id for record in read_records(self.path)}
        found = sum(identity in there for identity in self._ids)
        return LossCheck(
            name="Alla svar återfunna",
            passed=found == len(self._ids),
            detail=f"{found} av {len(self._ids)} svar lästes tillbaka ur webbarkivet.",
        )

    def close(self) -> None:
        """Close the file; safe to call twice."""
        self._warc.close()


def _warc_at(
    path: Path, ids: Callable[[], str], kept: KeptExchanges | None
) -> WarcFile:
    if kept is None:
        return WarcFile(path, ids)
    return WarcFile(path, kept.new_ids(ids), kept.end)


def client_name() -> str:
    """Give the name and version of the library that the API is spoken to with."""
    return f"httpx {importlib.metadata.version('httpx')}"
