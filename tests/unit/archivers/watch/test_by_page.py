# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages by one request: what is new, what is not, and what a browser must see."""

import hashlib
from datetime import timedelta

import httpx
import pytest

from archivers import PLATFORMS
from archivers.saved_login import Login
from archivers.watch.by_page import look_by_browser, look_by_http, look_by_request
from archivers.watch.errand import LookErrand
from schemas.errors import NotAllowed, ToolMissing
from schemas.profile import ObservedAs, PageState
from tests.unit.archivers.watch.sites import (
    START,
    Site,
    Watcher,
    account_at,
    page,
    picture,
    without_id,
)

WEB = PLATFORMS["webpage"]
ACCOUNT = account_at("https://torget.se/almhult")
PAGE, IMAGE = "torget.se/almhult", "bilder.se/vapen.png"
HEAD = {"etag": '"ett"', "content-language": "sv-SE"}


def site(**more):
    shown = page(image="https://bilder.se/vapen.png?token=abc")
    return Site(
        **{
            PAGE: (200, shown, HEAD),
            IMAGE: (200, picture(), {"content-type": "image/png", "etag": '"bild"'}),
            **more,
        }
    )


@pytest.fixture
def watcher(tmp_path):
    return Watcher(tmp_path, site())


def look(watcher, account=ACCOUNT, way=look_by_http):
    with watcher.eyes() as eyes:
        found = way(watcher.errand(account), WEB, eyes)
    return found if found is None else watcher.remember(found)


def unmodified(given):
    """Answer as a server that knows its validators."""

    def answer(request):
        status, body, headers = given
        if request.headers.get("if-none-match") == headers["etag"]:
            return httpx.Response(304, headers=headers)
        return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))

    return answer


def test_a_page_that_sends_its_markup_needs_one_request(watcher):
    found = look(watcher)
    seen = found.observation
    assert (seen.page_state, seen.observed_as) == (PageState.OK, ObservedAs.GUEST)
    assert seen.extractor == "webpage-http/1"
    assert (seen.profile.name, seen.locale) == ("Älmhults kommun", "sv")
    assert seen.sources["name"] == "open-graph"
    assert seen.seen_at == START
    assert watcher.site.paths() == {PAGE: 1, IMAGE: 1}


@pytest.mark.parametrize(
    ("to", "host"),
    [("https://torget.se/start", "torget.se"), ("https://almhult.se/", "almhult.se")],
)
def test_a_page_is_known_by_the_host_that_it_was_found_on(watcher, to, host):
    """A domain that was let go of is a stranger's, whatever it shows."""
    assert look(watcher).observation.profile.platform_id == "torget.se"
    place = to.partition("://")[2]
    watcher.site.answers[place] = (200, page(), {})
    watcher.site.answers[PAGE] = (302, b"", {"location": to})
    found = look(watcher).observation
    assert found.page_state is PageState.OK
    assert found.profile.platform_id == host
    assert found.profile.name == "Älmhults kommun"


def test_a_picture_is_kept_at_first_sight_without_what_signs_its_address(watcher):
    found = look(watcher)
    (kept,) = found.evidence
    assert kept.content == picture()
    assert kept.sha256 == hashlib.sha256(picture()).hexdigest()
    assert kept.media_type == "image/png"
    assert "abc" not in kept.source
    avatar = found.observation.profile.avatar
    assert avatar.sha256 == kept.sha256
    assert len(avatar.phash) == 16
    assert found.observation.evidence == (kept.sha256,)


def test_when_the_server_says_that_nothing_is_new_it_is_the_last_sight(watcher):
    """Page and picture answer 304, and no byte of either is sent again."""
    answers = watcher.site.answers
    for address in (PAGE, IMAGE):
        answers[address] = unmodified(answers[address])
    first = look(watcher)
    again = look(watcher)
    assert without_id(again.observation) == without_id(first.observation)
    assert again.evidence == ()
    conditions = [r.headers.get("if-none-match") for r in watcher.site.asked]
    assert conditions == [None, None, '"ett"', '"bild"']
    third = look(watcher)
    assert without_id(third.observation) == without_id(first.observation)


def test_a_picture_that_is_replaced_at_its_address_is_seen(watcher):
    """Though the page itself says that nothing is new."""
    answers = watcher.site.answers
    answers[PAGE] = unmodified(answers[PAGE])
    first = look(watcher)
    head = {"content-type": "image/png", "etag": '"ny"'}
    answers[IMAGE] = (200, picture("darkred"), head)
    after = look(watcher)
    digests = [f.observation.profile.avatar.sha256 for f in (first, after)]
    assert digests[0] != digests[1]
    (kept,) = after.evidence
    assert kept.sha256 == digests[1]
    assert set(after.observation.evidence) == set(digests)


def test_nothing_is_asked_conditionally_by_another_reader(watcher):
    """Validators of another version would give its sight again as this one's."""
    look(watcher)
    last, validators = watcher.last[ACCOUNT.account_id]
    older = last.model_copy(update={"extractor": "webpage-http/0"})
    watcher.last[ACCOUNT.account_id] = (older, validators)
    watcher.site.asked.clear()
    look(watcher)
    assert not any("if-none-match" in r.headers for r in watcher.site.asked)


def test_nothing_is_asked_conditionally_without_a_good_sight(watcher):
    look(watcher)
    _, validators = watcher.last[ACCOUNT.account_id]
    watcher.last[ACCOUNT.account_id] = (None, validators)
    watcher.site.asked.clear()
    look(watcher)
    assert not any("if-none-match" in r.headers for r in watcher.site.asked)


def test_nothing_new_at_another_address_is_not_believed(watcher):
    """The account's address leads to another page, which has not changed for long."""
    look(watcher)
    answers = watcher.site.answers
    answers[PAGE] = (302, b"", {"location": "/ny"})
    answers["torget.se/ny"] = unmodified((200, page("Torget"), {"etag": '"ett"'}))
    found = look(watcher)
    assert found.observation.profile.name == "Torget"
    assert watcher.site.paths()["torget.se/ny"] == 2


def test_an_error_keeps_the_validators_of_the_last_good_sight(watcher):
    look(watcher)
    validators = watcher.last[ACCOUNT.account_id][1]
    watcher.site.answers[PAGE] = (503, b"")
    found = look(watcher)
    assert found.observation.page_state is PageState.UNAVAILABLE
    assert found.observation.code == "HTTP 503"
    assert found.observation.profile.core_fields() == 0
    assert found.validators == validators


def test_a_picture_that_does_not_come_is_unknown_and_asked_for_again(watcher):
    """And so is an error page that is sent in its place."""
    good = watcher.site.answers[IMAGE]
    watcher.site.answers[IMAGE] = (200, page("Fel"), {"content-type": "text/html"})
    found = look(watcher)
    assert found.observation.profile.avatar.sha256 is None
    assert found.evidence == ()
    watcher.site.answers[IMAGE] = good
    assert look(watcher).observation.profile.avatar.sha256


def test_a_picture_that_cannot_be_opened_is_kept_without_its_looks(watcher):
    """It is a picture by its sender's word: another form than those we open."""
    watcher.site.answers[IMAGE] = (200, b"<svg/>", {"content-type": "image/svg+xml"})
    found = look(watcher)
    avatar = found.observation.profile.avatar
    assert avatar.sha256
    assert avatar.phash is None
    assert len(found.evidence) == 1


@pytest.mark.parametrize(
    ("answer", "state", "code"),
    [
        ((429, b""), PageState.RATE_LIMITED, "HTTP 429"),
        ((500, b""), PageState.UNAVAILABLE, "HTTP 500"),
        (httpx.ConnectTimeout("x"), PageState.UNAVAILABLE, "ConnectTimeout"),
    ],
)
def test_what_a_browser_would_make_worse_is_settled_at_once(
    watcher, answer, state, code
):
    watcher.site.answers[PAGE] = answer
    seen = look(watcher).observation
    assert (seen.page_state, seen.code) == (state, code)


def test_a_page_that_says_too_little_needs_a_browser(watcher):
    watcher.site.answers[PAGE] = (200, b"<!doctype html><div id=root></div>")
    assert look(watcher) is None


def test_that_a_page_is_gone_is_believed_of_eyes_that_have_seen_it(watcher):
    watcher.site.answers[PAGE], good = (404, b""), watcher.site.answers[PAGE]
    assert look(watcher) is None
    watcher.site.answers[PAGE] = good
    look(watcher)
    watcher.site.answers[PAGE] = (404, b"")
    seen = look(watcher).observation
    assert (seen.page_state, seen.code) == (PageState.GONE, "HTTP 404")


def test_a_challenge_in_the_place_of_the_page_is_no_wall_of_its_own(watcher):
    head = {"cf-mitigated": "challenge"}
    watcher.site.answers[PAGE] = (403, page(), head)
    seen = look(watcher, way=look_by_request).observation
    assert seen.page_state is PageState.CHALLENGED


def test_a_redirect_into_the_private_network_is_refused(watcher):
    watcher.site.answers[PAGE] = (302, b"", {"location": "http://127.0.0.1/"})
    with pytest.raises(NotAllowed):
        look(watcher)


def test_without_a_browser_there_is_an_error_and_not_a_sight(watcher):
    with pytest.raises(ToolMissing):
        look(watcher, way=look_by_browser)


def test_a_login_that_has_ended_by_its_own_word_is_not_tried(watcher):
    """No browser is started, and nothing is said of the account."""
    ended = (START - timedelta(days=1)).timestamp()
    cookie = {
        "name": "session",
        "value": "3f9a" * 10,
        "domain": "torget.se",
        "expires": ended,
    }
    errand = LookErrand(ACCOUNT, login=Login({"cookies": [cookie]}))
    with watcher.eyes() as eyes:
        seen = look_by_browser(errand, WEB, eyes).observation
    assert seen.page_state is PageState.ACCESS_REFUSED
    assert seen.observed_as is ObservedAs.LOGGED_IN
    assert watcher.site.asked == []
