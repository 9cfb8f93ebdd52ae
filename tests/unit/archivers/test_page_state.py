# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What kind of page answered."""

import pytest

from archivers.page_state import Arrival, Signs, classify, error_for
from schemas.errors import RateLimited
from schemas.profile import PageState

HERE = "https://torget.se/almhult"


def state(signs=None, *, final=HERE, status=200, error=None, understood=False):
    arrival = Arrival(HERE, final, status, error=error)
    return classify(arrival, signs or Signs(), is_understood=understood)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, PageState.LOGIN_WALL),
        (404, PageState.GONE),
        (410, PageState.GONE),
        (429, PageState.RATE_LIMITED),
        (500, PageState.UNAVAILABLE),
        (503, PageState.UNAVAILABLE),
        (None, PageState.UNAVAILABLE),
        (403, PageState.NOT_UNDERSTOOD),
    ],
)
def test_a_status_that_says_enough_decides(status, expected):
    assert state(status=status) is expected


def test_no_answer_is_unavailable_whatever_was_seen():
    assert state(error="net::ERR_TIMED_OUT", understood=True) is PageState.UNAVAILABLE


@pytest.mark.parametrize(
    "path",
    [
        "/login",
        "/accounts/login/",
        "/logga-in?nasta=/x",
        "/i/flow/login",
        "/wp-login.php",
    ],
)
def test_being_sent_to_a_login_is_a_wall(path):
    final = f"https://torget.se{path}"
    assert state(final=final, understood=True) is PageState.LOGIN_WALL


@pytest.mark.parametrize(
    "path",
    [
        *("/checkpoint/1501092823525282", "/challenge/", "/sorry/index", "/captcha"),
        *("/auth_platform/codeentry/", "/two_step_verification/", "/account/access"),
    ],
)
def test_being_sent_to_a_check_of_who_asks_is_no_wall(path):
    final = f"https://torget.se{path}"
    assert state(final=final, understood=True) is PageState.CHALLENGED


def test_a_challenge_in_the_head_decides_before_the_status():
    arrival = Arrival(HERE, HERE, 503, is_challenge=True)
    found = classify(arrival, Signs(), is_understood=True)
    assert found is PageState.CHALLENGED


def test_a_name_that_looks_like_a_login_is_none():
    assert state(final="https://torget.se/loginova", understood=True) is PageState.OK


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        (Signs(has_password_field=True), PageState.LOGIN_WALL),
        (Signs(has_challenge=True, has_password_field=True), PageState.CHALLENGED),
        (Signs(alerts=("Kontot är inaktiverat.",)), PageState.DEACTIVATED),
        (Signs(alerts=("Your account has been disabled",)), PageState.DEACTIVATED),
        (Signs(alerts=("Javascript is disabled",)), PageState.NOT_UNDERSTOOD),
        (
            Signs(dialogs=("Torget använder kakor. Godkänn alla",)),
            PageState.CONSENT_WALL,
        ),
        (Signs(dialogs=("Prenumerera på nyhetsbrevet",)), PageState.NOT_UNDERSTOOD),
        (Signs(alerts=("Kontot finns inte längre",)), PageState.GONE),
        (
            Signs(alerts=("Error\nNot Found\nAccount is deactivated",)),
            PageState.DEACTIVATED,
        ),
        (Signs(alerts=("Sidan är inte tillgänglig",)), PageState.GONE),
        (Signs(alerts=("Denna profil hittades inte",)), PageState.GONE),
        (Signs(alerts=("Något gick fel. Försök igen",)), PageState.UNAVAILABLE),
        (Signs(alerts=("Du är ansluten till Wi-Fi",)), PageState.NOT_UNDERSTOOD),
        (Signs(), PageState.NOT_UNDERSTOOD),
    ],
)
def test_signs_decide_where_nothing_was_understood(signs, expected):
    assert state(signs) is expected


@pytest.mark.parametrize(
    "text",
    [
        "This content isn't available right now",
        "Det här innehållet är inte tillgängligt just nu",
        "Sorry, this page isn't available.\nThe link you followed may be broken.",
        "Sidan är inte tillgänglig.\nLänken du följde kan vara trasig.",
    ],
)
def test_what_is_also_said_of_what_only_some_may_see_is_not_gone(text):
    """Facebook says it to guests of a page that is there."""
    assert state(Signs(alerts=(text,))) is PageState.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    "signs",
    [
        Signs(alerts=("Kontot finns inte längre",)),
        Signs(dialogs=("Vi använder kakor",)),
        Signs(has_password_field=True),
        Signs(has_challenge=True),
    ],
)
def test_a_page_that_shows_the_account_is_ok_whatever_lies_beside_it(signs):
    """A cookie banner or a login form in the corner hides nothing."""
    assert state(signs, understood=True) is PageState.OK


def test_a_consent_host_is_a_wall():
    final = "https://consent.youtube.com/m?continue=x"
    assert state(final=final) is PageState.CONSENT_WALL


@pytest.mark.parametrize("page_state", [s for s in PageState if s is not PageState.OK])
def test_every_other_state_has_an_error_with_a_sentence(page_state):
    error = error_for(page_state, Arrival(HERE, HERE, 200))
    assert str(error)[0].isupper()
    assert str(error).endswith(".")


def test_a_rate_limit_says_when_to_come_back():
    arrival = Arrival(HERE, HERE, 429, retry_after=120.0)
    error = error_for(PageState.RATE_LIMITED, arrival)
    assert isinstance(error, RateLimited)
    assert error.retry_after == 120.0
    assert "120 sekunder" in str(error)
