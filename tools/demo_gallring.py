# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make demo STORY=gallring`: one comment, from the archive to the certificate.

The comment is captured, refused by the gates until it is judged and registered,
decided on by another person, destroyed, proven gone, and certified. Time is not
tampered with: the board's plan has short periods, and what stands on Torget is three
months old.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pdfminer.high_level import extract_text

from pipeline.contents import contents_of
from pipeline.context import open_archive
from pipeline.settings import read_settings
from schemas.gallring import Execution, ExecutionState, GallringDecision, Gate
from schemas.item import Item
from tools.demo_stage import DemoFailed
from tools.demo_story import (
    ACCOUNT,
    Chapter,
    Play,
    Rows,
    Story,
    enter,
    open_house,
    package_folder,
)

AGE = timedelta(days=90)
POSTS = "3"
MARK = "Mitt personnummer är"
SECRETARY, MANAGER = "Ulla Registrator", "Gun Kommunjurist"
DIARY_NUMBER = "KS 2026/214"
TRANSCRIPT = "representations/rendering/data/pdf/transcript.pdf"


def set_the_scene(play: Play) -> None:
    """Start Torget with posts that are three months old, and make an empty archive."""
    written = datetime.now(UTC) - AGE  # noqa: TID251 - the demo's own door
    open_house(play, "--posts", POSTS, "--now", written.isoformat())
    play.screen.say(f"Inläggen på Torget är från {written.date()} och tidigare.")


def register(play: Play) -> None:
    """Enter the board and the account, with a plan whose periods are short."""
    decision = "Kommunstyrelsen 2026-03-10 § 42, dnr KS 2026/119"
    enter(play, "kommunstyrelsen-korta-frister.csv", decision)
    play.screen.say("Rad 1.5.3: kommentarer gallras 1 månad efter publicering.")


def capture(play: Play) -> None:
    """Archive the account, and show the thread as anyone can read it."""
    with play.screen.step("Arkiverar kontot"):
        reason = ("--reason", "Stickprov före gallring", "--by", SECRETARY)
        play.avbild("snapshot", ACCOUNT, *reason)
    with play.screen.step("Läser tråden i den läsbara handlingen"):
        _show_thread(play)


def classify(play: Play) -> None:
    """Let a rule propose rows of the plan, and a person confirm the comment's."""
    comment = _comment()
    with play.screen.step("Föreslår rad i planen för varje inlägg och kommentar"):
        play.avbild("classify", "propose", ACCOUNT, "--by", SECRETARY)
    with play.screen.step("En person bekräftar raden för kommentaren"):
        play.avbild("classify", "confirm", ACCOUNT, comment, "--by", SECRETARY)


def be_refused(play: Play) -> None:
    """Ask for the comment's disposal before anybody has judged it."""
    with play.screen.step("Föreslår att kommentaren gallras"):
        _propose_in_vain(play)
    with play.screen.step("Bedömer att kommentaren ska diarieföras"):
        words = ("--as", "to_register", "--by", SECRETARY)
        play.avbild("diary", "judge", ACCOUNT, _comment(), *words)
    with play.screen.step("Föreslår den igen: bedömd men inte diarieförd"):
        _propose_in_vain(play)
    with play.screen.step("Diariet har gett den ett nummer"):
        words = (_comment(), DIARY_NUMBER, "--by", SECRETARY)
        play.avbild("diary", "register", ACCOUNT, *words)


def decide(play: Play) -> None:
    """Propose the comment once more; two people are needed."""
    with play.screen.step("Föreslår den igen: alla spärrar är öppna"):
        play.avbild("gallra", "propose", ACCOUNT, _comment(), "--by", SECRETARY)
        frozen = _list_id()
        play.avbild("gallra", "show", frozen)
    authority = ("--delegation", "KS 4.2")
    with play.screen.step("Den som föreslog försöker besluta"):
        play.refused("gallra", "approve", frozen, *authority, "--by", SECRETARY)
    with play.screen.step("En annan person beslutar"):
        play.avbild("gallra", "approve", frozen, *authority, "--by", MANAGER)


def carry_out(play: Play) -> None:
    """Carry the decision out, and prove it."""
    with play.screen.step("Förstör kommentaren i arkivpaketet"):
        play.avbild("gallra", "execute", _decision().decision_id, "--by", SECRETARY)
    with play.screen.step("Läser samma tråd igen"):
        _show_thread(play)
    with play.screen.step("Visar beviset, och prövar det på nytt"):
        play.avbild("gallra", "prove", _decision().decision_id, "--by", SECRETARY)
        found, left = _found(_execution())
        play.screen.say(
            f"Före gallringen stod det på {found} ställen, efter på {left}."
        )
    with play.screen.step("Kontrollerar arkivpaketet, fil för fil"):
        play.avbild("package", "verify", _execution().package_id)


def certify(play: Play) -> None:
    """Fetch the certificate out of the archive."""
    with play.screen.step("Hämtar gallringsprotokollet"):
        decision, folder = _decision().decision_id, str(_certificates(play))
        play.avbild("gallra", "certificate", decision, "--to", folder)


def results(play: Play) -> Rows:
    """Say what was found before and after, and where the certificate is."""
    execution = _execution()
    if not execution.is_proven:
        message = "Gallringen är inte bevisad."
        raise DemoFailed(message)
    found, left = _found(execution)
    package = package_folder(play, execution.package_id)
    written = sorted(_certificates(play).iterdir())
    paths = {path.suffix: path for path in written}
    return [
        ("Funnet före gallringen", f"{found} ställen"),
        ("Funnet efter gallringen", f"{left} ställen"),
        ("Läsbar handling", str(package / TRANSCRIPT)),
        ("Gallringsprotokoll", str(paths[".pdf"])),
        ("Samma som XML", str(paths[".xml"])),
        ("Samma, underskrivet", str(paths[".json"])),
    ]


def addresses(play: Play) -> Rows:
    """Say where Torget answers, and how to open the archive."""
    return [("Torget", play.torget["url"]), ("Arkivet", f"AVBILD_HOME={play.archive}")]


def _propose_in_vain(play: Play) -> None:
    """Propose the comment, which the gate of registration is to stop.

    Raises:
        DemoFailed: it was put on a list.
    """
    play.avbild("gallra", "propose", ACCOUNT, _comment(), "--by", SECRETARY)
    with open_archive(read_settings()) as archive:
        if archive.database.gallring.lists():
            message = f"Spärren {Gate.REGISTRATION.label} släppte igenom kommentaren."
            raise DemoFailed(message)


def _list_id() -> str:
    with open_archive(read_settings()) as archive:
        (frozen,) = archive.database.gallring.lists()
    return frozen.list_id


def _decision() -> GallringDecision:
    with open_archive(read_settings()) as archive:
        (decision,) = archive.database.gallring.decisions()
    return decision


def _execution() -> Execution:
    """Give how the decision went in the one package.

    Raises:
        DemoFailed: it is not carried out to its end.
    """
    decision = _decision()
    with open_archive(read_settings()) as archive:
        (execution,) = archive.database.gallring.executions(decision.decision_id)
    if execution.state is not ExecutionState.DONE:
        message = f"Gallringen stannade: {execution.failure}"
        raise DemoFailed(message)
    return execution


def _found(execution: Execution) -> tuple[int, int]:
    """Count the places where the verifier found something, before and after."""
    proof = execution.proof
    if proof is None:
        return 0, 0
    return sum(proof.found_before.values()), sum(proof.found_after.values())


def _items() -> tuple[str, tuple[Item, ...]]:
    """Give the one package and its items."""
    with open_archive(read_settings()) as archive:
        package_id = archive.database.packages.list(ACCOUNT)[0].package_id
        return package_id, contents_of(archive, package_id).items


def _comment() -> str:
    """Find the comment in which somebody wrote a personal number.

    Raises:
        DemoFailed: it was not captured.
    """
    found = [item.item_id for item in _items()[1] if MARK in item.body]
    if len(found) != 1:
        message = "Kommentaren finns inte i fångsten."
        raise DemoFailed(message)
    return found[0]


def _show_thread(play: Play) -> None:
    """Show the comment's thread as it stands in the transcript."""
    package_id, items = _items()
    place = next(n for n, i in enumerate(items) if MARK in i.body or i.gallring)
    before, after = items[place - 1], items[place + 1]
    path = package_folder(play, package_id) / TRANSCRIPT
    for line in _between(path, before.body, after.body):
        play.screen.say(f"│ {line}")


def _between(path: Path, first: str, last: str) -> Iterator[str]:
    """Give the lines of a transcript between two texts, addresses left out.

    Raises:
        DemoFailed: the texts are not in it.
    """
    lines = [" ".join(line.split()) for line in extract_text(path).splitlines()]
    starts = [n for n, line in enumerate(lines) if line and first.startswith(line)]
    ends = [n for n, line in enumerate(lines) if line and last.endswith(line)]
    if not starts or not ends:
        message = "Tråden finns inte i den läsbara handlingen."
        raise DemoFailed(message)
    for line in lines[starts[0] : ends[-1] + 1]:
        if line and "://" not in line:
            yield line


def _certificates(play: Play) -> Path:
    return play.folder / "gallringsprotokoll"


GALLRING = Story(
    chapters=(
        Chapter("Scenen", set_the_scene),
        Chapter("Registret", register),
        Chapter("Kommentaren", capture),
        Chapter("Planen", classify),
        Chapter("Spärren", be_refused),
        Chapter("Beslutet", decide),
        Chapter("Gallringen", carry_out),
        Chapter("Protokollet", certify),
    ),
    results=results,
    addresses=addresses,
)
"""A comment that is disposed of, and the certificate that it is gone."""
