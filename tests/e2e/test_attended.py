# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A person attends the browser on a platform whose terms ask for that.

The pages are behind a login, and name whoever is logged in before the account.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from archivers.api import ApiAccess
from archivers.chromium import find_chromium, launch
from archivers.login import LoginWindow, log_in
from archivers.platforms.x import X
from archivers.saved_login import Login
from archivers.secrets import find_known
from archivers.snapshot import capture_account
from archivers.tools import CaptureTools
from graph import Running, World, serving
from graph.content import written
from graph.tokens import IG_TOKEN, PAGE_TOKEN
from schemas.account import Account
from schemas.capture import Capture, FileRole
from schemas.errors import LoginWall, NoSource
from schemas.order import Order, OrderReason
from schemas.profile import ObservedAs
from tests.e2e.runs import assert_nothing_left, now, tools_in

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

FEW = 4
HIDDEN = {"facebook": 1, "instagram": 0}
USERNAME = "alvmalakommun"
PLATFORMS = ("facebook", "instagram")
KEYS = {"facebook": PAGE_TOKEN, "instagram": IG_TOKEN}


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    world = World()
    for platform in PLATFORMS:
        world.hold(*written(platform, world.started_at)[-FEW:], on=platform)
    with serving(world) as found:
        yield found


@pytest.fixture(autouse=True)
def _forget_what_was_asked(running: Running) -> None:
    running.world.asked.clear()


def account_on(running: Running, platform: str) -> Account:
    origin = getattr(running.origins, f"{platform}_web")
    return Account.model_validate(
        {
            "account_id": "alvmala",
            "board_id": "ks",
            "platform": platform,
            "url": f"{origin}/{USERNAME}",
            "name": "Älvmåla kommun",
        }
    )


ORDER = Order(
    order_id="order-1",
    account_id="alvmala",
    reason=OrderReason.BASELINE,
    ordered_by="Ulla",
    ordered_at=now(),
    attended_by="Ulla",
    keep_incomplete=True,
)


@pytest.fixture
def tools(running: Running, tmp_path) -> CaptureTools:
    hosts = frozenset(one.partition("//")[2] for one in running.origins.every())
    access = ApiAccess(
        facebook_graph=running.origins.facebook_graph,
        instagram_graph=running.origins.instagram_graph,
    )
    return tools_in(tmp_path, hosts, access=access, is_attended=True)


def logged_in(running: Running, account: Account, tools: CaptureTools) -> Login:
    """Do what the person does in the window."""
    viewer = running.world.viewer

    def attend(window: LoginWindow) -> None:
        window.page.fill('[name="email"]', viewer.user)
        window.page.fill('[name="pass"]', viewer.password)
        window.page.click("button")
        window.page.wait_for_url(f"**/{USERNAME}")

    return log_in(account, tools, attend, is_visible=False)


def asked_of_pages(running: Running) -> list[str]:
    return [one.target for one in running.world.asked if one.server.endswith("-web")]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_profile_is_the_account_s_and_not_the_viewer_s(
    running, tools, tmp_path, platform
):
    """Without a key: what is seen is kept, and said to be only seen."""
    account = account_on(running, platform)
    login = logged_in(running, account, tools)
    folder = tmp_path / "capture"
    capture = capture_account(account, ORDER, folder, replace(tools, login=login))
    shown, viewer = running.world.page, running.world.viewer
    assert capture.profile.name == shown.name
    assert capture.profile.handle == USERNAME
    assert viewer.biography not in str(capture.profile)
    assert capture.observed_as is ObservedAs.LOGGED_IN
    assert capture.extractor == f"{platform}-browser/1"
    posts = [item for item in capture.items if item.parent_id is None]
    assert len(posts) == FEW - HIDDEN[platform]
    assert all(
        USERNAME in str(post.permalink) or "/p/" in str(post.permalink)
        for post in posts
    )
    assert not capture.health.is_complete
    assert "bara sett i webbläsaren" in " ".join(capture.health.missing)
    for post in posts:
        assert post.body
        assert viewer.name not in post.body
    assert {FileRole.PAGE_PDF, FileRole.SCREENSHOT} <= {
        one.role for one in capture.files
    }
    assert_free_of_login(capture, folder, login)
    assert_nothing_left(tmp_path / "workspace")


def assert_free_of_login(capture: Capture, folder, login: Login) -> None:
    for file in capture.files:
        if file.role is FileRole.WARC:
            assert find_known(folder / file.path, login.secrets()) == []


@pytest.mark.parametrize("platform", PLATFORMS)
def test_without_a_person_no_page_is_opened(running, tools, tmp_path, platform):
    """Neither when there is a key nor when there is none."""
    account = account_on(running, platform)
    alone = replace(tools, is_attended=False)
    with pytest.raises(NoSource):
        capture_account(account, ORDER, tmp_path / "tom", alone)
    keyed = replace(alone.access, account_tokens={"alvmala": KEYS[platform]})
    capture = capture_account(
        account, ORDER, tmp_path / "capture", replace(alone, access=keyed)
    )
    assert asked_of_pages(running) == []
    assert capture.items
    assert any("Ingen person var med" in note for note in capture.health.notes)
    assert FileRole.SCREENSHOT not in {one.role for one in capture.files}


def test_a_wall_is_never_an_archive(running, tools, tmp_path):
    """A person who is not logged in sees no account."""
    with pytest.raises(LoginWall):
        capture_account(
            account_on(running, "facebook"), ORDER, tmp_path / "capture", tools
        )
    assert_nothing_left(tmp_path / "workspace")


def test_with_a_key_the_page_shows_how_what_the_api_gave_looked(
    running, tools, tmp_path
):
    """Every post once, with a place on the page where it was seen there."""
    account = account_on(running, "facebook")
    access = replace(tools.access, account_tokens={"alvmala": PAGE_TOKEN})
    login = logged_in(running, account, tools)
    both = replace(tools, access=access, login=login)
    folder = tmp_path / "capture"
    capture = capture_account(account, ORDER, folder, both)
    shares = {one.name: one for one in capture.health.sources}
    assert shares["api"].posts >= shares["browser"].posts > 0
    posts = [item for item in capture.items if item.parent_id is None]
    assert len({str(post.permalink) for post in posts}) == len(posts)
    for file in capture.files:
        if file.role is FileRole.WARC:
            assert PAGE_TOKEN.encode() not in (folder / file.path).read_bytes()
    assert_free_of_login(capture, folder, login)


# --- pages that carry no data of their own ------------------------------

DRAWN = """<!doctype html><html lang="sv"><title>Älmhult (@almhult) / X</title>
<nav><a href="/anna"><img src="{picture}" width="40"></a></nav>
<main><a href="/almhult/header_photo"><img src="{picture}?omslag"></a>
<a href="/almhult/photo"><img src="{picture}?profil"></a>
<div data-testid="UserName"><span>Älmhults kommun</span><span>@almhult</span></div>
<div data-testid="UserDescription">Officiellt konto.</div>
<article><a href="/almhult/status/12"><time datetime="2026-03-01T10:00:00Z">mars</time>
</a><div>Biblioteket har öppet.</div></article>
<article><a href="/anna/status/13">1 mars</a><div>Svar från någon annan.</div></article>
</main></html>"""


def test_x_shows_its_profile_where_it_draws_it(tmp_path):
    """Its pages fetch what they show; somebody else's post is not the account's."""
    account = Account.model_validate(
        {
            "account_id": "almhult",
            "board_id": "ks",
            "platform": "x",
            "url": "https://x.com/almhult",
            "name": "Älmhults kommun",
        }
    )
    reader = X().pages_of(account)
    with launch(find_chromium(None), [], tmp_path) as browser:
        page = browser.new_page()
        body = DRAWN.format(picture="https://pbs.example/a.png")
        html = "text/html; charset=utf-8"
        page.route("**/*", lambda route: route.fulfill(body=body, content_type=html))
        page.goto("https://x.com/almhult")
        found = reader.read_profile(page)
        assert found.profile.name == "Älmhults kommun"
        assert found.profile.about == "Officiellt konto."
        assert found.profile.avatar.url == "https://pbs.example/a.png?profil"
        assert found.profile.cover.url == "https://pbs.example/a.png?omslag"
        (post,) = reader.read_items(page)
        assert post.permalink == "https://x.com/almhult/status/12"
        assert "Biblioteket har öppet." in post.text
        assert post.published is not None
        page.goto("https://x.com/anna")
        assert reader.read_profile(page).profile.core_fields() == 0
