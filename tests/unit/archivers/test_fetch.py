# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Single addresses, fetched through the guard."""

from datetime import UTC, datetime

import httpx
import pytest

from archivers.address import AddressGuard
from archivers.fetch import Fetcher
from archivers.patience import retry_after
from schemas.errors import NotAllowed

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


def resolve(host, port):
    assert port
    return ["10.0.0.8"] if host == "inre.se" else ["93.184.215.14"]


def fetched(answers, url="https://almhult.se/"):
    def answer(request):
        found = answers[str(request.url)]
        if isinstance(found, Exception):
            raise found
        return found

    transport = httpx.MockTransport(answer)
    with Fetcher(AddressGuard(resolve=resolve), 5, lambda: NOW, transport) as fetcher:
        return fetcher.get(url)


def test_conditions_follow_on_the_same_host_and_to_no_other():
    """Another host gave no such validator; it would be told who visits."""
    sent = {}

    def answer(request):
        sent[str(request.url)] = request.headers.get("if-none-match")
        to = {
            "https://almhult.se/": "https://almhult.se/konto",
            "https://almhult.se/konto": "https://torget.se/",
        }.get(str(request.url))
        return redirect(to) if to else httpx.Response(304, headers={"etag": '"1"'})

    guard = AddressGuard(resolve=resolve)
    transport = httpx.MockTransport(answer)
    with Fetcher(guard, 5, lambda: NOW, transport) as fetcher:
        found = fetcher.get("https://almhult.se/", {"If-None-Match": '"1"'})
    assert list(sent.values()) == ['"1"', '"1"', None]
    assert found.is_unmodified
    assert found.headers["etag"] == '"1"'


def test_a_page_that_asks_who_is_there_says_so_in_its_head():
    head = {"cf-mitigated": "challenge"}
    found = fetched({"https://almhult.se/": httpx.Response(403, headers=head)})
    assert found.arrival.is_challenge


def redirect(to):
    return httpx.Response(302, headers={"location": to})


def test_an_answer_has_its_final_address_and_body():
    found = fetched(
        {
            "https://almhult.se/": redirect("/konto"),
            "https://almhult.se/konto": httpx.Response(200, content=b"hej"),
        }
    )
    assert found.arrival.asked == "https://almhult.se/"
    assert found.arrival.final == "https://almhult.se/konto"
    assert (found.arrival.status, found.body) == (200, b"hej")


def test_a_redirect_into_the_private_network_is_refused():
    with pytest.raises(NotAllowed):
        fetched({"https://almhult.se/": redirect("http://inre.se/")})


def test_redirects_without_end_are_an_error_not_a_loop():
    found = fetched({"https://almhult.se/": redirect("https://almhult.se/")})
    assert found.arrival.error == "TooManyRedirects"


@pytest.mark.parametrize(
    "fault", [httpx.ConnectTimeout("x"), httpx.ConnectError("x"), httpx.ReadError("x")]
)
def test_no_answer_is_an_arrival_with_an_error(fault):
    assert fetched({"https://almhult.se/": fault}).arrival.error == type(fault).__name__


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", 120.0),
        ("Mon, 02 Nov 2026 12:01:00 GMT", 60.0),
        ("Mon, 02 Nov 2026 11:00:00 GMT", 0.0),
        ("snart", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_moment(value, expected):
    assert retry_after(value, lambda: NOW) == expected
