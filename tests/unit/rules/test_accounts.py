# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the register asks of an account, and which addresses it refuses."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.accounts import check_account, check_address, lacking, new_id
from schemas.account import Account, AccountStatus
from schemas.errors import BadInput

ACCOUNT = Account.model_validate(
    {
        "account_id": "almhult",
        "board_id": "ks",
        "platform": "web",
        "url": "https://example.org/almhult",
        "name": "Älmhults kommun",
        "responsible_manager": "Kommunikationschefen",
    }
)


FULL = ACCOUNT.model_copy(
    update={
        **dict.fromkeys(("account_owner", "stand_in", "activity", "purpose"), "x"),
        **dict.fromkeys(("target_group", "goals", "goals_follow_up"), "x"),
        **dict.fromkeys(("decision", "decided_by", "approval", "approved_by"), "x"),
        **dict.fromkeys(("decided_on", "approved_on", "opened_on"), date(2026, 1, 1)),
    }
)


def test_an_account_that_nobody_answers_for_is_pointed_out():
    assert lacking(ACCOUNT) == (
        "den som ansvarar för kontot",
        "ersättare vid ledighet",
        "verksamheten som kontot tillhör",
        "kontots syfte",
        "målgruppen",
        "mätbara mål för kontot",
        "hur målen följs upp",
        "beslutet om kontot",
        "vem som beslutade",
        "när det beslutades",
        "kommunikationsavdelningens godkännande",
        "vem som godkände",
        "när det godkändes",
        "när kontot startades",
    )


def test_an_account_with_everything_lacks_nothing_until_it_is_closed():
    assert lacking(FULL) == ()
    closed = FULL.model_copy(update={"status": AccountStatus.CLOSED})
    assert lacking(closed) == ("när kontot avslutades",)


def test_a_word_of_spaces_says_nothing():
    spaced = FULL.model_copy(update={"goals": " \n"})
    assert lacking(spaced) == ("mätbara mål för kontot",)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            {"closed_on": date(2026, 2, 1)},
            "Ett konto som inte är avslutat har inget avslutsdatum.",
        ),
        (
            {"closed_on": date(2025, 2, 1), "status": AccountStatus.CLOSED},
            "Avslutsdatumet är före startdatumet.",
        ),
        ({"goals": "x" * 4001}, "Mätbara mål är längre än 4000 tecken."),
    ],
)
def test_fields_that_go_ill_together_are_refused(changes, problem):
    check_account(FULL)
    with pytest.raises(BadInput) as caught:
        check_account(FULL.model_copy(update=changes))
    assert caught.value.problems == (problem,)


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a", "HTTP://Example.org", "https://[2001:db8::1]:8080/x"],
)
def test_a_web_address_is_taken(address):
    assert check_address(f" {address} ") == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org",
        "ftp://example.org",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://user:secret@example.org",
        "https://user@example.org",
        "https://exa mple.org",
        "https://example.org/\x00",
        "https://example.org:99999",
        "https://example.org:0",
        "https://[::1",
        "https://" + "a" * 300 + ".se",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_what_is_not_a_web_address_is_refused_in_swedish(address):
    with pytest.raises(BadInput, match=r"^Adressen .*\.$"):
        check_address(address)


@given(st.text())
def test_no_address_breaks_the_check(address):
    try:
        check_address(address)
    except BadInput as error:
        assert "Adressen" in str(error)  # noqa: PT017 - either outcome is right


def test_an_id_that_is_taken_gets_a_number():
    assert new_id("Älmhult", {"almhult", "almhult-2"}) == "almhult-3"


def test_a_name_without_letters_asks_for_an_id():
    with pytest.raises(BadInput, match="Ange id själv"):
        new_id("…", set())
