# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses that lead into the server's own network."""

import pytest

from archivers.address import AddressGuard, resolve_host
from archivers.private_address import is_private
from schemas.errors import NotAllowed, PlatformDown

PUBLIC = {"almhult.se": ["93.184.215.14"], "svart.se": ["93.184.215.14", "10.0.0.8"]}


def resolve(host, port):
    assert port in {80, 443, 8001}
    return PUBLIC.get(host, [host.strip("[]")])


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "0.0.0.1", "224.0.0.1", "::1", "fe80::1%eth0", "fd00::1"),
        *("::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "[::1]"),
    ],
)
def test_private_addresses_are_known(address):
    assert is_private(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2001:4860:4860::8888"])
def test_public_addresses_are_known(address):
    assert not is_private(address)


def test_a_public_address_is_let_through():
    AddressGuard(resolve=resolve).check("https://almhult.se/konto")


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://127.0.0.1/",
            "http://[::1]/x",
            "https://svart.se/",
            "file:///etc/passwd",
        ),
        *("ftp://almhult.se/", "http:///", "https://192.168.1.1/"),
    ],
)
def test_other_addresses_are_refused_with_a_sentence(url):
    """One private address among several is enough."""
    with pytest.raises(NotAllowed, match=r"^Adressen .*\."):
        AddressGuard(resolve=resolve).check(url)


@pytest.mark.parametrize("opened", ["127.0.0.1", "127.0.0.1:8001"])
def test_the_operator_may_open_a_host_or_a_port(opened):
    guard = AddressGuard(frozenset({opened}), resolve)
    guard.check("http://127.0.0.1:8001/konto")
    guard.check_answer("http://127.0.0.1:8001/konto", "127.0.0.1")


def test_an_opened_port_opens_no_other():
    guard = AddressGuard(frozenset({"127.0.0.1:8001"}), resolve)
    with pytest.raises(NotAllowed):
        guard.check("http://127.0.0.1/konto")
    with pytest.raises(NotAllowed):
        guard.check_answer("http://127.0.0.1:8002/", "127.0.0.1")


def test_a_name_that_turns_out_private_is_refused():
    """A name may change its address between the check and the answer."""
    with pytest.raises(NotAllowed):
        AddressGuard().check_answer("https://almhult.se/", "10.0.0.8")


def test_chromium_resolves_what_is_opened_before_what_is_closed():
    (argument,) = AddressGuard(frozenset({"127.0.0.1:8001"})).browser_arguments()
    rules = argument.removeprefix("--host-resolver-rules=").split(",")
    assert rules[0] == "MAP 127.0.0.1:8001 127.0.0.1:8001"
    assert "MAP localhost ~NOTFOUND" in rules
    assert "MAP 172.31.*.* ~NOTFOUND" in rules
    assert "MAP [::1] ~NOTFOUND" in rules


def test_a_name_that_cannot_exist_is_a_platform_that_is_down():
    with pytest.raises(PlatformDown):
        resolve_host("a" * 70, 80)
