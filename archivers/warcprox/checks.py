# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The proof that nothing was lost on the way through warcprox.

The proxy counts and writes; what it wrote is read back and counted again, and compared
with what the browser's driver saw, which knows nothing of the proxy.
"""

from collections.abc import Mapping
from pathlib import Path
from stat import S_IMODE

from archivers.netlog.writer import Writer
from archivers.warcprox.process import Closed
from archivers.warcprox.rewrite import Books
from schemas.capture import LossCheck

PRIVATE = 0o600


def exchanges_agree(closed: Closed, books: Books, writer: Writer) -> LossCheck:
    """Check that everything that was begun has ended, and stands in the WARC."""
    lost = closed.begun - closed.kept - closed.failed
    written = writer.exchanges + books.dropped
    faults = {
        f"{lost} frågor slutade aldrig": lost,
        f"{closed.kept} utbyten skrevs men {books.pairs} lästes tillbaka": (
            closed.kept != books.pairs
        ),
        f"{books.pairs} utbyten lästes men {written} redovisas": (
            books.pairs != written
        ),
        f"{books.unknown} utbyten är okända": books.unknown,
    }
    detail = (
        f"{closed.begun} frågor skickades, {writer.exchanges} utbyten skrevs, "
        f"{books.dropped} var webbläsarens egna, {closed.failed} fick aldrig svar, "
        f"{closed.unsent} hann aldrig skickas."
    )
    return _check("exchanges_agree", faults, detail)


def bytes_agree(books: Books) -> LossCheck:
    """Check that every byte that passed the proxy is there and makes sense."""
    faults = {
        f"{books.altered} poster är inte som de gick förbi": books.altered,
        f"{books.broken} utbyten går inte att tyda": books.broken,
    }
    return _check("bytes_agree", faults, "Varje överförd byte är redovisad.")


def raw_was_private(raw: Path) -> LossCheck:
    """Check that nobody else could read what holds cookies in clear."""
    modes = {S_IMODE(path.stat().st_mode) for path in raw.glob("*")}
    faults = {"råinspelningen var läsbar för andra": modes - {PRIVATE}}
    detail = "Råinspelningen låg bara i arbetsmappen, stängd för andra, och är borta."
    return _check("raw_was_private", faults, detail)


def _check(name: str, faults: Mapping[str, object], fine: str) -> LossCheck:
    found = [text for text, is_fault in faults.items() if is_fault]
    detail = f"Fel: {'; '.join(found)}." if found else fine
    return LossCheck(name=name, passed=not found, detail=detail)
