# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accounts are checked against the guideline with a real browser, up to the PDF/A."""

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from archivers import for_account
from archivers.address import AddressGuard
from archivers.browser import Session
from archivers.chromium import find_chromium, launch
from archivers.conformity import read_links, take_portrait
from archivers.conformity.covered import COLOUR
from archivers.visit import see_post
from pipeline.conformity.check import check_board
from pipeline.conformity.export import export
from pipeline.context import Archive, open_archive, set_up
from pipeline.policies import set_policy
from pipeline.settings import Settings
from schemas.account import Board
from schemas.conformity import ConformityCheck, ConformityState
from schemas.errors import AccountGone, NotAllowed
from schemas.policy import PolicyKind
from schemas.profile import PageState, Profile
from tests.e2e.runs import account_at, assert_nothing_left, tools_in
from tests.e2e.sites import Torget, run_torget, serve_pages

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

CONFORMS, LACKS = ConformityState.CONFORMS, ConformityState.LACKS
STRANGER = "https://www.facebook.com/okandtkonto"
BY_SCRIPT = (
    "<ul></ul><script>setTimeout(() => document.querySelector('ul').innerHTML ="
    " '<li><a href=\"{url}\">Kontot</a></li>', 300)</script>"
)
BARE = """<!DOCTYPE html><html lang="sv"><title>Kvarnen</title>
<body itemscope itemtype="https://schema.org/Organization"><h1 itemprop="name">Kvarnen
</h1><img itemprop="logo" src="/kvarnen.png" alt="" width="90" height="90">
<p itemprop="description">Välkommen!</p>
<p>Följ oss: <a itemprop="sameAs" href="https://kvarnen.example/">kvarnen.example</a></p>
<div class="comment">Ring mig på 070-1740605, almhult.se/socialamedier</div></body>
"""


@pytest.fixture(scope="module")
def torget(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Torget]:
    with run_torget(tmp_path_factory.mktemp("torget"), "--posts", "3") as site:
        yield site


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, torget: Torget) -> Iterator[str]:
    """The municipality's page, in two forms, and an account that lacks nearly all."""
    folder = tmp_path_factory.mktemp("sidor")
    links = (
        f'<a href="{torget.url}?utm_source=x">Kommunen</a><a href="{STRANGER}">?</a>'
    )
    (folder / "register.html").write_text(f"<!DOCTYPE html>{links}", "utf-8")
    by_script = BY_SCRIPT.format(url=torget.url)
    (folder / "skript.html").write_text(f"<!DOCTYPE html>{by_script}", "utf-8")
    (folder / "kvarnen.html").write_text(BARE, "utf-8")
    Image.new("RGB", (90, 90), "teal").save(folder / "kvarnen.png")
    with serve_pages(folder) as origin:
        yield origin


@pytest.fixture
def archive(tmp_path: Path, torget: Torget, pages: str) -> Iterator[Archive]:
    """An archive with a conforming account and one that is bare."""
    hosts = ",".join([*torget.hosts, pages.removeprefix("http://")])
    settings = Settings(home=tmp_path / "hem", allowed_private_hosts=hosts)
    set_up(settings)
    board = Board(board_id="ks", name="Kommunstyrelsen", municipality="Älmhults kommun")
    content = {
        "rules_links": ["https://www.almhult.se/socialamedier"],
        "register_page": f"{pages}/register.html",
    }
    with open_archive(settings, agent="Ulla") as opened:
        opened.database.boards.add(board)
        opened.database.accounts.add(account_at(torget.url))
        bare = account_at(f"{pages}/kvarnen.html")
        bare = bare.model_copy(update={"account_id": "kvarnen", "name": "Kvarnen"})
        opened.database.accounts.add(bare)
        set_policy(opened, PolicyKind.CONFORMITY, None, content, "Provet")
        yield opened


def states(report, account_id: str) -> dict[ConformityCheck, ConformityState]:
    found = next(a for a in report.accounts if a.account_id == account_id)
    return {each.check: each.state for each in found.findings}


def test_a_board_is_checked_and_its_report_is_written(archive, torget, tmp_path):
    """Torget's account conforms when its about has a number; the bare one lacks."""
    torget.change("about")
    try:
        report = check_board(archive, "ks")
    finally:
        torget.change("about")
    town, bare = states(report, "almhult-torget"), states(report, "kvarnen")
    assert {s for s in town.values() if s is not CONFORMS} == {
        ConformityState.NOT_APPLICABLE
    }
    assert {check for check, state in bare.items() if state is LACKS} == {
        ConformityCheck.PURPOSE,
        ConformityCheck.CONTACT,
        ConformityCheck.RULES_LINK,
        ConformityCheck.IN_REGISTER,
    }
    assert bare[ConformityCheck.SENDER] is ConformityState.UNKNOWN
    assert bare[ConformityCheck.PAGE_FOUND] is CONFORMS
    assert report.strangers == (STRANGER,)
    page, paper = export(archive, report, tmp_path / "ut")
    with pikepdf.open(paper) as pdf:
        assert pdf.open_metadata().pdfa_status == "2B"
        assert "/StructTreeRoot" in pdf.Root
    markup = page.read_text("utf-8")
    assert markup.count('alt="Kontots sida som en besökare ser den"') == 2
    assert "http-equiv" in markup
    assert 'src="http' not in markup
    assert_nothing_left(archive.settings.work_folder)


def test_a_login_wall_is_unknown(archive, torget):
    """What stands behind a wall is not lacking, and a wall gives no picture."""
    torget.change("login-wall")
    try:
        report = check_board(archive, "ks")
    finally:
        torget.change("normal")
    found = states(report, "almhult-torget")
    assert LACKS not in found.values()
    assert found[ConformityCheck.PAGE_FOUND] is ConformityState.UNKNOWN
    walled = next(a for a in report.accounts if a.account_id == "almhult-torget")
    assert walled.picture_sha256 is None
    assert states(report, "kvarnen")[ConformityCheck.PAGE_FOUND] is CONFORMS


def test_a_portrait_is_the_window_and_the_account_s_own_words(torget, tmp_path):
    """What citizens write is not the account's word, whatever it says."""
    portrait = take_portrait(account_at(torget.url), tools_in(tmp_path, torget.hosts))
    with Image.open(io.BytesIO(portrait.png)) as picture:
        assert picture.size == (1280, 900)
        assert len(picture.convert("RGB").getcolors(2**24)) > 100
    text = " ".join(portrait.texts)
    assert "Förhållningsregler: almhult.se/socialamedier" in text
    assert "Snöröjningen" not in text
    assert any("Snöröjningen är i full gång" in post for post in portrait.posts)
    assert "Gunnel" not in text + " ".join(portrait.posts)
    assert portrait.profile.name == "Älmhults kommun"


def test_nothing_of_any_post_is_left_in_a_portrait(torget, tmp_path):
    """It is kept as evidence, which no gallring of items searches."""
    tools = tools_in(tmp_path, torget.hosts)
    account = account_at(torget.url)
    guard = AddressGuard(tools.allowed_private_hosts)
    with (
        launch(find_chromium(None), guard.browser_arguments(), tmp_path) as browser,
        Session(browser, guard, tools.limits, tools.clock) as session,
    ):
        page, reader = session.new_page(), for_account(account)
        see_post(session, page, reader, torget.url)
        found = reader.read_items(page)
    boxes = [item.box for item in found if item.box and item.box.y < 890]
    assert boxes
    portrait = take_portrait(account, tools)
    with Image.open(io.BytesIO(portrait.png)) as picture:
        for box in boxes:
            right, bottom = int(box.x + box.width), int(box.y + box.height)
            area = (max(int(box.x), 0), int(box.y), min(right, 1280), min(bottom, 900))
            shown = picture.crop(area).getcolors(2**24)
            assert [colour for _, colour in shown] == [COLOUR]


FEED = """<!DOCTYPE html><html lang="sv"><title>Kvarnen</title><body style="margin:0">
<h1>Kvarnen</h1><p>@kvarnen.example</p><div><div style="background:#c00;height:90px">
<a href="/profile/kvarnen.example/post/3k1">Min granne Gunnel</a></div>
<div style="background:#00c;height:90px"><a href="/@siv/112">Siv svarar</a></div></div>
"""


def test_the_posts_of_a_web_client_are_known_by_their_links(tmp_path):
    (tmp_path / "ark").mkdir()
    folder = tmp_path / "klient"
    folder.mkdir()
    (folder / "kvarnen.html").write_text(FEED, "utf-8")
    with serve_pages(folder) as origin:
        account = account_at(f"{origin}/kvarnen.html")
        account = account.model_copy(update={"platform": "bluesky"})
        known = Profile(name="Kvarnen", about="Välkommen!")
        hosts = frozenset({origin.removeprefix("http://")})
        seen = take_portrait(account, tools_in(tmp_path / "ark", hosts, known=known))
    with Image.open(io.BytesIO(seen.png)) as picture:
        colours = {colour for _, colour in picture.getcolors(2**24)}
    assert COLOUR in colours
    assert colours.isdisjoint({(204, 0, 0), (0, 0, 204)})
    assert picture.getpixel((1270, 20)) == (255, 255, 255)  # the profile is not covered


def test_where_an_api_tells_the_profile_its_name_says_whose_page_it_is(pages, tmp_path):
    """The web clients of such platforms have no markup to read a profile from."""
    hosts = frozenset({pages.removeprefix("http://")})
    account = account_at(f"{pages}/kvarnen.html")
    account = account.model_copy(update={"platform": "bluesky"})
    known = Profile(name="Kvarnen", about="Välkommen!")
    seen = take_portrait(account, tools_in(tmp_path, hosts, known=known))
    assert (seen.state, bool(seen.png)) == (PageState.OK, True)
    other = Profile(name="Biblioteket", about="Böcker.")
    seen = take_portrait(account, tools_in(tmp_path, hosts, known=other))
    assert (seen.state, seen.png) == (PageState.NOT_UNDERSTOOD, None)


@pytest.mark.parametrize(
    ("wall", "state"),
    [
        ("login-wall", PageState.LOGIN_WALL),
        ("cookie-wall", PageState.CONSENT_WALL),
        ("rate-limit", PageState.RATE_LIMITED),
        ("deactivate", PageState.GONE),
    ],
)
def test_a_wall_has_no_portrait(torget, tmp_path, wall, state):
    torget.change(wall)
    try:
        seen = take_portrait(account_at(torget.url), tools_in(tmp_path, torget.hosts))
    finally:
        torget.change("normal")
    assert (seen.state, seen.png, seen.texts) == (state, None, None)


def test_a_register_that_a_script_puts_there_is_read(torget, pages, tmp_path):
    tools = tools_in(tmp_path, frozenset({pages.removeprefix("http://")}))
    links = read_links(f"{pages}/skript.html", tools, bool)
    assert links == (torget.url,)


def test_a_register_page_is_guarded_and_must_be_there(pages, tmp_path):
    hosts = frozenset({pages.removeprefix("http://")})
    with pytest.raises(AccountGone):
        read_links(f"{pages}/answer?status=404", tools_in(tmp_path, hosts), bool)
    with pytest.raises(NotAllowed):
        read_links(f"{pages}/register.html", tools_in(tmp_path, frozenset()), bool)
