# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a hostile, or merely broken, server says; the key must not go anywhere else."""

import logging

import httpx
import pytest

from archivers.api.graph.client import following
from archivers.api.graph.fresh import FreshOriginals
from archivers.api.graph.inspection import KeyTold, told_by
from archivers.api.graph.losses import Losses
from archivers.api.originals import Originals
from schemas.errors import ArchiveError, NotAllowed, PageNotUnderstood, PlatformDown
from tests.unit.archivers.graph_answers import ORIGIN, POSTS, TOKEN, said

DEEP = b"[" * 200_000


def raw(body, status=200, **headers):
    """Make an answer of whatever bytes."""
    return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))


@pytest.mark.parametrize(
    "address",
    [
        ".annan.test/v25.0/1",
        "@annan.test/v25.0/1",
        ":443@annan.test/",
        "\\annan.test",
        "http://[",
        "v25.0/1/posts",
        "https://graph.example.se",
        "/" + "x" * 70_000,
    ],
)
def test_a_next_page_never_makes_another_name_of_our_server(setting, address):
    setting.gives(said({"data": [], "paging": {"next": address}}), said({"data": []}))
    with pytest.raises(PageNotUnderstood, match="inte är en adress"):
        list(setting.graph.pages("1", POSTS))
    assert {request.url.host for request in setting.asked} == {"graph.example.se"}


@pytest.mark.parametrize(
    "address", ["//annan.test/x", "https://annan.test//x", "file:///etc/passwd"]
)
def test_only_the_path_of_a_next_page_is_taken(setting, address):
    setting.gives(said({"data": [], "paging": {"next": address}}), said({"data": []}))
    list(setting.graph.pages("1", POSTS))
    assert {request.url.host for request in setting.asked} == {"graph.example.se"}


def test_a_place_that_is_no_text_leads_nowhere():
    assert following({"paging": {"next": {"path": "/x"}}}) is None


@pytest.mark.parametrize(
    ("status", "error"), [(200, PageNotUnderstood), (500, PlatformDown)]
)
@pytest.mark.parametrize("body", [DEEP, b"<html>", b"\xff\xfe", b"1" * 6000])
def test_an_answer_that_cannot_be_read_is_told_as_such(setting, body, status, error):
    setting.gives(lambda _: raw(body, status))
    with pytest.raises(error):
        list(setting.graph.pages("1", POSTS))


@pytest.mark.parametrize("moment", [10**18, 10**400], ids=["year", "number"])
def test_a_moment_beyond_all_years_is_not_known(setting, moment):
    told = {"is_valid": True, "scopes": ["pages_read"], "expires_at": moment}
    setting.gives(said({"data": told}))
    assert told_by(setting.graph) == KeyTold(scopes=frozenset({"pages_read"}))


@pytest.mark.parametrize(
    "address",
    ["http://[::1", "https://a:99999/x", "\0", "https://xn--/", "x" * 70_000],
)
def test_a_picture_at_no_address_is_refused_and_others_are_given_up(setting, address):
    originals = FreshOriginals(Originals(setting.client), Losses())
    with pytest.raises(NotAllowed, match="inte är en webbadress"):
        originals.fetch(address, lambda: "")
    assert originals.fetch(address, lambda: "", is_own=False) == address
    assert originals.originals.unreachable == 1
    assert not setting.asked


def test_a_redirect_that_carries_the_key_to_another_host_is_not_followed(
    setting, caplog
):
    caplog.set_level(logging.DEBUG)
    there = f"https://annan.test/?access_token={TOKEN}"
    setting.gives(raw(b"", 302, location=there), said({"data": []}))
    with pytest.raises(ArchiveError):
        list(setting.graph.pages("1", POSTS))
    assert [request.url.host for request in setting.asked] == ["graph.example.se"]
    assert TOKEN not in caplog.text


def test_no_log_gets_an_address_with_a_key(setting, caplog):
    caplog.set_level(logging.DEBUG)
    there = f"{ORIGIN}/annat?access_token={TOKEN}"
    setting.gives(raw(b"", 302, location=there), said({"data": []}))
    list(setting.graph.pages("1", POSTS))
    assert "published_posts" in caplog.text
    assert TOKEN not in caplog.text
