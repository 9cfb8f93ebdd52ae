# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild gallra`: propose, approve, execute and prove disposal (gallring)."""

from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.gallra.propose import Proposed, Wish, approve, propose
from portal.archive import opened
from portal.door import ArchiveGroup, answering, warn
from portal.options import by_option
from portal.output import Output
from portal.swedish import File
from rules.wording import counted
from schemas.errors import BadInput
from schemas.gallring import (
    Execution,
    GallringCertificate,
    GallringDecision,
    Proof,
    Verdict,
)

NOTHING_BACK = "Inget av det som är gallrat hade kommit tillbaka."


@click.group(cls=ArchiveGroup)
def gallra() -> None:
    """Gallra: föreslå, besluta, genomför och bevisa."""


@gallra.command("propose")
@click.argument("account_id", metavar="KONTO")
@click.argument("item_ids", metavar="[HANDLING]…", nargs=-1)
@click.option(
    "--package",
    "package_ids",
    metavar="PAKET",
    multiple=True,
    help="Ett helt arkivpaket. Kan anges flera gånger.",
)
@click.option("--whole-account", is_flag=True, help="Alla kontots arkivpaket.")
@by_option
@answering
def propose_list(
    out: Output,
    account_id: str,
    item_ids: Sequence[str],
    package_ids: Sequence[str],
    whole_account: bool,  # noqa: FBT001 - click's own
    by: str,
) -> None:
    """Pröva vad som får gallras och frys det som en lista att besluta om.

    Utan HANDLING prövas allt i kontot. Det som en spärr stoppar tas inte med, och
    spärren anges: plan, diarieföring, gallringsfrist eller gallringsstopp.
    """
    if sum(map(bool, (item_ids, package_ids, whole_account))) > 1:
        message = "Ange antingen handlingar, arkivpaket eller --whole-account."
        raise BadInput(message)
    wish = Wish(account_id, tuple(item_ids), tuple(package_ids), whole_account)
    with opened(by) as archive:
        proposed = propose(archive, wish)
    _show_refused(out, proposed.refused)
    if proposed.frozen is None:
        out.say("Ingenting får gallras just nu. Spärrarna ovan säger varför.")
    else:
        out.say(
            f"Gallringslistan {proposed.frozen.list_id} är fryst med "
            f"{_documents(len(proposed.frozen.entries))}. En annan person beslutar om "
            "den med gallra approve."
        )
    out.document(**_proposed(proposed))


@gallra.command("list")
@click.option("--board", metavar="ID", help="Bara den här nämndens listor.")
@answering
def list_lists(out: Output, board: str | None) -> None:
    """Visa gallringslistor, deras beslut och hur långt de har kommit."""
    with opened() as archive:
        lists = archive.database.gallring.lists(board)
        decided = {d.list_id: d for d in archive.database.gallring.decisions()}
        states = {
            decision.list_id: [
                execution.state
                for execution in archive.database.gallring.executions(
                    decision.decision_id
                )
            ]
            for decision in decided.values()
        }
    rows = [
        (
            frozen.list_id,
            frozen.account_id,
            len(frozen.entries),
            frozen.proposed_by,
            frozen.proposed_at,
            decided[frozen.list_id].decision_id if frozen.list_id in decided else "",
            tuple(dict.fromkeys(states.get(frozen.list_id, ()))),
        )
        for frozen in lists
    ]
    headings = ["Lista", "Konto", "Antal", "Föreslagen av", "När", "Beslut", "Läge"]
    out.table(headings, rows, "Det finns inga gallringslistor.")
    out.document(lists=lists, decisions=list(decided.values()))


@gallra.command("show")
@click.argument("list_id", metavar="LISTA")
@answering
def show(out: Output, list_id: str) -> None:
    """Visa en gallringslista: varje handling, dess rad i planen och tidigaste dag."""
    with opened() as archive:
        frozen = archive.database.gallring.get_list(list_id)
    out.facts(
        {
            "Gallringslista": frozen.list_id,
            "Konto": frozen.account_id,
            "Nämnd": frozen.board_id,
            "Omfattar": frozen.scope,
            "Föreslagen av": frozen.proposed_by,
            "Föreslagen": frozen.proposed_at,
            "Undantagna": ", ".join(
                f"{gate.label}: {count}" for gate, count in frozen.excluded.items()
            ),
            "Kontrollsumma": frozen.digest,
        }
    )
    rows = [
        (
            entry.verdict.item_id,
            entry.verdict.kind,
            entry.verdict.plan.code if entry.verdict.plan else "",
            entry.verdict.registration,
            entry.verdict.due,
            ", ".join(f"{k.package_id} v{k.version}" for k in entry.kept_in),
        )
        for entry in frozen.entries
    ]
    headings = ["Handling", "Slag", "Rad", "Diarieföring", "Tidigast", "Finns i"]
    out.table(headings, rows, "Listan är tom.")
    out.document(list=frozen)


@gallra.command("approve")
@click.argument("list_id", metavar="LISTA")
@click.option(
    "--delegation",
    metavar="TEXT",
    required=True,
    help="Stödet i delegationsordningen, till exempel ”KS 4.2”.",
)
@by_option
@answering
def approve_list(out: Output, list_id: str, delegation: str, by: str) -> None:
    """Besluta om en gallringslista. Den som har föreslagit den får inte besluta."""
    with opened(by) as archive:
        decision = approve(archive, list_id, delegation)
    out.say(
        f"Beslutet {decision.decision_id} är fattat. Det genomförs med gallra execute."
    )
    out.document(decision=decision)


@gallra.command("execute")
@click.argument("decision_id", metavar="BESLUT")
@by_option
@answering
def execute_decision(out: Output, decision_id: str, by: str) -> None:
    """Genomför ett gallringsbeslut: förstör, bevisa och skriv gallringsprotokoll.

    Spärrarna prövas igen innan något förstörs. Avbryts det, gör om samma kommando.
    """
    from pipeline.gallra.execute import execute  # noqa: PLC0415 - it loads a browser

    with opened(by) as archive:
        certificate = execute(archive, decision_id)
    out.say(
        f"Gallringen är genomförd och bevisad i {len(certificate.executions)} paket."
    )
    _show_certificate(out, certificate)
    out.document(certificate=certificate)


@gallra.command("prove")
@click.argument("decision_id", metavar="BESLUT")
@by_option
@answering
def prove_decision(out: Output, decision_id: str, by: str) -> None:
    """Visa beviset för en genomförd gallring, och pröva på nytt det som går att pröva.

    Lagret listas på nytt, de kvarvarande paketen kontrolleras och protokollets
    underskrift prövas. Det som söktes efter finns inte längre någonstans att söka med.
    """
    from pipeline.gallra.reprove import prove_again  # noqa: PLC0415 - loads much

    with opened(by) as archive:
        decision = archive.database.gallring.get_decision(decision_id)
        executions = archive.database.gallring.executions(decision_id)
        checks = prove_again(archive, decision)
    _show_executions(out, decision, executions)
    for check in checks:
        out.say(check)
    out.document(decision=decision, executions=executions, checks=checks)


@gallra.command("certificate")
@click.argument("decision_id", metavar="BESLUT")
@click.option("--to", "folder", type=File(), metavar="MAPP", required=True)
@by_option
@answering
def certificate(out: Output, decision_id: str, folder: Path, by: str) -> None:
    """Hämta gallringsprotokollet (PDF/A, XML och underskriven JSON) till en mapp."""
    from pipeline.gallra.certify import fetch_certificate  # noqa: PLC0415 - loads much

    with opened(by) as archive:
        written = fetch_certificate(archive, decision_id, folder)
    for path in written:
        out.say(f"{path} är skriven.")
    out.document(files=[str(path) for path in written])


@gallra.command("replay-list")
@click.option("--to", "target", type=File(), metavar="FIL", required=True)
@answering
def replay_list(out: Output, target: Path) -> None:
    """Skriv listan över genomförda gallringar, att förvara skild från kopiorna."""
    from pipeline.gallra.reapply import export_replay_list  # noqa: PLC0415 - loads much

    with opened() as archive:
        count = export_replay_list(archive, target)
    out.say(f"{target} är skriven med {count} beslut. Den innehåller bara id:n.")
    out.document(file=str(target), decisions=count)


@gallra.command("reapply")
@click.option("--from", "source", type=File(), metavar="FIL", help="Från replay-list.")
@by_option
@answering
def reapply_executed(out: Output, source: Path | None, by: str) -> None:
    """Gör om genomförda gallringar efter en återläsning från säkerhetskopia.

    Körs innan någon får läsa i arkivet: det som är gallrat ska förbli gallrat.
    """
    from pipeline.gallra.reapply import reapply  # noqa: PLC0415 - it loads a browser

    with opened(by) as archive:
        again = reapply(archive, source)
    gone = counted(len(again), "arkivpaket är gallrat", "arkivpaket är gallrade")
    out.say(f"{gone} igen, sedan det kom tillbaka." if again else NOTHING_BACK)
    out.document(executions=again)


def _documents(count: int) -> str:
    return counted(count, "handling", "handlingar")


def _show_refused(out: Output, refused: Sequence[Verdict]) -> None:
    rows = [
        (verdict.item_id, verdict.kind, refusal.gate, refusal.message)
        for verdict in refused
        for refusal in verdict.refusals
    ]
    if rows:
        headings = ["Handling", "Slag", "Spärr", "Varför den inte får gallras"]
        out.table(headings, rows, "")


def _proposed(proposed: Proposed) -> dict[str, object]:
    return {"list": proposed.frozen, "refused": proposed.refused}


def _show_executions(
    out: Output, decision: GallringDecision, executions: Sequence[Execution]
) -> None:
    out.facts(
        {
            "Beslut": decision.decision_id,
            "Beslutat av": decision.approved_by,
            "Delegation": decision.delegation,
            "Beslutat": decision.approved_at,
        }
    )
    rows = [
        (
            execution.package_id,
            execution.from_version,
            execution.to_version or "förstört",
            execution.state,
            execution.items,
            *_proof_cells(execution.proof),
        )
        for execution in executions
    ]
    headings = [
        "Arkivpaket",
        "Från",
        "Till",
        "Läge",
        "Antal",
        "Funna före",
        "Funna efter",
        "Ändrade delar",
    ]
    out.table(headings, rows, "Beslutet är inte påbörjat.")
    problems = [p for e in executions if e.proof for p in e.proof.problems]
    if problems:
        warn("Det som återstår:", problems)


def _proof_cells(proof: Proof | None) -> tuple[object, object, object]:
    if proof is None:
        return "", "", ""
    changed = sum(member.changed for member in proof.members)
    planned = sum(member.planned for member in proof.members)
    return (
        str(sum(proof.found_before.values())),
        str(sum(proof.found_after.values())),
        f"{changed} av {planned}",
    )


def _show_certificate(out: Output, issued: GallringCertificate) -> None:
    out.facts(
        {
            "Gallringsprotokoll": issued.certificate_id,
            "Beslut": issued.decision.decision_id,
            "Handlingar": str(len(issued.item_ids)),
            "Genomfört av": issued.executed_by,
            "Utlämnade kopior": str(issued.exports) if issued.exports else "",
        }
    )
