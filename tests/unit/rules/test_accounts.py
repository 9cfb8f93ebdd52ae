# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the register asks of an account, and which addresses it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.accounts import check_address, lacking, new_id
from schemas.account import Account
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


def test_an_account_that_nobody_answers_for_is_pointed_out():
    assert lacking(ACCOUNT) == (
        "den som ansvarar för kontot",
        "ersättare vid ledighet",
        "kontots syfte",
        "beslutet om kontot",
    )


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
