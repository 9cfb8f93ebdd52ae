# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was done in each package, what the proof found, and what the store shows."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from archivers.transcript.front import Fact, facts
from archivers.transcript.tables import sentences
from archivers.transcript.words import counted, file_size, number, swedish_moment
from schemas.gallring import Execution, MemberProof, Proof, Purge

_PACKAGE = Markup(
    '<div class="package"><p class="name">{name}'
    '<span class="state {kind}">{state}</span></p>{facts}{problems}</div>'
)
_TOO_SHORT = (
    "gick inte att skilja från vanliga ord; för dem kontrollerades bara de kända "
    "ställena"
)
_DIGEST = Markup('<span class="digest">{}</span>')


def packages_markup(executions: Iterable[Execution]) -> Markup:
    """Write every package; nothing when no package was touched."""
    return Markup().join(_package(each) for each in executions)


def _package(execution: Execution) -> Markup:
    problems = [execution.failure] if execution.failure else []
    problems += execution.proof.problems if execution.proof else ()
    return _PACKAGE.format(
        name=execution.package_id,
        kind="" if execution.is_proven else "lacking",
        state=execution.state.label,
        facts=facts(_facts(execution)),
        problems=sentences(problems) if problems else "",
    )


def _facts(execution: Execution) -> list[Fact]:
    told: list[Fact] = [("Åtgärd", _action(execution))]
    if execution.proof is not None:
        told += _proof(execution.proof)
    told.append(("Lagret", _purged(execution.purge)))
    old, new = execution.old_mets_sha256, execution.new_mets_sha256
    told.append((f"METS v. {execution.from_version}", _DIGEST.format(old)))
    if new is not None:
        told.append((f"METS v. {execution.to_version}", _DIGEST.format(new)))
    return told


def _action(execution: Execution) -> str:
    if execution.to_version is None:
        verb = "förstördes" if execution.is_proven else "skulle förstöras"
        return f"Hela paketet, version {execution.from_version}, {verb}"
    items = counted(execution.items, "post", "poster")
    if not execution.is_proven:
        return f"{items} skulle gallras ur version {execution.from_version}"
    files = counted(
        execution.removed_files, "hel fil borttagen", "hela filer borttagna"
    )
    gone = f", {files}" if execution.removed_files else ""
    ended = execution.ended_at
    when = f", klart {swedish_moment(ended)}" if ended else ""
    versions = f"version {execution.to_version} ersätter {execution.from_version}"
    return f"{items} gallrade{gone}; {versions}{when}"


def _proof(proof: Proof) -> list[Fact]:
    before = sum(proof.found_before.values())
    after = sum(proof.found_after.values())
    left = "inget kvar" if not after else f"{number(after)} ställen kvar"
    sought = counted(proof.values, "uppgift", "uppgifter")
    searched = f"{file_size(proof.decoded_bytes)} avkodat innehåll genomsökt"
    verdict = "Godkänd" if proof.passed else "Inte godkänd"
    places = f"{number(before)} ställen före, {left} efter"
    known = f"{number(proof.mapped_found)} av {number(proof.mapped_places)}"
    told: list[Fact] = [
        ("Kontroll", f"{verdict}. {sought} eftersöktes: {places}. {searched}."),
        ("Kända ställen", f"{known} hittades före gallringen"),
    ]
    if proof.untestable:
        short = counted(proof.untestable, "uppgift", "uppgifter")
        told.append(("Korta ord", f"{short} {_TOO_SHORT}"))
    if proof.undecodable:
        told.append(("Oläsbart", counted(proof.undecodable, "ställe", "ställen")))
    return [*told, *_archives(proof)]


def _archives(proof: Proof) -> list[Fact]:
    """Say how much of the web archives changed, and of the owner's export."""
    exports = [each for each in proof.members if each.path.endswith(".zip")]
    archives = [each for each in proof.members if each not in exports]
    kinds = ((archives, "Webbarkiv", "delar"), (exports, "Export", "filer"))
    return [(name, _changed(held, what)) for held, name, what in kinds if held]


def _changed(held: Sequence[MemberProof], what: str) -> str:
    changed = sum(each.changed for each in held)
    planned = sum(each.planned for each in held)
    total = sum(each.members for each in held)
    exact = all(each.is_exact for each in held)
    rest = "resten är orörd" if exact else "annat än det planerade ändrades"
    text = f"{number(changed)} av {number(total)} {what} skrevs om"
    return f"{text}, {number(planned)} var planerade; {rest}"


def _purged(purge: Purge | None) -> str:
    if purge is None:
        return "Den tidigare versionen är inte förstörd"
    files = counted(purge.files, "fil", "filer")
    gone = f"Version {purge.version} är förstörd: {files}"
    left = (
        f"{counted(purge.remaining, 'fil', 'filer')} finns kvar"
        if purge.remaining
        else "ingen fil finns kvar"
    )
    return f"{gone}, {file_size(purge.size)}; {left}"
