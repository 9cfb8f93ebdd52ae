# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make demo PLATFORM=facebook`: a page on Facebook through its owner's own doors.

The page is read by the API with its owner's key, its look by a browser that the owner
has cleared, and what the owner has written by the export that Facebook gives. All of
it is one list of posts and comments in one package. Then the key runs out, and a person
is asked for a new one. Facebook is played by a small server of the demo's own.
"""

import gzip
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from pipeline.context import open_archive
from pipeline.settings import read_settings
from schemas.order import Order, OrderReason, OrderState
from schemas.profile import ChangeState, PageState
from schemas.watch import NoticeKind
from tools.demo_airflow import ROOT
from tools.demo_stage import DemoFailed
from tools.demo_story import BOARD, Chapter, Play, Rows, Story, package_folder

ACCOUNT = "alvmala-facebook"
TOWN, PAGE = "Älvmåla kommun", "Älvmåla kommun på Facebook"
COMMUNICATOR, MANAGER = "Kim Kommunikatör", "Gun Chef"
DECISION = "Kommunstyrelsen 2026-03-10 § 41, dnr KS 2026/118"
CLEARANCE = "KS 2026/77"
REMOVED = "104100200300400_122000000000004"
HIDDEN = "Ni är värdelösa hela högen"
ITEMS = "representations/items/data/items.xml"
TRANSCRIPT = "representations/rendering/data/pdf/transcript.pdf"
START_SECONDS = 60.0


def set_the_scene(play: Play) -> None:
    """Start what plays Facebook, and make an empty archive that may reach it."""
    with play.screen.step("Startar en server som svarar som Facebook"):
        facts = _folder(play) / "graph.json"
        command = [sys.executable, "-m", "graph", "serve", "--open"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "demo")}
        words = [*command, "--state", str(facts.parent)]
        play.stage.start("Facebook", words, environment)
        play.stage.wait("Facebook", facts.exists, START_SECONDS)
        play.torget = json.loads(facts.read_text(encoding="utf-8"))
        hosts = [urlsplit(play.torget[name]).netloc for name in _SERVERS]
        play.stage.ports |= {int(host.rpartition(":")[2]) for host in hosts}
        os.environ["AVBILD_HOME"] = str(play.archive)
        os.environ["AVBILD_ALLOWED_PRIVATE_HOSTS"] = ",".join(hosts)
        os.environ["AVBILD_FACEBOOK_GRAPH"] = play.torget["facebook_graph"]
        os.environ["AVBILD_INSTAGRAM_GRAPH"] = play.torget["instagram_graph"]
        play.screen.say(f"Sidan: {play.torget['page_url']}")
    with play.screen.step("Skapar ett tomt arkiv: SQLite och lokal disk"):
        play.avbild("init")


def enter_register(play: Play) -> None:
    """Enter the board, its plan and the page."""
    with play.screen.step("För in nämnden och dess informationshanteringsplan"):
        name = "Kommunstyrelsen"
        play.avbild("board", "add", BOARD, "--name", name, "--municipality", TOWN)
        plan = str(ROOT / "demo" / "plan" / "kommunstyrelsen.csv")
        when = ("--decision", DECISION, "--valid-from", "2026-04-01")
        play.avbild("plan", "import", plan, "--board", BOARD, *when)
    with play.screen.step("För in sidan i kontoregistret"):
        where = ("--url", play.torget["page_url"], "--platform", "facebook")
        what = ("--board", BOARD, "--name", PAGE, *where)
        play.avbild("account", "add", ACCOUNT, *what)


def open_the_doors(play: Play) -> None:
    """Save the owner's key, try what it opens, and record the owner's decision."""
    with play.screen.step("Prövar vad sidan kan läsas med: ingenting ännu"):
        play.person_needed("account", "check", ACCOUNT)
    with play.screen.step("Sparar sidans åtkomstnyckel, krypterad"):
        key = f"{play.torget['page_token']}\n"
        play.avbild_told(key, "account", "token", ACCOUNT, "--by", COMMUNICATOR)
    with play.screen.step("Ägaren beslutar att webbläsaren får gå utan sällskap"):
        what = ("--decision", CLEARANCE, "--decided-by", MANAGER, "--on", "2026-03-12")
        play.avbild("account", "clear-browser", ACCOUNT, *what, "--by", COMMUNICATOR)
    with play.screen.step("Prövar igen"):
        play.avbild("account", "check", ACCOUNT)


def archive_first(play: Play) -> None:
    """See the page for the first time, and archive it by API and browser."""
    with play.screen.step("Avläser sidans profil genom API:et"):
        play.avbild("watch", ACCOUNT)
    _archive(play, OrderReason.BASELINE)
    _demand(_sources(play) == {"api", "browser"}, "Någon av källorna är inte med.")


def change_cover(play: Play) -> None:
    """Change the cover: archived once it has been seen again."""
    with play.screen.step("Sidans ägare byter omslagsbild"):
        _change(play, "cover")
    with play.screen.step("Avläser sidan: förändringen ska ses en gång till"):
        play.avbild("watch", ACCOUNT)
        _demand(_changes() == [ChangeState.WAITING], "Förändringen sågs inte.")
    with play.screen.step("Avläser sidan igen: nu beställs arkiveringen"):
        play.avbild("watch", ACCOUNT)
        _demand(_changes() == [ChangeState.CONFIRMED], "Förändringen bekräftades inte.")
    _archive(play, OrderReason.PROFILE_CHANGE)


def import_export(play: Play) -> None:
    """Read the owner's export, of a page where something has been removed since."""
    with play.screen.step("Ägaren beställer sidans export; den kommer i två filer"):
        _change(play, "export", str(play.folder / "export"))
        files = sorted(map(str, (play.folder / "export").glob("*.zip")))
    with play.screen.step("Sedan tar någon bort ett inlägg från sidan"):
        _change(play, "delete", REMOVED)
    with play.screen.step("Läser in exporten; API:et och webbläsaren läses också"):
        why = ("--reason", "Exporten har kommit", "--by", COMMUNICATOR)
        play.avbild("import", ACCOUNT, *files, *why)
        play.packages.append(_orders(OrderState.DONE)[-1])
    _demand(
        _sources(play) == {"api", "export", "browser"}, "Någon av källorna är inte med."
    )
    said = "[starts-with(*[local-name()='body'], 'Bygglovsexpeditionen')]"
    removed = _items(play, f"count(//*[@kind='post']{said})")
    _demand(removed == 1, "Det borttagna inlägget är inte med precis en gång.")
    number = _items(play, "count(//*[local-name()='item'])")
    play.screen.say(f"En lista av tre källor: {number:.0f} inlägg och kommentarer.")
    play.screen.say("Det borttagna inlägget finns kvar genom exporten.")


def look_at_hidden(play: Play) -> None:
    """See that a comment that the owner has hidden is kept, and marked as hidden."""
    with play.screen.step(
        "En kommentar som ägaren har dolt finns kvar, märkt som dold"
    ):
        path = package_folder(play, str(play.packages[-1].package_id)) / ITEMS
        text = path.read_text(encoding="utf-8")
        _demand(HIDDEN in text, "Den dolda kommentaren är inte med.")
        play.screen.say(f"”{HIDDEN} …” – dold av kontots ägare")


def key_runs_out(play: Play) -> None:
    """Let the key run out: a person is asked, and nothing is taken for a change."""
    with play.screen.step("Nyckeln går ut; sidan avläses två gånger"):
        _change(play, "expire-token")
        for _ in range(2):
            play.avbild("watch", ACCOUNT)
        _demand(_changes() == [ChangeState.CONFIRMED], "Det togs för en förändring.")
    with play.screen.step("Inkorgen säger det, en gång"):
        play.avbild("inbox", "list")
        _demand(_alarms() == 1, "Det blev inte precis ett larm.")
    with play.screen.step("Avbild säger vad någon ska göra"):
        play.person_needed("account", "check", ACCOUNT)
    with play.screen.step("Kommunikatören lägger in en ny nyckel"):
        _change(play, "renew-token")
        key = f"{play.torget['page_token']}\n"
        play.avbild_told(key, "account", "token", ACCOUNT, "--by", COMMUNICATOR)
        play.avbild("watch", ACCOUNT)
    with open_archive(read_settings()) as archive:
        seen = archive.database.observations.last_seen(ACCOUNT)
    is_seen = seen is not None and seen.page_state is PageState.OK
    _demand(is_seen, "Sidan sågs inte igen.")


def verify(play: Play) -> None:
    """Check the packages, and that the key stands nowhere in the archive."""
    for order in play.packages:
        with play.screen.step(f"Kontrollerar paketet: {order.reason.label.lower()}"):
            play.avbild("package", "verify", str(order.package_id))
    with play.screen.step("Söker efter åtkomstnyckeln i allt som finns i arkivet"):
        key = play.torget["page_token"].encode()
        there = [path for path in play.archive.rglob("*") if _holds(path, key)]
        _demand(not there, "Åtkomstnyckeln finns i arkivet.")
        play.screen.say("Den finns ingenstans.")


def results(play: Play) -> Rows:
    """Say what was made and where to look."""
    rows: Rows = []
    for order in play.packages:
        folder = package_folder(play, str(order.package_id))
        rows.append((order.reason.label, str(folder)))
        rows.append(("  Läsbar handling", str(folder / TRANSCRIPT)))
    return rows


def addresses(play: Play) -> Rows:
    """Say where the page answers, and how to open the archive."""
    return [
        ("Sidan", play.torget["page_url"]),
        ("API:et", play.torget["facebook_graph"]),
        ("Arkivet", f"AVBILD_HOME={play.archive}"),
    ]


_SERVERS = (
    "facebook_graph",
    "instagram_graph",
    "media",
    "facebook_web",
    "instagram_web",
    "control",
)


def _folder(play: Play) -> Path:
    return play.folder / "facebook"


def _change(play: Play, what: str, value: str = "") -> None:
    """Change the page on the server.

    Raises:
        DemoFailed: the server did not do it.
    """
    words = [sys.executable, "-m", "graph", "change", str(_folder(play)), what, value]
    done = subprocess.run(
        words,
        env={**os.environ, "PYTHONPATH": str(ROOT / "demo")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    _demand(done.returncode == 0, f"Sidan ändrades inte: {what}.")


def _archive(play: Play, reason: OrderReason) -> None:
    """Carry out the order that waits, as `snapshot_account` would.

    Raises:
        DemoFailed: not exactly one waits, or it is for another reason.
    """
    with play.screen.step(f"Arkiverar sidan: {reason.label.lower()}"):
        waiting = _orders(OrderState.QUEUED)
        reasons = [order.reason for order in waiting]
        _demand(reasons == [reason], "Det väntar inte precis en sådan beställning.")
        play.avbild("order", "run", waiting[0].order_id)
        with open_archive(read_settings()) as archive:
            play.packages.append(archive.database.orders.get(waiting[0].order_id))


def _orders(state: OrderState) -> list[Order]:
    with open_archive(read_settings()) as archive:
        found = list(archive.database.orders.list(state, account=ACCOUNT))
    return sorted(found, key=lambda order: order.ordered_at)


def _changes() -> list[ChangeState]:
    with open_archive(read_settings()) as archive:
        return [found.state for found in archive.database.changes.list(ACCOUNT)]


def _alarms() -> int:
    """Count what the inbox says of accounts that cannot be seen."""
    with open_archive(read_settings()) as archive:
        told = [notice.kind for notice in archive.database.notices.list()]
    return told.count(NoticeKind.ACCESS) + told.count(NoticeKind.OUTAGE)


def _sources(play: Play) -> set[str]:
    """Give the sources that the items of the last package came from."""
    folder = package_folder(play, str(play.packages[-1].package_id))
    root = etree.parse(str(folder / ITEMS)).getroot()
    words = root.xpath("//*[local-name()='source']/text()")
    return {str(word) for word in words} & {"api", "export", "browser"}


def _items(play: Play, question: str) -> float:
    folder = package_folder(play, str(play.packages[-1].package_id))
    return float(etree.parse(str(folder / ITEMS)).getroot().xpath(question))


def _holds(path: Path, secret: bytes) -> bool:
    """Tell whether a file holds a secret, also packed in it."""
    if not path.is_file():
        return False
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            return any(secret in parts.read(name) for name in parts.namelist())
    content = path.read_bytes()
    unpacked = gzip.decompress(content) if path.suffix == ".gz" else b""
    return secret in content or secret in unpacked


def _demand(is_so: bool, otherwise: str) -> None:  # noqa: FBT001 - what is demanded
    """Stop the story if what it tells of has not happened.

    Raises:
        DemoFailed: it has not.
    """
    if not is_so:
        raise DemoFailed(otherwise)


FACEBOOK = Story(
    chapters=(
        Chapter("Scenen", set_the_scene),
        Chapter("Registret", enter_register),
        Chapter("Ägarens dörrar", open_the_doors),
        Chapter("Första arkiveringen", archive_first),
        Chapter("Omslagsbilden byts", change_cover),
        Chapter("Ägarens export", import_export),
        Chapter("En dold kommentar", look_at_hidden),
        Chapter("Nyckeln går ut", key_runs_out),
        Chapter("Kontrollen", verify),
    ),
    results=results,
    addresses=addresses,
)
"""A page on Facebook through its owner's own doors."""
