# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The browser's requests, counted beside the recording."""

from dataclasses import dataclass, field

import pytest

from archivers.traffic import Traffic

URL = "https://torget.se/a"


@dataclass(eq=False)
class FakeRequest:
    """A request as the browser driver tells of it."""

    url: str = URL
    resource_type: str = "fetch"
    failure: str | None = None
    is_navigation: bool = False

    def is_navigation_request(self):
        """Say whether a page itself was asked for."""
        return self.is_navigation


@dataclass
class FakeResponse:
    """A response as the browser driver tells of it."""

    request: FakeRequest
    status: int = 200
    status_text: str = ""
    headers: dict = field(default_factory=dict)
    from_service_worker: bool = False

    @property
    def url(self):
        """The request's address."""
        return self.request.url


class FakeContext:
    """A browser context whose events are made by hand."""

    def __init__(self):
        self._listeners = {}

    def on(self, event, listener):
        """Remember who listens."""
        self._listeners[event] = listener

    def emit(self, event, value):
        """Tell the listener."""
        self._listeners[event](value)


class Driven:
    """A Traffic with a clock and a context that are driven by hand."""

    def __init__(self):
        self.now = 0.0
        self.context = FakeContext()
        self.traffic = Traffic(monotonic=lambda: self.now)
        self.traffic.follow(self.context)

    def ask(self, request=None, **response):
        """Send a request and answer it whole."""
        asked = request or FakeRequest()
        self.context.emit("request", asked)
        self.context.emit("response", FakeResponse(asked, **response))
        self.context.emit("requestfinished", asked)


@pytest.fixture
def driven():
    return Driven()


def test_what_was_answered_is_remembered(driven):
    driven.ask()
    driven.ask(FakeRequest("data:image/png;base64,AAAA"))
    assert driven.traffic.answered == {URL}


@pytest.mark.parametrize(
    "response",
    [
        {"from_service_worker": True},
        {"status": 307, "headers": {"non-authoritative-reason": "HSTS"}},
    ],
)
def test_what_never_was_on_the_wire_is_not_demanded_of_the_recording(driven, response):
    driven.ask(**response)
    assert driven.traffic.answered == set()


def test_requests_under_way_are_waited_for_but_not_for_ever(driven):
    driven.context.emit("request", FakeRequest())
    assert driven.traffic.pending(20) == 1
    driven.now = 20.0
    assert driven.traffic.pending(20) == 0


def test_streams_are_not_waited_for(driven):
    driven.context.emit("request", FakeRequest(resource_type="eventsource"))
    assert driven.traffic.pending(20) == 0


def test_an_answered_request_is_no_longer_under_way(driven):
    driven.ask()
    assert driven.traffic.pending(20) == 0
    assert driven.traffic.activity == 3


def test_an_error_status_is_a_failed_sub_resource(driven):
    driven.ask(status=404, status_text="Not Found")
    (failed,) = driven.traffic.failed()
    assert (failed.url, failed.status) == (URL, 404)
    assert failed.reason == "Servern svarade 404 Not Found"


def test_a_failure_that_was_made_good_is_none(driven):
    driven.ask(status=500)
    driven.ask()
    request = FakeRequest(url=f"{URL}/b", failure="net::ERR_CONNECTION_RESET")
    driven.context.emit("requestfailed", request)
    driven.ask(FakeRequest(url=f"{URL}/b"))
    assert driven.traffic.failed() == ()


def test_a_request_that_got_no_answer_is_listed_with_its_reason(driven):
    request = FakeRequest(failure="net::ERR_NAME_NOT_RESOLVED")
    driven.context.emit("requestfailed", request)
    (failed,) = driven.traffic.failed()
    assert failed.reason == "Hämtningen avbröts: net::ERR_NAME_NOT_RESOLVED"
    assert failed.status is None


def test_what_the_page_gave_up_itself_is_no_failure(driven):
    driven.context.emit("requestfailed", FakeRequest(failure="net::ERR_ABORTED"))
    assert driven.traffic.failed() == ()


def test_nothing_fails_for_want_of_a_network_that_was_cut_on_purpose(driven):
    driven.traffic.is_offline = True
    request = FakeRequest(failure="net::ERR_INTERNET_DISCONNECTED")
    driven.context.emit("requestfailed", request)
    assert driven.traffic.failed() == ()


def test_the_page_itself_is_no_sub_resource(driven):
    driven.ask(FakeRequest(is_navigation=True), status=404)
    assert driven.traffic.failed() == ()
