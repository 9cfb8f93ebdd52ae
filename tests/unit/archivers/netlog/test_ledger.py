# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the browser says that it asked for is compared with what was seen."""

import pytest

from archivers.body import Body
from archivers.http_head import HttpHead
from archivers.netlog.exchange import Connection, Exchange
from archivers.netlog.ledger import Ledger, annotation_id, normal

URL = "https://torget.example/a"
PAGE = annotation_id("blink_resource_loader")
NO_PAGE = "not an origin"


def seen(url: str = URL, method: str = "GET") -> Exchange:
    head = HttpHead.build(f"{method} / HTTP/1.1", [])
    return Exchange(Connection(5), method, url, 0, head, Body(), Body())


def asked(ledger: Ledger, number: int, **more) -> None:
    ledger.begin(number, more.get("annotation", PAGE))
    ledger.start(number, "GET", more.get("url", URL), more.get("initiator", "x"))
    ledger.announce(number)


def test_annotations_are_numbered_as_chromium_does():
    """Two of them as they stand in the log of Chromium 156."""
    assert annotation_id("navigation_url_loader") == 63171670
    assert annotation_id("blink_resource_loader") == 101845102


def test_a_request_seen_is_paired_with_the_one_announced():
    ledger = Ledger()
    asked(ledger, 1, url=f"{URL}#fragment")
    ledger.see(seen())
    assert (ledger.announced, ledger.unseen(), ledger.unannounced) == (1, 0, 0)


def test_a_request_never_seen_is_noticed():
    ledger = Ledger()
    asked(ledger, 1)
    asked(ledger, 2)
    ledger.see(seen())
    ledger.end(2, has_failed=False)
    assert ledger.unseen() == 1


def test_a_request_that_nobody_announced_is_noticed():
    ledger = Ledger()
    ledger.see(seen())
    assert ledger.unannounced == 1


def test_a_request_given_up_before_it_was_sent_is_no_loss():
    ledger = Ledger()
    asked(ledger, 1)
    ledger.end(1, has_failed=True)
    assert (ledger.unsent, ledger.unseen()) == (1, 0)


def test_a_request_that_failed_after_it_was_seen_counts_once():
    ledger = Ledger()
    asked(ledger, 1)
    ledger.see(seen())
    ledger.give_up(1)
    ledger.end(1, has_failed=True)
    assert ledger.unsent == 0


@pytest.mark.parametrize(
    ("annotation", "initiator", "is_own"),
    [
        ("update_client", NO_PAGE, True),
        ("navigation_url_loader", NO_PAGE, False),
        ("blink_resource_loader", "https://torget.example", False),
        ("favicon_loader", "https://torget.example", False),
    ],
)
def test_the_browsers_own_traffic_is_told_by_rule(annotation, initiator, is_own):
    """What no page started and is no navigation is the browser's own."""
    ledger = Ledger()
    asked(ledger, 1, annotation=annotation_id(annotation), initiator=initiator)
    exchange = seen()
    ledger.see(exchange)
    assert exchange.is_own is is_own


def test_requests_that_never_ended_are_given_by_address():
    ledger = Ledger()
    asked(ledger, 1)
    asked(ledger, 2, url=f"{URL}/2")
    ledger.end(1, has_failed=False)
    assert dict(ledger.still_open()) == {f"{URL}/2": 1}
    assert (ledger.begun, ledger.ended) == (2, 1)


def test_events_of_a_request_whose_beginning_was_lost_break_nothing():
    ledger = Ledger()
    ledger.start(7, "GET", URL, "x")
    ledger.announce(7)
    ledger.end(7, has_failed=True)
    assert (ledger.announced, ledger.ended) == (1, 1)


def test_addresses_are_compared_as_they_are_asked_for():
    assert normal("wss://a/b?c#d") == "https://a/b?c"
    assert normal("ws://a/") == "http://a/"
    assert normal("https://a/#") == "https://a/"
    assert normal("https://eva:x@a/b@c") == "https://a/b@c"
