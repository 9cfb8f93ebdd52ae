# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The proof that nothing was lost: what must hold of a recording that may be used.

The log can end well-formed and still have lost everything before a crash, so no single
sign is trusted. Every check is in the report, passed or not.
"""

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from archivers.netlog.ledger import normal
from archivers.netlog.log import NetLog
from archivers.netlog.pipe import Backlog
from archivers.netlog.recording import Recording
from archivers.netlog.writer import Writer
from schemas.capture import LossCheck

LARGEST_BACKLOG_MB = 2048

_NETWORK = frozenset({"http", "https", "ws", "wss"})


def log_is_whole(log: NetLog) -> LossCheck:
    """Check that the log has its end, its only beginning and no unknown line."""
    faults = {
        "slutet saknas": not log.is_finished,
        f"nätverkstjänsten startade om {log.restarts} gånger": log.restarts,
        f"{log.odd_lines} rader är trasiga": log.odd_lines,
        f"webbläsaren saknar händelserna {', '.join(log.missing)}": log.missing,
    }
    return _check("log_is_whole", faults, "Loggen är hel.")


def requests_agree(recording: Recording, writer: Writer) -> LossCheck:
    """Check that every request the browser says it sent was seen on the wire."""
    ledger, dropped = recording.ledger, recording.books.dropped
    seen = writer.exchanges + dropped
    faults = {
        f"{ledger.unseen()} frågor syntes aldrig": ledger.unseen(),
        f"{ledger.unannounced} frågor var okända": ledger.unannounced,
        f"{ledger.over_quic} frågor gick över HTTP/3": ledger.over_quic,
        f"{ledger.announced} frågor aviserades men {seen + ledger.unsent} redovisas": (
            ledger.announced != seen + ledger.unsent
        ),
    }
    detail = (
        f"{ledger.announced} frågor aviserades, {writer.written} skrevs, "
        f"{seen - dropped - writer.written} lämnades utanför, "
        f"{dropped} var webbläsarens egna, {ledger.unsent} hann aldrig skickas."
    )
    return _check("requests_agree", faults, detail)


def bytes_agree(recording: Recording) -> LossCheck:
    """Check that every byte that the browser counted is there and makes sense."""
    books = recording.books
    faults = {
        f"{books.unreadable} händelser går inte att läsa": books.unreadable,
        f"{books.short_transfers} överföringar är avkortade": books.short_transfers,
        f"{books.broken} förbindelser går inte att tyda": books.broken,
        f"{books.disagreements} strömmar har fel storlek": books.disagreements,
        f"{books.unclosed} förbindelser stängdes aldrig": books.unclosed,
    }
    return _check("bytes_agree", faults, "Varje överförd byte är redovisad.")


def requests_ended(recording: Recording) -> LossCheck:
    """Check that every request that the browser began was ended."""
    ledger = recording.ledger
    still = sum(ledger.still_open().values())
    faults = {
        f"{still} frågor slutade aldrig": still,
        "fler frågor slutade än började": ledger.ended > ledger.begun,
    }
    detail = f"{ledger.begun} frågor började och {ledger.ended} slutade."
    return _check("requests_ended", faults, detail)


def driver_agrees(writer: Writer, urls_seen: Collection[str]) -> LossCheck:
    """Check that what the browser's driver saw answered is in the WARC.

    A cache hit is, too: a fresh profile has nothing but what it was sent before.
    """
    asked = {normal(url) for url in urls_seen if urlsplit(url).scheme in _NETWORK}
    missing = len(asked - {normal(url) for url in writer.urls})
    faults = {f"{missing} adresser saknas i inspelningen": missing}
    detail = f"Alla {len(asked)} adresser som besvarades finns i inspelningen."
    return _check("driver_agrees", faults, detail)


def reader_kept_up(backlog: Backlog) -> LossCheck:
    """Check that the browser's memory was not about to run out of unread log."""
    faults = {"läsaren hann inte med": backlog.peak_mb > LARGEST_BACKLOG_MB}
    detail = f"Nätverkstjänsten tog som mest {backlog.peak_mb} MB minne."
    return _check("reader_kept_up", faults, detail)


def _check(name: str, faults: Mapping[str, object], fine: str) -> LossCheck:
    found = [text for text, is_fault in faults.items() if is_fault]
    detail = f"Fel: {'; '.join(found)}." if found else fine
    return LossCheck(name=name, passed=not found, detail=detail)
