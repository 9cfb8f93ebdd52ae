# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the two processes of the recorder say to each other, a line of JSON each."""

import msgspec

READY = b"ready\n"


class ReaderOrder(msgspec.Struct):
    """What the reading process is to do; by pipe, for it may hold secrets."""

    fifo: str
    warc: str
    folder: str
    header: str
    known_secrets: tuple[str, ...] = ()
    private: dict[str, str] = {}


class Closing(msgspec.Struct):
    """Says that the browser is closed, and what its driver saw answered."""

    urls_seen: tuple[str, ...]


class Answer(msgspec.Struct):
    """What the reading process has done: a report, or the reason why there is none."""

    report: str = ""
    failure: str = ""
    is_disk_full: bool = False
