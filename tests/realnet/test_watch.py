# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The watch on a real Bluesky network: each change archived once, nothing else ever.

Every test has an account of its own and an archive of its own, so that none of them
sees what another has done. Where days must pass the archive's clock is moved; the
network underneath is always the real one.
"""

import hashlib
import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import etree
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTFigure, LTImage

from archivers.platforms.bluesky.names import digest_of
from archivers.warc import read_records
from pipeline.context import Archive, open_archive
from pipeline.settings import Settings
from pipeline.watch.look import watch
from schemas.account import AccountStatus
from schemas.order import EventKind, OrderReason
from schemas.profile import Observation, PageState
from schemas.watch import Notice, NoticeFor, NoticeKind

PATIENCE_SECONDS = 60
NAME = "Kulturhuset i Älmhult"
ABOUT = "Kulturhuset har öppet varje dag."
NEW_NAME = "Kulturhuset Blohmé"
NEW_ABOUT = "Kulturhuset är stängt i sommar."

PICTURES = {"avatar": "avatar", "banner": "cover"}
TEXTS = {"name": ("name", NAME, NEW_NAME), "about": ("about", ABOUT, NEW_ABOUT)}
_numbers = count(1)


# --- An account, and the archive that watches it --------------------------------------


@dataclass
class Clock:
    """The archive's clock, which a test moves."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))  # noqa: TID251

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def pass_hours(self, hours: int) -> None:
        """Let time pass."""
        self.now += timedelta(hours=hours)


@dataclass(frozen=True)
class Watched:
    """An account on the network, and an archive of its own that has archived it."""

    bluesky: Any
    avbild: Any
    seed: dict[str, Any]

    @property
    def did(self) -> str:
        """The account's name on the network, which never changes."""
        return self.seed["did"]

    # --- what is done to the account ---

    def change(self, what: str, *text: str) -> str:
        """Change the profile, and wait until the views show it."""
        before = self.shown()
        said = self.bluesky.change(what, self.seed["name"], *text)
        until(lambda: self.shown() != before)
        return said

    def shown(self) -> tuple[Any, ...]:
        """Give what the views show of the profile."""
        seen = self.bluesky.view("actor.getProfile", actor=self.did)
        names = ("error", "displayName", "description", "avatar", "banner", "handle")
        return tuple(seen.get(name) for name in names)

    def revision(self) -> str:
        """Ask the data server for the revision of what the account holds."""
        address = f"{self.bluesky.data_server}/xrpc/com.atproto.sync.getLatestCommit"
        return httpx.get(address, params={"did": self.did}).json()["rev"]

    # --- what the archive does ---

    def watch(self) -> dict[str, Any]:
        """Look once, by the command."""
        (outcome,) = self.avbild.json("watch", "konto")["outcomes"]
        return outcome

    def archive_now(self, reason: str = "Prov på riktigt nätverk") -> Path:
        """Archive the account, and give the package's folder."""
        made = self.avbild.json("snapshot", "konto", "--reason", reason)
        return self.avbild.package(made["package"]["package_id"])

    def carry_out(self, order_id: str) -> Path:
        """Carry out an order, and give the package's folder."""
        made = self.avbild.json("order", "run", order_id)
        return self.avbild.package(made["package"]["package_id"])

    # --- what the archive knows ---

    def changes(self) -> list[dict[str, Any]]:
        """List the changes, newest first."""
        return self.avbild.json("change", "list", "--account", "konto")["changes"]

    def ordered(self) -> list[str]:
        """List why archivings have been ordered, oldest first."""
        orders = self.avbild.json("order", "list", "--account", "konto")["orders"]
        return [order["reason"] for order in reversed(orders)]

    def told(self) -> list[tuple[str, str]]:
        """List what people have been told, and whom."""
        notices = self.avbild.json("inbox", "list", "--all")["notices"]
        return sorted((one["kind"], one["recipient"]) for one in notices)

    @contextmanager
    def opened(self, clock: Callable[[], datetime]) -> Iterator[Archive]:
        """Open the archive with another clock."""
        made = {
            name.removeprefix("AVBILD_").lower(): value
            for name, value in self.avbild.settings.items()
        }
        with open_archive(Settings(home=self.avbild.home, **made)) as archive:
            yield replace(archive, clock=clock)


@pytest.fixture
def new_account(bluesky, tmp_path) -> Callable[..., Watched]:
    """Make an account on the network, and an archive that has archived it."""

    def new(origin: str = "https://bsky.app") -> Watched:
        seed = bluesky.newcomer(f"kulturhuset{next(_numbers)}")
        avbild = bluesky.archive(tmp_path / "archive")
        address = f"{origin}/profile/{seed['handle']}"
        avbild.json(
            *("account", "add", "konto", "--board", "ks", "--name", "Kulturhuset"),
            *("--platform", "bluesky", "--url", address),
        )
        return Watched(bluesky, avbild, seed)

    return new


@pytest.fixture
def watched(new_account) -> Watched:
    """An account that is not archived yet."""
    return new_account()


def until(is_true: Callable[[], bool]) -> None:
    """Wait until the views have caught up with the account's server."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_true():
        assert time.monotonic() < deadline, "the views never caught up"
        time.sleep(0.1)


# --- What stands in a package ---------------------------------------------------------


def one(folder: Path, name: str) -> Path:
    (found,) = (path for path in folder.rglob("*") if path.match(name))
    return found


def report_of(package: Path) -> dict[str, Any]:
    """Give what the change report says, as data."""
    told = json.loads(one(package, "capture.json").read_text(encoding="utf-8"))
    return told["change_report"]


def changed_row(package: Path) -> dict[str, Any]:
    """Give the one field that the change report says is another."""
    (row,) = (r for r in report_of(package)["rows"] if r["verdict"] == "changed")
    return row


def words_of(package: Path) -> str:
    """Give what the change report says, on paper: of two columns line by line."""
    return " ".join(extract_text(str(one(package, "change-report.pdf"))).split())


def pictures_in(package: Path) -> int:
    """Count the pictures on the change report's pages."""

    def number(part: object) -> int:
        if isinstance(part, LTImage):
            return 1
        return sum(map(number, part)) if isinstance(part, LTFigure) else 0

    pdf = io.BytesIO(one(package, "change-report.pdf").read_bytes())
    return sum(number(part) for page in extract_pages(pdf) for part in page)


def recorded(package: Path) -> set[str]:
    """Give the digests of what the package's recording holds."""
    records = read_records(one(package, "*-api.warc.gz"))
    answers = (record for record in records if record.type == "response")
    return {hashlib.sha256(record.decoded()).hexdigest() for record in answers}


def bodies(package: Path) -> set[str]:
    root = etree.parse(one(package, "items.xml")).getroot()
    return {item.findtext("{*}body") for item in root.iterfind("{*}item")}


# --- Changes --------------------------------------------------------------------------


def archived_for(watched: Watched, name: str) -> Path:
    """See a change twice, archive it once, and see that nothing more comes of it."""
    waiting = watched.watch()
    assert (waiting["fields"], waiting["change"]) == ([name], "waiting")
    assert waiting["order_id"] is None
    confirmed = watched.watch()
    assert (confirmed["fields"], confirmed["change"]) == ([name], "confirmed")
    assert confirmed["is_new_order"]
    again = watched.watch()
    assert (again["order_id"], again["is_new_order"]) == (confirmed["order_id"], False)
    package = watched.carry_out(confirmed["order_id"])
    for _ in range(3):
        calm = watched.watch()
        assert (calm["state"], calm["fields"], calm["order_id"]) == ("ok", [], None)
    assert watched.ordered() == ["request", "profile_change"]
    assert [one["state"] for one in watched.changes()] == ["confirmed"]
    return package


@pytest.mark.parametrize("what", PICTURES)
def test_a_new_picture_is_archived_once_beside_the_old(watched, what, tmp_path):
    """The old original is gone at the source; the archive has both, byte for byte."""
    first, name = watched.archive_now(), PICTURES[what]
    old, new = watched.seed[what], watched.change(what)
    second = archived_for(watched, name)
    row = changed_row(second)
    shown = [row[f"{when}_picture"]["sha256"] for when in ("before", "after")]
    assert (row["field"], shown) == (name, [digest_of(old), digest_of(new)])
    assert pictures_in(second) >= len(shown)
    assert digest_of(old) in recorded(first)
    assert digest_of(new) in recorded(second) - recorded(first)
    (change,) = watched.changes()
    folder = tmp_path / "pictures"
    told = watched.avbild.json(
        "change", "show", change["change_id"], "--to", str(folder)
    )
    files = [Path(file).read_bytes() for file in told["files"]]
    assert [hashlib.sha256(file).hexdigest() for file in files] == shown
    assert watched.told() == [("change_confirmed", "secretary")]


def test_a_recoloured_picture_is_archived_when_a_person_says_so(watched):
    """Drawn alike in another colour: no machine can tell whether that is a change."""
    watched.archive_now()
    watched.change("recoloured-avatar", "KH")
    seen = [watched.watch() for _ in range(4)]
    assert [outcome["change"] for outcome in seen] == ["waiting", *["to_judge"] * 3]
    assert watched.ordered() == ["request"]
    assert watched.told() == [("change_to_judge", "secretary")]
    (change,) = watched.changes()
    judged = watched.avbild.json(
        *("change", "judge", change["change_id"], "--changed"),
        *("--reason", "Kommunens nya färg"),
    )
    watched.carry_out(judged["order"]["order_id"])
    calm = watched.watch()
    assert (calm["fields"], calm["order_id"]) == ([], None)
    assert watched.ordered() == ["request", "profile_change"]


@pytest.mark.parametrize("what", TEXTS)
def test_a_new_text_is_archived_once_beside_the_old(watched, what):
    watched.archive_now()
    name, old, new = TEXTS[what]
    watched.change(what, new)
    second = archived_for(watched, name)
    row = changed_row(second)
    assert (row["field"], row["before"], row["after"]) == (name, old, new)
    text = words_of(second)
    assert old in text
    assert new in text
    assert watched.told() == [("change_confirmed", "secretary")]


def test_a_new_handle_is_found_though_the_revision_stands_still(watched):
    """The register has the old address; the account is known by its DID."""
    watched.archive_now()
    before, handle = watched.revision(), f"nya-{watched.seed['handle']}"
    watched.change("handle", handle)
    assert watched.revision() == before
    second = archived_for(watched, "handle")
    row = changed_row(second)
    assert (row["before"], row["after"]) == (watched.seed["handle"], handle)
    # Of the change itself, and of the register's address that is out of date.
    assert watched.told() == [("change_confirmed", "secretary")] * 2


def test_an_account_that_is_as_it_was_gives_nothing(watched):
    watched.archive_now()
    for _ in range(5):
        outcome = watched.watch()
        assert (outcome["state"], outcome["fields"]) == ("ok", [])
    assert watched.changes() == []
    assert watched.ordered() == ["request"]
    assert watched.told() == []


def test_a_change_that_is_taken_back_before_it_is_seen_again_is_only_noted(watched):
    watched.archive_now()
    watched.change("name", NEW_NAME)
    assert watched.watch()["change"] == "waiting"
    watched.change("name", NAME)
    for _ in range(3):
        assert watched.watch()["order_id"] is None
    assert [change["state"] for change in watched.changes()] == ["reverted"]
    assert watched.ordered() == ["request"]
    assert watched.told() == []


# --- What is deleted ------------------------------------------------------------------


def test_what_is_deleted_is_reported_from_the_difference(watched):
    """Nothing on the network shows that anything was there."""
    first = watched.archive_now()
    post, comment = watched.seed["posts"][0], watched.seed["comment"]
    watched.bluesky.change("delete-post", watched.seed["name"], post)
    watched.bluesky.change("delete-post", "karin-s", comment)
    view = partial(watched.bluesky.view, "feed.getPosts")
    until(lambda: not view(uris=post)["posts"] + view(uris=comment)["posts"])
    second = watched.archive_now("Efter borttagning")
    gone = bodies(first) - bodies(second)
    assert gone == {
        "Kulturhuset, kväll 1: konsert i biblioteket.",
        "Vilken tid börjar konserten?",
    }
    content = report_of(second)["content"]
    assert content["earlier_package_id"] == first.name
    assert sorted(item["kind"] for item in content["missing"]) == ["comment", "post"]
    assert first.name in words_of(second)
    assert watched.told() == [("content_missing", "secretary")]
    with watched.opened(Clock()) as archive:
        (event,) = archive.database.events.list("konto", EventKind.CONTENT_MISSING)
    assert (event.detail["posts"], event.detail["comments"]) == ("1", "1")


# --- An account that seems gone -------------------------------------------------------

PAGE = b"""<!doctype html><html lang="en"><title>Bluesky</title>
<body><main id="root"></main><script>
const actor = location.pathname.split('/')[2]
fetch(`/xrpc/app.bsky.actor.getProfile?actor=${actor}`).then(async (answer) => {
  const told = await answer.json(), root = document.getElementById('root')
  const put = (tag, text) => {
    const made = root.appendChild(document.createElement(tag))
    made.textContent = text
    return made
  }
  if (!answer.ok) return put('p', told.message).setAttribute('role', 'alert')
  document.title = `${told.displayName} (@${told.handle}) - Bluesky`
  put('h1', told.displayName)
  put('p', `@${told.handle}`)
  put('p', told.description)
})
</script></body></html>"""


class WebClient(BaseHTTPRequestHandler):
    """A page for each profile, which its own program fills in the visitor's browser.

    So is Bluesky's own, which is no part of the network's servers. Of the account it
    shows what the view server says.
    """

    views = ""

    def do_GET(self) -> None:
        """Give the page, or what the view server says."""
        if self.path.startswith("/xrpc/"):
            answer = httpx.get(f"{self.views}{self.path}")
            return self._answer(answer.status_code, "application/json", answer.content)
        is_page = self.path.startswith("/profile/")
        return self._answer(200 if is_page else 404, "text/html", PAGE)

    def _answer(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def web_client(bluesky) -> Iterator[str]:
    """Run a web client of this network; gives its address."""
    handler = type("Client", (WebClient,), {"views": bluesky.views})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def set_control(watched: Watched, address: str, folder: Path) -> None:
    """Decide which page vouches for the platform."""
    rules = folder / "regler.json"
    rules.write_text(json.dumps({"kontrolladresser": {"bluesky": address}}))
    watched.avbild.json(
        *("policy", "set", "change", str(rules), "--reason", "Prov på riktigt nätverk")
    )


def look_for_days(archive: Archive, clock: Clock, hours: int) -> list[Notice]:
    """Look every six hours, and give what people have been told by then."""
    for _ in range(0, hours, 6):
        clock.pass_hours(6)
        (outcome,) = watch(archive, ["konto"])
        assert outcome.state is PageState.DEACTIVATED
        assert (outcome.fields, outcome.order_id) == ((), None)
    return list(archive.database.notices.list())


def gone_sights(archive: Archive) -> tuple[Observation, ...]:
    return archive.database.observations.gone_since_good("konto")


def test_a_deactivated_account_is_asked_about_and_never_closed(
    bluesky, new_account, web_client, tmp_path
):
    watched, clock = new_account(web_client), Clock()
    other = bluesky.newcomer(f"granne{next(_numbers)}")
    set_control(watched, f"{web_client}/profile/{other['handle']}", tmp_path)
    watched.archive_now()
    assert watched.watch()["fields"] == []
    watched.change("deactivate")
    with watched.opened(clock) as archive:
        assert look_for_days(archive, clock, 48) == []
        sights = gone_sights(archive)
        assert {one.control_ok for one in sights} == {True}
        assert len({one.extractor for one in sights}) == 2
        assert {one.page_state for one in sights} <= {
            PageState.GONE,
            PageState.DEACTIVATED,
        }
        (notice,) = look_for_days(archive, clock, 24)
        assert notice.kind is NoticeKind.PROBABLY_CLOSED
        assert notice.recipient is NoticeFor.SECRETARY
        assert_untouched(archive)
    watched.change("activate")
    with watched.opened(clock) as archive:
        for _ in range(3):
            clock.pass_hours(1)
            (outcome,) = watch(archive, ["konto"])
            assert (outcome.state, outcome.fields) == (PageState.OK, ())
        kinds = sorted(one.kind.value for one in archive.database.notices.list())
        assert kinds == ["probably_closed", "recovered"]
        assert_untouched(archive)


def assert_untouched(archive: Archive) -> None:
    """Nothing is closed, ordered or changed."""
    account = archive.database.accounts.get("konto")
    assert account.status is AccountStatus.ACTIVE
    orders = archive.database.orders.list(None, "konto")
    assert [order.reason for order in orders] == [OrderReason.REQUEST]
    assert archive.database.closures.list() == ()
    assert archive.database.changes.list("konto") == ()


def test_if_the_control_page_fails_too_it_is_a_fault_for_operations(
    new_account, web_client, tmp_path
):
    watched, clock = new_account(web_client), Clock()
    set_control(watched, f"{web_client}/profile/finns-inte.test", tmp_path)
    watched.archive_now()
    watched.watch()
    watched.change("deactivate")
    with watched.opened(clock) as archive:
        (notice,) = look_for_days(archive, clock, 72)
        assert {one.control_ok for one in gone_sights(archive)} == {False}
        assert notice.recipient is NoticeFor.OPERATIONS
        assert "Kontrollsidan" in notice.text
        assert_untouched(archive)


# --- Servers that are down ------------------------------------------------------------


@pytest.mark.parametrize("server", ["views", "data"])
def test_a_server_that_is_down_is_told_once_and_so_is_its_return(watched, server):
    """A day has passed, so each server is asked: a glance would do with the views."""
    watched.archive_now()
    watched.watch()
    clock = Clock()
    with watched.opened(clock) as archive:

        def look() -> PageState | None:
            clock.pass_hours(31)
            (outcome,) = watch(archive, ["konto"])
            assert (outcome.fields, outcome.order_id) == ((), None)
            return outcome.state

        def told() -> list[NoticeKind]:
            return [one.kind for one in archive.database.notices.list()]

        with watched.bluesky.without(server):
            assert [look() for _ in range(4)] == [PageState.UNAVAILABLE] * 4
            assert told() == [NoticeKind.OUTAGE]
        assert [look() for _ in range(3)] == [PageState.OK] * 3
        assert sorted(told()) == [NoticeKind.OUTAGE, NoticeKind.RECOVERED]
        assert archive.database.watch.open_outages() == ()
        assert_untouched(archive)


def test_a_change_is_found_though_the_servers_were_down_meanwhile(watched):
    watched.archive_now()
    assert watched.watch()["fields"] == []
    watched.change("name", NEW_NAME)
    with watched.bluesky.without("views"):
        for _ in range(2):
            down = watched.watch()
            assert (down["state"], down["fields"]) == ("unavailable", [])
    archived_for(watched, "name")
    assert watched.told() == [
        ("change_confirmed", "secretary"),
        ("outage", "operations"),
        ("recovered", "operations"),
    ]
