# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild close`: close an account, step by step."""

from datetime import date
from pathlib import Path

import click

from pipeline.close.back import undo as undo_step
from pipeline.close.back import withdraw as give_up
from pipeline.close.capture import accept as accept_capture
from pipeline.close.capture import order_final_capture
from pipeline.close.checklist import CheckLine, Checklist, CheckState, checklist
from pipeline.close.move import Moved, move_on
from pipeline.close.situation import latest
from pipeline.close.steps import (
    Announcement,
    mark_closed,
    open_closure,
    tell_communications,
)
from pipeline.close.steps import announce as note_announcement
from pipeline.close.steps import confirm as note_approval
from pipeline.close.steps import unlist as take_off_list
from pipeline.context import Archive
from pipeline.inactive import Inactive, find_inactive
from pipeline.spreadsheet import read_bytes
from portal.archive import opened
from portal.door import ArchiveGroup, answering
from portal.options import by_option
from portal.output import Output, text
from portal.swedish import Day, File, OneOf
from schemas.closure import ClosureEntry, ClosureState, ClosureStep

account_argument = click.argument("account_id", metavar="KONTO")
reason_option = click.option("--reason", metavar="TEXT", required=True, help="Varför.")


@click.group(cls=ArchiveGroup)
def close() -> None:
    """Avsluta ett konto, steg för steg."""


@close.command("open")
@account_argument
@click.option(
    "--reason", metavar="TEXT", required=True, help="Varför kontot ska avslutas."
)
@click.option("--decision", metavar="BESLUT", required=True, help="Beslutets nummer.")
@by_option
@answering
def open_(out: Output, account_id: str, reason: str, decision: str, by: str) -> None:
    """Påbörja avslutet av ett konto. Verksamhetens chef beslutar."""
    with opened(by) as archive:
        open_closure(archive, account_id, reason, decision)
        _answer(out, archive, account_id, f"Avslutet av {account_id} är påbörjat.")


@close.command("announce")
@account_argument
@click.option("--text", "words", metavar="TEXT", required=True, help="Vad som skrevs.")
@click.option("--link", metavar="ADRESS", required=True, help="Var det står.")
@click.option(
    "--turn-to", metavar="TEXT", required=True, help="Vart följarna kan vända sig."
)
@click.option(
    "--until", type=Day(), metavar="DAG", required=True, help="Sista dagen det står."
)
@click.option(
    "--reason", metavar="TEXT", default="", help="Varför tiden är kortare än beslutat."
)
@by_option
@answering
def announce(
    out: Output, account_id: str, words: str, until: date, by: str, **given: str
) -> None:
    """Skriv in att följarna har fått veta att kontot ska stängas."""
    said = Announcement(words, given["link"], given["turn_to"], until, given["reason"])
    with opened(by) as archive:
        note_announcement(archive, account_id, said)
        sentence = f"Det är inskrivet. Meddelandet ligger uppe till och med {until}."
        _answer(out, archive, account_id, sentence)


@close.command("capture")
@account_argument
@by_option
@answering
def capture(out: Output, account_id: str, by: str) -> None:
    """Beställ den slutliga arkiveringen, när följarna har hunnit få veta."""
    with opened(by) as archive:
        order = order_final_capture(archive, account_id)
        sentence = f"Den slutliga arkiveringen är beställd: {order.order_id}."
        _answer(out, archive, account_id, sentence)


@close.command("accept")
@account_argument
@click.option(
    "--package", metavar="PAKET", help="Ett tidigare arkivpaket. Annars det slutliga."
)
@reason_option
@by_option
@answering
def accept(
    out: Output, account_id: str, package: str | None, reason: str, by: str
) -> None:
    """Godta en arkivering fast något saknas. Skälet står kvar i avslutet."""
    with opened(by) as archive:
        accept_capture(archive, account_id, reason, package)
        _answer(out, archive, account_id, "Arkiveringen är godtagen som den är.")


@close.command("confirm")
@account_argument
@click.option(
    "--by", metavar="NAMN", required=True, help="Nämndsekreteraren som godkänner."
)
@answering
def confirm(out: Output, account_id: str, by: str) -> None:
    """Godkänn den slutliga arkiveringen som nämndsekreterare."""
    with opened(by) as archive:
        note_approval(archive, account_id)
        sentence = "Arkiveringen är godkänd. Nu får kontot stängas på plattformen."
        _answer(out, archive, account_id, sentence)


@close.command("closed")
@account_argument
@click.option(
    "--screenshot",
    type=File(),
    metavar="FIL",
    help="En bild (PNG, JPEG eller PDF) som visar att kontot är stängt.",
)
@by_option
@answering
def closed(out: Output, account_id: str, screenshot: Path | None, by: str) -> None:
    """Bekräfta att kontot är stängt på plattformen. Det går inte att ångra."""
    shown = read_bytes(screenshot) if screenshot else None
    with opened(by) as archive:
        mark_closed(archive, account_id, shown)
        _answer(out, archive, account_id, "Kontot är stängt på plattformen.")


@close.command("unlist")
@account_argument
@by_option
@answering
def unlist(out: Output, account_id: str, by: str) -> None:
    """Ta kontot ur det publika registret och meddela kommunikationsavdelningen."""
    with opened(by) as archive:
        take_off_list(archive, account_id)
        tell_communications(archive, account_id)
        sentence = f"{account_id} är avslutat. Kommunikationsavdelningen får besked."
        _answer(out, archive, account_id, sentence)


@close.command("undo")
@account_argument
@click.argument("step", metavar="STEG", type=OneOf(ClosureStep))
@reason_option
@by_option
@answering
def undo(out: Output, account_id: str, step: ClosureStep, reason: str, by: str) -> None:
    """Ta tillbaka ett steg, och alla steg efter det.

    STEG är decided (beslutet), announced (meddelandet), captured (arkiveringen) eller
    confirmed (godkännandet). När kontot är stängt går inget att ta tillbaka.
    """
    with opened(by) as archive:
        undo_step(archive, account_id, step, reason)
        _answer(out, archive, account_id, f"Steget ”{step.label}” är taget tillbaka.")


@close.command("withdraw")
@account_argument
@reason_option
@by_option
@answering
def withdraw(out: Output, account_id: str, reason: str, by: str) -> None:
    """Återta hela avslutet. Kontot är då i bruk igen."""
    with opened(by) as archive:
        give_up(archive, account_id, reason)
        _answer(out, archive, account_id, f"Avslutet av {account_id} är återtaget.")


@close.command("show")
@account_argument
@answering
def show(out: Output, account_id: str) -> None:
    """Visa checklistan: vad som är klart, vad som är näst och vad som hindrar."""
    with opened() as archive:
        _answer(out, archive, account_id, "")


@close.command("list")
@click.option("--all", "is_all", is_flag=True, help="Visa också de som är slutförda.")
@answering
def list_closures(out: Output, is_all: bool) -> None:  # noqa: FBT001 - click's own
    """Visa konton som håller på att avslutas."""
    state = None if is_all else ClosureState.OPEN
    with opened() as archive:
        closures = archive.database.closures.list(state=state)
        found = [checklist(archive, each.closure_id) for each in closures]
    headings = ["Konto", "Namn", "Läge", "Påbörjat", "Av", "Näst på tur", "Hinder"]
    out.table(headings, map(_row, found), "Inget konto håller på att avslutas.")
    out.document(closures=[each.closure for each in found])


@close.command("inactive")
@click.option("--board", metavar="ID", help="Bara den här nämndens konton.")
@answering
def inactive(out: Output, board: str | None) -> None:
    """Visa konton som inte har publicerat något på länge."""
    with opened() as archive:
        found = find_inactive(archive, board)
    headings = ["Konto", "Namn", "Nämnd", "Senast publicerat", "Uppgift från"]
    out.table(headings, map(_inactive_row, found), "Inga konton är inaktiva.")
    out.document(inactive=found)


@close.command("advance")
@click.argument("account_id", metavar="[KONTO]", required=False)
@by_option
@answering
def advance(out: Output, account_id: str | None, by: str) -> None:
    """Gör det som Avbild annars gör varje morgon: beställ, notera och påminn."""
    with opened(by) as archive:
        moved = move_on(archive, account_id)
    out.table(
        ["Konto", "Vad som gjordes"], map(_moved_row, moved), "Inga avslut pågår."
    )
    out.document(moved=moved)


def _answer(out: Output, archive: Archive, account_id: str, sentence: str) -> None:
    """Say what was done, and show the checklist as it stands."""
    found = checklist(archive, latest(archive, account_id).closure_id)
    if sentence:
        out.say(sentence)
    out.say(f"{found.account.name} ({account_id}): {found.closure.state.label.lower()}")
    rows = [_line(number, line, found) for number, line in enumerate(found.lines, 1)]
    out.table(["", "Steg", "Läge", "Dag", "Av", "Uppgifter"], rows, "")
    if back := [entry for entry in found.closure.entries if entry.is_undone]:
        out.table(["Taget tillbaka", "Dag", "Av", "Skäl"], map(_back, back), "")
    for remark in found.remarks:
        out.say(f"Tänk på: {remark}")
    out.document(
        closure=found.closure,
        next_step=found.next_step,
        lines=found.lines,
        remarks=found.remarks,
    )


def _line(number: int, line: CheckLine, found: Checklist) -> tuple[object, ...]:
    """Show a step; why one that is not next must wait is plain from those before it."""
    entry, turn = line.entry, found.next_step
    if entry is not None:
        day, facts = text(entry.at)[:10], _facts(entry)
        return number, line.step, line.state, day, entry.by, facts
    is_later = turn is not None and line.step is not turn
    why = f"Efter steget ”{turn.label}”." if turn and is_later else line.why
    return number, line.step, line.state, "", "", why


def _back(entry: ClosureEntry) -> tuple[object, ...]:
    return entry.step, text(entry.at)[:10], entry.by, entry.reason


def _facts(entry: ClosureEntry) -> str:
    """Say what a step that is taken says, a line for each fact."""
    accepted = "Godtaget med det som saknas." if entry.accepted_incomplete else ""
    facts: tuple[tuple[str, object], ...] = (
        ("Beslut", entry.decision),
        ("Text", entry.announcement),
        ("Finns på", entry.link),
        ("Följarna vänder sig till", entry.turn_to),
        ("Till och med", entry.until),
        ("Arkivpaket", entry.package_id),
        ("", accepted),
        ("Skäl", entry.reason),
        ("Avläsning", entry.observation_id),
        ("Skärmbild", [sha[:12] for sha in entry.evidence]),
    )
    return "\n".join(f"{name}: {text(v)}".lstrip(": ") for name, v in facts if v)


def _row(found: Checklist) -> tuple[object, ...]:
    waiting = (line for line in found.lines if line.state is not CheckState.DONE)
    line = next(waiting, None)
    closure = found.closure
    return (
        closure.account_id,
        found.account.name,
        closure.state,
        closure.opened_at,
        closure.opened_by,
        line.step if line else "",
        line.why if line and closure.state is ClosureState.OPEN else "",
    )


def _inactive_row(found: Inactive) -> tuple[object, ...]:
    return (
        found.account_id,
        found.name,
        found.board_id,
        found.last_active_at,
        found.known_at,
    )


def _moved_row(moved: Moved) -> tuple[object, ...]:
    return moved.account_id, moved.failure or moved.move
