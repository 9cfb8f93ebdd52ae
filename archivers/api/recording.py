# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Records what is exchanged with an API into a WARC file of its own.

The records are made as those of a browser's recording: scrubbed, proven decodable, with
where they came from. One thing differs: the chunks of HTTP/1.1 (RFC 9112 section 7.1)
are joined by the library that speaks it, which the head of such a response says; the
content, with its coding, is as sent.
"""

import importlib.metadata
from collections.abc import Collection
from pathlib import Path

from archivers.netlog.exchange import Exchange
from archivers.netlog.writer import Writer
from archivers.secrets import Scrubber
from archivers.warc import WarcFile, WarcHeader, read_records, record_ids
from schemas.capture import LossCheck, RecorderReport

NAME = "api"
JOINED = "the chunks of HTTP/1.1 are joined; X-Archive-Orig-Transfer-Encoding says so"


class ApiRecording:
    """One WARC file of API exchanges.

    Args:
        path: where the file is written; it must not be there.
        header: what its first record says.
        known: values that are secret wherever they stand, such as a read key.
        folder: where large bodies lie until they are written.
    """

    def __init__(
        self, path: Path, header: WarcHeader, known: Collection[str], folder: Path
    ) -> None:
        self.path = path
        self._made = 0
        self._ids: list[str] = []
        self._warc = WarcFile(path, record_ids(header.capture_id, path.name))
        self._warc.write_info(header, {"recorder": client_name(), "framing": JOINED})
        self._writer = Writer(self._warc, Scrubber(known), folder)

    def keep(self, exchange: Exchange) -> str:
        """Write an exchange and give the id of its response record ("" if none).

        Raises:
            DiskFull: there is no room left.
        """
        self._made += 1
        identity = self._writer.exchange(exchange)
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
            exchanges=self._writer.exchanges,
            partial=self._writer.partial,
            undecodable=tuple(self._writer.undecodable),
            scrubbed=dict(self._writer.scrubbed),
            checks=(self._all_written(), self._all_there()),
        )

    def _all_written(self) -> LossCheck:
        written = self._writer.exchanges
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


def client_name() -> str:
    """Give the name and version of the library that the API is spoken to with."""
    return f"httpx {importlib.metadata.version('httpx')}"
