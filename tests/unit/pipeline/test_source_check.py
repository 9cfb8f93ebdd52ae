# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each source of an account in words, with what somebody should do."""

from datetime import date, timedelta

import pytest

from archivers.source_check import DoorReport
from pipeline.register.clearance import Clearance, clear_browser
from pipeline.source_check import Doors, check_sources, warn_of_keys
from pipeline.tokens import save_token
from schemas.account import Account
from schemas.errors import LoginExpired, NotAllowed, PlatformDown, UnknownName
from schemas.order import Order, OrderReason, OrderState
from schemas.profile import PageState
from schemas.source import SourceName
from schemas.watch import NoticeFor, NoticeKind
from tests.unit.pipeline.test_logins import save as save_login

GOOD = "EAAGplanterad0nyckelSomIngenFarSe1234567890"
OF_INSTAGRAM = "IGAAplanterad0nyckelSomIngenFarSe1234567890"
TRY_AGAIN = "Rätta till det och pröva igen med avbild account check facebook."
ADDRESSES = {
    "facebook": "https://www.facebook.com/almhult",
    "instagram": "https://www.instagram.com/almhult",
    "x": "https://x.com/almhult",
    "mastodon": "https://mastodon.social/@almhult",
}


@pytest.fixture
def add(archive, account):
    def add(platform):
        own = {"account_id": platform, "platform": platform}
        given = account.model_dump() | own | {"url": ADDRESSES[platform]}
        archive.database.accounts.add(Account.model_validate(given))
        return platform

    return add


def doors(report=None, *, ends=None, state=PageState.OK):
    def api(_account, _tools):
        if isinstance(report, Exception):
            raise report
        return report or DoorReport(ends_at=ends)

    return Doors(api, lambda *_: ends, lambda *_: state)


def checked(archive, name, played):
    checks = check_sources(archive, name, played)
    assert [one.source for one in checks] == list(SourceName)
    return {one.source: one for one in checks}


def test_all_is_well_when_the_key_opens_everything(archive, add, clock):
    """No action anywhere: an export and a login are extra where the API works."""
    save_token(archive, add("facebook"), lambda: GOOD)
    ends = clock() + timedelta(days=90)
    found = checked(archive, "facebook", doors(ends=ends))
    api = found[SourceName.API]
    assert api.works
    assert api.expires_at == ends
    assert [one.action for one in found.values()] == ["", "", ""]
    browser = found[SourceName.BROWSER]
    assert not browser.works
    assert "avbild snapshot facebook --attended" in browser.finding
    assert "villkor" in browser.finding


def test_what_the_key_lacks_is_named_with_what_to_do(archive, add):
    report = DoorReport(missing=("pages_read_user_content",), hides=("comments",))
    api = checked(archive, add("facebook"), doors(report))[SourceName.API]
    assert not api.works
    assert api.missing == ("pages_read_user_content",)
    assert "avbild account token facebook" in api.action
    assert "behörigheten pages_read_user_content" in api.action


def test_a_key_is_renewed_while_it_works(archive, add, clock):
    """From two weeks before its end."""
    add("facebook")
    soon = checked(archive, "facebook", doors(ends=clock() + timedelta(days=14)))
    later = checked(archive, "facebook", doors(ends=clock() + timedelta(days=15)))
    assert soon[SourceName.API].works
    assert "account token" in soon[SourceName.API].action
    assert later[SourceName.API].action == ""


def test_a_key_of_instagram_is_known_by_its_age(archive, add):
    """It does not tell when it ends."""
    saved = save_token(archive, add("instagram"), lambda: OF_INSTAGRAM)
    api = checked(archive, "instagram", doors())[SourceName.API]
    assert api.expires_at == saved.saved_at + timedelta(days=60)
    save_token(archive, "instagram", lambda: GOOD)
    assert checked(archive, "instagram", doors())[SourceName.API].expires_at is None


def test_a_platform_that_is_down_fails_no_other_source(archive, add):
    found = checked(archive, add("facebook"), doors(PlatformDown("Facebook är nere.")))
    assert found[SourceName.API].finding == "Facebook är nere."
    assert found[SourceName.API].action == "Försök igen senare."
    assert found[SourceName.BROWSER].finding


@pytest.mark.parametrize(
    ("error", "finding", "action"),
    [
        (PlatformDown, "Det är fullt.", "Försök igen om 15 minuter."),
        (NotAllowed, "Servern får inte nås.", ""),
    ],
)
def test_nothing_is_said_twice(archive, add, error, finding, action):
    """What is wrong and what to do are told in one sentence each."""
    played = doors(error(f"{finding} {action}".strip()))
    api = checked(archive, add("facebook"), played)[SourceName.API]
    assert api.finding == finding
    assert api.action == (action or TRY_AGAIN)


def test_a_key_that_ended_is_told_of_once(archive, add):
    report = DoorReport("Den gäller inte. Skapa en ny nyckel och lägg in den.")
    api = checked(archive, add("facebook"), doors(report))[SourceName.API]
    assert api.finding == "Den gäller inte."
    assert api.action == "Skapa en ny nyckel och lägg in den."


def test_an_account_that_is_gone_is_looked_for_by_its_address_first(archive, add):
    report = DoorReport("Kontot finns inte.", is_gone=True)
    api = checked(archive, add("facebook"), doors(report))[SourceName.API]
    assert "avbild account show facebook" in api.action
    assert "avbild account token facebook" in api.action


def test_an_owner_who_has_decided_is_not_told_of_the_terms(archive, add):
    add("facebook")
    decided = Clearance(
        decision="KS 2026/311", decided_by="Chefen", decided_on=date(2026, 5, 4)
    )
    clear_browser(archive, "facebook", decided)
    browser = checked(archive, "facebook", doors())[SourceName.BROWSER]
    assert "KS 2026/311" in browser.finding
    assert "sitta med" not in browser.finding
    assert browser.works


def test_x_is_read_from_its_export_and_says_when_there_is_none(archive, add, clock):
    add("x")
    found = checked(archive, "x", doors())
    assert not found[SourceName.API].works
    assert found[SourceName.API].action == ""
    assert "avbild import x" in found[SourceName.EXPORT].action
    archive.database.orders.add(imported(clock))
    found = checked(archive, "x", doors())
    assert found[SourceName.EXPORT].works
    assert ", i dag." in found[SourceName.EXPORT].finding
    assert found[SourceName.EXPORT].action == ""
    clock.pass_time(days=1)
    assert ", i går." in checked(archive, "x", doors())[SourceName.EXPORT].finding
    clock.pass_time(days=399)
    last = checked(archive, "x", doors())[SourceName.EXPORT].finding
    assert ", för 400 dagar sedan." in last
    assert "avbild import x" in checked(archive, "x", doors())[SourceName.EXPORT].action


def imported(clock):
    return Order(
        order_id="o-1",
        account_id="x",
        reason=OrderReason.REQUEST,
        ordered_by="Ulla",
        ordered_at=clock(),
        ended_at=clock(),
        exports=("/export/x.zip",),
        state=OrderState.DONE,
    )


@pytest.mark.usefixtures("account")
def test_a_saved_login_is_told_of_until_it_has_ended(archive, clock):
    """On a page that anybody may look at, and that is looked at."""
    save_login(archive)
    browser = checked(archive, "biblioteket", doors())[SourceName.BROWSER]
    assert browser.works
    assert "En inloggning är sparad och gäller till" in browser.finding
    clock.pass_time(days=2000)
    browser = checked(archive, "biblioteket", doors())[SourceName.BROWSER]
    assert not browser.works
    assert "avbild login biblioteket" in browser.action


@pytest.mark.usefixtures("account")
def test_a_page_that_shows_a_wall_needs_somebody(archive):
    played = doors(state=PageState.LOGIN_WALL)
    browser = checked(archive, "biblioteket", played)[SourceName.BROWSER]
    assert not browser.works
    assert "Sidan kräver inloggning" in browser.finding
    assert browser.action


def test_an_open_api_needs_no_key(archive, add):
    found = checked(archive, add("mastodon"), doors())
    assert found[SourceName.API].finding == "Plattformens API svarar."
    assert found[SourceName.BROWSER].works
    with pytest.raises(UnknownName):
        check_sources(archive, "finns-inte", doors())


# --- in good time -----------------------------------------------


def told(archive):
    return archive.database.notices.list(NoticeFor.OPERATIONS)


def test_a_key_that_soon_ends_is_told_of_once(archive, add, clock):
    """And the next key of the same account anew."""
    save_token(archive, add("facebook"), lambda: GOOD)
    ends = clock() + timedelta(days=20)
    assert warn_of_keys(archive, doors(ends=ends)) == 0
    clock.pass_time(days=7)
    assert warn_of_keys(archive, doors(ends=ends)) == 1
    clock.pass_time(days=1)
    assert warn_of_keys(archive, doors(ends=ends)) == 0
    assert warn_of_keys(archive, doors(ends=ends + timedelta(days=1))) == 1
    (newest, first) = told(archive)
    assert newest.kind is first.kind is NoticeKind.ACCESS
    assert "2026-05-24" in first.text
    assert "avbild account token facebook" in first.action
    assert GOOD not in str(told(archive))


def test_one_that_has_ended_or_is_not_there_is_for_the_watch_to_tell(archive, add):
    """And what fails for one account fails for no other."""
    assert warn_of_keys(archive, doors(ends=archive.clock())) == 0
    save_token(archive, add("facebook"), lambda: GOOD)
    save_token(archive, add("instagram"), lambda: OF_INSTAGRAM)

    def ends(account, _tools):
        if account.platform == "facebook":
            message = "Nyckeln gäller inte längre."
            raise LoginExpired(message)
        return archive.clock()

    played = doors()
    assert warn_of_keys(archive, Doors(played.api, ends, played.page)) == 1
