# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make demo STORY=closure`: an account from the register until it is closed.

The account is entered from a list, archived, and watched: a wall gives one notice and
no change, a new picture is archived once it has been seen again. The account is tried
against the guideline. Then it is closed, step by step, and leaves the public register.
"""

import csv
import json
from datetime import date
from pathlib import Path

from pipeline.context import open_archive
from pipeline.settings import read_settings
from schemas.closure import ClosureState
from schemas.order import Order, OrderReason, OrderState
from schemas.profile import ChangeState, FieldVerdict, ProfileChange
from schemas.watch import Notice, NoticeKind
from tools.demo_airflow import ROOT
from tools.demo_stage import DemoFailed
from tools.demo_story import (
    ACCOUNT,
    BOARD,
    Chapter,
    Play,
    Rows,
    Story,
    open_house,
    package_folder,
)

POSTS = "3"
SECRETARY, MANAGER, COMMUNICATOR = "Ulla Sekreterare", "Gun Chef", "Kim Kommunikatör"
DECISION = "Kommunstyrelsen 2026-03-10 § 41, dnr KS 2026/118"
REPORT = "representations/rendering/data/pdf/change-report.pdf"
ENTRY = {
    "Konto-id": ACCOUNT,
    "Namn": "Älmhults kommun",
    "Nämnd": BOARD,
    "Verksamhet": "Kommunikation",
    "Verksamhetschef": MANAGER,
    "Ansvarig": COMMUNICATOR,
    "Syfte": "Ge invånarna nyheter och svara på frågor",
    "Målgrupp": "Invånare i Älmhults kommun",
    "Beslut": "KS 2026/20",
}
"""What the communications department's own list says of the account."""


def set_the_scene(play: Play) -> None:
    """Start Torget, and make an empty archive."""
    open_house(play, "--posts", POSTS)


def enter_register(play: Play) -> None:
    """Take in the list of accounts, and publish what is public of it."""
    with play.screen.step("För in nämnden och dess informationshanteringsplan"):
        name, town = "Kommunstyrelsen", "Älmhults kommun"
        play.avbild("board", "add", BOARD, "--name", name, "--municipality", town)
        plan = str(ROOT / "demo" / "plan" / "kommunstyrelsen.csv")
        when = ("--decision", DECISION, "--valid-from", "2026-04-01")
        play.avbild("plan", "import", plan, "--board", BOARD, *when)
    with play.screen.step("Läser in kommunikationsavdelningens lista"):
        listed = _write_list(play)
        why = ("--reason", "Första inläsningen", "--by", COMMUNICATOR)
        play.avbild("register", "import", str(listed), *why)
    with play.screen.step("Visar vad riktlinjerna kräver och registret saknar"):
        play.avbild("register", "check")
    with play.screen.step("Skriver den publika listan"):
        play.avbild("register", "publish", str(_public(play)), "--by", COMMUNICATOR)
    _demand(_is_public(play), "Kontot är inte på den publika listan.")


def watch_first(play: Play) -> None:
    """Look at the account for the first time, which archives it."""
    with play.screen.step("Avläser kontot för första gången"):
        play.avbild("watch", ACCOUNT)
    _archive(play, OrderReason.BASELINE)


def meet_a_wall(play: Play) -> None:
    """Meet a login wall: no change, and one notice however long it stands."""
    with play.screen.step("Torget kräver inloggning; kontot avläses tre gånger"):
        play.change("login-wall")
        for _ in range(3):
            play.avbild("watch", ACCOUNT)
    with play.screen.step("Torget är öppet igen"):
        play.change("normal")
        play.avbild("watch", ACCOUNT)
    with play.screen.step("Inkorgen: ett avbrott, och att det är över"):
        play.avbild("inbox", "list")
    told = [notice.kind for notice in _notices()]
    alarms = told.count(NoticeKind.OUTAGE) + told.count(NoticeKind.ACCESS)
    _demand(alarms == 1, f"Väggen gav {alarms} larm i stället för ett.")
    _demand(not _changes(), "Väggen togs för en förändring.")


def change_profile(play: Play) -> None:
    """Change the picture and the text: archived once, when seen again."""
    with play.screen.step("Byter profilbild och om-text på Torget"):
        play.change("avatar")
        play.change("about")
    with play.screen.step("Avläser kontot: förändringen ska ses en gång till"):
        play.avbild("watch", ACCOUNT)
        _demand(_changes() == [ChangeState.WAITING], "Förändringen sågs inte.")
    with play.screen.step("Avläser kontot igen: nu beställs arkiveringen"):
        play.avbild("watch", ACCOUNT)
        _demand(_changes() == [ChangeState.CONFIRMED], "Förändringen bekräftades inte.")
    _demand(_verdicts() == {FieldVerdict.CHANGED}, "En ändring gick inte att bedöma.")
    with play.screen.step("Visar förändringen, före och efter"):
        folder = str(play.folder / "forandring")
        play.avbild("change", "show", _change().change_id, "--to", folder)
    _archive(play, OrderReason.PROFILE_CHANGE)


def try_the_guideline(play: Play) -> None:
    """Try the account against the guideline, and write the report."""
    with play.screen.step("Prövar kontot mot riktlinjerna"):
        play.avbild("conformity", "check", "--board", BOARD, "--by", COMMUNICATOR)
        play.avbild("conformity", "show", ACCOUNT, "--board", BOARD)
    with play.screen.step("Skriver rapporten som webbsida och PDF/A"):
        folder = str(_conformity(play))
        play.avbild("conformity", "export", folder, "--board", BOARD)


def decide_to_close(play: Play) -> None:
    """Decide, and be stopped on the way to a shortcut."""
    with play.screen.step("Verksamhetens chef beslutar att kontot ska avslutas"):
        why = ("--reason", "Kontot används inte längre", "--decision", "KS 2026/301")
        play.avbild("close", "open", ACCOUNT, *why, "--by", MANAGER)
    with play.screen.step("Någon försöker hoppa över meddelandet till följarna"):
        play.refused("close", "capture", ACCOUNT, "--by", SECRETARY)
    with play.screen.step("Följarna har fått veta"):
        words = ("--text", "Vi stänger kontot. Välkommen till almhult.se.")
        where = ("--link", play.torget["url"], "--turn-to", "Servicecenter, almhult.se")
        until = ("--until", date.today().isoformat())  # noqa: DTZ011 - a demo's day
        short = ("--reason", "Kontot har inga följare kvar")
        said = (*words, *where, *until, *short, "--by", COMMUNICATOR)
        play.avbild("close", "announce", ACCOUNT, *said)


def archive_last(play: Play) -> None:
    """Make the final capture, and let the board secretary approve it."""
    with play.screen.step("Beställer den slutliga arkiveringen"):
        play.avbild("close", "capture", ACCOUNT, "--by", SECRETARY)
    _archive(play, OrderReason.CLOSURE)
    with play.screen.step("Avbild ser att arkiveringen är fullständig"):
        play.avbild("close", "advance", ACCOUNT)
    with play.screen.step("Någon försöker bekräfta stängningen före godkännandet"):
        play.refused("close", "closed", ACCOUNT, "--by", SECRETARY)
    with play.screen.step("Nämndsekreteraren godkänner"):
        play.avbild("close", "confirm", ACCOUNT, "--by", SECRETARY)


def close_account(play: Play) -> None:
    """Close the account on the platform, confirm it, and clear the register."""
    with play.screen.step("Kontot stängs på Torget, och Avbild ser det"):
        play.change("deactivate")
        play.avbild("watch", ACCOUNT)
    with play.screen.step("En person bekräftar"):
        play.avbild("close", "closed", ACCOUNT, "--by", SECRETARY)
    with play.screen.step("Kontot lämnar det publika registret"):
        play.avbild("close", "unlist", ACCOUNT, "--by", SECRETARY)
        play.avbild("register", "publish", str(_public(play)), "--by", COMMUNICATOR)
        play.avbild("register", "history", ACCOUNT)
    _demand(not _is_public(play), "Kontot är kvar på den publika listan.")
    with open_archive(read_settings()) as archive:
        (closure,) = archive.database.closures.list()
    _demand(closure.state is ClosureState.DONE, "Avslutet är inte klart.")


def results(play: Play) -> Rows:
    """Say what was made and where to look."""
    rows: Rows = []
    for order in play.packages:
        folder = package_folder(play, str(order.package_id))
        rows.append((order.reason.label, str(folder)))
        if (folder / REPORT).exists():
            rows.append(("  Förändringsrapport", str(folder / REPORT)))
    written = sorted(_conformity(play).iterdir())
    rows += [(f"Prövning ({path.suffix[1:].upper()})", str(path)) for path in written]
    return [*rows, ("Den publika listan", str(_public(play)))]


def addresses(play: Play) -> Rows:
    """Say where Torget answers, and how to open the archive."""
    return [("Torget", play.torget["url"]), ("Arkivet", f"AVBILD_HOME={play.archive}")]


def _write_list(play: Play) -> Path:
    path = play.folder / "konton.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        row = {**ENTRY, "Adress": play.torget["url"]}
        writer = csv.DictWriter(stream, row, delimiter=";")
        writer.writeheader()
        writer.writerow(row)
    return path


def _archive(play: Play, reason: OrderReason) -> None:
    """Carry out the order that waits, as `snapshot_account` would.

    Raises:
        DemoFailed: not exactly one waits, or it is for another reason.
    """
    with play.screen.step(f"Arkiverar kontot: {reason.label.lower()}"):
        waiting = _orders(OrderState.QUEUED)
        reasons = [order.reason for order in waiting]
        _demand(reasons == [reason], "Det väntar inte precis en sådan beställning.")
        play.avbild("order", "run", waiting[0].order_id)
        with open_archive(read_settings()) as archive:
            play.packages.append(archive.database.orders.get(waiting[0].order_id))


def _orders(state: OrderState) -> list[Order]:
    with open_archive(read_settings()) as archive:
        return list(archive.database.orders.list(state, account=ACCOUNT))


def _notices() -> list[Notice]:
    with open_archive(read_settings()) as archive:
        return list(archive.database.notices.list())


def _changes() -> list[ChangeState]:
    with open_archive(read_settings()) as archive:
        return [found.state for found in archive.database.changes.list(ACCOUNT)]


def _change() -> ProfileChange:
    with open_archive(read_settings()) as archive:
        (found,) = archive.database.changes.list(ACCOUNT)
    return found


def _verdicts() -> set[FieldVerdict]:
    """Give what is said of the fields that differ."""
    found = _change()
    return {one.verdict for one in found.comparisons if one.field in found.fields}


def _public(play: Play) -> Path:
    return play.folder / "publikt"


def _conformity(play: Play) -> Path:
    return play.folder / "provning"


def _is_public(play: Play) -> bool:
    """Tell whether the account stands in each of the public list's three forms."""
    texts = [p.read_text(encoding="utf-8") for p in sorted(_public(play).iterdir())]
    address = play.torget["url"]
    there = [address in text or json.dumps(address) in text for text in texts]
    _demand(len(set(there)) == 1, "Den publika listans former säger olika.")
    return there[0]


def _demand(is_so: bool, otherwise: str) -> None:  # noqa: FBT001 - what is demanded
    """Stop the story if what it tells of has not happened.

    Raises:
        DemoFailed: it has not.
    """
    if not is_so:
        raise DemoFailed(otherwise)


CLOSURE = Story(
    chapters=(
        Chapter("Scenen", set_the_scene),
        Chapter("Registret", enter_register),
        Chapter("Första arkiveringen", watch_first),
        Chapter("Väggen", meet_a_wall),
        Chapter("Profilen ändras", change_profile),
        Chapter("Riktlinjerna", try_the_guideline),
        Chapter("Beslutet att avsluta", decide_to_close),
        Chapter("Den slutliga arkiveringen", archive_last),
        Chapter("Kontot stängs", close_account),
    ),
    results=results,
    addresses=addresses,
)
"""An account that is watched and closed."""
