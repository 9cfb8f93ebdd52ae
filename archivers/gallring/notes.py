# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Notes beside a rewritten web archive: which records changed, under which decision.

They lie in a file of their own, so that the archive itself can be proven member by
member. They never say what was removed.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from archivers.body import Body
from archivers.gallring.removal import Rewritten
from archivers.warc import NewRecord, WarcFile, WarcHeader, record_ids

NOTE = (
    "description: Content was removed from this record by disposal (gallring).\r\n"
    "decision: {decision_id}\r\n"
)


def write_notes(
    target: Path,
    rewritten: Sequence[Rewritten],
    decision_id: str,
    header: WarcHeader,
    at: datetime,
) -> None:
    """Write a metadata record for each record that changed (ISO 28500:2017, 6.7).

    Raises:
        DiskFull: there is no room left.
    """
    text = NOTE.format(decision_id=decision_id).encode()
    with WarcFile(target, record_ids(header.capture_id, target.name)) as warc:
        warc.write_info(header, {"decision": decision_id})
        for record_id in (new for one in rewritten for new in one.new_ids.values()):
            note = NewRecord(
                type="metadata",
                date=at,
                content_type="application/warc-fields",
                body=Body.of([text]),
                fields=[("WARC-Refers-To", f"<{record_id}>")],
            )
            warc.write(note)
