# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accounts and servers that go away, on a real network: asked about, never closed.

Where days must pass the archive's clock is moved; the network is the real one.
"""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from pipeline.context import Archive
from pipeline.watch.look import watch
from schemas.account import AccountStatus
from schemas.order import OrderReason
from schemas.profile import Observation, PageState
from schemas.watch import Notice, NoticeFor, NoticeKind
from tests.realnet.watched import Clock, Watched, numbers

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
    other = bluesky.newcomer(f"granne{next(numbers)}")
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
