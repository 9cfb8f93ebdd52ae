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
from proof.piece import Piece
from proof.results import Expectation, MappedPlace, Search
from proof.unpack import file_pieces
from proof.zip_pieces import BESIDE
from schemas.errors import Undecodable
from schemas.gallring import RemovedValue, ValueKind
from schemas.package import PackageFiles

_Where = tuple[str, str | None, str | None]
"""A file, and the record or the member of it."""
_Text = tuple[str | None, str]
"""The record or the member, by the only name that it has in the package, and a text."""
_ARCHIVES = (".warc", ".warc.gz", ".zip")


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
    hits = {
        (hit.path, hit.record_id, hit.member, hit.value)
        for hit in found.hits
        if hit.place not in BESIDE or hit.member is None
    }
    anywhere = {(path, value) for path, *_, value in hits}
    short = _short(expectation, found.untestable)
    counted_before = _count(before, expectation, short)
    number = 0
    for place in expectation.mapped:
        number += all(
            counted_before[_where(place)][value] > 0
            if value in found.untestable
            else (*_where(place), value) in hits
            or (_is_whole_file(place) and (place.path, value) in anywhere)
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


def _where(place: MappedPlace) -> _Where:
    return place.path, place.record_id, place.member


def _is_whole_file(place: MappedPlace) -> bool:
    return place.record_id is None and place.member is None


def _heir(where: _Where, expectation: Expectation) -> _Where:
    """Say where a record or a member is after."""
    path, record, member = where
    plan = expectation.exports.get(path)
    if member is not None and plan is not None:
        member = plan.name_of(member) or _GONE
    return path, _record_after(record, expectation), member


def _record_after(record: str | None, expectation: Expectation) -> str | None:
    return expectation.new_record_ids.get(record, record) if record else None


_GONE = "\0"
"""No member is called that."""


def _short(expectation: Expectation, untestable: Sequence[int]) -> _Counts:
    """Say how many times each short value was to go from each place."""
    short: defaultdict[_Where, Counter[int]] = defaultdict(Counter)
    for place in expectation.mapped:
        wanted = [value for value in place.values if value in untestable]
        if wanted:
            short[_where(place)].update(wanted)
    return short


def _left(
    after: PackageFiles, expectation: Expectation, short: _Counts, before: _Counts
) -> Iterator[str]:
    moved = {_heir(where, expectation): counts for where, counts in short.items()}
    left = _count(after, expectation, moved)
    kept = 0
    for where, counts in short.items():
        now = _heir(where, expectation)
        kept += sum(
            left[now][value] > before[where][value] - gone
            for value, gone in counts.items()
        )
    if kept:
        yield f"{kept} korta texter som skulle gallras finns kvar på sin plats."


def _kept_elsewhere(
    before: PackageFiles, after: PackageFiles, expectation: Expectation
) -> Iterator[str]:
    """Count what cannot be searched for in the records that it was to go from."""
    gone = Counter((_name(p), p.text) for p in expectation.mapped if p.text)
    if not gone:
        return
    now = {_name(p): _name_after(p, expectation) for p in expectation.mapped if p.text}
    earlier = _texts_in(before, gone)
    left = _texts_in(after, {(now[name], text) for name, text in gone})
    stays = sum(
        left[now[name], text] > max(earlier[name, text] - count, 0)
        for (name, text), count in gone.items()
    )
    if stays:
        yield f"{stays} texter som även finns i det som bevaras gick inte bort."


def _name(place: MappedPlace) -> str | None:
    """Name the record of a place, or its member with the file that it is in."""
    if place.member is not None:
        return f"{place.path}\0{place.member}"
    return place.record_id


def _name_after(place: MappedPlace, expectation: Expectation) -> str | None:
    path, record, member = _heir(_where(place), expectation)
    return record if member is None else f"{path}\0{member}"


def _texts_in(files: PackageFiles, wanted: Iterable[_Text]) -> Counter[_Text]:
    by_name: defaultdict[str | None, list[str]] = defaultdict(list)
    for name, text in wanted:
        by_name[name].append(text)
    counts: Counter[_Text] = Counter()
    for path in (p for p in files.paths() if p.endswith(_ARCHIVES)):
        inside = f"{path}\0"
        members = {n.removeprefix(inside) for n in by_name if n and inside in n}
        with closing(files.open(path)) as stream:
            for piece in file_pieces(stream, members):
                if isinstance(piece, Undecodable):
                    continue
                name = piece.record_id
                if piece.member is not None:
                    name = f"{path}\0{piece.member}"
                for text in by_name.get(name, ()):
                    value = RemovedValue(kind=ValueKind.BODY, text=text)
                    counts[name, text] += _times(piece, value)
    return counts


def _count(files: PackageFiles, expectation: Expectation, short: _Counts) -> _Counts:
    counts: defaultdict[_Where, Counter[int]] = defaultdict(Counter)
    paths = set(files.paths())
    for path in {path for path, *_ in short if path in paths}:
        members = {member for place, _, member in short if place == path and member}
        with closing(files.open(path)) as stream:
            for piece in file_pieces(stream, members):
                if isinstance(piece, Undecodable):
                    continue
                exact = (path, piece.record_id, piece.member)
                for where in {exact, (path, None, None)}:
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
            for reading in readings(piece.data[piece.repeated :])
            for text in texts(reading)
        ),
        default=0,
    )
