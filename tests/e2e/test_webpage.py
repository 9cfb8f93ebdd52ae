# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading, scrolling and judging saved pages in a real Chromium, unrecorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from archivers.address import AddressGuard
from archivers.browser import Session
from archivers.chromium import find_chromium, launch
from archivers.limits import Limits
from archivers.platforms.webpage import Webpage
from archivers.tour import Tour
from archivers.visit import see_profile
from schemas.account import Account
from schemas.errors import NotAllowed, RateLimited
from schemas.profile import PageState
from tests.e2e.sites import PAGES, serve_pages

pytestmark = pytest.mark.e2e

QUICK = replace(Limits(), navigation_seconds=10.0, page_seconds=60.0)


def now() -> datetime:
    return datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve_pages() as origin:
        yield origin


@pytest.fixture(scope="module")
def blog() -> Iterator[str]:
    with serve_pages(PAGES / "site") as origin:
        yield origin


@pytest.fixture(scope="module")
def guard(site: str, blog: str) -> AddressGuard:
    return AddressGuard(frozenset(o.removeprefix("http://") for o in (site, blog)))


@pytest.fixture(scope="module")
def browser(
    guard: AddressGuard, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    workspace = tmp_path_factory.mktemp("workspace")
    with launch(find_chromium(None), guard.browser_arguments(), workspace) as started:
        yield started


@contextmanager
def session_of(
    browser: Browser, guard: AddressGuard, limits: Limits = QUICK
) -> Iterator[Session]:
    with Session(browser, guard, limits, now) as session:
        yield session


@pytest.fixture
def session(browser: Browser, guard: AddressGuard) -> Iterator[Session]:
    with session_of(browser, guard) as opened:
        yield opened


@pytest.fixture
def page(session: Session) -> Page:
    return session.new_page()


def account_at(url: str) -> Account:
    return Account(
        account_id="konto", board_id="ks", platform="webpage", url=url, name="Konto"
    )


def tour_of(session: Session, url: str, folder: Path) -> Tour:
    told: list[str] = []
    tour = Tour(
        session, Webpage(), account_at(url), folder, lambda p: told.append(p.step)
    )
    tour.go()
    assert "Rullar flödet" in told
    return tour


class TestReading:
    """Each vocabulary of markup is read, the most stable first."""

    def test_json_ld_gives_profile_and_posts(self, session, page, site):
        """JSON-LD comes first, link shims are undone, followers are not posts."""
        session.open(page, f"{site}/markup.html")
        found = Webpage().read_profile(page)
        assert found.profile.name == "Kulturhuset Blohmé"
        assert found.profile.about == "Scener och utställningar."
        assert found.profile.avatar.url == f"{site}/bilder/vapen.png"
        assert found.profile.cover.url == f"{site}/bilder/bygge-stor.png"
        assert found.profile.links == ("https://www.almhult.se/kultur",)
        assert set(found.sources.values()) == {"json-ld"}
        assert found.stated_posts == 2
        post, comment = Webpage().read_items(page)
        assert (post.title, post.text) == ("Premiär", "På lördag är det premiär.")
        assert post.stated_comments == 1
        assert (comment.author, comment.parent_key) == ("Alva R", post.key)

    def test_a_page_without_a_browser_says_the_same(self, session, page, site):
        """What is read from the markup as sent is what is read in the browser."""
        for name in ("markup.html", "walls/talk.html"):
            session.open(page, f"{site}/{name}")
            body = (PAGES / name).read_bytes()
            static = Webpage().read_static(body, f"{site}/{name}")
            assert static == Webpage().read_profile(page)

    def test_microformats_give_profile_post_and_answer(self, session, page, site):
        """Paragraphs and emoji are kept, buttons are no text, a bare date no time."""
        session.open(page, f"{site}/hentry.html")
        found = Webpage().read_profile(page)
        assert found.profile.name == "Kommunbloggen"
        assert found.profile.avatar.url == f"{site}/bilder/vapen.png"
        post, comment = Webpage().read_items(page)
        assert post.text == "Första stycket.\n\nAndra\nraden 🌲 här."
        assert (post.published, post.published_text) == (None, "1 augusti 2026")
        assert post.permalink == f"{site}/blogg/1"
        assert (comment.author, comment.text) == ("Omar H", "Fint skrivet!")
        assert comment.parent_key == post.key
        assert comment.published.isoformat() == "2026-08-01T10:00:00+02:00"


class TestState:
    """Every page is what it is, whatever its status says."""

    @pytest.mark.parametrize(
        ("path", "state"),
        [
            ("walls/login.html", PageState.LOGIN_WALL),
            ("go?to=/walls/login.html", PageState.LOGIN_WALL),
            ("walls/consent.html", PageState.CONSENT_WALL),
            ("walls/gone.html", PageState.DEACTIVATED),
            ("walls/challenge.html", PageState.CHALLENGED),
            ("walls/fault.html", PageState.UNAVAILABLE),
            ("walls/strange.html", PageState.NOT_UNDERSTOOD),
            ("walls/talk.html", PageState.OK),
            ("finns-inte.html", PageState.GONE),
            ("answer?status=410", PageState.GONE),
            ("answer?status=401", PageState.LOGIN_WALL),
            ("answer?status=429", PageState.RATE_LIMITED),
            ("answer?status=503", PageState.UNAVAILABLE),
        ],
    )
    def test_walls_are_told_apart(self, session, page, site, path, state):
        """Status, address and the page's own error element tell what it is."""
        assert see_profile(session, page, Webpage(), f"{site}/{path}").state is state

    def test_rate_limit_says_for_how_long(self, session, page, site):
        """Retry-After is read."""
        url = f"{site}/answer?status=429&retry-after=7"
        sight = see_profile(session, page, Webpage(), url)
        assert sight.arrival.retry_after == 7

    def test_a_page_that_never_answers_is_unavailable(self, browser, guard, site):
        """The wait ends by the limit, not by patience."""
        limits = replace(QUICK, navigation_seconds=1.0)
        with session_of(browser, guard, limits) as session:
            sight = see_profile(
                session, session.new_page(), Webpage(), f"{site}/silent"
            )
        assert sight.state is PageState.UNAVAILABLE


class TestPrivateNetwork:
    """Nothing in the server's own network is reached."""

    def test_a_redirect_to_a_private_address_is_refused(self, session, page, site):
        """The guard sees every hop of the page itself."""
        with pytest.raises(NotAllowed):
            session.open(page, f"{site}/go?to=http://127.0.0.1:9/")

    @pytest.mark.parametrize(
        "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "[::ffff:127.0.0.1]"]
    )
    def test_a_page_reaches_no_private_address(self, session, page, site, host):
        """Chromium resolves none, in whatever way it is written."""
        with serve_pages() as closed:
            session.open(page, f"{site}/walls/strange.html")
            target = f"http://{host}:{closed.rpartition(':')[2]}/walls/strange.html"
            reached = page.evaluate(
                "u => fetch(u, {mode: 'no-cors'}).then(() => true, () => false)", target
            )
        assert reached is False


class TestFeed:
    """Feeds are read to their end, however they behave."""

    def test_a_slow_feed_is_read_to_its_end(self, session, site, tmp_path):
        """Pauses longer than the quiet that is asked for do not end it too early."""
        tour = tour_of(session, f"{site}/feed/?posts=12&delay=2000", tmp_path)
        assert len(tour.items.posts()) == 12
        assert not session.limits_hit

    def test_a_feed_that_states_nothing_is_read_to_its_end(
        self, session, site, tmp_path
    ):
        """Without a number the feed's own end and quiet decide."""
        url = f"{site}/feed/?posts=8&delay=600&stated="
        assert len(tour_of(session, url, tmp_path).items.posts()) == 8

    def test_a_feed_that_forgets_is_kept(self, session, site, tmp_path):
        """Posts that the page takes away again have been taken in before, in order."""
        tour = tour_of(session, f"{site}/feed/?posts=14&virtual=1", tmp_path)
        texts = [post.found.text for post in tour.items.posts()]
        assert texts == [f"Inlägg nummer {n}." for n in range(1, 15)]
        assert tour.pages_visited == 15

    def test_buttons_unfold_once_and_lead_nowhere(self, session, site, tmp_path):
        """A folded text is unfolded; a button that leads away is noticed."""
        tour = tour_of(session, f"{site}/feed/?posts=4&toggle=1&away=1", tmp_path)
        assert tour.items.posts()[1].found.text == "Inlägg nummer 2, med hela texten."
        assert tour.home.url.startswith(f"{site}/feed/?")
        assert len(session.limits_hit) == 1

    def test_windows_that_open_are_closed(self, session, site, tmp_path):
        """A page cannot fill the browser with windows."""
        tour = tour_of(session, f"{site}/feed/?posts=2&popup=1", tmp_path)
        assert len(session.context.pages) == 2
        assert len(tour.items.posts()) == 2

    def test_a_film_that_cannot_be_played_is_fetched(self, session, site, tmp_path):
        """Whether this browser has a decoder does not decide what is kept."""
        whole = []
        session.context.on(
            "requestfinished", lambda r: whole.append((r.url, r.resource_type))
        )
        tour_of(session, f"{site}/feed/?posts=1&film=1", tmp_path)
        assert (f"{site}/bilder/ospelbar.mp4", "fetch") in whole
        assert not session.limits_hit

    def test_a_limit_is_reported(self, browser, guard, site, tmp_path):
        """Whatever is given up makes the capture incomplete."""
        limits = replace(QUICK, scrolls=3)
        with session_of(browser, guard, limits) as session:
            tour = tour_of(session, f"{site}/feed/?posts=30", tmp_path)
            assert len(tour.items.posts()) < 30
            assert session.limits_hit == ["Flödet var längre än vad som får rullas."]

    def test_pictures_come_in_full(self, session, site, tmp_path):
        """Every lazy picture is asked for, also those scrolled past in haste."""
        tour_of(session, f"{site}/feed/?posts=9&shy=1&delay=0", tmp_path)
        asked = {u for u in session.traffic.answered if "bygge-liten.png" in u}
        assert len(asked) == 9


class TestBrokenPages:
    """A page that does not open is tried again, then noted, or ends the tour."""

    def tour(self, browser, guard, site, tmp_path, status):
        """Visit a feed whose one post has a page that answers with a status."""
        limits = replace(QUICK, retry_seconds=0.0)
        url = f"{site}/feed/?posts=1&link=/answer%3Fstatus%3D{status}"
        with session_of(browser, guard, limits) as session:
            return tour_of(session, url, tmp_path)

    @pytest.mark.parametrize("status", ["404", "502"])
    def test_a_page_that_is_lost_is_noted(self, browser, guard, site, tmp_path, status):
        """The rest of the account is still captured; the loss makes it incomplete."""
        tour = self.tour(browser, guard, site, tmp_path, status)
        assert tour.lost == [f"{site}/answer?status={status}"]

    @pytest.mark.parametrize("status", ["429", "429%26retry-after%3D999"])
    def test_a_rate_limit_without_a_near_end_ends_the_tour(
        self, browser, guard, site, tmp_path, status
    ):
        """Going on would only make it worse."""
        with pytest.raises(RateLimited):
            self.tour(browser, guard, site, tmp_path, status)


class TestBlog:
    """Pages of posts and of comments are followed."""

    def test_feed_pages_and_comment_pages_are_followed(self, session, blog, tmp_path):
        """Paged posts and paged comments are all read, in reading order."""
        tour = tour_of(session, f"{blog}/author/almhult/", tmp_path)
        tour.photograph_home()
        posts = tour.items.posts()
        assert [p.found.title for p in posts] == [
            "Bygglov på nätet",
            "Skolan öppnar",
            "Sophämtning",
        ]
        assert posts[1].found.text.endswith("Välkomna tillbaka!")
        assert posts[0].found.media[0].url == f"{blog}/bilder/bygge-stor.png"
        comments = [i for i in tour.items.all() if not i.found.is_post]
        assert [c.found.text for c in comments] == [
            "Hur långt är det till svar? Ring mig på 070-1740605.",
            "Fyra veckor, Karin.",
            "Tack!",
            "Kommentaren ovan har tagits bort, eller?",
            "Tack!",
        ]
        assert comments[1].parent_id == comments[0].item_id
        assert len({c.item_id for c in comments}) == 5
        assert [p.found.stated_comments for p in posts] == [5, 0, 0]
        assert {p.found.author for p in posts} == {"Älmhults kommun"}
        assert not tour.lost

    def test_items_stand_on_the_pictures(self, session, blog, tmp_path):
        """Each item has a rectangle on the picture of each page it was seen on."""
        tour = tour_of(session, f"{blog}/author/almhult/", tmp_path)
        tour.photograph_home()
        for item in tour.items.all():
            assert all(sighting.boxes for sighting in item.sightings.values())
        answered = tour.items.all()[1]
        answer = tour.items.all()[2]
        (page_url,) = answer.sightings
        above = answered.sightings[page_url].boxes[0]
        below = answer.sightings[page_url].boxes[0]
        assert above.y + above.height <= below.y + 1
