# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The verdict on a removal (gallring): nothing left, and nothing else changed.

It passes only when every mapped place was found before and none after, nothing was
undecodable, in each web archive exactly the planned members changed, in each export
exactly the planned files, and the verifier has just found what was planted to test it.
Its sentences name files and counts, never what was removed.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from typing import Final

from proof import warc
from proof.canary import sees_canaries
from proof.digests import stated_still
from proof.exports import compare_exports
from proof.mapped import MappedVerdict, judge_mapped
from proof.members import compare_members
from proof.picture import is_cleared
from proof.results import Expectation, MemberComparison, Search
from proof.search import search
from schemas.errors import Undecodable
from schemas.gallring import MemberProof, Proof
from schemas.order import Progress
from schemas.package import PackageFiles

_SNIFF: Final = 6


def prove(
    before: PackageFiles,
    after: PackageFiles,
    expectation: Expectation,
    found_before: Search | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Proof:
    """Prove a removal against what was to be removed.

    `found_before` is the search of the earlier version, if it was made already. With a
    whole package destroyed, `after` must hold no file.
    """
    found = found_before or search(before, expectation.values, progress)
    left = search(after, expectation.values, progress)
    mapped = judge_mapped(before, after, expectation, found)
    members, strange = _members(before, after, expectation)
    exports, loose = _exports(before, after, expectation)
    problems = [
        *_searched(found, left, expectation),
        *mapped.problems,
        *strange,
        *loose,
        *stated_still(before, after, expectation),
        *_boxes(after, expectation),
        *_destroyed(after, expectation),
    ]
    if not sees_canaries():
        problems.append("Kontrollen hittade inte det som lagts ut för att pröva den.")
    return _proof(
        expectation, found, left, mapped, ((*members, *exports), tuple(problems))
    )


def _proof(
    expectation: Expectation,
    found: Search,
    left: Search,
    mapped: MappedVerdict,
    rest: tuple[tuple[MemberProof, ...], tuple[str, ...]],
) -> Proof:
    members, problems = rest
    return Proof(
        package_id=expectation.package_id,
        from_version=expectation.from_version,
        to_version=expectation.to_version,
        values=len(expectation.values),
        untestable=len(left.untestable),
        mapped_places=mapped.places,
        mapped_found=mapped.found,
        found_before=_by_place(found),
        found_after=_by_place(left),
        undecodable=len(left.undecodable),
        decoded_bytes=left.decoded_bytes,
        members=members,
        problems=problems,
        passed=not problems,
    )


def _by_place(found: Search) -> Mapping[str, int]:
    return dict(sorted(Counter(hit.place for hit in found.hits).items()))


def _searched(found: Search, left: Search, expectation: Expectation) -> Iterator[str]:
    if left.hits:
        files = len({hit.path for hit in left.hits})
        yield (
            f"Det som skulle gallras finns kvar: {len(left.hits)} träffar"
            f" i {files} filer efter gallringen."
        )
    if left.undecodable:
        yield (
            f"{len(left.undecodable)} delar av paketet går inte att öppna"
            " och kan därför inte kontrolleras."
        )
    if found.undecodable:
        yield (
            f"{len(found.undecodable)} delar av den tidigare versionen gick inte"
            " att öppna; där kan mer ha funnits."
        )
    yield from left.problems
    if not expectation.values and not any(p.text for p in expectation.mapped):
        yield "Inga värden att söka efter angavs; då bevisar sökningen ingenting."


def _destroyed(after: PackageFiles, expectation: Expectation) -> Iterator[str]:
    count = sum(1 for _ in after.paths())
    if expectation.to_version is None and count:
        yield f"Hela paketet skulle förstöras, men {count} filer finns kvar."


def _boxes(after: PackageFiles, expectation: Expectation) -> Iterator[str]:
    paths = set(after.paths())
    for box in expectation.boxes:
        if box.path not in paths:
            continue
        with closing(after.open(box.path)) as stream:
            try:
                is_empty = is_cleared(stream.read(), box)
            except Undecodable as error:
                yield f"{box.path}: {error}"
                continue
        if not is_empty:
            yield f"{box.path} visar fortfarande något i en ruta som skulle tömmas."


def _members(
    before: PackageFiles, after: PackageFiles, expectation: Expectation
) -> tuple[tuple[MemberProof, ...], list[str]]:
    proofs: list[MemberProof] = []
    problems: list[str] = []
    if expectation.to_version is None:
        return (), problems
    kept = set(after.paths())
    archives = set(_archives(before))
    for path in sorted(archives | set(expectation.planned)):
        try:
            proof = (
                _member_proof(path, before, after, expectation)
                if path in archives & kept
                else None
            )
        except Undecodable as error:
            problems.append(f"{path}: {error}")
            continue
        if proof is None:
            problems.append(f"Webbarkivet {path} finns inte i båda versionerna.")
            continue
        proofs.append(proof)
        if not proof.is_exact:
            problems.append(
                f"I {path} ändrades inte just de poster som skulle ändras:"
                f" {proof.planned} planerade, {proof.changed} ändrade."
            )
    return tuple(proofs), problems


def _exports(
    before: PackageFiles, after: PackageFiles, expectation: Expectation
) -> tuple[tuple[MemberProof, ...], list[str]]:
    proofs: list[MemberProof] = []
    problems: list[str] = []
    if expectation.to_version is None:
        return (), problems
    for found in compare_exports(before, after, expectation):
        if isinstance(found, str):
            problems.append(found)
        else:
            proofs.append(found.proof)
            problems += found.problems
    return tuple(proofs), problems


def _archives(files: PackageFiles) -> Iterator[str]:
    for path in files.paths():
        with closing(files.open(path)) as stream:
            if stream.read(_SNIFF).startswith(warc.WARC):
                yield path
                continue
            stream.seek(0)
            if warc.is_gzipped_warc(stream):
                yield path


def _member_proof(
    path: str, before: PackageFiles, after: PackageFiles, expectation: Expectation
) -> MemberProof:
    with closing(before.open(path)) as old, closing(after.open(path)) as new:
        compared = compare_members(old, new)
    planned = dict(expectation.planned.get(path, ()))
    touched = {at for at, _ in compared.changed} | set(compared.removed)
    return MemberProof(
        path=path,
        members=compared.before,
        planned=len(planned),
        changed=len(touched) + len(compared.added),
        is_exact=touched == set(planned)
        and not compared.added
        and _ids_agree(compared, planned, expectation.new_record_ids),
    )


def _ids_agree(
    compared: MemberComparison, planned: Mapping[int, str], new_ids: Mapping[str, str]
) -> bool:
    """Whether each touched member held the planned record, and now holds its heir."""
    if any(compared.ids_before[at] != planned[at] for at in planned):
        return False
    return all(
        compared.ids_after[after] == new_ids.get(planned[at], planned[at])
        for at, after in compared.changed
    )
