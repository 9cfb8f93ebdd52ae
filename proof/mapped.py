# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Judges the mapped places: found before, and empty after.

A value that is too short to be told from other words is looked for only there, and
counted: a thread that says "Bra!" five times must say it once less.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from proof.find import occurrences, readings
from proof.fold import fold, texts
from proof.needles import Edge, probe
from proof.results import Expectation, Search
from proof.unpack import Piece, file_pieces
from schemas.errors import Undecodable
from schemas.gallring import RemovedValue, ValueKind
from schemas.package import PackageFiles

_Where = tuple[str, str | None]
_Text = tuple[str | None, str]
_ARCHIVES = (".warc", ".warc.gz")


@dataclass(frozen=True)
class MappedVerdict:
    """How many places were mapped, how many found before, and what is wrong."""

    places: int
    found: int
    problems: tuple[str, ...]


def judge_mapped(
    before: PackageFiles,
    after: PackageFiles,
    expectation: Expectation,
    found: Search,
) -> MappedVerdict:
    """Hold the mapped places against what was found before and what is left."""
    hits = {(hit.path, hit.record_id, hit.value) for hit in found.hits}
    anywhere = {(path, value) for path, _, value in hits}
    short = _short(expectation, found.untestable)
    counted_before = _count(before, expectation, short)
    number = 0
    for place in expectation.mapped:
        number += all(
            counted_before[(place.path, place.record_id)][value] > 0
            if value in found.untestable
            else (place.path, place.record_id, value) in hits
            or (place.record_id is None and (place.path, value) in anywhere)
            for value in place.values
        )
    problems = [
        *_left(after, expectation, short, counted_before),
        *_kept_elsewhere(before, after, expectation),
    ]
    if number < len(expectation.mapped):
        missing = len(expectation.mapped) - number
        problems.append(
            f"{missing} av {len(expectation.mapped)} kända platser hittades inte"
            " före gallringen; kontrollen är därmed inte prövad."
        )
    return MappedVerdict(len(expectation.mapped), number, tuple(problems))


_Counts = Mapping[_Where, Mapping[int, int]]


def _short(expectation: Expectation, untestable: Sequence[int]) -> _Counts:
    """Say how many times each short value was to go from each place."""
    short: defaultdict[_Where, Counter[int]] = defaultdict(Counter)
    for place in expectation.mapped:
        wanted = [value for value in place.values if value in untestable]
        if wanted:
            short[(place.path, place.record_id)].update(wanted)
    return short


def _left(
    after: PackageFiles, expectation: Expectation, short: _Counts, before: _Counts
) -> Iterator[str]:
    moved = {
        (
            path,
            expectation.new_record_ids.get(record, record) if record else None,
        ): counts
        for (path, record), counts in short.items()
    }
    left = _count(after, expectation, moved)
    kept = 0
    for (path, record), counts in short.items():
        now = (path, expectation.new_record_ids.get(record, record) if record else None)
        kept += sum(
            left[now][value] > before[(path, record)][value] - gone
            for value, gone in counts.items()
        )
    if kept:
        yield f"{kept} korta texter som skulle gallras finns kvar på sin plats."


def _kept_elsewhere(
    before: PackageFiles, after: PackageFiles, expectation: Expectation
) -> Iterator[str]:
    """Count what cannot be searched for in the records that it was to go from."""
    gone = Counter((p.record_id, p.text) for p in expectation.mapped if p.text)
    if not gone:
        return
    now = {
        record: expectation.new_record_ids.get(record or "", record)
        for record, _ in gone
    }
    earlier = _texts_in(before, gone)
    left = _texts_in(after, {(now[record], text) for record, text in gone})
    stays = sum(
        left[now[record], text] > max(earlier[record, text] - count, 0)
        for (record, text), count in gone.items()
    )
    if stays:
        yield f"{stays} texter som även finns i det som bevaras gick inte bort."


def _texts_in(files: PackageFiles, wanted: Iterable[_Text]) -> Counter[_Text]:
    by_record: defaultdict[str | None, list[str]] = defaultdict(list)
    for record, text in wanted:
        by_record[record].append(text)
    counts: Counter[_Text] = Counter()
    for path in (p for p in files.paths() if p.endswith(_ARCHIVES)):
        with closing(files.open(path)) as stream:
            for piece in file_pieces(stream):
                if isinstance(piece, Undecodable):
                    continue
                for text in by_record.get(piece.record_id, ()):
                    value = RemovedValue(kind=ValueKind.BODY, text=text)
                    counts[piece.record_id, text] += _times(piece, value)
    return counts


def _count(files: PackageFiles, expectation: Expectation, short: _Counts) -> _Counts:
    counts: defaultdict[_Where, Counter[int]] = defaultdict(Counter)
    paths = set(files.paths())
    for path in {path for path, _ in short if path in paths}:
        with closing(files.open(path)) as stream:
            for piece in file_pieces(stream):
                if isinstance(piece, Undecodable):
                    continue
                for where in ((path, piece.record_id), (path, None)):
                    for value in short.get(where, ()):
                        counts[where][value] += _times(piece, expectation.values[value])
    return counts


def _times(piece: Piece, value: RemovedValue) -> int:
    wanted = probe(0, value.text, Edge.NO_LETTER_OR_DIGIT)
    return max(
        (
            sum(1 for _ in occurrences(wanted, text))
            if wanted.letters
            else text.written.count(fold(value.text))
            for reading in readings(piece.data)
            for text in texts(reading)
        ),
        default=0,
    )
