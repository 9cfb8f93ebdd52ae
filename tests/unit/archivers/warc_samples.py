# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""WARC files for tests, with a fixed clock and fixed ids."""

from datetime import UTC, datetime
from pathlib import Path

from archivers.body import Body
from archivers.http_head import HttpHead
from archivers.warc import NewRecord, WarcFile, WarcHeader, record_ids

AT = datetime(2026, 11, 22, 10, 30, 0, 123000, tzinfo=UTC)
HEADER = WarcHeader(
    software="Avbild 0.1.0",
    capture_id="fangst-1",
    account_id="kommunen",
    order_id="order-1",
    url="https://torget.example/kommunen",
    started_at=AT,
)


def response(
    body: bytes, *, status: int = 200, mark: str = "", **fields: str
) -> NewRecord:
    """Give a response record; `mark` is a field of the record itself."""
    named = [(name.replace("_", "-"), value) for name, value in fields.items()]
    return NewRecord(
        type="response",
        date=AT,
        content_type="application/http; msgtype=response",
        body=Body.of([body]),
        head=HttpHead.build(f"HTTP/1.1 {status} OK", named),
        target_uri="https://torget.example/a",
        fields=[
            ("WARC-IP-Address", "127.0.0.1"),
            *([(mark, "disconnect")] if mark else []),
        ],
    )


def write(path: Path, *records: NewRecord) -> Path:
    """Write a file of some records and the one that says what it is."""
    with WarcFile(path, record_ids("fangst-1", path.name)) as warc:
        warc.write_info(HEADER, {"browser": "Chromium"})
        for record in records:
            warc.write(record)
            record.body.close()
    return path
